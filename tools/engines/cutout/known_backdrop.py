"""Alpha and foreground where the backdrop's colour is known: one unknown less in I = α F + (1 − α) B.

F is carried from the product's sure inside by normalised convolution; α is the projection of I − B on F − B
(Smith and Blinn 1996, with a local F), made the share of the pixel's area. A small network puts it right (``rim.py``),
and mixes the product's colour from guesses with that α (``rim_colour.py``).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tools.engines.coverage import area_coverage
from tools.engines.cutout.foreground import SOLID
from tools.engines.cutout.lab import Region, around, blur, dot, length, per_channel
from tools.engines.cutout.morphology import depth, highest
from tools.engines.cutout.own_shade import with_own_shade
from tools.engines.cutout.rim import Scene, put_right, signs, spots
from tools.engines.cutout.rim_colour import rim_colour
from tools.engines.image import Image, Mask

FAINT = 12.0 / 255.0
"""Colour distance between product and backdrop under which the projection says nothing."""

LIGHT = 0.5
"""Mean sRGB of a backdrop from which on the product's own rim is darker than its inside, if it differs at all."""

RIM = 0.75
"""Share of the strongest contrast nearby under which, on a light backdrop, a pixel says nothing of the rim's colour."""


class Projected(NamedTuple):
    """What the projection gives: the ``scene``, ``alpha`` H×W, and the unsure ``band`` in which it is no mask's.

    ``inside`` (H×W) is how many pixels each lies within the mask, less than 0 outside.
    """

    scene: Scene
    alpha: Mask
    band: Region
    inside: Mask


def known_backdrop(image: Image, behind: Image, mask: Region, noise: float, reach: int) -> tuple[Mask, Image]:
    """Return (alpha H×W, foreground H×W×3) of ``image`` over the colours ``behind`` it (both sRGB).

    ``mask`` is the product, ``noise`` the backdrop's standard deviation in ΔE, ``reach`` how far in pixels the
    unsure band goes into the product; inside of it alpha is exactly 1, outside of it exactly 0.
    """
    found = projected(image, behind, mask, noise, reach)
    if found is None:
        return mask.astype(np.float32), image
    scene, alpha, band, inside = found
    at = spots(band, reach)
    told = signs(scene, inside, alpha, noise, at)
    alpha = put_right(told, alpha, at)
    front = np.where(per_channel(alpha) > 0.0, image, scene.colour)
    at = spots((alpha > 0.0) & (alpha < SOLID), reach)
    front[at.rows, at.columns] = rim_colour(scene, told, alpha, at, reach)
    return alpha, front


def projected(image: Image, behind: Image, mask: Region, noise: float, reach: int) -> Projected | None:
    """Return the projection on F − B, or nothing where no pixel is surely the product. Arguments as above."""
    within, away = depth(mask), depth(~mask)
    band = (mask & (within <= reach)) | (~mask & (away <= max(2, reach - 1)))
    inside = _inside(image, behind, mask, within > reach, reach)
    if not inside.any():
        return None
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
    return Projected(Scene(image, behind, colour), alpha, band, np.where(mask, within - 0.5, 0.5 - away))


def _ramp(mask: Region) -> Mask:
    """Return alpha from the mask alone: its outline smoothed over 3 px, as an edge of about 1.5 px."""
    return np.asarray(np.clip((blur(mask.astype(np.float32), 1.2) - 0.5) * 2.0 + 0.5, 0.0, 1.0), np.float32)


def _without_pits(alpha: Mask) -> Mask:
    """Return the grey closing by 5×5: single pixels that happen to mix to the backdrop's colour are filled."""
    import cv2

    return np.asarray(cv2.morphologyEx(alpha, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), np.float32)


def _inside(image: Image, behind: Image, mask: Region, deep: Region, reach: int) -> Region:
    """Return the pixels that are surely the product alone: deep ones, and the strongest of thin parts.

    Along thick parts on a light backdrop the lighter ones are left out: metal and leather darken towards their rim,
    and a rim explained by the lighter inside keeps too much of the old backdrop.
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
    inside: Region = sure & ~(light & (contrast < RIM * strongest))
    return inside


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
