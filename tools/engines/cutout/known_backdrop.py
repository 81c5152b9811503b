"""Alpha and foreground where the backdrop's colour is known: one unknown less in I = α F + (1 − α) B.

F is carried from the product's sure inside by normalised convolution; α is the projection of I − B on F − B
(Smith and Blinn 1996, with a local F); then F is solved once more from the equation itself.
"""

import numpy as np

from tools.engines.cutout.lab import Region, around, blur, length
from tools.engines.image import Image, Mask

FAINT = 12.0 / 255.0
"""Colour distance between product and backdrop under which the projection says nothing."""


def known_backdrop(image: Image, behind: Image, mask: Region, noise: float, reach: int) -> tuple[Mask, Image]:
    """Return (alpha H×W, foreground H×W×3) of ``image`` over the colours ``behind`` it (both sRGB).

    ``mask`` is the product, ``noise`` the backdrop's standard deviation in ΔE, ``reach`` how far in pixels the
    unsure band goes into the product; inside of it alpha is exactly 1, outside of it exactly 0.
    """
    from scipy import ndimage

    within = ndimage.distance_transform_edt(mask)
    away = ndimage.distance_transform_edt(~mask)
    band = (mask & (within <= reach)) | (~mask & (away <= max(2, reach - 1)))
    inside = _inside(image, behind, mask, within > reach)
    if not inside.any():
        return mask.astype(np.float32), image
    behind = _locally(image, behind, away > reach)
    colour = _carried(image, inside, reach)
    toward = colour - behind
    strength = length(toward)
    alpha = ((image - behind) * toward).sum(axis=-1) / np.maximum(strength**2, 5e-4)
    alpha = _saturated(np.clip(alpha, 0.0, 1.0), noise, strength)
    ramp = _ramp(mask)
    told = np.clip((strength - FAINT) / FAINT, 0.0, 1.0)
    alpha = np.where(band, told * alpha + (1.0 - told) * ramp, mask).astype(np.float32)
    alpha = np.where(within > 1.0, np.maximum(alpha, _without_pits(alpha)), alpha)
    return alpha, _foreground(image, behind, alpha, colour)


def _ramp(mask: Region) -> Mask:
    """Return alpha from the mask alone: its outline smoothed over 3 px, as an edge of about 1.5 px."""
    return np.asarray(np.clip((blur(mask.astype(np.float32), 1.2) - 0.5) * 2.0 + 0.5, 0.0, 1.0), np.float32)


def _without_pits(alpha: Mask) -> Mask:
    """Return the grey closing by 5×5: single pixels that happen to mix to the backdrop's colour are filled."""
    import cv2

    return np.asarray(cv2.morphologyEx(alpha, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), np.float32)


def _inside(image: Image, behind: Image, mask: Region, deep: Region) -> Region:
    """Return the pixels that are surely the product alone: deep ones, and the strongest of thin parts."""
    import cv2

    contrast = length(image - behind)
    strongest = cv2.dilate((contrast * mask).astype(np.float32), np.ones((5, 5), np.uint8))
    sure: Region = (mask & (contrast >= 0.8 * strongest) & (contrast > 8.0 / 255.0)) | deep
    return sure


def _locally(image: Image, behind: Image, outside: Region) -> Image:
    """Return ``behind`` corrected by what is seen within a few pixels of the band: a contact shadow is not product."""
    rest, weight = around(image - behind, outside, 2.0)
    share = np.clip(weight / 0.05, 0.0, 1.0)[..., None]
    return np.asarray(np.clip(behind + share * rest, 0.0, 1.0), np.float32)


def _carried(image: Image, inside: Region, reach: int) -> Image:
    """Return the colour of the sure inside, carried over the band; the nearest one where none is close."""
    from scipy import ndimage

    near, weight = around(image, inside, 0.55 * reach)
    at = ndimage.distance_transform_edt(~inside, return_distances=False, return_indices=True)
    return np.where((weight > 0.02)[..., None], near, image[at[0], at[1]]).astype(np.float32)


def _saturated(alpha: Mask, noise: float, strength: Mask) -> Mask:
    """Return alpha stretched so that noise ends at exactly 0, and what is nearly solid at exactly 1."""
    floor = 0.6 * np.clip(max(2.5 * noise, 2.0) / 255.0 / np.maximum(strength, 6.0 / 255.0), 0.0, 0.5)
    return np.asarray(np.clip((alpha - floor) / (0.97 - floor), 0.0, 1.0), np.float32)


def _foreground(image: Image, behind: Image, alpha: Mask, colour: Image) -> Image:
    """Return F solved from the mix where alpha allows it, the carried colour where it does not."""
    share = alpha[..., None]
    solved = np.clip((image - (1.0 - share) * behind) / np.maximum(share, 0.12), 0.0, 1.0)
    trust = np.clip((share - 0.1) / 0.5, 0.0, 1.0)
    mixed = solved * trust + colour * (1.0 - trust)
    return np.where(share >= 1.0, image, mixed).astype(np.float32)
