"""Mode graded: one exposure and white balance over the whole product, on request, and nothing else."""

from pathlib import Path

import numpy as np
import pytest
from fakes import encoded, photo
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from agent.planner import OfflinePlanner
from agent.uploads import keep_uploads
from tools.context import Context
from tools.edit import EditArgs, edit
from tools.engines.encode import decode, encode_png
from tools.engines.grade import gap_of, grade_in, grade_of, graded, in_mode
from tools.engines.image import Bytes8
from tools.engines.receipt import Evidence, strays
from tools.errors import BadRequest
from tools.reference_shoot import ReferenceShootArgs, reference_shoot
from tools.specs.asset import Asset
from tools.specs.brief import Brief, ThreadState
from tools.specs.recipe import Recipe
from tools.specs.steps import Exposure, Grade, Placement, WhiteBalance
from tools.verify import verify

GREYS: Bytes8 = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, 1)
AMOUNTS = st.floats(-1.0, 1.0)


def recipe(*steps: WhiteBalance | Exposure) -> Recipe:
    placement = Placement(scale=1.0, x=0, y=0)
    return Recipe(
        tool="edit", source_sha256="s", cutout_sha256="c", width=8, height=8, placement=placement, develop=steps
    )


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_a_grade_keeps_the_order_of_tones(warmth: float, tint: float, stops: float) -> None:
    grade = grade_of((WhiteBalance(warmth=warmth, tint=tint), Exposure(stops=stops)))
    assert (np.diff(graded(GREYS, grade).astype(int), axis=0) >= 0).all()
    assert (graded(GREYS, grade)[0] == 0).all()


def test_it_follows_the_set_in_colour_and_brightness() -> None:
    grade = grade_of((WhiteBalance(warmth=0.6), Exposure(stops=-0.5)))
    red, green, blue = graded(GREYS, grade)[128].astype(int)
    assert red > green > blue
    assert green < 128


@given(AMOUNTS, AMOUNTS)
@limits(deadline=None, max_examples=30)
def test_a_graded_product_agrees_with_the_light(warmth: float, tint: float) -> None:
    made = in_mode(recipe(WhiteBalance(warmth=warmth, tint=tint)), "graded")
    assert gap_of(made) < 0.05 + gap_of(recipe()) or grade_in(made) is None
    assert made.geometry() == recipe().geometry()  # no render, and the plates of exact pictures serve


def test_without_anything_to_grade_it_stays_exact() -> None:
    assert in_mode(recipe(), "graded") == recipe()


def test_going_back_leaves_no_trace() -> None:
    warm = recipe(WhiteBalance(warmth=0.5))
    assert in_mode(in_mode(warm, "graded"), "exact") == warm


def test_a_grade_in_another_mode_does_nothing() -> None:
    stray = recipe().model_copy(update={"develop": (Grade(stops=1.0, rgb=(1.0, 1.0, 1.0)),)})
    assert grade_in(stray) is None


@pytest.fixture
def shot(context: Context, tmp_path: Path) -> Asset:
    """A first picture of the fake studio, in warm light."""
    path = tmp_path / "ring.png"
    path.write_bytes(encoded(photo(400, 300), "PNG"))
    keep_uploads(Brief.model_validate({"images": [{"path": str(path)}]}), context.store, context.thread)
    args = ReferenceShootArgs.model_validate({"product": "img1", "scene": {"light": "golden_hour"}})
    return reference_shoot(args, context).assets[0]


def change(context: Context, asset: Asset, **args: object) -> tuple[Asset, str]:
    result = edit(EditArgs.model_validate({"asset": asset.id, **args}), context)
    return result.assets[0], result.text


def saved(context: Context, asset: Asset) -> bytes:
    return context.store.images.read(asset.sha256)


def test_on_request_and_said(context: Context, shot: Asset) -> None:
    warm, said = change(context, shot, changes={"warmth": 0.6})
    assert warm.receipt is not None
    assert warm.receipt.cast_gap is not None
    assert warm.receipt.cast_gap > 8
    assert "graded" in said
    made, said = change(context, warm, mode="graded")
    assert made.receipt is not None
    assert made.receipt.cast_gap is not None
    assert (made.receipt.mode, warm.receipt.mode) == ("graded", "exact")
    assert made.receipt.max_diff > 0
    assert made.receipt.cast_gap < 1
    assert "one exposure and one white balance" in said
    further, _ = change(context, made, changes={"exposure": 0.3})
    assert further.recipe is not None
    assert further.recipe.mode == "graded"  # asked once, it goes on following
    assert grade_in(further.recipe) != grade_in(made.recipe or further.recipe)
    back, _ = change(context, made, mode="exact")
    assert back.sha256 == warm.sha256


def test_the_receipt_of_a_graded_picture_holds_and_finds_one_pixel(context: Context, shot: Asset) -> None:
    made, _ = change(context, shot, changes={"warmth": 0.6}, mode="graded")
    file = saved(context, made)
    assert verify(file, "it", context.store).differences == ()
    assert made.recipe is not None
    pixels = decode(file).pixels.copy()
    row, column = pixels.shape[0] // 2, pixels.shape[1] // 2
    pixels[row, column, 2] ^= 1
    read = context.store.images.read
    sources = read(made.recipe.source_sha256), read(made.recipe.cutout_sha256)
    assert strays(Evidence(file, *sources), made.recipe) == 0
    assert strays(Evidence(encode_png(pixels), *sources), made.recipe) == 1


def test_a_first_picture_may_be_graded(context: Context, shot: Asset) -> None:
    wish = {"product": "img1", "mode": "graded"}
    made = reference_shoot(ReferenceShootArgs.model_validate(wish | {"scene": {"light": "golden_hour"}}), context)
    recipe = made.assets[0].recipe
    assert recipe is not None
    assert (recipe.mode, grade_in(recipe) is None) == ("graded", False)
    assert "pixel for pixel" not in made.text
    plain = reference_shoot(ReferenceShootArgs.model_validate(wish | {"scene": {"light": "softbox"}}), context)
    assert plain.assets[0].recipe is not None
    assert plain.assets[0].recipe.mode == "exact"
    assert "nothing to grade" in plain.text


@pytest.mark.parametrize("mode", ["warped", "generated"])
def test_no_other_mode_is_open(context: Context, shot: Asset, mode: str) -> None:
    with pytest.raises(BadRequest, match="not in this version"):
        change(context, shot, changes={"warmth": 0.6}, mode=mode)


@pytest.mark.parametrize(
    ("words", "mode", "changes"),
    [
        ("grade the product too", "graded", {}),
        ("match the product to the light", "graded", {}),
        ("let the ring follow the light", "graded", {}),
        ("make it warmer and grade the product too", "graded", {"warmth": 0.4}),
        ("don't grade the product", "exact", {}),
        ("leave the ring as photographed", "exact", {}),
        ("make it warmer", None, {"warmth": 0.4}),
    ],
)
def test_the_planner_knows_the_words(words: str, mode: str | None, changes: dict[str, float]) -> None:
    talk = ThreadState(
        category="ring", last_tool="edit", assets=("a1",), last_scene={"surface": "slate"}, last_changes={"warmth": 0.4}
    )
    (step,) = OfflinePlanner().plan(Brief(text=words, thread=talk)).steps
    assert (step.tool, step.args.get("mode"), step.args["changes"]) == ("edit", mode, changes)


def test_the_planner_grades_a_first_picture_on_request_only() -> None:
    for words, mode in (("my ring in golden hour, let the ring follow the light", "graded"), ("my ring in sun", None)):
        brief = Brief.model_validate({"text": words, "images": [{"role": "product", "what": "a gold ring"}]})
        (step,) = OfflinePlanner().plan(brief).steps
        assert (step.tool, step.args.get("mode")) == ("reference_shoot", mode)
