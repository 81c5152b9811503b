"""What the frame cuts off: surroundings beside a thing that lies free, or a product's own strap on a clean backdrop."""

import numpy as np
import pytest
from test_cutout import SIZE, disc, off, photo
from test_second_opinion import NOTHING, busy, sees, soft

from tools.engines.cutout.backdrop import read_backdrop
from tools.engines.cutout.framed import cut_off, without_surroundings
from tools.engines.cutout.pipeline import ClassicCutter
from tools.engines.cutout.plain import explained
from tools.engines.cutout.turned import from_all_sides
from tools.engines.image import Image, Mask

BAG = disc(90, 150, 45)


def block(rows: slice, columns: slice, seen: float = 1.0) -> Mask:
    field = np.zeros((SIZE, SIZE), np.float32)
    field[rows, columns] = seen
    return field


CHAIR = block(slice(0, 60), slice(150, SIZE))
"""Cut off by the upper and the right side."""


@pytest.mark.parametrize("turns", range(4))
def test_a_chair_goes_that_one_network_takes_for_the_product(turns: int) -> None:
    first, second = (np.rot90(seen, turns) for seen in (np.maximum(BAG, CHAIR), CHAIR))
    one, other = without_surroundings(first, second)
    assert np.array_equal(one, np.rot90(BAG, turns))
    assert not other.any()


@pytest.mark.parametrize(
    "first",
    [
        CHAIR,
        np.maximum(BAG, block(slice(0, 60), slice(100, 180))),
        np.maximum(disc(90, 150, 8), CHAIR),
        np.maximum(0.6 * BAG, CHAIR),
    ],
    ids=["nothing else", "one side", "too small", "unsure"],
)
def test_without_a_better_product_it_stays(first: Mask) -> None:
    assert without_surroundings(first, np.minimum(first, CHAIR))[0] is first


def test_a_small_thing_that_both_see_is_the_product() -> None:
    earring = disc(90, 150, 12)
    one, other = without_surroundings(np.maximum(earring, CHAIR), earring)
    assert np.array_equal(one, earring)
    assert np.array_equal(other, earring)


def test_two_sides_cut_a_thing_off() -> None:
    assert np.array_equal(cut_off(np.maximum(BAG, CHAIR) > 0), CHAIR > 0)


def of_two_minds(image: Image) -> Mask:
    """A network that is half sure of a jacket in the corner, and denies it in a photo that lies on its side."""
    hat, jacket = image[..., 0] > 0.8, image[..., 1] > 0.8
    upright = bool(jacket[-1].any() and jacket[:, -1].any())
    return np.asarray(hat + jacket * (0.6 if upright else 0.1), np.float32)


def test_undecided_surroundings_are_what_all_four_turns_see() -> None:
    jacket = block(slice(170, SIZE), slice(120, SIZE))
    image = np.stack([disc(100, 100, 50), jacket, NOTHING], axis=-1)
    seen = from_all_sides(image, of_two_minds(image), of_two_minds)
    assert seen[jacket > 0].max() < 0.2
    assert np.array_equal(seen[100], disc(100, 100, 50)[100] > 0.8)


def test_a_decided_network_is_asked_once() -> None:
    def never(image: Image) -> Mask:
        raise AssertionError("asked")

    seen = np.maximum(BAG, CHAIR)
    assert from_all_sides(np.zeros((SIZE, SIZE, 3), np.float32), seen, never) is seen


def watch() -> Mask:
    return np.maximum(block(slice(0, SIZE), slice(90, 150)), disc(120, 120, 50))


def steel() -> Image:
    """The watch on white paper; its strap has links."""
    links = np.where(np.arange(SIZE) // 8 % 2 == 0, 0.6, 1.4).astype(np.float32)
    image = photo(watch(), (0.3, 0.3, 0.32), 0.95)
    return np.where(watch()[..., None] > 0.5, image * links[:, None, None], image)


def test_a_strap_that_runs_out_of_the_frame_leaves_the_backdrop_plain() -> None:
    image = steel()
    only_dial = soft(disc(120, 120, 50))
    found = ClassicCutter(lambda _: only_dial, sees(soft(watch()))).cut(image)
    assert read_backdrop(image).nearly
    assert found.plain
    assert off(found, watch()) < 0.01


def test_a_prop_that_runs_out_of_the_frame_does_not() -> None:
    backdrop = read_backdrop(steel())
    assert explained(backdrop, watch(), disc(120, 120, 50))
    assert not explained(backdrop, disc(120, 120, 50), disc(120, 120, 50))
    assert not read_backdrop(photo(watch(), (0.3, 0.3, 0.32), busy())).nearly
