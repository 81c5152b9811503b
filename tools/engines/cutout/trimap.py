"""What is sure and what is not: a narrow band along the mask's edge, never wider than the structure allows."""

import numpy as np

from tools.engines.cutout.lab import Region
from tools.engines.image import Mask

UNKNOWN = 0.5


def trimap(mask: Region, inside: int, outside: int) -> Mask:
    """Return H×W of 0 (backdrop), 0.5 (unknown), 1 (product).

    The band reaches ``inside`` pixels into the product and ``outside`` pixels away from it. The ridge of parts
    too thin to have an inside stays sure, so that a chain or a prong is never left to guessing.
    """
    from scipy import ndimage

    within = ndimage.distance_transform_edt(mask)
    away = ndimage.distance_transform_edt(~mask)
    thin = mask & ~ndimage.binary_dilation(ndimage.binary_opening(mask, iterations=inside), iterations=2)
    ridge = thin & (within >= ndimage.maximum_filter(within, 3)) & (within >= 1.5)
    known = np.full(mask.shape, UNKNOWN, np.float32)
    known[(within > inside) | ridge] = 1.0
    known[away > outside] = 0.0
    return known
