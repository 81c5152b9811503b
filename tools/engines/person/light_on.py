"""From which side the light falls on a stretch of skin, and how sharp the photo is there."""

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import luminance, srgb_to_linear
from tools.engines.image import Image, Mask
from tools.engines.person.limb import Limb, strip_of

LEAST = 60
SOFTEST = 4.0


def light_on(photo: Image, flesh: Mask, middle: tuple[float, float], reach: float) -> tuple[float, float, float]:
    """Return (x, y: the unit vector towards the light as the photo shows it, how one-sided it is, 0..1)."""
    height, width = flesh.shape
    rows = slice(max(0, int(middle[1] - reach)), min(height, int(middle[1] + reach) + 1))
    columns = slice(max(0, int(middle[0] - reach)), min(width, int(middle[0] + reach) + 1))
    there = flesh[rows, columns] > 0.8
    if there.sum() < LEAST:
        return 0.0, -1.0, 0.3
    light = luminance(srgb_to_linear(photo[rows, columns]))[there]
    y, x = np.nonzero(there)
    shares = np.stack([np.ones(len(x)), (x - x.mean()) / reach, (y - y.mean()) / reach], 1)
    even, right, down = np.linalg.lstsq(shares, light, rcond=None)[0]
    length = float(np.hypot(right, down))
    if length < 1e-6:
        return 0.0, -1.0, 0.0
    return float(right / length), float(down / length), float(np.clip(length / max(even, 1e-6), 0.0, 1.0))


def sharpness_at(light: NDArray[np.float32], sharpest: float = 0.3) -> float:
    """Return the standard deviation in pixels of the blur of an edge, from n profiles (n×k lightness, a pixel a step).

    A step of height c blurred by σ is steepest by c / (σ √2π). The ``sharpest`` share of the profiles counts.
    """
    found = []
    for row in light:
        steep = np.abs(np.diff(row))
        at = int(steep.argmax())
        near = row[max(0, at - 6) : at + 8]
        height = float(near.max() - near.min())
        if height > 12.0 and steep[at] > 0:
            found.append(height / (float(steep[at]) * np.sqrt(2 * np.pi)))
    return float(np.clip(np.quantile(found, sharpest), 0.3, SOFTEST)) if len(found) >= 4 else 0.5


def edge_blur(photo: Image, limb: Limb) -> float:
    """Return how blurred a limb's outline is, in pixels of standard deviation."""
    flat = np.ones(photo.shape[:2], np.float32)
    half = 0.5 * limb.width
    rows: list[NDArray[np.float32]] = []
    for side in (-1.0, 1.0):
        x, y = limb.x - side * half * limb.way[1], limb.y + side * half * limb.way[0]
        strip = strip_of(photo, flat, Limb(x, y, limb.way, 30.0, 0.0, 1.0), (-0.3 * limb.width, 0.3 * limb.width))
        rows.extend(strip.lab[..., 0] * strip.inside)
    return 0.5 * sharpness_at(np.array(rows, np.float32) * np.float32(2.0))  # two reads a pixel
