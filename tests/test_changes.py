"""Changes: each moves what it names, adds to what is there, and leaves the rest."""

from dataclasses import dataclass
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tools.changes import changed_recipe
from tools.edit import Changes, said
from tools.engines.image import Bytes8
from tools.errors import BadRequest
from tools.product_photo import ProductPhoto
from tools.specs.base import digest
from tools.specs.product import Product
from tools.specs.recipe import Recipe
from tools.specs.scene import Scene
from tools.specs.steps import Exposure, Grain, Placement, WhiteBalance

SCENE = Scene(surface="marble", backdrop="seamless", light="softbox", props=("pebbles",))
RECIPE = Recipe(
    tool="reference_shoot", source_sha256="s", cutout_sha256="c", width=200, height=250, scene=SCENE,
    placement=Placement(scale=0.8, x=10, y=20), develop=(Grain(sigma=0.004),),
)  # fmt: skip


@dataclass(frozen=True)
class Square:
    """As much of a product's photo as changes look at."""

    product: Product
    cutout_sha256: str

    @property
    def cutout(self) -> Bytes8:
        cutout = np.zeros((100, 100, 4), np.uint8)
        cutout[20:80, 20:80] = 255
        return cutout


def photo() -> ProductPhoto:
    return cast(ProductPhoto, Square(Product(id="s", category="ring"), "c"))


def change(recipe: Recipe = RECIPE, **values: object) -> Recipe:
    return changed_recipe(recipe, Changes.model_validate(values), photo(), 0)


def warmth(recipe: Recipe) -> float:
    return sum(step.warmth for step in recipe.develop if isinstance(step, WhiteBalance))


def test_warmer_needs_no_render_and_knows_its_parent() -> None:
    new = change(warmth=0.4)
    assert new.geometry() == RECIPE.geometry()
    assert warmth(new) == pytest.approx(0.4)
    assert new.parent == digest(RECIPE)


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_numbers_add_up_to_one_step(first: float, second: float) -> None:
    if abs(first) < 1e-3 or abs(second) < 1e-3:
        return
    twice = change(change(exposure=first), exposure=second)
    steps = [step for step in twice.develop if isinstance(step, Exposure)]
    assert len(steps) <= 1
    assert sum(step.stops for step in steps) == pytest.approx(1.4 * (first + second), abs=1e-4)


def test_a_surface_keeps_light_and_camera() -> None:
    scene = change(surface="slate").scene
    assert scene is not None
    assert scene.surface == "slate"
    assert (scene.light, scene.camera, scene.props) == (SCENE.light, SCENE.camera, SCENE.props)


def test_props_come_and_go() -> None:
    scene = change(add=("sphere",), remove=("pebbles",)).scene
    assert scene is not None
    assert scene.props == ("sphere",)


def test_a_light_brings_its_own_warmth_and_its_going_takes_it_away() -> None:
    golden = change(light="golden_hour")
    assert warmth(golden) > 0.2
    assert warmth(change(golden, light="softbox")) == pytest.approx(0.0, abs=1e-6)


@limits(deadline=None)
@given(st.floats(-1, 1), st.floats(-1, 1))
def test_the_product_never_grows_beyond_the_limit(zoom: float, scale: float) -> None:
    if abs(zoom) + abs(scale) < 1e-6:
        return
    assert change(zoom=zoom, product_scale=scale, warmth=0.1).placement.scale <= 1.5


def test_zoom_takes_the_set_along_and_scale_does_not() -> None:
    closer, larger = change(zoom=0.5), change(product_scale=0.5)
    assert closer.placement.scale > RECIPE.placement.scale
    assert closer.frame_mm < RECIPE.frame_mm
    assert larger.frame_mm == RECIPE.frame_mm


def test_left_moves_left() -> None:
    assert change(product_position="left").placement.x < RECIPE.placement.x


def test_nothing_to_change_is_said() -> None:
    with pytest.raises(BadRequest, match="Nothing would change"):
        change()


def test_changes_in_words() -> None:
    words = said(Changes(warmth=0.4, surface="slate", remove=("pebbles",)))
    assert words == "warmer, slate, without pebbles"


def test_an_edit_carries_on_how_the_product_is_shown_and_may_change_it() -> None:
    on_card = RECIPE.model_copy(update={"scene": SCENE.model_copy(update={"display": "cushion"})})
    warmer = change(on_card, warmth=0.4)
    assert warmer.scene is not None
    assert warmer.scene.display == "cushion"
    lower = change(on_card, camera="low")
    assert lower.scene is not None
    assert (lower.scene.display, lower.scene.camera) == ("cushion", "low")
    sloped = change(on_card, display="slope")
    assert sloped.scene is not None
    assert (sloped.scene.display, sloped.scene.camera, sloped.pose) == ("slope", "three_quarter", "standing")
    assert sloped.geometry() != on_card.geometry()


def test_a_scene_from_before_displays_has_the_name_it_had() -> None:
    assert "display" not in SCENE.model_dump()
    assert digest(SCENE.model_copy(update={"display": "card"})) != digest(SCENE)
