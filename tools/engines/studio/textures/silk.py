"""Silk satin: threads that float over many others and gleam; its folds are the mesh's."""

from tools.engines.studio.noise import fractal, soft
from tools.engines.studio.textures.pigment import cast, linear_of, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#e6d5c3"
TILE_MM = 120.0


def silk(size: int, seed: int, tint: str | None, mm: float = TILE_MM) -> Texture:
    """Return a tile of satin ``mm`` wide: threads of 0.15 mm, slubs, and ripples too small for the mesh."""
    base = linear_of(tint or BASE)
    pixel = size / mm
    thread = fractal(size, 0.4, seed + 3, stretch=(18.0, 1.0), lowest=mm / 0.5)
    float_ = fractal(size, 0.6, seed + 4, stretch=(1.0, 14.0), lowest=mm / 0.5)
    slub = fractal(size, 1.4, seed + 5, stretch=(30.0, 1.0), lowest=mm / 10.0)
    ripple = soft(fractal(size, 3.0, seed + 6, stretch=(2.5, 1.0), lowest=mm / 30.0), 0.8 * pixel)
    color = base * cast(0.030 * thread + 0.016 * float_ + 0.016 * slub, (0.9, 1.0, 1.1))
    height = ripple + 0.010 * thread + 0.004 * float_ + 0.012 * slub
    rough = 0.35 + 0.03 * thread + 0.012 * slub
    return Texture(**sheets(color, height, rough), tile_mm=mm, bump_mm=0.22, specular=0.4, sheen=0.1, metallic=0.22)
