"""Faint remains that the networks do not stand by: the mirrored rim of a lens on marble, the shade along a strap.

A mirror image or a shadow with a tint is no shade of the backdrop, so that what is left of it passes for product. It
is far fainter than the product itself is against the same backdrop, though; and it lies on the side of the open.
"""

import numpy as np

from tools.engines.cutout.denied import without_remains
from tools.engines.cutout.disputed import Both
from tools.engines.cutout.lab import EIGHT, Region, joined_to_frame
from tools.engines.cutout.morphology import dilated, grown, opened
from tools.engines.cutout.pieces import Window, chosen
from tools.engines.image import Mask

UNSEEN, FAINT = 0.3, 0.25
"""Opinion of either network, and distance in the product's median, under which a pixel is nobody's."""

WISP, THIN, DOUBTED = 0.15, 0.007, 0.5
"""Distance in the product's median under which a thin part is a wisp, if one of the networks doubts it as much; and
half the width of such a part, as a share of the long side. Of 17 on our pictures and the benchmark one was product."""

ROOT = 6
"""Pixels over which a wisp goes on where it comes out of the product."""

LEAST = 30
"""Pixels of a piece at least, at the working size: fewer are what noise leaves along an outline."""


def without_faint(mask: Region, distance: Mask, two: Both) -> Region:
    """Return ``mask`` (H×W) without what is faint along the open backdrop: unseen pixels, and wisps one network doubts.

    ``distance`` is ΔE76 from the backdrop, H×W; ``two`` what the networks see.
    """
    seen = mask & (two.either > 0.5)
    if not seen.any():
        return mask
    usual = float(np.median(distance[seen]))
    outside = dilated(joined_to_frame(~mask), EIGHT)

    def in_the_open(piece: Region, window: Window) -> bool:
        return bool(piece.sum() >= LEAST and (piece & outside[window]).any())

    def is_wisp(piece: Region, window: Window) -> bool:
        faint = float(np.median(distance[window][piece])) < WISP * usual
        return faint and in_the_open(piece, window) and float(two.each[window][piece].mean()) < DOUBTED

    gone = chosen(mask & (two.either < UNSEEN) & (distance < FAINT * usual), in_the_open, 0)
    wisps = chosen(_thin(mask), is_wisp, 0)
    gone |= grown(wisps, mask & (distance < WISP * usual) & (two.each < DOUBTED), ROOT)
    return without_remains(mask & ~gone, gone, two.either)


def _thin(mask: Region) -> Region:
    """Return the parts of ``mask`` (H×W) that are thin, a little off the wide ones: no corner of these is a part."""
    body = opened(mask, EIGHT, max(2, round(THIN * max(mask.shape))))
    thin: Region = mask & ~dilated(body, EIGHT)
    return thin
