"""A sky over a horizon, and a sea under it: deep above, pale and hazy where it meets the ground, lit on the sun's side.

Rows are heights on a far wall in shares of its distance, so from any height the horizon is seen at the eye.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.color import hex_linear
from tools.engines.studio.noise import fractal, smoothstep

ROWS, COLUMNS = 576, 1152
ABOVE, BELOW, ASIDE = 0.30, 0.06, 0.44
"""Tangents of the angles that the picture reaches over the horizon, under it, and to each side."""

HAZE = 0.030
"""Tangent of the height at which the haze over the horizon has thinned to a third."""

GLOW, GLOW_WIDE = 0.55, (0.16, 0.10)
"""Light that a low sun adds beside it; its width and height as tangents."""

EVENING = np.array([0.80, 0.98, 1.26], np.float32)
"""Colour of the sky overhead when the sun is low, of mean 1."""

LAND_HAZE, LAND_LIGHT = 0.012, np.float32(0.72)
"""Tangent under the horizon at which far land comes out of the haze, and its light against the sky's."""

WAVES = 38.0
"""How much longer than high waves are drawn: they are seen at a glancing angle."""

SHALLOW = 0.05
"""Tangent under the horizon at which the sea has become shallow."""

DEEP_SEA, SHALLOW_SEA = np.array([0.16, 0.34, 0.44], np.float32), np.array([0.40, 0.66, 0.66], np.float32)
"""The water's own colour against the sky's light, far out and over sand."""

BREAKERS = (0.013, 0.024, 0.040, 0.055)
"""Tangents under the horizon at which waves break."""

CLOUD_SEED, CLOUDS = 512, (0.35, 1.9)
"""Side of the noise that clouds are cut from; where in it they begin and are closed."""

Picture = NDArray[np.float32]


@dataclass(frozen=True)
class Weather:
    """``tint`` is the sky's colour in the middle, #rrggbb; ``sun`` the side of a low one as a tangent, or nothing.

    ``cover`` is how much cloud there is, 0..1; ``shore``: a sea lies before the horizon, else ``land`` of that colour.
    """

    tint: str
    sun: float | None = None
    cover: float = 0.4
    shore: bool = False
    land: str | None = None


def sky(weather: Weather, seed: int) -> Picture:
    """Return ROWS×COLUMNS×3 linear RGB, the mean of the lower sky about as light as the tint."""
    high = np.linspace(ABOVE, -BELOW, ROWS, dtype=np.float32)[:, None]
    aside = np.linspace(-ASIDE, ASIDE, COLUMNS, dtype=np.float32)[None, :]
    air = _air(weather.tint, high, aside, weather.sun)
    air = _clouded(air, high, weather, seed)
    if weather.shore:
        return _with_sea(air, high, weather.tint, seed)
    return _with_land(air, high, weather.land)


def _with_land(air: Picture, high: Picture, land: str | None) -> Picture:
    """Return the picture with far land under the horizon, which the haze takes; without one the haze goes on."""
    line = int(np.searchsorted(-high[:, 0], 0.0))
    picture = np.where(high[..., None] < 0, air[line], air)
    if land is not None:
        color = np.asarray(hex_linear(land), np.float32)
        color = color * np.float32(air[line - 1].mean() / max(float(color.mean()), 1e-3)) * LAND_LIGHT
        near = (1 - np.exp(-np.clip(-high, 0.0, None) / LAND_HAZE))[..., None]
        picture = picture + (color - picture) * near
    return np.ascontiguousarray(picture, np.float32)


def _air(tint: str, high: Picture, aside: Picture, sun: float | None) -> Picture:
    """Return the clear sky: the tint in the middle, deeper overhead, paler in the haze, with the sun's glow."""
    middle = np.asarray(hex_linear(tint), np.float32)
    light = float(middle.mean())
    deep = middle * (middle / max(float(middle.max()), 1e-3)) ** np.float32(0.8) * np.float32(0.85)
    warm = float(np.clip((middle[0] - middle[2]) / max(light, 1e-3), 0.0, 1.0))  # a warm sky is blue overhead
    overhead = deep + (light * EVENING - deep) * np.float32(0.75 * warm)
    haze = np.float32(0.45) * middle + np.float32(0.55) * light * np.array([1.12, 1.05, 0.97], np.float32)
    up = np.clip(high / ABOVE, 0.0, 1.0)[..., None]
    clear = middle + (overhead - middle) * up ** np.float32(0.8)
    thick = np.exp(-np.clip(high, 0.0, None) / HAZE)[..., None] * np.float32(0.85)
    picture = clear + (haze - clear) * thick
    picture = np.broadcast_to(picture, (ROWS, COLUMNS, 3)).copy()
    if sun is not None:
        near = np.exp(-np.abs((aside - sun) / GLOW_WIDE[0]) - np.clip(high, 0.0, None) / GLOW_WIDE[1])[..., None]
        picture += near * np.float32(GLOW * light) * np.array([1.25, 0.95, 0.62], np.float32)
    return np.asarray(picture, np.float32)


def _clouded(air: Picture, high: Picture, weather: Weather, seed: int) -> Picture:
    """Return the sky with thin clouds that draw together towards the horizon, and end in its haze."""
    if weather.cover <= 0:
        return air
    noise = fractal(CLOUD_SEED, 2.6, seed, stretch=(1.0, 0.55))
    away = 0.09 / (np.clip(high, 0.0, None) + 0.07)  # a layer at one height, seen from below
    rows = np.broadcast_to(away * CLOUD_SEED * 1.5, (ROWS, COLUMNS))
    columns = np.linspace(-0.5, 0.5, COLUMNS)[None, :] * CLOUD_SEED * (0.5 + 0.55 * away)
    seen = ndi.map_coordinates(noise, [rows, columns], order=1, mode="grid-wrap").astype(np.float32)
    start, full = CLOUDS
    cloud = smoothstep(seen, start - weather.cover, full - weather.cover)
    cloud = cloud * smoothstep(np.broadcast_to(high, cloud.shape), 0.004, 0.05) * np.float32(0.75)
    lit = air.max(-1, keepdims=True) * np.array([1.20, 1.16, 1.14], np.float32)
    return np.asarray(air + (lit - air) * ndi.gaussian_filter(cloud, 1.2)[..., None], np.float32)


def _with_sea(air: Picture, high: Picture, tint: str, seed: int) -> Picture:
    """Return the picture with a sea under the horizon: blue-green, in waves that break white towards the shore."""
    line = int(np.searchsorted(-high[:, 0], 0.0))
    under = np.clip(-high[line:, 0], 1e-4, None)
    mirrored = air[np.clip(line - (np.arange(ROWS - line) * 2.2).astype(int) - 4, 0, line - 1)]
    waves = _waves(under, seed + 5, 1.4) * np.clip(under / 0.012, 0.0, 1.0)[:, None].astype(np.float32)
    depth = np.clip(under / SHALLOW, 0.0, 1.0)[:, None, None].astype(np.float32)
    light = np.asarray(hex_linear(tint), np.float32).mean()
    water = light * (DEEP_SEA + (SHALLOW_SEA - DEEP_SEA) * depth)
    share = np.float32(0.34) - np.float32(0.14) * depth
    sea = (mirrored * share + water * (1 - share)) * (1 + np.float32(0.13) * waves[..., None])
    far = np.exp(-under / 0.004)[:, None, None].astype(np.float32) * np.float32(0.30)  # haze takes the far water
    sea = sea + (air[line - 1] - sea) * far
    foam = _foam(under, seed)[..., None]
    white = np.float32(0.6) * (air[line - 1] + air[line - 1].max())
    sea = sea + (white - sea) * foam
    picture = np.concatenate([air[:line], np.maximum(sea, 0.0)]).astype(np.float32)
    return np.asarray(ndi.gaussian_filter1d(picture, 0.6, axis=0), np.float32)


def _waves(under: Picture, seed: int, beta: float) -> Picture:
    """Return noise (rows×COLUMNS) that lies on the water, drawn together towards the horizon."""
    noise = fractal(CLOUD_SEED, beta, seed)
    rows = np.broadcast_to((1.6 / (under + 0.004))[:, None], (len(under), COLUMNS))
    columns = np.linspace(-0.5, 0.5, COLUMNS)[None, :] * 30.0 / (under[:, None] + 0.012) * CLOUD_SEED / WAVES / 20.0
    waves = ndi.map_coordinates(noise, [rows, columns], order=1, mode="grid-wrap").astype(np.float32)
    return np.asarray(ndi.gaussian_filter(waves, (0.6, 3.0)), np.float32)


def _foam(under: Picture, seed: int) -> Picture:
    """Return how white the water is, 0..1: lines of breakers, each nearer one higher, trailing to the shore."""
    along = np.linspace(0.0, 1.0, COLUMNS, dtype=np.float32)
    foam = np.zeros((len(under), COLUMNS), np.float32)
    random = np.random.default_rng([seed, 11])
    for place in BREAKERS:
        phase = random.uniform(0, 2 * np.pi, 4)
        bent = sum(np.sin(2 * np.pi * k * along * 1.7 + phase[k - 1]) / k for k in (1, 2, 3, 4))
        middle = place * (1 + 0.06 * np.asarray(bent))
        there = smoothstep(
            np.asarray(np.sin(2 * np.pi * (0.9 * along + random.random())) + 0.5 * bent, np.float32), -0.9, 0.3
        )
        below = (under[:, None] - middle[None]) / (0.13 * place)
        crest = np.where(below > 0, np.exp(-below * 1.1), np.exp(-((below / 0.22) ** 2)))
        foam = np.maximum(foam, (crest * there[None]).astype(np.float32))
    torn = smoothstep(_waves(under, seed + 9, 0.9), -1.6, 0.6)
    return np.asarray(foam * torn * np.float32(0.85), np.float32)
