"""Leather: pebbled grain, creases between the pebbles, a dull gleam on top of them."""

import numpy as np

from tools.engines.studio.noise import cells, fractal, per_cell, smoothstep, soft
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#8a5a3c"
TILE_MM = 130.0
PEBBLES = 94


def leather(size: int, seed: int, tint: str | None) -> Texture:
    """Return full-grain leather with pebbles of about 1.4 mm."""
    base = linear_of(tint or BASE)
    pixel = size / TILE_MM
    bend = tuple(
        0.8 * fractal(size, 3.2, seed + n) + 0.06 * fractal(size, 1.4, seed + n + 4, lowest=40.0) for n in (1, 2)
    )
    first, second, nearest = cells(size, PEBBLES, seed + 3, (bend[0], bend[1]))
    crease = second - first
    dome = 0.6 * smoothstep(crease, 0.0, 0.30) + 0.4 * np.clip(1 - (first / 0.75) ** 2, 0.0, 1.0)
    fine = fractal(size, 1.0, seed + 4, lowest=90.0)
    pore = smoothstep(fractal(size, 0.8, seed + 8, lowest=90.0), 2.6, 3.2)
    cloud = fractal(size, 2.4, seed + 9)
    height = soft(dome, 0.045 * pixel) * (0.7 + 0.6 * per_cell(nearest, seed + 10)) + 0.035 * fine + 0.25 * cloud
    color = mix(base * 0.74, base * 1.06, smoothstep(dome, 0.0, 0.9))
    color = color * cast(0.05 * cloud + 0.10 * (per_cell(nearest, seed + 11) - 0.5) + 0.02 * fine, (0.9, 1.0, 1.1))
    color = color * cast(pore, (-0.25, -0.25, -0.25))
    rough = 0.62 - 0.17 * dome + 0.03 * fine
    return Texture(**sheets(color, height - 0.3 * pore, rough), tile_mm=TILE_MM, bump_mm=0.13, specular=0.45)
