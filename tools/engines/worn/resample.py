"""The product's photo read through a map: each pixel is a weighted mean of photographed pixels, and nothing else."""

import math

import numpy as np
from numpy.typing import NDArray

from tools.engines.composite import OPAQUE, Placed, core_of
from tools.engines.image import Bytes8
from tools.engines.worn.maps import determinant, look_up
from tools.specs.worn import Warp

MOST = 8
"""Reads a pixel takes along each side, at most."""
GRID = 6
"""Pixels between the points of the frame at which it is asked first whether the product is there."""

Span = tuple[slice, slice]
Layer = NDArray[np.float32]


def warped(source: Bytes8, cutout: Bytes8, warps: tuple[Warp, ...], softness: float, size: tuple[int, int]) -> Placed:
    """Return ``source`` (H×W×3) and ``cutout`` (H×W×4, the same size) through ``warps`` in a frame (width, height).

    A pixel that two maps reach shows the first one's. Raises ``ValueError`` where a map mirrors the photo.
    """
    width, height = size
    placed = Placed(*_empty(width, height))
    for warp in reversed(warps):
        window = reach(warp, cutout[..., 3], size, softness)
        if window is not None:
            _lay(placed, window, _read(source, cutout, warp, window, softness))
    return Placed(placed.source, placed.foreground, placed.alpha, core_of(placed.alpha))


def _empty(width: int, height: int) -> tuple[Bytes8, Bytes8, Bytes8, NDArray[np.bool_]]:
    colour = np.zeros((height, width, 3), np.uint8)
    return colour, colour.copy(), np.zeros((height, width), np.uint8), np.zeros((height, width), np.bool_)


def reach(warp: Warp, alpha: Bytes8, size: tuple[int, int], softness: float = 0.0) -> Span | None:
    """Return the rows and columns of the frame (width, height) that show the product; nothing where none do.

    Raises ``ValueError`` where the map mirrors within them.
    """
    box = _box(alpha)
    if box is None:
        return None
    y, x = np.meshgrid(
        np.arange(-GRID, size[1] + GRID, GRID) + 0.5, np.arange(-GRID, size[0] + GRID, GRID) + 0.5, indexing="ij"
    )
    looked = look_up(warp, x, y)
    room = 2.0 * GRID * math.sqrt(max(1.0, float(np.median(np.abs(determinant(warp, x, y))))))
    rows, columns = box
    there = (looked.x > columns.start - room) & (looked.x < columns.stop + room) & (looked.seen > 0)
    there &= (looked.y > rows.start - room) & (looked.y < rows.stop + room)
    if not there.any():
        return None
    if float(determinant(warp, x[there], y[there]).min()) <= 0.0:
        raise ValueError("the map mirrors or folds the product")
    found = np.nonzero(there.any(1))[0], np.nonzero(there.any(0))[0]
    wide = 2 * GRID + math.ceil(3 * softness)
    spans = [
        slice(max(0, int(each[0] - 1) * GRID - wide), min(limit, int(each[-1] - 1) * GRID + wide))
        for each, limit in zip(found, (size[1], size[0]), strict=True)
    ]
    return (spans[0], spans[1]) if all(span.stop > span.start for span in spans) else None


def _box(alpha: Bytes8) -> Span | None:
    rows, columns = np.nonzero(alpha.any(1))[0], np.nonzero(alpha.any(0))[0]
    return (slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)) if len(rows) else None


def _read(source: Bytes8, cutout: Bytes8, warp: Warp, window: Span, softness: float) -> tuple[Bytes8, Bytes8, Bytes8]:
    """Return (photo, foreground, alpha) of a window of the frame, 8 bit."""
    rows, columns = window
    y, x = np.meshgrid(
        np.arange(rows.start, rows.stop) + 0.5, np.arange(columns.start, columns.stop) + 0.5, indexing="ij"
    )
    dense = float(np.sqrt(np.quantile(np.abs(determinant(warp, x, y)), 0.9)))
    reads = min(MOST, max(2, math.ceil(dense)))
    part = _near(cutout[..., 3], warp, (y, x))
    share = cutout[part][..., 3:].astype(np.float32) / 255
    photo = source[part].astype(np.float32)
    own = np.dstack([cutout[part][..., :3] * share, share * 255])
    colours, sums, least = np.zeros((*x.shape, 3), np.float32), np.zeros((*x.shape, 4), np.float32), np.ones(x.shape)
    for dy in range(reads):
        for dx in range(reads):
            at = look_up(warp, x + (dx + 0.5) / reads - 0.5, y + (dy + 0.5) / reads - 0.5)
            colour, read = _sampled((photo, own), at.x - part[1].start, at.y - part[0].start)
            if at.seen.min() < 1.0:
                read *= at.seen[..., None].astype(np.float32)
            if at.lit.min() < 1.0:
                read[..., :3] *= at.lit[..., None].astype(np.float32)
                least = np.minimum(least, at.lit)
            colours += colour
            sums += read
    mean = np.dstack([colours, sums]) / np.float32(reads * reads)
    return _as_bytes(_soft(mean, softness), least < 1.0)


def _near(alpha: Bytes8, warp: Warp, at: tuple[NDArray[np.float64], NDArray[np.float64]]) -> Span:
    """Return the part of the photo that the window reads of the product, with room for the interpolation."""
    box = _box(alpha)
    assert box is not None
    looked = look_up(warp, at[1], at[0])
    spans = []
    for values, limits, limit in ((looked.y, box[0], alpha.shape[0]), (looked.x, box[1], alpha.shape[1])):
        first = max(0, limits.start - 4, int(min(values.min(), limits.stop)) - 8)
        spans.append(slice(first, max(first + 1, min(limit, limits.stop + 4, int(max(values.max(), 0)) + 8))))
    return spans[0], spans[1]


def _sampled(
    layers: tuple[Layer, Layer], x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return both ``layers`` at points of the photo: its colour (3) repeated beyond its edge, the product's (4) ended.

    Each in one piece of memory: a part of a stack would be copied at every read.
    """
    import cv2

    at = (x - 0.5).astype(np.float32), (y - 0.5).astype(np.float32)
    colour = cv2.remap(layers[0], *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    product = cv2.remap(layers[1], *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(0, 0, 0, 0))
    return np.asarray(colour, np.float32), np.asarray(product, np.float32)


def _soft(layer: Layer, softness: float) -> Layer:
    import cv2

    if softness < 0.3:
        return layer
    blurred = [cv2.GaussianBlur(layer[..., k], (0, 0), softness, borderType=cv2.BORDER_REPLICATE) for k in range(7)]
    return np.dstack(blurred)


def _as_bytes(layer: Layer, shaded: NDArray[np.bool_]) -> tuple[Bytes8, Bytes8, Bytes8]:
    """Return (photo, foreground, alpha); what is ``shaded`` is never opaque, so that it counts as no core."""
    photo = np.clip(layer[..., :3] + 0.5, 0, 255).astype(np.uint8)
    alpha = np.clip(layer[..., 6] + 0.5, 0, 255).astype(np.uint8)
    covered = np.maximum(layer[..., 6:], 1e-3) / 255
    alpha[shaded] = np.minimum(alpha[shaded], OPAQUE - 1)
    foreground = np.clip(layer[..., 3:6] / covered + 0.5, 0, 255).astype(np.uint8)
    foreground[alpha == OPAQUE] = photo[alpha == OPAQUE]
    return photo, foreground, alpha


def _lay(placed: Placed, window: Span, read: tuple[Bytes8, Bytes8, Bytes8]) -> None:
    photo, foreground, alpha = read
    over = alpha >= np.maximum(placed.alpha[window], 1)
    for whole, part in ((placed.source, photo), (placed.foreground, foreground), (placed.alpha, alpha)):
        whole[window][over] = part[over]
