"""Where to look at a cut-out again, and what a better photo would need."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.engines.cutout.lab import EIGHT, Region, along_frame, window_of
from tools.engines.cutout.morphology import dilated, filled, opened
from tools.engines.cutout.pieces import Window, chosen
from tools.engines.cutout.signs import Opinions
from tools.engines.image import Image, Mask

Box = tuple[int, int, int, int]

MOST_BOXES = 6
MOST_ADVICE = 2
SPOT = 0.25
"""Area of a piece that one network alone disputes, in that of the cut-out, from which on it is no spot to look at."""

BUSY = 0.35
"""Confidence on an unplain backdrop under which another backdrop would help."""


def unsure(alpha: Mask, mask: Region, opinions: Opinions, scale: float) -> tuple[Box, ...]:
    """Return boxes (x, y, w, h) in photo pixels: alpha is half for more than an edge, or a network disagrees.

    ``alpha``, ``mask`` and ``opinions`` are of the working size; ``scale`` is photo pixels per working pixel.
    """
    from scipy import ndimage

    wide = opened((alpha > 0.1) & (alpha < 0.9), times=2)
    disputed = opened(_disputed(mask, opinions.fused), times=3)
    for alone in (each for each in opinions[1:] if each is not None):
        disputed |= _beside(opened(_disputed(mask, alone), times=3), mask)
    doubtful = dilated(wide | disputed, times=6)
    labels, count = ndimage.label(doubtful, EIGHT)
    if count == 0:
        return ()
    areas = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    spans = ndimage.find_objects(labels)
    worst = [spans[i] for i in np.argsort(-areas, kind="stable")[:MOST_BOXES]]
    return tuple(_box(rows, columns, scale) for rows, columns in worst)


def _disputed(mask: Region, opinion: Mask) -> Region:
    """Return where a network denies what was cut out, or sees a product in what was not; holes are no matter."""
    return (mask & (opinion < 0.15)) | (~filled(mask) & (opinion > 0.85))


def _beside(disputed: Region, mask: Region) -> Region:
    """Return the pieces joined to the cut-out that are not as large: that is no spot, but the table that it lies on."""
    most = SPOT * int(mask.sum())

    def is_beside(piece: Region, window: Window) -> bool:
        return bool(piece.sum() < most and (dilated(piece, times=4) & mask[window]).any())

    return chosen(disputed, is_beside, 6)


def instances(alpha: Mask, share: float = 0.1) -> int:
    """Return the number of components of alpha > 0.5 with at least ``share`` of the largest one's area."""
    from scipy import ndimage

    labels, count = ndimage.label(alpha > 0.5, EIGHT)
    if count == 0:
        return 0
    areas = np.bincount(labels.ravel())[1:]
    return int((areas >= share * areas.max()).sum())


def advice(image: Image, mask: Region, trust: float = 1.0) -> tuple[str, ...]:
    """Return at most two sentences in a phone photographer's words, what harms most first.

    ``image`` H×W×3 sRGB and ``mask`` H×W at the working size; ``trust`` is the cut-out's confidence of 0..1 on a
    backdrop that could not be modelled, 1 on a plain one.
    """
    if not mask.any():
        return ("I can't find a product: put it in the middle, on a plain sheet of paper, and shoot again.",)
    return tuple(text for harmed, text in _FAULTS if harmed(image, mask, trust))[:MOST_ADVICE]


def _small(mask: Region) -> bool:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return bool(max(np.ptp(rows), np.ptp(columns)) < 0.2 * max(mask.shape))


def _dark(image: Image, mask: Region) -> bool:
    """Whether neither the product nor anything around it has a light tone; a black bag on white paper is not dark."""
    grey = image.mean(axis=-1)
    return bool(np.percentile(grey[mask], 95) < 0.3 and np.percentile(grey, 99) < 0.45)


def _tinted(image: Image, mask: Region) -> bool:
    """Whether even the lightest parts of all and of the product are yellow or blue, as under a lamp."""
    whole = _cast(image.reshape(-1, 3))
    return whole != 0.0 and whole * _cast(image[mask]) > 0.0


def _cast(pixels: Image) -> float:
    """Return 1 where N×3 ``pixels`` have no neutral light tone but warm ones, -1 for cool ones, 0 otherwise.

    A lamp tints the mean and the lightest parts alike; what is tinted more than that is painted or dyed.
    """
    if not 1.2 < _gap(pixels.mean(axis=0)) < 2.5:
        return 0.0
    lightest = np.percentile(pixels, 99, axis=0)
    red, green, blue = (float(value) for value in lightest)
    warm, cool = red > green > blue, blue > green > red
    lit_so = red + green + blue > 0.9 and 1.3 < _gap(lightest) < 2.2
    return 1.0 if warm and lit_so else -1.0 if cool and lit_so else 0.0


def _gap(colour: NDArray[np.floating[Any]]) -> float:
    """Return the greatest of three values over the least."""
    return float(colour.max() / max(float(colour.min()), 1e-3))


def _sharpness(image: Image, mask: Region) -> float:
    """Return the 99th percentile of the luminance Laplacian on the product, 0..1 units."""
    from scipy import ndimage

    window = window_of(mask, 2)
    grey = image[window].mean(axis=-1)
    return float(np.percentile(np.abs(ndimage.laplace(grey))[mask[window]], 99))


def _box(rows: slice, columns: slice, scale: float) -> Box:
    x, y = round(columns.start * scale), round(rows.start * scale)
    return x, y, round((columns.stop - columns.start) * scale), round((rows.stop - rows.start) * scale)


_FAULTS: tuple[tuple[Callable[[Image, Region, float], bool], str], ...] = (
    (
        lambda image, mask, trust: along_frame(mask) > 0.02,
        "The product is cut off at the edge of the photo: step back so that all of it is in the frame.",
    ),
    (
        lambda image, mask, trust: _small(mask),
        "The product is small in the photo: go closer or zoom in, so that it fills half of the frame.",
    ),
    (
        lambda image, mask, trust: _sharpness(image, mask) < 0.010,
        "The photo looks blurred: tap on the product to focus and hold the phone still.",
    ),
    (
        lambda image, mask, trust: float((image[mask].min(axis=-1) > 0.995).mean()) > 0.25,
        "Much of the product is burnt white: lower the exposure or move it out of direct light.",
    ),
    (
        lambda image, mask, trust: _dark(image, mask),
        "The photo is very dark: go to a window, or tap on the product and slide the brightness up.",
    ),
    (
        lambda image, mask, trust: _tinted(image, mask),
        "The light is coloured, as from a lamp: shoot by daylight with other lamps off, or set the white balance.",
    ),
    (
        lambda image, mask, trust: trust < BUSY,
        "The backdrop is busy and hard to tell from the product: put a plain sheet of paper behind it.",
    ),
)
"""What harms a photo, and what to do about it, the worst first."""
