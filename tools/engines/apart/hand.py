"""The hand or arm that holds a product: skin that comes in over the frame, or that a detector takes for a hand."""

import numpy as np

from tools.engines.apart.look import Look, Part, completed
from tools.engines.apart.signs import grown, overlap, step_between
from tools.engines.cutout.lab import EIGHT, Region
from tools.engines.sight.people import hands, windows_of
from tools.engines.sight.skin import skin

FROM_FRAME = 0.08
"""How far from the frame, in shares of the look's long side, skin surely is an arm that comes in."""
LEAST = 0.004
"""Share of the cut-out under which skin's colour is a glint."""
OF_SKIN = 0.6
"""Share of skin's colour that a hand has at least; the rest are nails, shadow, a sleeve."""
LEFT = 0.05
"""Share of the cut-out that is left of a product at least."""
SHARED = 0.15
"""Shared colours from which on hand and product cannot be told apart: tan leather, rose gold."""
STEP = 8.0
"""ΔE76 along their edge under which it is not seen."""


def hand(look: Look) -> Part | None:
    """Return the hand or arm in ``look``, if there is one. Raises ``EngineUnavailable`` without the detectors' files.

    Skin's colour alone proves nothing: wood, leather and rose gold have it.
    """
    from scipy import ndimage

    found = ndimage.binary_opening(skin(look.image) & look.solid, EIGHT)
    seed = found & (_near_frame(look) | _palms(look))
    if seed.sum() < LEAST * look.solid.sum():
        return None
    region, stable, _ = grown(look.lab, look.solid, seed)
    if not region.any() or (found & region).sum() < OF_SKIN * region.sum():
        return None
    region = completed(look, region)
    rest = look.solid & ~region
    if rest.sum() < LEFT * look.solid.sum():
        return Part(seed, False)  # all of it has skin's colour
    plain = stable and overlap(look.lab, region, rest) <= SHARED and step_between(look.lab, region, rest) >= STEP
    return Part(region, plain)


def _near_frame(look: Look) -> Region:
    """Return the pixels near a side of the photo that the cut-out runs over."""
    from scipy import ndimage

    edge = look.at_frame & look.solid
    if not edge.any():
        return edge
    near: Region = ndimage.distance_transform_edt(~edge) <= FROM_FRAME * max(look.solid.shape)
    return near


def _palms(look: Look) -> Region:
    """Return the pixels in the boxes of detected hands."""
    height, width = look.solid.shape
    found = np.zeros((height, width), bool)
    for palm in hands(look.image, windows_of(look.image.shape, (0, 0, width, height))):
        rows = slice(max(0, int(palm.y - palm.height / 2)), max(0, int(palm.y + palm.height / 2)))
        columns = slice(max(0, int(palm.x - palm.width / 2)), max(0, int(palm.x + palm.width / 2)))
        found[rows, columns] = True
    return found
