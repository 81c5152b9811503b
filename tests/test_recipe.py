"""Recipes: old ones load for ever, the same one has one name, and develop steps are no geometry."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tools.specs.base import canonical_json, digest
from tools.specs.recipe import Recipe
from tools.specs.scene import Scene
from tools.specs.steps import Exposure, Placement, WhiteBalance

GOLDEN = sorted((Path(__file__).parent / "golden" / "recipes").glob("*.json"))
AMOUNTS = st.floats(-4, 4, allow_nan=False)


def recipe(**update: object) -> Recipe:
    base = Recipe(
        tool="edit",
        source_sha256="s",
        cutout_sha256="c",
        width=10,
        height=10,
        placement=Placement(scale=0.5, x=-3, y=2),
        scene=Scene(surface="slate", backdrop="wall", light="rim"),
    )
    return base.model_copy(update=update)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_an_old_recipe_still_loads_and_keeps_its_fields(path: Path) -> None:
    kept = json.loads(path.read_text(encoding="utf-8"))
    loaded = json.loads(canonical_json(Recipe.model_validate(kept)))
    assert {name: loaded[name] for name in kept} == kept


def test_there_is_an_old_recipe() -> None:
    assert GOLDEN


@given(AMOUNTS, AMOUNTS)
def test_a_recipe_survives_the_disk_and_keeps_its_name(warmth: float, stops: float) -> None:
    made = recipe(develop=(WhiteBalance(warmth=warmth), Exposure(stops=stops)))
    again = Recipe.model_validate_json(made.model_dump_json())
    assert again == made
    assert digest(again) == digest(made)


@given(AMOUNTS)
def test_develop_steps_never_ask_for_a_render(stops: float) -> None:
    assert recipe(develop=(Exposure(stops=stops),), parent="p").geometry() == recipe().geometry()


def test_another_place_is_another_geometry() -> None:
    assert recipe(placement=Placement(scale=0.5, x=0, y=2)).geometry() != recipe().geometry()


def test_unknown_fields_and_numbers_out_of_bounds_are_refused() -> None:
    with pytest.raises(ValidationError):
        Recipe.model_validate({**recipe().model_dump(), "colour": "red"})
    with pytest.raises(ValidationError):
        Exposure(stops=float("inf"))


def test_a_zero_is_a_zero_whatever_its_sign() -> None:
    scene = Scene(surface="wood", backdrop="wall", light="golden_hour")
    plus, minus = (scene.model_copy(update={"shadow": value}) for value in (0.0, -0.0))
    assert plus == minus
    assert digest(plus) == digest(minus)
    assert "-0.0" not in canonical_json(minus)


def test_a_recipe_of_no_known_kind_has_the_name_that_it_always_had() -> None:
    assert "kind" not in json.loads(canonical_json(recipe()))
    told = recipe(kind="watch")
    assert json.loads(canonical_json(told))["kind"] == "watch"
    assert Recipe.model_validate_json(told.model_dump_json()) == told
    assert told.geometry() != recipe().geometry()
