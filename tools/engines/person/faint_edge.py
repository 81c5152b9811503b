"""An outline where person and backdrop have one colour: nothing is seen of it, so that it is drawn as a calm line."""

import numpy as np

from tools.engines.cutout.lab import Region, blur, to_lab
from tools.engines.image import Image, Mask

ROUND = 2.2
"""Standard deviation of the blur that rounds an outline, in pixels of the mask it was found in."""

BESIDE = 7.0
"""The same of the means that both sides are compared by."""

BAND = 3.5
"""How far from the outline it is drawn anew, in the same pixels."""

UNSEEN, SEEN = 6.0, 16.0
"""ΔE between both sides up to which nothing is seen of an edge, and from which on it is as it was."""


def calmed(photo: Image, region: Region, alpha: Mask, scale: float) -> Mask:
    """Return ``alpha`` (H×W) with a smooth edge where none is seen in ``photo`` (H×W×3).

    ``region`` (H×W) is the mask it was solved from, of which a pixel is ``scale`` pixels of the photo.
    """
    import cv2

    inside = region.astype(np.float32)
    smooth = blur(inside, ROUND * scale)
    line = np.clip((smooth - 0.5) * 2.5 * ROUND * scale / 2.0 + 0.5, 0.0, 1.0)
    lab = to_lab(photo)
    sums = [blur(np.dstack([lab * side[..., None], side]), BESIDE * scale) for side in (inside, 1.0 - inside)]
    own, other = (total[..., :3] / np.maximum(total[..., 3:], 1e-3) for total in sums)
    apart = np.linalg.norm(own - other, axis=-1)
    edge = cv2.morphologyEx(region.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    near = cv2.distanceTransform(1 - edge, cv2.DIST_L2, 3) < BAND * scale
    share = np.where(near, np.clip((SEEN - apart) / (SEEN - UNSEEN), 0.0, 1.0), 0.0).astype(np.float32)
    return np.asarray(alpha + share * (line - alpha), np.float32)
