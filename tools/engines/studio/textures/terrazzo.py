"""Terrazzo: angular chips of marble in a pale binder, ground flat and honed."""

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.noise import Field, cells, fractal, per_cell, smoothstep
from tools.engines.studio.textures.pigment import Paint, cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#e6e0d6"
TILE_MM = 120.0
CHIPS = ("#f6f3ee", "#cfc3b2", "#a99c8c", "#8f8a86", "#c8a583", "#b07d63", "#6b655f", "#e3d3bd")
SHARES = (0.24, 0.40, 0.52, 0.62, 0.76, 0.85, 0.93, 1.0)
"""How often each colour is met, added up."""

SIZES = ((8.0, 0.30, 0.14), (4.4, 0.55, 0.14), (2.4, 0.60, 0.17))
"""Width of a chip in mm, share of the places that hold one, how much is ground off."""

LARGE = 24.0
"""Pixels of a tile from which on a chip is large."""

FINEST = 6.0
"""Pixels of a tile that a chip must have to be one."""


def terrazzo(size: int, seed: int, tint: str | None, mm: float = TILE_MM) -> Texture:
    """Return a tile of honed terrazzo ``mm`` wide with chips of 2 to 9 mm, of half that on one as small as a ring's."""
    base = linear_of(tint or BASE)
    table = np.stack([linear_of(chip) for chip in CHIPS])
    table = table * (base / linear_of(BASE)) ** np.float32(0.4)
    binder = base * cast(
        0.02 * fractal(size, 0.8, seed + 1, lowest=mm / 2.0) + 0.02 * fractal(size, 2.0, seed + 2), (1, 1, 1)
    )
    speck = smoothstep(fractal(size, 0.8, seed + 3, lowest=mm / 1.2), 1.9, 2.4)
    color: Paint = mix(binder, table[2], 0.5 * speck)
    stone = np.zeros((size, size), dtype=np.float32)
    grain = fractal(size, 1.6, seed + 4, lowest=mm / 9.0)
    for layer, (wide, share, ground) in reversed(list(enumerate(SIZES))):
        count = round(mm / (wide * min(1.0, mm / TILE_MM)))
        if size / count < FINEST:
            continue
        shape, kind, light = _chips(size, seed + 10 * layer + 10, count, share, ground)
        paint = table[kind] * cast(light + 0.05 * grain, (1.0, 1.0, 1.0))
        color = mix(color, paint, shape)
        stone = np.maximum(stone, shape)
    rough = 0.42 - 0.08 * stone + 0.012 * grain
    return Texture(**sheets(color, 0.5 * stone, rough), tile_mm=mm, bump_mm=0.01, specular=0.35)


def _places(size: int, count: int, seed: int, bend: tuple[Field, Field]) -> tuple[Field, Field, NDArray[np.int32]]:
    """Return ``cells`` that are bent; large ones are found on every other pixel, at a quarter of the cost.

    Between them the distances are read off a straight line, and a chip ends before the colour of the next begins.
    """
    if size % 2 or size / count < LARGE:
        return cells(size, count, seed, bend, jitter=1.0)
    half = (bend[0][::2, ::2], bend[1][::2, ::2])
    first, second, nearest = cells(size // 2, count, seed, half, jitter=1.0)
    return _doubled(first), _doubled(second), nearest.repeat(2, axis=0).repeat(2, axis=1)


def _doubled(field: Field) -> Field:
    """Return ``field`` at twice the size, wrapping round: each pixel becomes four, read a quarter of one aside."""
    for axis in (0, 1):
        before, after = (np.float32(0.75) * field + np.float32(0.25) * np.roll(field, step, axis) for step in (1, -1))
        shape = [side * (2 if number == axis else 1) for number, side in enumerate(field.shape)]
        field = np.stack([before, after], axis + 1).reshape(shape)
    return field


def _chips(size: int, seed: int, count: int, share: float, ground: float) -> tuple[Field, NDArray[np.intp], Field]:
    """Return (where chips are 0..1, colour number, lightness) of one size of chip."""
    bend = fractal(size, 3.0, seed + 1, lowest=float(count)) * 0.022
    first, second, nearest = _places(size, count, seed, (bend, bend.T))
    cut = ground * (0.5 + 1.6 * per_cell(nearest, seed + 2))
    there = per_cell(nearest, seed + 3) < share
    blur = 1.2 * count / size
    shape = np.where(there, smoothstep(second - first - cut, -blur, blur), np.float32(0))
    kind = np.searchsorted(np.array(SHARES), per_cell(nearest, seed + 4))
    light = 0.16 * (per_cell(nearest, seed + 5) - 0.5)
    return shape.astype(np.float32), np.minimum(kind, len(CHIPS) - 1), light.astype(np.float32)
