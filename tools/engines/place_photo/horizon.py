"""The eye level of a photo: the row at which level ground would end, in view or not.

Two cues are weighed. A line that runs through the whole width with a smooth, brighter part over it is the horizon
itself. Else straight edges that run away meet in points of the eye level (Barnard, 1983): each pair of lines votes.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.color import srgb_to_lab
from tools.engines.image import Image, check_image

WORKING_SIDE = 480
PRIOR = 0.40
"""Row of the eye level in shares of the height, where nothing tells: a photo is taken a little downwards."""

SURE, IN_VIEW = 0.45, 0.60
"""Trust under which the prior is taken; and from which the horizon itself is said to be seen."""

FIRST, LAST = 0.06, 0.85
"""Rows between which the horizon itself is looked for."""

PAPER = (66.0, 4.5)
"""L* over which, and chroma under which, what is above the line may as well be paper or a white wall."""

STEP, REACH = 5.0, 0.012
"""Change of Lab across a horizon that counts; rows over which it may spread, in heights."""

SHORTEST = 0.05
"""Length of a straight edge that votes, in diagonals."""

UPRIGHT, LEVEL = 12.0, 3.0
"""Degrees within which an edge is an upright, or runs across, and says nothing of where edges meet."""

MEETS = 1.5
"""Degrees by which an edge may miss the point that it votes for."""

Rows = NDArray[np.float32]
Lines = NDArray[np.float64]


@dataclass(frozen=True)
class Horizon:
    """``row`` in shares of the height from the top (beyond 0..1: out of view), ``trust`` 0..1.

    ``seen``: it is the edge of a sky, so that what is on the ground has the size that it has from a person's height.
    """

    row: float
    trust: float
    seen: bool


def horizon_of(image: Image) -> Horizon:
    """Return the eye level of ``image`` (H×W×3 sRGB); the prior with its low trust where nothing tells."""
    check_image(image, channels=(3,))
    small = _small(image)
    line, meeting = skyline(small), meeting_row(small)
    best = max((line, meeting), key=lambda found: found.trust)
    return best if best.trust >= SURE else Horizon(PRIOR, 0.2, False)


def _small(image: Image) -> Image:
    import cv2

    factor = min(1.0, WORKING_SIDE / max(image.shape[:2]))
    size = (max(8, round(image.shape[1] * factor)), max(8, round(image.shape[0] * factor)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.float32)


def skyline(small: Image) -> Horizon:
    """Return the row where sky ends, by a step that all columns share and a part above it that is smooth and light."""
    lab = ndi.gaussian_filter(srgb_to_lab(small), (1.0, 1.0, 0.0))
    height = lab.shape[0]
    reach = max(1, round(REACH * height))
    step = lab[2 * reach :] - lab[: -2 * reach]  # the change across row y + reach
    size = np.linalg.norm(step, axis=-1)
    typical = np.median(step, axis=1, keepdims=True)
    agree = (step * typical).sum(-1) > 0.5 * size * np.linalg.norm(typical, axis=-1)
    shared = ((size > STEP) & agree).mean(1)
    rows = np.arange(len(shared)) + reach
    sky = _sky_above(lab)[rows]
    score = np.where((rows > FIRST * height) & (rows < LAST * height), shared * sky, 0.0)
    at = int(score.argmax())
    trust = float(np.clip(1.25 * score[at], 0.0, 1.0))
    paper = _is_paper(lab[: rows[at]])
    return Horizon(float(rows[at] / height), trust, trust >= IN_VIEW and not paper)


def _is_paper(lab: Image) -> bool:
    """Return whether a part of a picture may be a wall or paper as well as a sky or its ground: light and grey."""
    usual = np.median(lab.reshape(-1, 3), axis=0)
    return bool(usual[0] > PAPER[0] and np.hypot(usual[1], usual[2]) < PAPER[1])


def _sky_above(lab: Image) -> Rows:
    """Return for each row how much what is above it is like sky: smooth, and lighter or bluer than what is below."""
    height = lab.shape[0]
    texture = np.abs(lab[..., 0] - ndi.gaussian_filter(lab[..., 0], height / 60)).mean(1)
    above = np.cumsum(texture) / np.arange(1, height + 1)
    smooth = _rising(4.0 - above, 0.8)
    lighter, bluer = _over(lab[..., 0].mean(1)), -_over(lab[..., 2].mean(1))
    red = np.cumsum(lab[..., 1].mean(1)) / np.arange(1, height + 1)
    blue = _rising(bluer - 10.0, 3.0) * _rising(4.0 - red, 1.5)  # a purple sky of the evening has its own borders
    return np.asarray(smooth * np.maximum(_rising(lighter + 4.0, 4.0), blue), np.float32)


def _over(values: Rows) -> Rows:
    """Return for each row the mean of ``values`` down to it, minus the mean of what is below."""
    count, total = np.arange(1, len(values) + 1), np.cumsum(values)
    return np.asarray(total / count - (total[-1] - total) / np.maximum(len(values) - count, 1), np.float32)


def _rising(values: Rows, scale: float) -> Rows:
    """Return 0..1, a half where ``values`` are 0."""
    return np.asarray(1.0 / (1.0 + np.exp(-values / scale)), np.float32)


def meeting_row(small: Image) -> Horizon:
    """Return the row at which the straight edges that run away meet, trusted by the share of them that do."""
    lines = _running_away(straight_edges(small))
    if len(lines) < 8:
        return Horizon(PRIOR, 0.0, False)
    points, reach = _crossings(lines), max(small.shape[:2])
    height, width = small.shape[:2]
    near = (np.abs(points[:, 0] - width / 2) < 2.0 * width) & (np.abs(points[:, 1] - height / 2) < 2.0 * height)
    points = points[near]
    if not len(points):
        return Horizon(PRIOR, 0.0, False)
    support = np.array([_support(point, lines) for point in points])
    best = int(support.argmax())
    held = points[np.hypot(*(points - points[best]).T) < 0.05 * reach]
    row = float(np.median(held[:, 1]) / height)
    total = np.hypot(*(lines[:, 2:] - lines[:, :2]).T).sum()
    trust = float(np.clip(1.6 * (support[best] / total - 0.3), 0.0, 0.9)) * min(1.0, len(lines) / 16)
    return Horizon(row, trust, False)


def straight_edges(small: Image) -> Lines:
    """Return N×4 ends (x, y, x, y) of the straight edges of a small picture (Grompone von Gioi, 2010)."""
    import cv2

    grey = (np.clip(small @ np.array([0.299, 0.587, 0.114], np.float32), 0, 1) * 255).astype(np.uint8)
    found = cv2.createLineSegmentDetector(0).detect(grey)[0]
    if found is None:
        return np.zeros((0, 4))
    lines = np.asarray(found, np.float64).reshape(-1, 4)
    length = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
    kept = np.argsort(-length, kind="stable")[:120]
    return np.asarray(lines[kept][length[kept] > SHORTEST * math.hypot(small.shape[0], small.shape[1])], np.float64)


def _running_away(lines: Lines) -> Lines:
    angle = np.degrees(np.arctan2(np.abs(lines[:, 3] - lines[:, 1]), np.abs(lines[:, 2] - lines[:, 0])))
    return np.asarray(lines[(angle > LEVEL) & (angle < 90 - UPRIGHT)], np.float64)


def _crossings(lines: Lines) -> Lines:
    """Return where the 60 longest of ``lines`` cross each other, N×2, those that are nearly parallel left out."""
    ends = np.concatenate([lines[:60], np.ones((min(60, len(lines)), 1))], -1)
    flat = np.cross(ends[:, [0, 1, 4]], ends[:, [2, 3, 4]])
    first, second = np.triu_indices(len(flat), 1)
    crossing = np.cross(flat[first], flat[second])
    turned = np.abs(crossing[:, 2]) / (np.hypot(*flat[first, :2].T) * np.hypot(*flat[second, :2].T) + 1e-9)
    kept = crossing[turned > np.sin(np.radians(4.0))]
    return np.asarray(kept[:, :2] / kept[:, 2:], np.float64)


def _support(point: NDArray[np.float64], lines: Lines) -> float:
    """Return the length of the edges that point to ``point``."""
    along, middle = lines[:, 2:] - lines[:, :2], (lines[:, 2:] + lines[:, :2]) / 2
    to = point - middle
    length = np.hypot(*along.T)
    off = np.abs(along[:, 0] * to[:, 1] - along[:, 1] * to[:, 0]) / (length * np.hypot(*to.T) + 1e-9)
    return float(length[off < np.sin(np.radians(MEETS))].sum())
