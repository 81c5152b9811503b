"""Every answer on offer leads on: it is given in the talk, and something is made."""

from pathlib import Path

import pytest
from fakes import FakeCutter, FakeStudio, encoded, photo

from agent.app import Assistant
from agent.events import Asked, Event, Message, Planned, Replied
from agent.planner import OfflinePlanner
from agent.policy import allow
from prompts import table
from tools.prices import price
from tools.registry import Registry
from tools.specs.brief import Brief
from tools.specs.plan import Plan
from tools.store.store import Store

QUESTIONS: dict[str, tuple[str, dict[str, object]]] = {
    "ask_kind": ("make it nice", {}),
    "ask_person": ("my ring on a model", {}),
    "ask_budget": ("my ring on slate", {"max_credits": 1}),
    "ask_alteration": ("engrave my initials on the ring", {}),
    "white_and_set": ("my ring on pure white and on slate in one picture, 4:5", {}),
    "white_and_dark": ("my ring on white background and black background in the same image", {}),
    "two_of_a_kind": ("my ring in one picture on marble and slate, square", {}),
}
BUTTONS = [(name, option) for name in QUESTIONS for option in table("options")[name]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "IMG_0001.png"
    made.write_bytes(encoded(photo(), "PNG"))
    return made


@pytest.fixture
def assistant(store: Store) -> Assistant:
    return Assistant(store, Registry(allow, price), OfflinePlanner(), lambda: (FakeCutter(), FakeStudio()), budget=20)


def say(assistant: Assistant, text: str, file: Path | None = None, **more: object) -> list[Event]:
    images = [{"path": str(file), "role": "product"}] if file else []
    return list(assistant.stream(Message(Brief.model_validate({"text": text, "images": images, **more}), "ada.1")))


def asked(assistant: Assistant, name: str, file: Path) -> Asked:
    text, more = QUESTIONS[name]
    last = say(assistant, text, file, **more)[-1]
    assert isinstance(last, Asked), last
    return last


def answered(assistant: Assistant, option: str) -> Plan:
    """Press a button; return what was planned, which has been carried out."""
    told = say(assistant, option)
    last = told[-1]
    assert isinstance(last, Replied), last
    assert last.result.error is None, last.result.error
    assert last.result.made
    return next(event.plan for event in told if isinstance(event, Planned))


@pytest.mark.parametrize(("name", "option"), BUTTONS)
def test_every_button_leads_to_a_picture(name: str, option: str, assistant: Assistant, file: Path) -> None:
    assert option in asked(assistant, name, file).options
    assert answered(assistant, option).steps


def test_two_pictures_are_two_and_keep_the_rest_of_the_brief(assistant: Assistant, file: Path) -> None:
    asked(assistant, "white_and_set", file)
    steps = answered(assistant, "two pictures").steps
    assert [(step.tool, step.args["aspect"]) for step in steps] == [("white_studio", "4:5"), ("reference_shoot", "4:5")]
    assert steps[1].args["scene"] == {"surface": "slate"}
    assert not any("variants" in step.args for step in steps)


def test_one_of_two_surfaces_is_picked(assistant: Assistant, file: Path) -> None:
    assert asked(assistant, "two_of_a_kind", file).options == ("two pictures", "marble only", "slate only")
    (step,) = answered(assistant, "slate only").steps
    assert (step.args["scene"], step.args["aspect"]) == ({"surface": "slate"}, "1:1")


def test_to_use_more_goes_over_the_limit_this_once(assistant: Assistant, file: Path) -> None:
    asked(assistant, "ask_budget", file)
    answered(assistant, "use more credits")
    assert assistant.store.ledger.balance() == 96
    last = say(assistant, "my ring on marble", file, max_credits=1)[-1]
    assert isinstance(last, Asked)
    assert assistant.store.ledger.balance() == 96


def test_to_use_more_goes_over_the_owners_usual_limit_too(store: Store, file: Path) -> None:
    tight = Assistant(store, Registry(allow, price), OfflinePlanner(), lambda: (FakeCutter(), FakeStudio()), budget=2)
    assert say(tight, "my ring on slate", file)[-1] == tight.pending("ada.1")
    assert answered(tight, "use more credits").credits == 4


def test_what_was_not_asked_about_is_no_answer(assistant: Assistant, file: Path) -> None:
    """'Use more' in a brief of its own does not lift a limit, and a plain wish for white drops no set."""
    plan = assistant.plan(
        Brief.model_validate(
            {
                "text": "ring on slate, use more credits",
                "max_credits": 1,
                "images": [{"what": "a ring", "role": "product"}],
            }
        )
    )
    assert plan.question
    plan = assistant.plan(
        Brief.model_validate(
            {
                "text": "ring on slate, and one on plain white, just white",
                "images": [{"what": "a ring", "role": "product"}],
            }
        )
    )
    assert {step.tool for step in plan.steps} == {"white_studio", "reference_shoot"}


def test_a_change_both_ways_is_settled_by_one_word(assistant: Assistant, file: Path) -> None:
    say(assistant, "my ring on slate", file)
    last = say(assistant, "warmer and cooler at once")[-1]
    assert isinstance(last, Asked)
    assert last.options == ("warmer", "cooler")
    (step,) = answered(assistant, "cooler").steps
    assert step.args["changes"]["warmth"] < 0


def test_a_picture_that_is_not_there_is_picked_from_those_that_are(assistant: Assistant, file: Path) -> None:
    say(assistant, "my ring on slate", file)
    last = say(assistant, "make the third one warmer")[-1]
    assert isinstance(last, Asked)
    assert last.options == ("a1",)
    (step,) = answered(assistant, "a1").steps
    assert step.args["asset"] == "a1"


def test_an_alteration_of_a_picture_that_is_there_offers_no_going_on(assistant: Assistant, file: Path) -> None:
    say(assistant, "my ring on slate", file)
    last = say(assistant, "engrave my initials on it")[-1]
    assert isinstance(last, Asked)
    assert "go on as it is" not in last.options
