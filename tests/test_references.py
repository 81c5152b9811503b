"""Which pictures of a talk are meant, what is said of each, and how a plan says it back."""

import numpy as np
import pytest
from briefed import RING, planned

from agent.nearest_look import nearest_by
from agent.planner import OfflinePlanner
from agent.qualities import contradictions, numeric_changes
from agent.references import picks, picks_missing
from agent.spelling import understand
from tools.errors import EngineUnavailable
from tools.specs.brief import Brief
from tools.specs.plan import Plan

FOUR = ("a1", "a2", "a3", "a4")


def talked(text: str, count: int = 4, **more: object) -> Plan:
    scene = {"surface": "marble", "light": "soft_window", "props": ["pebbles"]}
    state = {"category": "ring", "last_tool": "reference_shoot", "last_scene": scene, "assets": FOUR[:count]}
    return planned(text, images=[], thread=state | more)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("the second one", ("a2",)),
        ("#3 please", ("a3",)),
        ("2 and 4 as stories", ("a2", "a4")),
        ("all of them", FOUR),
        ("both", ("a3", "a4")),
        ("the one before the last", ("a3",)),
        ("not the first, the third", ("a3",)),
        ("lose the pebbles in the second", ("a2",)),
        ("alle Kiesel weg", ()),
        ("第二张", ("a2",)),
        ("1枚目と3枚目", ("a1", "a3")),
        ("sondan bir önceki", ("a3",)),
        ("2 more like this", ()),
    ],
)
def test_pictures_are_picked(words: str, meant: tuple[str, ...]) -> None:
    assert picks(understand(words), FOUR) == meant


def test_a_picture_that_is_not_there_is_missing() -> None:
    assert picks_missing(understand("the fifth one"), FOUR)
    assert not picks_missing(understand("the fourth one"), FOUR)


def test_each_picture_gets_what_is_said_of_it() -> None:
    plan = talked("first one: cooler. second one: 16:9 and more contrast")
    assert [(step.tool, step.args["asset"]) for step in plan.steps] == [
        ("edit", "a1"),
        ("edit", "a2"),
        ("reframe", "$2"),
    ]
    assert set(plan.steps[0].args["changes"]) == {"warmth"}
    assert set(plan.steps[1].args["changes"]) == {"contrast"}


def test_all_pictures_get_the_same_and_one_note() -> None:
    assert [step.args["asset"] for step in talked("all of them in 9:16").steps] == list(FOUR)
    (step,) = talked("remember all of these as our Hearth look", brand="Ember").steps
    assert step.args["assets"] == list(FOUR)


def test_the_one_before_is_a_step_back_or_a_picture() -> None:
    assert talked("the one before was better").steps[0].tool == "undo"
    (step,) = talked("export the one before for etsy").steps
    assert (step.tool, step.args["asset"], step.args["preset"]) == ("export", "a3", "etsy")


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("it looks a bit dark", {"exposure": 0.2}),
        ("a bit dark", {"exposure": 0.2}),
        ("a bit darker", {"exposure": -0.2}),
        ("make it a bit dark", {"exposure": -0.2}),
        ("too yellow", {"warmth": -0.4}),
        ("a bit less orange", {"warmth": -0.2}),
        ("too dark and cold", {"exposure": 0.4, "warmth": 0.4}),
        ("ist etwas dunkel geworden", {"exposure": 0.2}),
        ("c'est un peu sombre", {"exposure": 0.2}),
        ("biraz karanlık olmuş", {"exposure": 0.2}),
        ("ちょっと暗いです", {"exposure": 0.2}),
        ("ちょっと暗くして", {"exposure": -0.2}),
        ("有点暗", {"exposure": 0.2}),
        ("暗一点", {"exposure": -0.2}),
        ("darker, but not that dark", {"exposure": -0.2}),
        ("in black and white", {"saturation": -1.0}),
    ],
)
def test_a_complaint_asks_for_the_other_way(words: str, changes: dict[str, float]) -> None:
    assert numeric_changes(understand(words)) == pytest.approx(changes)


def test_a_limit_is_no_contradiction() -> None:
    assert contradictions(understand("warmer but cooler")) == ("warmth",)
    assert contradictions(understand("darker, but not that dark")) == ()


@pytest.mark.parametrize(("words", "left"), [("half of that", 0.3), ("way too much", 0.2), ("twice as much", -0.6)])
def test_the_last_change_is_taken_back_or_on(words: str, left: float) -> None:
    (step,) = talked(words, last_changes={"exposure": -0.6}).steps
    assert step.args["changes"]["exposure"] == pytest.approx(left)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("a bit warmer, no pebbles", "a4 a bit warmer, without pebbles"),
        ("the second in 9:16", "a2 as 9:16"),
        ("export it for amazon", "the file of a4 for amazon jewelry"),
        ("light from the right", "a4 lit from right"),
    ],
)
def test_a_plan_says_what_was_understood(words: str, said: str) -> None:
    assert said in talked(words).reply


def test_several_markets_get_a_file_each() -> None:
    assert [step.args["preset"] for step in talked("shopify + etsy files please").steps] == ["shopify", "etsy"]


def test_a_check_comes_after_what_is_made_for_it() -> None:
    plan = planned("cut it out, put on amazon white, check if it passes, then the shopify export")
    tools = [(step.tool, step.args.get("market") or step.args.get("preset")) for step in plan.steps]
    assert tools[-2:] == [("check_listing", "amazon_jewelry"), ("export", "shopify")]


@pytest.mark.parametrize("words", ["the ring is 8mm wide, on slate", "38mm watch on slate", "6 mm pearls on slate"])
def test_a_length_is_no_price(words: str) -> None:
    assert planned(words).refusal is None


@pytest.mark.parametrize("word", ["collage", "houden", "worden", "channel", "halten", "perché", "mentre"])
def test_a_common_word_is_no_slip(word: str) -> None:
    assert understand(f"{word} now").tokens[0] == understand(f"{word} now").plain.split()[0]


def test_an_unknown_mood_is_taken_for_the_nearest_look_and_said() -> None:
    def alike(texts: list[str]) -> np.ndarray:
        near = [float(any(word in text for word in ("coastal", "ocean breeze"))) for text in texts]
        rows = np.stack([near, [1.0 - each for each in near]], -1)
        return np.asarray(rows, np.float32)

    brief = Brief.model_validate({"text": "coastal grandmother vibes", "images": RING})
    plan = OfflinePlanner(nearest_by(alike)).plan(brief)
    assert plan.steps[0].args["scene"]["look"] == "beach_horizon"
    assert "coastal grandmother" in plan.reply


def test_without_the_encoder_a_mood_is_said_to_be_unknown() -> None:
    def missing(_: list[str]) -> np.ndarray:
        raise EngineUnavailable("pip install it")

    plan = OfflinePlanner(nearest_by(missing)).plan(
        Brief.model_validate({"text": "on marble, vaporwave, please", "images": RING})
    )
    assert "look" not in plan.steps[0].args["scene"]
    assert "vaporwave" in plan.reply
