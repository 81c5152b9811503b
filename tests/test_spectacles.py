"""Spectacles that lie: a front that stands on its rims, temples that come down to their tips, lenses of glass."""

import numpy as np
import pytest

from tools.engines.studio.spectacles import GLASS, TALLEST, front_of, lenses, spectacles

ROWS, COLUMNS = 160, 240
UPRIGHT = 0.7
LENS_HIGH = 40
"""Rows of a lens: it stands 28 mm high."""


def glasses(clear: bool = False, broken: bool = False) -> np.ndarray:
    """Two round lenses side by side, a bridge, and temples that run up the picture from their outer ends."""
    y, x = np.mgrid[:ROWS, :COLUMNS]
    solid = np.zeros((ROWS, COLUMNS), dtype=bool)
    for middle in (70, 170):
        far = np.hypot((x - middle) / 36, (y - 120) / (LENS_HIGH / 2))
        solid |= (far < 1.0) & ~(clear & (far < 0.8))
    solid[113:117, 100:140] = True
    for side in (34, 203):
        solid[20:120, side : side + 4] = True
    if broken:
        solid[60:70] = False
    return solid


def of(solid: np.ndarray, upright: float | None = UPRIGHT):  # type: ignore[no-untyped-def]
    tall = None if upright is None else np.full(len(solid), upright)
    return spectacles(solid, np.where(solid, 0.95, 0.0), 0.6, tall)


@pytest.mark.parametrize("clear", [False, True])
def test_lenses_are_found_dark_or_clear(clear: bool) -> None:
    lens = lenses(glasses(clear))
    assert lens[120, 70]
    assert lens[120, 170]
    assert not lens[40, 34:38].any()
    assert not lens[115, 120]


@pytest.mark.parametrize("clear", [False, True])
def test_the_front_stands_on_its_rims(clear: bool) -> None:
    made = of(glasses(clear))
    assert made.bottom[138, 70] == 0.0
    assert made.top[138, 70] < 2.0
    assert made.top[101, 70] == pytest.approx(LENS_HIGH * UPRIGHT, abs=1.5)
    assert made.top[101, 170] == pytest.approx(LENS_HIGH * UPRIGHT, abs=1.5)


@pytest.mark.parametrize("broken", [False, True])
def test_temples_come_down_from_hinge_to_tip(broken: bool) -> None:
    solid = glasses(broken=broken)
    made = of(solid)
    middle = (made.top + made.bottom) / 2
    for side in (35, 204):
        arm = middle[solid[:, side] & ~front_of(solid, lenses(solid))[:, side], side]
        assert (np.diff(arm) >= -0.35).all()
        assert arm[0] < 2.0
        assert 10.0 < arm[-1] < LENS_HIGH * UPRIGHT


def test_a_dark_lens_lets_some_light_through_and_its_rim_none() -> None:
    made = of(glasses())
    assert made.clear[120, 70] == pytest.approx(GLASS)
    assert made.clear[101, 70] == 0.0
    assert made.clear[40, 35] == 0.0


def test_a_paler_lens_lets_more_through() -> None:
    solid = glasses()
    made = spectacles(solid, np.where(solid, 0.6, 0.0), 0.6, np.full(ROWS, UPRIGHT))
    assert made.clear[120, 70] == pytest.approx(0.4)


def test_from_straight_above_they_lie_flat() -> None:
    assert of(glasses(), None).top.max() < 8.0


@pytest.mark.parametrize("solid", [np.ones((30, 60), bool), np.eye(50, dtype=bool), np.pad([[True]], 6)])
def test_an_outline_that_is_no_spectacles_is_low_and_finite(solid: np.ndarray) -> None:
    made = of(solid)
    assert np.isfinite(made.top).all()
    assert made.top.max() <= TALLEST
    assert (made.bottom <= made.top + 1e-9).all()
