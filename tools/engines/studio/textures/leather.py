"""Leather: full-grain hide, small soft pebbles under one even colour, fine wrinkles, a gleam on the grain."""

import numpy as np

from tools.engines.studio.noise import Field, cells, fractal, per_cell, smoothstep, soft
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#7a4a30"
TILE_MM = 120.0
PEBBLE_MM = 1.4
FINEST = 4.0
"""Pixels of a tile that a pebble must have to be one."""


def leather(size: int, seed: int, tint: str | None, mm: float = TILE_MM) -> Texture:
    """Return a tile of hide ``mm`` wide with pebbles of 0.8 to 2 mm; the wrinkles run one way here, another there."""
    base = linear_of(tint or BASE)
    pixel = size / mm
    count = round(min(mm / PEBBLE_MM, size / FINEST))
    pull = [1.6 * fractal(size, 3.0, seed + n, lowest=max(mm / 50.0, 1.0)) for n in (1, 2)]
    bend = [pull[k] + 0.10 * fractal(size, 1.8, seed + 4 + k, lowest=mm / 4.0) for k in (0, 1)]
    first, second, nearest = cells(size, count, seed + 3, (bend[0], bend[1]), jitter=1.0)
    crease = smoothstep(second - first, 0.0, 0.24)
    dome = np.clip(1 - (first / 0.9) ** 2, 0.0, 1.0)
    high = 0.75 + 0.5 * per_cell(nearest, seed + 10)
    wrinkle = _wrinkles(size, seed, mm)
    fine = fractal(size, 1.2, seed + 8, lowest=mm / 0.6)
    cloud = fractal(size, 2.4, seed + 9, lowest=max(mm / 90.0, 1.0))
    grain = soft((0.45 * crease + 0.55 * dome) * high, 0.10 * pixel)
    color = mix(base * 0.62, base * 1.06, 0.25 + 0.75 * soft(crease, 0.05 * pixel))
    color = color * cast(cloud, (0.035, 0.04, 0.045)) * cast(per_cell(nearest, seed + 11) - 0.5, (0.05, 0.05, 0.05))
    color = color * cast(wrinkle, (-0.16, -0.16, -0.16))
    rough = 0.42 - 0.10 * grain + 0.10 * wrinkle + 0.02 * fine
    height = grain - 0.7 * wrinkle + 0.03 * fine + 0.3 * cloud
    return Texture(**sheets(color, height, rough), tile_mm=mm, bump_mm=0.16 * mm / count, specular=0.5, clearcoat=0.08)


def _wrinkles(size: int, seed: int, mm: float) -> Field:
    """Return fine wrinkles, 0..1, sparse, along one direction."""
    lines = fractal(size, 2.0, seed + 20, stretch=(1.0, 5.0), lowest=max(mm / 14.0, 2.0))
    there = smoothstep(fractal(size, 2.6, seed + 21, lowest=max(mm / 60.0, 1.0)), 0.2, 1.4)
    return np.asarray(np.exp(-((lines / 0.10) ** 2)) * there, dtype=np.float32)
