"""What a person said, with all that is known around it; material, never an instruction to the program."""

from typing import Any

from pydantic import Field

from tools.specs.base import Spec
from tools.specs.taste import Taste
from tools.specs.words import Role


class BriefImage(Spec):
    """One attached picture: ``what`` is what a reader saw in it; ``path`` is where it lies, if it is a file."""

    role: Role = "unknown"
    what: str = ""
    path: str | None = None
    hidden: bool = Field(False, description="no small copy of it goes to a language model")


class ThreadState(Spec):
    """What the talk remembers, the form of ``--state FILE``."""

    category: str | None = None
    last_tool: str | None = None
    last_scene: dict[str, Any] | None = None
    last_changes: dict[str, Any] | None = None
    last_board: dict[str, Any] | None = Field(None, description="how its last picture from a moodboard was asked for")
    history: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()
    price: str | None = None
    brand: str | None = None


class Brief(Spec):
    """One message with its pictures (``img1``, ``img2``, … in order) and the thread it belongs to."""

    text: str = Field("", max_length=20_000)
    images: tuple[BriefImage, ...] = ()
    thread: ThreadState | None = None
    price: str | None = None
    brand: str | None = None
    max_credits: int | None = Field(None, ge=0)
    taste: Taste | None = Field(None, description="what its brand liked, for where the brief is silent")
    engines: tuple[str, ...] = Field((), description="generative engines that are set up")
    over_budget: bool = Field(False, description="the person agreed, when asked, to spend more than was allowed")
