"""What the shadow on a plain old backdrop says of the light: where it lies round the product, how far, how dark.

The backdrop is a smooth surface through what is clear of the product; what is darker than it is shadow. Its place is
told twice: from the nearest point of the outline, which shows the offset of a thing that lies, also within a ring; and
from where the product stands, which shows which way a long shadow falls.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.key_cast import SIGNS, cast_signs
from tools.engines.own_shadow import longer_side

Floats = NDArray[np.float64]

PLAIN = 0.10
"""Largest scatter of the backdrop's logarithmic brightness for its shadow to be read."""

DARKEST = 0.03
"""Linear brightness of a backdrop on which no shadow shows."""

RINGS = ((0.015, 0.07), (0.07, 0.18), (0.18, 0.42))
"""Distances from the outline, in shares of the product's longer side."""

FAR = ((0.1, 0.6), (0.6, 1.3))
"""Distances from its foot, in the same shares."""


def shadow_signs(linear: Floats, alpha: Floats) -> Floats:
    """Return 59 numbers of ``linear`` (H×W×3, small) with the product's ``alpha``; all 0 when nothing can be read.

    Darkness (0..1, brighter negative) in eight directions counted from the right against the clock: for each of
    ``RINGS`` round the outline, each of ``FAR`` round the foot; the mean offset of the shadow from outline and foot
    (x, y each, y up); its depth; and what cast outlines it is like (``key_cast``).
    """
    dark, readable, extent = darkness(linear, alpha)
    if not readable.any():
        return np.zeros(45 + SIGNS)
    away, (row, column) = ndi.distance_transform_edt(alpha <= 0.5, return_indices=True)
    y, x = np.mgrid[: alpha.shape[0], : alpha.shape[1]]
    foot = _foot(alpha)
    from_foot = np.hypot(x - foot[0], foot[1] - y) / extent
    signs = [_rose(dark, readable & (away > low * extent) & (away <= high * extent), x - column, row - y)
             for low, high in RINGS]  # fmt: skip
    signs += [_rose(dark, readable & (from_foot > low) & (from_foot <= high), x - foot[0], foot[1] - y)
              for low, high in FAR]  # fmt: skip
    mass = np.where(readable, np.clip(dark - 0.03, 0, 1), 0)
    total = float(mass.sum()) / extent**2
    offset = [float((mass * part).sum()) / (float(mass.sum()) + 1e-6) / extent * min(1.0, total / 0.01)
              for part in (x - column, row - y, x - foot[0], foot[1] - y)]  # fmt: skip
    depth = float(np.percentile(dark[readable], 98))
    cast = cast_signs(dark, readable, alpha, extent)
    return np.concatenate([*signs, np.clip(offset, -1, 1), [np.clip(depth, 0, 1)], cast])


def darkness(linear: Floats, alpha: Floats) -> tuple[Floats, NDArray[np.bool_], float]:
    """Return (how much darker than it would be the backdrop is, where that can be read, the product's longer side)."""
    solid = alpha > 0.5
    extent = longer_side(solid)
    away = ndi.distance_transform_edt(alpha <= 0.02)
    readable = away > max(1.0, 0.012 * extent)
    light = np.log(np.maximum(linear.mean(-1), 1e-3))
    nothing = np.zeros(alpha.shape)
    if readable.sum() < 300 or float(np.median(light[readable])) < np.log(DARKEST):
        return nothing, np.zeros(alpha.shape, bool), extent
    backdrop, scatter = _smooth(light, readable & (away > 0.05 * extent))
    if scatter > PLAIN:
        return nothing, np.zeros(alpha.shape, bool), extent
    dark = 1.0 - np.exp(light - backdrop)
    return np.clip(dark, -0.5, 1.0), readable, extent


def _smooth(light: Floats, clear: NDArray[np.bool_]) -> tuple[Floats, float]:
    """Return (a quadratic surface through ``light`` over ``clear``, the scatter of its nearer half); shadows left out.

    What lies under the surface loses its weight step by step, so that a shadow does not pull it down.
    """
    height, width = light.shape
    y, x = np.mgrid[:height, :width]
    v, u = y / height - 0.5, x / width - 0.5
    terms = np.stack([np.ones_like(u), u, v, u * u, u * v, v * v], -1)
    rows, columns = np.nonzero(clear)
    thin = max(1, rows.size // 4000)
    rows, columns = rows[::thin], columns[::thin]
    known, basis = light[rows, columns], terms[rows, columns]
    weight = np.ones(len(known))
    fit = np.zeros(6)
    for _ in range(6):
        fit = np.linalg.lstsq(basis * weight[:, None], known * weight, rcond=None)[0]
        off = known - basis @ fit
        scale = max(float(np.median(np.abs(off))), 0.01)
        weight = np.sqrt(1.0 / (1.0 + (np.where(off < 0, 2.0, 1.0) * off / (1.5 * scale)) ** 2))
    off = np.abs(known - basis @ fit)
    return np.asarray(terms @ fit), float(np.quantile(off, 0.6))


def _foot(alpha: Floats) -> tuple[float, float]:
    """Return (x, y) of the middle of what the product stands on: the lowest eighth of it."""
    rows, columns = np.nonzero(alpha > 0.5)
    low = rows > rows.max() - 0.12 * (np.ptp(rows) + 1)
    return float(columns[low].mean()), float(rows.max() - 0.05 * (np.ptp(rows) + 1))


def _rose(dark: Floats, where: NDArray[np.bool_], right: Floats, up: Floats) -> Floats:
    """Return the mean darkness in eight directions, each with half of its neighbours'; 0 where nothing is seen."""
    sector = np.round(np.arctan2(up[where], right[where]) / (np.pi / 4)).astype(int) % 8
    count = _with_neighbours(np.bincount(sector, minlength=8).astype(np.float64))
    return np.asarray(
        _with_neighbours(np.bincount(sector, dark[where], minlength=8).astype(np.float64)) / (count + 4.0)
    )


def _with_neighbours(rose: Floats) -> Floats:
    return np.asarray(rose + 0.5 * np.roll(rose, 1) + 0.5 * np.roll(rose, -1))
