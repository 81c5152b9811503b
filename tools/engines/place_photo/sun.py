"""From where the light of a photographed place comes: the sun itself where it is in the picture, else how it lies."""

import math
from dataclasses import dataclass

import numpy as np
from scipy import ndimage as ndi

from tools.engines.color import Colours, linear_to_lab, luminance, srgb_to_linear
from tools.engines.image import Image, check_image
from tools.engines.mood_light import read_light

WORKING_SIDE = 240
FOCAL = 1.2
"""Focal length that a photo is taken to have, in its longer sides: a 43 mm lens on full frame."""

BURNT = 0.93
"""Linear luminance of the sun's own disk and the glow round it."""

GLOW = 0.72
"""Mean linear luminance round the sun above which it is a white sky."""

CLEAR, BLUE = 0.3, -10.0
"""Softness under a blue sky, and the b* from which it is blue."""

SUN = (0.0004, 0.05)
"""Share of the picture that a sun covers: less is a glint, more a white sky."""

SIDED = 0.14
"""Lean of the light from which a side is believed."""

USUAL, LOW = 46.0, 26.0
"""Elevation in degrees of a light of which nothing more is known, and of one that is warm and hard."""

LOWEST = 14.0
"""Elevation that a sun in the picture is taken to have at least: its shadows would leave the frame."""


@dataclass(frozen=True)
class PlaceLight:
    """``azimuth`` in degrees (0 the camera's side, 90 the right, 180 behind), ``elevation``, ``softness`` 0..1.

    ``sided``: whether the photo tells from which side. ``in_view``: the sun is in the picture.
    """

    azimuth: float
    elevation: float
    softness: float
    sided: bool
    in_view: bool = False

    @property
    def side(self) -> str:
        """Return the light's side in words."""
        if abs(self.azimuth) > 115:
            return "behind"
        return "the right" if self.azimuth > 12 else "the left" if self.azimuth < -12 else "the front"


def light_of(image: Image, skyline: float | None) -> PlaceLight:
    """Return the light in ``image`` (H×W×3 sRGB); a sky, if there is one, ends at the row ``skyline`` of its height."""
    check_image(image, channels=(3,))
    small = _small(image)
    linear = srgb_to_linear(small)
    read = read_light(linear, linear_to_lab(linear))
    softness = float(np.clip(1.15 - read.hardness, 0.1, 1.0))
    if skyline is not None and _is_clear(linear_to_lab(linear[: max(2, round(skyline * len(linear)))])):
        softness = min(softness, CLEAR)
    if skyline is not None and (sun := sun_in(small, skyline)) is not None:
        focal = FOCAL * max(small.shape[:2])
        across = (sun[0] - 0.5) * small.shape[1]
        up = (skyline - sun[1]) * small.shape[0]
        azimuth = 180.0 - math.degrees(math.atan2(across, focal))
        azimuth = azimuth if azimuth <= 180.0 else azimuth - 360.0
        return PlaceLight(azimuth, max(LOWEST, math.degrees(math.atan2(up, focal))), min(softness, 0.6), True, True)
    sided = abs(read.lean) > SIDED
    azimuth = math.copysign(min(65.0, 25.0 + 60.0 * abs(read.lean)), read.lean) if sided else 0.0
    low = read.warmth > 0.7 and read.hardness > 0.4
    return PlaceLight(azimuth, LOW if low else USUAL, softness, sided)


def _is_clear(sky: Colours) -> bool:
    """Return whether a part of the sky (H×W×3 Lab) is blue: then the sun is out, or has just gone."""
    return bool((sky[..., 2] < BLUE).mean() > 0.35)


def sun_in(small: Image, eye_level: float) -> tuple[float, float] | None:
    """Return where the sun stands in a small picture (x, y in shares), if it does: one round, burnt spot in the sky."""
    bright = luminance(srgb_to_linear(small))
    rows = round(min(1.0, max(0.0, eye_level + 0.03)) * small.shape[0])
    spots, count = ndi.label(bright[:rows] > BURNT) if rows > 2 else (np.zeros((0, 0), np.int64), 0)
    if not count:
        return None
    sizes = ndi.sum_labels(np.ones_like(spots), spots, np.arange(1, count + 1))
    largest = int(sizes.argmax()) + 1
    if not SUN[0] * bright.size < sizes[largest - 1] < SUN[1] * bright.size or sizes[largest - 1] < 0.6 * sizes.sum():
        return None
    y, x = ndi.center_of_mass(spots == largest)
    away = np.hypot(*np.meshgrid(np.arange(bright.shape[1]) - x, np.arange(rows) - y))
    ring = bright[:rows][(away > 0.15 * max(bright.shape)) & (away < 0.4 * max(bright.shape))]
    height, width = np.ptp(np.nonzero(spots == largest), axis=1) + 1
    if not ring.size or ring.mean() > GLOW or not 0.3 < height / width < 3.0:
        return None
    return float((x + 0.5) / bright.shape[1]), float((y + 0.5) / bright.shape[0])


def _small(image: Image) -> Image:
    import cv2

    factor = min(1.0, WORKING_SIDE / max(image.shape[:2]))
    size = (max(8, round(image.shape[1] * factor)), max(8, round(image.shape[0] * factor)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.float32)
