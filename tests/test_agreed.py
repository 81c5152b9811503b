"""Yes, no and another number, said after a price; bare figures; and what is declined by name."""

import pytest
from briefed import RING, planned

from agent.policy import judge
from tools.specs.brief import Brief, ThreadState

PRICED = {"category": "ring", "history": ["how much would 4 pictures on velvet be?"]}


@pytest.mark.parametrize("yes", ["ok do it", "yes please", "ja, mach sie"])
def test_a_go_ahead_makes_what_was_priced(yes: str) -> None:
    plan = planned(yes, thread=PRICED)
    assert (plan.steps[0].tool, plan.steps[0].args["variants"], plan.credits) == ("reference_shoot", 4, 16)
    assert plan.steps[0].args["scene"]["surface"] == "velvet"


def test_a_limit_that_comes_with_the_go_ahead_holds() -> None:
    assert "16 credits" in str(planned("ok do it but no more than 8 credits", thread=PRICED).question)


@pytest.mark.parametrize("no", ["no thanks", "nein, lass es", "not now"])
def test_a_no_makes_nothing(no: str) -> None:
    plan = planned(no, thread=PRICED)
    assert (plan.steps, plan.credits, plan.question) == ((), 0, None)
    assert "nothing is charged" in plan.reply


def test_a_yes_to_nothing_priced_is_no_go_ahead() -> None:
    assert planned("ok, on slate", thread=PRICED).steps[0].args["scene"]["surface"] == "slate"


def test_an_answer_may_bring_another_number() -> None:
    plan = planned("on linen, 3 versions, max 8 credits\nyes but only 2")
    assert (plan.steps[0].args["variants"], plan.question) == (2, None)


def verdict(text: str, *history: str) -> tuple[str | None, str | None]:
    found = judge(Brief(text=text, thread=ThreadState(category="watch", history=history, assets=("a1",))))
    return found.refusal.rule if found.refusal else None, found.ask_price


@pytest.mark.parametrize("text", ["actually it's 12k", "sorry, 12.000", "12k"])
def test_a_bare_figure_behind_a_price_asks_for_the_price(text: str) -> None:
    rule, asked = verdict(text, "steel watch on slate", "it costs 9000 eur")
    assert rule == "ultra_luxury" or asked is not None


@pytest.mark.parametrize("text", ["14k gold", "make it 4:5", "the second", "1024", "12 more"])
def test_other_figures_do_not(text: str) -> None:
    assert verdict(text, "steel watch on slate", "it costs 900 eur") == (None, None)


def test_all_that_is_asked_of_the_product_is_named() -> None:
    plan = planned("remove the scratch, on marble, and make the diamond bigger", RING)
    assert "remove the scratch" in plan.declined[0].what
    assert "make the diamond bigger" in plan.declined[0].what
    assert "marble" not in plan.declined[0].what


def test_it_is_named_as_it_was_written() -> None:
    assert planned("zeig die Rückseite und mach ein Bild auf Leinen").declined[0].what == "zeig die Rückseite"


def test_golden_hour_and_a_main_picture_are_asked_about() -> None:
    plan = planned("golden hour and Amazon main image", [{"role": "product", "what": "steel watch"}])
    assert plan.question is not None
    assert "white only" in plan.options
