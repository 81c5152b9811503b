"""Snow: a crumbly face of crystals that catch the light; its drifts are the ground's own shape."""

import numpy as np

from tools.engines.studio.noise import cells, fractal, per_cell, smoothstep, soft
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#e6ebf0"
TILE_MM = 120.0
CRYSTAL_MM = 0.8
FINEST = 3.0
"""Pixels of a tile that a crystal must have to be one."""


def snow(size: int, seed: int, tint: str | None, mm: float = TILE_MM) -> Texture:
    """Return a tile of fresh snow ``mm`` wide; hollows are bluer, since light has gone deeper there."""
    base = linear_of(tint or BASE)
    pixel = size / mm
    count = round(min(mm / CRYSTAL_MM, size / FINEST))
    lean = per_cell(cells(size, count, seed + 1)[2], seed + 2)
    flake = fractal(size, 0.6, seed + 5, lowest=min(mm / 1.6, size / 6))
    crumb = soft(fractal(size, 1.8, seed + 3, lowest=mm / 9.0), 0.35 * pixel)
    lump = soft(fractal(size, 2.4, seed + 4, lowest=max(mm / 40.0, 1.0)), 1.0 * pixel)
    hollow = smoothstep(-(0.8 * crumb + 0.6 * lump), -0.8, 2.2)
    color = mix(base, base * np.array([0.80, 0.88, 0.96], np.float32), 0.8 * hollow)
    color = color * cast(flake, (0.028, 0.024, 0.018))
    spark = smoothstep(lean, 0.94, 0.96)
    height = 0.42 * lump + 0.17 * crumb + 0.030 * flake + 0.012 * lean
    return Texture(**sheets(color, height, 0.85 - 0.6 * spark), tile_mm=mm, bump_mm=1.1, specular=0.45, sheen=0.1)
