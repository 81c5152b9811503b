"""What will be done: the one type both planners give."""

from typing import Any, Literal

from pydantic import Field

from tools.specs.base import Spec
from tools.specs.product import Refusal
from tools.specs.taste import Taste
from tools.specs.words import Category, Route, Rule


class Step(Spec):
    """One call of a tool. ``$1`` in an argument is the first step's output."""

    tool: str
    args: dict[str, Any] = Field(default_factory=dict)


class Declined(Spec):
    """A part of a brief that is not done while the rest is."""

    what: str
    rule: Rule
    reason: str


class Plan(Spec):
    """The answer of ``parure plan``."""

    planner: Literal["offline", "llm"] = "offline"
    route: Route = "unknown"
    category: Category | None = None
    refusal: Refusal | None = None
    question: str | None = None
    options: tuple[str, ...] = Field((), description="answers that most people would give to the question")
    steps: tuple[Step, ...] = ()
    credits: int = Field(0, ge=0)
    budget: int | None = None
    declined: tuple[Declined, ...] = ()
    tuned: Taste | None = Field(None, description="what was done because it had been liked before")
    reply: str = ""
