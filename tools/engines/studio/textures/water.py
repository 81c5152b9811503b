"""Clear shallow water over a tinted bed: its ripples are the ground's own shape, they bend what is seen below."""

import numpy as np

from tools.engines.studio.noise import Field, cells, fractal, smoothstep, soft, warp
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#6fa3ac"
TILE_MM = 120.0


def water(size: int, seed: int, tint: str | None, mm: float = TILE_MM) -> Texture:
    """Return a tile of water ``mm`` wide: a bed that is deeper here and there, and the net of light on it."""
    base = linear_of(tint or BASE)
    pixel = size / mm
    wide = min(mm / 24.0, 8.0)
    drift = fractal(size, 3.0, seed + 1, lowest=2.0) * (0.05 * size / wide)
    wavelet = soft(warp(fractal(size, 3.0, seed + 3, stretch=(1.0, 1.5), lowest=mm / 9.0), drift, 0.0), 0.4 * pixel)
    net = _net(size, seed, wide)
    depth = fractal(size, 2.8, seed + 4)
    deep = base * np.array([0.26, 0.44, 0.54], np.float32)
    color = mix(deep, base * 0.95, smoothstep(depth + 0.5 * net, -2.2, 2.6))
    color = mix(color, np.minimum(base * 1.5 + 0.10, 0.9), 0.36 * net)
    color = color * cast(wavelet, (0.02, 0.02, 0.02))
    rough = np.full((size, size), 0.03, dtype=np.float32)
    return Texture(**sheets(color, wavelet, rough), tile_mm=mm, bump_mm=0.03, specular=0.55, clearcoat=0.4)


def _net(size: int, seed: int, wide: float) -> Field:
    """Return the net of light, 0..1, that small waves throw on the bed: soft borders of bent cells, some brighter."""
    net = np.zeros((size, size), dtype=np.float32)
    for layer, (part, weight) in enumerate(((1.0, 0.75), (1.7, 0.45))):
        count = max(3, round(2.2 * part * wide))
        bend = tuple(0.32 * fractal(size, 3.2, seed + 10 * layer + n, lowest=float(count) / 3) for n in (11, 12))
        first, second, _ = cells(size, count, seed + 10 * layer + 13, (bend[0], bend[1]), jitter=0.9)
        line = np.exp(-((second - first) / 0.16)) * smoothstep(fractal(size, 2.6, seed + 10 * layer + 14), -0.8, 1.2)
        net = net + np.float32(weight) * line
    return np.clip(soft(net, 0.05 * size / (10 * wide)), 0.0, 1.0)
