"""The layers that a clip's camera moves through: the set with the product's shadow, and the photographed product.

What the product hid is known, because the set was rendered without it, too: only the shadow's share of light is
carried on under the product's rim, never the set itself.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.composite import OPAQUE, place, placed_size
from tools.engines.image import Bytes8, Image, Mask, to_float
from tools.specs.steps import Placement

RIM = 0.006
"""How far round the product the stand-in may show beside the photo, in shares of the frame's longer side."""

STEEPEST = 0.5
"""Pixels by which the set may be stretched over one pixel: beside an edge it is spread out, and nothing is torn."""

GROWN = 2
"""Pixels by which what is near is widened: an edge's own soft pixels go with it."""

SHARPEST = 1.0
"""Scale of the photo beyond which a clip's product layer is not made: there are no pixels left."""


@dataclass(frozen=True)
class Sprite:
    """The product for any camera: H×W×4, sRGB, premultiplied; where its upper left corner lies in the picture, and how
    many of its pixels a pixel of the picture has, across and down."""

    pixels: Image
    corner: tuple[float, float]
    finer: tuple[float, float]


def sprite(source: Bytes8, cutout: Bytes8, placement: Placement, frame: tuple[int, int], zoom: float) -> Sprite:
    """Return the product of a picture for cameras that come up to ``zoom`` times as near.

    ``source`` (h×w×3) and ``cutout`` (h×w×4) as of ``composite.place``; ``frame`` is the picture's width and height.
    """
    factor = max(1.0, min(zoom, SHARPEST / placement.scale))
    now, then = (
        placed_size(source.shape[1], source.shape[0], scale) for scale in (placement.scale, placement.scale * factor)
    )
    finer = then[0] / now[0], then[1] / now[1]
    spare = frame[0] // 4, frame[1] // 4
    x, y = round((placement.x + spare[0]) * finer[0]), round((placement.y + spare[1]) * finer[1])
    size = round((frame[0] + 2 * spare[0]) * finer[0]), round((frame[1] + 2 * spare[1]) * finer[1])
    placed = place(source, cutout, Placement(scale=placement.scale * factor, x=x, y=y), *size)
    rows, columns = (np.flatnonzero((placed.alpha > 0).any(axis)) for axis in (1, 0))
    if not len(rows):
        return Sprite(np.zeros((1, 1, 4), np.float32), (0.0, 0.0), finer)
    box = slice(max(rows[0] - 4, 0), rows[-1] + 5), slice(max(columns[0] - 4, 0), columns[-1] + 5)
    colours = np.where((placed.alpha == OPAQUE)[..., None], placed.source, placed.foreground)
    corner = placement.x + (box[1].start - x) / finer[0], placement.y + (box[0].start - y) / finer[1]
    light = to_float(np.dstack([colours, placed.alpha])[box])
    light[..., :3] *= light[..., 3:]
    return Sprite(light, corner, finer)


def without_product(full: Image, empty: Image, alpha: Mask, near: Mask, swing: float) -> Image:
    """Return the set as the product lights it, and nothing of the product: H×W×3 linear, as all that is given.

    ``full`` and ``empty`` are the plates with the stand-in and without it, ``alpha`` the product's in their frame.
    Where the set will show from behind the product (``near`` as of ``Footage``, ``swing`` pixels of motion), it is the
    empty one in the light that is left beside the product.
    """
    reach = max(2.0, RIM * max(alpha.shape))
    away = ndi.distance_transform_edt(alpha < 0.02)
    moves = np.clip(np.abs(1.0 - near) * np.float32(swing), 0.0, 1.0)
    hidden = away <= 1.0 + (reach - 1.0) * moves
    if not hidden.any() or hidden.all():
        return empty
    left = np.log((full + np.float32(1e-3)) / (empty + np.float32(1e-3)))
    nearest = ndi.distance_transform_edt(hidden, return_distances=False, return_indices=True)
    carried = left[nearest[0], nearest[1]]
    soft = np.stack([ndi.gaussian_filter(carried[..., channel], reach) for channel in range(3)], -1)
    lit = (empty + np.float32(1e-3)) * np.exp(np.clip(soft, -4.0, 1.0)) - np.float32(1e-3)
    share = np.clip(ndi.gaussian_filter(hidden.astype(np.float32), 1.0), 0.0, 1.0)
    share = np.where(hidden, np.float32(1.0), share)[..., None]
    return np.asarray(np.maximum(full * (1 - share) + lit * share, 0.0), dtype=np.float32)


def spread(near: Mask, swing: float, ground: float | None) -> Mask:
    """Return ``near`` (H×W) with its edges spread out over what is far, so that the set is stretched and never torn.

    ``swing`` is the most that something moves; ``ground`` the pixels between the product's foot and the eye's height:
    the ground's own slope stays.
    """
    import cv2

    slope = STEEPEST / max(swing, 1e-6)
    if ground is not None:
        slope = max(slope, 1.5 / max(ground, 1.0))
    kernel = np.ones((3, 3), np.uint8)
    grown = cv2.dilate(near, kernel, iterations=GROWN)
    step = 4
    small = cv2.dilate(grown, np.ones((step + 1, step + 1), np.uint8))[::step, ::step]
    for _ in range(min(100, int((float(near.max()) - float(near.min())) / (slope * step)) + 1)):
        small = np.maximum(small, cv2.dilate(small, kernel) - np.float32(slope * step))
    wide: NDArray[np.float32] = cv2.resize(small, (near.shape[1], near.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.maximum(grown, wide - np.float32(slope * step)), dtype=np.float32)
