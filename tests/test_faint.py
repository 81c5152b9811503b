"""What is left of a mirror image goes; a thin part that both networks see, or that stands out, stays."""

import numpy as np
import pytest

from tools.engines.cutout.disputed import both
from tools.engines.cutout.faint import without_faint
from tools.engines.cutout.lab import Region
from tools.engines.image import Mask

SIZE = 400
BODY = (slice(100, 240), slice(100, 300))
BAR = (slice(240, 320), slice(200, 203))
"""A bag, and a thin bar that hangs from it."""


def drawn(body: float, bar: float) -> Mask:
    picture = np.zeros((SIZE, SIZE), np.float32)
    picture[BODY], picture[BAR] = body, bar
    return picture


def left(distance: float, first: float, second: float) -> Region:
    mask = drawn(1, 1) > 0.5
    return without_faint(mask, drawn(40, distance), both(drawn(1, first), drawn(1, second)))


@pytest.mark.parametrize(
    ("distance", "first", "second"),
    [(4, 0.4, 0.9), (4, 0.9, 0.4), (8, 0.1, 0.2)],
    ids=["the first doubts a wisp", "the second doubts a wisp", "nobody sees it"],
)
def test_what_is_faint_and_doubted_goes_and_the_product_stays(distance: float, first: float, second: float) -> None:
    kept = left(distance, first, second)
    assert kept[BODY].all()
    assert kept[BAR][4:].mean() < 0.05


@pytest.mark.parametrize(
    ("distance", "first", "second"),
    [(4, 0.9, 0.9), (8, 0.4, 0.9), (30, 0.0, 0.0)],
    ids=["both see it", "it is not so faint", "it stands out"],
)
def test_what_both_see_or_stands_out_stays(distance: float, first: float, second: float) -> None:
    assert left(distance, first, second)[BAR].all()


def test_what_the_product_surrounds_and_specks_are_none_of_its_business() -> None:
    mask, distance, seen = drawn(1, 0) > 0.5, drawn(40, 0), drawn(1, 0)
    for hollow in ((slice(150, 190), slice(150, 250)), (slice(100, 104), slice(150, 154))):
        distance[hollow], seen[hollow] = 2, 0
    assert (without_faint(mask, distance, both(seen, seen)) == mask).all()


def test_without_a_product_nothing_is_taken() -> None:
    mask = drawn(1, 1) > 0.5
    nothing = drawn(0.2, 0.2)
    assert (without_faint(mask, drawn(40, 4), both(nothing, nothing)) == mask).all()
