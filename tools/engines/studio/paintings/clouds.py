"""Fair-weather clouds seen from the side: heaps of puffs with level bases, larger the higher they stand, and a veil."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.studio.noise import fractal, smoothstep

Picture = NDArray[np.float32]

SIDE = 1024
"""Side of the noise that tears clouds."""

BANKS = ((0.024, 0.012, 9), (0.055, 0.026, 6), (0.110, 0.050, 4), (0.200, 0.085, 3))
"""Of each bank: the tangents of its base and of the height of a usual heap, and heaps at full cover."""

SOME = 0.15
"""Cover from which a sky has a cloud for certain."""

PUFFS = 46
"""Puffs of a heap."""

SUN = np.array([-0.50, 0.72, 0.48])
"""Where the light comes from: right, up, towards the eye."""

VEIL = 0.30
"""How thick the thin high cloud between them is, at most."""


def heaped(high: Picture, aside: Picture, cover: float, seed: int) -> tuple[Picture, Picture]:
    """Return (how much cloud, how much light it has), R×C, 0..1; the tangents of rows (R×1) and columns (1×C)."""
    random = np.random.default_rng([seed, 19])
    shape = (len(high), aside.shape[1])
    per = shape[1] / float(np.ptp(aside))
    body, light = np.zeros(shape, np.float32), np.full(shape, 0.5, np.float32)
    if cover > SOME:  # a close view sees little of the sky: one stands there
        beside = float(random.choice([-1.0, 1.0]) * random.uniform(0.05, 0.13))
        _heap(body, light, (high, aside, per), (beside, float(random.uniform(0.10, 0.15))), 0.042, random)
    for base, tall, most in BANKS:
        for _ in range(int(random.binomial(2 * most, min(0.8 * cover + 0.12, 0.7)))):
            middle = (float(random.uniform(-1.05, 1.05)) * float(aside.max()), base * float(random.uniform(0.85, 1.15)))
            _heap(body, light, (high, aside, per), middle, tall * float(random.uniform(0.5, 1.3)), random)
    torn = [2.2 * fractal(SIDE, 2.2, seed + part, lowest=14.0)[: shape[0], :] for part in (1, 2)]
    torn = [np.take(part, np.arange(shape[1]) % SIDE, axis=1) for part in torn]
    rows, columns = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    body, light = (
        ndi.map_coordinates(
            ndi.gaussian_filter(part, 1.3), [rows + torn[0], columns + torn[1]], order=1, mode="nearest"
        )
        for part in (body, light)
    )
    thin = fractal(SIDE, 2.4, seed + 7, stretch=(2.6, 1.0))[: shape[0], np.arange(shape[1]) % SIDE]
    veil = smoothstep(thin, 0.0, 2.4) * smoothstep(np.broadcast_to(high, shape), 0.03, 0.16)
    veil = np.float32(VEIL * cover) * veil
    light = np.where(body > 0.02, light, 1.0)
    return np.maximum(body, veil).astype(np.float32), light.astype(np.float32)


def _heap(
    body: Picture, light: Picture, sky: tuple[Picture, Picture, float], middle: tuple[float, float], tall: float,
    random: np.random.Generator,
) -> None:  # fmt: skip
    """Draw one heap, its base at ``middle`` (tangents right and up): puffs within a low dome, small ones at its rim."""
    high, aside, per = sky
    wide = tall * float(random.uniform(1.1, 2.0))
    place = np.clip(random.normal(0.0, 0.42, PUFFS), -1.0, 1.0)
    dome = np.sqrt(1.0 - 0.9 * place**2)
    up = tall * dome * random.uniform(0.0, 1.0, PUFFS) ** 0.8
    size = tall * (0.16 + 0.34 * dome * random.uniform(0.4, 1.0, PUFFS)) * (1.0 - 0.45 * up / tall)
    for index in np.argsort(random.uniform(size=PUFFS) - up / tall):
        x, y, radius = middle[0] + wide * place[index], middle[1] + up[index], float(size[index])
        row, column = int((high[0, 0] - y) * per), int((x - aside[0, 0]) * per)
        reach = int(1.2 * radius * per) + 2
        rows = slice(max(row - reach, 0), min(row + reach, body.shape[0]))
        columns = slice(max(column - reach, 0), min(column + reach, body.shape[1]))
        if rows.start >= rows.stop or columns.start >= columns.stop:
            continue
        across, over = (aside[:, columns] - x) / radius, (high[rows] - y) / radius
        away = across**2 + over**2
        share = smoothstep(np.asarray(1.1 - away, np.float32), 0.0, 0.75)
        share = share * smoothstep(np.asarray((high[rows] - middle[1]) / tall, np.float32), -0.16, 0.10)
        face = SUN[0] * across + SUN[1] * over + SUN[2] * np.sqrt(np.clip(1.0 - away, 0.0, 1.0))
        lit = np.clip(0.30 + 0.42 * face + 0.38 * (high[rows] - middle[1]) / tall, 0.0, 1.0)
        light[rows, columns] += (lit - light[rows, columns]) * np.clip(1.3 * share, 0.0, 1.0)
        body[rows, columns] = np.maximum(body[rows, columns], share)
