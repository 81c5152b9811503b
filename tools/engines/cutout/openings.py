"""Openings that lie in the product's own shadow, or are too small for the evidence: links, buckles, handles.

Through an opening the backdrop is seen, dimmed by s (I = s · B, ``shadow.py``), behind a rim that is crisp all round.
Metal mirrors and leather shines in the backdrop's hue too, but there the light changes within a few pixels, or the
rim fades somewhere. Each piece is decided by itself, on the picture itself and not on its blur.
"""

from dataclasses import dataclass

import numpy as np

from tools.engines.cutout.backdrop import Backdrop
from tools.engines.cutout.lab import EIGHT, Region, blur
from tools.engines.cutout.morphology import depth, dilated, eroded, filled, grown, highest
from tools.engines.cutout.pieces import Window, chosen
from tools.engines.cutout.shadow import shaded
from tools.engines.image import Image, Mask

SMALLEST = 5
"""Pixels under which nothing is opened, at the working size."""

DARKEST, BRIGHTEST = 0.45, 1.06
"""Between these a shadow dims the backdrop inside of an opening; more than 1 is the backdrop model's own error."""

EVEN = 0.1
"""Standard deviation of s within an opening, at most: a bent mirror runs through more."""

RIM = 8.0
"""ΔE76 from the backdrop that three quarters of what lies round an opening have at least."""

CRISP, STEEP = 2.5, 6.0
"""ΔE76 a pixel: nine tenths of the rim are as crisp as the first, six tenths as the second."""

CLOSED = 0.8
"""Share of the rim that is product; the rest may be another opening."""

AS_SMOOTH = 1.6
"""Texture of a wide opening at most, in that of the backdrop."""

WIDE = 400
"""Pixels from which on an opening may be known by its evenness alone, whatever its rim."""

GREY = 12.0
"""Chroma of a backdrop under which grey metal has its hue: then a network that sees the product is heard."""

SEEN = 0.9
"""Mean opinion from which on it sees the product."""

DOUBTED, LENIENT = 0.6, 1.5
"""Mean opinion under which it doubts a small piece itself: so much more tint is let pass, and the rim may be soft."""

DENIED, ENCLOSED = 0.2, 0.97
"""Mean opinion under which it sees no product in a piece, and the share of its rim that then is product."""

UNLIT, UNTINTED, NEARER = 0.13, 1.65, 5.0
"""What such a piece must be: as even as the first, less tinted (ΔE76) than the second, and in what is that far off."""

LIT, PURE = 0.86, 0.5
"""What it must give way to: s of at least the first in a wide opening, and a tint (ΔE76) of less than the second."""

DEEP, DEEPER = 12.0, 4.0
"""How far from the outline an opening may lie: pixels, and so many times its width more. A glint in leather is lone."""

SLOT = 20
"""Pixels under which no slot is opened whose colour is blurred."""

HELD = 0.6
"""Share of such a slot's rim that is product: the middle of it may be open already."""

BLED, FAINT = 0.2, 0.35
"""Tint and distance of what both sides blur into an opening, at most, as shares of theirs: lens and JPEG."""

GROWS = 3
"""Pixels by which an opening grows into its blurred edge."""


@dataclass(frozen=True)
class Signs:
    """Per pixel of the picture: ``share`` s and what it leaves (``tint``, ΔE), ``edge`` in ΔE a pixel, ``texture``."""

    share: Mask
    tint: Mask
    edge: Mask
    texture: Mask
    usual: float


@dataclass(frozen=True)
class Look:
    """What is measured of a piece: ``share`` s and how ``uneven``, ``tint``, ``off``, ``apart``, ``chroma`` in ΔE."""

    area: int
    share: float
    uneven: float
    tint: float
    off: float
    rough: float
    apart: float
    chroma: float


def open_openings(mask: Region, image: Image, backdrop: Backdrop, opinion: Mask) -> Region:
    """Return ``mask`` (H×W) of ``image`` (H×W×3 sRGB) without the shaded and the small openings in it.

    ``opinion`` is the network's, H×W 0..1.
    """
    from scipy import ndimage

    if not mask.any():
        return mask
    noise = max(backdrop.sigma, 0.3)
    signs = _signs(image, backdrop)
    clear = mask & (signs.tint < 2.0 + 1.5 * noise) & (signs.share > DARKEST - 0.05) & (signs.share < BRIGHTEST)
    clear = ndimage.binary_opening(clear & (signs.edge < 3.0 + noise), np.ones((2, 2), bool))
    within = depth(filled(mask))
    steepest = highest(signs.edge, 3)

    def is_opening(piece: Region, window: Window) -> bool:
        rim = dilated(piece, EIGHT, 2) & ~piece
        if piece.sum() < SMALLEST or mask[window][rim].mean() < CLOSED:
            return False
        look = _look(piece, window, signs, backdrop)
        if _is_plain(look, noise):
            return True
        near = float(within[window][piece].max()) < DEEP + DEEPER * look.area**0.5
        seen = float(opinion[window][piece].mean())
        if near and seen < DENIED and mask[window][rim].mean() > ENCLOSED and _is_denied(look):
            return True
        heard = look.chroma < GREY and seen > SEEN
        if heard and not (look.area > WIDE and look.share > LIT and look.tint < PURE):
            return False
        doubted = seen < DOUBTED and look.area < WIDE  # a wide one is a lens
        return near and _is_shaded(look, noise, doubted) and _is_crisp(steepest[window][rim], doubted)

    opened = chosen(clear, is_opening, 5)
    if not opened.any():
        return mask
    strongest = highest((backdrop.distance * mask).astype(np.float32), 9)
    may = opened | (mask & (signs.tint < 4.0 + 2.0 * noise) & (backdrop.distance < 0.5 * strongest))
    kept: Region = mask & ~grown(opened, may, GROWS)
    return kept & ~_slots(kept, signs, backdrop, opinion, (strongest, steepest))


def _slots(mask: Region, signs: Signs, backdrop: Backdrop, opinion: Mask, beside: tuple[Mask, Mask]) -> Region:
    """Return the openings in ``mask`` whose colour is blurred; ``beside``: distance and edge of what is beside them.

    On a grey backdrop grey metal and diamonds have such colours too: there the network must doubt it.
    """
    strongest, steepest = beside

    def is_slot(piece: Region, window: Window) -> bool:
        rim = dilated(piece, EIGHT, 2) & ~piece
        if piece.sum() < SLOT or mask[window][rim].mean() < HELD or not _is_crisp(steepest[window][rim]):
            return False
        coloured = float(np.hypot(*backdrop.base[window][piece].mean(axis=0)[1:])) > GREY
        even = float(signs.share[window][piece].std()) < EVEN
        return even and (coloured or float(opinion[window][piece].mean()) < DOUBTED)

    return chosen(_bled(mask, signs, backdrop, strongest), is_slot, 5)


def _bled(mask: Region, signs: Signs, backdrop: Backdrop, strongest: Mask) -> Region:
    """Return where the backdrop shows, dimmed, in an opening so narrow that lens and JPEG blur both sides into it."""
    tinted = highest((signs.tint * mask).astype(np.float32), 9)
    faint: Region = mask & (signs.tint < BLED * tinted) & (backdrop.distance < FAINT * strongest)
    return faint & (signs.share > DARKEST - 0.05) & (signs.share < BRIGHTEST)


def _look(piece: Region, window: Window, signs: Signs, backdrop: Backdrop) -> Look:

    share, distance = signs.share[window][piece], backdrop.distance[window]
    beyond = dilated(piece, EIGHT, 4) & ~dilated(piece, EIGHT)
    return Look(
        area=int(piece.sum()),
        share=float(np.median(share)),
        uneven=float(share.std()),
        tint=float(signs.tint[window][piece].mean()),
        off=float(distance[piece].mean()),
        rough=float(np.median(signs.texture[window][piece])) / signs.usual,
        apart=float(np.percentile(distance[beyond], 25)),
        chroma=float(np.hypot(*backdrop.base[window][piece].mean(axis=0)[1:])),
    )


def _is_plain(look: Look, noise: float) -> bool:
    """Whether a wide piece is as even and as smooth as the backdrop, and of its colour."""
    even = look.uneven < 0.3 * EVEN and look.rough < AS_SMOOTH
    same = abs(look.share - 1.0) < 0.08 and look.off < 2.0 + noise and look.tint < 1.0 + noise
    return look.area > WIDE and even and same


def _is_shaded(look: Look, noise: float, doubted: bool) -> bool:
    """Whether a piece is the backdrop, dimmed evenly, and all round it something else; ``doubted`` by the network."""
    most = (1.2 + 0.6 * noise) * (LENIENT if doubted else 1.0)
    even = look.uneven < EVEN and look.share > DARKEST and look.tint < most
    return even and look.apart > max(RIM, 4.0 * noise)


def _is_denied(look: Look) -> bool:
    """Whether a piece in which no product is seen may be the backdrop, dimmed: its rim may be soft then."""
    return look.uneven < UNLIT and look.share > DARKEST and look.tint < UNTINTED and look.apart > NEARER


def _is_crisp(edge: Mask, doubted: bool = False) -> bool:
    """Whether the rim, of which these are the slopes (N), is an edge nearly all along; ``doubted`` by the network."""
    return bool(edge.size and (edge > CRISP).mean() > 0.9 and (doubted or (edge > STEEP).mean() > 0.6))


def _signs(image: Image, backdrop: Backdrop) -> Signs:

    share, tint, _ = shaded(blur(image, 0.6), backdrop.base_rgb)
    light = np.ascontiguousarray(backdrop.lab[..., 0])
    texture = np.abs(light - blur(light, 1.5))
    sure = eroded(backdrop.inliers, times=4)
    usual = float(np.median(texture[sure])) if sure.sum() > 100 else 0.3
    return Signs(share, tint, backdrop.edge, texture, max(usual, 0.05))
