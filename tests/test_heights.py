"""Heights of lying things, of drawn outlines of known sizes: what is thick throws a shadow, what is thin does not."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tools.engines.studio.camera import View, make_view
from tools.engines.studio.heights import BOWED, CASE_HIGH, EDGE, KNOWN, Seen, heights_of, local_radius, runs
from tools.engines.studio.laid import Lies
from tools.engines.studio.stand_in import make_stand_in
from tools.specs.scene import Scene
from tools.specs.words import Category

SIDE = 240
CELL = 0.5
CASE, STRAP = 40, 18
"""Radius of the drawn case and half the width of its strap, in cells: 40 mm and 18 mm."""


def a_watch(degrees: float = 0.0) -> np.ndarray:
    """A round case with a strap at two sides, turned about its middle."""
    y, x = np.mgrid[:SIDE, :SIDE] - SIDE / 2 + 0.5
    turn = math.radians(degrees)
    along, across = x * math.cos(turn) + y * math.sin(turn), y * math.cos(turn) - x * math.sin(turn)
    return (np.hypot(x, y) < CASE) | ((np.abs(across) < STRAP) & (np.abs(along) < 110))


def band(inner: float, outer: float) -> np.ndarray:
    y, x = np.mgrid[:SIDE, :SIDE] - SIDE / 2 + 0.5
    far = np.hypot(x, y)
    return (far >= inner) & (far < outer)


def of(solid: np.ndarray, kind: Category, thickness: float = 12.0, upright: float | None = None):  # type: ignore[no-untyped-def]
    tall = None if upright is None else np.full(len(solid), upright)
    return heights_of(solid, solid.astype(float), kind, thickness, Seen(CELL, tall))


@limits(max_examples=12, deadline=None)
@given(st.floats(0.0, 180.0))
def test_a_case_is_thick_and_its_strap_rests_on_its_end_however_it_is_turned(degrees: float) -> None:
    made = of(a_watch(degrees), "watch")
    middle = SIDE // 2
    assert made.top[middle, middle] == pytest.approx(CASE_HIGH * 2 * CASE * CELL, rel=0.06)

    def strap(cells: int) -> tuple[int, int]:
        row, column = (round(middle + cells * part(math.radians(degrees))) for part in (math.sin, math.cos))
        return row, column

    assert 2.2 <= (made.top - made.bottom)[strap(75)] <= 5.0
    assert made.bottom[strap(107)] < 0.35 * made.bottom[strap(75)]
    assert made.bottom[strap(75)] > 0.35 * made.top[middle, middle]


def test_a_strap_bows_between_the_lugs_and_its_end() -> None:
    made = of(a_watch(), "watch")
    middle = SIDE // 2
    under = made.bottom[middle, middle + CASE : middle + 109]
    assert made.bottom[middle, middle] == 0.0
    assert under.max() == pytest.approx(BOWED * made.top[middle, middle], rel=0.08)
    assert 20 < under.argmax() < 50
    assert (np.diff(under[int(under.argmax()) :]) <= 1e-9).all()
    assert under[-1] < 0.12 * under.max()


def test_a_crown_is_lower_than_its_case() -> None:
    middle = SIDE // 2
    solid = a_watch()
    solid[middle + CASE - 2 : middle + CASE + 6, middle - 4 : middle + 4] = True
    made = of(solid, "watch")
    assert made.top[middle + CASE + 3, middle] < 0.65 * made.top[middle, middle]
    assert made.top[middle + CASE - 6, middle] == pytest.approx(made.top[middle, middle], rel=0.05)


@limits(max_examples=12, deadline=None)
@given(st.integers(3, 12))
def test_a_chain_is_as_high_as_its_own_wire_is_wide(wide: int) -> None:
    made = of(band(80, 80 + wide) | band(0, 20), "bracelet", 7.0)
    thin = made.top[:, : SIDE // 2 - 60]
    assert thin.max() == pytest.approx(0.75 * wide * CELL, abs=0.75)
    assert made.top.max() == 7.0


def test_a_wallet_is_as_high_at_its_corners_as_in_its_middle() -> None:
    solid = np.zeros((SIDE, SIDE), dtype=bool)
    solid[60:180, 40:200] = True
    made = of(solid, "wallet", 16.0)
    assert made.top[120, 120] == pytest.approx(0.14 * 120 * CELL, rel=0.05)
    assert made.top[66, 46] == pytest.approx(made.top[120, 120], rel=0.02)


def test_the_local_width_is_that_of_the_largest_disc_that_fits() -> None:
    radius = local_radius(band(0, 50) | band(90, 100))
    assert radius[SIDE // 2, SIDE // 2] == pytest.approx(50, rel=0.06)
    assert radius[SIDE // 2 + 45, SIDE // 2] == pytest.approx(50, rel=0.06)
    assert radius[SIDE // 2 + 95, SIDE // 2] == pytest.approx(5, abs=1.6)
    assert (radius[~(band(0, 50) | band(90, 100))] == 0.0).all()


def test_seen_aslant_the_near_edge_shows_a_front_and_the_far_edge_hides_a_back() -> None:
    solid = np.zeros((120, 200), dtype=bool)
    solid[30:90, 20:180] = True
    made = of(solid, "belt", 5.0, upright=0.5)
    assert made.top[89, 100] < 0.5
    assert made.top[40, 100] == pytest.approx(5.0 if made.top.max() > 4.9 else made.top.max())
    assert made.bottom[89, 100] == 0.0
    assert made.bottom[30, 100] == pytest.approx(made.top[30, 100], abs=0.3)
    assert (made.bottom <= made.top).all()


@limits(max_examples=30, deadline=None)
@given(st.integers(0, 2**31))
def test_runs_count_what_is_solid_under_and_over(seed: int) -> None:
    solid = np.random.default_rng(seed).random((9, 5)) < 0.6
    under, over = runs(solid)
    for row, column in np.argwhere(solid):
        below, above = solid[row + 1 :, column], solid[:row, column][::-1]
        assert under[row, column] == (below.size if below.all() else int(np.argmin(below)))
        assert over[row, column] == (above.size if above.all() else int(np.argmin(above)))


@limits(max_examples=20, deadline=None)
@given(st.integers(0, 2**31), st.sampled_from(sorted(KNOWN)), st.booleans())
def test_no_outline_has_a_bottom_over_its_top_or_under_the_ground(seed: int, kind: Category, above: bool) -> None:
    rough = np.random.default_rng(seed).random((40, 50))
    solid = np.kron(rough > 0.6, np.ones((3, 3))) > 0
    made = of(solid, kind, 12.0, None if above else 0.6)
    assert (made.bottom[solid] >= 0.0).all()
    assert (made.bottom[solid] <= made.top[solid] + 1e-9).all()
    assert np.isfinite(made.top).all()
    assert made.top.max() <= 55.0


def laid(solid: np.ndarray) -> tuple[np.ndarray, View]:
    image = np.full((*solid.shape, 4), 0.5, np.float32)
    image[..., 3] = solid
    scene = Scene(surface="wood", backdrop="wall", light="golden_hour", camera="flat_lay")
    return image, make_view(scene, "lying", (SIDE, SIDE), SIDE * CELL, SIDE / 2)


@pytest.mark.parametrize("elevation", [15.0, 21.0, 40.0, 60.0])
def test_a_shadow_is_as_long_as_height_and_sun_say(elevation: float) -> None:
    image, view = laid(a_watch())
    points = make_stand_in(image, view, "lying", 12.0, None, Lies("watch")).vertices.astype(np.float64)
    shadow = points[:, 2] + points[:, 1] / math.tan(math.radians(elevation))  # the sun stands behind
    beside = np.abs(points[:, 0]) < 5.0
    out = shadow[beside].max() - CASE * CELL
    high = CASE_HIGH * 2 * CASE * CELL
    whole = high / math.tan(math.radians(elevation))
    assert out == pytest.approx(whole, abs=EDGE + CELL + 0.06 * whole)  # its edge is rounded
    strap = (points[:, 0] > 46.0) & (points[:, 0] < 52.0)
    lifted = (shadow[strap].max() - STRAP * CELL) * math.tan(math.radians(elevation))
    assert 0.3 * BOWED * high < lifted < BOWED * high + 4.6


def test_what_lies_on_soft_ground_sinks_into_it_and_stays_where_it_is_seen() -> None:
    image, view = laid(a_watch())
    on, into = (make_stand_in(image, view, "lying", 12.0, None, Lies("watch", sunk)) for sunk in (0.0, 1.0))
    assert np.allclose(on.vertices[:, 1] - into.vertices[:, 1], 1.0, atol=1e-3)
    seen = [mesh.vertices[:, [0, 2]] / (view.distance - mesh.vertices[:, [1]]) for mesh in (on, into)]
    assert np.allclose(seen[0], seen[1], atol=1e-5)


def test_the_same_outline_gives_the_same_mesh() -> None:
    image, view = laid(a_watch(33.0))
    first, second = (make_stand_in(image, view, "lying", 12.0, None, Lies("watch")) for _ in range(2))
    assert first.vertices.tobytes() == second.vertices.tobytes()
    assert first.faces.tobytes() == second.faces.tobytes()
