"""One side of a turn of the talk, as it is shown again after a reload."""

from typing import Literal

from pydantic import Field

from tools.specs.base import Spec
from tools.specs.board import Board
from tools.specs.finding import Finding
from tools.specs.sheet import SkuLine


class StepSaid(Spec):
    """One step of a turn: ``text`` is its sentence, ``made`` its pictures' short names.

    ``board`` is what it read, ``table`` what became of a sheet.
    """

    tool: str
    text: str = ""
    made: tuple[str, ...] = ()
    failed: bool = False
    board: Board | None = None
    table: tuple[SkuLine, ...] = ()


class Said(Spec):
    """What the person or Parure said in turn ``turn`` of a thread."""

    turn: int = Field(ge=0)
    side: Literal["person", "parure"]
    text: str = ""
    images: tuple[str, ...] = Field((), description="short names of the pictures that came with it")
    made: tuple[str, ...] = Field((), description="short names of the pictures that were made")
    steps: tuple[StepSaid, ...] = ()
    findings: tuple[Finding, ...] = ()
    credits: int = 0
    question: str | None = None
    options: tuple[str, ...] = ()
    failed: bool = False
