"""Where a painted set is looked at for what nobody asked for, and what is found there."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tools.engines.image import Bytes8, Image

Kind = Literal["product", "text", "logo"]
Box = tuple[int, int, int, int]
Flags = NDArray[np.bool_]
Plane = NDArray[np.float32]

AROUND = 0.03
"""What lies nearer to the product than this share of the frame is its own contact and reflection."""


@dataclass(frozen=True)
class Phantom:
    """One thing found: where (x, y, width, height in the picture's pixels), and how surely, 0..1."""

    kind: Kind
    box: Box
    score: float


def outside(alpha: Bytes8, size: tuple[int, int]) -> Flags:
    """Return where a picture of ``size`` (width, height) is neither the product nor right beside it."""
    import cv2

    small = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    reach = max(2, round(max(size) * AROUND))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    return np.asarray(cv2.dilate((small > 8).astype(np.uint8), kernel) == 0)


def sized(image: Image, side: int) -> tuple[Image, float]:
    """Return the picture no larger than ``side``, and by what factor it was made smaller."""
    import cv2

    factor = min(1.0, side / max(image.shape[:2]))
    size = max(1, round(image.shape[1] * factor)), max(1, round(image.shape[0] * factor))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.float32), factor


def back(box: tuple[float, float, float, float], factor: float) -> Box:
    """Return a box of a smaller picture in the pixels of the whole one."""
    x, y, width, height = (round(side / factor) for side in box)
    return x, y, width, height
