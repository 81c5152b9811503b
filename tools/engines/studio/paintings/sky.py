"""A sky over a horizon, and a sea under it: deep above, pale and hazy where it meets the ground, lit on the sun's side.

Rows are heights on a far wall in shares of its distance, so from any height the horizon is seen at the eye.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.color import hex_linear
from tools.engines.studio.noise import smoothstep
from tools.engines.studio.paintings.clouds import heaped
from tools.engines.studio.paintings.sea import Strand, sea

ROWS, COLUMNS = 576, 1152
ABOVE, BELOW, ASIDE = 0.30, 0.06, 0.44
"""Tangents of the angles that the picture reaches over the horizon, under it, and to each side."""

HAZE = 0.030
"""Tangent of the height at which the haze over the horizon has thinned to a third."""

GLOW, GLOW_WIDE = 0.55, (0.16, 0.10)
"""Light that a low sun adds beside it; its width and height as tangents."""

EVENING = np.array([0.80, 0.98, 1.26], np.float32)
"""Colour of the sky overhead when the sun is low, of mean 1."""

LIT = np.array([1.30, 1.26, 1.23], np.float32)
"""Light of a cloud in the sun against the sky's brightest."""

SAND = "#cdb48f"

LAND_HAZE, LAND_LIGHT = 0.012, np.float32(0.72)
"""Tangent under the horizon at which far land comes out of the haze, and its light against the sky's."""

Picture = NDArray[np.float32]


@dataclass(frozen=True)
class Weather:
    """``tint`` is the sky's colour in the middle, #rrggbb; ``sun`` the side of a low one as a tangent, or nothing.

    ``cover`` is how much cloud there is, 0..1; ``shore``: a sea lies before the horizon, and ends ``strand`` (a
    tangent) under it on sand of the colour ``land``; else there is land of that colour.
    """

    tint: str
    sun: float | None = None
    cover: float = 0.4
    shore: bool = False
    land: str | None = None
    strand: float = 0.052


def sky(weather: Weather, seed: int) -> Picture:
    """Return ROWS×COLUMNS×3 linear RGB, the mean of the lower sky about as light as the tint."""
    high = np.linspace(ABOVE, -BELOW, ROWS, dtype=np.float32)[:, None]
    aside = np.linspace(-ASIDE, ASIDE, COLUMNS, dtype=np.float32)[None, :]
    air = _air(weather.tint, high, aside, weather.sun)
    air = _clouded(air, (high, aside), weather, seed)
    if weather.shore:
        line = int(np.searchsorted(-high[:, 0], 0.0))
        under = np.clip(-high[line:, 0], 1e-4, None)
        light = float(np.asarray(hex_linear(weather.tint), np.float32).mean())
        strand = Strand(weather.strand, weather.land or SAND)
        picture = np.concatenate([air[:line], np.maximum(sea(air[:line], under, light, strand, seed), 0.0)])
        return np.asarray(ndi.gaussian_filter1d(picture.astype(np.float32), 0.6, axis=0), np.float32)
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


def _clouded(air: Picture, at: tuple[Picture, Picture], weather: Weather, seed: int) -> Picture:
    """Return the sky with clouds: white where the light falls on them, a bluish grey below, hazy far away."""
    if weather.cover <= 0:
        return air
    high, aside = at
    cloud, light = heaped(high, aside, weather.cover, seed)
    cloud = cloud * smoothstep(np.broadcast_to(high, cloud.shape), 0.006, 0.10) * np.float32(0.92)
    bright = (np.float32(0.4) * air + np.float32(0.6) * air.max(-1, keepdims=True)) * LIT
    shade = (np.float32(0.5) * air + np.float32(0.5) * air.mean(-1, keepdims=True)) * np.float32(0.94)
    body = shade + (bright - shade) * light[..., None]
    return np.asarray(air + (body - air) * cloud[..., None], np.float32)
