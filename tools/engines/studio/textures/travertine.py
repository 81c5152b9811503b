"""Travertine, cut across its bedding: warm bands, pores that lie along them, a honed face."""

import numpy as np

from tools.engines.studio.noise import Field, fractal, smoothstep, soft, warp
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#dcc8ab"
TILE_MM = 130.0
DEPTH_MM = 0.32


def travertine(size: int, seed: int, tint: str | None) -> Texture:
    """Return travertine; pores are 0.5 to 4 mm long, in bands that have many and bands that have few."""
    base = linear_of(tint or BASE)
    pixel = size / TILE_MM
    drift = fractal(size, 2.8, seed + 1, stretch=(2.0, 1.0)) * (1.6 * pixel)
    band = warp(fractal(size, 1.5, seed + 2, stretch=(16.0, 1.0)), 0.0, drift)
    cloud = fractal(size, 2.2, seed + 3, stretch=(2.5, 1.0))
    grain = fractal(size, 0.8, seed + 4, lowest=60.0)
    pit, fill = _pores(size, seed, pixel, drift, band)
    color = mix(base * 0.80, np.minimum(base * 1.13, 0.86), smoothstep(band + 0.5 * cloud, -2.0, 2.0))
    color = color * cast(fractal(size, 1.8, seed + 5, stretch=(3.0, 1.0)), (0.012, 0.03, 0.055))
    color = color * cast(grain, (0.018, 0.018, 0.018))
    color = mix(color, np.minimum(base * 1.16, 0.88), 0.55 * fill)
    color = color * cast(pit, (-0.66, -0.70, -0.76))
    height = -soft(pit, 0.05 * pixel) + 0.02 * grain + 0.03 * cloud
    roughness = 0.46 + 0.35 * pit - 0.08 * fill + 0.03 * grain
    return Texture(**sheets(color, height, roughness), tile_mm=TILE_MM, bump_mm=DEPTH_MM, specular=0.45)


def _pores(size: int, seed: int, pixel: float, drift: Field, band: Field) -> tuple[Field, Field]:
    """Return (depth of the open pores, where pores were filled by the mason), each 0..1."""
    where = smoothstep(band + 0.8 * fractal(size, 2.4, seed + 6, stretch=(3.0, 1.0)), -0.6, 2.2)
    ragged = fractal(size, 1.0, seed + 7, lowest=40.0) * (0.22 * pixel)
    long = warp(fractal(size, 1.5, seed + 8, stretch=(2.6, 1.0), lowest=26.0), ragged, drift + ragged)
    small = warp(fractal(size, 0.9, seed + 9, stretch=(1.7, 1.0), lowest=70.0), 0.0, drift)
    open_long = smoothstep(long + 1.25 * where, 2.45, 2.85)
    open_small = 0.75 * smoothstep(small + 0.7 * where, 2.75, 3.2)
    fill = smoothstep(warp(long, 31.0 * pixel, 17.0 * pixel), 2.0, 2.3)
    return np.maximum(open_long, open_small), fill * (1 - open_long)
