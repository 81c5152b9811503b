"""The assistant: one message after the other, with fakes behind it."""

from pathlib import Path

import pytest
from fakes import (
    FakeCutter,
    FakeStudio,
    ScriptedPlanner,
    digest_of,
    encoded,
    fake_allow,
    fake_price,
    paint,
    photo,
    shoot,
)

from agent.app import Assistant
from agent.events import Asked, Cut, Finished, Message, Planned, Replied, Started
from agent.run import RunResult, Watch
from tools.context import Context, Result
from tools.engines.progress import Progress
from tools.errors import BadRequest, BudgetExceeded, Refused, ToolFailed
from tools.registry import Registry
from tools.specs.base import Spec
from tools.specs.brief import Brief
from tools.specs.plan import Plan, Step
from tools.specs.product import Refusal
from tools.store.store import Store
from tools.undo import undo

REFUSAL = Refusal(rule="ultra_luxury", reason="It costs too much to be drawn.", advice="Have it photographed.")
PAINT = Plan(category="ring", route="hard", credits=4, steps=(Step(tool="paint", args={"product": "img1"}),))


class LookArgs(Spec):
    image: str


def classify(args: LookArgs, context: Context) -> Result:
    """See a watch in everything."""
    context.store.ledger.find_asset(args.image, context.thread)
    return Result("A watch.", data={"category": "watch", "hardness": "hard", "confidence": 0.9})


def assistant_for(store: Store, *plans: Plan, budget: int | None = None) -> tuple[Assistant, ScriptedPlanner]:
    planner = ScriptedPlanner(*plans)
    registry = Registry(fake_allow, fake_price, (paint, shoot, undo, classify))
    return Assistant(store, registry, planner, lambda: (FakeCutter(), FakeStudio()), budget), planner


def brief_of(text: str, *files: Path, role: str = "product", **more: object) -> Brief:
    images = [{"path": str(file), "role": role} for file in files]
    return Brief.model_validate({"text": text, "images": images, **more})


def plan_of(*steps: tuple[str, dict[str, object]], credits: int = 0) -> Plan:
    return PAINT.model_copy(
        update={"steps": tuple(Step(tool=tool, args=args) for tool, args in steps), "credits": credits}
    )


@pytest.fixture
def ring(tmp_path: Path) -> Path:
    file = tmp_path / "IMG_2031 gold ring.png"
    file.write_bytes(encoded(photo(), "PNG"))
    return file


def killed(progress: Progress) -> None:
    """End the turn in the middle of a render, as a kill does: no handler of ours sees it."""
    raise KeyboardInterrupt


SHOOT = PAINT.model_copy(update={"steps": (Step(tool="paint", args={}), Step(tool="shoot", args={"product": "img1"}))})


def cut_off(assistant: Assistant, ring: Path) -> None:
    """Begin to paint and shoot in thread t; the shot is cut off."""
    with pytest.raises(KeyboardInterrupt):
        list(assistant.stream(Message(brief_of("paint it", ring), "t"), Watch(report=killed)))


def names(result: RunResult) -> list[str]:
    return [name for name, _ in result.made]


def test_a_message_is_planned_run_charged_and_remembered(store: Store, ring: Path) -> None:
    assistant, planner = assistant_for(store, PAINT)
    result = assistant.run(brief_of("paint it", ring, price="90EUR", brand="Ada"), "t")
    assert result.error is None
    assert names(result) == ["a1"]
    assert store.ledger.balance() == 96
    assert planner.briefs[0].images[0].what == "gold ring"
    state = store.ledger.state("t")
    assert (state.category, state.history, state.assets, state.last_tool) == ("ring", ("paint it",), ("a1",), "paint")
    product = store.ledger.product(digest_of(ring.read_bytes()))
    assert product is not None
    assert (product.category, product.hardness, product.price, product.brand) == ("ring", "hard", "90EUR", "Ada")


def test_the_next_message_finds_the_talk(store: Store, ring: Path) -> None:
    assistant, planner = assistant_for(store, PAINT, plan_of(("paint", {"product": "a1", "colour": "green"})))
    assistant.run(brief_of("paint it", ring, price="90EUR"), "t")
    result = assistant.run(brief_of("now green"), "t")
    assert names(result) == ["a2"]
    seen = planner.briefs[-1]
    assert seen.thread is not None
    assert (seen.thread.history, seen.thread.assets, seen.price) == (("paint it",), ("a1",), "90EUR")


def test_a_message_run_again_after_a_crash_is_not_paid_twice(store: Store, ring: Path) -> None:
    assistant, _ = assistant_for(store, SHOOT)
    cut_off(assistant, ring)
    assert names(assistant.run(brief_of("paint it", ring), "t")) == ["a1", "a2"]
    assert store.ledger.balance() == 92


def test_a_later_step_uses_an_earlier_output(store: Store, ring: Path) -> None:
    two = plan_of(("paint", {"product": "img1"}), ("paint", {"product": "$1", "colour": "green"}), credits=8)
    result = assistant_for(store, two)[0].run(brief_of("twice", ring), "t")
    assert names(result) == ["a1", "a2"]
    assert result.made[1][1].parent == result.made[0][1].id


def test_what_needs_a_failed_step_is_left_out_and_the_rest_served(store: Store, ring: Path) -> None:
    plan = plan_of(("paint", {"strength": 1.0}), ("paint", {"product": "$1"}), ("video", {}), ("paint", {}), credits=4)
    result = assistant_for(store, plan)[0].run(brief_of("all of it", ring), "t")
    assert names(result) == ["a1"]
    assert isinstance(result.error, ToolFailed)
    assert result.error.sentence == "Too strong."
    assert store.ledger.balance() == 96


def test_the_second_message_may_bring_another_photo(store: Store, ring: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.png"
    other.write_bytes(encoded(photo(seed=1), "PNG"))
    assistant, _ = assistant_for(store, PAINT)
    assistant.run(brief_of("paint it", ring), "t")
    result = assistant.run(brief_of("and this one, in the same way", other), "t")
    assert result.made[0][1].parent == digest_of(other.read_bytes())[:16]


def test_an_answer_finds_the_photo_that_came_with_the_question(store: Store, ring: Path) -> None:
    asked = Plan(category="ring", question="On what?", reply="On what?")
    assistant, planner = assistant_for(store, asked, PAINT)
    assert names(assistant.run(brief_of("make something", ring), "t")) == []
    assert store.ledger.balance() == 100
    assert names(assistant.run(brief_of("on slate"), "t")) == ["a1"]
    seen = planner.briefs[-1]
    assert [(image.role, image.what) for image in seen.images] == [("product", "gold ring")]


def test_a_question_with_steps_is_passed_over_with_yes(store: Store, ring: Path) -> None:
    asked = PAINT.model_copy(update={"question": "Shall I?"})
    assert names(assistant_for(store, asked)[0].run(brief_of("x", ring), "t")) == []
    assert names(assistant_for(store, asked)[0].run(brief_of("x", ring), "u", yes=True)) == ["a1"]


def test_a_refusal_sticks_across_threads_and_rewordings(store: Store, ring: Path) -> None:
    refused = Plan(category="ring", route="refused", refusal=REFUSAL)
    assistant, _ = assistant_for(store, refused, PAINT)
    first = assistant.run(brief_of("my 50,000 EUR ring", ring), "t")
    assert isinstance(first.error, Refused)
    again = assistant.run(brief_of("a cheap ring", ring), "another")
    assert isinstance(again.error, Refused)
    assert again.plan.refusal == REFUSAL
    assert again.plan.steps == ()
    assert assistant.plan(brief_of("a cheap ring", ring)).route == "refused"
    store.ledger.lift(digest_of(ring.read_bytes()))
    assert names(assistant.run(brief_of("a cheap ring", ring), "third")) == ["a1"]


def test_a_refusal_in_a_later_message_sticks_to_the_talks_product(store: Store, ring: Path) -> None:
    refused = Plan(category="ring", route="refused", refusal=REFUSAL)
    assistant, _ = assistant_for(store, PAINT, refused)
    assistant.run(brief_of("paint it", ring), "t")
    assistant.run(brief_of("by the way, look again"), "t")
    product = store.ledger.product(digest_of(ring.read_bytes()))
    assert product is not None
    assert product.refusal == REFUSAL


def test_what_is_unsafe_is_about_the_request_and_does_not_stick(store: Store, ring: Path) -> None:
    unsafe = Plan(category="ring", route="refused", refusal=REFUSAL.model_copy(update={"rule": "unsafe"}))
    assistant, _ = assistant_for(store, unsafe, PAINT)
    assert isinstance(assistant.run(brief_of("x", ring), "t").error, Refused)
    assert names(assistant.run(brief_of("y", ring), "t")) == ["a1"]


def test_a_photo_is_looked_at_when_the_words_leave_its_kind_open(store: Store, ring: Path) -> None:
    assistant, planner = assistant_for(store, Plan(question="What is it?"), PAINT)
    assistant.run(brief_of("make it nice", ring), "t")
    assert planner.briefs[1].images[0].what == "gold ring watch"
    assert assistant.store.ledger.balance() == 96


@pytest.mark.parametrize(("budget", "limit"), [(3, None), (None, 3), (100, 3)])
def test_a_plan_over_its_budget_starts_nothing(budget: int | None, limit: int | None, store: Store, ring: Path) -> None:
    assistant, planner = assistant_for(store, PAINT, budget=budget)
    result = assistant.run(brief_of("paint", ring, max_credits=limit), "t")
    assert isinstance(result.error, BudgetExceeded)
    assert planner.briefs[0].max_credits == 3
    assert store.ledger.calls.statuses("t") == ()


def test_a_person_needs_the_uploaders_word_once(store: Store, ring: Path) -> None:
    assistant, _ = assistant_for(store, PAINT)
    with pytest.raises(BadRequest, match="--consent"):
        assistant.run(brief_of("on her", ring, role="person"), "t")
    assert store.ledger.balance() == 100
    assert assistant.run(brief_of("on her", ring, role="person"), "t", consent=True).error is None
    assert assistant.run(brief_of("again", ring, role="person"), "t").error is None
    assert store.ledger.product(digest_of(ring.read_bytes())) is None


def test_a_described_picture_can_be_planned_but_not_made(store: Store) -> None:
    described = Brief.model_validate({"text": "x", "images": [{"role": "product", "what": "a ring"}]})
    assistant, _ = assistant_for(store, PAINT)
    assert assistant.plan(described) == PAINT
    with pytest.raises(BadRequest, match="give the file"):
        assistant.run(described, "t")


def test_a_plan_leaves_nothing_behind(store: Store, ring: Path) -> None:
    assistant, _ = assistant_for(store, PAINT)
    assert assistant.plan(brief_of("paint", ring), "t") == PAINT
    assert store.ledger.assets("t") == ()
    assert store.ledger.state("t").history == ()
    assert store.ledger.balance() == 100


def test_undo_takes_the_last_picture_out_of_the_talk(store: Store, ring: Path) -> None:
    green = plan_of(("paint", {"product": "a1", "colour": "green"}))
    assistant, _ = assistant_for(store, PAINT, green, plan_of(("undo", {"asset": "a2"})))
    for text in ("paint", "green", "go back"):
        result = assistant.run(brief_of(text, *([ring] if text == "paint" else [])), "t")
    assert names(result) == ["a1"]
    state = store.ledger.state("t")
    assert (state.assets, state.last_tool) == (("a1",), "undo")


def test_a_cancel_ends_after_the_step_under_way(store: Store, ring: Path) -> None:
    from agent.run import Watch

    two = plan_of(("paint", {}), ("paint", {"colour": "green"}), credits=8)
    result = assistant_for(store, two)[0].run(brief_of("x", ring), "t", watch=Watch(cancelled=lambda: True))
    assert names(result) == ["a1"]


def test_a_turn_tells_what_happens_in_order(store: Store, ring: Path) -> None:
    assistant, _ = assistant_for(store, PAINT)
    told = list(assistant.stream(Message(brief_of("paint it", ring), "t")))
    assert [type(event) for event in told] == [Planned, Started, Finished, Replied]
    assert [said.side for said in store.ledger.said.read("t")] == ["person", "parure"]
    assert store.ledger.said.read("t")[1].made == ("a1",)
    assert assistant.pending("t") is None


def test_a_turn_that_was_cut_off_goes_on_and_is_paid_once(store: Store, ring: Path) -> None:
    assistant, planner = assistant_for(store, SHOOT)
    cut_off(assistant, ring)
    assert assistant.pending("t") == Cut()
    told = list(assistant.resume("t"))
    assert isinstance(told[-1], Replied)
    assert names(told[-1].result) == ["a1", "a2"]
    assert (store.ledger.balance(), len(planner.briefs)) == (92, 1)
    assert list(assistant.resume("t")) == []


def test_a_question_waits_and_its_answer_goes_on_with_the_message(store: Store, ring: Path) -> None:
    asked = Plan(category="ring", question="On what?", options=("slate", "marble"), reply="On what?")
    assistant, planner = assistant_for(store, asked, PAINT)
    told = list(assistant.stream(Message(brief_of("make something", ring), "t")))
    assert told[-1] == assistant.pending("t") == Asked("On what?", ("slate", "marble"))
    told = list(assistant.stream(Message(brief_of("slate"), "t")))
    assert isinstance(told[-1], Replied)
    assert planner.briefs[-1].text == "make something\nslate"
    assert [said.text or said.question for said in store.ledger.said.read("t")] == [
        "make something",
        "On what?",
        "slate",
        "Painted red.",
    ]


def test_an_answer_that_opens_the_same_question_is_read_by_itself(store: Store, ring: Path) -> None:
    asked = Plan(category="ring", question="White or dark?", reply="White or dark?")
    assistant, planner = assistant_for(store, asked, asked, PAINT)
    assistant.run(brief_of("white and dark in one", ring), "t")
    assert names(assistant.run(brief_of("white"), "t")) == ["a1"]
    assert planner.briefs[-1].text == "white"


def test_a_new_photo_begins_a_new_turn_instead_of_answering(store: Store, ring: Path) -> None:
    asked = Plan(category="ring", question="On what?", reply="On what?")
    assistant, planner = assistant_for(store, asked, PAINT)
    assistant.run(brief_of("make something", ring), "t")
    assistant.run(brief_of("paint this one", ring), "t")
    assert planner.briefs[-1].text == "paint this one"
    assert assistant.pending("t") is None
