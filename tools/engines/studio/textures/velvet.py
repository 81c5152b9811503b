"""Velvet: a short pile, deep in colour, paler where a hand brushed it the other way."""

from tools.engines.studio.noise import fractal, smoothstep, soft, warp
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#5a2733"
TILE_MM = 140.0


def velvet(size: int, seed: int, tint: str | None) -> Texture:
    """Return velvet; the brushed strokes are in colour and height, since a pile leans both ways."""
    base = linear_of(tint or BASE)
    pixel = size / TILE_MM
    drift = fractal(size, 2.8, seed + 1) * (10.0 * pixel)
    stroke = soft(warp(fractal(size, 1.8, seed + 2, stretch=(3.5, 1.0), lowest=3.0), 0.6 * drift, drift), 0.5 * pixel)
    brushed = smoothstep(stroke, -1.6, 2.0)
    pile = fractal(size, 0.3, seed + 3, lowest=140.0)
    tuft = fractal(size, 1.0, seed + 4, stretch=(1.0, 1.4), lowest=50.0)
    color = mix(base * 0.72, base * 1.12, brushed) * cast(0.14 * pile + 0.05 * tuft, (1.0, 1.0, 1.0))
    height = 0.4 * stroke + 0.10 * pile + 0.12 * tuft
    rough = 0.93 - 0.10 * brushed
    return Texture(**sheets(color, height, rough), tile_mm=TILE_MM, bump_mm=0.35, specular=0.12, sheen=0.35)
