"""The pixel contract. Every picture that crosses a function's door is checked here.

Pictures are float32, H×W×3 or H×W×4, RGB, 0..1, straight alpha, sRGB unless the name ends in ``_linear``.
Masks are float32, H×W, 0..1. Pillow is used at the edges only (``tools/engines/encode.py``).
"""

from typing import cast

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.float32]
Mask = NDArray[np.float32]
Bytes8 = NDArray[np.uint8]


def check_image(image: Image, name: str = "image", channels: tuple[int, ...] = (3, 4)) -> Image:
    """Return ``image`` unchanged, or raise ``TypeError`` / ``ValueError`` when it breaks the contract."""
    if image.dtype != np.float32:
        raise TypeError(f"{name} must be float32, not {image.dtype}")
    if image.ndim != 3 or image.shape[2] not in channels:
        raise ValueError(f"{name} must be H×W×{' or '.join(map(str, channels))}, not {image.shape}")
    return image


def check_mask(mask: Mask, name: str = "mask") -> Mask:
    """Return ``mask`` unchanged, or raise ``TypeError`` / ``ValueError`` when it breaks the contract."""
    if mask.dtype != np.float32:
        raise TypeError(f"{name} must be float32, not {mask.dtype}")
    if mask.ndim != 2:
        raise ValueError(f"{name} must be H×W, not {mask.shape}")
    return mask


def to_bytes(image: Image | Mask) -> Bytes8:
    """Return 8-bit values, rounded to nearest; what is outside 0..1 is clipped."""
    return (np.clip(image, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)


def to_float(pixels: Bytes8) -> Image:
    """Return 0..1 float32 of 8-bit values; ``to_bytes(to_float(x)) == x``."""
    return pixels.astype(np.float32) / np.float32(255.0)


def as_float(pixels: Image | Bytes8) -> Image:
    """Return ``to_float`` of what is 8 bit, and the rest as it is."""
    return to_float(cast(Bytes8, pixels)) if pixels.dtype == np.uint8 else cast(Image, pixels)
