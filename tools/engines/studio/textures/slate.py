"""Slate: split stone, in thin layers with broken edges, matt with a slight gleam."""

import numpy as np

from tools.engines.studio.noise import Field, fractal, smoothstep, soft, warp
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#3a3c40"
TILE_MM = 180.0
LAYER_MM = 0.5
LAYERS = 7


def slate(size: int, seed: int, tint: str | None) -> Texture:
    """Return cleft slate; layers are 0.5 mm thick and end in ragged lines."""
    base = linear_of(tint or BASE)
    pixel = size / TILE_MM
    ragged = fractal(size, 1.3, seed + 1, lowest=10.0) * (1.1 * pixel)
    relief = warp(fractal(size, 2.4, seed + 2, stretch=(1.7, 1.0)), ragged, ragged)
    layer = _terraces(relief)
    ripple = fractal(size, 1.9, seed + 3, stretch=(2.2, 1.0), lowest=5.0)
    fine = fractal(size, 1.0, seed + 4, stretch=(1.6, 1.0), lowest=40.0)
    grit = fractal(size, 0.3, seed + 7, lowest=120.0)
    height = soft(layer, 0.07 * pixel) + 0.22 * ripple + 0.09 * fine + 0.05 * grit
    tone = smoothstep(0.55 * fractal(size, 1.7, seed + 5) + 0.35 * fine + 0.3 * ripple, -2.0, 2.0)
    color = mix(base * 0.55, base * 1.60, tone) * cast(0.09 * fine + 0.07 * grit, (1.0, 1.0, 1.0))
    edge = np.clip(np.hypot(*np.gradient(soft(layer, 0.12 * pixel))) * 0.9 * pixel, 0.0, 1.0)
    color = color * cast(edge, (0.35, 0.35, 0.35))
    rust = smoothstep(fractal(size, 2.0, seed + 6, stretch=(1.5, 1.0)), 1.1, 2.8)
    color = mix(color, color * np.array([1.25, 1.0, 0.78], np.float32), 0.6 * rust)
    rough = 0.46 + 0.05 * fine + 0.06 * ripple + 0.12 * edge
    return Texture(**sheets(color, height, rough), tile_mm=TILE_MM, bump_mm=LAYER_MM, specular=0.4)


def _terraces(relief: Field) -> Field:
    """Return ``relief`` cut into flat steps with short steep risers; one step is one unit."""
    level = smoothstep(relief, -2.6, 2.6) * LAYERS
    whole = np.floor(level)
    return np.asarray(whole + smoothstep(level - whole, 0.86, 1.0) + 0.12 * (level - whole), dtype=np.float32)
