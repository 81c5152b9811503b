"""Lime plaster: a chalky wall with the long soft strokes of a trowel."""

import numpy as np

from tools.engines.studio.noise import Field, fractal, smoothstep, soft, warp
from tools.engines.studio.textures.pigment import cast, linear_of, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#e6dacb"
TILE_MM = 320.0


def plaster(size: int, seed: int, tint: str | None) -> Texture:
    """Return trowelled plaster, matt, with tone that drifts and strokes in several directions."""
    base = linear_of(tint or BASE)
    pixel = size / TILE_MM
    strokes = _strokes(size, seed, pixel)
    cloud = fractal(size, 2.3, seed + 1)
    grain = fractal(size, 0.6, seed + 2, lowest=90.0)
    pits = smoothstep(fractal(size, 0.9, seed + 3, lowest=60.0), 3.0, 3.8)
    color = base * cast(0.032 * cloud + 0.014 * strokes + 0.014 * grain, (0.85, 1.0, 1.18))
    color = color * (1 - 0.25 * pits)[..., None]
    height = 0.28 * strokes + 0.15 * cloud + 0.12 * grain - 0.5 * pits
    rough = 0.84 - 0.05 * strokes + 0.02 * grain
    return Texture(**sheets(color, height, rough), tile_mm=TILE_MM, bump_mm=0.32, specular=0.3)


def _strokes(size: int, seed: int, pixel: float) -> Field:
    """Return strokes of zero mean: long noise turned by a slow angle, laid over each other where a mask says."""
    bend = fractal(size, 3.0, seed + 10) * (11.0 * pixel)
    sway = fractal(size, 3.0, seed + 11) * (11.0 * pixel)
    flat = warp(fractal(size, 1.9, seed + 12, stretch=(7.0, 1.0), lowest=6.0), sway, bend)
    steep = warp(fractal(size, 1.9, seed + 13, stretch=(1.0, 6.0), lowest=6.0), bend, sway)
    which = smoothstep(fractal(size, 2.6, seed + 14), -0.35, 0.35)
    mixed = flat * which + steep * (1 - which)
    return np.asarray(soft(mixed, 0.6 * pixel), dtype=np.float32)
