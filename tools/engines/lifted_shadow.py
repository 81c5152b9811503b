"""The shadow that the product threw in its own photo, lifted off the old backdrop and laid on plain ground.

Where the backdrop was plain, what darkens it beside the product is the shadow itself (``photo_shadow.py``): its
side, its reach and its softness are the real ones. It is scaled so that its darkest part has the strength that was
asked, and a drawn one stands in where the photo has none to show.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from scipy import ndimage as ndi

from tools.engines.composite import Placed, place_whole
from tools.engines.image import Bytes8, Mask, to_float
from tools.engines.own_shadow import MARGIN, WORKING_SIDE, Shadow, draw_shadow, longer_side
from tools.engines.photo_shadow import photo_shadow
from tools.specs.recipe import Recipe
from tools.specs.steps import Placement

FAINTEST = 0.05
"""A darkening under this share of light is no shadow that anybody would miss."""

FLOOR = 0.10
"""Share of the darkest that is still the backdrop's own mottling."""

REACH = 0.11
"""Distance from the product, in shares of its longer side, at which the lifted shadow has faded to a third."""

DRAWN = 0.55
"""Strength of the drawn shadow under the lifted one: contact is what a matte's edge eats first."""

LEAST = 1.0 / 510
"""Opacity that no 8-bit white shows."""


def tile_shadow(source: Bytes8, placed: Placed, shadow: Shadow, recipe: Recipe) -> Mask:
    """Return the opacity (H×W of the frame, 0..``shadow.strength``) of the shadow of the product in ``source`` (h×w×3).

    Exactly 0 along the frame's edge and wherever it would not show.
    """
    if shadow.strength <= 0:
        return np.zeros(placed.alpha.shape, np.float32)
    drawn = draw_shadow(placed.alpha, shadow, recipe.pose)
    own = _lifted(source, placed.alpha, recipe.placement)
    if own is not None:
        drawn = np.maximum(np.float32(DRAWN) * drawn, np.float32(shadow.strength) * own)
    return np.where(drawn < LEAST, 0, drawn).astype(np.float32)


def _lifted(source: Bytes8, alpha: Bytes8, placement: Placement) -> Mask | None:
    """Return the photo's own shadow over the frame, 1 at its darkest, or nothing when there is none to see."""
    height, width = alpha.shape
    shrink = max(1.0, max(height, width) / WORKING_SIDE)
    size = (max(1, round(width / shrink)), max(1, round(height / shrink)))
    small = to_float(np.asarray(PillowImage.fromarray(alpha).resize(size, PillowImage.Resampling.BOX)))
    if not (small > 0.5).any():
        return None
    smaller = placement.model_copy(
        update={
            "scale": placement.scale / shrink,
            "x": round(placement.x / shrink),
            "y": round(placement.y / shrink),
        }
    )
    there = place_whole(np.full(source.shape[:2], 255, np.uint8), smaller, *size) == 255
    dark = photo_shadow(place_whole(source, smaller, *size), small, there)
    away = ndi.distance_transform_edt(small <= 0.5)
    dark = dark * np.exp(-((away / (REACH * longer_side(small > 0.5))) ** 2)) * _fade(there)
    beside = dark[(small <= 0.02) & (dark > 0)]
    if not beside.size or (darkest := float(np.percentile(beside, 98))) < FAINTEST:
        return None
    own = np.clip((dark / darkest - FLOOR) / (1 - FLOOR), 0, 1).astype(np.float32)
    large = PillowImage.fromarray(own * _joined(own, small)).resize((width, height), PillowImage.Resampling.BICUBIC)
    return np.clip(np.asarray(large, np.float32), 0, 1)


def _joined(own: Mask, alpha: Mask) -> Mask:
    """Return 1 where a shadow hangs together with the product, 0 where it is a stain that lies by itself."""
    labels, _ = ndi.label(own > LEAST)
    touching = np.unique(labels[ndi.binary_dilation(alpha > 0.02, iterations=2)])
    return np.isin(labels, touching[touching > 0]).astype(np.float32)


def _fade(there: NDArray[np.bool_]) -> Mask:
    """Return 0 at the photo's and the frame's edge, 1 inside, smooth between."""
    padded = np.pad(there, 1)
    inside = ndi.distance_transform_edt(padded)[1:-1, 1:-1]
    ramp = np.clip((inside - 2) / max(2.0, MARGIN * min(there.shape)), 0, 1)
    return np.asarray(ramp * ramp * (3 - 2 * ramp), np.float32)
