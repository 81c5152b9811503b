"""Alpha and foreground where the backdrop's colour is known: one unknown less in I = α F + (1 − α) B.

F is carried from the product's sure inside by normalised convolution; α is the projection of I − B on F − B
(Smith and Blinn 1996, with a local F), made the share of the pixel's area; then F is estimated once more with that α.
"""

import numpy as np
from numpy.typing import NDArray

from tools.engines.coverage import area_coverage
from tools.engines.cutout.foreground import SOLID, foreground_over, solved_over
from tools.engines.cutout.guided import guided
from tools.engines.cutout.lab import Region, around, blur, dot, length, per_channel
from tools.engines.cutout.morphology import depth, highest
from tools.engines.cutout.own_shade import with_own_shade
from tools.engines.image import Image, Mask

FAINT = 12.0 / 255.0
"""Colour distance between product and backdrop under which the projection says nothing."""

LIGHT = 0.5
"""Mean sRGB of a backdrop from which on the product's own rim is darker than its inside, if it differs at all."""

RIM = 0.75
"""Share of the strongest contrast nearby under which, on a light backdrop, a pixel says nothing of the rim's colour."""

UNLIKE = 0.5
"""The same share under which the inside's colour is no guess at the rim's at all."""

DEEP = 0.8
"""Share of the unsure band's width inside of which the mask's outline is hardly ever so wrong."""


def known_backdrop(image: Image, behind: Image, mask: Region, noise: float, reach: int) -> tuple[Mask, Image]:
    """Return (alpha H×W, foreground H×W×3) of ``image`` over the colours ``behind`` it (both sRGB).

    ``mask`` is the product, ``noise`` the backdrop's standard deviation in ΔE, ``reach`` how far in pixels the
    unsure band goes into the product; inside of it alpha is exactly 1, outside of it exactly 0.
    """
    within, away = depth(mask), depth(~mask)
    band = (mask & (within <= reach)) | (~mask & (away <= max(2, reach - 1)))
    inside, unlike = _inside(image, behind, mask, within > reach, reach)
    if not inside.any():
        return mask.astype(np.float32), image
    behind = _locally(image, behind, (away > reach) | _amid_gaps(away, reach))
    colour = _carried(image, inside, reach)
    toward = colour - behind
    strength = length(toward)
    alpha = dot(image - behind, toward) / np.maximum(strength**2, 5e-4)
    alpha = area_coverage(_saturated(np.clip(alpha, 0.0, 1.0), noise, strength), colour, behind)
    ramp = _ramp(mask)
    told = np.clip((strength - FAINT) / FAINT, 0.0, 1.0)
    alpha = np.where(band, told * alpha + (1.0 - told) * ramp, mask).astype(np.float32)
    alpha = np.where(within > 1.0, np.maximum(alpha, _without_pits(alpha)), alpha)
    alpha = with_own_shade(alpha, length(image - behind), mask, ramp, noise, reach + 1)
    # beside an inside far lighter than the rim the mean round about is not the rim's colour
    rimmed = highest((unlike & (within > DEEP * reach)).astype(np.float32), 2 * reach + 3) > 0.0
    share = _calmed(image, alpha, within, reach)
    edge = (alpha > 0.0) & (alpha < SOLID)
    front = np.where(per_channel(alpha) > 0.0, image, colour)
    front[edge] = foreground_over((image, behind), share, colour, edge, reach)
    rim = edge & rimmed
    front[rim] = solved_over(image[rim], behind[rim], alpha[rim], colour[rim])
    return alpha, front


def _ramp(mask: Region) -> Mask:
    """Return alpha from the mask alone: its outline smoothed over 3 px, as an edge of about 1.5 px."""
    return np.asarray(np.clip((blur(mask.astype(np.float32), 1.2) - 0.5) * 2.0 + 0.5, 0.0, 1.0), np.float32)


def _without_pits(alpha: Mask) -> Mask:
    """Return the grey closing by 5×5: single pixels that happen to mix to the backdrop's colour are filled."""
    import cv2

    return np.asarray(cv2.morphologyEx(alpha, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), np.float32)


def _inside(image: Image, behind: Image, mask: Region, deep: Region, reach: int) -> tuple[Region, Region]:
    """Return the pixels that are surely the product alone: deep ones, and the strongest of thin parts.

    Along thick parts on a light backdrop the lighter ones are left out: metal and leather darken towards their rim,
    and a rim explained by the lighter inside keeps too much of the old backdrop. The far lighter ones come second.
    """
    import cv2

    contrast = length(image - behind)
    strongest = cv2.dilate((contrast * mask).astype(np.float32), _square(5))
    sure: Region = (mask & (contrast >= 0.8 * strongest) & (contrast > 8.0 / 255.0)) | deep
    side = 2 * reach + 1
    body = cv2.erode(deep.astype(np.uint8), _square(side))
    thick = cv2.dilate(body, _square(2 * side + 1)) > 0
    strongest = cv2.dilate(strongest, _square(max(1, side - 4)))
    light = thick & (behind.mean(axis=-1) > LIGHT)
    return sure & ~(light & (contrast < RIM * strongest)), light & (contrast < UNLIKE * strongest)


def _square(side: int) -> NDArray[np.uint8]:
    return np.ones((side, side), np.uint8)


def _amid_gaps(away: Mask, reach: int) -> Region:
    """Return the middle of gaps too narrow for a pixel far from both sides: what shines through there is shaded."""
    narrow = highest(away, 2 * reach + 1) <= reach
    amid: Region = narrow & (away > 1.5)
    return amid


def _locally(image: Image, behind: Image, outside: Region) -> Image:
    """Return ``behind`` corrected by what is seen within a few pixels of the band: a contact shadow is not product."""
    rest, weight = around(image - behind, outside, 2.0)
    share = per_channel(np.clip(weight / 0.05, 0.0, 1.0))
    return np.asarray(np.clip(behind + share * rest, 0.0, 1.0), np.float32)


def _carried(image: Image, inside: Region, reach: int) -> Image:
    """Return the colour of the sure inside, carried over the band; the nearest one where none is close."""
    from scipy import ndimage

    near, weight = around(image, inside, 0.55 * reach)
    at = ndimage.distance_transform_edt(~inside, return_distances=False, return_indices=True)
    far = weight <= 0.02
    near[far] = image[at[0][far], at[1][far]]
    return near


def _saturated(alpha: Mask, noise: float, strength: Mask) -> Mask:
    """Return alpha stretched so that noise ends at exactly 0, and what is nearly solid at exactly 1."""
    floor = 0.6 * np.clip(max(2.5 * noise, 2.0) / 255.0 / np.maximum(strength, 6.0 / 255.0), 0.0, 0.5)
    return np.asarray(np.clip((alpha - floor) / (0.985 - floor), 0.0, 1.0), np.float32)


def _calmed(image: Image, alpha: Mask, within: Mask, reach: int) -> Mask:
    """Return ``alpha`` without what is wrong of single pixels: calmed along the photo's own edges.

    What lies deep ``within`` the mask (pixels from its outline) stays as covered as it was, backdrop stays backdrop.
    """
    calm = np.clip(guided(alpha, image, reach), 0.0, 1.0)
    share = np.where(within > DEEP * reach, np.maximum(calm, alpha), calm)
    return np.where((alpha > 0.0) | (within > 0.0), share, 0.0).astype(np.float32)
