"""The sky that a standing thing hides from its ground: half at a wall's foot, less farther off, none off a rim."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.engines.studio.camera import View, make_view
from tools.engines.studio.hidden_sky import hidden_sky
from tools.engines.studio.tops import Top
from tools.specs.scene import Scene
from tools.specs.words import Camera

SIDE, BASE = 240, 160
SCENE = Scene(surface="marble", backdrop="wall", light="softbox")


def board(left: int = 70, right: int = 170, top: int = 80) -> np.ndarray:
    alpha = np.zeros((SIDE, SIDE), np.float32)
    alpha[top:BASE, left:right] = 1.0
    return alpha


def seen(camera: Camera = "three_quarter") -> View:
    return make_view(SCENE.model_copy(update={"camera": camera}), "standing", (SIDE, SIDE), 200.0, BASE)


def row_of(view: View, z: float) -> int:
    """Return the row that shows the ground ``z`` millimetres before the board."""
    return int(BASE + view.camera_height * (view.distance / (view.distance - z) - 1.0) * view.px_per_mm)


def test_before_a_long_wall_it_is_the_form_factor_of_the_books() -> None:
    view, alpha = seen(), board(0, SIDE, 120)
    high = 40 / view.px_per_mm
    made = hidden_sky(alpha, view, None, False)
    for share in (0.5, 1.0):
        far = share * high
        known = (1.0 - far / np.hypot(far, high)) / 2
        assert made[row_of(view, far), SIDE // 2] == pytest.approx(known, abs=0.05)


def test_it_is_most_at_the_foot_and_falls_off_on_all_sides() -> None:
    made = hidden_sky(board(), seen(), None, False)
    before = made[BASE + 3 :, 120]
    assert 0.3 < before[0] <= 0.5
    assert (np.diff(before) <= 1e-3).all()
    assert made[BASE + 2, 120] > made[BASE + 2, 180] > made[BASE + 2, 215]
    assert made[BASE + 20 :, 120] @ np.ones(SIDE - BASE - 20) > 0
    assert made[:100].max() < 0.01


@given(wide=st.integers(10, 60), high=st.integers(10, 60), camera=st.sampled_from(["front", "low", "three_quarter"]))
def test_a_larger_thing_hides_more_and_nothing_hides_more_than_half(wide: int, high: int, camera: Camera) -> None:
    view = seen(camera)
    small, large = (
        hidden_sky(board(120 - half, 120 + half, BASE - tall), view, None, False)
        for half, tall in ((wide // 2, high // 2), (wide, high))
    )
    assert small.min() >= 0.0
    assert large.max() <= 0.5
    at = slice(BASE + 4, BASE + 9), slice(118, 122)
    assert large[at].mean() >= small[at].mean() - 0.02


def test_a_ring_hides_little_and_what_it_stands_on_ends_the_shade() -> None:
    y, x = np.mgrid[:SIDE, :SIDE]
    far = np.hypot(x - 120, y - 120)
    ring = ((far < 40) & (far > 35)).astype(np.float32)
    view = seen()
    hoop, whole = (hidden_sky(each, view, None, False) for each in (ring, (far < 40).astype(np.float32)))
    assert hoop[BASE + 8, 120] < 0.4 * whole[BASE + 8, 120]
    for is_round in (False, True):
        made = hidden_sky(board(), view, Top(0.0, 0.0, 120.0, 60.0), is_round)
        assert made[BASE + 3, 120] > 0.2
        rim = 60.0 if is_round else 30.0
        assert made[row_of(view, rim) + 4 :].max() < 0.01
        assert made[row_of(view, 0.5 * rim), 120] > 0.02
