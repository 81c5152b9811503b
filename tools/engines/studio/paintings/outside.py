"""What is bright behind a window: sky over trees by day, lamps over a dark street by night, all out of focus.

It is painted as soft as a lens that is open a little leaves it, in discs, for it is many metres away in every picture.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.color import hex_linear
from tools.engines.studio.noise import fractal, smoothstep

ROWS, COLUMNS = 640, 512
Picture = NDArray[np.float32]

DISCS = {"day": 60, "night": 46}
LAMPS = {
    "day": ("#ffffff", "#f6ffe2", "#e9f4d2", "#fff6dd"),
    "night": ("#ffd9a0", "#ffb36b", "#ff8f5a", "#fff0d0", "#9fc6ff", "#ff6f61"),
}
"""Colours of the discs: sky through leaves; shop windows, lanterns, a traffic light."""


def outside(seed: int, night: bool) -> Picture:
    """Return ROWS×COLUMNS×3 linear RGB, brightest about 1."""
    kind = "night" if night else "day"
    picture = _street(seed) if night else _trees(seed)
    random = np.random.default_rng([seed, 7])
    for _ in range(DISCS[kind]):
        colour = np.asarray(hex_linear(LAMPS[kind][int(random.integers(len(LAMPS[kind])))]), np.float32)
        radius = float(random.uniform(9, 30))
        row = float(random.triangular(0.08, 0.45, 0.95) * ROWS)
        strength = float(random.uniform(0.10, 0.42) if kind == "day" else random.uniform(0.25, 0.9))
        _disc(picture, (row, float(random.uniform(0, COLUMNS))), radius, colour * np.float32(strength))
    return picture


def _trees(seed: int) -> Picture:
    """Return a pale sky that goes over into leaves lit from behind, and into shade below."""
    down = np.linspace(0.0, 1.0, ROWS, dtype=np.float32)[:, None]
    leaves = fractal(640, 2.4, seed)[:, :COLUMNS]
    edge = smoothstep(down + 0.13 * leaves, 0.22, 0.52)[..., None]
    tone = smoothstep(ndi.gaussian_filter(fractal(640, 1.8, seed + 1)[:, :COLUMNS], 3.0), -1.2, 1.4)[..., None]
    sky = np.array([1.30, 1.36, 1.42], np.float32)
    green = np.array([0.16, 0.21, 0.085], np.float32) + tone * np.array([0.34, 0.40, 0.16], np.float32)
    green = green * np.float32(1.15)
    shade = green * (1 - np.float32(0.30) * smoothstep(down, 0.6, 1.0)[..., None])
    picture = sky + (shade - sky) * edge
    return np.asarray(ndi.gaussian_filter(picture, (7.0, 7.0, 0.0)), np.float32)


def _street(seed: int) -> Picture:
    """Return a blue evening sky over dark houses with a warm glow at the level of the street."""
    down = np.linspace(0.0, 1.0, ROWS, dtype=np.float32)[:, None]
    houses = ndi.gaussian_filter(fractal(640, 2.2, seed, stretch=(1.0, 0.3))[:, :COLUMNS], 5.0)
    edge = smoothstep(down + 0.05 * houses, 0.25, 0.4)[..., None]
    sky = np.array([0.050, 0.075, 0.150], np.float32)
    wall = np.array([0.028, 0.026, 0.030], np.float32) * (1 + np.float32(0.4) * houses[..., None])
    glow = np.exp(-(((down - 0.72) / 0.16) ** 2))[..., None] * np.array([0.16, 0.085, 0.035], np.float32)
    return np.asarray(np.maximum(sky + (wall - sky) * edge + glow, 0.004), np.float32)


def _disc(picture: Picture, middle: tuple[float, float], radius: float, colour: Picture) -> None:
    """Add a disc as an open lens draws one: even, a little brighter at its rim."""
    reach = int(radius + 3)
    rows = slice(max(0, int(middle[0]) - reach), min(ROWS, int(middle[0]) + reach + 1))
    columns = slice(max(0, int(middle[1]) - reach), min(COLUMNS, int(middle[1]) + reach + 1))
    y, x = np.mgrid[rows, columns].astype(np.float32)
    away = np.hypot(y - middle[0], x - middle[1]) / radius
    soft = np.clip((1.0 - away) * radius / 2.5 + 0.5, 0.0, 1.0) * (0.85 + 0.15 * np.clip(away, 0, 1) ** 4)
    picture[rows, columns] += soft[..., None].astype(np.float32) * colour
