"""The skin of this person in this light: learnt from under the found points, never from a general range of hues."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.image import Image
from tools.engines.person.looking import Points

Numbers = NDArray[np.float32]
LEAST_SPREAD = np.array([10.0, 3.0, 3.0], np.float32)
WEIGHTS = np.array([0.12, 1.0, 1.0], np.float32)
"""Lightness counts little: a limb is shaded round its side."""


@dataclass(frozen=True)
class OwnSkin:
    """The middle and the spread of a skin's CIE Lab."""

    middle: Numbers
    spread: Numbers


def lab_of(photo: Image) -> Numbers:
    """Return CIE Lab of an sRGB picture (H×W×3 float32)."""
    import cv2

    lab: Numbers = cv2.cvtColor(photo, cv2.COLOR_RGB2LAB)
    return lab


def skin_at(lab: Numbers, points: Points, reach: float) -> OwnSkin:
    """Return the skin within ``reach`` pixels of ``points`` (n×2) of a picture in Lab; outliers weigh nothing."""
    height, width = lab.shape[:2]
    side = max(1, round(reach))
    patches = []
    for x, y in points[:, :2]:
        if 0 <= x < width and 0 <= y < height:
            rows, columns = (
                slice(max(0, int(y) - side), int(y) + side + 1),
                slice(max(0, int(x) - side), int(x) + side + 1),
            )
            patches.append(lab[rows, columns].reshape(-1, 3))
    seen = np.concatenate(patches) if patches else np.full((1, 3), 50.0, np.float32)
    middle = np.median(seen, 0)
    spread = np.maximum(1.4826 * np.median(np.abs(seen - middle), 0), LEAST_SPREAD)
    return OwnSkin(middle.astype(np.float32), spread.astype(np.float32))


def unlike(lab: Numbers, skin: OwnSkin) -> Numbers:
    """Return how unlike the skin each pixel is, in spreads; under 3 it may well be skin."""
    away = (lab - skin.middle) / skin.spread
    return np.asarray(np.sqrt((WEIGHTS * away**2).sum(-1)), np.float32)
