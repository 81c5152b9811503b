"""Moss: cushions of small leaves, yellow at the tips and dark between."""

import numpy as np

from tools.engines.studio.noise import cells, fractal, per_cell, smoothstep, soft
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#5a6a2e"
TILE_MM = 120.0


def moss(size: int, seed: int, tint: str | None) -> Texture:
    """Return cushion moss: cushions of about 12 mm made of tufts of about 2 mm."""
    base = linear_of(tint or BASE)
    pixel = size / TILE_MM
    bend = 0.12 * fractal(size, 2.0, seed + 1, lowest=6.0)
    sway = 0.12 * fractal(size, 2.0, seed + 2, lowest=6.0)
    big, _, cushion = cells(size, 10, seed + 3, (bend, sway))
    small, gap, tuft = cells(size, 64, seed + 4, (3.0 * bend, 3.0 * sway))
    leaf_first, leaf_second, leaf = cells(size, 130, seed + 5, (8.0 * bend, 8.0 * sway))
    round_ = np.sqrt(np.clip(1 - (big / 0.95) ** 2, 0.0, 1.0))
    mound = np.sqrt(np.clip(1 - (small / 0.8) ** 2, 0.0, 1.0))
    blade = smoothstep(leaf_second - leaf_first, 0.0, 0.5) * (0.4 + 0.6 * per_cell(leaf, seed + 6))
    fine = fractal(size, 0.8, seed + 7, lowest=60.0)
    lift = 0.40 * round_ + 0.30 * mound + 0.34 * blade
    color = mix(base * np.array([0.20, 0.24, 0.22], np.float32), base * 1.05, smoothstep(lift, 0.20, 0.90))
    tip = smoothstep(lift + 0.08 * fine, 0.72, 1.02)
    color = mix(color, base * np.array([1.6, 1.45, 1.1], np.float32), 0.75 * tip)
    color = color * cast(
        0.5 * (per_cell(tuft, seed + 8) - 0.5) + 0.3 * (per_cell(cushion, seed + 9) - 0.5), (0.9, 0.5, 0.3)
    )
    height = 2.2 * soft(round_, 0.8 * pixel) + 0.5 * soft(mound, 0.1 * pixel) + 0.40 * soft(blade, 0.05 * pixel)
    rough = 0.86 - 0.15 * tip + 0.02 * np.minimum(gap, 1.0)
    return Texture(**sheets(color, height, rough), tile_mm=TILE_MM, bump_mm=1.0, specular=0.25, sheen=0.3)
