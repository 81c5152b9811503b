"""Silk satin: fine threads, a soft gleam, and the shallow waves of cloth that lies loosely."""

from tools.engines.studio.noise import fractal, warp
from tools.engines.studio.textures.pigment import cast, linear_of, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#e3d3c3"
TILE_MM = 150.0


def silk(size: int, seed: int, tint: str | None) -> Texture:
    """Return satin; large folds come from the mesh, this has the small ones and the thread."""
    base = linear_of(tint or BASE)
    pixel = size / TILE_MM
    drift = fractal(size, 3.0, seed + 1) * (7.0 * pixel)
    wave = warp(fractal(size, 3.6, seed + 2, stretch=(0.55, 1.5)), drift, drift)
    thread = fractal(size, 0.4, seed + 3, stretch=(18.0, 1.0), lowest=120.0)
    float_ = fractal(size, 0.6, seed + 4, stretch=(1.0, 14.0), lowest=120.0)
    slub = fractal(size, 1.4, seed + 5, stretch=(30.0, 1.0), lowest=12.0)
    color = base * cast(0.018 * thread + 0.010 * float_ + 0.010 * slub, (0.9, 1.0, 1.1))
    height = wave + 0.0022 * thread + 0.0012 * float_
    rough = 0.34 + 0.025 * thread + 0.015 * slub
    return Texture(**sheets(color, height, rough), tile_mm=TILE_MM, bump_mm=1.5, specular=0.55, sheen=0.4)
