"""Small copies of 8-bit pictures, made without a large one in floating point."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.engines.image import Bytes8


def shrunk(pixels: Bytes8, size: tuple[int, int]) -> Any:
    """Return ``pixels`` (H×W or H×W×C, 8 bit) as floats 0..1 at ``size`` (height, width), averaged by area."""
    import cv2

    small: NDArray[Any] = cv2.resize(np.ascontiguousarray(pixels), size[::-1], interpolation=cv2.INTER_AREA)
    return (small / np.float32(255.0)).astype(np.float32)
