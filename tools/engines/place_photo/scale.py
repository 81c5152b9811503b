"""How large a thing would be in a photo of a place, and how large it is shown.

With the camera level, a millimetre at the row y is (y - eye) / (height of the camera) pixels long, whatever the lens. A
person holds a camera at the height of the chest; so a ring on a beach would be a few pixels wide, and is shown larger:
as if the camera had come down to it, which throws the place out of focus.
"""

import math
from dataclasses import dataclass

CAMERA_MM = 1450.0
"""Height of a camera that a person holds in front of the face or the chest."""

WIDEST, TALLEST = 0.46, 0.42
"""Share of the frame's width and height that a product in a place takes."""

CLOSER = 1.7
"""How much of a photo is cut away at most to come closer."""

EYE_ROW = 0.20
"""Row in frame heights above which coming closer never takes the horizon: without it the place is gone."""

FAR, FARTHER = 0.003, 0.0034
"""Radius of the blur at the horizon in longer sides of the frame, and what each doubling over true size adds."""

LEAST = 0.0007
"""What each doubling over ``HONEST`` adds to the blur of all, in longer sides of the frame."""

UNSURE = 0.0005
"""The same where a photo of unknown scale is not one plain ground: a place that is out of focus has no scale."""

HONEST = 6.0
"""How many times its true size a thing may be shown before it is said."""

Size = tuple[int, int]


@dataclass(frozen=True)
class Shown:
    """``zoom`` of the photo, ``over`` how many times its size in that place the product is shown, blurs in pixels."""

    zoom: float
    over: float
    far: float
    least: float


def product_scale(box: Size, frame: Size, largest: float) -> float:
    """Return the resize of a product whose ``box`` is (width, height) pixels of its photo, in a place of ``frame``."""
    return min(WIDEST * frame[0] / box[0], TALLEST * frame[1] / box[1], largest)


def shown(
    pixels: float,
    longest_mm: float,
    frame: Size,
    rows: tuple[float, float] | None,
    most: float = CLOSER,
    even: bool = False,
) -> Shown:
    """Return how a product whose longer side is ``pixels`` in the frame is shown, being ``longest_mm`` in life.

    ``rows`` are the eye level and the foot in frame heights, or nothing where the photo does not tell its scale;
    ``most`` is how far the photo may be enlarged. ``even``: one plain ground, which may as well be near.
    """
    longer = max(frame)
    if rows is None:
        doublings = max(0.0, math.log2(400.0 / longest_mm))
        share, least = (0.6, 0.0) if even else (1.2, UNSURE)
        return Shown(1.0, 1.0, (FAR + share * FARTHER * doublings) * longer, least * doublings * longer)
    drop = max(rows[1] - rows[0], 0.05)
    over = pixels / (longest_mm * drop * frame[1] / CAMERA_MM)
    zoom = max(1.0, min(over, most, CLOSER, (rows[1] - EYE_ROW) / drop))
    over = max(1.0, over / zoom)
    least = LEAST * max(0.0, math.log2(over / HONEST)) * longer
    return Shown(zoom, over, (FAR + FARTHER * math.log2(over)) * longer, least)
