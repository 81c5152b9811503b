"""Stand, hand and tag taken away when asked: read in ten languages, kept with the product, asked about when unsure."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio
from PIL import Image as Pillow
from test_conversation import names

from agent.aids import aids_in
from agent.app import Assistant
from agent.planner import OfflinePlanner
from agent.policy import allow
from agent.run import RunResult
from agent.spelling import understand
from tools.context import Context
from tools.engines.decode import decode
from tools.engines.image import Bytes8
from tools.prices import price
from tools.product_photo import open_product
from tools.registry import Registry
from tools.specs.asset import Asset
from tools.specs.brief import Brief
from tools.specs.plan import Plan
from tools.specs.words import Category
from tools.store.store import Store
from tools.taking_away import take_away
from tools.touching import keep_touch_up, open_touch_up

BLUE, SKIN, BROWN = (60, 80, 160), (222, 170, 140), (120, 70, 40)


@pytest.mark.parametrize(
    ("text", "aids"),
    [
        ("remove the stand", ("stand",)),
        ("the ring without its ring holder, on marble", ("stand",)),
        ("without the hand and the price tag", ("hand", "tag")),
        ("take off the tag please", ("tag",)),
        ("entferne den Ständer", ("stand",)),
        ("ohne Hand, auf Leinen", ("hand",)),
        ("das Etikett abnehmen", ("tag",)),
        ("sans le support", ("stand",)),
        ("enlève l'étiquette", ("tag",)),
        ("quita el soporte", ("stand",)),
        ("sin la mano", ("hand",)),
        ("senza cartellino", ("tag",)),
        ("togli il cuscino", ("cushion",)),
        ("tira o suporte", ("stand",)),
        ("sem a almofada", ("cushion",)),
        ("zonder buste", ("bust",)),
        ("verwijder het prijskaartje", ("tag",)),
        ("standı kaldır", ("stand",)),
        ("eli çıkar", ("hand",)),
        ("スタンドを消して", ("stand",)),
        ("タグを取って", ("tag",)),
        ("去掉支架", ("stand",)),
        ("把吊牌去掉", ("tag",)),
        ("on a stand, held by a hand", ()),
        ("don't remove the stand", ()),
        ("keep the tag", ()),
        ("a ring made by hand, on slate", ()),
        ("no hand bag, just the wallet", ()),
        ("make it stand out without a background", ()),
        ("main image for amazon, no props", ()),
    ],
)
def test_what_is_to_go_is_read(text: str, aids: tuple[str, ...]) -> None:
    assert aids_in(understand(text), "ring") == aids


@pytest.mark.parametrize(("text", "category"), [("remove the hands", "watch"), ("remove the second hand", "watch")])
def test_a_watchs_own_hands_are_no_hands(text: str, category: Category) -> None:
    assert aids_in(understand(text), category) == ()


def planned(text: str, thread: Mapping[str, object] | None = None) -> Plan:
    images = [] if thread else [{"role": "product", "what": "silver ring"}]
    return OfflinePlanner().plan(Brief.model_validate({"text": text, "images": images, "thread": thread}))


def test_it_goes_before_the_picture_is_made_and_later_steps_move_along() -> None:
    plan = planned("ring on slate without the stand, and a 9:16 and a 1:1 of it")
    assert plan.steps[0].tool == "mask"
    assert plan.steps[0].args == {"image": "img1", "without": ["stand"]}
    assert [step.args["asset"] for step in plan.steps if step.tool == "reframe"] == ["$2"]


def test_alone_it_shows_the_cut_out_and_costs_a_credit() -> None:
    plan = planned("remove the stand")
    assert [step.tool for step in plan.steps] == ["mask", "remove_background"]
    assert plan.credits == 1


def test_of_a_set_picture_it_is_an_edit_and_a_podium_is_the_sets_own() -> None:
    told = {"category": "ring", "last_tool": "reference_shoot", "assets": ["a1"]}
    bare = planned("remove the stand", told | {"last_scene": {"surface": "slate", "props": []}})
    assert bare.steps[0].args["changes"] == {"remove": ["stand"]}
    there = planned("remove the stand", told | {"last_scene": {"surface": "slate", "props": ["podium"]}})
    assert there.steps[0].args["changes"] == {"remove": ["podium"]}


def test_a_tile_is_made_anew() -> None:
    told = {"category": "shoes", "last_tool": "white_studio", "assets": ["a1"], "last_scene": None}
    assert [step.tool for step in planned("without the hand", told).steps] == ["mask", "white_studio"]


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Assistant]:
    engines = (FakeCutter(), FakeStudio())
    made = Assistant(Store.open(tmp_path / "home"), Registry(allow, price), OfflinePlanner(), lambda: engines)
    yield made
    made.close()


def wallet(path: Path, tan: bool = False) -> Path:
    """Write a see-through PNG of a wallet that an arm from above holds; a tan one is of the arm's colour."""
    rgba = np.zeros((600, 500, 4), np.uint8)
    rgba[200:500, 100:400] = (*(SKIN if tan else BLUE), 255)
    rgba[:210, 210:290] = (*SKIN, 255)
    Pillow.fromarray(rgba).save(path)
    return path


def say(assistant: Assistant, text: str, file: Path | None = None) -> RunResult:
    images = [{"path": str(file), "role": "product"}] if file else []
    return assistant.run(Brief.model_validate({"text": text, "images": images}), "t")


def alpha_of(assistant: Assistant) -> Bytes8:
    """Return the alpha of the talk's cut-out as its owner has it."""
    alpha = open_product("img1", assistant.context("t")).cutout[..., 3]
    return np.asarray(alpha)


def test_a_hand_is_taken_away_kept_so_and_not_asked_about(assistant: Assistant, tmp_path: Path) -> None:
    said = say(assistant, "my wallet on slate without the hand", wallet(tmp_path / "x.png"))
    assert names(said) == ["a1"]
    assert "The hand is taken away. What it covered of the product is missing there." in said.reply
    alpha = alpha_of(assistant)
    assert not alpha[:190].any()
    assert (alpha[215:500, 100:400] > 127).mean() > 0.995
    again = say(assistant, "my wallet on marble", wallet(tmp_path / "x.png"))
    assert names(again) == ["a2"]
    assert "was taken away before" in say(assistant, "without the hand please").reply


def test_what_is_not_plain_is_asked_about_and_left(assistant: Assistant, tmp_path: Path) -> None:
    before = decode(wallet(tmp_path / "x.png", tan=True).read_bytes(), "x").alpha
    assert before is not None
    asked = say(assistant, "my wallet on slate without the hand", tmp_path / "x.png")
    assert asked.plan.question is not None
    assert "cannot plainly tell the hand from the product" in asked.plan.question
    assert asked.plan.options == ("take it away", "go on as it is")
    went_on = say(assistant, "go on as it is")
    assert names(went_on) == ["a1"]
    assert "Touch the cut-out up and erase it there" in went_on.reply
    assert np.array_equal(alpha_of(assistant), before)
    product = open_product("img1", assistant.context("t")).product
    assert product.unsure


def test_none_is_said_to_be_none(assistant: Assistant, tmp_path: Path) -> None:
    rgba = np.zeros((400, 400, 4), np.uint8)
    rgba[100:300, 100:300] = (*BLUE, 255)
    Pillow.fromarray(rgba).save(tmp_path / "x.png")
    assert (
        "I can tell no stand from the product"
        in say(assistant, "my wallet, remove the stand", tmp_path / "x.png").reply
    )


def test_it_can_be_taken_back(context: Context) -> None:
    rgba = np.zeros((600, 500, 4), np.uint8)
    rgba[200:500, 100:400], rgba[:210, 210:290] = (*BLUE, 255), (*SKIN, 255)
    upload(context, rgba)
    before = open_product("img1", context).cutout[..., 3].copy()
    assert [told.state for told in take_away(("hand",), "img1", context)] == ["taken"]
    assert [told.state for told in take_away(("hand",), "img1", context)] == ["before"]
    opened = open_touch_up("img1", context)
    opened.start_over()
    keep_touch_up(opened, context)
    assert np.array_equal(open_product("img1", context).cutout[..., 3], before)


def upload(context: Context, pixels: Bytes8) -> None:
    from tools.engines.encode import encode_png

    sha256 = context.store.images.put(encode_png(pixels), "png")
    height, width = pixels.shape[:2]
    asset = Asset(id=sha256[:16], sha256=sha256, suffix="png", width=width, height=height, tool="upload", note="w.png")
    context.store.ledger.save_asset(asset, context.thread)
