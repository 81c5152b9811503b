"""What carries a product touches it: no gap between board, bust or wall and the stand-in, and its foot is seen."""

import numpy as np
import pytest

from tools.engines.studio.camera import View
from tools.engines.studio.display import SEATS, TILT, bust_front, bust_width, normal_of, rest_point, tilt_of
from tools.engines.studio.display_sets import seated, walled
from tools.engines.studio.layout import lay_out
from tools.engines.studio.mesh import Mesh
from tools.engines.studio.part import Extent, Part
from tools.engines.studio.seen import extent_of, view_of
from tools.engines.studio.stand_in import StandIn, make_stand_in
from tools.specs.recipe import Recipe
from tools.specs.scene import Scene
from tools.specs.steps import Placement
from tools.specs.words import Camera, Display, Holder

WIDE, HIGH, FRAME_MM = 240, 300, 60.0
Y, X = np.mgrid[:HIGH, :WIDE]


def product(outline: np.ndarray) -> np.ndarray:
    image = np.full((HIGH, WIDE, 4), 0.5, np.float32)
    image[..., 3] = outline
    return image


def block() -> np.ndarray:
    return product((X >= 70) & (X < 170) & (Y >= 100) & (Y < 180))


def with_handle() -> np.ndarray:
    loop = (X >= 90) & (X < 150) & (Y >= 60) & (Y < 110) & ~((X >= 98) & (X < 142) & (Y >= 68))
    return product(((X >= 70) & (X < 170) & (Y >= 110) & (Y < 180)) | loop)


def necklace() -> np.ndarray:
    far = np.hypot((X - 120) / 0.75, Y - 90)
    return product((far < 95) & (far > 84) & (Y > 90))


def seen(display: Display, image: np.ndarray, camera: Camera = "front") -> tuple[Recipe, View, Extent, StandIn]:
    scene = Scene(surface="plaster", backdrop="wall", light="softbox", camera=camera, display=display)
    recipe = Recipe(
        tool="x", source_sha256="s", cutout_sha256="c", width=WIDE, height=HIGH, frame_mm=FRAME_MM, thickness_mm=6.0,
        placement=Placement(scale=1.0, x=0, y=0), scene=scene,
    )  # fmt: skip
    view = view_of(recipe, image)
    extent = extent_of(recipe, image, view)
    return recipe, view, extent, make_stand_in(image, view, "standing", 6.0, extent.shown)


def held(holder: Holder, image: np.ndarray, camera: Camera) -> tuple[Recipe, View, Extent, StandIn]:
    """Return the same of a holder: seen from above, or with its face towards the camera."""
    recipe, _, _, _ = seen("slope", image, camera)
    assert recipe.scene is not None
    above = camera == "flat_lay"
    scene = recipe.scene.model_copy(update={"holder": holder, "display": "lie" if above else "slope"})
    recipe = recipe.model_copy(update={"scene": scene, "pose": "lying" if above else "standing"})
    view = view_of(recipe, image)
    extent = extent_of(recipe, image, view)
    return recipe, view, extent, make_stand_in(image, view, recipe.pose, 6.0, extent.shown)


def ring() -> np.ndarray:
    """A ring that is seen from before its head."""
    return product(((X >= 70) & (X < 170) & (Y >= 136) & (Y < 144)) | (np.hypot((X - 120) / 0.8, Y - 140) < 26))


def parts_of(recipe: Recipe, extent: Extent) -> tuple[Part, ...]:
    assert recipe.scene is not None
    return lay_out(recipe.scene, FRAME_MM, extent, 3)


def carrier(recipe: Recipe, extent: Extent) -> Mesh:
    return parts_of(recipe, extent)[-1].mesh


@pytest.mark.parametrize(("display", "camera"), [("card", "front"), ("slope", "three_quarter"), ("lean", "front")])
def test_the_stand_in_touches_the_plane_that_it_rests_on(display: Display, camera: Camera) -> None:
    _, _, extent, stand_in = seen(display, block(), camera)
    shown = extent.shown
    assert shown is not None
    above = (stand_in.vertices - rest_point(shown)) @ normal_of(TILT[display])
    assert above.min() > -1e-3
    assert above.min() < 0.05, "a gap of a twentieth of a millimetre would be seen"
    assert 3.0 < above.max() <= 6.01


@pytest.mark.parametrize(("display", "camera"), [("card", "front"), ("slope", "three_quarter")])
def test_the_boards_face_is_that_plane_and_it_stands_on_the_ground(display: Display, camera: Camera) -> None:
    recipe, _, extent, _ = seen(display, block(), camera)
    shown = extent.shown
    assert shown is not None
    mesh = carrier(recipe, extent)
    above = (mesh.vertices - rest_point(shown)) @ normal_of(TILT[display])
    assert above.max() == pytest.approx(0.0, abs=0.02)
    assert mesh.vertices[:, 1].min() == pytest.approx(0.0, abs=0.3)
    on_face = mesh.vertices[np.abs(above) < 0.02]
    assert on_face[:, 0].min() < shown.left
    assert on_face[:, 0].max() > shown.right
    assert on_face[:, 1].max() > shown.high


@pytest.mark.parametrize(("holder", "camera"), [("upright", "front"), ("rolls", "three_quarter")])
def test_a_ring_rests_on_the_face_of_its_holder_and_the_slit_is_at_its_band(holder: Holder, camera: Camera) -> None:
    recipe, _, extent, stand_in = held(holder, ring(), camera)
    shown = extent.shown
    assert shown is not None
    face = normal_of(tilt_of(shown))
    assert ((stand_in.vertices - rest_point(shown)) @ face).min() == pytest.approx(0.0, abs=0.05)
    assert shown.slit == pytest.approx(shown.waist, abs=0.5), "its band ends at the height of its middle"
    parts = parts_of(recipe, extent)[-3 if holder == "upright" else -2 :]
    points = np.concatenate([part.mesh.vertices for part in parts])
    above = (points - rest_point(shown)) @ face
    assert above.max() == pytest.approx(0.0, abs=0.05)
    at_face = points[above > -0.1]
    assert np.abs(at_face[:, 1] - shown.slit).min() > 0.2, "nothing of its face is in the slit"
    assert points[:, 1].min() == pytest.approx(0.0, abs=1.5)


@pytest.mark.parametrize("holder", sorted(SEATS, key=str))
def test_a_seat_carries_what_is_seen_from_above_and_stands_on_the_ground(holder: Holder) -> None:
    recipe, _, extent, stand_in = held(holder, ring(), "flat_lay")
    assert recipe.scene is not None
    made, high = seated(recipe.scene, extent, 3)
    points = np.concatenate([part.mesh.vertices for part in made])
    assert points[:, 1].max() == pytest.approx(0.0, abs=0.05)
    assert points[:, 1].min() == pytest.approx(-high, abs=0.05)
    assert stand_in.vertices[:, 1].min() == pytest.approx(0.0, abs=0.1)
    assert points[:, 0].min() < stand_in.vertices[:, 0].min() - 1.0
    assert points[:, 0].max() > stand_in.vertices[:, 0].max() + 1.0
    ground = next(part.mesh for part in parts_of(recipe, extent) if np.ptp(part.mesh.vertices[:, 0]) > 3 * FRAME_MM)
    assert ground.vertices[:, 1].max() == pytest.approx(-high, abs=0.05)


def test_every_point_of_a_carried_product_is_seen_where_it_was_photographed() -> None:
    for display, camera in (("card", "front"), ("slope", "three_quarter"), ("bust", "front"), ("lean", "front")):
        image = necklace() if display == "bust" else block()
        _, view, _, stand_in = seen(display, image, camera)  # type: ignore[arg-type]
        points = stand_in.vertices.astype(np.float64)
        share = view.eye[2] / (view.eye[2] - points[:, 2])
        plane = view.eye + (points - view.eye) * share[:, None]
        column = np.floor(plane[:, 0] * view.px_per_mm + WIDE / 2).astype(int).clip(0, WIDE - 1)
        row = np.floor(view.base_row - plane[:, 1] * view.px_per_mm).astype(int).clip(0, HIGH - 1)
        assert (image[row, column, 3] > 0.5).mean() > 0.995, display


def test_a_necklace_follows_its_bust_and_the_bust_is_wider() -> None:
    recipe, _, extent, stand_in = seen("bust", necklace())
    shown = extent.shown
    assert shown is not None
    points = stand_in.vertices.astype(np.float64)
    gap = points[:, 2] - bust_front(points[:, 0], points[:, 1], shown)
    assert gap.min() > -0.05
    assert np.percentile(gap, 2) < 0.3
    low = points[points[:, 1] < shown.high - 0.15 * (shown.high - shown.low)]
    assert (np.abs(low[:, 0] - shown.middle) < bust_width(low[:, 1], shown)).all()
    assert carrier(recipe, extent).vertices[:, 1].min() == pytest.approx(0.0, abs=1e-3)


def test_what_hangs_has_a_wall_behind_it_and_a_peg_through_its_handle() -> None:
    recipe, _, extent, stand_in = seen("hang", with_handle())
    shown = extent.shown
    assert walled(extent)
    assert shown is not None
    assert shown.opening is not None
    parts = parts_of(recipe, extent)
    wall, peg = parts[-2].mesh, parts[-1].mesh
    behind = float(stand_in.vertices[:, 2].min()) - float(wall.vertices[:, 2].max())
    assert -1e-3 <= behind < 0.02 * FRAME_MM
    assert peg.vertices[:, 1].max() == pytest.approx(shown.opening[1], abs=0.02 * FRAME_MM)
    assert abs(peg.vertices[:, 0].mean() - shown.opening[0]) < 1.0
    assert stand_in.vertices[:, 1].min() > 0.03 * FRAME_MM, "it hangs clear of the ground"


def test_what_has_no_opening_hangs_from_a_rod_under_its_topmost_point() -> None:
    recipe, _, extent, _ = seen("hang", block())
    shown = extent.shown
    assert shown is not None
    assert shown.opening is None
    rod = parts_of(recipe, extent)[-3].mesh
    assert rod.vertices[:, 0].min() < shown.left
    assert rod.vertices[:, 0].max() > shown.right
    assert rod.vertices[:, 1].max() == pytest.approx(shown.high, abs=0.01 * FRAME_MM)


@pytest.mark.parametrize("camera", ["front", "three_quarter"])
def test_a_cushion_dents_where_the_product_rests_and_never_hides_its_foot(camera: Camera) -> None:
    recipe, view, extent, _ = seen("cushion", block(), camera)
    shown = extent.shown
    assert shown is not None
    points = carrier(recipe, extent).vertices.astype(np.float64)
    under = (points[:, 0] > shown.left) & (points[:, 0] < shown.right) & (np.abs(points[:, 2]) < 0.3)
    top = points[under & (points[:, 1] > -0.25 * np.ptp(points[:, 1]))]
    assert np.abs(top[:, 1]).max() < 0.4, "it rests on the dent"
    assert points[:, 1].max() > 0.1, "the pad swells beside it"
    before = points[(points[:, 2] > 0.0) & (points[:, 0] > shown.left) & (points[:, 0] < shown.right)]
    share = view.eye[2] / (view.eye[2] - before[:, 2])
    hidden = view.eye[1] + (before[:, 1] - view.eye[1]) * share
    assert hidden.max() < 0.05
    assert np.ptp(points[:, 0]) <= 0.9 * FRAME_MM


def test_no_prop_stands_in_the_wall_that_a_product_hangs_on() -> None:
    recipe, _, extent, _ = seen("hang", block())
    assert recipe.scene is not None
    scene = recipe.scene.model_copy(update={"props": ("candle", "pebbles")})
    parts = lay_out(scene, FRAME_MM, extent, 3)
    wall = next(part.mesh for part in parts if part.material == "plaster" and np.ptp(part.mesh.vertices[:, 2]) == 0.0)
    candle = [part.mesh for part in parts if part.material in ("wax", "flame")]
    assert candle
    assert all(mesh.vertices[:, 2].min() > wall.vertices[:, 2].max() for mesh in candle)
