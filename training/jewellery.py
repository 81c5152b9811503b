"""Rings, chains, bracelets, earrings and hair clips, each put together by chance. About one unit in size."""

from __future__ import annotations

import numpy as np

from training.mesh import (
    Floats,
    Mesh,
    block,
    circle,
    disc,
    grid,
    lathe,
    loop,
    merged,
    superellipse,
    sweep,
    tube,
    turn,
)

Rng = np.random.Generator
TAU = 2 * np.pi
METAL, STONE, BEAD, GLASS, LEATHER, CLOTH, SECOND, NET = range(8)
"""Which of a product's materials a face has; ``scenes`` says what each is made of."""


def gem(rng: Rng, radius: float) -> Mesh:
    """Return a cut stone, its table up (y), or a cabochon."""
    if rng.random() < 0.2:
        return block((radius, radius * 0.7, radius), 2.0, BEAD, 12)
    sides = int(rng.choice([6, 8, 8, 12]))
    girdle = rng.uniform(0.15, 0.35)
    profile = np.float32([[0.001, 0.4], [0.55, 0.4], [1, girdle * 0.5], [1, 0], [0.5, -0.4], [0.001, -0.8]]) * radius
    made = lathe(profile, STONE, sides)
    return made.scaled((1, 1, float(rng.choice([1.0, 1.0, 0.7, 1.5]))))


def band(rng: Rng) -> Mesh:
    """Return a finger ring's band around the z axis, radius 0.5."""
    thick, wide = rng.uniform(0.02, 0.08), rng.uniform(0.02, 0.22)
    count = 96
    curve = loop(circle(0.5, count))
    section = superellipse(thick, max(wide, thick * 0.7), float(rng.choice([2.0, 2.0, 4.0, 8.0])), 16)
    angle = np.linspace(0, TAU, count, endpoint=False)
    size = 1 + rng.uniform(0, 0.6) * np.maximum(np.sin(angle), 0) ** 3 * rng.integers(0, 2)
    made = sweep(curve, section, METAL, True, size.astype(np.float32))
    if rng.random() < 0.15:  # twisted: two or three strands
        strands = int(rng.integers(2, 4))
        turns = int(rng.integers(6, 14))
        return merged([_strand(0.5, 0.035, turns, TAU * k / strands, 0.03) for k in range(strands)])
    return made


def _strand(radius: float, thick: float, turns: int, phase: float, off: float) -> Mesh:
    angle = np.linspace(0, TAU, 240, endpoint=False)
    out = radius + off * np.cos(turns * angle + phase)
    curve = np.stack([out * np.cos(angle), out * np.sin(angle), off * np.sin(turns * angle + phase)], 1)
    return tube(curve.astype(np.float32), thick, METAL, True, 6)


def ring(rng: Rng) -> Mesh:
    """Return a ring: plain, with a stone in prongs, a cluster, a row of stones or a signet top."""
    parts = [band(rng)]
    kind = rng.integers(0, 6)
    if kind in (1, 2):
        parts += _setting(rng, rng.uniform(0.1, 0.28), 0.52)
    elif kind == 3:
        radius = rng.uniform(0.05, 0.09)
        spots = [(0.0, 0.0)] + [(np.cos(a), np.sin(a)) for a in np.linspace(0, TAU, 7)[:-1]]
        parts += [gem(rng, radius).moved((x * radius * 2.1, 0.58, z * radius * 2.1)) for x, z in spots]
    elif kind == 4:
        count = int(rng.integers(9, 40))
        stone = gem(rng, min(1.6 / count, 0.1))
        for angle in np.linspace(0, np.pi if rng.random() < 0.5 else TAU * (1 - 1 / count), count):
            parts.append(stone.moved((0, 0.56, 0)).turned(turn(2, angle - np.pi / 2)))
    elif kind == 5:
        top = block((rng.uniform(0.12, 0.26), 0.05, rng.uniform(0.1, 0.22)), float(rng.choice([2.5, 6])), METAL, 16)
        parts.append(top.moved((0, 0.55, 0)))
    return merged(parts)


def _setting(rng: Rng, radius: float, height: float) -> list[Mesh]:
    parts = [gem(rng, radius).moved((0, height + radius * 0.75, 0))]
    count = int(rng.choice([3, 4, 4, 6]))
    for angle in np.linspace(0, TAU, count, endpoint=False) + 0.4:
        out = np.float32([np.cos(angle), 0, np.sin(angle)])
        rise = np.float32([0, 1, 0])
        curve = np.stack(
            [
                rise * height + out * 0.2 * radius,
                rise * (height + radius * 0.5) + out * 0.85 * radius,
                rise * (height + radius * 1.0) + out * 1.02 * radius,
                rise * (height + radius * 1.15) + out * 0.8 * radius,
            ]
        )
        parts.append(tube(curve, max(radius * 0.09, 0.008), METAL, sides=6))
    return parts


def link(rng: Rng, size: float) -> Mesh:
    """Return one link of a chain, along x, of one kind for the whole chain."""
    length, width, thick = rng.uniform(0.9, 1.5), rng.uniform(0.4, 0.8), rng.uniform(0.07, 0.18)
    curve = loop(superellipse(length * size * 0.6, width * size * 0.6, rng.uniform(2.0, 3.5), 18))
    section = superellipse(thick * size, thick * size * rng.uniform(0.7, 1.6), 2.0, 6)
    return sweep(curve, section, METAL, True)


def path(rng: Rng, closed: bool) -> Floats:
    """Return the way a chain lies or hangs, N×3."""
    t = np.linspace(0, 1, 400)
    kind = rng.integers(0, 5)
    if closed or kind == 0:
        angle = t * TAU + rng.uniform(0, TAU)
        radius = 0.7 + sum(rng.uniform(-0.14, 0.14) * np.cos(k * angle + rng.uniform(0, TAU)) for k in (2, 3, 4))
        curve = np.stack([radius * np.cos(angle), radius * np.sin(angle) * rng.uniform(0.5, 1.2), 0 * t], 1)
    elif kind == 1:  # hangs from two points
        x = (t * 2 - 1) * rng.uniform(0.35, 0.8)
        curve = np.stack([x, rng.uniform(1.0, 2.4) * (np.abs(t * 2 - 1) ** rng.uniform(1.4, 2.4)) - 1, 0 * t], 1)
    elif kind == 2:
        curve = np.stack(
            [t * 2 - 1, sum(rng.normal(0, 0.18) * np.sin(k * t * 6 + rng.uniform(0, 6)) for k in (1, 2, 3)), 0 * t], 1
        )
    else:
        curve = np.stack(
            [
                sum(rng.normal(0, 0.4 / k) * np.sin(k * t * TAU * 0.8 + rng.uniform(0, TAU)) for k in (1, 2, 3))
                for _ in range(3)
            ],
            1,
        )
        curve[:, 2] *= 0.15
    return np.asarray(curve, np.float32)


def along(curve: Floats, spacing: float) -> Floats:
    """Return points on ``curve`` at equal steps of ``spacing``."""
    far = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    at = np.arange(0, far[-1], spacing)
    return np.stack([np.interp(at, far, curve[:, axis]) for axis in range(3)], 1).astype(np.float32)


def chain(rng: Rng, curve: Floats) -> Mesh:
    """Return a chain on ``curve``: links, curb links, beads, a rope, boxes or a snake."""
    size = float(np.exp(rng.uniform(np.log(0.02), np.log(0.11))))
    kind = rng.integers(0, 6)
    if kind == 4:
        return _rope(along(curve, size * 0.35), size)
    if kind == 5:
        return tube(along(curve, max(size * 0.5, 0.02)), size * 0.35, METAL, sides=8)
    if kind == 2:
        unit, space = block((size * 0.5,) * 3, 2.0, BEAD, 7), size * rng.uniform(0.95, 1.6)
    elif kind == 3:
        unit, space = block((size * 0.5,) * 3, 6.0, METAL, 6), size * 1.1
    else:
        unit, space = link(rng, size), size * rng.uniform(0.75, 1.0)
    spots = along(curve, space)[:260]
    forward = np.gradient(spots, axis=0)
    tilt = rng.uniform(0, 0.6)
    parts = [] if kind != 2 or rng.random() < 0.5 else [tube(spots, size * 0.06, METAL, sides=5)]
    for at, (spot, way) in enumerate(zip(spots, forward, strict=True)):
        facing = turn(2, float(np.arctan2(way[1], way[0])))
        roll = turn(0, (np.pi / 2 * (at % 2) if kind == 0 else tilt) + rng.normal(0, 0.15))
        parts.append(unit.turned((facing @ roll).astype(np.float32)).moved(spot))
    return merged(parts)


def _rope(spots: Floats, size: float) -> Mesh:
    at = np.arange(len(spots)) * 0.7
    forward = np.gradient(spots, axis=0)
    side = np.stack([-forward[:, 1], forward[:, 0], 0 * at], 1)
    side /= np.linalg.norm(side, axis=1, keepdims=True) + 1e-9
    up = np.float32([0, 0, 1])
    strands = [
        spots + size * 0.25 * (np.cos(at + k)[:, None] * side + np.sin(at + k)[:, None] * up) for k in (0, np.pi)
    ]
    return merged([tube(strand.astype(np.float32), size * 0.24, METAL, sides=6) for strand in strands])


def pendant(rng: Rng, size: float) -> Mesh:
    """Return what hangs on a chain or an ear, its top at the origin."""
    kind = rng.integers(0, 7)
    bail = tube(loop(circle(size * 0.16, 16)), size * 0.04, METAL, True, 6)
    if kind == 0:
        body = merged(
            [
                gem(rng, size * 0.5).turned(turn(0, np.pi / 2)),
                tube(loop(circle(size * 0.52, 32)), size * 0.05, METAL, True),
            ]
        )
    elif kind == 1:
        body = sweep(
            loop(superellipse(size * 0.5, size * rng.uniform(0.4, 0.7), rng.uniform(1.2, 4), 36)),
            circle(size * 0.06, 8),
            METAL,
            True,
        )
    elif kind == 2:
        body = merged([block((size * 0.5, size * 0.5, size * 0.05), 2.0, METAL, 18)])
    elif kind == 3:
        angle = np.linspace(0, TAU, 48, endpoint=False)
        heart = np.stack(
            [0.8 * np.sin(angle) ** 3, 0.65 * np.cos(angle) - 0.25 * np.cos(2 * angle) - 0.1 * np.cos(3 * angle)], 1
        )
        body = sweep(loop((heart * size * 0.6).astype(np.float32)), circle(size * 0.07, 8), METAL, True)
        if rng.random() < 0.5:
            body = merged([body, disc((heart * size * 0.6).astype(np.float32), SECOND)])
    elif kind == 4:
        body = merged(
            [
                block((size * 0.1, size * 0.55, size * 0.06), 6, METAL, 10),
                block((size * 0.35, size * 0.1, size * 0.06), 6, METAL, 10).moved((0, size * 0.12, 0)),
            ]
        )
    elif kind == 5:
        profile = np.float32([[0.001, 0.5], [0.12, 0.3], [0.32, -0.1], [0.3, -0.35], [0.001, -0.5]]) * size
        body = lathe(profile, int(rng.choice([BEAD, GLASS, STONE])), int(rng.choice([8, 24])))
    else:
        body = _tassel(rng, size)
    return merged([bail.moved((0, -size * 0.12, 0)), body.moved((0, -size * 0.8, 0))])


def _tassel(rng: Rng, size: float) -> Mesh:
    parts = [block((size * 0.14,) * 3, 2, BEAD, 8).moved((0, size * 0.5, 0))]
    for _ in range(int(rng.integers(6, 16))):
        top, low = rng.normal(0, 0.04, 2) * size, rng.normal(0, 0.16, 2) * size
        curve = np.float32(
            [
                [top[0], size * 0.45, top[1]],
                [(top + low)[0] / 2, -size * 0.1, low[1]],
                [low[0], -size * rng.uniform(0.4, 0.7), low[1]],
            ]
        )
        parts.append(tube(curve, size * 0.02, SECOND, sides=5))
    return merged(parts)


def necklace(rng: Rng) -> Mesh:
    """Return a chain with or without pendants."""
    curve = path(rng, False)
    parts = [chain(rng, curve)]
    lowest = curve[np.argmin(curve[:, 1])]
    if rng.random() < 0.7:
        parts.append(pendant(rng, rng.uniform(0.12, 0.5)).moved(lowest))
    if rng.random() < 0.2:
        spots = along(curve, rng.uniform(0.2, 0.5))
        small = pendant(rng, rng.uniform(0.08, 0.18))
        parts += [small.moved(spot) for spot in spots]
    return merged(parts)


def bracelet(rng: Rng) -> Mesh:
    """Return a bangle, a cuff, beads on a string or a closed chain."""
    kind = rng.integers(0, 4)
    if kind == 0:
        made = sweep(
            loop(circle(0.7, 90)),
            superellipse(rng.uniform(0.015, 0.1), rng.uniform(0.015, 0.25), rng.choice([2, 5]), 14),
            METAL,
            True,
        )
        return merged([made.moved((0, 0, 0.12 * k)) for k in range(int(rng.choice([1, 1, 2, 4])))])
    if kind == 1:
        angle = np.linspace(0.5, TAU - 0.5, 60)
        curve = np.stack([0.7 * np.cos(angle), 0.6 * np.sin(angle), 0 * angle], 1).astype(np.float32)
        ends = [block((0.07,) * 3, 2, BEAD, 8).moved(curve[k]) for k in (0, -1)]
        return merged([sweep(curve, superellipse(0.03, rng.uniform(0.03, 0.2), 3, 12), METAL), *ends])
    if kind == 2:
        count = int(rng.integers(14, 40))
        bead = block((2.0 / count,) * 3, 2, BEAD, 9)
        return merged(
            [bead.moved((0.7 * np.cos(a), 0.7 * np.sin(a), 0)) for a in np.linspace(0, TAU, count, endpoint=False)]
        )
    return chain(rng, path(rng, True))


def earring(rng: Rng) -> Mesh:
    """Return a hoop, a stud or a drop on a hook, mostly as a pair."""
    kind = rng.integers(0, 4)
    if kind == 0:
        angle = np.linspace(0, TAU * rng.choice([1.0, 0.93, 0.75]), 90)
        curve = np.stack([0.45 * np.cos(angle), 0.45 * np.sin(angle) * rng.uniform(0.8, 1.4), 0 * angle], 1)
        one = sweep(
            curve.astype(np.float32), superellipse(rng.uniform(0.008, 0.06), rng.uniform(0.008, 0.09), 2, 10), METAL
        )
    elif kind == 1:
        one = merged([*_setting(rng, 0.22, 0.0), tube(np.float32([[0, -0.5, 0], [0, 0, 0]]), 0.015, METAL)])
        one = one.turned(turn(0, rng.uniform(0.6, 1.6)))
    else:
        angle = np.linspace(-0.6, np.pi + 0.2, 30)
        hook = np.stack([0.12 * np.cos(angle) - 0.12, 0.12 * np.sin(angle) + 0.1, 0 * angle], 1).astype(np.float32)
        parts, low = [tube(hook, rng.uniform(0.006, 0.014), METAL, sides=6)], 0.0
        for _ in range(int(rng.integers(1, 4))):
            size = rng.uniform(0.12, 0.45)
            parts.append(pendant(rng, size).moved((0, low, 0)))
            low -= size * 1.2
        one = merged(parts)
    if rng.random() < 0.25:
        return one
    other = one.turned(turn(1, rng.uniform(-0.9, 0.9)) @ turn(2, rng.normal(0, 0.25)))
    return merged([one, other.moved((rng.uniform(0.7, 1.2), rng.normal(0, 0.05), 0))])


def hair_clip(rng: Rng) -> Mesh:
    """Return a comb, a barrette, a brooch of leaves or a bow."""
    kind = rng.integers(0, 4)
    if kind == 0:
        count = int(rng.integers(8, 22))
        teeth = [
            tube(np.float32([[x, 0, 0], [x * 1.02, -0.5, 0.05]]), 0.25 / count, METAL, sides=6)
            for x in np.linspace(-0.7, 0.7, count)
        ]
        curve = np.stack([np.linspace(-0.75, 0.75, 20), 0.08 * np.cos(np.linspace(-1.5, 1.5, 20)), np.zeros(20)], 1)
        return merged([*teeth, tube(curve.astype(np.float32), 0.05, SECOND)])
    if kind == 1:
        curve = np.stack([np.linspace(-0.8, 0.8, 24), 0.12 * np.cos(np.linspace(-1.5, 1.5, 24)), np.zeros(24)], 1)
        body = sweep(curve.astype(np.float32), superellipse(0.02, rng.uniform(0.06, 0.2), 4, 14), SECOND)
        spots = along(curve, rng.uniform(0.1, 0.3))
        return merged([body, *(gem(rng, 0.06).turned(turn(0, 1.5)).moved((x, y + 0.02, 0.06)) for x, y, _ in spots)])
    count = int(rng.integers(4, 10))
    parts = [block((0.13,) * 3, 2, BEAD, 9)]
    sheet = _petal(rng)
    for angle in np.linspace(0, TAU, count, endpoint=False):
        parts.append(sheet.turned(turn(2, angle)))
    return merged(parts)


def _petal(rng: Rng) -> Mesh:
    t, s = np.meshgrid(np.linspace(0, 1, 14), np.linspace(-1, 1, 9), indexing="ij")
    width = rng.uniform(0.1, 0.3) * np.sin(np.pi * t ** rng.uniform(0.6, 1.4))
    return grid(
        np.stack([0.1 + 0.6 * t, width * s, 0.12 * t * t - 0.1 * s * s * t], -1).astype(np.float32),
        int(rng.choice([METAL, CLOTH, NET])),
    )
