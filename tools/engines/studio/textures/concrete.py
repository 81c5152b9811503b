"""Cast concrete: grey clouds from the formwork, fine sand, a few air holes."""

import numpy as np

from tools.engines.studio.noise import Field, cells, fractal, per_cell, smoothstep
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#b4b1ab"
TILE_MM = 280.0


def concrete(size: int, seed: int, tint: str | None) -> Texture:
    """Return smooth concrete with air holes 0.6 to 4 mm wide, most of them small."""
    base = linear_of(tint or BASE)
    pixel = size / TILE_MM
    cloud = fractal(size, 2.0, seed + 1)
    stain = fractal(size, 1.7, seed + 2, stretch=(1.0, 2.2), lowest=2.0)
    sandy = fractal(size, 0.7, seed + 3, lowest=80.0)
    hole = np.maximum(_holes(size, seed + 10, 26, 2.0 * pixel), _holes(size, seed + 20, 70, 0.8 * pixel))
    color = mix(base * 0.90, base * 1.07, smoothstep(cloud + 0.6 * stain, -2.4, 2.4))
    color = color * cast(0.03 * sandy, (1.0, 1.0, 1.0)) * cast(0.012 * stain, (1.2, 0.6, -0.4))
    color = color * cast(hole, (-0.62, -0.62, -0.60))
    bloom = smoothstep(fractal(size, 2.2, seed + 4), 0.9, 2.6)
    color = mix(color, np.minimum(base * 1.16, 0.85), 0.35 * bloom)
    height = -1.0 * hole + 0.030 * sandy + 0.10 * cloud
    rough = 0.72 + 0.05 * cloud + 0.03 * sandy + 0.15 * hole
    return Texture(**sheets(color, height, rough), tile_mm=TILE_MM, bump_mm=0.5, specular=0.35)


def _holes(size: int, seed: int, count: int, radius: float) -> Field:
    """Return 0..1 in round holes; of ``count``² places about one in seven has one, ``radius`` pixels at most."""
    bend = fractal(size, 1.6, seed + 1, lowest=20.0) * 0.03
    away, _, nearest = cells(size, count, seed, (bend, bend[::-1]), jitter=0.7)
    chance = per_cell(nearest, seed + 2)
    share = np.clip(1 - chance / 0.14, 0.0, 1.0) ** 1.5
    wide = share * (radius * count / size)
    inside = 1 - away / np.maximum(wide, 1e-6)
    return smoothstep(np.where(wide > 0.25 * radius * count / size, inside, -1.0).astype(np.float32), 0.0, 0.35)
