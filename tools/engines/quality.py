"""What is off in a finished picture, measured on its pixels: a rim of the old backdrop, a thing that hovers, burnt or
crushed parts, a product that is lost in its frame or cut off by it.

Pictures are H×W×3 sRGB 0..1, ``alpha`` is H×W 0..1, both of the whole frame. Brightness is sRGB luminance, 0..1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.color import LUMINANCE
from tools.engines.image import Image, Mask

EDGE = (0.04, 0.96)
"""Alpha of the pixels that are product and set at once."""
RIM_STEP = 0.09
"""How far an edge pixel must leave the range of what lies beside it, inside and outside, to count as a rim."""
REACH = 4
"""Pixels on either side of the edge that are looked at."""
BURNT, CRUSHED = 0.992, 0.008
"""A pixel whose darkest channel is above, or whose brightest is below, tells nothing any more."""
SHADOW = 165
"""Darkest 8-bit value of a shadow of 35 % on white."""
NEAR, FAR = (0.0, 0.012), (0.02, 0.05)
"""Heights under the base, in shares of the product's longer side: where contact is dark, and where it has faded."""
DARKEST = 0.02
"""Brightness below which a share of it is mostly noise."""
BASE = 0.01
"""How far from its lowest line, in the same share, an outline still rests on the ground."""


@dataclass(frozen=True)
class Clipping:
    """Shares, 0..1, of pixels that are burnt out and that are crushed to black."""

    burnt: float
    crushed: float


@dataclass(frozen=True)
class Fill:
    """The larger of the product's shares of the frame's width and height, and the share of the border it runs over."""

    share: float
    cut: float


def brightness(picture: Image) -> Mask:
    """Return sRGB luminance, H×W."""
    return np.asarray(picture @ LUMINANCE, dtype=np.float32)


def halo(picture: Image, alpha: Mask) -> tuple[float, float]:
    """Return the shares of the product's edge that are a light and a dark rim.

    A mixed pixel lies between the brightest and the darkest thing beside it, product or set; one that does not has
    kept something of the old backdrop.
    """
    window = _window(alpha, 2 * REACH)
    light, share = brightness(picture[window]), alpha[window]
    edge = (share > EDGE[0]) & (share < EDGE[1])
    count = int(edge.sum())
    if not count:
        return 0.0, 0.0
    size = 2 * REACH + 1
    highest = ndi.maximum_filter(np.where(edge, -1.0, light), size)
    lowest = ndi.minimum_filter(np.where(edge, 2.0, light), size)
    over = edge & (light > highest + RIM_STEP)
    under = edge & (light < lowest - RIM_STEP)
    return float(over.sum()) / count, float(under.sum()) / count


def contact_gap(picture: Image, alpha: Mask) -> float:
    """Return how much brighter the set is straight under the base than a little lower, as a share of the latter.

    Below 0 it is darker there, as contact is. Taken as the median over the columns in which the outline comes down to
    its lowest line; 0 or less when nothing can be seen below.
    """
    rows, columns = _base(alpha)
    if not len(columns):
        return -1.0
    extent = _extent(alpha)
    near = _below(picture, alpha, (rows, columns), [round(share * extent) for share in NEAR])
    far = _below(picture, alpha, (rows, columns), [round(share * extent) for share in FAR])
    steps = (near - far) / np.maximum(far, DARKEST)
    steps = steps[np.isfinite(steps)]
    return float(np.median(steps)) if steps.size else -1.0


def clipping(picture: Image, where: NDArray[np.bool_]) -> Clipping:
    """Return the shares of the pixels ``where`` that are burnt and crushed, every second one read; 0 for none."""
    pixels = picture[::2, ::2][where[::2, ::2]]
    if not len(pixels):
        return Clipping(0.0, 0.0)
    red, green, blue = pixels.T
    burnt = (red >= BURNT) & (green >= BURNT) & (blue >= BURNT)
    crushed = (red <= CRUSHED) & (green <= CRUSHED) & (blue <= CRUSHED)
    return Clipping(float(burnt.mean()), float(crushed.mean()))


def off_white(picture: Image, outside: NDArray[np.bool_]) -> int:
    """Return how many pixels ``outside`` of the product are neither literal white nor the grey of a tile's shadow.

    A shadow is neutral, no darker than ``SHADOW``, and ends before the frame does.
    """
    values = np.rint(picture * 255).astype(np.int16)
    grey = (values.max(-1) == values.min(-1)) & (values[..., 0] >= SHADOW)
    at_frame = np.ones(outside.shape, np.bool_)
    at_frame[1:-1, 1:-1] = False
    white = values.min(-1) == 255
    return int((outside & ~np.where(at_frame, white, grey)).sum())


def fill(alpha: Mask) -> Fill:
    """Return how much of the frame the product takes, and whether the frame cuts it."""
    solid = alpha > 0.5
    rows, columns = np.flatnonzero(solid.any(1)), np.flatnonzero(solid.any(0))
    if not len(rows):
        return Fill(0.0, 0.0)
    share = max((rows[-1] - rows[0] + 1) / solid.shape[0], (columns[-1] - columns[0] + 1) / solid.shape[1])
    border = np.concatenate([solid[0], solid[-1], solid[1:-1, 0], solid[1:-1, -1]])
    return Fill(float(share), float(border.mean()))


def _window(alpha: Mask, margin: int) -> tuple[slice, slice]:
    there = alpha > 0
    spans = []
    for axis in (1, 0):
        found = np.flatnonzero(there.any(axis))
        first, last = (int(found[0]), int(found[-1])) if len(found) else (0, 0)
        spans.append(slice(max(0, first - margin), last + margin + 1))
    return spans[0], spans[1]


def _extent(alpha: Mask) -> float:
    rows, columns = _window(alpha, 0)
    return float(max(rows.stop - rows.start, columns.stop - columns.start))


def _base(alpha: Mask) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (lowest row, column) of each column in which the product comes down to its base."""
    solid = alpha > 0.5
    columns = np.flatnonzero(solid.any(0))
    if not len(columns):
        return columns, columns
    rows = solid.shape[0] - 1 - solid[::-1][:, columns].argmax(0)
    touching = rows >= rows.max() - max(2.0, BASE * _extent(alpha))
    return rows[touching], columns[touching]


def _below(
    picture: Image, alpha: Mask, base: tuple[NDArray[np.int64], NDArray[np.int64]], band: list[int]
) -> NDArray[np.float32]:
    """Return the mean brightness of the set in a band of rows under each column's base; NaN where there is none."""
    rows, columns = base[0][:, None], base[1][:, None]
    at = rows + np.arange(max(2, band[0]), max(band[1], band[0] + 2) + 1)
    seen = at < alpha.shape[0]
    at = np.minimum(at, alpha.shape[0] - 1)
    seen &= alpha[at, columns] <= 0
    light = brightness(picture[at, columns])
    count = seen.sum(1)
    return np.where(count > 0, (light * seen).sum(1) / np.maximum(count, 1), np.nan).astype(np.float32)
