"""The raw answers of a single-shot detector turned into boxes: anchors, decoding, suppression of doubles."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.image import Image

Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class Window:
    """A square of the photo: its top-left corner and side in pixels; it may reach beyond the photo."""

    x: float
    y: float
    side: float


@dataclass(frozen=True)
class Found:
    """A detection: centre, width and height in pixels of the photo, key points k×2, and its score of 0..1."""

    x: float
    y: float
    width: float
    height: float
    points: Numbers
    score: float


def anchors(side: int, grids: tuple[tuple[int, int], ...]) -> Numbers:
    """Return n×2 centres (0..1) of a detector of ``side`` px; ``grids`` are (stride, anchors a cell)."""
    rows = []
    for stride, each in grids:
        cells = side // stride
        middle = (np.arange(cells) + 0.5) / cells
        x, y = np.meshgrid(middle, middle)
        rows.append(np.repeat(np.stack([x, y], -1).reshape(-1, 2), each, axis=0))
    centres: Numbers = np.concatenate(rows).astype(np.float32)
    return centres


def cut_window(photo: Image, window: Window, side: int) -> Image:
    """Return the window of ``photo`` (H×W×3) as side×side×3; what lies beyond the photo is black."""
    import cv2

    scale = side / window.side
    matrix = np.array([[scale, 0, -window.x * scale], [0, scale, -window.y * scale]], np.float32)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    source = photo
    if scale < 0.5:  # warpAffine does not average: shrink first
        source = cv2.resize(photo, None, fx=scale * 1.5, fy=scale * 1.5, interpolation=how)
        matrix[:, :2] /= scale * 1.5
    made: Image = cv2.warpAffine(source, matrix, (side, side), flags=cv2.INTER_LINEAR)
    return made


def decode(raw: Numbers, scores: Numbers, centres: Numbers, side: int, window: Window, least: float) -> list[Found]:
    """Return the detections of at least ``least`` (raw n×k, scores n before the sigmoid), doubles left out."""
    sure = 1.0 / (1.0 + np.exp(-np.clip(scores, -60.0, 60.0)))
    found: list[Found] = []
    for at in np.argsort(-sure, kind="stable"):
        if sure[at] < least or len(found) == 8:
            break
        values = raw[at] / side
        x, y = centres[at] + values[:2]
        points = (values[4:].reshape(-1, 2) + centres[at]) * window.side + np.array([window.x, window.y])
        place = (window.x + x * window.side, window.y + y * window.side)
        one = Found(*place, values[2] * window.side, values[3] * window.side, points, float(sure[at]))
        if all(_overlap(one, other) < 0.3 for other in found):
            found.append(one)
    return found


def _overlap(one: Found, other: Found) -> float:
    """Return the shared area over the joint area of two boxes."""
    wide = min(one.x + one.width / 2, other.x + other.width / 2) - max(one.x - one.width / 2, other.x - other.width / 2)
    high = min(one.y + one.height / 2, other.y + other.height / 2) - max(
        one.y - one.height / 2, other.y - other.height / 2
    )
    shared = max(wide, 0.0) * max(high, 0.0)
    return shared / max(one.width * one.height + other.width * other.height - shared, 1e-6)
