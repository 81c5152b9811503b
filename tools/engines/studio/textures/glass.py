"""Back-painted glass, mirror and acrylic: nearly flat, with the traces that make them look real."""

from tools.engines.studio.noise import fractal, smoothstep
from tools.engines.studio.textures.pigment import cast, linear_of, sheets
from tools.engines.studio.textures.texture import Texture

TILE_MM = 300.0


def glass(size: int, seed: int, tint: str | None) -> Texture:
    """Return a sheet of glass painted behind: deep colour under a clear, almost faultless face."""
    base = linear_of(tint or "#9fb3b0")
    color = base * cast(0.010 * fractal(size, 2.4, seed + 1), (1.0, 1.0, 1.0))
    smear = smoothstep(fractal(size, 2.0, seed + 2, stretch=(2.0, 1.0)), 0.6, 3.0)
    height = fractal(size, 3.4, seed + 3)
    return Texture(
        **sheets(color, height, 0.04 + 0.06 * smear), tile_mm=TILE_MM, bump_mm=0.012, specular=0.6, clearcoat=1.0
    )


def mirror(size: int, seed: int, tint: str | None) -> Texture:
    """Return silvered glass; ``tint`` colours the reflection.

    It is a little satined, so that what is far from it blurs: a photo does not show the product from below.
    """
    base = linear_of(tint or "#eef0ef") * 0.94
    color = base * cast(0.004 * fractal(size, 2.2, seed + 1), (1.0, 1.0, 1.0))
    smear = smoothstep(fractal(size, 1.9, seed + 2, stretch=(1.0, 2.0)), 1.0, 3.2)
    height = fractal(size, 3.6, seed + 3)
    return Texture(**sheets(color, height, 0.12 + 0.03 * smear), tile_mm=TILE_MM, bump_mm=0.006, metallic=1.0)


def acrylic(size: int, seed: int, tint: str | None) -> Texture:
    """Return a cast acrylic sheet: one colour, glossy, with hairline scratches in its roughness only."""
    base = linear_of(tint or "#e9e4dd")
    scratch = smoothstep(fractal(size, 0.7, seed + 1, stretch=(40.0, 1.0), lowest=60.0), 2.6, 3.4)
    smear = smoothstep(fractal(size, 2.0, seed + 2), 0.8, 3.0)
    color = base * cast(0.006 * fractal(size, 2.6, seed + 3), (1.0, 1.0, 1.0))
    height = fractal(size, 3.2, seed + 4)
    rough = 0.09 + 0.05 * scratch + 0.05 * smear
    return Texture(**sheets(color, height, rough), tile_mm=TILE_MM, bump_mm=0.02, specular=0.5, clearcoat=0.5)
