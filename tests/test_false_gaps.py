"""Gaps of a mask on clutter: one of the product's own colours is none, one that shows the backdrop stays open."""

import numpy as np
from test_cutout import disc, photo
from test_second_opinion import busy

from tools.engines.cutout.false_gaps import without_false_gaps

HAT = disc(120, 120, 80)
BITE = disc(100, 110, 14)
"""A part of the hat that one network denies."""

BITTEN = (HAT > 0.5) & (BITE < 0.5)
DARK = (0.05, 0.04, 0.04)


def test_a_gap_of_the_products_colours_is_filled() -> None:
    filled = without_false_gaps(BITTEN, photo(HAT, DARK, busy()), HAT)
    assert np.array_equal(filled, HAT > 0.5)


def test_an_opening_that_shows_the_backdrop_stays_though_a_network_fills_it() -> None:
    image = photo(np.where(BITE > 0.5, np.float32(0.0), HAT), DARK, busy())
    assert np.array_equal(without_false_gaps(BITTEN, image, HAT), BITTEN)


def test_an_opening_that_no_network_fills_stays_whatever_it_shows() -> None:
    image = photo(HAT, DARK, busy())
    assert np.array_equal(without_false_gaps(BITTEN, image, np.asarray(BITTEN, np.float32)), BITTEN)


def test_links_are_too_small_to_be_looked_at() -> None:
    pierced = (HAT > 0.5) & (disc(100, 110, 3) < 0.5)
    assert np.array_equal(without_false_gaps(pierced, photo(HAT, DARK, busy()), HAT), pierced)
