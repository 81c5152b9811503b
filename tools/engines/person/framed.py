"""Where a person who was cut out goes in another frame: sides that their photo cut off stay at the frame's own edge."""

import numpy as np

from tools.engines.image import Bytes8
from tools.specs.steps import Placement

ROOM = 0.05
"""Of the frame's shorter side, left round a person where nothing is cut off."""
AT_EDGE = 0.02
"""Share of a side of the photo that a person must cover to be cut off there."""
LARGEST = 1.25


def place_person(alpha: Bytes8, size: tuple[int, int]) -> Placement:
    """Return where the photo of ``alpha`` (H×W) goes in a frame of ``size`` (width, height).

    Raises ``ValueError`` when there is nobody.
    """
    there = alpha > 127
    rows, columns = np.flatnonzero(there.any(1)), np.flatnonzero(there.any(0))
    if not len(rows):
        raise ValueError("nobody is there")
    (width, height), room = size, ROOM * min(size)
    left, right = _cut(there[:, :2]), _cut(there[:, -2:])
    top, bottom = _cut(there[:2].T), _cut(there[-2:].T)
    x0, x1, y0, y1 = int(columns[0]), int(columns[-1]) + 1, int(rows[0]), int(rows[-1]) + 1
    wide = width - room * ((not left) + (not right))
    high = height - room * ((not top) + (not bottom))
    fits, covers = min(wide / (x1 - x0), high / (y1 - y0)), max(wide / (x1 - x0), high / (y1 - y0))
    scale = round(min(LARGEST, covers if (left and right) or (top and bottom) else fits), 6)
    return Placement(
        scale=scale,
        x=_along(x0 * scale, x1 * scale, width, (left, right)),
        y=_along(y0 * scale, y1 * scale, height, (top, bottom)),
    )


def _cut(edge: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> bool:
    return bool(edge.any(1).mean() > AT_EDGE)


def _along(first: float, last: float, length: int, cut: tuple[bool, bool]) -> int:
    """Return the offset along one axis: to the side that is cut off, else in the middle."""
    if cut[1] and not cut[0]:
        return int(np.ceil(length - last))
    if cut[0] and not cut[1]:
        return int(np.floor(-first))
    return round((length - first - last) / 2)
