"""What is known of a photographed product."""

from typing import Literal

from pydantic import Field

from tools.specs.base import Spec
from tools.specs.words import Category, Hardness, Piece, Rule, View

Looks = Literal["hard", "soft", "unsure"]
"""What a picture shows as far as it is sure."""


class Refusal(Spec):
    """Why nothing will be made, and the real way to get it."""

    rule: Rule
    reason: str
    advice: str


class Classification(Spec):
    """What a picture shows, as far as it is sure. ``question`` is set when it is not."""

    category: Category | None = None
    hardness: Hardness | None = None
    view: View | None = None
    worn: bool = False
    confidence: float = Field(0.0, ge=0.0, le=1.0)
    question: str | None = None


class Product(Spec):
    """An uploaded photo of a product. ``id`` is the SHA-256 of the uploaded file's bytes: a receipt's source."""

    id: str
    category: Category | None = None
    hardness: Hardness = "hard"
    looks: Looks | None = Field(None, description="what its pixels alone say, whatever it is called; none: not looked")
    view: View | None = None
    worn: bool = False
    cutout_sha256: str | None = None
    cutter: int = Field(0, ge=0, description="version of the cutter that made it; 0 for those that noted none")
    confidence: float | None = Field(None, ge=0.0, le=1.0, description="how sure the cut-out is, once it is made")
    unsure: tuple[tuple[int, int, int, int], ...] = Field((), description="boxes (x, y, w, h) worth a second look")
    pieces: int | None = Field(None, ge=0, description="things in the photo, a pair being one; unknown until looked at")
    piece: Piece | None = Field(None, description="which of several the person chose")
    whole_sha256: str | None = Field(None, description="the cut-out of all of them, where one was chosen")
    size_mm: float | None = Field(None, gt=0)
    price: str | None = None
    brand: str | None = None
    refusal: Refusal | None = Field(None, description="sticks, across threads and rewordings")
    known_as: str | None = Field(None, description="the refused product that this photo was found to show again")
    unlike: tuple[str, ...] = Field((), description="refused products that a person said this is not")
