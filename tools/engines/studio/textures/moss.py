"""Moss: the green of its shoots, old and young; the shoots and their cushions are the ground's shape."""

import numpy as np

from tools.engines.studio.noise import cells, fractal, per_cell, smoothstep, soft
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#7d8a40"
TILE_MM = 120.0
SHOOT_MM = 1.1
FINEST = 4.0
"""Pixels of a tile that a shoot must have to be one."""

OLD, YOUNG = np.array([0.50, 0.56, 0.54], np.float32), np.array([1.55, 1.45, 1.15], np.float32)
"""Against the mean: shoots of last year in the shade, and this year's tips."""


def moss(size: int, seed: int, tint: str | None, mm: float = TILE_MM) -> Texture:
    """Return a tile of cushion moss ``mm`` wide: each shoot of one green, drifts of older and younger ones."""
    base = linear_of(tint or BASE)
    pixel = size / mm
    first, _, shoot = cells(size, round(min(mm / SHOOT_MM, size / FINEST)), seed + 4)
    age = fractal(size, 2.0, seed + 1, lowest=max(mm / 40.0, 1.0))
    own = per_cell(shoot, seed + 6)
    young = smoothstep(own + 0.16 * age, 0.15, 1.15)
    color = mix(base * OLD, base * YOUNG, young)
    color = color * cast(fractal(size, 2.4, seed + 7, lowest=max(mm / 60.0, 1.0)), (0.24, 0.13, 0.06))
    brown = smoothstep(own, 0.97, 0.98) * 0.6
    color = mix(color, base * np.array([1.3, 0.85, 0.6], np.float32), brown)
    mound = np.sqrt(np.clip(1 - (first / 0.85) ** 2, 0.0, 1.0))
    color = color * cast(np.asarray(1 - mound, np.float32), (-0.45, -0.40, -0.45))
    height = 0.5 * soft(mound, 0.06 * pixel)
    rough = np.full_like(mound, 0.72)
    return Texture(**sheets(color, height, rough), tile_mm=mm, bump_mm=0.5, specular=0.3, sheen=0.15)
