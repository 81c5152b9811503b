"""The stand-in covers the product's pixels exactly, touches the ground, and lies when the product lies."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tools.engines.studio.camera import View, make_view
from tools.engines.studio.stand_in import base_line, inflate, make_stand_in
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


def test_a_standing_thing_touches_the_ground_and_no_more() -> None:
    image = disk()
    stand_in = make_stand_in(image, view_of(image), "standing", 30.0)
    front = stand_in.vertices[np.abs(stand_in.vertices[:, 2]) < 3]
    assert abs(front[:, 1].min()) < 100 / 160 * 3


def test_a_lying_thing_stays_between_the_ground_and_its_thickness() -> None:
    image = disk()
    stand_in = make_stand_in(image, view_of(image, "flat_lay", "lying"), "lying", 8.0)
    assert stand_in.vertices[:, 1].min() >= -1e-3
    assert stand_in.vertices[:, 1].max() == pytest.approx(8.0, abs=0.5)


def test_the_base_line_follows_a_tilted_base_and_is_level_under_a_ring() -> None:
    y, x = np.mgrid[:120, :200]
    slope, row = base_line((y < 60 + 0.1 * x) & (y > 20) & (x > 30) & (x < 170))
    assert slope == pytest.approx(0.1, abs=0.01)
    assert row == pytest.approx(60, abs=1.5)
    assert base_line(disk()[..., 3] > 0.5) == (0.0, 119.0)


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
