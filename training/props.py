"""What stands about and is not the product: vessels, boxes, books, fruit, leaves, cushions, cloths, hands."""

from __future__ import annotations

import numpy as np

from training.jewellery import BEAD, CLOTH, GLASS, LEATHER, METAL, SECOND, TAU, Rng
from training.mesh import Mesh, block, grid, lathe, merged, superellipse, sweep, tube, turn


def vessel(rng: Rng) -> Mesh:
    """Return a mug, a vase, a bottle, a bowl or a candle."""
    t = np.linspace(0, 1, 24)
    radius = 0.3 + sum(rng.uniform(-0.1, 0.1) * np.cos(k * np.pi * t + rng.uniform(0, 6)) for k in (1, 2, 3))
    radius = np.maximum(radius, 0.06)
    high = rng.uniform(0.3, 1.6)
    profile = np.concatenate(
        [[[0.001, 0]], np.stack([radius, t * high], 1), [[radius[-1] * 0.85, high], [radius[-1] * 0.8, high * 0.5]]]
    )
    stuff = int(rng.choice([BEAD, BEAD, LEATHER, METAL, GLASS, SECOND]))
    parts = [lathe(profile.astype(np.float32), stuff, 40)]
    if rng.random() < 0.3:
        angle = np.linspace(-1.4, 1.4, 20)
        handle = np.stack([radius.mean() + 0.2 * np.cos(angle), high * 0.5 + high * 0.3 * np.sin(angle), 0 * angle], 1)
        parts.append(tube(handle.astype(np.float32), 0.04, stuff))
    return merged(parts).moved((0, -high / 2, 0))


def box(rng: Rng) -> Mesh:
    """Return a box, a book, a phone, a tray or a tile."""
    half = tuple(float(rng.choice([0.05, 0.3, 0.5, 0.8]) * rng.uniform(0.7, 1.3)) for _ in range(3))
    lid = block((half[0] * 1.02, half[1] * 0.2, half[2] * 1.02), 12, SECOND, 20).moved((0, half[1], 0))
    body = block((half[0], half[1], half[2]), rng.uniform(6, 20), int(rng.choice([LEATHER, CLOTH, BEAD])), 24)
    return merged([body, lid]) if rng.random() < 0.4 else body


def fruit(rng: Rng) -> Mesh:
    """Return pebbles, fruit, balls or eggs, one or several."""
    parts = []
    for _ in range(int(rng.choice([1, 1, 3, 6]))):
        size = rng.uniform(0.15, 0.4)
        ball = block(
            (size * rng.uniform(0.6, 1.3), size * rng.uniform(0.5, 1.1), size),
            rng.uniform(1.8, 3),
            int(rng.choice([BEAD, LEATHER, CLOTH])),
            20,
        )
        parts.append(ball.moved((rng.normal(0, 0.5), 0, rng.normal(0, 0.3))))
    return merged(parts)


def plant(rng: Rng) -> Mesh:
    """Return leaves or a flower on a stalk."""
    t, s = np.meshgrid(np.linspace(0, 1, 18), np.linspace(-1, 1, 9), indexing="ij")
    wide, curl = rng.uniform(0.05, 0.3), rng.uniform(-0.6, 0.6)
    width = wide * np.sin(np.pi * t ** rng.uniform(0.5, 1.5))
    leaf = grid(
        np.stack([0.05 + t * 0.8, width * s, curl * t * t - 0.4 * width * s * s], -1).astype(np.float32),
        int(rng.choice([CLOTH, LEATHER])),
    )
    parts = [tube(np.float32([[0, 0, 0], [0.1, -0.6, 0], [0.05, -1.2, 0.1]]), 0.02, LEATHER)]
    for angle in rng.uniform(0, TAU, int(rng.integers(3, 14))):
        tilt = turn(2, float(angle)) @ turn(1, float(rng.normal(0, 0.5)))
        parts.append(leaf.turned(tilt.astype(np.float32)).moved((0, rng.uniform(-0.8, 0.0) * rng.integers(0, 2), 0)))
    return merged(parts)


def cushion(rng: Rng) -> Mesh:
    """Return a cushion, a bust, a ring stand or a podium."""
    kind = rng.integers(0, 3)
    if kind == 0:
        return block((0.7, 0.25, rng.uniform(0.4, 0.7)), 2.6, CLOTH, 30)
    if kind == 1:
        return lathe(
            np.float32([[0.001, 0.8], [0.05, 0.7], [rng.uniform(0.1, 0.3), 0.3], [0.4, 0], [0.42, -0.02]]),
            int(rng.choice([CLOTH, BEAD])),
            48,
        )
    return lathe(
        np.float32([[0.001, 0.2], [0.7, 0.2], [0.7, -0.2], [0.001, -0.2]]), int(rng.choice([BEAD, LEATHER, CLOTH])), 48
    )


def fold(rng: Rng) -> Mesh:
    """Return a cloth lying in folds."""
    v, u = np.meshgrid(np.linspace(-1, 1, 50), np.linspace(-1, 1, 50), indexing="ij")
    waves = sum(
        rng.uniform(0.03, 0.12) * np.sin(rng.normal(0, 5) * u + rng.normal(0, 5) * v + rng.uniform(0, 6))
        for _ in range(4)
    )
    return grid(np.stack([u, v, waves], -1).astype(np.float32), CLOTH)


def hand(rng: Rng) -> Mesh:
    """Return something like a hand: a palm and five fingers (the material ``BEAD`` is given a skin colour)."""
    parts = [block((0.32, 0.36, 0.12), 2.6, BEAD, 20)]
    for at in range(4):
        x = -0.24 + at * 0.16
        bend = rng.uniform(0, 0.5)
        long = 0.6 - 0.07 * abs(at - 1.5)
        curve = np.float32(
            [
                [x, 0.25, 0],
                [x * 1.1, 0.3 + long * 0.5, bend * 0.1],
                [x * 1.2, 0.3 + long * (1 - bend * 0.4), bend * 0.5],
            ]
        )
        parts.append(tube(curve, 0.075, BEAD, sides=12))
        parts.append(block((0.075,) * 3, 2, BEAD, 10).moved(curve[-1]))
    thumb = np.float32([[0.28, -0.1, 0], [0.45, 0.1, 0.1], [0.5, 0.3, 0.15]])
    parts += [tube(thumb, 0.085, BEAD, sides=12), block((0.085,) * 3, 2, BEAD, 10).moved(thumb[-1])]
    return merged(parts)


def frame(rng: Rng) -> Mesh:
    """Return rods, a rack or a picture frame: thin parts and holes that are no product."""
    parts = []
    for _ in range(int(rng.integers(2, 7))):
        ends = rng.uniform(-0.8, 0.8, (2, 3)).astype(np.float32)
        parts.append(
            tube(np.stack([ends[0], ends.mean(0), ends[1]]), rng.uniform(0.01, 0.06), int(rng.choice([METAL, LEATHER])))
        )
    if rng.random() < 0.4:
        from training.mesh import loop

        outline = loop(superellipse(0.7, rng.uniform(0.4, 0.9), 20, 40))
        return sweep(outline, superellipse(0.06, 0.05, 6, 10), LEATHER, True)
    return merged(parts)


PROPS = (vessel, vessel, box, box, fruit, plant, plant, cushion, fold, hand, frame)
