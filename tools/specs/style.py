"""A look that a brand had remembered."""

import hashlib
import re
import unicodedata

from pydantic import Field

from tools.specs.base import Spec
from tools.specs.board import Board
from tools.specs.numbers import Numbers
from tools.specs.scene import SceneWish

HOUSE = "house"
"""The brand of whoever names none: this machine's own; on a page that is shared each owner has one of his own."""

LAST = "last time"
"""The name of the look that a brand used last; no remembered look is called so."""

_HOUSE = re.compile(rf"{HOUSE}( [0-9a-f]{{12}})?")

NAME_LENGTH = 60


class Tone(Spec):
    """How warm, bright and deep in shadow a set's light is, in the numbers of ``Scene``.

    ``whole``: they are a picture's own and stand for the set's; else warmth and shadow are added to it.
    """

    warmth: float = Field(0.0, ge=-1.0, le=1.0)
    brightness: float = Field(0.9, ge=0.02, le=1.5)
    shadow: float = Field(0.0, ge=-1.0, le=1.0)
    whole: bool = False


class Style(Spec):
    """A remembered look. ``brand`` and ``name`` are as the person wrote them; ``ref`` is what other tools take."""

    brand: str = Field(max_length=NAME_LENGTH)
    name: str = Field(max_length=NAME_LENGTH)
    note: str = Field("", max_length=400)
    wish: SceneWish = Field(default_factory=SceneWish, description="the set of its pictures, as a brief would say it")
    tone: Tone | None = Field(None, description="the light of its pictures, when it has some")
    board: Board | None = Field(None, description="what its pictures say, read as a moodboard")
    numbers: Numbers = Field(default_factory=Numbers, description="light and colour by which it was corrected")
    pictures: tuple[str, ...] = Field((), max_length=24, description="ids of the pictures that show it")

    @property
    def ref(self) -> str:
        """``brand/name``."""
        return f"{self.brand}/{self.name}"


class StyleHit(Spec):
    """A style that was found, and how well it fits: 1 is what was asked for by name."""

    style: Style
    score: float


def told(words: str) -> str:
    """Return ``words`` as a brand or a name is kept: one line, no slash, at most 60 characters."""
    line = " ".join(unicodedata.normalize("NFKC", words).replace("/", " ").split())
    return line[:NAME_LENGTH].strip()


def same(words: str) -> str:
    """Return what two spellings of one brand or name have in common."""
    return told(words).casefold()


def own_brand(words: str, owner: str) -> str:
    """Return the brand as it is kept for ``owner``, who is nobody at the machine itself.

    Whoever names none has a house of his own, and no words lead into another owner's.
    """
    brand = told(words)
    if owner and (not brand or _HOUSE.fullmatch(same(brand))):
        return f"{HOUSE} {hashlib.sha256(owner.encode()).hexdigest()[:12]}"
    return brand or HOUSE


def spoken_brand(brand: str) -> str:
    """Return a brand as it is said to a person: nobody's house has a name."""
    return "you" if _HOUSE.fullmatch(same(brand)) else brand
