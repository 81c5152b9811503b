"""Marble: a pale ground with grey clouds and veins of several widths that come and go, polished."""

import numpy as np

from tools.engines.studio.noise import Field, fractal, smoothstep, soft, warp
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#efece8"
TILE_MM = 240.0


def marble(size: int, seed: int, tint: str | None) -> Texture:
    """Return honed marble: a few long veins 1 to 3 mm wide with grey shoulders, finer ones across, soft clouds."""
    base = linear_of(tint or BASE)
    vein_color = base * linear_of("#85858a") / linear_of("#f2f1ef")
    pixel = size / TILE_MM
    bend = fractal(size, 3.3, seed + 1) * (15.0 * pixel)
    sway = fractal(size, 3.3, seed + 2) * (15.0 * pixel)
    main = _vein(size, seed + 10, (2.0, 1.0), 1.5 * pixel, (bend, sway), 3.3)
    middle = _vein(size, seed + 20, (1.2, 1.5), 0.55 * pixel, (0.8 * bend, sway), 3.0)
    hair = _vein(size, seed + 30, (1.0, 1.2), 0.26 * pixel, (sway, 0.6 * bend), 2.8)
    shoulder = soft(main, 7.0 * pixel) * 2.2 + soft(main, 2.4 * pixel)
    cloud = smoothstep(warp(fractal(size, 2.5, seed + 3, stretch=(1.6, 1.0)), bend, sway), -0.4, 2.6)
    dark = np.clip(0.30 * cloud + 0.34 * shoulder + 0.60 * main + 0.40 * middle + 0.16 * hair, 0.0, 1.0)
    color = mix(base, vein_color, dark * 0.9)
    color = color * cast(fractal(size, 1.2, seed + 4, lowest=30.0), (0.010, 0.010, 0.010))
    warm = smoothstep(fractal(size, 2.2, seed + 5), 0.8, 2.4) * np.clip(main + 0.5 * shoulder, 0, 1)
    color = color * cast(warm, (0.04, -0.02, -0.14))
    rough = 0.36 + 0.05 * main + 0.015 * fractal(size, 1.6, seed + 6, lowest=4.0)
    height = -0.6 * main - 0.2 * middle
    return Texture(**sheets(color, height, rough), tile_mm=TILE_MM, bump_mm=0.012, specular=0.35)


def _vein(
    size: int, seed: int, stretch: tuple[float, float], width: float, bent: tuple[Field, Field], beta: float
) -> Field:
    """Return 0..1 along the zero line of a bent noise field, ``width`` pixels wide, fading in and out.

    ``bent`` is how far it is read to the right and down, in pixels; ``beta`` its slope: the higher, the longer and
    the fewer the veins.
    """
    field = warp(fractal(size, beta, seed, stretch=stretch, lowest=1.0), *bent)
    field = field + 0.010 * fractal(size, 2.8, seed + 1, lowest=9.0)
    slope = np.hypot(*np.gradient(soft(field, 2.0 * width))) + 1e-5
    away = np.abs(field) / slope
    swell = 0.5 + 1.6 * smoothstep(fractal(size, 2.0, seed + 2, lowest=2.0), -1.0, 2.0)
    line = np.exp(-((away / (width * swell)) ** 2))
    there = 0.10 + 0.90 * smoothstep(fractal(size, 2.9, seed + 3), -1.0, 0.7)
    return np.asarray(line * there * (0.55 + 0.45 * swell / 2.1), dtype=np.float32)
