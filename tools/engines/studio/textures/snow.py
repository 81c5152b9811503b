"""Snow: a crumbly face of crystals that catch the light; its drifts are the ground's own shape."""

import numpy as np

from tools.engines.studio.noise import cells, fractal, per_cell, smoothstep, soft
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#eeeff0"
TILE_MM = 120.0
GRAIN_MM = 1.5
"""Width of a clump of crystals."""

FINEST = 3.5
"""Pixels of a tile that a clump must have to be one."""

SHADE = np.array([0.50, 0.62, 0.76], dtype=np.float32)
"""What the way through snow leaves of the light: blue."""

SPARKS = 2.3
"""How rare a crystal is that lies so that it mirrors the light (a threshold in deviations)."""


def snow(size: int, seed: int, tint: str | None, mm: float = TILE_MM) -> Texture:
    """Return a tile of settled snow ``mm`` wide: clumps of crystals, blue between them, here and there a spark."""
    base = linear_of(tint or BASE)
    pixel = size / mm
    count = round(min(mm / GRAIN_MM, size / FINEST))
    bend = 0.35 * fractal(size, 1.7, seed + 6, lowest=mm / 3.0)
    first, second, nearest = cells(size, count, seed + 1, (bend, bend[::-1]), jitter=1.0)
    dome = np.clip(1 - (first / 0.9) ** 2, 0.0, 1.0) * (0.4 + 0.6 * per_cell(nearest, seed + 2))
    flake = fractal(size, 0.5, seed + 5, lowest=min(mm / 0.5, size / 6))
    crumb = soft(fractal(size, 2.0, seed + 3, lowest=mm / 7.0), 0.25 * pixel)
    lump = soft(fractal(size, 2.6, seed + 4, lowest=max(mm / 40.0, 1.0)), 1.0 * pixel)
    grain = soft(dome * smoothstep(second - first, 0.0, 0.3), 0.05 * pixel)
    deep = np.clip(0.50 - 1.0 * grain - 0.03 * crumb - 0.03 * lump, 0.0, 1.0)
    color = mix(base * 0.97, base * SHADE, deep) * cast(flake, (0.030, 0.026, 0.020))
    noise = np.random.default_rng([seed, 5]).standard_normal((size, size), dtype=np.float32)
    spark = soft(noise, max(0.06 * pixel, 0.8))
    spark = smoothstep(spark / float(spark.std()), SPARKS, SPARKS + 0.3)
    color = mix(color, base * 1.3, spark)
    height = 0.12 * lump + 0.12 * crumb + 0.40 * grain + 0.02 * flake
    return Texture(**sheets(color, height, 0.80 - 0.65 * spark), tile_mm=mm, bump_mm=1.0, specular=0.5, sheen=0.1)
