"""The one door: arguments, policy, budget, the record, the charge."""

import pytest
from fakes import FakeCutter, FakeStudio, encoded, fake_allow, fake_price, kept, paint, photo
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.context import Context, Result
from tools.edit import EditArgs
from tools.errors import BadRequest, BudgetExceeded, Refused, ToolFailed
from tools.estimate import estimate
from tools.prices import price
from tools.registry import LATER, TOOLS, Registry, args_model
from tools.specs.product import Product, Refusal
from tools.store.store import Store
from tools.undo import undo

CONTRACT_TOOLS = {
    "classify", "mask", "reference_shoot", "white_studio", "ghost_mannequin", "detail", "try_on", "edit", "reframe",
    "remove_background", "change_background", "video", "remember_style", "recall_style", "forget_style", "export",
    "check_listing", "batch", "estimate", "undo",
}  # fmt: skip
REFUSAL = Refusal(rule="bespoke", reason="One of a kind.", advice="Have it photographed.")


@pytest.fixture
def registry() -> Registry:
    return Registry(fake_allow, fake_price, (paint, undo))


def test_a_call_runs_and_is_charged(registry: Registry, context: Context) -> None:
    outcome = registry.call("paint", {"colour": "green"}, context, "0.0")
    assert outcome.error is None
    assert outcome.text == "Painted green."
    assert (outcome.credits, context.store.ledger.balance()) == (4, 96)
    assert context.store.ledger.calls.statuses("t") == (("paint", "done"),)


def test_the_same_step_is_done_and_paid_once(registry: Registry, context: Context) -> None:
    first = registry.call("paint", {}, context, "0.0")
    again = registry.call("paint", {"strength": 0.5}, context, "0.0")
    assert again.repeated
    assert (again.assets, again.credits) == (first.assets, 0)
    assert again.result is not None
    assert again.result.data == {"colour": "red"}
    registry.call("paint", {}, context, "1.0")
    assert context.store.ledger.balance() == 92


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ({"colour": "blue"}, ["paint", "colour", "'red'", "'green'", "'blue'"]),
        ({"strength": 2}, ["strength", "less than or equal to 1", "2"]),
        ({"strength": "x" * 500}, ["strength", "number"]),
        ({"sparkle": 1}, ["sparkle", "leave it out"]),
        ({"product": "img9"}, ["img9", "none yet"]),
    ],
)
def test_wrong_arguments_are_said_in_one_sentence(
    args: dict[str, object], words: list[str], registry: Registry, context: Context
) -> None:
    outcome = registry.call("paint", args, context)
    assert isinstance(outcome.error, BadRequest)
    assert all(word in outcome.text for word in words), outcome.text
    assert "\n" not in outcome.text
    assert len(outcome.text) < 300
    assert context.store.ledger.balance() == 100


@settings(max_examples=30, deadline=None)
@given(
    args=st.dictionaries(st.text(max_size=8), st.none() | st.integers() | st.text(max_size=20) | st.lists(st.none()))
)
def test_nothing_that_is_sent_raises(args: dict[str, object], tmp_path_factory: pytest.TempPathFactory) -> None:
    store = Store.open(tmp_path_factory.mktemp("home"))
    outcome = Registry(fake_allow, fake_price, (paint,)).call(
        "paint", args, Context(store, FakeCutter(), FakeStudio(), "t")
    )
    assert (outcome.result is None) != (outcome.error is None)
    store.close()


@pytest.mark.parametrize("tool", sorted(LATER))
def test_what_is_not_built_yet_is_said(tool: str, registry: Registry, context: Context) -> None:
    outcome = registry.call(tool, {"anything": 1}, context)
    assert isinstance(outcome.error, ToolFailed)
    assert "later version" in outcome.text
    assert context.store.ledger.balance() == 100


def test_an_unknown_tool_is_named_with_those_that_exist(registry: Registry, context: Context) -> None:
    outcome = registry.call("rm -rf", {}, context)
    assert isinstance(outcome.error, BadRequest)
    assert "paint, undo" in outcome.text


def test_failures_are_recorded_and_free(registry: Registry, context: Context, caplog: pytest.LogCaptureFixture) -> None:
    assert registry.call("paint", {"strength": 1.0}, context, "0").text == "Too strong."
    fault = registry.call("paint", {"strength": 0.99}, context, "0")
    assert isinstance(fault.error, ToolFailed)
    assert "ZeroDivisionError" in fault.text
    assert "paint stopped" in caplog.text
    assert context.store.ledger.calls.statuses("t") == (("paint", "failed"), ("paint", "failed"))
    assert context.store.ledger.balance() == 100
    assert registry.call("paint", {"strength": 1.0}, context, "0").error is not None, "a failure is tried again"


def test_a_budget_holds_before_the_work(registry: Registry, context: Context) -> None:
    outcome = registry.call("paint", {}, context, "0", budget=3)
    assert isinstance(outcome.error, BudgetExceeded)
    assert "--max-credits" in outcome.text
    context.store.ledger.charge("k", "x", 97)
    outcome = registry.call("paint", {}, context, "0")
    assert isinstance(outcome.error, BudgetExceeded)
    assert "3 are left" in outcome.text
    assert context.store.ledger.assets("t") == ()
    context.store.ledger.set_unlimited(True)
    assert registry.call("paint", {}, context, "0").error is None


def test_policy_is_asked_about_the_photo_behind_a_picture(registry: Registry, context: Context) -> None:
    upload = kept(encoded(photo(), "PNG"), context, "upload", None)
    context.store.ledger.save_product(Product(id=upload.sha256, size_mm=None, refusal=REFUSAL))
    outcome = registry.call("paint", {"product": "img1"}, context)
    assert isinstance(outcome.error, Refused)
    assert outcome.error.rule == "bespoke"
    assert context.store.ledger.balance() == 100


@pytest.mark.parametrize(
    ("changes", "credits"),
    [({"warmth": 0.3}, 0), ({"warmth": 0.3, "zoom": 0}, 0), ({"surface": "slate"}, 1), ({"remove": ["pebbles"]}, 1)],
)
def test_only_what_was_asked_is_priced(changes: dict[str, object], credits: int, context: Context) -> None:
    def edit(args: EditArgs, context: Context) -> Result:
        """Change nothing."""
        return Result("Done.")

    kept(encoded(photo(), "PNG"), context, "upload", None)
    outcome = Registry(fake_allow, price, (edit,)).call("edit", {"asset": "img1", "changes": changes}, context)
    assert (outcome.error, outcome.credits) == (None, credits)


def test_an_estimate_prices_steps_and_makes_nothing(context: Context) -> None:
    steps = [{"tool": "reference_shoot", "args": {"product": "img1", "variants": 2}}, {"tool": "white_studio"}]
    outcome = Registry(fake_allow, price, (estimate,)).call("estimate", {"plan": steps}, context)
    assert outcome.text == "This would cost 9 credits. You have 100."
    assert context.store.ledger.balance() == 100


def test_undo_goes_to_the_parent_and_stops_at_the_first(registry: Registry, context: Context) -> None:
    kept(encoded(photo(), "PNG"), context, "upload", None)
    first = registry.call("paint", {"product": "img1"}, context).assets[0]
    second = registry.call("paint", {"product": "a1", "colour": "green"}, context).assets[0]
    assert second.parent == first.id
    back = registry.call("undo", {"asset": "a2"}, context)
    assert back.assets == (first,)
    assert isinstance(registry.call("undo", {"asset": "a1"}, context).error, BadRequest)


def test_schemas_come_from_the_functions(registry: Registry) -> None:
    schema = registry.schemas()[0]
    assert schema["name"] == "paint"
    assert schema["description"] == "Paint a square; a fake of a tool that makes a picture."
    assert schema["parameters"]["properties"]["colour"]["enum"] == ["red", "green"]


OF_MEMORY = {"correct_style", "merge_styles", "rate", "forget_taste"}
"""Beyond the contract: what is said about a brand's memory."""


OF_HISTORY = {"redo", "compare", "rerun"}
"""And what is said about the pictures of a talk."""


def test_every_tool_of_the_contract_is_built_or_comes_later() -> None:
    built = {tool.__name__ for tool in TOOLS}
    assert built | set(LATER) == CONTRACT_TOOLS | OF_MEMORY | OF_HISTORY
    assert not built & set(LATER)
    for tool in TOOLS:
        assert args_model(tool).model_config["frozen"]
        assert (tool.__doc__ or "").strip(), tool.__name__
