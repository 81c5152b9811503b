"""Edits of light: each moves the right measure the right way, more of it more so, over random scenes."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.changes import changed_recipe
from tools.edit import Changes
from tools.engines.color import LUMINANCE, Colours, linear_to_lab, srgb_to_linear
from tools.engines.develop import develop
from tools.engines.grade import gap_of, grade_in, graded
from tools.engines.image import Bytes8, Image
from tools.engines.light_mix import mixed, summed
from tools.engines.relight import NONE, weights_of
from tools.engines.studio.level import shares
from tools.errors import BadRequest
from tools.product_photo import ProductPhoto
from tools.relighting import depth_of
from tools.specs.product import Product
from tools.specs.recipe import Recipe
from tools.specs.scene import Scene
from tools.specs.steps import Grain, Placement, Relight, WhitePoint
from tools.specs.words import LightName

SIZE = (24, 32)
SCENES = st.builds(
    Scene,
    surface=st.sampled_from(("marble", "linen", "slate", "wood")),
    backdrop=st.sampled_from(("wall", "seamless", "arch")),
    light=st.sampled_from(("soft_window", "hard_sun", "golden_hour", "softbox", "rim", "candle", "overcast", "neon")),
    own_light=st.sampled_from((None, 0.0, 1.0)),
    light_from=st.sampled_from(("left", "right")),
)
AMOUNTS = st.lists(st.floats(0.08, 1.0), min_size=2, max_size=2, unique=True).map(sorted)


@dataclass(frozen=True)
class Square:
    """As much of a product's photo as changes look at."""

    product: Product
    cutout_sha256: str

    @property
    def cutout(self) -> Bytes8:
        cutout = np.zeros((20, 20, 4), np.uint8)
        cutout[5:15, 5:15] = 255
        return cutout


PHOTO = cast(ProductPhoto, Square(Product(id="s", category="ring"), "c"))


def recipe(scene: Scene) -> Recipe:
    return Recipe(
        tool="reference_shoot", source_sha256="s", cutout_sha256="c", width=SIZE[1], height=SIZE[0], scene=scene,
        placement=Placement(scale=0.5, x=4, y=4), develop=(WhitePoint(rgb=(1.01, 1.0, 0.97)), Grain(sigma=0.0)),
    )  # fmt: skip


def change(of: Recipe, **values: Any) -> Recipe:
    return changed_recipe(of, Changes.model_validate(values), PHOTO, 0)


def lights(of: Recipe, seed: int) -> dict[LightName, Image]:
    """Plates of a grey set with a shadow in its middle that the key does not reach, as strong as the rig has them."""
    assert of.scene is not None
    random = np.random.default_rng(seed)
    grey = random.uniform(0.25, 0.6, (*SIZE, 1)).astype(np.float32) * random.uniform(0.9, 1.1, 3).astype(np.float32)
    shade = np.ones((*SIZE, 1), np.float32)
    shade[8:16, 10:22] = 0.05
    made = shares(of.scene, of.pose)
    return {
        name: (grey * np.float32(max(share, 0.03)) * (shade if name == "key" else 1)).astype(np.float32)
        for name, share in made.items()
    }


def picture(of: Recipe, seed: int) -> Colours:
    """Return the linear values of the developed picture (H×W×3)."""
    plates = lights(of, seed)
    return srgb_to_linear(develop(mixed(summed(plates, {}), plates, weights_of(of)), of.develop, of.seed))


def warmth(image: Colours) -> float:
    return float(linear_to_lab(image)[..., 2].mean())


def brightness(image: Colours) -> float:
    return float((image @ LUMINANCE).mean())


def depth(image: Colours) -> float:
    """How much darker the shadow is than what lies round it: 0 not at all."""
    y = image @ LUMINANCE
    return float(1.0 - y[9:15, 11:21].mean() / y[:6].mean())


SAID = [
    ("warmth", 1, warmth), ("warmth", -1, warmth), ("exposure", 1, brightness), ("exposure", -1, brightness),
    ("shadow", 1, depth), ("shadow", -1, depth), ("fill", 1, lambda image: -depth(image)),
    ("key_warmth", 1, warmth), ("key_warmth", -1, warmth), ("key", 1, brightness), ("key", -1, brightness),
    ("daytime", 1, warmth),
]  # fmt: skip


@pytest.mark.parametrize(("name", "way", "measure"), SAID, ids=[f"{name}{way:+d}" for name, way, _ in SAID])
@pytest.mark.slow  # 200 of 200 scenes
@settings(max_examples=200)
@given(scene=SCENES, seed=st.integers(0, 2**31), amounts=AMOUNTS)
def test_it_moves_the_right_way_and_more_of_it_farther(
    name: str, way: int, measure: Any, scene: Scene, seed: int, amounts: list[float]
) -> None:
    plain = recipe(scene)
    steps = [measure(picture(plain, seed))]
    steps += [measure(picture(change(plain, **{name: way * amount}), seed)) for amount in amounts]
    moved = [way * (after - before) for before, after in pairwise(steps)]
    assert moved[0] > 0
    assert moved[1] > -1e-6, "more of it goes no way back"


@given(SCENES, st.sampled_from(["key", "fill", "rim", "wall", "glow", "shadow", "key_warmth"]), st.floats(0.05, 0.9))
def test_there_and_back_is_where_it_was(scene: Scene, name: str, amount: float) -> None:
    there = change(recipe(scene), **{name: round(amount, 3)})
    back = change(there, **{name: -round(amount, 3)})
    assert (back.develop, back.geometry()) == (recipe(scene).develop, recipe(scene).geometry())


def test_light_is_changed_without_another_geometry() -> None:
    plain = recipe(Scene(surface="marble", backdrop="wall", light="rim", own_light=0.5))
    changed = change(plain, shadow=0.4, rim=-0.4, key=0.2, daytime=0.3, key_warmth=0.1)
    assert changed.geometry() == plain.geometry()
    assert [step.light for step in changed.develop if isinstance(step, Relight)] == ["key", "fill", "rim", "sun"]


@given(st.floats(-1, 1).map(lambda amount: round(amount, 3)).filter(bool))
def test_a_remembered_look_knows_how_deep_its_shadows_were_made(amount: float) -> None:
    changed = change(recipe(Scene(surface="marble", backdrop="wall", light="softbox")), shadow=amount)
    assert depth_of(changed.develop) == pytest.approx(amount, abs=1e-5)


def test_no_rim_puts_it_out_and_more_brings_it_back() -> None:
    plain = recipe(Scene(surface="marble", backdrop="wall", light="rim", own_light=0.5))
    out = change(plain, rim=-1.0)
    assert [step.stops for step in out.develop if isinstance(step, Relight)] == [NONE]
    again = change(out, rim=0.4).step(Relight)
    assert again is not None
    assert again.stops > NONE


def test_another_light_forgets_what_was_said_of_the_old_one_but_the_depth_of_shadows() -> None:
    plain = recipe(Scene(surface="marble", backdrop="wall", light="rim", own_light=0.5))
    changed = change(change(plain, rim=-0.4, key_warmth=0.5, shadow=-0.4), light="hard_sun")
    assert [(step.light, step.warmth) for step in changed.develop if isinstance(step, Relight)] == [("fill", 0.0)]


CHANGES = st.one_of(
    st.builds(
        lambda name, amount: {name: amount},
        st.sampled_from(["warmth", "exposure", "contrast", "saturation", "tint", "grain", "vignette", "shadow", "key",
                         "fill", "rim", "wall", "glow", "key_warmth", "fill_warmth", "daytime"]),
        st.floats(-1, 1).filter(lambda amount: abs(amount) > 0.02),
    ),
    st.builds(lambda surface: {"surface": surface}, st.sampled_from(("marble", "slate", "sand", "velvet"))),
    st.builds(lambda light: {"light": light}, st.sampled_from(("hard_sun", "softbox", "candle", "neon"))),
)  # fmt: skip


@settings(max_examples=20)
@given(st.lists(CHANGES, min_size=10, max_size=10), st.booleans())
def test_ten_edits_in_a_row_leave_a_recipe_that_says_all_and_a_product_that_nothing_touched(
    chain: list[dict[str, Any]], follow: bool
) -> None:
    now = recipe(Scene(surface="linen", backdrop="wall", light="soft_window"))
    for changes in chain:
        try:
            now = change(now, **changes)
        except BadRequest:  # there already
            continue
    assert Recipe.model_validate_json(now.model_dump_json()) == now
    assert now.mode == "exact"
    assert grade_in(now) is None
    photo = np.random.default_rng(1).integers(0, 256, (16, 16, 3)).astype(np.uint8)
    assert (graded(photo, grade_in(now)) == photo).all()
    assert len([step for step in now.develop if isinstance(step, Relight)]) <= 6
    assert np.isfinite(picture(now, 3)).all()
    assert gap_of(now) >= 0.0
