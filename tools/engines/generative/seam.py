"""Round the product the path-traced set stays, its contact and shadow included, in the colours that a model painted.

A model repaints the last pixels before the product: its contact is lost, and its old edge stands round it as a rim. So
along the product the studio's own set is laid over the painted one, multiplied by the ratio of the two. In the band the
ratio is the membrane between its values on the band's outer edge (Pérez et al., "Poisson image editing", SIGGRAPH 2003,
here of logarithms of linear light, so that a shadow keeps its depth), and free along the product. So there is no step
of colour where the band ends, and none where it meets the product.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from scipy import ndimage as ndi
from scipy import sparse
from scipy.sparse.linalg import spsolve

from tools.engines.color import linear_to_srgb, srgb_to_linear
from tools.engines.image import Bytes8, Image, Mask, check_image

REACH = (0.025, 6, 48)
"""Width of the band in shares of the product's longer side, and its bounds in pixels."""
FADE = 0.5
"""Share of the band, at its outer side, over which the studio's set gives way to the painted one."""
WORKING_SIDE = 480
"""The ratio is smooth: it is solved at most this large."""
TIED = 1e-4
"""How weakly the ratio is held to what was painted in the band itself: enough for an opening without an outer edge."""
NEAR, ENOUGH = 16, 64
"""How far round the band, in the working size, the trend of the ratio is read, and from how many places."""
FLOOR, MOST = 2e-3, 2.8
"""Linear light that is added before a ratio is taken, and the largest natural logarithm of a ratio."""

Flags = NDArray[np.bool_]
Plane = NDArray[np.float64]


@dataclass(frozen=True)
class Joined:
    """``image`` (H×W×3 sRGB), and the share (H×W, 0..1) of each pixel that is the studio's, not the model's."""

    image: Image
    by_studio: Mask


def joined(painted: Image, start: Image, alpha: Bytes8) -> Joined:
    """Return ``painted`` (H×W×3 sRGB) with the contact band of ``start`` (the studio's set, the product not on it).

    ``alpha`` (H×W) is the placed product's. Without a product the painted picture is returned as it is.
    """
    check_image(painted, "painted", (3,))
    check_image(start, "start", (3,))
    if not (alpha > 0).any():
        return Joined(painted, np.zeros(alpha.shape, np.float32))
    reach = reach_of(alpha)
    away = np.asarray(ndi.distance_transform_edt(alpha == 0))
    weight = _falling(away / reach)
    gain = _gain(srgb_to_linear(painted), srgb_to_linear(start), (away > 0) & (away <= reach), alpha > 0)
    carried = np.maximum((srgb_to_linear(start) + FLOOR) * gain - FLOOR, 0.0)
    mixed = carried * weight[..., None] + srgb_to_linear(painted) * (1.0 - weight[..., None])
    image = np.clip(linear_to_srgb(mixed.astype(np.float32)), 0.0, 1.0).astype(np.float32)
    image[weight <= 0] = painted[weight <= 0]
    return Joined(image, weight)


def reach_of(alpha: Bytes8) -> int:
    """Return the width in pixels of the contact band of a placed product."""
    rows, columns = np.flatnonzero((alpha > 127).any(1)), np.flatnonzero((alpha > 127).any(0))
    long = max((int(span[-1] - span[0]) + 1 if span.size else 0) for span in (rows, columns))
    share, least, most = REACH
    return int(np.clip(round(long * share), least, most))


def _falling(away: Plane) -> Mask:
    """Return 1 along the product, falling smoothly to 0 at the end of the band; ``away`` in shares of its width."""
    t = np.clip((1.0 - away) / FADE, 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t), np.float32)


def _gain(painted: Image, start: Image, band: Flags, product: Flags) -> Image:
    """Return what the studio's set is multiplied by (H×W×3, linear), smooth over the frame."""
    height, width = band.shape
    step = max(1, -(-max(height, width) // WORKING_SIDE))
    open_ = ~product
    inside = _reduced(band.astype(np.float32), step) > 0
    known = _reduced(open_.astype(np.float32), step)
    ratio = np.stack(
        [_log_ratio(_mean(painted[..., c], open_, step), _mean(start[..., c], open_, step)) for c in range(3)], -1
    )
    ratio = ratio * (known > 0.5)[..., None]
    trend = _trend(ratio, (known > 0.5) & ~inside & ndi.binary_dilation(inside, iterations=NEAR))
    solved = trend + _membrane(ratio - trend, inside & (known > 0), known > 0.5)
    full = [np.asarray(PillowImage.fromarray(solved[..., c].astype(np.float32)).resize(
        (solved.shape[1] * step, solved.shape[0] * step), PillowImage.Resampling.BILINEAR))[:height, :width]
        for c in range(3)]  # fmt: skip
    return np.asarray(np.exp(np.clip(np.stack(full, -1), -MOST, MOST)), np.float32)


def _trend(values: Plane, where: Flags) -> Plane:
    """Return the surface of second order (h×w×3) nearest to ``values`` at the places ``where``; 0 of too few.

    A light that falls off over the frame is no step: the membrane, free along the product, would flatten it there.
    """
    if where.sum() < ENOUGH:
        return np.zeros_like(values)
    y, x = (2.0 * axis / max(where.shape) - 1.0 for axis in np.mgrid[: where.shape[0], : where.shape[1]])
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], -1)
    weights, *_ = np.linalg.lstsq(terms[where], values[where], rcond=None)
    return np.asarray(terms @ weights, np.float64)


def _log_ratio(painted: Plane, start: Plane) -> Plane:
    return np.log((painted + FLOOR) / (start + FLOOR))


def _reduced(plane: NDArray[np.float32], step: int) -> Plane:
    """Return the means of blocks of ``step`` pixels; the last row and column of blocks are filled up with the edge."""
    rows, columns = -plane.shape[0] % step, -plane.shape[1] % step
    full = np.pad(plane, ((0, rows), (0, columns)), mode="edge").astype(np.float64)
    blocks = full.reshape(full.shape[0] // step, step, full.shape[1] // step, step)
    return np.asarray(blocks.mean((1, 3)), np.float64)


def _mean(plane: NDArray[np.float32], where: Flags, step: int) -> Plane:
    """Return the blocks' means over the pixels ``where``, 0 where a block has none."""
    share = _reduced(where.astype(np.float32), step)
    return np.where(share > 0, _reduced(plane * where, step) / np.maximum(share, 1e-6), 0.0)


def _membrane(values: Plane, inside: Flags, known: Flags) -> Plane:
    """Return ``values`` (h×w×3) with a membrane ``inside``: harmonic, held by what is ``known`` round it, else free."""
    index = np.full(inside.shape, -1)
    count = int(inside.sum())
    if not count:
        return values
    index[inside] = np.arange(count)
    held = known & ~inside
    diagonal, right = np.full(count, TIED), TIED * values[inside]
    diagonal, right = np.where(known[inside], diagonal, 1e-9), right * known[inside][:, None]
    pairs: list[tuple[NDArray[np.intp], NDArray[np.intp]]] = []
    for axis in (0, 1):
        first = tuple(slice(None, -1) if a == axis else slice(None) for a in (0, 1))
        second = tuple(slice(1, None) if a == axis else slice(None) for a in (0, 1))
        for here, there in ((first, second), (second, first)):
            both = (index[here] >= 0) & (index[there] >= 0)
            pairs.append((index[here][both], index[there][both]))
            diagonal += np.bincount(index[here][both], minlength=count)
            edge = (index[here] >= 0) & held[there]
            diagonal += np.bincount(index[here][edge], minlength=count)
            np.add.at(right, index[here][edge], values[there][edge])
    rows, columns = (np.concatenate([pair[k] for pair in pairs]) for k in (0, 1))
    matrix = sparse.diags(diagonal) - sparse.coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(count, count))
    solved = values.copy()
    solved[inside] = np.asarray(spsolve(matrix.tocsc(), right)).reshape(count, 3)
    return solved
