"""Which cast shadow of the silhouette the darkness on a backdrop looks like: matched, not measured.

A standing thing throws its outline over the ground, sheared: a point at height h falls ``across`` · h to the side and
``down`` · h down the picture. A lying thing, or one before a wall, throws it merely moved. Either way the light comes,
in the picture, from the shadow of a point to the point itself, however the camera looks down.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ACROSS = (0.0, 0.3, 0.6, 1.0, 1.6, 2.4)
DOWN = (-0.7, -0.4, -0.2, -0.06, 0.06, 0.2, 0.4, 0.7)
"""Shears that are tried; to the left as to the right."""

MOVES = (0.04, 0.09, 0.17, 0.30)
"""Offsets that are tried, in shares of the longer side, in 16 directions."""

SIDE = 96
"""Pixels of the reduced darkness' longer side."""

SHARP = 14.0
"""How much the best matches outweigh the others in their mean."""

SIGNS = 14


def cast_signs(dark: Floats, readable: NDArray[np.bool_], alpha: Floats, extent: float) -> Floats:
    """Return 14 numbers: of the sheared and of the moved outline, the mean direction (x, y) of light and its score.

    ``dark`` H×W is how much darker than it would be the backdrop is, where ``readable``. All 0 without a shadow.
    """
    import cv2

    factor = min(1.0, SIDE / max(alpha.shape))
    size = (max(8, round(alpha.shape[1] * factor)), max(8, round(alpha.shape[0] * factor)))
    seen = np.clip(dark, -0.1, 0.5) * readable
    shade, mask, there = (cv2.resize(each.astype(np.float32), size, interpolation=cv2.INTER_AREA)
                          for each in (seen, alpha, readable))  # fmt: skip
    if float((shade > 0.03).mean()) < 0.002:
        return np.zeros(SIGNS)
    extent *= factor
    window = cv2.dilate((mask > 0.3).astype(np.uint8), np.ones((3, 3), np.uint8), iterations=int(0.5 * extent))
    region = (there > 0.6) & (window > 0)
    if region.sum() < 60:
        return np.zeros(SIGNS)
    sheared = _matches(shade, region, [(_sheared(mask, a, d), a, d) for a in _both(ACROSS) for d in DOWN])
    around = np.radians(np.arange(0, 360, 22.5))
    moves = [(m * np.cos(t), -m * np.sin(t)) for m in MOVES for t in around]
    moved = _matches(shade, region, [(_moved(mask, a * extent, d * extent), a, d) for a, d in moves])
    return np.concatenate([_told(sheared, True), _told(moved, False)])


def _both(values: tuple[float, ...]) -> tuple[float, ...]:
    return (*(-value for value in reversed(values[1:])), *values)


def _sheared(mask: NDArray[np.float32], across: float, down: float) -> NDArray[np.float32]:
    import cv2

    foot = float(np.flatnonzero((mask > 0.5).any(1))[-1]) if (mask > 0.5).any() else mask.shape[0] - 1.0
    # (x, y) goes to (x + across (foot - y), foot + down (foot - y))
    turn = np.array([[1, -across, across * foot], [0, -down, foot + down * foot]], np.float32)
    return np.asarray(cv2.warpAffine(mask, turn, (mask.shape[1], mask.shape[0]), flags=cv2.INTER_LINEAR))


def _moved(mask: NDArray[np.float32], across: float, down: float) -> NDArray[np.float32]:
    import cv2

    turn = np.array([[1, 0, across], [0, 1, down]], np.float32)
    return np.asarray(cv2.warpAffine(mask, turn, (mask.shape[1], mask.shape[0]), flags=cv2.INTER_LINEAR))


def _matches(
    shade: NDArray[np.float32], region: NDArray[np.bool_], tries: Sequence[tuple[NDArray[np.float32], float, float]]
) -> Floats:
    """Return rows of (correlation with the darkness over ``region``, across, down)."""
    import cv2

    known = cv2.GaussianBlur(shade, (0, 0), 1.0)[region]
    known = known - known.mean()
    norm = float(np.linalg.norm(known)) + 1e-6
    rows = []
    for mask, across, down in tries:
        guess = cv2.GaussianBlur(mask, (0, 0), 1.6)[region]
        guess = guess - guess.mean()
        size = float(np.linalg.norm(guess))
        rows.append((float(known @ guess) / (norm * size) if size > 0.3 else 0.0, across, down))
    return np.array(rows)


def _told(matches: Floats, standing: bool) -> Floats:
    """Return (x, y of the light in the picture, mean shear or offset, best score, sharpness, score at mirror image)."""
    score, across, down = matches.T
    weight = np.exp(SHARP * (score - score.max()))
    weight /= weight.sum()
    height = np.ones_like(across) if standing else 0 * across
    way = np.stack([-across, height + down], -1)
    way /= np.linalg.norm(way, axis=-1, keepdims=True) + 1e-6
    best = max(0.0, float(score.max()))
    x, y = (weight @ way) * min(1.0, 2 * best)
    left, right = (float(np.max(score[across * side > 1e-3])) for side in (-1, 1))
    mean_across, mean_down = float(weight @ across), float(weight @ down)
    return np.array([x, y, mean_across * best, mean_down * best, best, float(np.hypot(*(weight @ way))), left - right])
