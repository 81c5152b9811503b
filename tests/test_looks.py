"""Looks: a wish is kept word by word, and what it leaves open is filled."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tools.engines.color import hex_linear
from tools.engines.studio.backdrops import WALL_DISTANCE, WALL_HEIGHT, floor
from tools.engines.studio.layout import lay_out
from tools.engines.studio.lights import direction, rig_of
from tools.engines.studio.looks import LOOKS, PALETTES
from tools.engines.studio.part import Extent
from tools.engines.studio.resolve import Photo, in_scale, resolve, seen_from_above
from tools.engines.studio.rigs import RIGS
from tools.engines.studio.variants import varied
from tools.specs.scene import Scene, SceneWish
from tools.specs.words import Backdrop, Camera, Light, LightFrom, Look, Prop, Surface

WISHES = st.builds(
    SceneWish,
    surface=st.sampled_from([None, *get_args(Surface)]),
    backdrop=st.sampled_from([None, *get_args(Backdrop)]),
    light=st.sampled_from([None, *get_args(Light)]),
    light_from=st.sampled_from([None, *get_args(LightFrom)]),
    camera=st.sampled_from([None, *get_args(Camera)]),
    props=st.lists(st.sampled_from(get_args(Prop)), max_size=3, unique=True).map(tuple),
    palette=st.lists(st.sampled_from(["#aa3311", "#e0d0c0", "#112233"]), max_size=3).map(tuple),
)


@limits(max_examples=150, deadline=None)
@given(WISHES, st.integers(0, 3))
def test_what_is_wished_is_in_every_variant(wish: SceneWish, variant: int) -> None:
    scene = varied(resolve(wish, Photo()), wish, variant, False)
    for name in ("surface", "backdrop", "light", "light_from", "camera"):
        if getattr(wish, name) is not None:
            assert getattr(scene, name) == getattr(wish, name)
    assert set(wish.props) <= set(scene.props)


def test_the_photo_decides_side_and_camera_unless_the_brief_does() -> None:
    assert resolve(SceneWish(), Photo("top", "right")).light_from == "right"
    assert resolve(SceneWish(), Photo("top", "right")).camera == "flat_lay"
    assert resolve(SceneWish(light_from="left", camera="low"), Photo("top", "right")).camera == "low"
    assert resolve(SceneWish(light_from="left"), Photo("top", "right")).light_from == "left"


def test_the_looks_differ_and_are_made_of_what_there_is() -> None:
    assert tuple(LOOKS) == get_args(Look)
    assert len({(s.surface, s.backdrop, s.light, s.props, s.leaf) for s in LOOKS.values()}) == 24
    for name, scene in LOOKS.items():
        assert scene.surface in get_args(Surface), name
        assert set(scene.props) <= set(get_args(Prop)), name
        assert len({(p.surface, p.backdrop, p.props) for p in PALETTES[name]}) == 3, name
        assert len({palette.name for palette in PALETTES[name]}) == 3, name


def test_variants_differ() -> None:
    wish = SceneWish(surface="travertine")
    first = resolve(wish, Photo())
    assert len({varied(first, wish, n, False).model_dump_json() for n in range(4)}) == 4


@pytest.mark.parametrize("light", get_args(Light))
def test_the_key_stands_on_its_side(light: str) -> None:
    scene = Scene(surface="marble", backdrop="wall", light=light)  # type: ignore[arg-type]
    left = direction(rig_of(scene, False).lamps[0])
    right = direction(rig_of(scene.model_copy(update={"light_from": "right"}), False).lamps[0])
    assert left[0] <= 0 <= right[0]
    assert left[1] > 0


def test_leaf_shadows_bring_a_small_light() -> None:
    for light in RIGS:
        scene = Scene(surface="marble", backdrop="wall", light=light, props=("leaf_shadow",))  # type: ignore[arg-type]
        rig = rig_of(scene, False)
        assert next(lamp for lamp in rig.lamps if lamp.group == rig.gobo_lamp).shape == "disk"


@pytest.mark.parametrize("backdrop", get_args(Backdrop))
@pytest.mark.parametrize("support", ["ground", "slab", "podium", "steps"])
def test_every_support_and_backdrop_combine(backdrop: str, support: str) -> None:
    scene = Scene(surface="plaster", backdrop=backdrop, support=support, light="softbox", props=("sphere",))  # type: ignore[arg-type]
    for from_above in (False, True):
        parts = lay_out(scene, 100.0, Extent(-20, 20, 40, from_above, from_above), 1)
        assert len(parts) >= 1
        for part in parts:
            assert part.mesh.faces.max() < len(part.mesh.vertices)


def test_nothing_of_the_set_stands_in_the_product() -> None:
    extent = Extent(-25, 25, 45, False, False)
    for name in ("sphere", "pebbles", "book", "candle", "glass_block", "shell"):
        scene = Scene(surface="plaster", backdrop="wall", light="softbox", props=(name,))  # type: ignore[arg-type]
        bare = len(lay_out(scene.model_copy(update={"props": ()}), 100.0, extent, 1))
        for part in lay_out(scene, 100.0, extent, 1)[bare:]:
            x, z = part.mesh.vertices[:, 0], part.mesh.vertices[:, 2]
            before = z > -1
            assert not ((x > -25) & (x < 25) & before).any()


def seen(width: float, elevation: float) -> Extent:
    """A product in a 4:5 frame 100 mm wide, seen from ``elevation`` degrees."""
    high = 320.0 * float(np.tan(np.radians(elevation)))
    return Extent(-width / 2, width / 2, 45, False, False, eye_height=high, eye_distance=320.0, top=88.0)


def in_frame(vertices: np.ndarray, extent: Extent) -> np.ndarray:
    """Return (x, y) of ``vertices`` as they fall on the plane z = 0."""
    nearer = extent.eye_distance / (extent.eye_distance - vertices[:, 2])
    y = extent.eye_height + (vertices[:, 1] - extent.eye_height) * nearer
    return np.stack([vertices[:, 0] * nearer, y], -1)


@pytest.mark.parametrize("elevation", [3.0, 9.0, 26.0])
def test_the_crown_of_the_arch_stays_in_the_frame_and_above_the_product(elevation: float) -> None:
    extent = seen(60, elevation)
    parts = lay_out(LOOKS["clay_arch"], 100.0, extent, 1)
    niche = next(part for part in parts if part.mesh.vertices[:, 2].max() < -100.5)
    crown = in_frame(niche.mesh.vertices, extent)[:, 1].max()
    assert extent.height < crown < extent.top - 5


@pytest.mark.parametrize("elevation", [3.0, 9.0, 26.0])
@pytest.mark.parametrize("width", [20.0, 40.0, 63.0])
def test_a_ball_is_seen_whole_and_touches_nothing_or_is_left_out(width: float, elevation: float) -> None:
    extent = seen(width, elevation)
    parts = lay_out(LOOKS["clay_arch"], 100.0, extent, 1)
    balls = [in_frame(part.mesh.vertices, extent) for part in parts if part.material == "stoneware"]
    assert bool(balls) == (width < 60 and (width < 40 or elevation < 20)), "there where there is room"
    for ball in balls:
        assert extent.right + 1.5 < np.abs(ball[:, 0]).min(), "beside it, on either side"
        assert np.abs(ball[:, 0]).max() < 50


@pytest.mark.parametrize("side", get_args(LightFrom))
@pytest.mark.parametrize("light", get_args(Light))
def test_no_lamp_stands_behind_the_wall(light: str, side: str) -> None:
    scene = Scene(surface="slate", backdrop="wall", light=light, light_from=side)  # type: ignore[arg-type]
    for lamp in rig_of(scene, False).lamps:
        place = direction(lamp) * lamp.distance
        if place[2] < -WALL_DISTANCE:
            assert place[1] * WALL_DISTANCE / -place[2] > WALL_HEIGHT, lamp


def test_a_softly_lit_photo_softens_the_sun_and_less_when_it_was_asked_for() -> None:
    hard, soft = Photo(softness=0.0), Photo(softness=1.0)
    named = SceneWish(surface="concrete", light="hard_sun")
    open_wish = SceneWish(look="warm_travertine")
    shadows = [resolve(open_wish, hard).shadow, resolve(named, soft).shadow, resolve(open_wish, soft).shadow]
    assert shadows[0] == 0
    assert shadows == sorted(shadows, reverse=True)
    assert shadows[2] < 2 * shadows[1] < 0


def test_the_sun_over_spectacles_stays_small_enough_to_draw_their_temples() -> None:
    wish = SceneWish(look="beach_horizon")
    wires, bag = (resolve(wish, Photo(softness=0.8, see_through=thin)) for thin in (True, False))
    assert bag.shadow < 2 * wires.shadow < 0
    assert rig_of(wires, False).lamps[0].size[0] / 9.0 * 45.0 < 1.5, "millimetres of penumbra from a hinge"


def test_a_softer_shadow_comes_from_a_larger_light_and_more_fill() -> None:
    scene = Scene(surface="marble", backdrop="wall", light="hard_sun")
    sharp, soft = (rig_of(scene.model_copy(update={"shadow": depth}), False) for depth in (0.0, -0.8))
    assert soft.lamps[0].size[0] > 5 * sharp.lamps[0].size[0]
    assert soft.ambient > 1.5 * sharp.ambient


@pytest.mark.parametrize("tone", [0.06, 0.85])
def test_a_dark_wall_is_lifted_behind_what_would_be_lost_or_burnt(tone: float) -> None:
    wish = SceneWish(look="slate_evening")
    usual, lifted = (resolve(wish, Photo(tone=t)).backdrop_tint for t in (0.45, tone))
    assert usual == LOOKS["slate_evening"].backdrop_tint
    assert hex_linear(str(lifted)).mean() > 1.3 * hex_linear(str(usual)).mean()
    own = SceneWish(look="slate_evening", palette=("#112233",))
    assert resolve(own, Photo(tone=tone)).backdrop_tint == "#112233"


def test_a_floor_never_repeats_its_tile() -> None:
    mesh = floor(100.0, 0.0)
    near = np.abs(mesh.vertices[:, 0]) < 120
    uv, place = mesh.uv[near], mesh.vertices[near][:, [0, 2]]  # type: ignore[index]
    tile = 50.0
    for step in ((tile, 0.0), (0.0, tile)):
        away = np.abs(place[None] - place[:, None] - step).sum(-1)
        first, second = np.where(away < 1e-3)
        moved = uv[second] - uv[first]
        assert len(first) > 50
        assert np.ptp(moved, axis=0).max() > 0.1 * tile


@pytest.mark.parametrize("elevation", [3.0, 9.0, 26.0])
def test_a_ball_is_seen_round(elevation: float) -> None:
    parts = lay_out(LOOKS["clay_arch"], 100.0, seen(20.0, elevation), 1)
    ball = next(in_frame(part.mesh.vertices, seen(20.0, elevation)) for part in parts if part.material == "stoneware")
    across, tall = np.ptp(ball, axis=0)
    assert tall / across == pytest.approx(1.0, abs=0.025)


def test_a_look_s_vase_and_candle_are_no_dolls_beside_a_ring() -> None:
    spring = resolve(SceneWish(look="linen_morning"), Photo()).model_copy(update={"props": ("flowers",)})
    assert in_scale(spring, (), 24.0).props == ("branch",)
    assert in_scale(spring, ("flowers",), 24.0).props == ("flowers",)
    assert in_scale(spring, (), 300.0).props == ("flowers",)
    candle = spring.model_copy(update={"props": ("candle",)})
    assert in_scale(candle, (), 24.0).props == ()
    assert in_scale(candle, (), 300.0).props == ("candle",)


def test_what_stands_is_not_put_beside_what_is_looked_down_on() -> None:
    spring = resolve(SceneWish(look="linen_morning"), Photo()).model_copy(update={"props": ("flowers",)})
    candle = spring.model_copy(update={"props": ("candle",)})
    assert "candle" in seen_from_above(candle, (), 9.0).props
    assert "candle" not in seen_from_above(candle, (), 42.0).props
    assert "candle" in seen_from_above(candle, ("candle",), 42.0).props
    assert seen_from_above(spring, (), 90.0).props == ("branch",)
