"""Velvet: a short pile; where a hand brushed it the other way it leans, and is darker or paler from where one looks."""

import numpy as np

from tools.engines.studio.noise import fractal, smoothstep, soft, warp
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#5a2733"
TILE_MM = 120.0


def velvet(size: int, seed: int, tint: str | None, mm: float = TILE_MM) -> Texture:
    """Return a tile of velvet ``mm`` wide; brushed strokes are a lean of the pile, a slope of the height."""
    base = linear_of(tint or BASE)
    pixel = size / mm
    drift = fractal(size, 2.8, seed + 1) * (8.0 * pixel)
    stroke = fractal(size, 2.6, seed + 2, stretch=(3.0, 1.0), lowest=max(mm / 60.0, 1.0))
    stroke = soft(warp(stroke, 0.6 * drift, drift), 0.5 * pixel)
    brushed = smoothstep(stroke, -1.5, 1.8)
    pile = fractal(size, 0.3, seed + 3, lowest=mm / 0.7)
    tuft = soft(fractal(size, 1.0, seed + 4, stretch=(1.0, 1.4), lowest=mm / 1.4), 0.06 * pixel)
    lean = np.float32(np.clip(0.22 * TILE_MM / mm, 0.08, 0.22))  # from farther away hands leave smaller marks
    near = np.float32(min(1.0, (mm / TILE_MM) ** 0.7))  # the pile under a ring is short
    threads = near * np.clip(0.22 * pile + 0.13 * tuft, -0.6, 0.9)
    color = mix(base * (1 - lean), base * (1 + lean), brushed) * cast(threads, (1.0, 1.0, 1.0))
    height = 0.35 * stroke + near * (0.09 * pile + 0.06 * tuft)
    return Texture(**sheets(color, height, 0.93 - 0.1 * brushed), tile_mm=mm, bump_mm=0.35, specular=0.12, sheen=1.0)
