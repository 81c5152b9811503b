"""A thing of another colour behind or beside the product; the network is a drawn opinion."""

import numpy as np
from test_cutout import SIZE, disc, photo, ring

from tools.engines.cutout.foreign import without_foreign
from tools.engines.cutout.lab import to_lab
from tools.engines.image import Image, Mask

BROWN, GREEN = (0.45, 0.25, 0.15), (0.2, 0.45, 0.15)


def belt_and_stem() -> tuple[Image, Mask, Mask]:
    """A brown ring on white with a green bar across its opening; what is the ring, what is the bar."""
    belt = ring(120, 120, 80, 55)
    image = photo(belt, BROWN, 0.92)
    stem = np.zeros((SIZE, SIZE), np.float32)
    stem[50:190, 112:124] = 1.0
    stem *= 1.0 - belt
    stem[:60] = stem[185:] = 0.0
    image = image * (1.0 - stem[..., None]) + np.asarray(GREEN, np.float32) * stem[..., None]
    return image.astype(np.float32), belt, stem


def left(image: Image, mask: Mask, seen: Mask) -> Mask:
    return without_foreign(mask > 0.5, to_lab(image), seen.astype(np.float32)).astype(np.float32)


def test_a_stem_seen_through_a_belt_goes_and_the_belt_stays_whole() -> None:
    image, belt, stem = belt_and_stem()
    kept = left(image, np.maximum(belt, stem), belt + 0.1 * stem)
    assert not kept[stem > 0.5].any()
    assert np.array_equal(kept > 0, belt > 0.5)


def test_what_the_network_does_not_deny_stays() -> None:
    image, belt, stem = belt_and_stem()
    both = np.maximum(belt, stem)
    assert np.array_equal(left(image, both, belt + 0.35 * stem) > 0, both > 0.5)


def test_a_denied_part_of_the_products_own_colour_stays() -> None:
    image, belt, stem = belt_and_stem()
    image[stem > 0.5] = BROWN
    both = np.maximum(belt, stem)
    assert np.array_equal(left(image, both, belt + 0.1 * stem) > 0, both > 0.5)


def test_a_stone_in_its_setting_stays_however_unlike_it_is() -> None:
    setting, stone = disc(120, 120, 60), disc(120, 120, 15)
    image = photo(setting, BROWN, 0.92)
    image[stone > 0.5] = (0.1, 0.1, 0.7)
    assert np.array_equal(left(image, setting, setting - 0.9 * stone) > 0, setting > 0.5)


def test_a_thing_as_large_as_a_part_of_the_product_stays() -> None:
    image, belt, _ = belt_and_stem()
    thing = disc(120, 120, 50)
    image[thing > 0.5] = GREEN
    both = np.maximum(belt, thing)
    assert np.array_equal(left(image, both, belt + 0.1 * thing) > 0, both > 0.5)
