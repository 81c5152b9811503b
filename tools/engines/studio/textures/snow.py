"""Snow: soft drifts, a crumbly face, crystals that catch the light."""

import numpy as np

from tools.engines.studio.noise import fractal, smoothstep, soft
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#f1f4f7"
TILE_MM = 140.0


def snow(size: int, seed: int, tint: str | None) -> Texture:
    """Return fresh snow; hollows are bluer, since light has gone deeper there."""
    base = linear_of(tint or BASE)
    pixel = size / TILE_MM
    drift = fractal(size, 3.5, seed + 1)
    crumb = soft(fractal(size, 2.0, seed + 2, lowest=14.0), 0.5 * pixel)
    crystal = fractal(size, 0.0, seed + 3, lowest=110.0)
    hollow = smoothstep(-(0.6 * crumb + 0.5 * drift), -0.8, 2.2)
    color = mix(base, base * np.array([0.86, 0.92, 0.98], np.float32), 0.7 * hollow)
    color = color * cast(0.012 * crystal, (1.0, 1.0, 1.0))
    spark = smoothstep(crystal, 2.5, 3.0)
    height = 1.5 * soft(drift, 0.8 * pixel) + 0.11 * crumb + 0.035 * crystal
    rough = 0.88 - 0.62 * spark
    return Texture(**sheets(color, height, rough), tile_mm=TILE_MM, bump_mm=1.3, specular=0.4, sheen=0.1)
