"""The palette of pictures: k-means in OKLab, each colour with its share; and how far two palettes lie apart."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import (
    Colours,
    delta_e,
    hex_linear,
    linear_to_lab,
    linear_to_oklab,
    linear_to_srgb,
    oklab_to_linear,
)
from tools.engines.color_names import name_of
from tools.engines.image import Mask, to_bytes
from tools.specs.board import Swatch

MOST_COLORS = 5
CLUSTERS = 8
STEPS = 24
SAMPLES = 4000
"""Pixels of each picture that are clustered, on an even grid."""

BIN = 0.05
"""Side of the cells of OKLab from whose fullest the first centres are taken."""

ALIKE = 8.0
"""CIEDE2000 under which two clusters are one colour."""

SMALLEST = 0.01
"""Share under which a colour is left out."""

STRIKING = 0.12
"""OKLab chroma that makes a colour count twice."""


class Group(NamedTuple):
    """One colour of a picture: OKLab, the share that it covers, the mean height at which it lies."""

    oklab: Colours
    share: float
    height: float


def palette_of(pictures: Sequence[Colours], seen: Sequence[Mask] | None = None) -> tuple[Swatch, ...]:
    """Return up to five colours of ``pictures`` (H×W×3 linear each), the most telling first. Pure, without chance.

    Each picture counts the same. ``seen`` (H×W each) leaves pixels out where it is under 0.5. A colour tells by its
    share, and more when it is strong: a red ribbon on a grey wall is what one remembers. Raises ``ValueError`` when
    nothing is to be seen.
    """
    masks = seen or [np.ones(picture.shape[:2], np.float32) for picture in pictures]
    pixels = np.concatenate([_grid(*pair) for pair in zip(pictures, masks, strict=True)])
    if not len(pixels):
        raise ValueError("a palette needs pixels to be read from")
    groups = _merged(_clusters(pixels))
    groups.sort(key=lambda group: -(group.share**0.6) * (1 + float(np.hypot(*group.oklab[1:])) / STRIKING))
    return tuple(_swatch(group) for group in groups[:MOST_COLORS])


def palette_distance(first: Sequence[Swatch], second: Sequence[Swatch]) -> float:
    """Return the mean CIEDE2000 between two palettes, each colour by its share: the earth mover's distance.

    Shares are brought to a sum of 1; the cheapest way of moving the one into the other is a linear programme
    (Rubner, Tomasi and Guibas, 2000).
    """
    return transport_cost(gaps(first, second), _weights(first), _weights(second))


def gaps(first: Sequence[Swatch], second: Sequence[Swatch]) -> NDArray[np.float64]:
    """Return CIEDE2000 of each colour of the one palette to each of the other."""
    labs = [np.array([lab_of(swatch.color) for swatch in palette], np.float32) for palette in (first, second)]
    pair = np.broadcast_arrays(labs[0][:, None], labs[1][None])
    return np.asarray(delta_e(*pair), np.float64)


def transport_cost(cost: NDArray[np.float64], give: NDArray[np.float64], take: NDArray[np.float64]) -> float:
    """Return the least mean ``cost`` (n×m) of moving the shares ``give`` (n, sum 1) to ``take`` (m, sum 1)."""
    from scipy.optimize import linprog

    rows, columns = cost.shape
    ways = np.zeros((rows + columns, rows * columns))
    for row in range(rows):
        ways[row, row * columns : (row + 1) * columns] = 1
    for column in range(columns):
        ways[rows + column, column::columns] = 1
    found = linprog(cost.ravel(), A_eq=ways[:-1], b_eq=np.concatenate([give, take])[:-1], method="highs")
    return float(found.fun)


def lab_of(color: str) -> Colours:
    """Return CIE Lab (3 numbers) of ``#rrggbb``."""
    return linear_to_lab(hex_linear(color))


def lch_of(color: str) -> tuple[float, float, float]:
    """Return L*, chroma and hue in degrees 0..360 of ``#rrggbb``."""
    lightness, red, yellow = (float(value) for value in lab_of(color))
    return lightness, math.hypot(red, yellow), math.degrees(math.atan2(yellow, red)) % 360


def hex_of(oklab: Colours) -> str:
    """Return ``#rrggbb`` of one OKLab colour (3 numbers), brought into sRGB."""
    pixels = to_bytes(linear_to_srgb(np.clip(oklab_to_linear(np.asarray(oklab))[None, None], 0, 1)))
    return "#" + bytes(pixels[0, 0]).hex()


def _weights(palette: Sequence[Swatch]) -> NDArray[np.float64]:
    shares = np.array([max(swatch.share, 1e-6) for swatch in palette])
    return np.asarray(shares / shares.sum(), np.float64)


def _grid(linear: Colours, seen: Mask) -> Colours:
    """Return an even choice of a picture's pixels in OKLab, each with its height, 0 at the foot and 1 at the top."""
    height, width = linear.shape[:2]
    step = max(1, round((height * width / SAMPLES) ** 0.5))
    rows = np.broadcast_to(np.linspace(1, 0, height, dtype=np.float32)[:, None], (height, width))
    cut = np.s_[step // 2 :: step, step // 2 :: step] if min(height, width) > step else np.s_[:, :]
    chosen = seen[cut].ravel() >= 0.5
    points = np.concatenate([linear_to_oklab(linear[cut]), rows[cut][..., None]], -1).reshape(-1, 4)
    return np.asarray(points[chosen], np.float32)


def _clusters(pixels: Colours) -> list[Group]:
    """Return the clusters of ``pixels`` (N×4: OKLab, height), at most 8, by OpenCV's k-means from chosen centres."""
    import cv2

    points = np.ascontiguousarray(pixels[:, :3])
    start = _starts(points)
    labels = ((points[:, None] - start[None]) ** 2).sum(-1).argmin(1).astype(np.int32)
    if len(start) > 1:
        stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, STEPS, 1e-4)
        labels = cv2.kmeans(points, len(start), labels, stop, 1, cv2.KMEANS_USE_INITIAL_LABELS)[1].ravel()
    kept = []
    for number in np.unique(labels):
        inside = pixels[labels == number].astype(np.float64).mean(0).astype(np.float32)
        kept.append(Group(inside[:3], float((labels == number).mean()), float(inside[3])))
    return kept


def _starts(points: Colours) -> Colours:
    """Return first centres: the fullest cell, then whichever is full and far from those, as k-means++ but surely."""
    cells, inverse, counts = np.unique(np.round(points / BIN), axis=0, return_inverse=True, return_counts=True)
    sums = np.stack([np.bincount(inverse.ravel(), points[:, axis], len(cells)) for axis in range(3)], -1)
    means = sums / counts[:, None]
    chosen = [int(counts.argmax())]
    far = ((means - means[chosen[0]]) ** 2).sum(1)
    while len(chosen) < CLUSTERS and far.max() > BIN**2 / 4:
        chosen.append(int((far * counts).argmax()))
        far = np.minimum(far, ((means - means[chosen[-1]]) ** 2).sum(1))
    return np.asarray(means[chosen], np.float32)


def _merged(groups: list[Group]) -> list[Group]:
    """Return ``groups`` with those that look alike made one, and the smallest left out."""
    found: list[Group] = []
    for group in sorted(groups, key=lambda each: -each.share):
        for number, other in enumerate(found):
            if _gap(other, group) < ALIKE:
                total = other.share + group.share
                part = group.share / total
                color = np.asarray(other.oklab * (1 - part) + group.oklab * part, np.float32)
                found[number] = Group(color, total, other.height * (1 - part) + group.height * part)
                break
        else:
            found.append(group)
    return [group for group in found if group.share >= SMALLEST] or found[:1]


def _gap(first: Group, second: Group) -> float:
    labs = [linear_to_lab(oklab_to_linear(group.oklab)) for group in (first, second)]
    return float(delta_e(*labs))


def _swatch(group: Group) -> Swatch:
    color = hex_of(group.oklab)
    height = float(np.clip(group.height, 0, 1))
    return Swatch(color=color, name=name_of(lab_of(color)), share=round(group.share, 3), height=round(height, 2))
