"""Paper: cotton rag with fibres in it, and the smooth seamless paper of a studio."""

from tools.engines.studio.noise import Field, fractal, smoothstep, warp
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#efe9df"


def paper(size: int, seed: int, tint: str | None) -> Texture:
    """Return rough cotton paper with a felt mark and a few fibres that show."""
    base = linear_of(tint or BASE)
    pixel = size / 110.0
    felt = fractal(size, 1.3, seed + 1, lowest=36.0)
    tooth = fractal(size, 0.6, seed + 2, lowest=110.0)
    cloud = fractal(size, 1.9, seed + 3, lowest=2.0)
    fibre = _fibres(size, seed + 10, pixel)
    color = base * cast(0.010 * cloud + 0.010 * felt, (0.9, 1.0, 1.1))
    color = mix(color, base * 0.72, 0.30 * fibre)
    height = 0.55 * felt + 0.22 * tooth + 0.5 * fibre
    return Texture(**sheets(color, height, 0.93 + 0.01 * felt), tile_mm=110.0, bump_mm=0.05, specular=0.2)


def _fibres(size: int, seed: int, pixel: float) -> Field:
    """Return thin curled lines, 0..1, sparse."""
    bend = fractal(size, 2.3, seed + 1, lowest=6.0) * (2.2 * pixel)
    sway = fractal(size, 2.3, seed + 2, lowest=6.0) * (2.2 * pixel)
    lines = warp(fractal(size, 0.9, seed + 3, stretch=(9.0, 1.0), lowest=60.0), bend, sway)
    other = warp(fractal(size, 0.9, seed + 4, stretch=(1.0, 9.0), lowest=60.0), sway, bend)
    return smoothstep(lines, 2.5, 3.1) + smoothstep(other, 2.5, 3.1) * (1 - smoothstep(lines, 2.5, 3.1))


def seamless_paper(size: int, seed: int, tint: str | None) -> Texture:
    """Return a roll of studio paper: one colour, a tooth so fine that only grazing light finds it."""
    base = linear_of(tint or "#ece7e0")
    tooth = fractal(size, 0.8, seed + 1, lowest=80.0)
    cloud = fractal(size, 2.4, seed + 2)
    color = base * cast(0.004 * tooth + 0.003 * cloud, (1.0, 1.0, 1.0))
    return Texture(**sheets(color, tooth, 0.94 + 0.01 * tooth), tile_mm=400.0, bump_mm=0.02, specular=0.2)
