"""Tileable, seeded noise fields for textures and shapes. All arrays are float32, N×N, rows first."""

import numpy as np
from numpy.typing import NDArray
from scipy import fft, ndimage

Field = NDArray[np.float32]

BAND = 32
"""Rows that are searched at a time, so that they stay in the cache."""


def fractal(size: int, beta: float, seed: int, stretch: tuple[float, float] = (1.0, 1.0), lowest: float = 0.0) -> Field:
    """Return size×size noise of zero mean and unit deviation that wraps round at its edges.

    ``beta`` is the slope of the power spectrum along a line (3 soft clouds, 1 grain), ``stretch`` how much longer
    features are along (x, y), ``lowest`` cuts what has fewer cycles a tile. Random phases over a power law:
    Saupe, "Algorithms for random fractals", 1988. The same seed gives the same large features at every size.
    """
    across = (fft.rfftfreq(size) * size).astype(np.float32)[None, :]
    down = (fft.fftfreq(size) * size).astype(np.float32)[:, None]
    frequency = np.hypot(across * stretch[0], down * stretch[1])
    frequency[0, 0] = 1.0
    amplitude = np.where(frequency < lowest, np.float32(0), frequency ** np.float32(-beta / 2 - 0.5))
    amplitude[0, 0] = 0.0
    field = fft.irfft2(amplitude * np.exp(2j * np.pi * _phases(size, seed)).astype(np.complex64), s=(size, size))
    field -= field.mean()
    return np.asarray(field / max(float(field.std()), 1e-12), dtype=np.float32)


def _phases(size: int, seed: int) -> Field:
    """Return random numbers laid out so that low frequencies get the same ones whatever the size."""
    random = np.random.default_rng(seed)
    half = size // 2 + 1
    phases = np.empty((size, half), dtype=np.float32)
    rest = random.random((size, half), dtype=np.float32)
    phases[:] = rest
    core = min(64, size // 2)
    low = np.random.default_rng([seed, 1]).random((2 * 64, 64), dtype=np.float32)
    phases[:core, :core] = low[:core, :core]
    phases[-core:, :core] = low[128 - core :, :core]
    return phases


def warp(field: Field, right: Field | float, down: Field | float, order: int = 1) -> Field:
    """Return ``field`` read ``right`` and ``down`` pixels away, wrapping round."""
    size = field.shape[0]
    place = np.arange(size, dtype=np.float32)
    rows, columns = (np.broadcast_to(part, field.shape) for part in (place[:, None] + down, place[None, :] + right))
    moved = ndimage.map_coordinates(field, [rows, columns], order=order, mode="grid-wrap", output=np.float32)
    return np.asarray(moved, dtype=np.float32)


def soft(field: Field, sigma: float | tuple[float, float]) -> Field:
    """Return ``field`` blurred by ``sigma`` pixels (or (down, across)), wrapping round."""
    return np.asarray(ndimage.gaussian_filter(field, sigma, mode="wrap"), dtype=np.float32)


def smoothstep(field: Field, low: float, high: float) -> Field:
    """Return 0 below ``low``, 1 above ``high``, a smooth ramp between."""
    ramp = np.clip((field - np.float32(low)) / np.float32(high - low), 0.0, 1.0)
    return np.asarray(ramp * ramp * (3.0 - 2.0 * ramp), dtype=np.float32)


def cells(
    size: int, count: int, seed: int, wander: tuple[Field, Field] | None = None, jitter: float = 0.9
) -> tuple[Field, Field, NDArray[np.int32]]:
    """Return (nearest distance, second nearest, number of the nearest) of ``count``² jittered points.

    Distances are in cell widths; ``wander`` moves the reading place by (right, down) cells, which bends straight
    borders. Worley, "A cellular texture basis function", SIGGRAPH 1996.
    """
    random = np.random.default_rng(seed)
    points = (0.5 + jitter * (random.random((2, count, count), dtype=np.float32) - 0.5)).astype(np.float32)
    step = (np.arange(size, dtype=np.float32) + 0.5) * np.float32(count / size)
    first, second = np.empty((size, size), dtype=np.float32), np.empty((size, size), dtype=np.float32)
    nearest = np.empty((size, size), dtype=np.int32)
    for start in range(0, size, BAND):
        rows = slice(start, min(start + BAND, size))
        x = np.broadcast_to(step[None, :], (rows.stop - start, size))
        y = np.broadcast_to(step[rows, None], x.shape)
        if wander is not None:
            x, y = x + wander[0][rows], y + wander[1][rows]
        first[rows], second[rows], nearest[rows] = _two_nearest(points, x, y)
    return first, second, nearest


def _two_nearest(points: Field, x: Field, y: Field) -> tuple[Field, Field, NDArray[np.int32]]:
    """Return both distances and the number of the nearest of ``points`` (2×count×count, each in its own cell)."""
    count = points.shape[1]
    column, row = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)
    x, y = x - column, y - row
    first = np.full(x.shape, 9.0, dtype=np.float32)
    second = first.copy()
    nearest = np.zeros(x.shape, dtype=np.int32)
    right_of, down_of = points[0].ravel(), points[1].ravel()
    for down in (-1, 0, 1):
        line = ((row + down) % count) * count
        for right in (-1, 0, 1):
            number = line + (column + right) % count
            distance = (right_of[number] + (right - x)) ** 2 + (down_of[number] + (down - y)) ** 2
            np.minimum(second, np.maximum(first, distance), out=second)
            closer = distance < first
            np.copyto(first, distance, where=closer)
            np.copyto(nearest, number, where=closer)
    return np.sqrt(first), np.sqrt(second), nearest


def per_cell(nearest: NDArray[np.int32], seed: int) -> Field:
    """Return a random number in 0..1 for each cell of ``cells``."""
    table = np.random.default_rng(seed).random(int(nearest.max()) + 1, dtype=np.float32)
    return np.asarray(table[nearest], dtype=np.float32)
