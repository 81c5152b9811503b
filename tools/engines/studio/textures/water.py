"""Shallow water over a pale ground: ripples above, a net of light below."""

import numpy as np

from tools.engines.studio.noise import Field, fractal, soft, warp
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#7fb0b8"
TILE_MM = 170.0


def water(size: int, seed: int, tint: str | None) -> Texture:
    """Return a water surface; its own ripples bend the light into the net that is painted on the ground."""
    base = linear_of(tint or BASE)
    pixel = size / TILE_MM
    drift = fractal(size, 2.8, seed + 1) * (5.0 * pixel)
    swell = warp(fractal(size, 3.6, seed + 2, lowest=4.0), drift, drift)
    ripple = warp(fractal(size, 3.0, seed + 3, stretch=(1.0, 1.5), lowest=11.0), drift, 0.0)
    surface = soft(swell + 0.22 * ripple, 0.25 * pixel)
    net = _caustics(soft(swell + 0.30 * ripple, 0.5 * pixel), pixel)
    depth = fractal(size, 2.6, seed + 4)
    color = base * cast(0.10 * depth, (1.4, 1.0, 0.8)) * (0.74 + 0.26 * net)[..., None]
    color = mix(color, np.minimum(base * 1.5 + 0.10, 0.9), 0.42 * np.clip(net - 1.1, 0.0, 1.0))
    rough = np.full((size, size), 0.035, dtype=np.float32)
    return Texture(**sheets(color, surface, rough), tile_mm=TILE_MM, bump_mm=0.55, specular=0.6, clearcoat=0.3)


def _caustics(surface: Field, pixel: float) -> Field:
    """Return the light gathered on the ground: pixels are sent along the surface's slope and counted."""
    size = surface.shape[0]
    down, right = ((np.roll(surface, -1, axis) - np.roll(surface, 1, axis)).astype(np.float64) / 2 for axis in (0, 1))
    reach = 4.2 * pixel / max(float(np.hypot(down, right).std()) * pixel, 1e-9)
    rows, columns = np.mgrid[:size, :size]
    row = np.rint(rows + reach * down * pixel).astype(np.int64) % size
    column = np.rint(columns + reach * right * pixel).astype(np.int64) % size
    light = np.bincount((row * size + column).ravel(), minlength=size * size).reshape(size, size)
    return np.clip(soft(light.astype(np.float32), 0.28 * pixel), 0.2, 3.0)
