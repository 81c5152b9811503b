"""The product's own shadow is not the product: smooth, darker than the backdrop, of the same hue, joined to it.

Two sizes of one model, I = s · B in linear light (the shadow model of Horprasert et al. 1999): the wide cast
shadow, and the tight contact shadow beside thin parts.
"""

import numpy as np

from tools.engines.cutout.backdrop import Backdrop
from tools.engines.cutout.lab import Lab, Region, blur, dot, joined_to_frame, length, per_channel, slope, to_lab
from tools.engines.cutout.morphology import grown, opened
from tools.engines.image import Image, Mask

GAMMA = 2.2

WITHIN = 0.005
"""Share of the picture from which on an enclosed piece of backdrop is the inside of a hoop, and no glint."""


def without_cast_shadow(mask: Region, image: Image, backdrop: Backdrop, opinion: Mask) -> Region:
    """Return ``mask`` without wide soft shadows. Where the network is sure of the subject the test is stricter."""

    lit, base = linear(image), linear(backdrop.base_rgb)
    share, rest = shade(lit, base)
    rest = blur(rest, 1.5)
    edge = slope(blur(backdrop.lab, 1.5))
    noise = backdrop.sigma
    soft = max(1.2, 2.0 * noise)
    shadow = mask & (share < 1.0) & (share > 0.25) & (rest < 0.06 + 0.02 * noise) & (edge < soft)
    shadow &= (opinion < 0.8) | ((share > 0.45) & (edge < 0.6 * soft) & (rest < 0.04 + 0.015 * noise))
    shadow = opened(shadow, times=2)
    shadow &= _met_by_backdrop(shadow | ~mask, backdrop, mask)
    may_grow = shadow | (mask & (edge < 2.0 * soft) & (share < 1.0))
    kept: Region = mask & ~grown(shadow, may_grow, 2)
    return kept


def without_contact_shadow(mask: Region, image: Image, backdrop: Backdrop) -> Region:
    """Return ``mask`` without the soft dark seam beside thin parts, at the scale of a pixel.

    It must be reached from the backdrop, also from what of it lies in a hoop, or be enclosed on a coloured backdrop,
    where chromaticity is telling.
    """
    from scipy import ndimage

    share, rest, lab = shaded(blur(image, 0.7), backdrop.base_rgb)
    noise = backdrop.sigma
    edge = slope(lab[..., 0])
    near_black = (backdrop.base_rgb.mean(axis=-1) < 0.275) & (share < 0.6)
    shadow = mask & (share < 1.02) & (share > 0.5) & (rest < 1.6 + noise) & (edge < 0.9 + 0.9 * noise) & ~near_black
    reached = shadow & _met_by_backdrop(shadow | ~mask, backdrop, mask)
    coloured = np.hypot(backdrop.base[..., 1], backdrop.base[..., 2]) > 22.0
    enclosed = opened(shadow & ~reached & coloured & (rest < 1.4 + 0.6 * noise))
    labels, count = ndimage.label(enclosed)
    large = np.bincount(labels.ravel(), minlength=count + 1) >= 12
    large[0] = False
    kept: Region = mask & ~(reached | large[labels])
    return kept


def _met_by_backdrop(region: Region, backdrop: Backdrop, mask: Region) -> Region:
    """Return the parts of ``region`` that are joined to the frame, or to a wide piece of the backdrop inside of a loop.

    A hoop or a chain throws its shadow inwards too. A glint of the backdrop's colour is small, or no backdrop at all.
    """
    from scipy import ndimage

    labels, count = ndimage.label(region)
    within = np.bincount(labels[region & ~mask & backdrop.inliers], minlength=count + 1)
    met = within >= WITHIN * backdrop.shape[0] * backdrop.shape[1]
    met[0] = False
    joined: Region = joined_to_frame(region) | met[labels]
    return joined


def linear(image: Image) -> Image:
    """Return H×W×3 in linear light by a plain power law: close enough to sRGB, and never 0."""
    return np.asarray(np.maximum(image, 1.0 / 255.0) ** GAMMA, np.float32)


def shade(lit: Image, base: Image) -> tuple[Mask, Mask]:
    """Return the best s of I = s · B (H×W) and what it leaves, relative to I; both pictures in linear light."""
    share = dot(base, lit) / dot(base, base)
    rest = length(lit - per_channel(share) * base) / (length(lit) + 0.01)
    return share, rest


def shaded(image: Image, base: Image) -> tuple[Mask, Mask, Lab]:
    """Return the best s of I = s · B (H×W), how far ``image`` is from that in ΔE76, and its L*a*b*; both are sRGB."""
    behind, lab = linear(base), to_lab(image)
    share, _ = shade(linear(image), behind)
    model = to_lab((per_channel(np.clip(share, 0.02, 1.2)) * behind).clip(0.0, 1.0) ** (1.0 / GAMMA))
    return share, length(lab - model), lab
