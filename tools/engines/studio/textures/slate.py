"""Slate: split stone. Smooth cleft faces lie over each other like leaves, and each breaks off in a ragged line."""

import numpy as np

from tools.engines.studio.noise import Field, fractal, smoothstep, soft, warp
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#3a3c40"
TILE_MM = 180.0
LAYER_MM = 0.7
LEAVES = ((5.0, 2.9), (11.0, 2.5))
"""Leaves from the lowest to the highest of a coarse and of a fine splitting, and the slope of their relief."""


def slate(size: int, seed: int, tint: str | None) -> Texture:
    """Return cleft slate; leaves are about 0.7 mm thick, each of a slightly other grey."""
    base = linear_of(tint or BASE)
    pixel = size / TILE_MM
    ragged = fractal(size, 2.0, seed + 1, lowest=14.0) * (0.9 * pixel)
    jagged = fractal(size, 1.5, seed + 9, lowest=50.0) * (0.35 * pixel)
    coarse, risen, number = _leaves(size, seed + 20, LEAVES[0], ragged + jagged)
    fine, risen_fine, number_fine = _leaves(size, seed + 30, LEAVES[1], 0.6 * ragged + jagged)
    there = smoothstep(fractal(size, 2.4, seed + 5), -0.2, 0.9)  # in places a face is whole
    line = fractal(size, 1.5, seed + 3, stretch=(9.0, 1.0), lowest=24.0)
    grit = fractal(size, 0.5, seed + 7, lowest=140.0)
    swell = fractal(size, 3.0, seed + 8, stretch=(1.6, 1.0))
    height = coarse + 0.42 * there * fine + 0.5 * swell + 0.035 * line + 0.022 * grit
    tone = 0.085 * _shade(number, seed + 40) + 0.06 * there * _shade(number_fine, seed + 41)
    tone = tone + 0.10 * fractal(size, 2.2, seed + 6) + 0.045 * line + 0.035 * grit
    color = base * cast(tone.astype(np.float32), (1.0, 1.0, 1.0))
    broken = np.clip(risen + 0.7 * there * risen_fine, 0.0, 1.0)
    color = mix(color, base * 1.75 + np.float32(0.012), 0.30 * soft(broken, 0.12 * pixel))
    dust = smoothstep(fractal(size, 2.0, seed + 10, lowest=3.0), 0.6, 2.6)
    color = mix(color, base * 1.35 + np.float32(0.02), 0.30 * dust)
    rust = smoothstep(fractal(size, 2.2, seed + 11, stretch=(1.5, 1.0)), 1.3, 2.9)
    color = mix(color, color * np.array([1.30, 1.0, 0.74], np.float32), 0.55 * rust)
    rough = 0.44 - 0.07 * swell * 0.5 + 0.05 * grit + 0.22 * broken + 0.10 * dust
    return Texture(**sheets(color, height, rough), tile_mm=TILE_MM, bump_mm=LAYER_MM, specular=0.45)


def _leaves(size: int, seed: int, kind: tuple[float, float], ragged: Field) -> tuple[Field, Field, Field]:
    """Return (height in leaves, 1 where one breaks off, the leaf's number), N×N."""
    count, slope = kind
    relief = warp(fractal(size, slope, seed, stretch=(1.9, 1.0)), ragged, np.roll(ragged, size // 3, axis=0))
    level = smoothstep(relief, -2.6, 2.6) * np.float32(count)
    number = np.floor(level)
    share = level - number
    riser = smoothstep(share, 0.90, 1.0)
    return (
        np.asarray(number + riser, dtype=np.float32),
        np.asarray(smoothstep(share, 0.86, 0.93) * (1 - smoothstep(share, 0.985, 1.0)), dtype=np.float32),
        np.asarray(number + (share > 0.95), dtype=np.float32),
    )


def _shade(number: Field, seed: int) -> Field:
    """Return a random number of zero mean for each leaf."""
    table = np.random.default_rng(seed).uniform(-1.0, 1.0, int(number.max()) + 2).astype(np.float32)
    return np.asarray(table[number.astype(np.int32)], dtype=np.float32)
