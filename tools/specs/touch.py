"""What a person's hand or word did to a cut-out: strokes, and the touched cut-out they led to."""

from typing import Annotated, Literal

from pydantic import Field

from tools.specs.base import Spec
from tools.specs.words import Aid

MOST_POINTS = 500
"""Points of one stroke: a pointer that moves for ten seconds gives about as many."""

MOST_STROKES = 200
"""Strokes that are kept with one product."""

Hand = Literal["keep", "erase"]
Shape = Literal["brush", "point", "box", "outline"]
Coordinate = Annotated[int, Field(ge=-100_000, le=100_000)]
Point = tuple[Coordinate, Coordinate]


class Stroke(Spec):
    """One stroke, in pixels of the photo: a brush along ``points``, one point, a box between two corners, an outline.

    A brush and an outline take what they cover; a point and a box take the region that they plainly mean.
    """

    hand: Hand
    shape: Shape
    points: tuple[Point, ...] = Field(min_length=1, max_length=MOST_POINTS)
    radius: float = Field(1.0, ge=0.5, le=2_000.0, description="of the brush, or to which an outline is exact; pixels")
    aid: Aid | None = Field(None, description="what was taken away, when a word did it")


class TouchUp(Spec):
    """What was touched up on one product: the strokes in order, the cut-out before them, and the one they led to."""

    strokes: tuple[Stroke, ...] = Field(max_length=MOST_STROKES)
    base_sha256: str
    cutout_sha256: str
