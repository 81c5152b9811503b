"""Linen: a plain weave of uneven threads with slubs, 25 threads a centimetre."""

import numpy as np

from tools.engines.studio.noise import Field, fractal, smoothstep, soft
from tools.engines.studio.textures.pigment import cast, linear_of, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#e2d7c6"
TILE_MM = 120.0
THREAD_MM = 0.40
FINEST = 3.4
"""Pixels of a tile that a thread must have to be one: from far away only its unevenness is seen."""


def linen(size: int, seed: int, tint: str | None, mm: float = TILE_MM) -> Texture:
    """Return a tile of washed linen ``mm`` wide; its creases are the mesh's."""
    base = linear_of(tint or BASE)
    count = 2 * round(min(mm / THREAD_MM, size / FINEST) / 2)
    warp_top, warp_tone, lift = _threads(size, seed + 1, count)
    weft_top, weft_tone, other = (part.T for part in _threads(size, seed + 2, count))
    row, column = _numbers(size, count)
    over = np.where((row + column) % 2 == 0, 1.0, -1.0).astype(np.float32)
    along = (np.arange(size, dtype=np.float32) + 0.5) * np.float32(count / size)
    arch = np.cos((along % 1 - 0.5) * np.pi).astype(np.float32)
    up = warp_top * (0.55 + 0.45 * over * arch[:, None])
    across = weft_top * (0.55 - 0.45 * over * arch[None, :])
    on_top = up > across
    weave = np.maximum(up, across)
    tone = np.where(on_top, warp_tone, weft_tone)
    slub = np.where(on_top, lift, other)
    cockle = soft(fractal(size, 2.7, seed + 3, lowest=max(mm / 40.0, 1.0)), 2.0)
    gap = 1 - smoothstep(weave, 0.05, 0.55)
    color = base * cast(tone, (0.045, 0.055, 0.075)) * (0.74 + 0.30 * smoothstep(weave, 0.0, 1.0))[..., None]
    color = color * cast(-gap, (0.20, 0.23, 0.27))
    height = weave + 0.25 * slub + cockle
    return Texture(
        **sheets(color, height, np.full_like(weave, 0.92)),
        tile_mm=mm,
        bump_mm=0.2 * mm / count,
        specular=0.15,
        sheen=0.2,
    )


def _numbers(size: int, count: int) -> tuple[Field, Field]:
    number = np.floor((np.arange(size) + 0.5) * count / size).astype(np.int32)
    return number[:, None], number[None, :]


def _threads(size: int, seed: int, count: int) -> tuple[Field, Field, Field]:
    """Return (round profile 0..1, tone, slub) of threads that run down the tile."""
    random = np.random.default_rng(seed)
    wobble = 0.16 * fractal(size, 1.8, seed + 100, stretch=(0.35, 1.0), lowest=2.0)
    place = (np.arange(size, dtype=np.float32) + 0.5) * np.float32(count / size) + wobble
    number = np.floor(place).astype(np.int32) % count
    slub = fractal(size, 1.3, seed + 200, stretch=(0.05, 2.2), lowest=1.0)
    slub = slub[:, np.minimum((np.arange(count) + 0.5) * size / count, size - 1).astype(int)]
    rows = np.arange(size)[:, None]
    swell = slub[rows, number]
    width = np.clip(random.normal(0.88, 0.09, count).astype(np.float32)[number] + 0.09 * swell, 0.5, 1.15)
    profile = np.sqrt(np.clip(1 - ((place % 1 - 0.5) * 2 / width) ** 2, 0, 1))
    fibre = fractal(size, 0.7, seed + 300, stretch=(0.6, 2.5), lowest=40.0)
    tone = random.normal(0, 1, count).astype(np.float32)[number] + 0.5 * swell + 0.55 * fibre
    return profile.astype(np.float32), tone.astype(np.float32), swell.astype(np.float32)
