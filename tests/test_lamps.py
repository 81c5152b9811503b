"""Light that is told from the picture: panes of a window, candles that glow, tubes from above, how dark a set is."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage as ndi

from tools.engines.studio.camera import make_view
from tools.engines.studio.glow import ends, flame, flames, project, wax, with_halos
from tools.engines.studio.level import DARKEST, level
from tools.engines.studio.lights import direction, rig_of
from tools.engines.studio.neon import tubes
from tools.engines.studio.part import Extent, Part
from tools.engines.studio.props.catalog import make_prop
from tools.engines.studio.slides import panes, slides
from tools.specs.recipe import Pose
from tools.specs.scene import Scene
from tools.specs.words import Camera, Light

FRAME = 100.0
SMALL = st.floats(-0.4, 0.4)
ORIGIN = np.zeros(3)


def scene(**fields: object) -> Scene:
    return Scene.model_validate({"surface": "linen", "backdrop": "wall", "light": "soft_window", **fields})


def extent(from_above: bool = False) -> Extent:
    top = np.inf if from_above else 70.0
    return Extent(-20.0, 20.0, 30.0, from_above, from_above, eye_height=50.0, eye_distance=320.0, top=top)


def candle_parts(x: float = 30.0) -> tuple[Part, ...]:
    made = make_prop("candle", 30.0, 1)
    moved = [part.mesh.vertices + np.array([x, 0.0, -20.0], np.float32) for part in made]
    return tuple(
        Part(type(part.mesh)(points, part.mesh.faces, part.mesh.uv, part.mesh.normals), part.material, part.tint)
        for part, points in zip(made, moved, strict=True)
    )


def test_a_window_has_six_panes_and_nothing_round_them() -> None:
    _, count = ndi.label(panes() > 0.5)
    assert count == 6
    border = np.concatenate([panes()[[0, -1]].ravel(), panes()[:, [0, -1]].ravel()])
    assert border.max() < 0.01


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("from_above", [False, True])
def test_panes_fall_beside_the_product(side: str, from_above: bool) -> None:
    made = scene(light_from=side)
    rig, seen = rig_of(made, from_above), extent(from_above)
    target = np.array([0.0, 0.0 if from_above else 13.5, 0.0])
    (lamp,) = slides(made, rig, FRAME, seen, target)
    aim = target / FRAME + np.array(lamp.aim)
    at = target / FRAME + direction(lamp) * lamp.distance
    assert at[0] < aim[0] if side == "left" else at[0] > aim[0]  # it comes from the key's side
    if from_above:
        assert abs(aim[1]) < 1e-6
        assert np.hypot(aim[0], aim[2]) > 0.4
    else:
        assert at[2] < 0.0  # thrown from behind the product, so that none of it falls on it
        assert aim[2] < -1.0


@pytest.mark.parametrize(
    "fields", [{"light": "overcast"}, {"backdrop": "sky"}, {"backdrop": "window"}, {"props": ("leaf_shadow",)}]
)
def test_no_panes_where_no_window_throws_them(fields: dict[str, object]) -> None:
    made = scene(**fields)
    assert slides(made, rig_of(made, False), FRAME, extent(), ORIGIN) == ()


def test_wax_glows_from_its_top_and_redder_below() -> None:
    rows = wax()[:, 0]
    assert (np.diff(rows.sum(-1)) < 0).all()
    assert rows[-1, 1] / rows[-1, 0] < rows[0, 1] / rows[0, 0]
    assert (flame()[: len(flame()) // 2, 0, 0] > flame()[: len(flame()) // 2, 0, 2]).all()


def test_wax_and_flame_carry_their_height() -> None:
    for part in candle_parts():
        if part.material in ("wax", "flame"):
            assert part.mesh.uv is not None
            top = np.argmax(part.mesh.vertices[:, 1])
            assert part.mesh.uv[top, 1] == pytest.approx(0.0, abs=1e-6)
            assert part.mesh.uv[:, 1].max() == pytest.approx(1.0, abs=1e-6)


def test_each_flame_has_a_lamp_over_its_tip() -> None:
    parts = (*candle_parts(30.0), *candle_parts(-30.0))
    made = flames(parts, scene(light="candle"), FRAME, ORIGIN)
    assert len(made) == 2
    tips = [ends(part)[1] for part in parts if part.material == "flame"]
    for lamp, tip in zip(made, tips, strict=True):
        at = direction(lamp) * lamp.distance * FRAME
        assert at[0] == pytest.approx(tip[0], abs=0.5)
        assert at[1] > tip[1]
    by_day = flames(parts, scene(light="overcast"), FRAME, ORIGIN)
    assert by_day[0].share < made[0].share


@pytest.mark.parametrize("camera", ["front", "three_quarter", "flat_lay"])
@given(x=SMALL, up=SMALL)
def test_a_place_is_seen_where_the_view_says(camera: Camera, x: float, up: float) -> None:
    pose: Pose = "lying" if camera == "flat_lay" else "standing"
    view = make_view(scene(camera=camera), pose, (80, 100), FRAME, 60.0)
    at = np.array([40.0 + 80 * x, 50.0 + 80 * up])
    assert project(view.on_plane(*at), view) == pytest.approx(at, abs=1e-6)


def test_a_flame_has_a_warm_haze_and_nothing_else_has_one() -> None:
    view = make_view(scene(camera="front"), "standing", (80, 100), FRAME, 60.0)
    dark = np.full((100, 80, 3), 0.02, np.float32)
    plain = tuple(part for part in candle_parts() if part.material == "wax")
    assert np.array_equal(with_halos(dark, plain, view, "candle"), dark)
    hazy = with_halos(dark, candle_parts(), view, "candle")
    x, y = project(ends(candle_parts()[-1])[1], view).astype(int)
    assert hazy[y, x, 0] > hazy[y, x, 1] > hazy[y, x, 2]
    assert hazy[y, x, 0] > 4 * hazy[-1, 0, 0]


def test_tubes_seen_from_above_lie_beside_the_product() -> None:
    left, right = tubes(scene(light="neon"), FRAME, extent(from_above=True), 0.0)
    assert left.mesh.vertices[:, 0].max() < -20.0
    assert right.mesh.vertices[:, 0].min() > 20.0
    assert left.mesh.vertices[:, 1].min() == pytest.approx(0.0, abs=2.3)
    assert np.ptp(left.mesh.vertices[:, 2]) > 2 * FRAME


def test_a_tube_makes_room_for_what_lies_there() -> None:
    lying = tubes(scene(light="neon"), FRAME, extent(from_above=True), 0.0, candle_parts(44.0))
    free = tubes(scene(light="neon"), FRAME, extent(from_above=True), 0.0)
    assert lying[1].mesh.vertices[:, 0].min() > free[1].mesh.vertices[:, 0].max()
    assert np.array_equal(lying[0].mesh.vertices, free[0].mesh.vertices)


@pytest.mark.parametrize("light", get_args(Light))
@pytest.mark.parametrize("camera", ["front", "flat_lay"])
def test_only_low_lights_are_darker_than_a_photo_is(light: Light, camera: Camera) -> None:
    stops = level(scene(light=light, camera=camera), "lying" if camera == "flat_lay" else "standing")
    assert DARKEST <= stops <= 0.0
    if light in ("candle", "rim", "neon"):
        assert stops < -0.4
    elif light != "golden_hour":
        assert stops == 0.0
