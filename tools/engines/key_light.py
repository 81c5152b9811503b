"""Where the key light of a photograph stood, read off its product: shading, highlights and the shadow on its backdrop.

The cues (``key_shading``, ``key_shadow``) are joined by small networks that were fitted to path-traced photographs of
known light (``training/key_light.py``). Each gives the mean of the directions that such signs came from: a vector that
is as long as they agree, so that its length is the confidence, and it points to where light usually comes from where
the photo says little.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import srgb_to_linear
from tools.engines.image import Image, Mask, check_image, check_mask
from tools.engines.key_shading import shading_signs
from tools.engines.key_shadow import shadow_signs

Floats = NDArray[np.float64]

WEIGHTS = Path(__file__).parent / "weights" / "key_light.json"

SIDE = 150
"""Pixels of the product's longer side at which it is read."""

FINE = 4
"""How many times as fine a large photo is sampled before it is reduced: all of it would be copied."""

AROUND = 0.55
"""Of the backdrop, in the same side, that is read round it."""

SIGNS, DEPTH = 116, 101
"""How many numbers are read, and which of them is the depth of the shadow."""

SURE = 0.66
"""Confidence under which the photo does not tell."""

SHADOWLESS, SHALLOW = 0.82, 0.05
"""How much less is believed where no shadow could be read, since shading alone errs more, and how deep a shadow is."""

FEWEST = 120
"""Pixels of a product, at that size, that it takes."""

EYE_LEVEL = 12.0
"""Degrees above the horizon from which a product is usually photographed."""


@dataclass(frozen=True)
class KeyLight:
    """``towards`` is the unit vector to the key as the camera sees it: x right, y up the picture, z to the camera.

    ``confidence`` 0..1 is how far such photos agreed on it.
    """

    towards: tuple[float, float, float]
    confidence: float

    def seen_from(self, elevation: float = EYE_LEVEL) -> tuple[float, float]:
        """Return (azimuth, elevation) in degrees in the room, for a camera at ``elevation`` degrees.

        Azimuth 0 is the camera's side, 90 the right, 180 behind (for a camera straight above: up the picture).
        """
        x, y, z = self.towards
        tilt = math.radians(elevation)
        up = y * math.cos(tilt) + z * math.sin(tilt)
        near = z * math.cos(tilt) - y * math.sin(tilt)
        return math.degrees(math.atan2(x, near)), math.degrees(math.asin(max(-1.0, min(1.0, up))))


def vector_of(azimuth: float, elevation: float, camera: float = EYE_LEVEL) -> Floats:
    """Return the unit vector (x right, y up the picture, z to the camera) to a light, for a camera at ``camera``°."""
    a, e, tilt = np.radians([azimuth, elevation, camera])
    side, up, near = math.cos(e) * math.sin(a), math.sin(e), math.cos(e) * math.cos(a)
    return np.array([side, up * math.cos(tilt) - near * math.sin(tilt), up * math.sin(tilt) + near * math.cos(tilt)])


def key_of(image: Image, alpha: Mask) -> KeyLight | None:
    """Return the key light of ``image`` (H×W×3 sRGB) by its product's ``alpha`` (H×W), or nothing when unsure."""
    signs = signs_of(image, alpha)
    if signs is None:
        return None
    mean = mean_direction(signs)
    length = float(np.linalg.norm(mean))
    confidence = min(1.0, length) * (1.0 if signs[DEPTH] > SHALLOW else SHADOWLESS)
    if confidence < SURE:
        return None
    x, y, z = (float(part) for part in mean / length)
    return KeyLight((x, y, z), confidence)


def signs_of(image: Image, alpha: Mask) -> Floats | None:
    """Return all that is read (116 numbers), or nothing when too little of a product is seen."""
    check_image(image, channels=(3,))
    check_mask(alpha, "alpha")
    small, mask = _reduced(image, alpha)
    solid = mask > 0.9
    if solid.sum() < FEWEST:
        solid = mask > 0.5
    if solid.sum() < FEWEST:
        return None
    linear = srgb_to_linear(small).astype(np.float64)
    return np.concatenate([shading_signs(linear, solid), shadow_signs(linear, mask.astype(np.float64))])


def _reduced(image: Image, alpha: Mask) -> tuple[Image, Mask]:
    """Return the product with what is round it, ``SIDE`` pixels long."""
    import cv2

    rows, columns = np.flatnonzero((alpha > 0.5).any(1)), np.flatnonzero((alpha > 0.5).any(0))
    if not rows.size:
        return image[:1, :1], np.zeros((1, 1), np.float32)
    extent = int(max(np.ptp(rows), np.ptp(columns))) + 1
    margin = round(AROUND * extent)
    step = max(1, extent // (FINE * SIDE))
    window = tuple(slice(max(0, each[0] - margin), each[-1] + margin + 1, step) for each in (rows, columns))
    factor = min(1.0, SIDE * step / extent)
    height, width = image[window].shape[:2]
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    crop, mask = (cv2.resize(np.ascontiguousarray(each[window]), size, interpolation=cv2.INTER_AREA)
                  for each in (image, alpha))  # fmt: skip
    return np.asarray(crop, np.float32), np.asarray(mask, np.float32)


@cache
def _networks() -> tuple[Floats, Floats, list[tuple[Floats, ...]]]:
    told = json.loads(WEIGHTS.read_text())
    networks = [tuple(np.array(layer, np.float64) for layer in network) for network in told["networks"]]
    return np.array(told["mean"]), np.array(told["scale"]), networks


def mean_direction(signs: Floats) -> Floats:
    """Return the networks' mean direction, in the photo and in its mirror image."""
    mean, scale, networks = _networks()
    total = np.zeros(3)
    for seen, flip in ((signs, 1.0), (mirrored(signs), -1.0)):
        known = np.clip((seen - mean) / scale, -4, 4)
        for first, first_bias, second, second_bias in networks:
            total += (np.tanh(known @ first + first_bias) @ second + second_bias) * [flip, 1, 1]
    return total / (2 * len(networks))


_RING = [4, 3, 2, 1, 0, 7, 6, 5]
"""Where each of eight directions, counted from the right, lies in a mirror."""


def _mirror() -> tuple[NDArray[np.int64], Floats]:
    ball = [0, *(1 + k for k in _RING), *(9 + k for k in _RING)]
    order = [17 * part + k for part in range(3) for k in ball] + list(range(51, 57))
    order += [57 + 8 * ring + k for ring in range(5) for k in _RING] + list(range(97, SIGNS))
    sign = np.ones(SIGNS)
    sign[[51, 97, 99, 102, 104, 108, 109, 111, 115]] = -1
    return np.array(order), sign


def mirrored(signs: Floats) -> Floats:
    """Return the signs (… × 116) of the photo's mirror image."""
    order, sign = _mirror()
    return np.asarray(signs[..., order] * sign)
