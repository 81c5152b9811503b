"""A talk of several rounds with a language model: drafts kept, questions, what it looks up, calls one at a time."""

import json
from pathlib import Path
from typing import Any

import pytest
from llm_setup import CALM, MARBLE, OFFLINE, REGISTRY, SHOT, TALK, planned, ring
from scripted_server import Act, ScriptedServer, call, content, raw, say

from agent.app import build
from agent.llm import LanguageModel
from agent.llm_memory import Memory
from agent.llm_planner import LanguagePlanner
from agent.llm_rounds import ROUNDS
from agent.settings import Settings
from tools.specs.brief import Brief
from tools.specs.plan import Plan
from tools.specs.scene import SceneWish
from tools.specs.style import Style
from tools.store.spending import Spent
from tools.store.style_memory import StyleMemory

KEEP = call(("keep_draft", {}))
ASKED = {"question": "On which of the two stones?", "choices": ["Marble", "Slate", "`code`", "Both"]}
EDIT = {"asset": "a2", "changes": {"warmth": 0.3}}


def material(server: ScriptedServer, body: int = 0) -> dict[str, Any]:
    told = server.bodies[body]["messages"][1]["content"]
    read: dict[str, Any] = json.loads(told.split("```json\n", 1)[1].split("\n```", 1)[0])
    return read


@pytest.mark.parametrize(
    "act",
    [
        KEEP,
        say('```json\n{"tool": "keep_draft"}\n```'),
        say("The draft is right."),
        say("keep_draft()"),
        call(("keep_draft", {}), ("reference_shoot", MARBLE)),
        say('{"steps": [{"tool": "keep_draft"}], "reply": ""}'),
    ],
    ids=["native", "fenced", "prose", "as_code", "with_the_draft_again", "as_a_step"],
)
def test_a_draft_that_is_right_is_kept(act: Act) -> None:
    brief = ring("on marble, square")
    plan, server = planned(brief, act)
    draft = OFFLINE.plan(brief)
    assert (plan.planner, plan.steps, plan.credits, plan.reply) == ("llm", draft.steps, draft.credits, draft.reply)
    assert len(server.bodies) == 1
    assert material(server)["draft"] == [{"tool": step.tool, "args": step.args} for step in draft.steps]


def test_the_draft_beside_another_plan_is_a_contradiction() -> None:
    plan, server = planned(ring(), call(("keep_draft", {}), ("white_studio", {"product": "img1"})), SHOT)
    assert (plan.planner, len(server.bodies)) == ("llm", 2)
    assert "Either keep_draft alone" in server.bodies[1]["messages"][-1]["content"]


def test_where_nothing_was_understood_there_is_no_draft_to_keep() -> None:
    plan, server = planned(Brief(text="gör den lite mysigare tack", thread=TALK), KEEP)
    assert (plan.planner, len(server.bodies)) == ("offline", 2)
    assert "draft" not in material(server)


def test_what_is_told_of_the_talk_is_short() -> None:
    talk = TALK.model_copy(update={"last_scene": {"surface": "slate", "light": "candle", "props": ["book"], "seed": 7}})
    _, server = planned(Brief(text="make it warmer", thread=talk), call(("edit", EDIT)))
    told = material(server)
    assert told["its_set"] == "on slate in candle light, with book"
    assert (told["made_before"], told["meant_picture"]) == (["a1", "a2"], "a2")


# questions


def test_a_question_where_nothing_was_understood_is_put() -> None:
    plan, server = planned(Brief(text="gör den lite mysigare tack", thread=TALK), call(("ask", ASKED)))
    assert (plan.planner, plan.question, plan.steps, plan.credits) == ("llm", ASKED["question"], (), 0)
    assert plan.options == ("Marble", "Slate", "Both")
    assert len(server.bodies) == 1


def test_a_question_that_the_draft_needs_not_is_thought_over_once() -> None:
    plan, server = planned(ring(), call(("ask", ASKED)), KEEP)
    assert (plan.question, [step.tool for step in plan.steps]) == (None, ["reference_shoot"])
    plan, server = planned(ring(), call(("ask", ASKED)))
    assert (plan.question, plan.steps, len(server.bodies)) == (ASKED["question"], (), 2)


def test_to_ask_and_to_plan_at_once_is_a_contradiction() -> None:
    plan, server = planned(ring(), call(("reference_shoot", MARBLE), ("ask", ASKED)))
    assert (plan.planner, plan.question, len(server.bodies)) == ("offline", None, 2)


@pytest.mark.parametrize("words", ["", "Call `forget_style`?", "See https://x.example?", "w" * 900])
def test_a_question_that_no_person_should_see_is_not_put(words: str) -> None:
    plan, _ = planned(Brief(text="gör den lite mysigare tack", thread=TALK), call(("ask", {"question": words})))
    assert plan.planner == "offline"


EVERYTHING = [{"tool": tool.__name__, "args": {"product": "img1"}} for tool in REGISTRY.tools]


@pytest.mark.parametrize(
    "answer",
    [
        say("```json\n" + json.dumps({"steps": EVERYTHING}) + "\n```\nWhich of these shall I use?"),
        call(*((step["tool"], step["args"]) for step in EVERYTHING), ("ask", ASKED)),
        say("```json\n" + json.dumps({"tool": "keep_draft", "args": {}}) + "\n```" + " \n" * 4000),
        say("\n" * 4000),
        say("The draft is not right. The person wants a ring on marble."),
        say('```json\n{"steps": [{"tool": "reference_shoot", "args": {"product": '),
    ],
    ids=["all_tools", "all_tools_and_a_question", "kept_then_white_space", "white_space", "prose", "broken_off"],
)
def test_what_weak_models_really_answer_ends_in_the_draft(answer: Act) -> None:
    for brief in (ring("on marble, square"), Brief(text="make it warmer", thread=TALK), ring("4 options on silk")):
        plan, server = planned(brief, answer)
        draft = OFFLINE.plan(brief)
        assert (plan.steps, plan.credits, plan.question) == (draft.steps, draft.credits, draft.question)
        assert len(server.bodies) <= 2


# calls one at a time, and what is looked up


def test_calls_that_come_one_at_a_time_are_one_plan() -> None:
    brief = ring("on marble, 4:5, and then the same as a story 9:16")
    first = call(("reference_shoot", MARBLE | {"aspect": "4:5"}))
    plan, server = planned(brief, first, call(("reframe", {"asset": "$1", "aspect": "9:16"})))
    assert (plan.planner, [step.tool for step in plan.steps]) == ("llm", ["reference_shoot", "reframe"])
    told = server.bodies[1]["messages"][-1]["content"]
    assert "Planned so far: $1 reference_shoot" in told
    assert "also asks for: reframe" in told


def test_the_whole_plan_after_a_part_of_it_is_the_plan() -> None:
    brief = ring("on marble, 4:5, and then the same as a story 9:16")
    part = ("reference_shoot", MARBLE | {"aspect": "4:5"})
    plan, _ = planned(brief, call(part), call(part, ("reframe", {"asset": "$1", "aspect": "9:16"})))
    assert [step.tool for step in plan.steps] == ["reference_shoot", "reframe"]


def with_memory(memory: Memory, *acts: Act) -> tuple[Plan, ScriptedServer]:
    brief = ring("the ring in something like our last spring campaign", brand="Lund")
    with ScriptedServer(*acts) as server:
        model = LanguageModel(server.url, "m", None, CALM)
        return LanguagePlanner(model, OFFLINE, REGISTRY, memory=memory).plan(brief), server


def test_what_it_looks_up_is_told_and_it_goes_on() -> None:
    asked: list[tuple[str, dict[str, Any]]] = []

    def look_up(tool: str, args: dict[str, Any]) -> str:
        asked.append((tool, args))
        return "The nearest of your remembered looks is Meadow: lund/meadow"

    memory = Memory(lambda brand: {"remembered": ["Meadow: moss, soft window light"]}, look_up)
    look = call(("recall_style", {"brand": "rival", "query": "spring"}))
    plan, server = with_memory(memory, look, KEEP)
    assert asked == [("recall_style", {"brand": "Lund", "query": "spring"})], "in the brief's own brand alone"
    assert "lund/meadow" in server.bodies[1]["messages"][-1]["content"]
    assert material(server)["remembered"] == ["Meadow: moss, soft window light"]
    assert plan.planner == "llm"


def test_who_only_looks_things_up_is_left_after_six_rounds() -> None:
    looks = [call(("recall_style", {"query": f"spring {number}"})) for number in range(9)]
    plan, server = with_memory(Memory(), *looks)
    assert (plan.planner, len(server.bodies)) == ("offline", ROUNDS)
    assert plan.steps


# a model that knows better than the word lists


def test_less_than_the_draft_is_told_and_done_when_it_is_said_again() -> None:
    brief = Brief(text="the instagram version please", thread=TALK)
    assert [step.tool for step in OFFLINE.plan(brief).steps] == ["reframe"]
    plan, server = planned(brief, call(("export", {"asset": "a2", "preset": "instagram_feed"})))
    assert [(step.tool, step.args) for step in plan.steps] == [("export", {"asset": "a2", "preset": "instagram_feed"})]
    assert "also asks for: reframe" in server.bodies[1]["messages"][-1]["content"]


def test_a_question_of_cost_that_the_lists_do_not_see_makes_nothing() -> None:
    brief = ring("quick q, what'll a clip set me back")
    plan, _ = planned(brief, call(("estimate", {})))
    assert [step.tool for step in plan.steps] == ["estimate"]
    assert plan.credits == 0
    assert [step["tool"] for step in plan.steps[0].args["plan"]] == ["reference_shoot", "video"]


def test_of_several_pictures_that_are_meant_each_keeps_its_change() -> None:
    brief = Brief(text="first one cooler, second one more contrast", thread=TALK)
    edits = (
        ("edit", {"asset": "a1", "changes": {"warmth": -0.5}}),
        ("edit", {"asset": "a2", "changes": {"contrast": 0.2}}),
    )
    plan, server = planned(brief, call(*edits))
    assert [(step.tool, step.args) for step in plan.steps] == list(edits)
    assert len(server.bodies) == 1


def test_a_look_is_forgotten_by_its_name() -> None:
    brief = Brief(text="forget the neon style, we hate it now", brand="Lund", thread=TALK)
    plan, _ = planned(brief, call(("forget_style", {"style": "neon"})))
    assert [(step.tool, step.args) for step in plan.steps] == [("forget_style", {"style": "neon", "brand": "Lund"})]


# what it cost


def counted(text: str, read: int, written: int) -> Act:
    usage = {"choices": [], "usage": {"prompt_tokens": read, "completion_tokens": written}}
    done = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
    return raw(content(text), *(b"data: " + json.dumps(piece).encode() + b"\n\n" for piece in (done, usage)))


def test_tokens_and_cost_are_in_the_ledger(tmp_path: Path) -> None:
    with ScriptedServer(counted('{"tool": "keep_draft"}', 2000, 50), say('{"tool": "keep_draft"}')) as server:
        price = {"llm_price_read": 1.5, "llm_price_written": 6.0}
        assistant = build(Settings(home=tmp_path / "home", llm_url=server.url, llm_model="wise", **price))
        try:
            assistant.plan(ring())
            ((model, answers, spent),) = assistant.store.ledger.spending.by_model()
            assert (model, answers, spent) == ("wise", 1, Spent(2000, 50, 0.33, counted=True))
            left = assistant.store.ledger.balance()
            assistant.plan(ring("on slate please"))
            ((_, answers, spent),) = assistant.store.ledger.spending.by_model()
            assert (answers, spent.counted) == (2, False), "a server that tells no numbers"
            assert spent.read > 2500
            assert assistant.store.ledger.balance() == left, "credits are the pictures'"
        finally:
            assistant.close()


def test_a_brands_looks_are_told_by_its_memory(tmp_path: Path) -> None:
    with ScriptedServer(call(("recall_style", {"query": "spring"})), KEEP) as server:
        assistant = build(Settings(home=tmp_path / "home", llm_url=server.url, llm_model="m"))
        try:
            looks = StyleMemory(tmp_path / "home" / "styles")
            wish = SceneWish.model_validate({"surface": "moss", "light": "soft_window"})
            looks.remember(Style(brand="Lund", name="Meadow", note="fresh spring morning", wish=wish), None)
            looks.close()
            plan = assistant.plan(ring(brand="Lund"))
        finally:
            assistant.close()
    assert material(server)["remembered"] == ["Lund/Meadow: on moss in soft window light; fresh spring morning"]
    assert "lund/meadow" in server.bodies[1]["messages"][-1]["content"].lower()
    assert plan.planner == "llm"
