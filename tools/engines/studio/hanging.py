"""What an outline may be hung by: the opening under a handle, and the gap between the ends of a necklace."""

import numpy as np
from scipy import ndimage as ndi

from tools.engines.base_line import Solid

LARGE = 0.012
"""Share of the filled outline that an opening must have for a hook to go through."""

UPPER = 0.5
"""An opening to hang by begins in this upper share of the outline."""

FIRST = 0.05
"""Share of the height, from the top, in which the ends of a necklace are looked for."""


def opening_of(solid: Solid) -> tuple[float, float] | None:
    """Return (x, y) in pixels of the top of the opening that the product is hung by, or nothing.

    It is the largest hole of the outline that begins near its top: a handle's, a strap's, a buckle's.
    """
    small = solid
    rows = np.where(small.any(1))[0]
    if not rows.size:
        return None
    filled = ndi.binary_fill_holes(small)
    labels, count = ndi.label(filled & ~small)
    best, size = None, LARGE * float(filled.sum())
    for number in range(1, count + 1):
        ys, xs = np.nonzero(labels == number)
        if ys.size > size and ys[0] < rows[0] + UPPER * np.ptp(rows):
            top = xs[ys == ys[0]]
            best, size = (float(top.mean()) + 0.5, float(ys[0])), float(ys.size)
    return best


def neck_of(solid: Solid) -> float:
    """Return half the outer width in pixels of the two ends of a necklace that is open at the top, or 0."""
    rows = np.where(solid.any(1))[0]
    if not rows.size:
        return 0.0
    band = solid[rows[0] : rows[0] + max(2, round(FIRST * np.ptp(rows)))].any(0)
    columns = np.where(band)[0]
    gaps = np.diff(columns)
    wide = float(np.ptp(columns) + 1)
    return wide / 2 if gaps.size and gaps.max() > 0.4 * wide else 0.0
