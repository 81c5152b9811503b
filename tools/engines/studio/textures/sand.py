"""Sand: rounded grains, pale, tan and dark; its ripples are the ground's own shape."""

import numpy as np

from tools.engines.studio.noise import cells, fractal, per_cell, smoothstep
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#dcc6a2"
TILE_MM = 120.0
GRAIN_MM = 0.23
FINEST = 3.0
"""Pixels of a tile that a grain must have to be one."""


def sand(size: int, seed: int, tint: str | None, mm: float = TILE_MM) -> Texture:
    """Return a tile of dry sand ``mm`` wide with grains of 0.15 to 0.3 mm."""
    base = linear_of(tint or BASE)
    count = round(min(mm / GRAIN_MM, size / FINEST))
    seen = min(1.0, count * GRAIN_MM / mm) ** 2
    shown = max(seen, 0.45)
    first, _, nearest = cells(size, count, seed + 1)
    dome = np.sqrt(np.clip(1 - (first / 0.72) ** 2, 0.0, 1.0))
    kind, tone = per_cell(nearest, seed + 2), per_cell(nearest, seed + 3)
    patch = fractal(size, 1.8, seed + 4, lowest=max(mm / 50.0, 1.0))
    deep = per_cell(nearest, seed + 5)
    color = base * cast(np.float32(0.5 * shown) * (tone - 0.5), (0.85, 1.0, 1.15))
    color = mix(color, np.array([0.84, 0.80, 0.72], np.float32), 0.5 * seen * smoothstep(kind, 0.86, 0.88))
    color = mix(color, base * np.array([0.36, 0.28, 0.22], np.float32), 0.6 * seen * (1 - smoothstep(kind, 0.04, 0.06)))
    color = color * cast(np.float32(0.30 * shown) * (smoothstep(dome, 0.0, 0.8) - 1), (0.9, 1.0, 1.1))
    color = color * cast(patch, (0.020, 0.026, 0.032))
    rough = 0.90 - 0.45 * smoothstep(kind, 0.93, 0.95)
    height = dome + 0.8 * deep
    return Texture(
        **sheets(color, height, rough), tile_mm=mm, bump_mm=0.30 * mm / count * (0.15 + 0.85 * seen), specular=0.35
    )
