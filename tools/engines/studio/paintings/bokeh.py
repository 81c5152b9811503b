"""What is far behind a set and wholly out of focus: light through leaves, or a room full of small lamps.

It stays a gradient: brighter in the middle, falling off; the discs are faint where the look is quiet.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import hex_linear
from tools.engines.studio.noise import fractal, smoothstep

ROWS, COLUMNS = 640, 640
Picture = NDArray[np.float32]


@dataclass(frozen=True)
class Kind:
    """``discs``: how many; ``radius``: from, to, in shares of the picture; ``light`` of the brightest against the
    ground's; ``ground``: of the lowest and the brightest part against the tint; ``hues`` of the discs, #rrggbb;
    ``cloud``: how uneven the ground is."""

    discs: int
    radius: tuple[float, float]
    light: float
    ground: tuple[float, float]
    hues: tuple[str, ...]
    cloud: float = 0.0


KINDS = {
    "leaves": Kind(150, (0.014, 0.040), 0.50, (0.34, 1.10), ("#dfeaa8", "#c6dba0", "#f4f3cf", "#9fbf7c"), 0.16),
    "lamps": Kind(80, (0.011, 0.025), 7.5, (0.42, 1.15), ("#ffcf80", "#ffdfa8", "#ffb860", "#fff0d4")),
}


def bokeh(name: str, tint: str, seed: int) -> Picture:
    """Return ROWS×COLUMNS×3 linear RGB of the kind ``name``, its mean about as light as ``tint``."""
    kind = KINDS[name]
    random = np.random.default_rng([seed, 23])
    base = np.asarray(hex_linear(tint), np.float32)
    down, aside = (np.linspace(-1.0, 1.0, side, dtype=np.float32) for side in (ROWS, COLUMNS))
    far = np.hypot(0.9 * (aside[None, :] - 0.10), down[:, None] + 0.05)
    cloud = fractal(ROWS, 3.0, seed + 1, lowest=2.0)
    low, high = kind.ground
    tone = high - (high - low) * smoothstep(far + kind.cloud * cloud, 0.05, 1.0)
    deep = base ** np.float32(1.3)
    deep = deep * np.float32(base.mean() / max(float(deep.mean()), 1e-3))
    picture = deep * tone[..., None]
    for _ in range(kind.discs):
        hue = np.asarray(hex_linear(kind.hues[int(random.integers(len(kind.hues)))]), np.float32)
        hue = hue / max(float(hue.mean()), 1e-3) * float(base.mean())
        radius = float(random.uniform(*kind.radius)) * ROWS
        place = (float(random.triangular(0.0, 0.42, 0.9)) * ROWS, float(random.uniform(0.0, 1.0)) * COLUMNS)
        near = float(np.exp(-1.6 * np.hypot(place[0] / ROWS - 0.45, place[1] / COLUMNS - 0.52) ** 2))
        _disc(picture, place, radius, hue * np.float32(kind.light * near * float(random.random()) ** 1.6))
    return np.asarray(np.maximum(picture, 0.0), dtype=np.float32)


def _disc(picture: Picture, middle: tuple[float, float], radius: float, colour: Picture) -> None:
    """Add a disc with a soft rim."""
    reach = int(1.4 * radius) + 2
    rows = slice(max(0, int(middle[0]) - reach), min(ROWS, int(middle[0]) + reach + 1))
    columns = slice(max(0, int(middle[1]) - reach), min(COLUMNS, int(middle[1]) + reach + 1))
    y, x = np.mgrid[rows, columns].astype(np.float32)
    away = np.hypot(y - middle[0], x - middle[1]) / radius
    soft = 1.0 - smoothstep(np.asarray(away, np.float32), 0.82, 1.18)
    picture[rows, columns] += soft[..., None] * colour
