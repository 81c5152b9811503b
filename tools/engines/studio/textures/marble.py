"""Marble: a pale ground with grey clouds and veins of several widths that come and go, polished."""

import numpy as np

from tools.engines.studio.noise import Field, fractal, smoothstep, soft, warp
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#efece8"
TILE_MM = 240.0


def marble(size: int, seed: int, tint: str | None) -> Texture:
    """Return polished marble with main veins 1 to 2 mm wide, finer ones between them and soft clouds."""
    base = linear_of(tint or BASE)
    vein_color = base * linear_of("#8b8a8d") / linear_of("#f2f1ef")
    pixel = size / TILE_MM
    bend = fractal(size, 2.4, seed + 1) * (9.0 * pixel)
    sway = fractal(size, 2.4, seed + 2) * (9.0 * pixel)
    main = _vein(size, seed + 10, (2.4, 0.9), 0.62 * pixel, bend, sway)
    middle = _vein(size, seed + 20, (1.6, 1.0), 0.28 * pixel, 0.7 * bend, sway)
    hair = _vein(size, seed + 30, (1.0, 1.4), 0.16 * pixel, sway, 0.6 * bend)
    halo = soft(main, 5.0 * pixel) * 3.0 + soft(main, 1.6 * pixel)
    cloud = smoothstep(warp(fractal(size, 2.3, seed + 3, stretch=(1.8, 1.0)), bend, sway), -0.6, 2.6)
    dark = np.clip(0.30 * cloud + 0.32 * halo + 0.78 * main + 0.46 * middle + 0.26 * hair, 0.0, 1.0)
    color = mix(base, vein_color, dark * 0.9)
    color = color * cast(fractal(size, 1.2, seed + 4, lowest=30.0), (0.010, 0.010, 0.010))
    warm = smoothstep(fractal(size, 2.2, seed + 5), 0.8, 2.4) * np.clip(main + 0.5 * halo, 0, 1)
    color = color * cast(warm, (0.04, -0.02, -0.14))
    rough = 0.13 + 0.06 * main + 0.012 * fractal(size, 1.6, seed + 6, lowest=4.0)
    return Texture(**sheets(color, -0.6 * main - 0.2 * middle, rough), tile_mm=TILE_MM, bump_mm=0.012)


def _vein(size: int, seed: int, stretch: tuple[float, float], width: float, right: Field, down: Field) -> Field:
    """Return 0..1 along the zero line of a bent noise field, ``width`` pixels wide, fading in and out."""
    field = warp(fractal(size, 2.6, seed, stretch=stretch, lowest=1.0), right, down)
    field = field + 0.035 * fractal(size, 1.7, seed + 1, lowest=12.0)
    slope = np.hypot(*np.gradient(soft(field, 2.0 * width))) + 1e-5
    away = np.abs(field) / slope
    swell = 0.5 + 1.6 * smoothstep(fractal(size, 2.0, seed + 2, lowest=2.0), -1.0, 2.0)
    line = np.exp(-((away / (width * swell)) ** 2))
    there = 0.12 + 0.88 * smoothstep(fractal(size, 2.6, seed + 3), -1.1, 0.5)
    return np.asarray(line * there * (0.55 + 0.45 * swell / 2.1), dtype=np.float32)
