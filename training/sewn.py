"""Cushions, pouches and bags of cloth or leather, drawn without the studio: the network was not trained on them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Floats = NDArray[np.float32]
Rng = np.random.Generator
FINER = 2
"""Drawn so many times larger, then made smaller: edges are shares of a pixel."""


def sewn(surfaces: Sequence[Floats], rng: Rng, side: int) -> Floats:
    """Return a thing ``side`` × ``side`` × 4, premultiplied linear; ``surfaces`` are linear pictures of materials."""
    import cv2

    long = FINER * max(side, 64)
    down, across = np.mgrid[-1 : 1 : long * 1j, -1 : 1 : long * 1j].astype(np.float32)
    body = _body(down, across, rng)
    depth = np.asarray(ndimage.distance_transform_edt(body > 0.5) / long, np.float32)
    colour = _shaped(_material(surfaces, rng, long), depth, (down, across), rng)
    colour = _worked(colour, _material(surfaces, rng, long), depth, rng)
    tile = np.concatenate([np.clip(colour, 0, 1) * body[..., None], body[..., None]], -1).astype(np.float32)
    return np.asarray(cv2.resize(tile, (long // FINER, long // FINER), interpolation=cv2.INTER_AREA), np.float32)


def _body(down: Floats, across: Floats, rng: Rng) -> Floats:
    """Return the cover: a superellipse that wobbles, perhaps with a handle over it and holes in it."""
    import cv2

    aspect, handle = rng.uniform(0.5, 1.6), rng.random() < 0.35
    high, wide = (0.9, 0.9 / aspect) if aspect >= 1 else (0.9 * aspect, 0.9)
    high *= 1 - (rng.uniform(0.2, 0.45) if handle else 0)
    low, power = 0.95 - high, rng.uniform(2, 9)
    turn = np.arctan2(down - low, across)
    wobble = 1 + sum(rng.uniform(-0.04, 0.04) * np.cos(k * turn + rng.uniform(0, 6.3)) for k in (2, 3, 4, 5))
    taper = 1 + rng.uniform(-0.25, 0.25) * (down - low) / max(high, 0.1)
    radius = (np.abs(across / (wide * taper)) ** power + np.abs((down - low) / high) ** power) ** (1 / power)
    cover = (radius / wobble < 1).astype(np.uint8)
    long = len(cover)
    if handle:
        sweep, half = np.linspace(np.pi, 0, 60), wide * rng.uniform(0.3, 0.8)
        rise = (low - high * 0.9 + 0.93) * 0.95
        points = np.stack([np.cos(sweep) * half, low - high * 0.9 - np.sin(sweep) * rise], -1)
        cv2.polylines(cover, [((points + 1) / 2 * long).astype(np.int32)[:, None]], False, 1,
                      int(rng.uniform(0.02, 0.07) * long) + 2)  # fmt: skip
    for _ in range(int(rng.integers(1, 3)) if rng.random() < 0.15 else 0):
        at = (int(rng.uniform(0.3, 0.7) * long), int(rng.uniform(0.4, 0.8) * long))
        cv2.ellipse(
            cover, at, (int(rng.uniform(0.03, 0.15) * long), int(rng.uniform(0.03, 0.12) * long)), 0, 0, 360, 0, -1
        )
    return cover.astype(np.float32)


def _material(surfaces: Sequence[Floats], rng: Rng, long: int) -> Floats:
    """Return ``long`` × ``long`` × 3 linear: dyed and a little uneven, or a photographed surface, often dark."""
    import cv2

    if not surfaces or rng.random() < 0.45:
        tone = np.exp(rng.uniform(np.log(0.008), np.log(0.75)))
        dyed = np.clip(tone * np.exp(rng.uniform(-0.8, 0.8, 3) * (rng.random() < 0.6)), 0.003, 0.9)
        weave = _noise(long, float(rng.uniform(0.7, 3)), rng)
        return np.asarray(dyed * (1 + rng.uniform(0, 0.12) * weave[..., None]), np.float32)
    picture = cv2.resize(surfaces[int(rng.integers(len(surfaces)))], (long, long), interpolation=cv2.INTER_CUBIC)
    calm = rng.uniform(0.2, 1)
    return np.asarray((calm * picture + (1 - calm) * picture.mean((0, 1))) * np.exp(rng.uniform(-1, 0.2)), np.float32)


def _shaped(colour: Floats, depth: Floats, grid: tuple[Floats, Floats], rng: Rng) -> Floats:
    """Return ``colour`` under a light from one side, darker along its rim, with folds."""
    turn = rng.uniform(0, 6.3)
    side = 1 + rng.uniform(0, 0.5) * (np.cos(turn) * grid[1] + np.sin(turn) * grid[0])
    rim = 1 - rng.uniform(0, 0.6) * np.exp(-depth / rng.uniform(0.01, 0.12))
    folds = 1 + rng.uniform(0, 0.25) * _noise(len(depth), float(rng.uniform(0.02, 0.12)) * len(depth), rng)
    return np.asarray(colour * np.clip(side * rim * folds, 0.05, 3)[..., None], np.float32)


def _worked(colour: Floats, other: Floats, depth: Floats, rng: Rng) -> Floats:
    """Return ``colour`` with a patch, flap or stripe of ``other``, with seams, and a sheen."""
    long = len(depth)
    part = np.zeros((long, long, 1), np.float32)
    kind = rng.random()
    if kind < 0.2:
        top, left = (int(at * long) for at in rng.uniform(0.2, 0.6, 2))
        part[top : top + int(rng.uniform(0.05, 0.4) * long), left : left + int(rng.uniform(0.1, 0.4) * long)] = 1
    elif kind < 0.35:
        part[: int(rng.uniform(0.3, 0.7) * long)] = 1
    elif kind < 0.5:
        left = int(rng.uniform(0.2, 0.8) * long)
        part[:, left : left + int(rng.uniform(0.03, 0.2) * long)] = 1
    colour = colour * (1 - part) + other * part
    for _ in range(int(rng.integers(1, 4)) if rng.random() < 0.6 else 0):
        seam = np.abs(depth - rng.uniform(0.02, 0.2)) < 0.004
        colour = colour * (1 - rng.uniform(0.2, 0.8) * seam[..., None])
    if rng.random() < 0.35:
        near = [
            np.exp(-(((np.linspace(-1, 1, long) - rng.uniform(-0.5, 0.5)) / rng.uniform(0.05, 0.4)) ** 2)) for _ in "xy"
        ]
        colour = colour + rng.uniform(0.02, 0.4) * np.outer(near[0], near[1])[..., None]
    return np.asarray(colour, np.float32)


def _noise(long: int, sigma: float, rng: Rng) -> Floats:
    """Return ``long`` × ``long`` of smooth noise with a standard deviation of 1."""
    noise = ndimage.gaussian_filter(rng.normal(size=(long, long)).astype(np.float32), sigma)
    return np.asarray(noise / max(float(noise.std()), 1e-6), np.float32)
