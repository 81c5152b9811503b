"""Marble: a pale ground with clouds and long slanting veins that swell and thin out, crossed by finer ones."""

import numpy as np

from tools.engines.studio.noise import Field, fractal, smoothstep
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#efece8"
VEIN = "#6f7278"
TILE_MM = 240.0


def marble(size: int, seed: int, tint: str | None) -> Texture:
    """Return honed marble: long veins 1 to 3 mm wide with smoke at one side, finer ones beside and across them."""
    base = linear_of(tint or BASE)
    vein_color = base * linear_of(VEIN) / linear_of("#f2f1ef")
    pixel = size / TILE_MM
    main, smoke = _veins(size, seed + 10, (2, 3), 0.34, 1.1 * pixel)
    middle, haze = _veins(size, seed + 20, (4, 3), 0.36, 0.42 * pixel)
    hair, _ = _veins(size, seed + 30, (-3, 5), 0.42, 0.22 * pixel)
    cloud = smoothstep(fractal(size, 2.6, seed + 3, stretch=(1.5, 1.0)), -0.6, 2.6)
    dark = 0.70 * main + 0.30 * smoke + 0.46 * middle + 0.12 * haze + 0.22 * hair
    dark = np.clip(dark * (0.70 + 0.60 * cloud) + 0.14 * cloud, 0.0, 1.0)
    color = mix(base, vein_color, dark)
    crystal = fractal(size, 0.8, seed + 4, lowest=90.0)
    color = color * cast(crystal, (0.008, 0.008, 0.008)) * cast(main * cloud, (0.10, 0.0, -0.12))
    rough = 0.30 + 0.05 * main + 0.012 * crystal
    height = -0.6 * main - 0.2 * middle
    return Texture(**sheets(color, height, rough), tile_mm=TILE_MM, bump_mm=0.012, specular=0.4)


def _veins(size: int, seed: int, cycles: tuple[int, int], stray: float, width: float) -> tuple[Field, Field]:
    """Return (veins, the smoke at their one side), 0..1.

    ``cycles``: how many are met along x and y of the tile, which is their direction; ``stray``: how far they wander, in
    their own distance; ``width`` in pixels.
    """
    place = (np.arange(size, dtype=np.float32) + 0.5) / np.float32(size)
    bend = np.float32(stray) * fractal(size, 3.5, seed)
    slope = np.hypot(*(_rise(bend, axis) + cycle / size for axis, cycle in ((1, cycles[0]), (0, cycles[1]))))
    slope = np.maximum(slope, 0.5 * float(np.hypot(*cycles)) / size)
    bend = bend + np.float32(0.03) * fractal(size, 2.3, seed + 1, lowest=6.0)
    away = ((place[None, :] * cycles[0] + place[:, None] * cycles[1] + bend) % 1.0 - 0.5) / slope
    life = fractal(size, 2.4, seed + 2, lowest=1.0)
    swell = np.float32(width) * (0.45 + 1.5 * smoothstep(life, -1.0, 2.2))
    there = 0.06 + 0.94 * smoothstep(life, -1.1, 0.6)
    line = np.exp(-((away / swell) ** 2)) * there
    smoke = np.exp(-np.abs(away) / (swell * np.where(away > 0, np.float32(14.0), np.float32(2.5)))) * there
    return line.astype(np.float32), smoke.astype(np.float32)


def _rise(field: Field, axis: int) -> Field:
    """Return the slope of ``field`` per pixel, round its edges."""
    return np.asarray((np.roll(field, -1, axis) - np.roll(field, 1, axis)) / 2, dtype=np.float32)
