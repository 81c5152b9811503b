"""Looks: a wish is kept word by word, and what it leaves open is filled."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tools.engines.studio.layout import lay_out
from tools.engines.studio.lights import RIGS, direction, rig_of
from tools.engines.studio.looks import LOOKS, Photo, resolve, varied
from tools.engines.studio.part import Extent
from tools.specs.scene import Scene, SceneWish
from tools.specs.words import Backdrop, Camera, Light, LightFrom, Prop, Surface

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


def test_six_looks_differ() -> None:
    assert len(LOOKS) == 6
    assert len({(s.surface, s.backdrop, s.light) for s in LOOKS.values()}) == 6


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
