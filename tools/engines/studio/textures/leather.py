"""Leather: full-grain hide, small soft pebbles under one even colour, fine wrinkles, a gleam on the grain."""

import numpy as np

from tools.engines.studio.noise import Field, cells, fractal, per_cell, smoothstep, soft
from tools.engines.studio.textures.pigment import cast, linear_of, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#7a4a30"
TILE_MM = 120.0
PEBBLE_MM = 0.85
FINEST = 4.5
"""Pixels of a tile that a pebble must have to be one."""

HIDE_MM = 150.0
"""Side of a piece that shows a hide's wrinkles; what covers something smaller is cut from between them, and finer."""

FINER = 0.85
"""Power of a smaller piece's side that its pebbles follow: boxes are covered with goat, not with ox."""


def leather(size: int, seed: int, tint: str | None, mm: float = TILE_MM) -> Texture:
    """Return a tile of hide ``mm`` wide with pebbles of 0.5 to 1.1 mm (1.4 on the largest), drawn out in places."""
    base = linear_of(tint or BASE)
    pixel = size / mm
    small = min(1.0, mm / HIDE_MM)
    count = round(min(mm / (PEBBLE_MM * small**FINER), size / FINEST))
    pull = [1.1 * fractal(size, 3.0, seed + n, lowest=max(mm / 50.0, 1.0)) for n in (1, 2)]
    bend = [pull[k] + 0.09 * fractal(size, 1.9, seed + 4 + k, lowest=mm / 3.0) for k in (0, 1)]
    first, second, nearest = cells(size, count, seed + 3, (bend[0], bend[1]), jitter=0.85)
    pebble = smoothstep(second - first, 0.0, 0.34)
    dome = np.clip(1 - (first / 0.95) ** 2, 0.0, 1.0)
    wrinkle = _wrinkles(size, seed, mm) * small**2
    fine = fractal(size, 1.0, seed + 8, lowest=mm / 0.5)
    cloud = fractal(size, 2.4, seed + 9, lowest=max(mm / 90.0, 1.0))
    grain = soft(0.7 * pebble + 0.3 * dome * (0.6 + 0.4 * per_cell(nearest, seed + 10)), 0.05 * pixel)
    crease = 1 - soft(smoothstep(second - first, 0.0, 0.20), 0.03 * pixel)
    color = base * cast(cloud, (0.055, 0.065, 0.075)) * cast(crease, (-0.27, -0.30, -0.33))
    color = color * cast(wrinkle, (-0.14, -0.14, -0.14)) * cast(fine, (0.012, 0.012, 0.012))
    rough = 0.45 + 0.16 * crease + 0.06 * wrinkle - 0.05 * cloud
    height = grain - 0.30 * wrinkle + 0.015 * fine
    return Texture(**sheets(color, height, rough), tile_mm=mm, bump_mm=0.11 * mm / count, specular=0.5, clearcoat=0.02)


def _wrinkles(size: int, seed: int, mm: float) -> Field:
    """Return fine wrinkles, 0..1, sparse, along one direction."""
    lines = fractal(size, 2.0, seed + 20, stretch=(1.0, 5.0), lowest=max(mm / 14.0, 2.0))
    there = smoothstep(fractal(size, 2.6, seed + 21, lowest=max(mm / 60.0, 1.0)), 0.2, 1.4)
    return np.asarray(np.exp(-((lines / 0.10) ** 2)) * there, dtype=np.float32)
