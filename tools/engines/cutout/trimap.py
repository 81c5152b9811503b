"""What is sure and what is not: a narrow band along the mask's edge, never wider than the structure allows."""

import numpy as np

from tools.engines.cutout.lab import EIGHT, Region
from tools.engines.cutout.morphology import depth, dilated, filled, highest, opened
from tools.engines.cutout.pieces import Window, chosen, large
from tools.engines.image import Mask

UNKNOWN = 0.5

LARGE = 20
"""Area of a narrow gap at least, in squares of the band's width: a rivet or a letter taken for a gap is smaller."""

SMALLEST = 8
"""Pixels under which not even the opening of a link is sure."""


def trimap(mask: Region, inside: int, outside: int) -> Mask:
    """Return H×W of 0 (backdrop), 0.5 (unknown), 1 (product).

    The band reaches ``inside`` pixels into the product and ``outside`` pixels away from it. The ridge of parts
    too thin to have an inside stays sure, so that a chain or a prong is never left to guessing; so does the ridge
    of long gaps too narrow to show the backdrop alone, as between two handles.
    """

    within, away = depth(mask), depth(~mask)
    product, gap = narrow(mask, inside), large(narrow(~mask, outside), LARGE * outside**2)
    links = _links(mask, inside, LARGE * outside**2)
    chain = mask & dilated(links, EIGHT, 2 * inside)
    known = np.full(mask.shape, UNKNOWN, np.float32)
    known[(within > inside) | (product & _ridge(within)) | (chain & _core(within, inside))] = 1.0
    known[(away > outside) | (gap & _ridge(away)) | (links & _core(away, outside))] = 0.0
    return known


FRAMED = 0.8
"""Share of the rim of a link's opening that is narrow, at least."""

NEARLY = 0.7
"""Depth of a narrow part from which on it is sure, as a share of the greatest round about."""


def _links(mask: Region, inside: int, most: int) -> Region:
    """Return the small openings in ``mask`` (H×W) all round which the product is narrow, as in a chain."""
    slender = narrow(mask, 2 * inside)

    def is_link(piece: Region, window: Window) -> bool:
        framed = slender[window][dilated(piece, EIGHT) & ~piece]
        return SMALLEST <= piece.sum() <= most and bool(framed.mean() > FRAMED)

    return chosen(filled(mask) & ~mask, is_link, 1)


def narrow(region: Region, reach: int) -> Region:
    """Return the parts of ``region`` that are narrower than twice ``reach``."""

    thin: Region = region & ~dilated(opened(region, times=reach), times=2)
    return thin


def _ridge(deep: Mask) -> Region:
    """Return the middle lines, where the distance to the edge is the greatest round about."""

    ridge: Region = (deep >= highest(deep, 3)) & (deep >= 1.5)
    return ridge


def _core(deep: Mask, reach: int) -> Region:
    """Return the middle lines and what is nearly as far from the edge as they are within ``reach`` pixels."""

    core: Region = (deep >= NEARLY * highest(deep, 2 * reach + 1)) & (deep >= 1.5)
    return core
