"""What is sure and what is not: a narrow band along the mask's edge, never wider than the structure allows."""

import numpy as np

from tools.engines.cutout.lab import Region
from tools.engines.cutout.morphology import depth, dilated, highest, opened
from tools.engines.cutout.pieces import large
from tools.engines.image import Mask

UNKNOWN = 0.5

LARGE = 20
"""Area of a narrow gap at least, in squares of the band's width: a rivet or a letter taken for a gap is smaller."""


def trimap(mask: Region, inside: int, outside: int) -> Mask:
    """Return H×W of 0 (backdrop), 0.5 (unknown), 1 (product).

    The band reaches ``inside`` pixels into the product and ``outside`` pixels away from it. The ridge of parts
    too thin to have an inside stays sure, so that a chain or a prong is never left to guessing; so does the ridge
    of long gaps too narrow to show the backdrop alone, as between two handles.
    """

    within, away = depth(mask), depth(~mask)
    product, gap = narrow(mask, inside), large(narrow(~mask, outside), LARGE * outside**2)
    known = np.full(mask.shape, UNKNOWN, np.float32)
    known[(within > inside) | (product & _ridge(within))] = 1.0
    known[(away > outside) | (gap & _ridge(away))] = 0.0
    return known


def narrow(region: Region, reach: int) -> Region:
    """Return the parts of ``region`` that are narrower than twice ``reach``."""

    thin: Region = region & ~dilated(opened(region, times=reach), times=2)
    return thin


def _ridge(deep: Mask) -> Region:
    """Return the middle lines, where the distance to the edge is the greatest round about."""

    ridge: Region = (deep >= highest(deep, 3)) & (deep >= 1.5)
    return ridge
