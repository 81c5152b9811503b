"""A scale bar in a corner of a try-on: so many millimetres of the body where the product is worn."""

import numpy as np

from tools.engines.image import Bytes8

LENGTHS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0)
SHARE = 0.28
"""Share of the frame's width that a bar fills at most."""
Box = tuple[int, int, int, int]


def bar_length(px_per_mm: float, width: int) -> float:
    """Return the longest of ``LENGTHS`` (mm) that fits in a frame ``width`` pixels wide."""
    fitting = [length for length in LENGTHS if length * px_per_mm <= SHARE * width]
    return fitting[-1] if fitting else LENGTHS[0]


def bar_box(bar_mm: float, px_per_mm: float, size: tuple[int, int]) -> Box:
    """Return (x, y, width, height) of the corner of a frame (width, height) that a bar and its words fill."""
    unit = _unit(size)
    high = 5 * unit
    wide = max(round(bar_mm * px_per_mm), 11 * unit) + 2 * unit
    return unit, max(0, size[1] - unit - high), min(wide, size[0] - unit), min(high, size[1])


def with_bar(picture: Bytes8, bar_mm: float, px_per_mm: float) -> Bytes8:
    """Return ``picture`` (H×W×3) with a bar of ``bar_mm`` and its length in words, dark on a light ground."""
    import cv2

    height, width = picture.shape[:2]
    unit = _unit((width, height))
    x, y, wide, high = bar_box(bar_mm, px_per_mm, (width, height))
    made = picture.copy()
    cv2.rectangle(made, (x, y), (x + wide - 1, y + high - 1), (245, 245, 245), -1)
    left, base, long = x + unit, y + high - unit, round(bar_mm * px_per_mm)
    thick = max(1, unit // 5)
    cv2.rectangle(made, (left, base - thick), (min(left + long, x + wide) - 1, base), (20, 20, 20), -1)
    words = f"{bar_mm:g} mm"
    cv2.putText(made, words, (left, base - unit), cv2.FONT_HERSHEY_SIMPLEX, unit / 11, (20, 20, 20), thick, cv2.LINE_AA)
    return np.asarray(made, np.uint8)


def _unit(size: tuple[int, int]) -> int:
    return max(5, min(size) // 75)
