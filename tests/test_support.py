"""Every foot of a product stands on its support, with room to the rim, from whatever height it is seen."""

import numpy as np
import pytest

from tools.engines.studio.camera import View, make_view
from tools.engines.studio.footprint import Footprint, footprint
from tools.engines.studio.layout import lay_out
from tools.engines.studio.looks import LOOKS
from tools.engines.studio.part import Extent
from tools.engines.studio.resolve import Photo, resolve
from tools.engines.studio.tops import MARGIN
from tools.specs.scene import Scene, SceneWish
from tools.specs.words import Camera

WIDTH, HEIGHT, FRAME = 200, 250, 100.0


def seen(camera: Camera, back_foot: int) -> tuple[np.ndarray, View]:
    """A bar that slants up to the left, on a foot at each end: the left one ends ``back_foot`` pixels farther up."""
    alpha = np.zeros((HEIGHT, WIDTH), np.float32)
    for column in range(60, 141):
        low = 165 - round(back_foot * (140 - column) / 80)
        alpha[low - 30 : low - (0 if column < 66 or column > 134 else 8), column] = 1
    scene = LOOKS["clay_arch"].model_copy(update={"camera": camera})
    return alpha, make_view(scene, "standing", (WIDTH, HEIGHT), FRAME, 165.0)


def extent_of(view: View, feet: Footprint) -> Extent:
    return Extent(
        -20.0, 20.5, 30.0, False, False, eye_height=view.camera_height, eye_distance=view.distance,
        top=view.base_row / view.px_per_mm, feet=feet,
    )  # fmt: skip


def set_round(scene: Scene, extent: Extent) -> np.ndarray:
    """Return the corners (n×3) of what carries the product."""
    return np.asarray(lay_out(scene, FRAME, extent, 3)[0].mesh.vertices)


def test_a_foot_farther_up_the_picture_stands_farther_back() -> None:
    alpha, view = seen("three_quarter", 30)
    level = footprint(seen("three_quarter", 0)[0], view, False)
    slanted = footprint(alpha, view, False)
    assert -10.0 < level.back <= 0.0, "the bar's underside is near"
    assert -45.0 < slanted.back < -25.0
    assert slanted.x[slanted.z.argmin()] < -15.0


@pytest.mark.parametrize("look", ["clay_arch", "warm_travertine"])
@pytest.mark.parametrize("back_foot", [0, 12, 25])
def test_every_foot_lies_on_the_top_with_a_margin(look: str, back_foot: int) -> None:
    alpha, view = seen("three_quarter", back_foot)
    feet = footprint(alpha, view, False)
    points = set_round(LOOKS[look], extent_of(view, feet))
    top = points[points[:, 1] > -1e-3]
    least = MARGIN * FRAME * 0.6
    for x, z in zip(feet.x, feet.z, strict=True):
        away = top[:, [0, 2]] - [x, z]
        for turn in np.linspace(0.0, 2 * np.pi, 16, endpoint=False):
            assert (away @ [np.cos(turn), np.sin(turn)]).max() > least


def test_what_would_fill_the_frame_stands_on_the_ground() -> None:
    _, view = seen("three_quarter", 0)
    wide = Footprint(np.array([-40.0, 40.0]), np.array([0.0, -60.0]))
    points = set_round(LOOKS["clay_arch"], extent_of(view, wide))
    assert np.ptp(points[:, 1]) == 0.0


def test_light_soft_metal_gets_a_paler_cooler_set_and_a_dark_thing_the_looks_own() -> None:
    wish = SceneWish(look="warm_travertine")
    light, dark = (resolve(wish, Photo(softness=1.0, tone=tone)) for tone in (0.8, 0.3))
    assert dark.backdrop_tint == LOOKS["warm_travertine"].backdrop_tint
    assert light.warmth < 0.5 * dark.warmth
    assert light.brightness > dark.brightness
    assert light.backdrop_tint is not None
    assert light.backdrop_tint[5:] > dark.backdrop_tint[5:]
