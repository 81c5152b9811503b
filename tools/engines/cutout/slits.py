"""Narrow openings that the evidence bridged: two straps a few pixels apart, the gap between prong and stone.

The evidence is looked for in a blurred picture, and across a slit the blur of both sides meets. Unblurred, a slit
shows the backdrop and has a steep edge all round; a reflection or a burnt highlight fades along a part of its rim.
"""

import numpy as np

from tools.engines.cutout.backdrop import Backdrop
from tools.engines.cutout.lab import EIGHT, Region
from tools.engines.cutout.morphology import depth, dilated, grown
from tools.engines.cutout.pieces import Window, chosen
from tools.engines.image import Mask

SMALLEST, TINY = 25, 8
"""Pixels under which a slit must be clean, and under which it is never opened, at the working size."""

STRONG = 25.0
"""ΔE76 of the product from the backdrop beside a slit, at least."""

RINGING = 0.08
"""Distance from the backdrop within a slit as a share of the contrast beside it: JPEG rings in proportion to it."""

STEEP = 6.0
"""ΔE76 a pixel of a crisp edge; 70 % of the rim have it at least."""

FADING = 0.12
"""Slope per pixel, as a share of the contrast, that all but a tenth of the rim have."""

SEEN, SURE = 0.98, 0.95
"""Mean opinion from which on a piece is white print or inlay, well inside of the product; a small one from the second.
"""

CLEAN, CONTRAST = 0.18, 60.0
"""Of a small slit: what ``FADING`` must be, and the contrast beside it in ΔE76. A glint has neither all round."""

FAINT = 0.1
"""Distance as a share of the contrast under which a slit's corners belong to it."""

CORNER = 8
"""Pixels that a slit may grow into its corners."""

OPEN, CLEAR = 2.5, 1.8
"""Half the width in pixels from which on no blur reaches the middle; ΔE76 (and twice the noise) of what is there."""

BETWEEN, LITTLE = 4, 0.2
"""Half the width in pixels of what lies between two strong sides, and its distance as a share of their contrast."""

NEAR: tuple[int, int] = (9, 9)
"""The window in which the contrast beside a slit is looked for."""


def open_slits(mask: Region, backdrop: Backdrop, opinion: Mask) -> Region:
    """Return ``mask`` (H×W) without the narrow openings in it; ``opinion`` is the network's, H×W 0..1."""
    import cv2
    from scipy import ndimage

    strongest = cv2.dilate((backdrop.distance * mask).astype(np.float32), np.ones(NEAR, np.uint8))
    strong = mask & (strongest > STRONG)
    clear = strong & (backdrop.distance < np.maximum(2.0 * backdrop.sigma, RINGING * strongest))
    steepest = cv2.dilate(backdrop.edge, np.ones((3, 3), np.uint8))

    def is_slit(piece: Region, window: Window) -> bool:
        area, seen = int(piece.sum()), float(opinion[window][piece].mean())
        if area < TINY or seen > SEEN:
            return False
        if not _shows_backdrop(piece, backdrop.distance[window], backdrop.sigma):
            return False
        rim = dilated(piece, EIGHT) & ~piece & mask[window]
        edge, contrast = steepest[window][rim], strongest[window][rim]
        return _is_crisp(edge, contrast) and (area >= SMALLEST or (seen < SURE and _is_clean(edge, contrast)))

    opened = chosen(ndimage.binary_opening(clear, np.ones((2, 2), bool)), is_slit, 2)
    faint = opened | (strong & (backdrop.distance < FAINT * strongest) & (opinion < SEEN))
    kept: Region = mask & ~grown(opened, faint, CORNER)
    return _without_tips(kept, backdrop, opinion, strongest)


def _without_tips(mask: Region, backdrop: Backdrop, opinion: Mask, strongest: Mask) -> Region:
    """Return ``mask`` without the tips of wedges: where a gap between two ``strongest`` sides narrows and is bridged.

    A straight outline has the product on one side only, and its mixed pixels stay for the matte.
    """
    import cv2

    sides = mask & (strongest > CONTRAST) & (backdrop.distance > 0.5 * strongest)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * BETWEEN + 1, 2 * BETWEEN + 1))
    held = cv2.morphologyEx(sides.astype(np.uint8), cv2.MORPH_CLOSE, disc) > 0
    tips = mask & held & (backdrop.distance < LITTLE * strongest) & (opinion < SURE)
    kept: Region = mask & ~grown(~mask, tips, CORNER)
    return kept


def _shows_backdrop(piece: Region, distance: Mask, noise: float) -> bool:
    """Whether the middle of a slit, if it is wide, is the backdrop itself: neither silver nor a print of nearly it."""
    deep = depth(np.pad(piece, 1))[1:-1, 1:-1]
    return bool(deep.max() < OPEN or np.median(distance[deep >= OPEN - 0.5]) < CLEAR + 2.0 * noise)


def _is_crisp(edge: Mask, contrast: Mask) -> bool:
    """Whether the rim, of which these are slope and contrast (N each), is an edge nearly all along."""
    return bool(edge.size and (edge > STEEP).mean() > 0.7 and np.percentile(edge / contrast, 10) > FADING)


def _is_clean(edge: Mask, contrast: Mask) -> bool:
    """Whether a crisp rim is so all along and beside a strong contrast."""
    return bool((edge > STEEP).all() and np.percentile(edge / contrast, 10) > CLEAN and contrast.mean() > CONTRAST)
