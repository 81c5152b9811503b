"""The small squares that the networks look at: the whole photo, the product's part of it, the product alone."""

import numpy as np

from tools.engines.cutout.lab import window_of
from tools.engines.image import Image, Mask
from tools.engines.sight.network import SIDE

MARGIN = 0.08
"""Room round the product's box, as a share of its long side."""
PAPER = 0.88
"""Grey on which the cut-out is shown alone."""


def views(photo: Image, alpha: Mask) -> tuple[Image, Image, Image]:
    """Return (whole, part, alone), each 224×224×3, of ``photo`` (H×W×3 sRGB) and the product's ``alpha`` (H×W)."""
    rows, columns = _box(alpha)
    part, cover = photo[rows, columns], alpha[rows, columns][..., None]
    alone = part * cover + PAPER * (1.0 - cover)
    edge = np.concatenate([photo[0], photo[-1], photo[:, 0], photo[:, -1]])
    border = np.median(edge, axis=0).astype(np.float32)
    paper = np.full(3, PAPER, np.float32)
    return square(photo, border), square(part, border), square(alone.astype(np.float32), paper)


def square(picture: Image, color: Image) -> Image:
    """Return ``picture`` within a 224×224 square, the rest filled with ``color`` (3 numbers)."""
    import cv2

    height, width = picture.shape[:2]
    factor = SIDE / max(height, width)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    small = cv2.resize(np.ascontiguousarray(picture), size, interpolation=how)
    made = np.broadcast_to(color, (SIDE, SIDE, 3)).astype(np.float32)
    top, left = (SIDE - size[1]) // 2, (SIDE - size[0]) // 2
    made[top : top + size[1], left : left + size[0]] = np.clip(small, 0.0, 1.0)
    return made


def _box(alpha: Mask) -> tuple[slice, slice]:
    """Return the product's box with a margin, kept within the photo; all of it when there is no product."""
    solid = alpha > 0.5
    if not solid.any():
        return slice(0, alpha.shape[0]), slice(0, alpha.shape[1])
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    margin = round(MARGIN * max(np.ptp(rows), np.ptp(columns))) + 1
    return window_of(solid, margin)
