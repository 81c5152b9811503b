"""What is far away in a set: skies, seas and what is outside a window, and where the set shows them."""

import numpy as np
import pytest

from tools.engines.color import hex_linear, luminance
from tools.engines.studio.layout import lay_out, left_out
from tools.engines.studio.open_air import is_shore
from tools.engines.studio.paintings import outside, sky
from tools.engines.studio.part import Extent, Part
from tools.engines.studio.window import opening
from tools.specs.scene import Scene

HORIZON = round(sky.ROWS * sky.ABOVE / (sky.ABOVE + sky.BELOW))


def seen(elevation: float) -> Extent:
    """A product in a 4:5 frame 100 mm wide, seen from ``elevation`` degrees."""
    high = 320.0 * float(np.tan(np.radians(elevation)))
    return Extent(-20, 20, 45, False, False, eye_height=high, eye_distance=320.0, top=88.0 if elevation < 20 else 83.0)


def scene_of(**said: object) -> Scene:
    return Scene.model_validate({"surface": "sand", "backdrop": "horizon", "light": "hard_sun"} | said)


def glowing(scene: Scene, elevation: float = 9.0) -> Part:
    return next(part for part in lay_out(scene, 100.0, seen(elevation), 3) if part.picture is not None)


def test_a_sky_is_deep_above_and_pale_at_the_horizon_without_bands() -> None:
    clear = sky.sky(sky.Weather("#a3c8e6", cover=0.0), 1)
    light = luminance(clear)[:, 0]
    assert light[HORIZON - 3] > 1.15 * light[0]
    blue = clear[..., 2] / clear[..., 0]
    assert blue[0, 0] > 1.5 * blue[HORIZON - 3, 0]
    assert np.abs(np.diff(light[: HORIZON - 2])).max() < 0.012 * light.max()
    assert np.unique(light[: HORIZON - 2]).size > 0.9 * HORIZON


def test_a_low_sun_glows_on_its_side_and_the_sky_is_blue_overhead() -> None:
    left, right = (sky.sky(sky.Weather("#f2cda8", sun=at, cover=0.0), 1) for at in (-0.2, 0.2))
    quarter = sky.COLUMNS // 4
    assert left[HORIZON - 20, :quarter].mean() > 1.15 * left[HORIZON - 20, -quarter:].mean()
    assert right[HORIZON - 20, -quarter:].mean() > 1.15 * right[HORIZON - 20, :quarter].mean()
    warmth = left[..., 0] / left[..., 2]
    assert warmth[0].mean() < 0.75 * warmth[HORIZON - 20].mean()


def test_clouds_differ_by_seed_and_end_in_the_haze() -> None:
    first, second = (sky.sky(sky.Weather("#a3c8e6", cover=0.5), seed) for seed in (1, 2))
    clear = sky.sky(sky.Weather("#a3c8e6", cover=0.0), 1)
    assert np.abs(first - second).mean() > 0.01
    assert np.array_equal(first, sky.sky(sky.Weather("#a3c8e6", cover=0.5), 1))
    assert np.abs(first - clear)[HORIZON - 3 : HORIZON].max() < 0.01
    assert first.mean() == pytest.approx(hex_linear("#a3c8e6").mean(), rel=0.35)


def test_a_sea_is_darker_than_its_sky_and_level() -> None:
    shore = sky.sky(sky.Weather("#a9cfe8", cover=0.3, shore=True), 4)
    light = luminance(shore)
    assert light[HORIZON + 20 :].mean() < 0.8 * light[HORIZON - 40 : HORIZON - 5].mean()
    steepest = np.abs(np.diff(light, axis=0))[HORIZON - 8 : HORIZON + 8].argmax(0)
    assert np.ptp(steepest) <= 6


def test_outside_it_is_bright_above_by_day_and_warm_and_dark_by_night() -> None:
    day, night = outside.outside(1, night=False), outside.outside(1, night=True)
    assert day[:60].mean() > 1.5 * day[-60:].mean()
    assert night.mean() < 0.3 * day.mean()
    assert night.max() > 0.4
    assert np.isfinite(day).all()
    assert min(day.min(), night.min()) > 0


def test_a_shell_makes_a_shore_and_pebbles_a_desert() -> None:
    assert is_shore(scene_of(props=("shell",)))
    assert not is_shore(scene_of(props=("pebbles",)))
    assert not is_shore(scene_of(surface="snow", props=("shell",)))


@pytest.mark.parametrize("elevation", [3.0, 9.0, 26.0])
def test_the_horizon_is_at_the_height_of_the_eye(elevation: float) -> None:
    mesh = glowing(scene_of(), elevation).mesh
    assert mesh.uv is not None
    at = np.abs(mesh.uv[:, 1] - sky.ABOVE / (sky.ABOVE + sky.BELOW)) < 1e-4
    assert at.any()
    assert mesh.vertices[at, 1] == pytest.approx(seen(elevation).eye_height, abs=0.5)
    assert ("backdrop" in left_out(scene_of(), 100.0, seen(elevation))) == (elevation > 20)


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("elevation", [3.0, 9.0, 26.0])
def test_a_window_is_on_the_light_s_side_and_in_the_frame(side: str, elevation: float) -> None:
    scene, extent = scene_of(surface="wood", backdrop="window", light="soft_window", light_from=side), seen(elevation)
    left, right, low, high = opening(scene, 100.0, extent, -150.0, 0.0)
    assert (left + right > 0) == (side == "right")
    assert low < extent.seen_at(extent.top, -150.0) - 10
    assert low < high
    wall = [part.mesh.vertices for part in lay_out(scene, 100.0, extent, 3) if part.material == "plaster"]
    inside = [(v[:, 0] > left + 1) & (v[:, 0] < right - 1) & (v[:, 1] > low + 1) & (v[:, 1] < high - 1) for v in wall]
    assert not any(each.any() for each in inside)
    view = glowing(scene, elevation).mesh.vertices
    top = min(high, extent.seen_at(extent.top, -150.0))
    for x, y in ((left, low), (right, low), (left, top), (right, top)):  # what is seen through each corner is painted
        behind = (extent.eye_distance - view[:, 2].max()) / (extent.eye_distance + 150.0)
        through = extent.eye_height + (y - extent.eye_height) * behind
        assert view[:, 0].min() < x * behind < view[:, 0].max()
        assert view[:, 1].min() < through < view[:, 1].max()
