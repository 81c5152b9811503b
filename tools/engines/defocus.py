"""The set out of focus without a new render: each pixel spread over the disc that a thin lens would make of it.

A lens focused on the product spreads what is ``n`` times as near to a disc whose radius is proportional to |1 - n|
(Potmesil and Chakravarty, "A lens and aperture camera model", SIGGRAPH 1981). Discs of a few radii are made of the
whole plate and each pixel takes the two beside its own. What is sharp itself does not bleed into what is not.
"""

import math

import numpy as np

from tools.engines.image import Image, Mask, check_image
from tools.engines.studio.camera import APERTURE_IN_FRAMES, falling_off
from tools.specs.recipe import Recipe

LEAST = 0.75
"""Radius of the smallest disc in pixels: under it a pixel stays as it is."""

STEP = 2.0
"""How much larger each next disc is."""

LARGEST_KERNEL = 7.0
"""Radius in pixels over which a disc is made on a smaller copy."""

SHARP = 0.02
"""Weight in a disc of what is sharp itself."""

COVERED = 0.02
"""Alpha from which a pixel is the stand-in's, and no part of the set behind it."""


def spread_of(recipe: Recipe, amount: float) -> float:
    """Return the radius in pixels of the farthest places' disc, with ``Scene.blur`` ``amount`` more than rendered.

    ``recipe`` is in the plate's frame and has a scene. Discs of discs add as their squares do.
    """
    assert recipe.scene is not None
    rendered = recipe.scene.blur
    more = math.sqrt(max((rendered + amount) ** 2 - rendered**2, 0.0))
    return APERTURE_IN_FRAMES * more * falling_off(recipe.frame_mm) * recipe.width


def defocused(plate: Image, near: Mask, alpha: Mask, radius: float) -> Image:
    """Return ``plate`` (H×W×3 linear) out of focus by ``radius`` pixels where it is infinitely far.

    ``near`` (H×W) is how near the empty set is, 1 on the product's plane, 0 at infinity; ``alpha`` (H×W) is the product
    that lies over the plate: its stand-in is not spread into the set.
    """
    import cv2

    check_image(plate, "plate", (3,))
    own = np.float32(radius) * np.abs(np.float32(1) - near)
    if float(own.max()) <= LEAST:
        return plate
    free = (cv2.dilate(alpha, np.ones((5, 5), np.uint8)) <= COVERED).astype(np.float32)
    level = np.log2(np.maximum(own, np.float32(1e-3)) / np.float32(LEAST)) / np.float32(np.log2(STEP)) + np.float32(1)
    made, disc = plate.copy(), LEAST
    below = plate
    for number in range(1, int(np.ceil(float(level.max()))) + 1):
        share = np.clip(level - np.float32(number - 1), np.float32(0), np.float32(1))
        here = share > 0
        spread = _spread(plate, free * np.maximum(np.minimum(own / np.float32(disc), 1) ** 2, np.float32(SHARP)), disc)
        part = share[here][:, None]
        made[here] = below[here] + (spread[here] - below[here]) * part
        below, disc = spread, disc * STEP
    return made


def _spread(plate: Image, weight: Mask, radius: float) -> Image:
    """Return the mean of ``plate`` over a disc of ``radius`` pixels round each, by ``weight`` (H×W)."""
    import cv2

    height, width = plate.shape[:2]
    fine = max(1.0, radius / LARGEST_KERNEL)
    weighted = np.dstack([plate * weight[..., None], weight])
    if fine > 1.0:
        size = max(8, round(width / fine)), max(8, round(height / fine))
        weighted = cv2.resize(weighted, size, interpolation=cv2.INTER_AREA)
    summed = cv2.filter2D(weighted, -1, _disc(radius / fine), borderType=cv2.BORDER_REFLECT)
    if fine > 1.0:
        summed = cv2.resize(summed, (width, height), interpolation=cv2.INTER_LINEAR)
    mean = summed[..., :3] / np.maximum(summed[..., 3:], np.float32(1e-6))
    return np.asarray(np.where(summed[..., 3:] > 1e-4, mean, plate), dtype=np.float32)


def _disc(radius: float) -> Mask:
    """Return a disc with smooth rims, its sum 1."""
    reach = int(np.ceil(radius))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = np.clip(radius + 0.5 - np.hypot(x, y), 0.0, 1.0)
    return np.asarray(disc / disc.sum(), dtype=np.float32)
