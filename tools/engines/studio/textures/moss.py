"""Moss: tufts of small pointed leaves, yellow at the tips and dark between; its cushions are the ground's shape."""

import numpy as np

from tools.engines.studio.noise import cells, fractal, per_cell, smoothstep, soft
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#66702f"
TILE_MM = 120.0
TUFT_MM, LEAF_MM = 2.4, 0.8
FINEST = 4.0
"""Pixels of a tile that a tuft or a leaf must have to be one."""


def moss(size: int, seed: int, tint: str | None, mm: float = TILE_MM) -> Texture:
    """Return a tile of cushion moss ``mm`` wide with tufts of about 2 mm."""
    base = linear_of(tint or BASE)
    pixel = size / mm
    bend = 0.3 * fractal(size, 2.2, seed + 1, lowest=mm / 8.0)
    sway = 0.3 * fractal(size, 2.2, seed + 2, lowest=mm / 8.0)
    tufts, leaves = (round(min(mm / wide, size / FINEST)) for wide in (TUFT_MM, LEAF_MM))
    first, _, tuft = cells(size, tufts, seed + 4, (bend, sway))
    near, far, leaf = cells(size, leaves, seed + 5, (2.0 * bend, 2.0 * sway))
    mound = np.sqrt(np.clip(1 - (first / 0.8) ** 2, 0.0, 1.0))
    blade = smoothstep(far - near, 0.0, 0.55) * (0.35 + 0.65 * per_cell(leaf, seed + 6))
    lift = 0.52 * mound + 0.55 * blade
    patch = fractal(size, 2.2, seed + 7, lowest=max(mm / 60.0, 1.0))
    color = mix(base * np.array([0.26, 0.32, 0.26], np.float32), base * 1.25, smoothstep(lift, 0.15, 0.86))
    tip = smoothstep(lift + 0.12 * (per_cell(leaf, seed + 8) - 0.5), 0.74, 1.02)
    color = mix(color, base * np.array([2.2, 2.0, 1.4], np.float32), 0.8 * tip)
    color = color * cast(0.55 * (per_cell(tuft, seed + 9) - 0.5), (0.9, 0.6, 0.3))
    color = color * cast(patch, (0.14, 0.06, 0.02))
    height = 0.9 * soft(mound, 0.08 * pixel) + 0.5 * soft(blade, 0.04 * pixel)
    return Texture(**sheets(color, height, 0.84 - 0.2 * tip), tile_mm=mm, bump_mm=1.0, specular=0.28, sheen=0.3)
