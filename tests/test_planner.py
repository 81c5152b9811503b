"""The offline planner against briefs of our own (tests/data/briefs.jsonl, the form of ../shared/data/briefs)."""

import importlib.util
import json
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.planner import OfflinePlanner
from agent.questions import sentence
from tools.specs.brief import Brief, BriefImage, ThreadState
from tools.specs.plan import Plan
from tools.specs.scene import SceneWish

SHARED = Path(__file__).parents[2] / "shared"
OWN = Path(__file__).parent / "data" / "briefs.jsonl"
PLANNER = OfflinePlanner()
WRITTEN = st.text(max_size=400) | st.lists(
    st.sampled_from(
        [
            "marble",
            "ring",
            "warmer",
            "不要",
            "リング",
            "€75k",
            "ohne",
            "💍",
            ",",
            "a1",
            "{x}",
            "%s",
            "\x00",
            "o'clock",
            "4:0",
            "99999999999999x1",
            "１２",
            "½",
        ]
    )
).map(" ".join)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def brief(row: dict[str, Any]) -> Brief:
    keys = {"images": row["images"], "thread": row["thread"], "price": row["price"], "brand": row["brand"]}
    return Brief.model_validate({"text": row["brief"], **keys})


def ring(text: str, **more: Any) -> Plan:
    images = (BriefImage(role="product", what="silver ring on white"),)
    return PLANNER.plan(Brief(text=text, images=images, **more))


def scorer() -> ModuleType:
    path = SHARED / "scripts" / "score_plans.py"
    if not path.exists():
        pytest.skip("../shared is absent")
    spec = importlib.util.spec_from_file_location("score_plans", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def missed(path: Path) -> list[str]:
    judge = scorer().judge
    return [
        row["id"] for row in rows(path) if not judge(row, PLANNER.plan(brief(row)).model_dump(mode="json"))["exact"]
    ]


def test_our_own_briefs() -> None:
    assert missed(OWN) == []


def test_the_shared_briefs() -> None:
    assert missed(SHARED / "data" / "briefs" / "dev.jsonl") == [] if SHARED.exists() else pytest.skip("no ../shared")


def test_every_scene_is_one_the_tools_take() -> None:
    for row in rows(OWN):
        for step in PLANNER.plan(brief(row)).steps:
            if "scene" in step.args:
                SceneWish.model_validate(step.args["scene"])


@settings(max_examples=150, deadline=None)
@given(text=WRITTEN, what=WRITTEN, history=st.lists(WRITTEN, max_size=2), assets=st.lists(st.just("a1"), max_size=2))
def test_any_text_gives_a_plan(text: str, what: str, history: list[str], assets: list[str]) -> None:
    thread = ThreadState(history=tuple(history), assets=tuple(assets), last_changes={"warmth": 0.4, "surface": "wood"})
    for talk in (None, thread):
        plan = PLANNER.plan(Brief(text=text, images=(BriefImage(what=what),), thread=talk))
        assert plan.question or plan.steps or plan.refusal or plan.reply == sentence("nothing_made")
        assert not (plan.question and plan.steps)


@pytest.mark.parametrize(
    "words", ["ring on marble, € 40 and ", "without marble swap silk not warm ", "無大理石", "💍", "1 "]
)
def test_a_very_long_text_is_planned_in_time(words: str) -> None:
    long = (words * 20_000)[:20_000]
    started = time.thread_time()
    ring(long)
    assert time.thread_time() - started < 5


def test_planning_takes_milliseconds() -> None:
    briefs = [brief(row) for row in rows(OWN)]
    for one in briefs:
        PLANNER.plan(one)
    started = time.process_time()
    for one in briefs:
        PLANNER.plan(one.model_copy(update={"text": one.text + " ok"}))
    assert (time.process_time() - started) / len(briefs) < 0.02


def test_the_same_brief_gives_the_same_plan() -> None:
    assert ring("on slate, 3 options") == ring("on slate, 3 options")


@pytest.mark.parametrize(
    ("text", "amount"),
    [("a bit warmer", 0.2), ("warmer", 0.4), ("much warmer", 0.7), ("etwas wärmer", 0.2), ("beaucoup plus chaud", 0.7)],
)
def test_amounts(text: str, amount: float) -> None:
    thread = ThreadState(category="ring", assets=("a1",), last_tool="reference_shoot", last_scene={"light": "softbox"})
    plan = PLANNER.plan(Brief(text=text, thread=thread))
    assert plan.steps[0].args["changes"]["warmth"] == pytest.approx(amount)


def test_credits_are_the_sum_and_a_budget_is_kept() -> None:
    assert ring("4 options on marble").credits == 16
    over = ring("4 options on marble, max 10 credits")
    assert over.question
    assert over.steps == ()
    assert over.budget == 10
    assert ring("on marble", max_credits=3).question
    assert ring("on marble", max_credits=4).steps


def test_a_place_is_never_dropped_silently() -> None:
    plan = ring("on a rooftop at dusk")
    assert "rooftop" in plan.steps[0].args["scene"]["place"]
    assert "rooftop" in plan.reply
    assert "instead" in plan.reply


def test_an_alteration_is_declined_and_the_rest_served() -> None:
    plan = ring("on marble in candlelight, and make the diamond bigger")
    assert plan.steps[0].tool == "reference_shoot"
    assert plan.declined[0].rule == "product_change"
    assert plan.question is None


def test_a_cost_question_makes_nothing() -> None:
    plan = ring("what would 2 versions on slate plus one video cost?")
    assert [step.tool for step in plan.steps] == ["estimate"]
    assert {step["tool"] for step in plan.steps[0].args["plan"]} == {"reference_shoot", "video"}
    assert "18 credits" in plan.reply


def test_a_style_is_recalled_before_it_is_used() -> None:
    plan = ring("use our spring style", brand="Petal")
    assert [step.tool for step in plan.steps] == ["recall_style", "reference_shoot"]
    assert plan.steps[1].args["style"] == "$1"


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("move it left", {"product_position": "left"}),
        ("nudge the ring to the right a bit", {"product_position": "right"}),
        ("put it further up", {"product_position": "up"}),
        ("place it on the right side", {"product_position": "right"}),
        ("smaller", {"product_scale": -0.4}),
        ("a bit bigger in the frame", {"product_scale": 0.2}),
        ("less big in the frame", {"product_scale": -0.4}),
        ("the ring is too big", {"product_scale": -0.4}),
        ("it is too small", {"product_scale": 0.4}),
        ("too green", {"tint": 0.4}),
        ("less grain", {"grain": -0.4}),
        ("move it left and make it smaller", {"product_scale": -0.4, "product_position": "left"}),
    ],
)
def test_the_product_is_moved_and_sized_by_words(words: str, changes: dict[str, object]) -> None:
    talk = ThreadState(category="ring", last_tool="reference_shoot", assets=("a1",), last_scene={"surface": "slate"})
    (step,) = OfflinePlanner().plan(Brief(text=words, thread=talk)).steps
    assert (step.tool, step.args["changes"]) == ("edit", changes)


@pytest.mark.parametrize(
    ("text", "clips"),
    [
        ("pearl hair clip w sage green backdrop, plaster podium", 0),
        ("ヘアクリップを漆喰の台に置いて、貝殻を添えて", 0),
        ("a 5 second clip of the hair clip", 1),
        ("make a clip of the ring", 1),
    ],
)
def test_a_clip_for_the_hair_is_no_film(text: str, clips: int) -> None:
    told = [{"role": "product", "what": "hair clip"}]
    steps = OfflinePlanner().plan(Brief.model_validate({"text": text, "images": told})).steps
    assert sum(step.tool == "video" for step in steps) == clips
