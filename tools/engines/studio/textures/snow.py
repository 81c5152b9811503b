"""Snow: white, fine-grained, blue only where it is deep; crystals that catch the light. Its drifts are the ground's."""

import numpy as np

from tools.engines.studio.noise import cells, fractal, per_cell, smoothstep, soft
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#f5f6f7"
TILE_MM = 120.0
GRAIN_MM = 0.8
"""Width of a clump of crystals."""

FINEST = 3.5
"""Pixels of a tile that a clump must have to be one."""

SHADE = np.array([0.79, 0.865, 0.94], dtype=np.float32)
"""What the way through snow leaves of the light: blue. What is lit from one side glows through to the other."""

SPARKS = 2.2
"""How rare a crystal is that lies so that it mirrors the light (a threshold in deviations)."""


def snow(size: int, seed: int, tint: str | None, mm: float = TILE_MM) -> Texture:
    """Return a tile of settled snow ``mm`` wide: grains that scatter the light among them, here and there a spark."""
    base = linear_of(tint or BASE)
    pixel = size / mm
    count = round(min(mm / GRAIN_MM, size / FINEST))
    bend = 0.35 * fractal(size, 1.7, seed + 6, lowest=mm / 3.0)
    first, second, nearest = cells(size, count, seed + 1, (bend, bend[::-1]), jitter=1.0)
    dome = np.clip(1 - (first / 0.9) ** 2, 0.0, 1.0) * (0.3 + 0.7 * per_cell(nearest, seed + 2))
    crumb = soft(fractal(size, 2.2, seed + 3, lowest=mm / 9.0), 0.15 * pixel)
    grain = soft(dome * smoothstep(second - first, 0.0, 0.4), 0.06 * pixel)
    noise = np.random.default_rng([seed, 5]).standard_normal((size, size), dtype=np.float32)
    crystal = soft(noise, max(0.05 * pixel, 0.7))
    crystal /= float(crystal.std())
    deep = np.clip(0.40 - 0.75 * grain - 0.05 * crumb - 0.22 * crystal, 0.0, 1.0)
    color = mix(base, base * SHADE, deep)
    spark = smoothstep(crystal, SPARKS, SPARKS + 0.3)
    color = mix(color, base * 1.3, spark) * cast(crumb, (0.008, 0.006, 0.004))
    height = 0.07 * crumb + 0.24 * grain * (GRAIN_MM * count / mm) ** 2
    return Texture(**sheets(color, height, 0.82 - 0.62 * spark), tile_mm=mm, bump_mm=0.8, specular=0.45, sheen=0.1)
