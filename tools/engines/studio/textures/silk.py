"""Silk satin: fine threads, a soft gleam, and the shallow waves of cloth that lies loosely."""

import numpy as np

from tools.engines.studio.noise import Field, fractal, smoothstep, soft
from tools.engines.studio.textures.pigment import cast, linear_of, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#e3d3c3"
TILE_MM = 150.0


def silk(size: int, seed: int, tint: str | None) -> Texture:
    """Return satin; large folds come from the mesh, this has the small ones and the thread."""
    base = linear_of(tint or BASE)
    pixel = size / TILE_MM
    wave = _folds(size, seed, pixel)
    thread = fractal(size, 0.4, seed + 3, stretch=(18.0, 1.0), lowest=120.0)
    float_ = fractal(size, 0.6, seed + 4, stretch=(1.0, 14.0), lowest=120.0)
    slub = fractal(size, 1.4, seed + 5, stretch=(30.0, 1.0), lowest=12.0)
    color = base * cast(0.018 * thread + 0.010 * float_ + 0.010 * slub, (0.9, 1.0, 1.1))
    height = wave + 0.002 * thread + 0.001 * float_
    rough = 0.30 + 0.025 * thread + 0.015 * slub
    return Texture(**sheets(color, height, rough), tile_mm=TILE_MM, bump_mm=2.8, specular=0.55, sheen=0.25)


def _folds(size: int, seed: int, pixel: float) -> Field:
    """Return long shallow folds about 25 mm apart that run across the tile, gather and die away."""
    across = np.arange(size, dtype=np.float32)[None, :] * np.float32(2 * np.pi / size)
    down = np.arange(size, dtype=np.float32)[:, None] * np.float32(2 * np.pi / size)
    sway = soft(fractal(size, 3.8, seed + 20, stretch=(1.0, 1.6)), 3.0 * pixel)
    strength = smoothstep(soft(fractal(size, 3.4, seed + 21), 3.0 * pixel), -1.2, 1.2)
    main = np.sin(5 * across + 2 * down + 3.4 * sway)
    small = np.sin(9 * across + 3 * down + 5.0 * sway + 1.0) * (1 - strength)
    return np.asarray((0.35 + 0.65 * strength) * main + 0.25 * small + 0.6 * sway, dtype=np.float32)
