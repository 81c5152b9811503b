"""Which features of two photos are the same, and where the one lies in the other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]
"""N×2: x and y in shares of a picture's long side."""
Marks = NDArray[np.float32]
"""N×128, each of unit length."""

MOST = 400
"""Features of one picture."""
CLEARER = 0.8
"""How much nearer the best partner must be than the second (Lowe 2004)."""
WITHIN = 0.01
"""Shares of the long side by which a point may miss its place."""
FEWEST = 10
"""Features that must agree on one place. Of unrelated photos at most six did, of changed copies at least twenty."""
ROUNDS, SURE = 1000, 0.995
SMALLEST, LARGEST, SKEWEST = 0.1, 10.0, 1.6
"""Bounds of how much smaller, larger and out of ratio a copy may be."""


@dataclass(frozen=True, eq=False)
class Lie:
    """Where a picture lies in another: 2×3 from shares of the first's long side to those of the second's.

    ``agreeing`` is the number of features that say so; ``mirrored`` whether the second was mirrored first.
    """

    affine: NDArray[np.float64]
    agreeing: int
    mirrored: bool = False


def mirrored(marks: Marks) -> Marks:
    """Return SIFT descriptors as they would be in the mirrored picture: rows and turns of their 4×4×8 bins run back."""
    bins = marks.reshape(-1, 4, 4, 8)[:, ::-1]
    return np.ascontiguousarray(bins[..., (-np.arange(8)) % 8].reshape(marks.shape))


def pairs(first: Marks, second: Marks) -> NDArray[np.intp]:
    """Return K×2 indices of features that are each other's best partner, and clearly so."""
    if min(len(first), len(second)) < 2:
        return np.zeros((0, 2), np.intp)
    alike = first @ second.T
    rows, best = np.arange(len(first)), alike.argmax(axis=1)
    nearest = alike[rows, best]
    alike[rows, best] = -1.0
    clear = np.flatnonzero(2.0 - 2.0 * nearest < CLEARER**2 * (2.0 - 2.0 * alike.max(axis=1)))
    alike[rows, best] = nearest
    mutual = clear[alike[:, best[clear]].argmax(axis=0) == clear]
    return np.stack([mutual, best[mutual]], axis=1)


def lie(first: tuple[Points, Marks], second: tuple[Points, Marks]) -> Lie | None:
    """Return where the first picture lies in the second, by an affine map most pairs agree on (RANSAC); or nothing."""
    import cv2

    matched = pairs(first[1], second[1])
    if len(matched) < FEWEST:
        return None
    there, here = first[0][matched[:, 0]], second[0][matched[:, 1]]
    affine, kept = cv2.estimateAffine2D(
        there, here, method=cv2.RANSAC, ransacReprojThreshold=WITHIN, maxIters=ROUNDS, confidence=SURE
    )
    if affine is None or int(kept.sum()) < FEWEST or not _is_copy(affine):
        return None
    return Lie(np.asarray(affine, np.float64), int(kept.sum()))


def _is_copy(affine: NDArray[np.float64]) -> bool:
    """Whether a copy may lie so: not turned inside out, not too small, too large or too far out of ratio."""
    large, small = np.linalg.svd(affine[:, :2], compute_uv=False)
    outside_in = np.linalg.det(affine[:, :2]) <= 0.0
    return not outside_in and bool(small >= SMALLEST and large <= LARGEST and large <= SKEWEST * small)
