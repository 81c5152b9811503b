"""The face of a pebble as a picture: clouds, specks of other minerals, a vein of quartz, pits and scratches."""

from functools import cache

import numpy as np

from tools.engines.image import Image
from tools.engines.studio.noise import cells, fractal, per_cell, smoothstep

SIDE = 768

DARK, PALE, QUARTZ = (
    np.array(tone, np.float32) for tone in ((0.52, 0.50, 0.50), (1.35, 1.33, 1.28), (1.75, 1.74, 1.72))
)
"""Specks and the vein, against the stone's own colour."""


@cache
def stone() -> Image:
    """Return SIDE×SIDE×3: how much of its colour each place of a stone has, about 1; it repeats without a seam."""
    cloud, band = fractal(SIDE, 2.2, 95), fractal(SIDE, 2.4, 96, stretch=(3.0, 1.0))
    fine = fractal(SIDE, 0.7, 97, lowest=60.0)
    tone = 1.0 + 0.09 * cloud + 0.08 * band + 0.06 * fine
    face = np.repeat(tone[..., None], 3, axis=-1).astype(np.float32)
    face *= 1.0 + cloud[..., None] * np.array([0.025, 0.0, -0.03], np.float32)
    bend = 0.5 * fractal(SIDE, 1.8, 98, lowest=20.0)
    for count, number in ((110, 1), (55, 2)):
        first, second, nearest = cells(SIDE, count, 99 + number, (bend, bend[::-1]), jitter=1.0)
        chance = per_cell(nearest, 103 + number)
        inside = smoothstep(second - first, 0.10, 0.30)
        for tint, low, high, share in ((DARK, 0.0, 0.10, 0.55), (PALE, 0.90, 1.01, 0.45)):
            there = inside * ((chance >= low) & (chance < high)) * np.float32(share)
            face += (face * tint - face) * there[..., None]
    place = (np.arange(SIDE, dtype=np.float32) + 0.5) / SIDE
    across = (place[:, None] + place[None, :] + 0.10 * fractal(SIDE, 3.0, 107)) % 1.0 - 0.5
    wide = 0.006 * (1.0 + 0.8 * fractal(SIDE, 2.2, 108))
    vein = np.exp(-((across / np.maximum(wide, 0.0012)) ** 2)) * smoothstep(fractal(SIDE, 2.4, 109), -0.4, 0.8)
    face += (face * QUARTZ - face) * (0.6 * vein)[..., None]
    pit = smoothstep(fractal(SIDE, 1.0, 110, lowest=50.0), 2.2, 3.0)
    return np.asarray(face * (1.0 - 0.45 * pit[..., None]), dtype=np.float32)
