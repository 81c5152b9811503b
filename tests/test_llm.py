"""A language model that behaves and one that does not: however it answers, there is a plan in time."""

import json
import time

import pytest
from llm_setup import HASTE, MARBLE, OFFLINE, SHOT, planned, planner, ring
from scripted_server import Act, ScriptedServer, call, content, cut, endless, raw, say, silence, status

from agent.llm import Patience
from tools.specs.brief import BriefImage

# how a plan is said


@pytest.mark.parametrize(
    "act",
    [
        call(("reference_shoot", MARBLE)),
        call(("reference_shoot", json.dumps(MARBLE))),
        say(f"Sure!\n```json\n{json.dumps({'name': 'reference_shoot', 'arguments': MARBLE})}\n```\nEnjoy."),
        say(json.dumps({"tool": "reference_shoot", "args": MARBLE})),
        say(json.dumps({"steps": [{"tool": "reference_shoot", "args": MARBLE}], "reply": "Marble it is."})),
        say(json.dumps([{"type": "function", "function": {"name": "reference_shoot", "arguments": MARBLE}}])),
        say(f"<tool_call>{json.dumps({'name': 'reference_shoot', 'arguments': json.dumps(MARBLE)})}</tool_call>"),
        say(f"<think>{{maybe edit?}}</think>{json.dumps({'name': 'reference_shoot', 'parameters': MARBLE})}"),
        say(json.dumps({"tool": "reference_shoot", "args": MARBLE}) + " " * 2000),
    ],
    ids=["native", "native_text", "fenced", "bare", "steps", "list", "tagged", "thought", "then_white_space"],
)
def test_native_calls_and_json_in_text_are_read(act: Act) -> None:
    plan, server = planned(ring(), act)
    assert plan.planner == "llm"
    assert [(step.tool, step.args) for step in plan.steps] == [("reference_shoot", MARBLE)]
    assert (plan.credits, plan.route, plan.category) == (4, "hard", "ring")
    assert len(server.bodies) == 1


@pytest.mark.parametrize("index", [None, 0])
def test_several_calls_are_several_steps(index: int | None) -> None:
    brief = ring("on marble, 4:5, and then the same as a story 9:16")
    acts = call(
        ("reference_shoot", MARBLE | {"aspect": "4:5"}), ("reframe", {"asset": "$1", "aspect": "9:16"}), index=index
    )
    plan, _ = planned(brief, acts)
    assert plan.planner == "llm"
    assert [step.tool for step in plan.steps] == ["reference_shoot", "reframe"]
    assert plan.steps[1].args["asset"] == "$1"
    assert plan.credits == 5


def test_two_bare_objects_are_two_calls() -> None:
    first = {"tool": "reference_shoot", "args": MARBLE}
    second = {"tool": "white_studio", "args": {"product": "img1", "market": "amazon_jewelry"}}
    plan, _ = planned(
        ring("on marble, plus one white background for amazon"), say(f"{json.dumps(first)}\n{json.dumps(second)}")
    )
    assert (plan.planner, [step.tool for step in plan.steps]) == ("llm", ["reference_shoot", "white_studio"])


def test_the_models_words_are_the_reply_when_nothing_of_its_plan_was_changed() -> None:
    assert planned(ring(), SHOT)[0].reply == "Your ring on marble by candle light."
    wrong = call(("reference_shoot", {"product": "img1", "scene": {"surface": "slate"}}), text="On slate, then.")
    plan, _ = planned(ring(), wrong)
    assert plan.steps[0].args["scene"]["surface"] == "marble"
    assert "slate" not in plan.reply


@pytest.mark.parametrize("words", ["See https://x.example", "I call reference_shoot", "{'a': 1}", "w" * 900])
def test_words_that_no_person_should_see_are_not_shown(words: str) -> None:
    plan, _ = planned(ring(), call(("reference_shoot", MARBLE), text=words))
    assert plan.planner == "llm"
    assert words not in plan.reply


# a wrong call


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (call(("paint_it", {})), "There is no tool 'paint_it'"),
        (call(("reference_shoot", {"product": "img1", "scene": {"surface": "lava"}})), "surface must be one of"),
        (call(("reference_shoot", '{"product": ')), "not valid JSON"),
        (call(("reference_shoot", "[1]")), "must be a JSON object"),
        (call(("reference_shoot", {"product": "img1", "sparkle": 1})), "leave it out"),
        (call(("white_studio", {"product": "img1"})), "also asks for: reference_shoot"),
        (call(("reference_shoot", MARBLE | {"variants": 4})), "more pictures than the brief asks for"),
        (call(*[("reference_shoot", MARBLE)] * 13), "too many"),
        (say("I would love to help you with this."), "no tool call"),
        (say("[" * 3000 + '{"a":' * 500), "no tool call"),
    ],
)
def test_a_wrong_call_is_sent_back_once(wrong: Act, words: str) -> None:
    plan, server = planned(ring(), wrong, SHOT)
    assert plan.planner == "llm"
    assert len(server.bodies) == 2
    assert words in server.bodies[1]["messages"][-1]["content"]
    plan, server = planned(ring(), wrong)
    assert len(server.bodies) == 2
    assert plan.model_copy(update={"reply": ""}) == OFFLINE.plan(ring()).model_copy(update={"reply": ""})
    assert "the language model gave no plan that fits the brief" in plan.reply


# a server that misbehaves

FIVE_SECONDS = 5.0
TROUBLES: dict[str, tuple[Act, str]] = {
    "silence": (silence(), "did not answer in time"),
    "silence_after_headers": (silence(headers=True), "did not answer in time"),
    "kept_alive": (endless(b": ping\n\n", 0.05), "did not answer in time"),
    "a_word_a_second": (endless(content("x"), 0.1), "did not answer in time"),
    "white_space": (endless(content(" \n" * 20), 0.0), "gave an empty answer"),
    "endless_words": (endless(content("x" * 500), 0.0), "gave no plan"),
    "cut": (cut("{"), "broke off its answer"),
    "no_end": (raw(content('{"tool"')), "broke off its answer"),
    "429": (status(429), "is asked too often"),
    "429_for_long": (status(429, Retry_After="3600"), "is asked too often"),
    "429_until": (status(429, Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"), "is asked too often"),
    "500": (status(500), "is not well (500)"),
    "401": (status(401, "bad key s3cret"), "does not accept the key"),
    "404": (status(404), "does not know this address or model"),
    "400": (status(400), "did not take the question"),
    "redirect": (status(307, Location="http://127.0.0.2:1/"), "did not take the question"),
    "invalid_json": (raw(b"data: {nonsense\n\n"), "gave an answer that cannot be read"),
    "odd_json": (raw(b'data: {"choices": 7}\n\n', b"data: [DONE]\n\n"), "gave an answer that cannot be read"),
    "odder_json": (raw(b"data: [1, 2]\n\n", b"data: [DONE]\n\n"), "gave an answer that cannot be read"),
    "error_in_stream": (raw(b'data: {"error": {"message": "s3cret"}}\n\n'), "gave an answer that cannot be read"),
    "web_page": (raw(b"<html>hello</html>", kind="text/html"), "broke off its answer"),
    "bytes": (raw(b"\xff\xfe\x00" * 50), "gave an answer that cannot be read"),
    "empty": (say(""), "gave an empty answer"),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_every_trouble_ends_in_a_plan_and_a_sentence(name: str) -> None:
    act, why = TROUBLES[name]
    started = time.monotonic()
    plan, _ = planned(ring(), act, patience=HASTE)
    assert time.monotonic() - started < FIVE_SECONDS
    assert plan.planner == "offline"
    assert plan.steps == OFFLINE.plan(ring()).steps
    assert f"(Planned by my own rules: the language model {why}" in plan.reply
    assert "s3cret" not in plan.reply


def test_the_whole_time_is_kept_however_the_silence_is_broken() -> None:
    started = time.monotonic()
    plan, _ = planned(ring(), endless(b": ping\n\n", 1.9), patience=Patience(silence=30, total=2.0))
    assert time.monotonic() - started < 3.2
    assert "did not answer in time" in plan.reply


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v1", "no address", "ftp://127.0.0.1/v1", ""])
def test_a_server_that_is_gone_is_said(url: str) -> None:
    plan = planner(url).plan(ring())
    assert plan.steps
    assert "the language model" in plan.reply


def test_the_usual_patience_is_within_a_minute() -> None:
    usual = Patience()
    assert usual.silence == 30
    assert usual.total + usual.connect < 60


@pytest.mark.parametrize("trouble", [status(429, Retry_After="0.05"), status(503), cut("{"), status(429)])
def test_two_retries_help_where_they_can(trouble: Act) -> None:
    plan, server = planned(ring(), trouble, trouble, SHOT)
    assert plan.planner == "llm"
    assert len(server.bodies) == 3
    plan, server = planned(ring(), trouble, trouble, trouble, SHOT)
    assert plan.planner == "offline"
    assert len(server.bodies) == 3


def test_retry_after_is_waited_for_and_only_within_bounds() -> None:
    started = time.monotonic()
    assert planned(ring(), status(429, Retry_After="0.25"), SHOT)[0].planner == "llm"
    assert time.monotonic() - started >= 0.25
    plan, server = planned(ring(), status(429, Retry_After="5"), SHOT)
    assert plan.planner == "offline"
    assert len(server.bodies) == 1


@pytest.mark.parametrize("code", [400, 422])
def test_a_server_without_tools_is_asked_in_text(code: int) -> None:
    no = status(code, "tools are not supported")
    with ScriptedServer(no, no, SHOT) as server:
        thinker = planner(server.url)
        assert thinker.plan(ring()).planner == "llm"
        assert [("tools" in body, "stream_options" in body) for body in server.bodies] == [
            (True, True), (True, False), (False, False),
        ]  # fmt: skip
        rules, told = server.bodies[2]["messages"][0]["content"], len(json.dumps(server.bodies[0]))
        assert "reference_shoot(product, person?, scene?: {…}" in rules
        assert len(json.dumps(server.bodies[2])) < told / 2, "in text the tools are told shortly"
        thinker.plan(ring("on slate please"))
        assert "tools" not in server.bodies[3], "what it did not take is not sent again"


def test_after_a_failure_the_server_is_left_alone_for_a_while() -> None:
    with ScriptedServer(status(401), SHOT) as server:
        tired = planner(server.url, Patience(rest=60))
        assert tired.plan(ring()).planner == "offline"
        again = tired.plan(ring("on marble please"))
        assert again.planner == "offline"
        assert "does not accept the key" in again.reply
        assert len(server.bodies) == 1


def test_one_turn_asks_once_though_it_plans_twice() -> None:
    with ScriptedServer(SHOT) as server:
        thinker = planner(server.url)
        seen = (BriefImage(role="product", what="silver ring on white, ring"),)
        assert thinker.plan(ring(max_credits=9)) == thinker.plan(ring(images=seen)).model_copy(update={"budget": 9})
        assert len(server.bodies) == 1
