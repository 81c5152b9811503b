"""Where the product ends and its contact shadow begins: at the crispest edge between what is sure of either.

A contact shadow is dark, and warm metal or dyed leather tints it, so that no colour tells it from the product near
the line of contact. But it is smooth and fades out, while the product ends abruptly: a seeded watershed (Meyer 1994)
on the gradient puts the outline there. The shadow model is I = s · B of ``shadow.py``, only looser.
"""

from dataclasses import dataclass

import numpy as np

from tools.engines.cutout.backdrop import Backdrop
from tools.engines.cutout.lab import EIGHT, Region, blur, slope, window_of
from tools.engines.cutout.morphology import depth, dilated, eroded, grown, opened
from tools.engines.cutout.pieces import Window, chosen, large
from tools.engines.cutout.shadow import shaded
from tools.engines.image import Image, Mask

DARKEST = 30.0
"""L* of the backdrop under which no shadow can be told from what is dark."""

TINT = 12.0
"""ΔE76 that a shadow's hue is off at most from the backdrop's away from the contact; less beside a grey product."""

STEEP = 6.0
"""ΔE76 per pixel that a shadow's own slope has at most, at the working size."""

REACH = 0.018
"""How far from the plain part of a shadow its dark, tinted part may lie, as a share of the long side."""

SEEN = 0.5
"""Mean opinion of the network from which on a piece is the product, not its shadow; the less, the more it is tinted."""

FADING = 0.2
"""Correlation of a shadow's lightness with the way from the product to the backdrop, at least, where nobody sees it."""

RIM = 2.5
"""Pixels along a piece's rim that are left out when it is asked whether it fades."""

SMALLEST = 6
"""Pixels under which a piece is not looked at."""


@dataclass(frozen=True)
class Signs:
    """Per pixel: ``share`` s of I = s · B, ``tint`` ΔE off that, ``strongest`` tint nearby, ``edge`` in ΔE a pixel."""

    share: Mask
    tint: Mask
    strongest: Mask
    edge: Mask


def up_to_contact(mask: Region, image: Image, backdrop: Backdrop, opinion: Mask) -> Region:
    """Return ``mask`` (H×W) without the contact shadow; ``image`` H×W×3 sRGB, ``opinion`` H×W 0..1.

    Only for an ``opinion`` that tells product from holes on this picture: it says where to look at all.
    """
    if not mask.any() or float(np.median(backdrop.base[..., 0])) < DARKEST:
        return mask
    window = window_of(mask, 4)
    inside, seen = mask[window], opinion[window]
    signs = _signs(inside, image[window], backdrop, window)
    noise = backdrop.sigma
    plain = _plain_shadow(inside, signs, seen, noise)
    if not plain.any():
        return mask
    obvious = (signs.tint > np.maximum(14.0, 0.75 * signs.strongest)) | (signs.share > 1.05)
    zone = _zone(inside, plain, seen, ~obvious & (signs.edge < STEEP), round(REACH * max(backdrop.shape)))
    gone = _flooded(
        inside, zone, plain & (signs.tint < 5.0 + noise) & (signs.share > 0.35), obvious, (seen, signs.edge)
    )
    kept = mask.copy()
    kept[window] &= ~_shadows(gone, inside, seen, signs)
    return kept


def _signs(mask: Region, image: Image, backdrop: Backdrop, window: tuple[slice, slice]) -> Signs:
    import cv2

    calm = blur(np.ascontiguousarray(image), 0.7)
    share, tint, lab = shaded(calm, backdrop.base_rgb[window])
    strongest = cv2.dilate((tint * mask).astype(np.float32), np.ones((31, 31), np.uint8))
    return Signs(share, tint, np.asarray(strongest, np.float32), slope(lab))


def _plain_shadow(mask: Region, signs: Signs, seen: Mask, noise: float) -> Region:
    """Return what looks like shadow by itself and can be reached from the backdrop: smooth, dark, of nearly its hue."""
    from scipy import ndimage

    limit = np.maximum(6.0 + noise, np.minimum(0.5 * signs.strongest, TINT))
    plain = mask & (signs.share < 1.02) & (signs.share > 0.12) & (signs.tint < limit) & (signs.edge < STEEP)
    plain = opened(plain & ~_sure(seen))
    labels, count = ndimage.label(plain | ~mask)
    reached = np.zeros(count + 1, bool)
    reached[np.unique(labels[~mask])] = True
    reached[0] = False
    return large(plain & reached[labels], 40)


def _zone(mask: Region, plain: Region, seen: Mask, allowed: Region, reach: int) -> Region:
    """Return where the outline is sought: plain shadow, the dark part joined to it that nobody sees, and a rim."""

    may = mask & allowed & (seen < 0.5)
    dark = grown(plain, may, reach) | plain
    rim = dilated(plain, EIGHT, 4) | dilated(dark, EIGHT, 3)
    zone: Region = mask & rim
    return zone


def _flooded(mask: Region, zone: Region, core: Region, obvious: Region, maps: tuple[Mask, Mask]) -> Region:
    """Return the part of ``zone`` that the watershed gives to the backdrop; ``maps`` are opinion and edge."""
    from skimage.segmentation import watershed

    seen, edge = maps
    product = eroded(mask & ~zone) | (_sure(seen) & mask) | eroded(zone & obvious)
    product = large(product, max(60, int(0.002 * mask.sum())))
    behind = ~mask | eroded(core & (seen < 0.5))
    markers = np.where(product, 2, np.where(behind, 1, 0)).astype(np.int32)
    basins = watershed(edge, markers, mask=dilated(zone, times=2))
    flooded: Region = zone & (basins == 1)
    return flooded


def _shadows(gone: Region, mask: Region, seen: Mask, signs: Signs) -> Region:
    """Return those pieces of ``gone`` that are shadows."""
    import cv2

    steepest = cv2.dilate(np.ascontiguousarray(signs.edge), np.ones((3, 3), np.uint8))

    def is_shadow(piece: Region, window: Window) -> bool:
        limit = SEEN / (1.0 + float(np.median(signs.tint[window][piece])) / TINT * 2.0)
        doubt = float(seen[window][piece].mean())
        if piece.sum() < SMALLEST or doubt > limit:
            return False
        fading = _fading(piece, mask[window], steepest[window], signs.share[window])
        return fading > FADING + 0.6 * doubt  # the more the network sees of it, the plainer it must be

    return chosen(gone, is_shadow, 3)


def _fading(piece: Region, mask: Region, edge: Mask, share: Mask) -> float:
    """Return how ``piece`` fades: the correlation of its lightness with the way from the product to the backdrop.

    0 when it is not soft where it meets the backdrop or not crisp where it meets the product: a bright rim or a facet
    is as dark all over, or darker at its outer side. 1 when it is far softer outside.
    """

    outer = piece & dilated(~mask, EIGHT)
    inner = piece & dilated(mask & ~piece, EIGHT)
    if not outer.any() or not inner.any():
        return 0.0
    soft, crisp = float(np.median(edge[outer])), float(np.median(edge[inner]))
    if soft > 0.75 * crisp or soft > STEEP:
        return 0.0
    if soft < 0.1 * crisp:
        return 1.0
    near, far = (depth(~rim) for rim in (inner, outer))
    amid = piece & (near > RIM) & (far > RIM)  # the rims are mixed with what lies beyond them
    amid = amid if amid.sum() >= 0.2 * piece.sum() else piece
    across, lightness = (near / (near + far + 1e-6))[amid], share[amid]
    if np.std(across) < 1e-6 or np.std(lightness) < 1e-6:
        return 0.0
    return float(np.corrcoef(across, lightness)[0, 1])


def _sure(seen: Mask) -> Region:
    """Return what the network is sure of, a pixel inside of its outline."""

    sure: Region = eroded(seen > 0.9)
    return sure
