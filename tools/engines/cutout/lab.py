"""CIE L*a*b* (D65) of sRGB pictures and small neighbourhood operations that several stages share."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.engines.image import Image, Mask

Lab = NDArray[np.float32]
Region = NDArray[np.bool_]
EIGHT: NDArray[np.bool_] = np.ones((3, 3), bool)


def to_lab(image: Image) -> Lab:
    """Return H×W×3 L* (0..100), a*, b* of an sRGB picture."""
    import cv2

    return _float(cv2.cvtColor(np.ascontiguousarray(image, np.float32), cv2.COLOR_RGB2LAB))


def from_lab(lab: Lab) -> Image:
    """Return sRGB 0..1, clipped to the gamut, of H×W×3 L*a*b*."""
    import cv2

    return _float(np.clip(cv2.cvtColor(np.ascontiguousarray(lab, np.float32), cv2.COLOR_LAB2RGB), 0.0, 1.0))


def blur(array: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """Return ``array`` (H×W or H×W×C) under a Gaussian of ``sigma`` pixels."""
    import cv2

    return _float(cv2.GaussianBlur(array, (0, 0), sigma))


def window_of(region: Region, room: int) -> tuple[slice, slice]:
    """Return the rows and columns that hold ``region`` (H×W, not empty) with ``room`` pixels round it."""
    spots = (np.flatnonzero(region.any(axis=1)), np.flatnonzero(region.any(axis=0)))
    rows, columns = (
        slice(max(int(at[0]) - room, 0), min(int(at[-1]) + 1 + room, side))
        for at, side in zip(spots, region.shape, strict=True)
    )
    return rows, columns


def fitted(shape: tuple[int, ...], side: int) -> tuple[int, int]:
    """Return a picture's ``shape`` (height, width) made as small as ``side`` pixels on its long side, 16 at least."""
    factor = min(1.0, side / max(shape))
    return max(16, round(shape[0] * factor)), max(16, round(shape[1] * factor))


def resize(array: NDArray[np.float32] | NDArray[np.uint8], shape: tuple[int, int]) -> NDArray[np.float32]:
    """Return ``array`` at ``shape`` (height, width) as floats: by area when smaller, bilinear when larger."""
    import cv2

    if array.shape[:2] == shape:
        return _float(array)
    shrinks = shape[0] < array.shape[0]
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return _float(cv2.resize(array, (shape[1], shape[0]), interpolation=how))


def slope(array: NDArray[np.float32]) -> Mask:
    """Return the gradient's length per pixel, summed over the channels of H×W×C (or H×W)."""
    import cv2

    total = np.zeros(array.shape[:2], np.float32)
    for channel in cv2.split(array):
        for across, down in ((1, 0), (0, 1)):
            steep = cv2.Sobel(channel, cv2.CV_32F, across, down, ksize=3, scale=0.125)
            total += np.square(steep, out=steep)
    return np.sqrt(total, out=total)


def joined_to_frame(region: Region) -> Region:
    """Return the part of ``region`` that is 4-connected to the picture's border."""
    from scipy import ndimage

    labels, count = ndimage.label(region)
    keep = np.zeros(count + 1, bool)
    keep[np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))] = True
    keep[0] = False
    joined: Region = keep[labels]
    return joined


def along_frame(region: Region, deep: int = 1) -> float:
    """Return the share of the picture's outermost ``deep`` pixels that is in ``region`` (H×W)."""
    edges = (region[:deep], region[-deep:], region[:, :deep], region[:, -deep:])
    return float(np.concatenate([edge.ravel() for edge in edges]).mean())


def around(values: NDArray[np.float32], where: Region, sigma: float) -> tuple[NDArray[np.float32], Mask]:
    """Return the normalised convolution of H×W×C ``values`` known at ``where``, and its weight (H×W)."""
    weight, channels = where.astype(np.float32), values.shape[2]
    density = blur(weight, sigma)
    mean = blur(values * per_channel(weight, channels), sigma)
    return _float(mean / per_channel(np.maximum(density, 1e-6), channels)), density


def length(vectors: NDArray[np.float32]) -> Mask:
    """Return the Euclidean length over the last axis."""
    return _float(np.sqrt(dot(vectors, vectors)))


def dot(first: NDArray[np.float32], second: NDArray[np.float32]) -> Mask:
    """Return the scalar product over the last axis. A sum over an axis of three takes numpy three times as long."""
    return _float(np.einsum("...c,...c->...", first, second))


def per_channel(values: Mask, channels: int = 3) -> NDArray[np.float32]:
    """Return H×W×``channels`` of ``values`` (H×W) repeated: numpy is slow at stretching them itself."""
    import cv2

    return _float(cv2.merge([values] * channels))


def _float(array: Any) -> NDArray[np.float32]:
    return np.asarray(array, np.float32)
