"""Materials drawn by chance: metals, stones, leathers, cloths, glass and nets."""

from __future__ import annotations

import numpy as np

from training.mesh import Floats
from training.raster import DIFFUSE, FIELDS, GEM, GLASS, METAL, NET

METALS = np.float32(
    [
        [0.95, 0.93, 0.90],
        [0.98, 0.77, 0.40],
        [0.93, 0.62, 0.48],
        [0.55, 0.56, 0.60],
        [0.80, 0.58, 0.30],
        [0.20, 0.20, 0.22],
        [0.99, 0.86, 0.60],
    ]
)
STONES = np.float32(
    [
        [0.95, 0.95, 1.0],
        [0.75, 0.03, 0.08],
        [0.04, 0.12, 0.70],
        [0.02, 0.45, 0.18],
        [0.45, 0.12, 0.60],
        [0.90, 0.60, 0.10],
        [0.30, 0.75, 0.85],
        [0.03, 0.03, 0.03],
        [0.95, 0.55, 0.65],
    ]
)


def material(kind: int, colour: Floats, **numbers: float) -> Floats:
    """Return one row of ``FIELDS`` numbers, see ``raster.FIELDS``."""
    names = ("rough", "reflection", "texture", "scale", "tint", "bump", "alpha", "open", "flat", "inside")
    standard = (1.0, 0.04, -1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.7)
    rest = [numbers.get(name, value) for name, value in zip(names, standard, strict=True)]
    row = np.array([kind, *colour, *rest], np.float32)
    assert row.shape == (FIELDS,)
    return row


def metal(rng: np.random.Generator) -> Floats:
    """Return a metal: gold, silver, rose, steel, bronze, black."""
    colour = np.clip(METALS[rng.integers(len(METALS))] * rng.uniform(0.8, 1.05, 3), 0.02, 1)
    return material(
        METAL,
        colour,
        rough=float(rng.choice([0, 0, 1, 1, 2, 3])),
        bump=float(rng.choice([0, 0, 0.05, 0.2])),
        scale=float(rng.uniform(2, 20)),
        inside=0.5,
    )


def stone(rng: np.random.Generator) -> Floats:
    """Return a cut stone, shown facet by facet."""
    colour = STONES[rng.integers(len(STONES))] * rng.uniform(0.6, 1.0)
    return material(GEM, colour, rough=0.0, reflection=float(rng.uniform(0, 4)), flat=1.0, inside=1.0)


def pearl(rng: np.random.Generator) -> Floats:
    """Return a bead: pearl, glass, wood or enamel."""
    colour = rng.uniform(0.05, 0.95, 3) if rng.random() < 0.6 else np.float32([0.9, 0.86, 0.8])
    return material(
        DIFFUSE,
        colour,
        rough=float(rng.integers(0, 3)),
        reflection=float(rng.uniform(0.04, 0.25)),
        bump=float(rng.choice([0, 0.1])),
    )


def any_colour(rng: np.random.Generator) -> Floats:
    """Return a colour of clothes and leather: often black, white, brown or grey, now and then loud."""
    draw = rng.random()
    if draw < 0.25:
        return np.asarray(rng.uniform(0.008, 0.05) * rng.uniform(0.7, 1.3, 3), np.float32)
    if draw < 0.45:
        return np.asarray(rng.uniform(0.5, 0.95) * rng.uniform(0.92, 1.05, 3), np.float32).clip(0, 1)
    if draw < 0.7:
        return np.asarray(
            np.float32([0.45, 0.22, 0.09]) * rng.uniform(0.15, 1.6) * rng.uniform(0.85, 1.15, 3), np.float32
        ).clip(0, 1)
    return np.asarray(rng.uniform(0, 1, 3) ** 2, np.float32)


def leather(rng: np.random.Generator, textures: int) -> Floats:
    """Return leather or a smooth synthetic."""
    return material(
        DIFFUSE,
        any_colour(rng),
        rough=float(rng.integers(1, 4)),
        reflection=float(rng.uniform(0.02, 0.15)),
        bump=float(rng.uniform(0, 0.35)),
        scale=float(rng.uniform(1, 12)),
        texture=float(rng.integers(-1, textures)),
        tint=float(rng.uniform(0, 0.7)),
        inside=float(rng.uniform(0.3, 0.9)),
    )


def acetate(rng: np.random.Generator, textures: int) -> Floats:
    """Return plastic: glossy, often with a pattern all through it."""
    return material(
        DIFFUSE,
        any_colour(rng) if rng.random() < 0.5 else rng.uniform(0.3, 0.95, 3).astype(np.float32),
        rough=float(rng.integers(0, 2)),
        reflection=float(rng.uniform(0.04, 0.2)),
        scale=float(rng.uniform(1, 10)),
        texture=float(rng.integers(-1, textures)) if rng.random() < 0.75 else -1.0,
        tint=float(rng.uniform(0.4, 1)),
        inside=float(rng.uniform(0.4, 0.9)),
    )


def pattern(rng: np.random.Generator, side: int) -> Floats:
    """Return a print, side×side×3 linear, that repeats: spots of an animal, tortoiseshell, stripes."""
    from scipy import ndimage

    def smooth(cells: float) -> Floats:
        noise = ndimage.gaussian_filter(rng.normal(size=(side, side)), side / cells, mode="wrap")
        return np.asarray(noise / noise.std(), np.float32)

    ground, other, third = (any_colour(rng) for _ in range(3))
    field = smooth(float(rng.uniform(12, 40)))
    kind = rng.integers(0, 4)
    if kind == 0:  # spots with a dark rim
        rim, inner = field > rng.uniform(0.2, 0.7), field > rng.uniform(0.9, 1.4)
        share = np.stack([rim & ~inner, inner], -1).astype(np.float32)
    elif kind == 1:  # tortoiseshell
        share = np.stack([np.clip(field * 1.5, 0, 1), np.clip(smooth(30) - 0.8, 0, 1)], -1)
    elif kind == 2:  # stripes that waver
        way = np.linspace(0, 2 * np.pi * int(rng.integers(2, 12)), side, endpoint=False, dtype=np.float32)
        share = np.stack([np.sin(way[None] + field) > 0, 0 * field > 1], -1).astype(np.float32)
    else:  # spots
        share = np.stack([field > 1.2, smooth(30) > 1.5], -1).astype(np.float32)
    share = np.asarray(share, np.float32)
    picture = ground * (1 - share[..., :1]) + other * share[..., :1]
    return np.asarray(picture * (1 - share[..., 1:]) + third * share[..., 1:], np.float32)


def cloth(rng: np.random.Generator, textures: int) -> Floats:
    """Return a cloth: matt, with a print or a weave."""
    return material(
        DIFFUSE,
        any_colour(rng),
        rough=3.0,
        reflection=0.0,
        bump=float(rng.uniform(0.1, 0.5)),
        scale=float(rng.uniform(1, 6)),
        texture=float(rng.integers(-1, textures)),
        tint=float(rng.uniform(0.3, 1)),
        inside=float(rng.uniform(0.5, 0.9)),
    )


def glass(rng: np.random.Generator) -> Floats:
    """Return a lens or a clear stone: clear, tinted or dark."""
    clear = rng.random() < 0.5
    colour = rng.uniform(0.2, 0.9, 3) if clear else rng.uniform(0.0, 0.35, 3)
    alpha = rng.uniform(0.04, 0.3) if clear else rng.uniform(0.3, 0.92)
    return material(GLASS, colour, rough=0.0, reflection=float(rng.uniform(0.05, 0.4)), alpha=float(alpha), inside=1.0)


def net(rng: np.random.Generator) -> Floats:
    """Return tulle, lace or mesh."""
    return material(
        NET,
        any_colour(rng),
        rough=3.0,
        reflection=0.0,
        alpha=float(rng.uniform(0.4, 0.95)),
        open=float(rng.uniform(0.3, 0.85)),
        scale=float(rng.uniform(0.6, 4)),
        inside=0.9,
    )
