"""Guided filter (He, Sun and Tang 2013) with a colour guide: values made locally linear in the photo's colour."""

import numpy as np

from tools.engines.cutout.lab import dot, per_channel, resize
from tools.engines.image import Image, Mask

EPSILON = 1e-4
"""Variance of the guide (sRGB, squared) under which it tells nothing: a hundredth of the range, squared."""


def guided(values: Mask, guide: Image, reach: int) -> Mask:
    """Return ``values`` (H×W) as the mean of their linear fits on ``guide`` (H×W×3) in squares of 4·reach + 1.

    The fits are made at half the size (He and Sun 2015), where they are as smooth; two windows of one picture agree
    when they begin at even rows and columns.
    """
    height, width = values.shape
    even = (height + height % 2, width + width % 2)
    half = (even[0] // 2, even[1] // 2)
    slope, offset = _fits(resize(_padded(values, even), half), resize(_padded(guide, even), half), reach)
    slope, offset = (resize(array, even)[:height, :width] for array in (slope, offset))
    return np.asarray(dot(slope, guide) + offset, np.float32)


def _padded(array: Image | Mask, shape: tuple[int, int]) -> Image:
    import cv2

    more = (shape[0] - array.shape[0], shape[1] - array.shape[1])
    return np.asarray(cv2.copyMakeBorder(array, 0, more[0], 0, more[1], cv2.BORDER_REPLICATE), np.float32)


def _fits(values: Mask, guide: Image, reach: int) -> tuple[Image, Mask]:
    """Return slope (H×W×3) and offset (H×W) of the fits, averaged over the squares that a pixel lies in."""
    centre, mean = _mean(guide, reach), _mean(values, reach)
    covariance = _mean(guide * per_channel(values), reach) - centre * per_channel(mean)
    squares = _mean(guide * guide, reach) - centre * centre + np.float32(EPSILON)
    turned, turned_centre = (np.ascontiguousarray(array[..., [1, 2, 0]]) for array in (guide, centre))
    products = _mean(guide * turned, reach) - centre * turned_centre
    slope = _solved(squares, products, covariance)
    return _mean(slope, reach), _mean(mean - dot(slope, centre), reach)


def _mean(array: Image | Mask, reach: int) -> Image:
    import cv2

    side = 2 * reach + 1
    return np.asarray(cv2.blur(array, (side, side)), np.float32)


def _solved(squares: Image, products: Image, right: Image) -> Image:
    """Return x of M x = ``right`` for symmetric 3×3 M a pixel: its diagonal, and (rg, gb, br) off it. Cramer's rule."""
    (a, d, f), (b, e, c) = np.moveaxis(squares, -1, 0), np.moveaxis(products, -1, 0)
    first = np.stack([d * f - e * e, c * e - b * f, b * e - c * d], axis=-1)
    second = np.stack([first[..., 1], a * f - c * c, b * c - a * e], axis=-1)
    third = np.stack([first[..., 2], second[..., 2], a * d - b * b], axis=-1)
    size = a * first[..., 0] + b * first[..., 1] + c * first[..., 2]
    solved = np.stack([dot(row, right) for row in (first, second, third)], axis=-1)
    return np.asarray(solved / per_channel(np.maximum(size, np.float32(EPSILON**3))), np.float32)
