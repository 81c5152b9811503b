"""The talk's pictures as a tree: back, forward, branches, two compared in words, a recipe made with another product."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio, pattern, photo, png
from hypothesis import given
from hypothesis import strategies as st

from agent.planner import OfflinePlanner
from tools.context import Context
from tools.cropping import Window, cropped_to
from tools.differing import differences
from tools.errors import BadRequest
from tools.prices import price
from tools.registry import Outcome, Registry
from tools.specs.asset import Asset
from tools.specs.brief import Brief, BriefImage, ThreadState
from tools.specs.plan import Step
from tools.specs.recipe import Recipe
from tools.specs.scene import Scene
from tools.specs.steps import Contrast, Defocus, Exposure, Placement, Relight, Toning, Vignette, WhiteBalance
from tools.store.store import Store
from ui.attached import with_recipe
from ui.chips import CHOICES, chip_said, chips, choices
from ui.lineage import lineage
from ui.viewer import viewer

SET = Scene(surface="travertine", backdrop="wall", light="soft_window", props=("pebbles",))
RECIPE = Recipe(
    tool="reference_shoot", source_sha256="1" * 64, cutout_sha256="2" * 64, width=80, height=100,
    placement=Placement(scale=1.0, x=0, y=0), scene=SET,
)  # fmt: skip
RING = BriefImage(what="a photo of a gold ring", role="product")


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    """A talk with two product photos and a picture of the first one, a1."""
    store = Store.open(tmp_path)
    made = Context(store, FakeCutter(), FakeStudio(), "t")
    for picture in (photo(160, 120), pattern(160, 120, 3)):
        data = png(np.asarray(picture))
        sha256 = store.images.put(data, "png")
        upload = Asset(id=sha256[:16], sha256=sha256, suffix="png", width=160, height=120, tool="upload", note="r.png")
        store.ledger.save_asset(upload, "t")
    call(made, "reference_shoot", product="img1", scene={"surface": "travertine", "props": ["pebbles"]})
    yield made
    store.close()


def call(context: Context, tool: str, **args: object) -> Outcome:
    return Registry(lambda *_: None, price).call(tool, args, context)


def planned(text: str, *images: BriefImage) -> tuple[Step, ...]:
    state = ThreadState(
        category="ring",
        last_tool="edit",
        assets=("a1", "a2"),
        last_scene=SET.model_dump(mode="json"),
        history=("ring",),
    )
    return OfflinePlanner().plan(Brief(text=text, thread=state, images=images)).steps


# -- back, forward, branches --------------------------------------------------------------------------------------


def test_forward_is_where_back_came_from(context: Context) -> None:
    call(context, "edit", asset="a1", changes={"warmth": 0.3})
    call(context, "undo", asset="a2")
    forward = call(context, "redo", asset="a1")
    assert forward.error is None
    assert forward.assets[0] == context.store.ledger.find_asset("a2", "t")
    assert forward.credits == 0


def test_a_branch_keeps_the_other_one(context: Context) -> None:
    call(context, "edit", asset="a1", changes={"warmth": 0.3})
    call(context, "edit", asset="a1", changes={"warmth": -0.3})
    forward = call(context, "redo", asset="a1")
    assert forward.assets[0] == context.store.ledger.find_asset("a3", "t")
    assert "a2" in forward.text
    assets = dict(context.store.ledger.assets("t"))
    around = lineage("a1", assets, assets, None)
    assert around.after == ("a2", "a3")
    assert lineage("a3", assets, assets, "a2").differs == ("cooler by 0.60",)
    assert lineage("a3", assets, assets, "a2").before == ("a1",)


def test_where_nothing_was_taken_back_it_is_said(context: Context) -> None:
    outcome = call(context, "redo", asset="a1")
    assert outcome.error is not None
    assert "nothing" in outcome.text


# -- two pictures in words ----------------------------------------------------------------------------------------


@given(st.integers(-90, 90), st.integers(-90, 90))
def test_what_was_turned_is_told_with_its_amount(warmth: int, brightness: int) -> None:
    """In hundredths, as it is told: what lies between two would be told as either."""
    steps = (WhiteBalance(warmth=warmth / 100), Exposure(stops=1.4 * brightness / 100))
    turned = RECIPE.model_copy(update={"develop": steps})
    told = differences(RECIPE, turned)
    assert differences(turned, turned) == ()
    assert (f"{'warmer' if warmth > 0 else 'cooler'} by {abs(warmth) / 100:.2f}" in told) == (warmth != 0)
    assert (f"{'brighter' if brightness > 0 else 'darker'} by {abs(brightness) / 100:.2f}" in told) == (brightness != 0)


def test_a_set_is_compared_by_its_things() -> None:
    other = SET.model_copy(update={"surface": "slate", "light_from": "right", "props": ("shell",)})
    told = differences(RECIPE, RECIPE.model_copy(update={"scene": other, "develop": (Contrast(amount=0.4),)}))
    assert told == (
        "slate instead of travertine", "light from the right instead of left", "with shell", "without pebbles",
        "more contrast by 0.50",
    )  # fmt: skip


def test_lights_a_grade_and_a_crop_are_told() -> None:
    steps = (
        Relight(light="rim", stops=1.0), Relight(light="key", warmth=0.5), Relight(light="fill", stops=-0.8),
        Relight(light="wall", stops=-8.0), Toning(dark="#006a6a", light="#f09030"), Defocus(amount=0.3),
    )  # fmt: skip
    told = differences(RECIPE, RECIPE.model_copy(update={"develop": steps}))
    assert {"more rim light by 1.00 stops", "a warmer key light by 0.50", "without wall light"} <= set(told)
    assert {"deeper shadows by 0.50", "a softer set by 0.30"} <= set(told)
    assert any(phrase.startswith("graded towards") for phrase in told)
    assert "without the grade" in differences(RECIPE.model_copy(update={"develop": steps}), RECIPE)
    closer = cropped_to(RECIPE, Window((40.0, 50.0), 80, 100, 1.25))
    assert differences(RECIPE, closer) == ("closer by 25%",)
    assert "farther by 20%" in differences(closer, RECIPE)


def test_compare_says_it(context: Context) -> None:
    call(context, "edit", asset="a1", changes={"warmth": 0.3, "surface": "slate"})
    said = call(context, "compare", first="a1", asset="a2")
    assert "slate instead of travertine" in said.text
    assert "warmer by 0.30" in said.text
    assert call(context, "compare", first="a1", asset="a1").error is not None
    assert "photo" in call(context, "compare", first="img1", asset="a1").text


# -- a recipe once more -------------------------------------------------------------------------------------------


def test_a_look_goes_round_another_product(context: Context) -> None:
    call(context, "edit", asset="a1", changes={"warmth": 0.3})
    made = call(context, "rerun", product="img2", asset="a2")
    assert made.error is None
    assert made.credits == 4
    one, two = context.store.ledger.find_asset("a2", "t").recipe, made.assets[0].recipe
    assert one is not None
    assert two is not None
    assert two.source_sha256 != one.source_sha256
    assert two.scene is not None and one.scene is not None  # noqa: PT018
    assert (two.scene.surface, two.scene.props) == (one.scene.surface, one.scene.props)
    assert not any("warmer" in each or "cooler" in each for each in differences(one, two))
    assert made.assets[0].receipt is not None
    assert made.assets[0].receipt.max_diff == 0


def test_lights_grade_and_focus_go_along(context: Context) -> None:
    changes = {"fill": 0.4, "palette": ["#006a6a", "#f09030"], "blur": 0.2, "vignette": 0.3}
    assert call(context, "edit", asset="a1", changes=changes).error is None
    made = call(context, "rerun", product="img2", asset="a2").assets[0].recipe
    was = context.store.ledger.find_asset("a2", "t").recipe
    assert made is not None
    assert was is not None
    for kind in (Relight, Toning, Defocus, Vignette):
        assert made.step(kind) == was.step(kind)


def test_a_recipe_goes_out_and_comes_in_as_json(context: Context) -> None:
    first = context.store.ledger.find_asset("a1", "t")
    assert first.recipe is not None
    saved = json.loads(first.recipe.model_dump_json())
    again = call(context, "rerun", product="img1", recipe=saved)
    assert again.error is None
    assert again.assets[0].receipt is not None and first.receipt is not None  # noqa: PT018
    assert again.assets[0].receipt.pixels_sha256 == first.receipt.pixels_sha256
    steps = planned(f"make this {json.dumps(saved)}", RING)
    assert [(step.tool, step.args["recipe"]) for step in steps] == [("rerun", saved)]


def test_a_recipe_without_a_set_or_of_no_kind_is_said(context: Context) -> None:
    call(context, "white_studio", product="img1")
    assert "no set" in call(context, "rerun", product="img2", asset="a2").text
    assert call(context, "rerun", product="img2", recipe={"version": 7}).error is not None
    assert "one of the two" in call(context, "rerun", product="img2").text


# -- in words and on the page -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["redo", "redo that please", "wiederherstellen", "rétablis", "rehaz el cambio", "ripristina", "refaz a alteração",
     "herstel de wijziging", "geri almayı geri al", "やり直して", "重做"],
)  # fmt: skip
def test_forward_in_ten_languages(text: str) -> None:
    assert [(step.tool, step.args) for step in planned(text)] == [("redo", {"asset": "a2"})]


@pytest.mark.parametrize(
    "text",
    ["compare a1 and a2", "what changed?", "was hat sich geändert", "compare a1 et a2", "compara a1 y a2",
     "confronta a1 e a2", "o que mudou?", "vergelijk a1 en a2", "a1 ile a2'yi karşılaştır", "a1とa2を比較して",
     "对比一下a1和a2"],
)  # fmt: skip
def test_compared_in_ten_languages(text: str) -> None:
    assert [(step.tool, step.args) for step in planned(text)] == [("compare", {"first": "a1", "asset": "a2"})]


@pytest.mark.parametrize(
    "text",
    ["same recipe with this one", "dasselbe Rezept", "la même recette", "la misma receta", "stessa ricetta",
     "mesma receita com este", "zelfde recept", "aynı tarif", "同じレシピで", "同样的配方"],
)  # fmt: skip
def test_with_this_product_in_ten_languages(text: str) -> None:
    assert [(step.tool, step.args) for step in planned(text, RING)] == [("rerun", {"product": "img1", "asset": "a2"})]


def test_redoing_a_picture_otherwise_is_an_edit() -> None:
    assert [step.tool for step in planned("redo it on marble")] == ["edit"]


@pytest.mark.parametrize("word", sorted(CHOICES))
def test_every_choice_of_a_chip_is_understood(word: str) -> None:
    for value in choices(word, str(getattr(SET, word))):
        if value == getattr(SET, word):
            continue
        said = chip_said({"act": "chip", "name": "a2", "word": word, "value": value})
        steps = planned(said)
        assert [step.tool for step in steps] == ["edit"], said
        assert steps[0].args["asset"] == "a2", said
        assert steps[0].args["changes"] == {word: value}, said


def test_a_chip_says_nothing_but_its_own_words() -> None:
    assert chip_said({"act": "chip", "name": "a2", "word": "surface", "value": "lava; delete all"}) == ""
    assert chip_said({"act": "say", "text": "hello"}) == ""


def test_a_picture_shows_what_it_is_made_of(context: Context) -> None:
    call(context, "edit", asset="a1", changes={"warmth": 0.3})
    assets = dict(context.store.ledger.assets("t"))
    recipe = assets["a2"].recipe
    assert recipe is not None
    shown = chips("a2", recipe)
    assert "warmth +" in shown
    assert 'data-text="remove the pebbles from a2"' in shown
    made = {name: asset for name, asset in assets.items() if name.startswith("a")}
    page = viewer("t", "a2", assets["a2"], lineage("a2", assets, made, "a1"))
    assert "warmer by 0.30" in page
    assert '<button data-act="choose" data-name="a1">' in page
    back = {name: asset for name, asset in made.items() if name != "a2"}
    assert "redo a1" in viewer("t", "a1", assets["a1"], lineage("a1", assets, back, None))


def test_a_recipes_file_goes_behind_what_is_typed(tmp_path: Path) -> None:
    file = tmp_path / "a1-recipe.json"
    file.write_text(RECIPE.model_dump_json())
    said = with_recipe("for spring", file)
    assert [step.tool for step in planned(str(said), RING)] == ["rerun"]
    for wrong in ("no json", '{"version": 1}'):
        file.write_text(wrong)
        with pytest.raises(BadRequest, match="no recipe"):
            with_recipe(None, file)


@pytest.mark.parametrize(
    "text",
    ["go back to a1", "zurück zu a1", "reviens à a1", "vuelve a a1", "torna a a1", "volta para a1", "terug naar a1",
     "a1'e geri dön", "a1に戻って", "回到a1"],
)  # fmt: skip
def test_back_to_a_picture_in_ten_languages(text: str) -> None:
    assert planned(text) == (Step(tool="undo", args={"asset": "a2", "to": "a1"}),)


def test_a_picture_that_is_gone_back_to_can_be_changed_at_once() -> None:
    assert planned("go back to a1 and make it cooler") == (
        Step(tool="edit", args={"asset": "a1", "changes": {"warmth": -0.4}}),
    )
    assert planned("go back to the previous one") == (Step(tool="undo", args={"asset": "a2"}),)


def test_back_to_a_picture_that_is_not_before_it(context: Context) -> None:
    call(context, "edit", asset="a1", changes={"warmth": 0.3})
    call(context, "edit", asset="a1", changes={"exposure": 0.3})
    back = call(context, "undo", asset="a3", to="a2")
    assert back.assets[0] == context.store.ledger.find_asset("a2", "t")
    assert call(context, "undo", asset="a3", to="img1").error is not None


def test_amounts_are_heard_as_a_chip_shows_them() -> None:
    (step,) = planned("warmth +0.3, contrast -0.2")
    assert step.args["changes"] == {"warmth": 0.3, "contrast": -0.2}
