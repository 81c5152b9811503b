"""The contact shadow that a product's own photo shows, read off its old backdrop where that was plain."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.color import LUMINANCE, srgb_to_linear
from tools.engines.image import Bytes8, Mask, to_float
from tools.engines.own_shadow import longer_side

PLAIN = 0.05
"""Largest scatter of the old backdrop's logarithmic brightness for its shadows to be believed."""

NOISE, DARKEST = 0.04, 0.92
"""Darkening of the photo's backdrop that says nothing; and the most that a contact shadow ever takes away."""


def photo_shadow(photo: Bytes8, alpha: Mask, there: NDArray[np.bool_]) -> Mask:
    """Return how much the old backdrop of ``photo`` (H×W×3) was darkened, 0..0.88, carried on under the product.

    ``there`` is where the photo reaches. All 0 when the backdrop was not plain: a plane is laid through its
    logarithmic luminance away from the product, and what scatters about it more than ``PLAIN`` is no plain backdrop.
    """
    nothing = np.zeros(alpha.shape, np.float32)
    product = alpha > 0.02
    extent = longer_side(product)
    away = ndi.distance_transform_edt(~product)
    clear = there & (away > 0.08 * extent) & (away < 0.6 * extent)
    if clear.sum() < 400:
        return nothing
    light = np.log(np.maximum(srgb_to_linear(to_float(photo)) @ LUMINANCE, 1e-3))
    backdrop, scatter = _plane(light, clear)
    if scatter > PLAIN:
        return nothing
    readable = there & (away > max(2.0, 0.004 * extent))
    dark = np.clip(1.0 - np.exp(light - backdrop) - NOISE, 0.0, DARKEST)
    nearest = ndi.distance_transform_edt(~readable, return_distances=False, return_indices=True)
    dark = ndi.gaussian_filter(dark[nearest[0], nearest[1]], 0.003 * extent)
    return np.where(away < 0.2 * extent, dark, nothing).astype(np.float32)


def _plane(values: Mask, where: NDArray[np.bool_]) -> tuple[Mask, float]:
    """Return (the plane through ``values`` over ``where``, their scatter about it), darker outliers left out once."""
    rows, columns = np.nonzero(where)
    thin = max(1, rows.size // 20000)
    rows, columns = rows[::thin], columns[::thin]
    height, width = values.shape
    terms = np.stack([np.ones(rows.size), rows / height, columns / width], -1)
    known = values[rows, columns].astype(np.float64)
    weights = np.linalg.lstsq(terms, known, rcond=None)[0]
    kept = known - terms @ weights > -2 * PLAIN
    if kept.mean() > 0.5:
        terms, known = terms[kept], known[kept]
        weights = np.linalg.lstsq(terms, known, rcond=None)[0]
    y, x = np.ogrid[:height, :width]
    plane = weights[0] + weights[1] * y / height + weights[2] * x / width
    return plane.astype(np.float32), float((known - terms @ weights).std())
