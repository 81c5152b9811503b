"""Velvet: a short pile, brushed this way and that: pale where it leans away, dark where one looks into it."""

import numpy as np

from tools.engines.studio.noise import Field, fractal, soft, warp
from tools.engines.studio.textures.pigment import cast, linear_of, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#5a2733"
TILE_MM = 120.0

MARKS = 2.0
"""Least marks of a hand across a tile: every set shows some, whatever its size."""

NAP, ROLL = 0.26, 0.0032
"""How much paler and darker the pile is where it lies the other way, and the height of a lying patch, in tiles."""


def velvet(size: int, seed: int, tint: str | None, mm: float = TILE_MM) -> Texture:
    """Return a tile of velvet ``mm`` wide; where its pile lies is a slope of the height, and its tone follows it."""
    base = linear_of(tint or BASE)
    pixel = size / mm
    stroke = _strokes(size, seed)
    nap = np.tanh(0.9 * _slope(stroke))
    pile = fractal(size, 0.3, seed + 3, lowest=mm / 0.5)
    tuft = soft(fractal(size, 0.8, seed + 4, stretch=(1.0, 1.6), lowest=mm / 1.0), 0.05 * pixel)
    near = np.float32(min(1.0, (mm / TILE_MM) ** 0.7))  # the pile under a ring is short
    threads = near * np.clip(0.24 * pile + 0.10 * tuft, -0.6, 0.9)
    color = base * cast(np.float32(NAP) * nap, (1.0, 1.0, 1.0)) * cast(threads, (1.0, 1.0, 1.0))
    height = np.float32(ROLL * mm / 0.35) * stroke + near * (0.07 * pile + 0.04 * tuft)
    return Texture(**sheets(color, height, 0.93 - 0.05 * nap), tile_mm=mm, bump_mm=0.35, specular=0.12, sheen=1.0)


def _strokes(size: int, seed: int) -> Field:
    """Return how high the pile lies, of about unit deviation: broad strokes, and marks of fingers within them."""
    drift = fractal(size, 4.0, seed + 1) * np.float32(0.035 * size)
    broad = fractal(size, 4.6, seed + 2, stretch=(1.8, 1.0), lowest=MARKS)
    fingers = fractal(size, 4.2, seed + 5, stretch=(3.0, 1.0), lowest=3.0 * MARKS)
    return warp(np.asarray(broad + 0.10 * fingers, np.float32), 0.6 * drift, drift)


def _slope(field: Field) -> Field:
    """Return how steeply ``field`` falls towards the tile's lower side, of unit deviation."""
    fall = np.asarray(np.roll(field, -1, axis=0) - np.roll(field, 1, axis=0), np.float32)
    fall = soft(fall, 0.003 * len(field))
    return np.asarray(fall / max(float(fall.std()), 1e-9), np.float32)
