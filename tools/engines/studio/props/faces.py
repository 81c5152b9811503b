"""Faces of a shell and of a stoneware ball as pictures: what multiplies their colour, about 1."""

from functools import cache

import numpy as np

from tools.engines.image import Image
from tools.engines.studio.noise import cells, fractal, per_cell, smoothstep, soft

SIDE = 512

ROSE, BUFF = np.array([0.86, 0.62, 0.52], np.float32), np.array([0.95, 0.82, 0.68], np.float32)
"""What the bands of a shell's years do to its colour."""

IRON = np.array([0.38, 0.30, 0.25], np.float32)
"""A speck of iron in a glaze."""


@cache
def shell_face() -> Image:
    """Return SIDE×SIDE×3; u runs from side to side over the ribs, v from the hinge to the rim."""
    out = ((np.arange(SIDE, dtype=np.float32) + 0.5) / SIDE)[:, None]
    wander = 0.05 * fractal(SIDE, 2.6, 121)
    years = 0.5 + 0.5 * np.sin(2 * np.pi * (7.0 * out**1.4 + wander) + 0.9 * np.sin(2 * np.pi * 2.3 * out))
    fine = 0.5 + 0.5 * np.sin(2 * np.pi * (46.0 * out**1.2 + 2.0 * wander))
    blotch = smoothstep(fractal(SIDE, 2.0, 122, stretch=(0.35, 1.0)), -1.8, 1.0)
    face = np.ones((SIDE, SIDE, 3), np.float32)
    band = (years**1.6 * (0.25 + 0.75 * blotch) * (0.35 + 0.65 * (1.0 - out)))[..., None]
    face += (face * ROSE - face) * (0.85 * band)
    face += (face * BUFF - face) * (0.35 * blotch)[..., None]
    face *= (1.0 - 0.05 * fine + 0.02 * fractal(SIDE, 0.8, 123, lowest=40.0))[..., None]
    return np.asarray(face, dtype=np.float32)


@cache
def stoneware() -> Image:
    """Return SIDE×SIDE×3, without a seam: a matt glaze, thinner here and there, with specks of iron."""
    cloud = fractal(SIDE, 2.4, 131)
    face = np.repeat((1.0 + 0.035 * cloud)[..., None], 3, axis=-1).astype(np.float32)
    face *= 1.0 + cloud[..., None] * np.array([0.004, -0.004, -0.014], np.float32)
    for count, rare, share in ((70, 0.05, 0.75), (130, 0.04, 0.55)):
        first, _, nearest = cells(SIDE, count, 132 + count, jitter=1.0)
        wide = 0.16 + 0.30 * per_cell(nearest, 133 + count)
        speck = (per_cell(nearest, 134 + count) < rare) * (1 - smoothstep(first / wide, 0.6, 1.0))
        speck = soft(speck.astype(np.float32), 0.5) * np.float32(share)
        face += (face * IRON - face) * speck[..., None]
    return np.asarray(face, dtype=np.float32)
