"""What the nodes of a turn are handed, and the small state that is checkpointed between them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypedDict

from agent.run import Watch
from tools.context import Context
from tools.registry import Registry
from tools.specs.brief import Brief
from tools.specs.plan import Plan
from tools.store.store import Store

LOOKING = "looking"
"""The thread of pictures that were looked at and not worked on."""


class Planner(Protocol):
    """Turns a brief into a plan, policy included."""

    def plan(self, brief: Brief) -> Plan:
        """Return what would be done; never raises for what a person may write."""
        ...


@dataclass(frozen=True)
class Desk:
    """The parts that one turn works with; nothing of it is checkpointed.

    ``budget`` is the most that one message may spend when the message itself names no limit; ``engines`` are the
    generative ones that are set up.
    """

    store: Store
    registry: Registry
    planner: Planner
    context: Callable[[str, Watch], Context]
    budget: int | None
    watch: Watch
    engines: tuple[str, ...] = ()


class State(TypedDict, total=False):
    """Plain JSON: specs as their dumps, pictures by name and id, never pixels.

    ``turn`` numbers the thread's messages. ``asked`` is the question that was put last and ``answer`` what came back;
    ``carried`` are the steps that were tried.
    """

    thread: str
    turn: int
    brief: dict[str, Any]
    yes: bool
    consent: bool
    uploads: list[dict[str, Any]]
    plan: dict[str, Any]
    asked: str | None
    answer: str
    carried: list[dict[str, Any]]
    stopped: dict[str, Any] | None
    findings: list[dict[str, Any]]
