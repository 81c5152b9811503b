"""How far a product leans in its photo, read off the symmetry of its outline.

Accessories are made symmetric: a watch about its strap, spectacles about the bridge, a bag about its clasp. So the
outline is turned in small steps, and at the right one it falls upon its own mirror image, left to right or top to
bottom. That uses all of the outline at once, and a picture seen from a corner, whose outline has no mirror, gets no
answer instead of a wrong one. What is symmetric at any angle, such as a ring seen from the front, leans nowhere.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from scipy import ndimage as ndi

from tools.engines.image import Bytes8, Mask, to_float

MOST_DEGREES = 12.0
"""A thing that leans farther was laid so, or is seen from where no turning helps."""

LEAST_DEGREES = 0.35
"""What leans less is straight to the eye."""

SEARCHED = 16.0
"""Degrees to either side that are tried, so that one beyond the limit is seen as such."""

ALIKE = 0.88
"""Share that an outline and its mirror image must have in common (intersection over union, soft)."""

TELLING = 0.012
"""By how much the best angle must beat those ``APART`` degrees off; a disc beats them by nothing."""

APART = 5.0
SIDE = 160
"""Pixels of the longer side at which outlines are compared."""


@dataclass(frozen=True)
class Lean:
    """``degrees`` clockwise by which the photo shows it turned; ``sure`` whether the outline tells."""

    degrees: float
    sure: bool

    @property
    def beyond(self) -> bool:
        """Whether it leans farther than is straightened."""
        return self.sure and abs(self.degrees) > MOST_DEGREES

    @property
    def correction(self) -> float:
        """Degrees clockwise to turn the photo by; 0 when nothing is to be straightened."""
        helps = self.sure and LEAST_DEGREES <= abs(self.degrees) <= MOST_DEGREES
        return round(-self.degrees, 2) if helps else 0.0


def lean_of(alpha: Bytes8) -> Lean:
    """Return how far the product of ``alpha`` (H×W, 8 bit) leans."""
    outline = _outline(alpha)
    if outline is None:
        return Lean(0.0, False)
    coarse = np.arange(-SEARCHED, SEARCHED + 0.5, 1.0)
    scores = np.array([_alike(outline, angle) for angle in coarse])
    best = float(coarse[int(scores.argmax())])
    for step in (0.5, 0.1):
        near = best + step * np.arange(-4, 5)
        fine = np.array([_alike(outline, angle) for angle in near])
        best = float(near[int(fine.argmax())])
    score = float(fine.max())
    beside = max(_alike(outline, best - APART), _alike(outline, best + APART))
    return Lean(round(best, 2), bool(score >= ALIKE and score - beside >= TELLING))


def _outline(alpha: Bytes8) -> Mask | None:
    """Return the product, small, its centre of mass in the middle of a square that holds it at any angle."""
    rows, columns = np.nonzero((alpha > 127).any(1))[0], np.nonzero((alpha > 127).any(0))[0]
    if not len(rows):
        return None
    part = alpha[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    factor = SIDE / max(part.shape)
    size = (max(1, round(part.shape[1] * factor)), max(1, round(part.shape[0] * factor)))
    small = to_float(np.asarray(PillowImage.fromarray(np.ascontiguousarray(part)).resize(size)))
    if (small > 0.5).sum() < 60:
        return None
    square = np.zeros((2 * SIDE + 1, 2 * SIDE + 1), np.float32)
    middle = ndi.center_of_mass(small)
    top, left = SIDE - round(middle[0]), SIDE - round(middle[1])
    fits = top >= 0 and left >= 0 and top + small.shape[0] <= 2 * SIDE and left + small.shape[1] <= 2 * SIDE
    if not fits:
        return None
    square[top : top + small.shape[0], left : left + small.shape[1]] = small
    shift = (middle[0] - round(middle[0]), middle[1] - round(middle[1]))
    return np.asarray(ndi.shift(square, (-shift[0], -shift[1]), order=1), np.float32)


def _alike(outline: Mask, lean: float) -> float:
    """Return how much the outline, turned back by ``lean`` degrees, has in common with its better mirror image."""
    turned = np.asarray(PillowImage.fromarray(outline).rotate(lean, PillowImage.Resampling.BILINEAR), np.float32)
    return max(_shared(turned, turned[:, ::-1]), _shared(turned, turned[::-1]))


def _shared(first: Mask, second: NDArray[np.float32]) -> float:
    whole = float(np.maximum(first, second).sum())
    return float(np.minimum(first, second).sum()) / whole if whole else 0.0
