"""Shade that a network denies: a bracelet's shadow on white paper, the paper seen through its links.

u2netp takes what a chain surrounds for the product; then it is no help with shadow either. A network that tells
product from holes on such a picture is heard instead of it, and what it denies goes where it looks like the backdrop
in shade, I = s · B (``shadow.py``): never a part of another colour, whatever the network says. Where u2netp tells
product from holes itself, its own denial counts, but on thin parts: it overlooks them.
"""

import numpy as np

from tools.engines.cutout.backdrop import Backdrop
from tools.engines.cutout.clutter import undecided
from tools.engines.cutout.holes import resolves_holes
from tools.engines.cutout.lab import EIGHT, Region, blur
from tools.engines.cutout.morphology import dilated, grown, opened
from tools.engines.cutout.pieces import Window, chosen
from tools.engines.cutout.shadow import shaded
from tools.engines.image import Image, Mask

DARKEST = 30.0
"""L* of the backdrop under which no shade of it can be told from what is dark."""

UNDECIDED = 0.8
"""Undecided area, in that of the subject, from which on a network does not know what it looks at."""

DENIED, DOUBTED = 0.3, 0.5
"""Opinion under which the network sees no product; and under which it would not mind, beside that."""

FAINTEST, LIGHTEST = 0.3, 1.1
"""s of a shade: between a deep shadow and a backdrop model that is a little off."""

TINT = 6.0
"""ΔE76 off the shade's colour, at most; and twice as much beside it."""

WIDE = 0.016
"""Width of a part, as a share of the long side, under which u2netp overlooks it: a wire, a temple."""

SMALL = 0.02
"""Share of the product under which a piece that shade left behind may go with it."""

REACH = 3
"""Pixels over which what is denied grows into its blurred rim."""


def knows_holes(seen: Mask, found: Region, backdrop: Backdrop) -> bool:
    """Return whether a network tells product from plain backdrop on this picture: it sees ``seen`` (H×W 0..1).

    ``found`` is the evidence by it.
    """
    light = float(np.median(backdrop.base[..., 0])) >= DARKEST
    return light and undecided(seen) < UNDECIDED and resolves_holes(found, seen)


def without_denied(mask: Region, image: Image, backdrop: Backdrop, seen: Mask, wide: float = 0.0) -> Region:
    """Return ``mask`` (H×W) without the shade of the backdrop in which ``seen`` (0..1) finds no product.

    ``image`` is H×W×3 sRGB. Parts of ``mask`` narrower than ``wide``, a share of the picture's long side, stay.
    """
    from scipy import ndimage

    share, tint, _ = shaded(blur(image, 0.7), backdrop.base_rgb)
    reach = round(0.5 * wide * max(backdrop.shape))
    body = opened(mask, EIGHT, reach) if reach else mask
    shade = body & (share > FAINTEST) & (share < LIGHTEST)
    gone = ndimage.binary_opening(shade & (tint < TINT + backdrop.sigma) & (seen < DENIED), np.ones((2, 2), bool))
    rim = shade & (tint < 2.0 * TINT) & (seen < DOUBTED)
    gone = grown(gone, rim, REACH)
    return without_remains(mask & ~gone, gone, seen)


def without_remains(mask: Region, gone: Region, seen: Mask) -> Region:
    """Return ``mask`` without the small pieces that what is ``gone`` left behind and the network denies too."""
    if not gone.any():
        return mask
    most = SMALL * mask.sum()

    def is_remains(piece: Region, window: Window) -> bool:
        small = piece.sum() < most and float(seen[window][piece].mean()) < DENIED
        return bool(small and (dilated(piece, EIGHT) & gone[window]).any())

    return mask & ~chosen(mask, is_remains, 2)
