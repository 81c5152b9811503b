"""Travertine, cut across its bedding: soft layers of lime, rows of lens-shaped pores along them, a honed face."""

import numpy as np

from tools.engines.studio.noise import Field, fractal, smoothstep, soft, warp
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#dcc8ab"
TILE_MM = 120.0
DEPTH_MM = 0.7
LAYER_MM = 13.0
"""Thickness of a layer."""

PORES = ((9.5, 3.6, 2.15), (4.6, 4.0, 2.3), (1.7, 3.6, 2.25), (0.8, 3.0, 2.35), (0.4, 2.0, 2.55))
"""Of each kind of pore: how far apart across the layers in mm, how much longer than high, how rare (a threshold)."""

LONG = 8.5
"""How much longer than thick a layer is on a tile of the usual size: on a large one whole beds are seen."""

WIDEST = 1 / 34
"""As far apart as pores may be, in tiles: on the small tile beside a ring the large ones would be all there is."""

WALNUT = np.array([0.72, 0.62, 0.50], dtype=np.float32)
"""What clay and iron do to the colour of lime."""


def travertine(size: int, seed: int, tint: str | None, mm: float = TILE_MM) -> Texture:
    """Return a tile of travertine ``mm`` wide with pores 0.3 to 3 mm long (10 beside a bag) along its layers."""
    base = linear_of(tint or BASE)
    pixel = size / mm
    sway = fractal(size, 2.8, seed + 1, stretch=(2.2, 1.0)) * np.float32(min(2.6, 0.03 * mm) * pixel)
    long = LONG * (mm / TILE_MM) ** 0.2
    layer = warp(fractal(size, 1.8, seed + 2, stretch=(long, 1.0), lowest=max(mm / LAYER_MM / 5, 2.0)), 0.0, sway)
    cloud = warp(fractal(size, 2.0, seed + 3, stretch=(1.5, 1.0), lowest=mm / 24.0), 0.0, sway)
    grain = fractal(size, 0.9, seed + 4, lowest=mm / 0.9)
    lamina = warp(fractal(size, 1.2, seed + 8, stretch=(1.6 * long, 1.0), lowest=max(mm / 5.0, 4.0)), 0.0, sway)
    clay = smoothstep(layer + 0.25 * cloud + 0.15 * lamina, -0.2, 2.2)
    pit = _pores(size, seed, mm, sway, layer)
    color = mix(np.minimum(base * 1.12, 0.86), base * 0.88, smoothstep(layer + 0.5 * cloud + 0.20 * lamina, -2.2, 2.0))
    color = mix(color, color * WALNUT, 0.42 * clay)
    color = color * cast(0.8 * cloud + 2.0 * lamina, (0.010, 0.020, 0.032)) * cast(grain, (0.020, 0.022, 0.024))
    crystal = smoothstep(fractal(size, 1.6, seed + 5, stretch=(1.8, 1.0), lowest=mm / 7.0) - 0.8 * clay, 1.0, 2.2)
    color = mix(color, np.minimum(base * 1.18, 0.88), 0.5 * crystal)
    rim = np.clip(soft(pit, 0.28 * pixel) - 0.35 * pit, 0.0, 1.0)
    color = color * cast(rim, (-0.20, -0.25, -0.31)) * cast(pit, (-0.60, -0.66, -0.72))
    height = -soft(pit, 0.06 * pixel) + 0.012 * grain + 0.02 * cloud
    roughness = 0.44 + 0.4 * pit - 0.07 * crystal + 0.02 * grain
    return Texture(**sheets(color, height, roughness), tile_mm=mm, bump_mm=DEPTH_MM, specular=0.45)


def _pores(size: int, seed: int, mm: float, sway: Field, layer: Field) -> Field:
    """Return the depth of the pores, 0..1: gas and moss left them where the layers are darkest."""
    pixel = size / mm
    crowd = fractal(size, 2.0, seed + 6, stretch=(4.0, 1.0), lowest=mm / 60.0)
    where = smoothstep(layer + 0.6 * crowd, -1.5, 1.7)
    ragged = soft(fractal(size, 2.4, seed + 7, lowest=mm / 1.6), 0.12 * pixel) * np.float32(0.10 * pixel)
    deep = np.zeros_like(layer)
    for number, (apart, long, rare) in enumerate(PORES):
        if apart * pixel < 3.0 or apart > WIDEST * mm:
            continue  # smaller than what a pixel of the tile shows, or too rare to be met on a tile this small
        field = fractal(size, 4.6, seed + 10 + number, stretch=(long, 1.0), lowest=mm / apart)
        field = warp(field, ragged, sway + ragged) + 2.0 * (where - 0.72)
        deep = np.maximum(
            deep, 0.72 * smoothstep(field, rare, rare + 0.16) + 0.28 * smoothstep(field, rare, rare + 1.0)
        )
    return np.asarray(deep, dtype=np.float32)
