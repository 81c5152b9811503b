"""Enclosed regions, decided one by one: a hole shows the backdrop, all else is the product's own brightness."""

import numpy as np

from tools.engines.cutout.backdrop import Backdrop
from tools.engines.cutout.lab import Region, joined_to_frame
from tools.engines.image import Mask


def open_holes(mask: Region, backdrop: Backdrop, opinion: Mask, shadow: Region) -> Region:
    """Return ``mask`` with every enclosed gap filled, but those that look like the backdrop or its shadow.

    ``shadow`` is what earlier stages took for shadow. Gaps under 8 px are filled.
    """
    from scipy import ndimage

    gaps = ~mask & ~joined_to_frame(~mask)
    labels, count = ndimage.label(gaps)
    if count == 0:
        return mask
    index = range(1, count + 1)
    areas = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    difference = backdrop.lab - backdrop.field
    means = np.stack([ndimage.mean(difference[..., c], labels, index) for c in range(3)], axis=-1)
    off = np.linalg.norm(means, axis=-1)
    rough = np.asarray(ndimage.mean(np.minimum(backdrop.distance, 20.0), labels, index))
    seen = np.asarray(ndimage.mean(opinion, labels, index))
    shaded = np.asarray(ndimage.mean(shadow, labels, index))
    noise = max(backdrop.sigma, 0.3)
    same = (off < 1.0 + 0.5 * noise) & (rough < 1.6 * noise + 0.9)
    unseen = (off < 2.0 + noise) & (seen < 0.5)
    is_open = (areas >= 8) & (same | (shaded > 0.5) | unseen)
    fill = np.concatenate([[False], ~is_open])
    filled: Region = mask | fill[labels]
    return filled
