"""A product's own light in a dark or coloured set: as bright and as white as its photo's, where the photo's stood."""

from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.changes import changed_scene
from tools.edit import Changes
from tools.engines.color import LUMINANCE, cast_gap, hex_linear
from tools.engines.develop import balance_gain
from tools.engines.key_light import KeyLight, vector_of
from tools.engines.studio.job import render_job
from tools.engines.studio.key import with_key
from tools.engines.studio.level import level
from tools.engines.studio.lights import direction, key_lamp, rig_of
from tools.engines.studio.looks import BRIGHTNESS_OF_LIGHT
from tools.engines.studio.own_light import OWN_RIGS, glowing, has_own
from tools.engines.studio.resolve import UNDER_LENSES, Photo, resolve
from tools.engines.studio.rigs import RIGS
from tools.engines.studio.tints import raised
from tools.shoot import DISAGREE
from tools.specs.recipe import Recipe
from tools.specs.scene import LATER, Scene, SceneWish
from tools.specs.steps import Placement
from tools.specs.words import Look

DARK = sorted(OWN_RIGS)


def scene(**fields: object) -> Scene:
    return Scene.model_validate(
        {"surface": "plaster", "backdrop": "wall", "light": "candle", "own_light": 0.5, **fields}
    )


@pytest.mark.parametrize("light", sorted(RIGS))
def test_a_set_without_it_keeps_its_name_and_its_light(light: str) -> None:
    old = scene(light=light, own_light=None)
    assert "own_light" in LATER
    assert "own_light" not in old.model_dump()
    assert not has_own(old)
    assert {lamp.group: lamp.share for lamp in rig_of(old, False).lamps} == {
        lamp.group: lamp.share for lamp in RIGS[old.light].lamps
    }


@pytest.mark.parametrize("light", DARK)
@pytest.mark.parametrize(("azimuth", "elevation"), [(60, 45), (-30, 60), (80, 40)])
def test_it_stands_where_the_photo_s_stood(light: str, azimuth: float, elevation: float) -> None:
    x, y, z = vector_of(azimuth, elevation, 9.0)
    made = with_key(scene(light=light), "standing", KeyLight((x, y, z), 1.0))
    known = vector_of(azimuth, elevation, 0.0)
    assert np.degrees(np.arccos(direction(key_lamp(made, False)) @ known)) < 2


@given(softness=st.floats(0, 1), light=st.sampled_from(DARK), flat=st.booleans())
def test_it_is_as_soft_as_the_photo_s(softness: float, light: str, flat: bool) -> None:
    soft, hard = (key_lamp(scene(light=light, own_light=share), flat) for share in (softness, 0.0))
    assert soft.size[0] >= hard.size[0]
    assert soft.kelvin == 5600


@pytest.mark.parametrize("light", DARK)
@pytest.mark.parametrize("azimuth", [-110.0, -40.0, 20.0, 125.0])
def test_what_stands_in_its_way_does_not_light_the_whole_set(light: str, azimuth: float) -> None:
    rig = rig_of(scene(light=light, key_azimuth=azimuth, key_elevation=40.0), False)
    assert rig.ambient == OWN_RIGS[light].ambient


@pytest.mark.parametrize("look", get_args(Look))
def test_no_look_s_light_is_at_odds_with_a_white_product(look: Look) -> None:
    made = resolve(SceneWish(look=look), Photo(softness=0.5))
    light = balance_gain(made.warmth, 0.0)
    assert cast_gap(np.ones(3, np.float32), light) <= DISAGREE
    assert level(made, "standing") == 0.0


@given(color=st.from_regex(r"#[0-9a-f]{6}", fullmatch=True), least=st.floats(0.01, 0.2))
def test_a_raised_colour_is_as_light_as_asked_and_a_light_one_stays(color: str, least: float) -> None:
    made, was = (float(hex_linear(each) @ LUMINANCE) for each in (raised(color, least), color))
    assert made == pytest.approx(was) if was >= least else made > was or made == pytest.approx(least, rel=0.1)
    red, green, blue = hex_linear(color)
    if 0.01 < was < least and max(red, green, blue) < 0.9 * was / least:  # no channel runs into white
        assert made == pytest.approx(least, rel=0.1)


@pytest.mark.parametrize("look", get_args(Look))
def test_no_ground_under_lenses_is_darker_than_their_veil(look: Look) -> None:
    made, plain = (resolve(SceneWish(look=look), Photo(see_through=share)) for share in (True, False))
    if made.surface_tint:
        assert hex_linear(made.surface_tint) @ LUMINANCE >= 0.95 * UNDER_LENSES
    light = plain.surface_tint is None or hex_linear(plain.surface_tint) @ LUMINANCE >= UNDER_LENSES
    if light and made.surface != "mirror":
        assert made == plain


def test_a_ground_of_its_own_colour_stays_that_under_lenses() -> None:
    wish = SceneWish(look="velvet_candle", palette=("#101010",), surface_color="#101010")
    assert resolve(wish, Photo(see_through=True)).surface_tint == "#101010"


def test_a_candle_that_is_not_seen_glows_from_beside_the_frame() -> None:
    rig = rig_of(scene(), True)
    near, far = (next(lamp for lamp in each.lamps if lamp.group == "glow") for each in (glowing(rig), rig))
    assert near.share > far.share
    assert near.distance < far.distance
    assert [lamp for lamp in glowing(rig).lamps if lamp.group != "glow"] == [
        lamp for lamp in rig.lamps if lamp.group != "glow"
    ]


@pytest.mark.parametrize("azimuth", [None, -60.0, 20.0, 150.0])
def test_from_above_no_lamp_is_seen_in_a_ground_that_mirrors(azimuth: float | None) -> None:
    over = {"light": "neon", "key_azimuth": azimuth, "key_elevation": None if azimuth is None else 60.0}
    key = key_lamp(scene(surface="acrylic", **over), True)
    x, _, z = key.distance * direction(key)
    assert max(abs(x), abs(z)) - max(key.size) / 2 > 0.5, "its mirror image is out of the frame"
    assert key_lamp(scene(surface="velvet", **over), True).elevation > 40.0, "it stands higher over what is dull"


def test_an_older_set_gets_it_with_another_light() -> None:
    old = scene(light="softbox", own_light=None)
    assert has_own(changed_scene(old, Changes(light="neon")))
    assert not has_own(changed_scene(old, Changes(surface="slate")))


def ground_and_wall(tmp_path: Path, light: str, own: float | None) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean (RGB) of the ground just before a grey product, and of the grey wall behind it."""
    made = scene(
        light=light,
        own_light=own,
        brightness=BRIGHTNESS_OF_LIGHT[light],
        surface_tint="#b8b8b8",
        backdrop_tint="#b8b8b8",
    )
    recipe = Recipe(
        tool="reference_shoot", source_sha256="s", cutout_sha256="c", width=96, height=96, scene=made, samples=8,
        placement=Placement(scale=1.0, x=0, y=0), seed=1,
    )  # fmt: skip
    product = np.full((96, 96, 4), 0.5, np.float32)
    product[..., 3] = 0
    product[40:72, 36:60, 3] = 1
    plate = render_job(recipe, product, tmp_path, lambda _: None, preview=False)
    return plate[75:84, 36:60].reshape(-1, 3).mean(0), plate[4:26, 36:60].reshape(-1, 3).mean(0)


@pytest.mark.slow
@pytest.mark.parametrize("light", DARK)
def test_the_ground_beside_the_product_is_lit_as_in_its_photo(tmp_path: Path, light: str) -> None:
    usual, _ = ground_and_wall(tmp_path, "softbox", None)
    ground, wall = ground_and_wall(tmp_path, light, 0.5)
    assert ground.mean() == pytest.approx(usual.mean(), rel=0.3)
    assert ground.max() / ground.min() < 1.6
    if light != "rim":
        assert wall.max() / wall.min() > 1.25
