"""Shallow water over a pale ground: ripples above, a net of light below."""

import numpy as np

from tools.engines.studio.noise import Field, cells, fractal, smoothstep, soft, warp
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#7fb0b8"
TILE_MM = 170.0


def water(size: int, seed: int, tint: str | None) -> Texture:
    """Return a water surface; the net of light that its waves throw is painted on the ground."""
    base = linear_of(tint or BASE)
    pixel = size / TILE_MM
    drift = fractal(size, 2.8, seed + 1) * (5.0 * pixel)
    swell = warp(fractal(size, 3.6, seed + 2, lowest=4.0), drift, drift)
    ripple = warp(fractal(size, 3.0, seed + 3, stretch=(1.0, 1.5), lowest=11.0), drift, 0.0)
    surface = soft(swell + 0.20 * ripple, 1.1 * pixel)
    net = _caustics(size, seed, pixel)
    depth = fractal(size, 2.6, seed + 4)
    color = base * cast(0.07 * depth, (1.4, 1.0, 0.8)) * (0.84 + 0.24 * net)[..., None]
    color = mix(color, np.minimum(base * 1.3 + 0.12, 0.9), 0.5 * smoothstep(net, 0.55, 1.0))
    rough = np.full((size, size), 0.035, dtype=np.float32)
    return Texture(**sheets(color, surface, rough), tile_mm=TILE_MM, bump_mm=0.9, specular=0.6, clearcoat=0.3)


def _caustics(size: int, seed: int, pixel: float) -> Field:
    """Return the net of light, 0..1, that small waves throw on the ground: bright along the borders of soft cells."""
    net = np.zeros((size, size), dtype=np.float32)
    for layer, (count, weight) in enumerate(((9, 0.65), (14, 0.45))):
        bend = tuple(0.20 * fractal(size, 3.0, seed + 10 * layer + n, lowest=2.0) for n in (11, 12))
        first, second, _ = cells(size, count, seed + 10 * layer + 13, (bend[0], bend[1]), jitter=0.8)
        line = np.exp(-((second - first) / 0.11)) * smoothstep(fractal(size, 2.6, seed + 10 * layer + 14), -1.4, 0.8)
        net = net + np.float32(weight) * line
    return np.clip(soft(net, 0.18 * pixel), 0.0, 1.0)
