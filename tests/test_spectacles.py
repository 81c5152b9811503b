"""Spectacles that lie: a front that stands on its rims, temples that come down to their tips, lenses of glass."""

import numpy as np
import pytest

from tools.engines.studio.camera import make_view
from tools.engines.studio.laid import Lies
from tools.engines.studio.panes import behind_panes
from tools.engines.studio.spectacles import GLASS, TALLEST, front_of, lenses, spectacles
from tools.engines.studio.stand_in import box_round, make_stand_in
from tools.engines.studio.temples import LONG, Rays
from tools.specs.recipe import Pose
from tools.specs.scene import Scene
from tools.specs.words import Camera, Category

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


def test_a_temple_leaves_the_front_at_the_front_s_own_height() -> None:
    solid = glasses()
    made = of(solid)
    front = front_of(solid, lenses(solid))
    row = int(np.flatnonzero(solid[:, 35] & ~front[:, 35])[-1])
    middle = (made.top + made.bottom) / 2
    assert middle[row, 35] == pytest.approx(made.top[row + 2, 35], abs=2.0)
    assert set(np.unique(made.parts[solid])) == {0, 1}


def test_an_end_piece_stands_with_its_front() -> None:
    solid = glasses()
    solid[20:112, 34:38] = False
    made = of(solid)
    assert made.parts[112:116, 34:38].max() == 0
    assert made.top[113, 35] > 10.0


@pytest.mark.parametrize("elevation", [26.0, 42.0])
def test_no_temple_is_longer_than_any(elevation: float) -> None:
    solid = glasses()
    high = 700.0 * np.tan(np.radians(elevation))
    up = 0.6 * (140.0 - np.arange(ROWS))
    rays = Rays((high, 700.0), up, 0.6 * (np.arange(COLUMNS) - COLUMNS / 2))
    upright = 0.6 / np.maximum(1.0 - up / high, 0.1)
    made = spectacles(solid, np.where(solid, 0.95, 0.0), 0.6, upright, rays)
    middle = (made.top + made.bottom) / 2
    arm = np.flatnonzero(made.parts[:, 35] * solid[:, 35])
    ends = [rays.at((int(row), 35), float(middle[row, 35])) for row in (arm[0], arm[-1])]
    assert np.linalg.norm(ends[0] - ends[1]) < LONG + 8.0
    assert ends[0][2] < ends[1][2], "it goes back"


@pytest.mark.parametrize(("camera", "pose"), [("front", "standing"), ("three_quarter", "lying")])
def test_a_faint_wire_is_one_piece_and_covers_its_pixels_only(camera: Camera, pose: Pose) -> None:
    image = np.full((ROWS, COLUMNS, 4), 0.5, np.float32)
    image[..., 3] = glasses()
    image[20:100, 34:38, 3] = np.array([0.0, 0.4, 0.4, 0.0], np.float32)
    scene = Scene(surface="linen", backdrop="wall", light="soft_window", camera=camera)
    view = make_view(scene, pose, (COLUMNS, ROWS), 240.0, 141.0 if pose == "standing" else ROWS / 2)
    made = make_stand_in(image, view, pose, 30.0, None, Lies("eyewear"))
    (top, bottom), (left, right) = box_round(image[..., 3] > 0.3)
    column, row = left + made.uv[:, 0] * (right - left), top + (1.0 - made.uv[:, 1]) * (bottom - top)
    arm = (np.abs(column - 36) < 3) & (row < 99)
    assert np.diff(np.unique(np.round(row[arm]))).max() == 1.0
    assert (np.abs(column[arm] - 36) <= 1.5).all()
    assert made.vertices[:, 1].min() >= -0.5
    assert 15.0 < made.vertices[:, 1].max() < TALLEST + 5.0


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


def test_the_screen_is_not_seen_through_the_lens_and_nothing_else_changes() -> None:
    solid = glasses()
    alpha = np.where(solid, np.float32(0.9), np.float32(0))
    alpha[113:117, 100:140] = 1.0
    plate = np.full((ROWS, COLUMNS, 3), 0.2, np.float32)
    plate[::2, ::3] = 0.9
    scene = Scene(surface="linen", backdrop="wall", light="soft_window", camera="three_quarter")
    view = make_view(scene, "lying", (COLUMNS, ROWS), 150.0, ROWS / 2)
    made = behind_panes(plate, alpha, view)
    assert made[115:125, 60:80].std() < 0.1 * plate[115:125, 60:80].std()
    assert made[115:125, 60:80].mean() == pytest.approx(plate[115:125, 60:80].mean(), rel=0.1)
    assert (made[~solid] == plate[~solid]).all()
    assert (made[113:117, 105:135] == plate[113:117, 105:135]).all()


def test_as_many_faces_of_a_lens_are_left_out_as_it_lets_light_by() -> None:
    image = np.full((ROWS, COLUMNS, 4), 0.5, np.float32)
    image[..., 3] = np.where(glasses(), 0.8, 0.0)
    scene = Scene(surface="linen", backdrop="wall", light="soft_window", camera="three_quarter")
    view = make_view(scene, "lying", (COLUMNS, ROWS), 150.0, ROWS / 2)
    kinds: tuple[Category | None, ...] = ("eyewear", "bracelet")
    glass, wire = (make_stand_in(image, view, "lying", 30.0, None, Lies(kind)) for kind in kinds)
    assert glass.screened
    assert not wire.screened
    lens = lenses(glasses()).sum()
    assert (len(wire.faces) - len(glass.faces)) / 4 == pytest.approx(0.2 * lens, rel=0.35)
