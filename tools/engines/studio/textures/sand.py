"""Sand: fine grains of several colours, soft ripples that the wind left."""

import numpy as np

from tools.engines.studio.noise import Field, fractal, smoothstep, soft, warp
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#dcc6a2"
TILE_MM = 130.0
RIPPLES = 6


def sand(size: int, seed: int, tint: str | None) -> Texture:
    """Return sand with grains of 0.2 to 0.6 mm and ripples about 20 mm apart."""
    base = linear_of(tint or BASE)
    pixel = size / TILE_MM
    grain = fractal(size, -0.2, seed + 1, lowest=70.0)
    coarse = fractal(size, 0.5, seed + 2, lowest=110.0)
    hollow = fractal(size, 3.2, seed + 3)
    ripple = _ripples(size, seed, pixel)
    shade = smoothstep(0.7 * grain + 0.3 * coarse, -2.4, 2.4)
    color = mix(base * 0.62, np.minimum(base * 1.30, 0.92), shade)
    dark = smoothstep(fractal(size, 0.2, seed + 4, lowest=120.0), 2.5, 3.0)
    pale = smoothstep(fractal(size, 0.2, seed + 5, lowest=120.0), 2.5, 3.0)
    color = mix(color, base * np.array([0.34, 0.28, 0.24], np.float32), 0.75 * dark)
    color = mix(color, np.array([0.86, 0.82, 0.74], np.float32), 0.6 * pale)
    color = color * cast(0.07 * ripple + 0.03 * hollow, (0.9, 1.0, 1.1))
    height = 1.1 * ripple + 0.6 * soft(hollow, 0.6 * pixel) + 0.04 * soft(grain + coarse, 0.04 * pixel) + 0.03 * grain
    rough = 0.93 - 0.35 * pale
    return Texture(**sheets(color, height, rough), tile_mm=TILE_MM, bump_mm=1.1, specular=0.3)


def _ripples(size: int, seed: int, pixel: float) -> Field:
    """Return ripples, steeper on the lee side, that wander, join and fade."""
    down = np.broadcast_to(np.arange(size, dtype=np.float32)[:, None] / size, (size, size))
    wander = 0.45 * soft(fractal(size, 3.6, seed + 20), 3.0 * pixel) / RIPPLES
    phase = (down + wander) * np.float32(2 * np.pi * RIPPLES)
    wave = np.sin(phase + 0.45 * np.sin(phase))
    fade = smoothstep(fractal(size, 3.2, seed + 21), -2.0, 0.5)
    return warp(np.asarray(wave * (0.25 + 0.75 * fade), dtype=np.float32), 0.0, 0.15 * pixel)
