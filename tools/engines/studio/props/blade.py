"""The face of a leaf as a picture: a pale midrib, veins that leave it, spots, and an edge that dries."""

from functools import cache

import numpy as np

from tools.engines.image import Image
from tools.engines.studio.noise import fractal, soft

SIDE = 384
VEINS, SLANT = 8.0, 0.26
"""Veins on each side of the midrib, and how far towards the tip they run."""

DRY = np.array([1.22, 1.00, 0.66], dtype=np.float32)
"""What drying does to the colour of a leaf."""


@cache
def blade() -> Image:
    """Return SIDE×SIDE×3: how much of its colour each place of a leaf has, about 1; u runs from stalk to tip."""
    along = ((np.arange(SIDE, dtype=np.float32) + 0.5) / SIDE)[None, :]
    side = (2.0 * (np.arange(SIDE, dtype=np.float32) + 0.5) / SIDE - 1.0)[:, None]
    outline = np.sin(np.pi * np.clip(along, 0.004, 0.996) ** 0.8) ** 0.85
    away = np.abs(side) / np.maximum(outline, 0.05)
    run = VEINS * (along - SLANT * np.abs(side)) + 0.10 * fractal(SIDE, 2.4, 91)
    vein = np.exp(-(((run - np.round(run)) / 0.055) ** 2)) * np.clip(1.1 - away, 0.0, 1.0)
    midrib = np.exp(-((side / (0.030 * (1.15 - along))) ** 2))
    cloud, fine = soft(fractal(SIDE, 2.2, 92), 1.0), fractal(SIDE, 1.2, 93, lowest=24.0)
    tone = 1.0 + 0.11 * cloud + 0.05 * fine + 0.20 * vein + 0.55 * midrib - 0.10 * np.clip(along - 0.6, 0.0, 1.0)
    dry = np.clip(3.5 * (away - 0.86) + 0.25 * cloud, 0.0, 1.0) * 0.55 + 0.16 * np.clip(cloud - 0.9, 0.0, 1.0)
    return np.asarray(tone[..., None] * (1.0 + dry[..., None] * (DRY - 1.0)), dtype=np.float32)
