"""What one network overlooks of a thing that the other one sees whole comes back; a table does not."""

import numpy as np
import pytest
from scipy import ndimage
from test_cutout import SIZE, disc, off, photo
from test_second_opinion import busy, sees

from tools.engines.cutout.overlooked import with_overlooked
from tools.engines.cutout.pipeline import ClassicCutter
from tools.engines.cutout.torn import with_torn
from tools.engines.image import Image, Mask

NO_PANE = np.zeros((SIZE, SIZE), bool)


def strap(left: int = 100, right: int = 140, top: int = 20, bottom: int = 220) -> Mask:
    bar = np.zeros((SIZE, SIZE), np.float32)
    bar[top:bottom, left:right] = 1.0
    return bar


def watch() -> Mask:
    return np.maximum(strap(), disc(120, 120, 40))


def soft(matte: Mask) -> Mask:
    return np.asarray(ndimage.gaussian_filter(matte, 1), np.float32)


UPPER = np.asarray(watch() * (np.arange(SIZE) < 150)[:, None], np.float32)
"""What of it the second network sees."""


def back(image: Image, first: Mask, second: Mask) -> Mask:
    """Return what is seen when both agree on the second network's word."""
    return with_overlooked(image, soft(second), soft(first), soft(second), NO_PANE)


def test_half_a_strap_comes_back() -> None:
    image = photo(watch(), (0.05, 0.04, 0.04), busy())
    alone = ClassicCutter(lambda _: soft(watch())).cut(image)
    helped = ClassicCutter(lambda _: soft(watch()), sees(soft(UPPER))).cut(image)
    assert not helped.plain
    assert off(alone, watch()) < 0.02
    assert off(helped, watch()) < 0.02


def test_a_piece_of_the_backdrops_colours_does_not() -> None:
    image = photo(UPPER, (0.05, 0.04, 0.04), busy())
    assert np.array_equal(back(image, watch(), UPPER), soft(UPPER))


@pytest.mark.parametrize(
    "first",
    [
        np.maximum(watch(), strap(0, SIZE, 160, SIZE)),  # the table, along the frame
        np.where(strap(60, 180) > 0, 0.6, 0.0).astype(np.float32),  # undecided
        watch() * (np.arange(SIZE) > 110)[:, None].astype(np.float32),  # it overlooks as much itself
    ],
    ids=["along the frame", "undecided", "sees less"],
)
def test_a_first_network_that_does_not_know_is_not_believed(first: Mask) -> None:
    image = photo(watch(), (0.05, 0.04, 0.04), busy())
    assert np.array_equal(back(image, first, UPPER), soft(UPPER))


def test_half_a_strap_comes_back_by_the_other_networks_doubt() -> None:
    image = photo(watch(), (0.05, 0.04, 0.04), busy())
    doubt = np.asarray(0.4 * soft(watch()), np.float32)
    alone = ClassicCutter(lambda _: soft(UPPER)).cut(image)
    helped = ClassicCutter(lambda _: soft(UPPER), sees(doubt)).cut(image)
    assert off(alone, watch()) > 0.04
    assert off(helped, watch()) < 0.02


@pytest.mark.parametrize(
    ("thing", "doubt"),
    [
        (UPPER, 0.4 * watch()),  # the backdrop's colours
        (watch(), 0.4 * UPPER),  # no doubt of more
        (watch(), 0.9 * watch()),  # sure of all of it: nothing is torn
        (watch(), 0.4 * np.maximum(UPPER, strap(100, 140, 190, SIZE))),  # apart from it, and along the frame
    ],
    ids=["of the backdrop's colours", "of no more", "none", "of something else"],
)
def test_a_doubt_brings_nothing_else(thing: Mask, doubt: Mask) -> None:
    image = photo(thing, (0.05, 0.04, 0.04), busy())
    assert np.array_equal(with_torn(image, soft(UPPER), soft(doubt)), soft(UPPER))
