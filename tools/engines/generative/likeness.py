"""How far a painted product is from its photo: in its colours, and in what is on it, a pattern or a logo."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tools.engines.color import Colours, delta_e, srgb_to_lab
from tools.engines.image import Bytes8, to_float
from tools.engines.recognition.search import find
from tools.engines.recognition.traits import traits_of

COLOURS, AROUND = 6, 24
"""Main colours of the product, and of a picture that shows it among other things."""
FEWEST = 25
"""Features under which a product has no pattern to speak of."""
SIDE = 160


@dataclass(frozen=True)
class Likeness:
    """``colour``: mean ΔE2000 from each colour of the product to the nearest in the picture, weighed by its share.

    ``pattern``: share of the photo's features that agree on one place in the picture; nothing where it has too few.
    """

    colour: float
    pattern: float | None


def likeness(photo: Bytes8, alpha: Bytes8, painted: Bytes8) -> Likeness:
    """Compare the product of ``photo`` (H×W×3, its ``alpha`` H×W) with a ``painted`` picture (h×w×3) that shows it."""
    known = traits_of(photo, alpha)
    lie = find(known, traits_of(painted))
    pattern = None if len(known.points) < FEWEST else (lie.agreeing / len(known.points) if lie else 0.0)
    return Likeness(_colour(photo, alpha, painted), pattern)


def _colour(photo: Bytes8, alpha: Bytes8, painted: Bytes8) -> float:
    step = max(1, max(photo.shape[:2]) // SIDE)
    inside = photo[::step, ::step][alpha[::step, ::step] > 250]
    if not len(inside):
        return 0.0
    centres, shares = _main_colours(inside)
    step = max(1, max(painted.shape[:2]) // SIDE)
    there, _ = _main_colours(painted[::step, ::step].reshape(-1, 3), AROUND)
    first, second = srgb_to_lab(centres), srgb_to_lab(there)
    apart = delta_e(np.repeat(first[:, None], len(second), 1), np.repeat(second[None], len(first), 0)).min(1)
    return float((apart * shares).sum())


def _main_colours(pixels: Bytes8, count: int = COLOURS) -> tuple[Colours, Colours]:
    """Return (the main colours K×3 sRGB, their shares K)."""
    import cv2

    cv2.setRNGSeed(0)
    points = to_float(pixels).reshape(-1, 3)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.002)
    empty: Any = None
    _, labels, centres = cv2.kmeans(points, min(count, len(points)), empty, criteria, 2, cv2.KMEANS_PP_CENTERS)
    shares = np.bincount(labels.ravel(), minlength=len(centres)) / len(points)
    return centres.astype(np.float32), shares.astype(np.float32)
