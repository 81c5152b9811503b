"""The stand-in covers the product's pixels exactly, touches the ground, and lies when the product lies."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tools.engines.base_line import base_slope, ground_rows
from tools.engines.studio.camera import View, make_view
from tools.engines.studio.stand_in import air_under, inflate, make_stand_in, solid_part
from tools.specs.recipe import Pose
from tools.specs.scene import Scene

SCENE = Scene(surface="marble", backdrop="wall", light="softbox")


def disk(size: int = 160, radius: int = 40, hole: int = 0) -> np.ndarray:
    y, x = np.mgrid[:size, :size]
    far = np.hypot(x - size / 2, y - size / 2)
    image = np.full((size, size, 4), 0.5, np.float32)
    image[..., 3] = (far < radius) & (far >= hole)
    return image


def view_of(image: np.ndarray, camera: str = "front", pose: Pose = "standing") -> View:
    rows = np.where((image[..., 3] > 0.5).any(1))[0]
    base = float(rows.mean()) if pose == "lying" else float(rows[-1] + 1)
    scene = SCENE.model_copy(update={"camera": camera})
    return make_view(scene, pose, (image.shape[1], image.shape[0]), 100.0, base)


def seen(view: View, points: np.ndarray) -> np.ndarray:
    """Project world points back onto the frame: pixels (n×2)."""
    eye, depth = view.eye, 1 if view.from_above else 2
    share = eye[depth] / (eye[depth] - points[:, depth])
    plane = eye + (points - eye) * share[:, None]
    x = plane[:, 0] * view.px_per_mm + view.width / 2
    if view.from_above:
        return np.stack([x, plane[:, 2] * view.px_per_mm + view.height / 2], -1)
    return np.stack([x, view.base_row - plane[:, 1] * view.px_per_mm], -1)


@pytest.mark.parametrize(("camera", "pose"), [("front", "standing"), ("three_quarter", "standing"),
                                              ("flat_lay", "lying"), ("three_quarter", "lying")])  # fmt: skip
def test_every_vertex_projects_into_the_silhouette(camera: str, pose: Pose) -> None:
    image = disk(hole=25)
    view = view_of(image, camera, pose)
    pixels = seen(view, make_stand_in(image, view, pose, 30.0).vertices.astype(np.float64))
    column, row = np.floor(pixels).astype(int).T
    assert (image[row.clip(0, 159), column.clip(0, 159), 3] > 0.5).mean() > 0.999


@pytest.mark.parametrize("radius", [40, 300])
def test_the_base_of_a_standing_thing_is_let_into_the_ground(radius: int) -> None:
    image = disk(4 * radius, radius)
    view = view_of(image)
    vertices = make_stand_in(image, view, "standing", 30.0).vertices
    column, row = seen(view, vertices.astype(np.float64)).T
    base = vertices[(row > 3 * radius - 0.5) & (np.abs(column - 2 * radius) < 4), 1]
    assert base.size
    assert base.max() < 0.0


def test_the_base_of_a_soft_edge_is_not_shrunk() -> None:
    alpha = np.zeros((60, 60), np.float32)
    alpha[20:40, 20:40], alpha[40, 20:40], alpha[41, 20:40] = 1.0, 0.7, 0.3
    rows, columns = np.nonzero(solid_part(alpha))
    assert (rows.min(), rows.max()) == (21, 40)
    assert (columns.min(), columns.max()) == (21, 38)


def test_a_lying_thing_stays_between_the_ground_and_its_thickness() -> None:
    image = disk()
    stand_in = make_stand_in(image, view_of(image, "flat_lay", "lying"), "lying", 8.0)
    assert stand_in.vertices[:, 1].min() >= -1e-3
    assert stand_in.vertices[:, 1].max() == pytest.approx(8.0, abs=0.5)


def test_a_tilted_base_is_measured_and_a_ring_has_none() -> None:
    y, x = np.mgrid[:120, :200]
    slope, resting = base_slope((y < 60 + 0.1 * x) & (y > 20) & (x > 30) & (x < 170))
    assert slope == pytest.approx(0.1, abs=0.01)
    assert resting > 0.9
    assert base_slope(disk()[..., 3] > 0.5) == (0.0, 0.0)


def on_feet(drop: int) -> np.ndarray:
    """A bar on three feet; the outer two end ``drop`` rows higher than the middle one, as feet farther back do."""
    solid = np.zeros((200, 300), bool)
    solid[60:90, 20:280] = True
    for left, bottom in ((20, 150 - drop), (140, 150), (265, 150 - drop)):
        solid[60 : bottom + 1, left : left + 15] = True
    return solid


def test_the_ground_touches_every_foot() -> None:
    rows = ground_rows(on_feet(20), steepest=0.5)
    assert rows[[20, 147, 279]] == pytest.approx([130, 150, 130], abs=1.5)


def test_the_ground_goes_on_level_where_the_outline_rises_too_steeply() -> None:
    assert ground_rows(on_feet(60), steepest=0.15)[[20, 279]] == pytest.approx([150, 150], abs=1.5)


@limits(max_examples=30, deadline=None)
@given(st.integers(0, 60), st.floats(0.05, 1.0))
def test_the_ground_is_never_above_the_outline(drop: int, steepest: float) -> None:
    solid = on_feet(drop)
    rows = ground_rows(solid, steepest)
    columns = np.flatnonzero(solid.any(0))
    assert (rows[columns] + 1e-6 >= [np.flatnonzero(solid[:, c])[-1] for c in columns]).all()


@limits(max_examples=20, deadline=None)
@given(st.integers(10, 60))
def test_inflation_is_highest_in_the_middle(radius: int) -> None:
    body, thick = inflate(disk(radius=radius)[..., 3] > 0.5)
    assert body.max() == pytest.approx(1.0, abs=0.01)
    assert thick <= radius + 1
    assert body[0, 0] == 0


def test_the_texture_has_no_hidden_black() -> None:
    image = disk(hole=20)
    image[image[..., 3] == 0] = 0.0
    assert make_stand_in(image, view_of(image), "standing", 30.0).texture.min() == pytest.approx(0.5)


def test_spectacles_rest_on_rims_and_tips_with_air_under_their_hinges() -> None:
    solid = np.zeros((100, 120), dtype=bool)
    solid[70:90, 10:110] = True
    solid[10:70, 10:14] = solid[10:70, 106:110] = True
    air = air_under(solid, 26.0)
    assert air[89, 60] < 1.5
    assert air[10, 12] < 1.5
    assert air[48:52, 12].min() > 25.0


def test_a_bowed_base_that_runs_askew_is_one_and_a_ring_has_none() -> None:
    x = np.arange(200)
    rows = np.arange(160)[:, None]
    bowed = (rows < 90 + 0.3 * x - 6 * ((x - 100) / 100) ** 2) & (rows > 20)
    slope, resting = base_slope(np.pad(bowed, 4))
    assert slope == pytest.approx(0.3, abs=0.06)
    assert resting > 0.5
    y, across = np.mgrid[-60:60, -60:60]
    assert base_slope(np.hypot(y, across) < 50) == (0.0, 0.0)
