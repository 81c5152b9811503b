"""A plan carried out, step by step, each through the one door."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

from agent.style_words import name_given
from tools.context import Context
from tools.engines.progress import Cancelled, Report
from tools.errors import BudgetExceeded, ParureError, Refused, ToolFailed
from tools.prices import price
from tools.registry import Outcome, Registry
from tools.specs.asset import Asset
from tools.specs.plan import Plan, Step
from tools.specs.sheet import RowOutcome

_OUTPUT = re.compile(r"\$([1-9]\d*)")
_IMAGE = re.compile(r"img[1-9]\d*")
_RENDERING = frozenset({"reference_shoot", "change_background", "edit", "reframe"})
Done = tuple[Step, Outcome]
NOTHING_MORE: Mapping[str, Any] = MappingProxyType({})
"""No further arguments."""


@dataclass(frozen=True)
class Watch:
    """Who looks on: hears how far the work is, what it waits for and what became of a sheet's rows, and may end it."""

    report: Report = field(default=lambda _: None)
    cancelled: Cancelled = field(default=lambda: False)
    tell: Callable[[str], None] = field(default=lambda _: None)
    row: Callable[[RowOutcome], None] = field(default=lambda _: None)


@dataclass(frozen=True)
class RunResult:
    """What a message led to. ``made`` holds (short name, asset); ``error`` is the first thing that went wrong."""

    plan: Plan
    thread: str
    reply: str
    made: tuple[tuple[str, Asset], ...] = ()
    error: ParureError | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Turn:
    """One message's place in the talk: its number, what it may spend, and what its img1, img2, … are called here."""

    number: int
    budget: int | None
    images: Mapping[str, str]


def may_render(step: Step) -> bool:
    """Return whether a step may need the studio: a set, or a change of more than light and colour."""
    wish = step.args.get("scene") or {}
    if step.tool == "change_background" and not (wish.get("surface") or wish.get("light") or wish.get("props")):
        return False  # a colour or an own photo; what needs a set after all wakes the studio itself
    return step.tool in _RENDERING and price(step.tool, step.args) > 0


class Steps(Protocol):
    """Hears when a step begins and what became of it."""

    def begun(self, number: int, step: Step, args: dict[str, Any]) -> None:
        """Step ``number``, from 0, begins with ``args``."""
        ...

    def ended(self, number: int, step: Step, outcome: Outcome) -> None:
        """It has ended."""
        ...


def carry_out(plan: Plan, registry: Registry, context: Context, turn: Turn, told: Steps) -> tuple[Done, ...]:
    """Run the steps in order and return those that were tried, each with its outcome.

    A step that needs a failed one's picture is left out. A refusal, an empty purse or a cancel ends it all.
    """
    outcomes: list[Outcome | None] = []
    left = turn.budget
    for number, step in enumerate(plan.steps):
        args = _filled(step, outcomes, turn.images)
        if args is None:
            outcomes.append(None)
            continue
        told.begun(number, step, args)
        outcome = registry.call(step.tool, args, context, f"{turn.number}.{number}", left)
        told.ended(number, step, outcome)
        outcomes.append(outcome)
        left = None if left is None else left - outcome.credits
        if isinstance(outcome.error, Refused | BudgetExceeded) or context.cancelled():
            break
    return tuple((step, outcome) for step, outcome in zip(plan.steps, outcomes, strict=False) if outcome is not None)


def _filled(step: Step, outcomes: list[Outcome | None], images: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the arguments with names of this thread, or nothing when an earlier step's picture is missing."""
    if step.tool == "estimate":  # it prices steps that have not run: their references stay as they are
        return step.args
    try:
        return _named(step) | {
            name: _style(value, outcomes) if name == "style" else _value(value, outcomes, images)
            for name, value in step.args.items()
        }
    except ToolFailed:
        return None


def _named(step: Step) -> dict[str, Any]:
    """Return the name that a note gives its look; a planner may have left it in there."""
    name = name_given(str(step.args.get("note") or "")) if step.tool == "remember_style" else None
    return {"name": name} if name else {}


def _value(value: Any, outcomes: list[Outcome | None], images: Mapping[str, str]) -> Any:
    if isinstance(value, str) and _IMAGE.fullmatch(value):
        return images.get(value, value)
    if isinstance(value, str) and (match := _OUTPUT.fullmatch(value)):
        return _output(int(match.group(1)), outcomes)[0].id
    if isinstance(value, list | tuple):
        return [filled for item in value for filled in _items(item, outcomes, images)]
    if isinstance(value, dict):
        return {key: _value(item, outcomes, images) for key, item in value.items()}
    return value


def _style(value: Any, outcomes: list[Outcome | None]) -> Any:
    """Return brand/name: in its place ``$1`` stands for the look that the first step recalled."""
    if not (isinstance(value, str) and (match := _OUTPUT.fullmatch(value))):
        return value
    number = int(match.group(1))
    outcome = outcomes[number - 1] if number <= len(outcomes) else None
    if outcome is None or outcome.result is None or "style" not in outcome.result.data:
        raise ToolFailed(f"Step {number} recalled no look.")
    return outcome.result.data["style"]


def _items(item: Any, outcomes: list[Outcome | None], images: Mapping[str, str]) -> list[Any]:
    """In a list, ``$1`` stands for every picture of the first step."""
    if isinstance(item, str) and (match := _OUTPUT.fullmatch(item)):
        return [asset.id for asset in _output(int(match.group(1)), outcomes)]
    return [_value(item, outcomes, images)]


def _output(number: int, outcomes: list[Outcome | None]) -> tuple[Asset, ...]:
    outcome = outcomes[number - 1] if number <= len(outcomes) else None
    if outcome is None or not outcome.assets:
        raise ToolFailed(f"Step {number} made no picture.")
    return outcome.assets
