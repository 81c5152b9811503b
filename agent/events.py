"""What a turn of the talk tells while it runs: plain data that page, command line and HTTP door all show."""

from dataclasses import dataclass
from typing import Any

from agent.run import RunResult
from tools.engines.progress import Progress
from tools.specs.asset import Asset
from tools.specs.board import Board
from tools.specs.brief import Brief
from tools.specs.finding import Finding
from tools.specs.plan import Plan
from tools.specs.sheet import SkuLine

Made = tuple[tuple[str, Asset], ...]
"""Pictures with their short names in the thread, oldest first."""


@dataclass(frozen=True)
class Message:
    """What a person sends: ``yes`` agrees to the price beforehand, ``consent`` is the word for a person's photo."""

    brief: Brief
    thread: str
    yes: bool = False
    consent: bool = False


@dataclass(frozen=True)
class Planned:
    """The plan of the turn, before anything is made."""

    plan: Plan


@dataclass(frozen=True)
class Started:
    """Step ``number`` (from 0) begins."""

    number: int
    tool: str
    args: dict[str, Any]


@dataclass(frozen=True)
class Working:
    """How far step ``number`` is."""

    number: int
    progress: Progress


@dataclass(frozen=True)
class Finished:
    """Step ``number`` ended with ``text`` for the person; ``failed``: it came to nothing.

    ``board`` is what it read, ``table`` what became of a sheet.
    """

    number: int
    tool: str
    text: str
    made: Made = ()
    credits: int = 0
    failed: bool = False
    board: Board | None = None
    table: tuple[SkuLine, ...] = ()


@dataclass(frozen=True)
class Reviewed:
    """What the measured look at the new pictures found; nothing when all is well."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Asked:
    """The turn waits for an answer; ``options`` are what most people would say."""

    question: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cut:
    """The turn was cut off, by a kill or a power failure, and can go on where it was."""


@dataclass(frozen=True)
class Replied:
    """The turn is over."""

    result: RunResult


Event = Planned | Started | Working | Finished | Reviewed | Asked | Replied
