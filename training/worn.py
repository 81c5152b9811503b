"""Watches, spectacles, bags, belts, hats, scarves and shoes, each put together by chance. About one unit in size."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from training.jewellery import BEAD, CLOTH, GLASS, LEATHER, METAL, NET, SECOND, TAU, Rng, along, link
from training.mesh import Floats, Mesh, block, circle, disc, grid, lathe, loop, merged, superellipse, sweep, tube, turn


def watch(rng: Rng) -> Mesh:
    """Return a watch, its dial facing +z, its strap straight, bent back or closed."""
    power = float(rng.choice([2.0, 2.0, 2.0, 5.0]))
    outline = superellipse(0.36, 0.36 * rng.uniform(0.9, 1.2), power, 48)
    case = sweep(loop(outline), superellipse(0.04, 0.06, 3, 10), METAL, True)
    parts = [
        case,
        disc(outline, SECOND).moved((0, 0, 0.01)),
        block((0.34, 0.34, 0.05), 3, METAL, 12).moved((0, 0, -0.05)),
    ]
    count = int(rng.choice([4, 12, 12]))
    for angle in np.linspace(0, TAU, count, endpoint=False):
        mark = block((0.012, 0.03, 0.008), 6, METAL, 6).moved((0, 0.28, 0.02))
        parts.append(mark.turned(turn(2, angle)))
    for length in (0.16, 0.24):
        hand = block((0.012, length / 2, 0.006), 4, METAL, 6).moved((0, length / 2, 0.03))
        parts.append(hand.turned(turn(2, rng.uniform(0, TAU))))
    parts.append(block((0.04, 0.04, 0.04), 3, METAL, 8).moved((0.42, 0, 0)))
    if rng.random() < 0.5:
        parts.append(replace(disc(outline * 0.97, GLASS)).moved((0, 0, 0.055)))
    return merged([*parts, *_strap(rng)])


def _strap(rng: Rng) -> list[Mesh]:
    wide, bend = rng.uniform(0.14, 0.26), rng.choice([0.0, 0.5, 1.4, 2.9])
    far = np.linspace(0, 1, 30)
    angle = far * bend
    radius = 1.1 / max(bend, 1e-3)
    y = 0.36 + (radius * np.sin(angle) if bend > 0.1 else far * 1.1)
    z = -(radius * (1 - np.cos(angle)) if bend > 0.1 else far * 0)
    curve = np.stack([0 * far, y, z], 1).astype(np.float32)
    parts = []
    for way in (1, -1):
        half = curve * np.float32([1, way, 1])
        if rng.random() < 0.4:
            unit = block((wide, 0.06, 0.03), 5, METAL, 8)
            for at, spot in enumerate(along(half, 0.125)):
                parts.append(unit.turned(turn(0, float(way * -angle[min(at * 3, 29)]))).moved(spot))
        else:
            parts.append(
                sweep(half, superellipse(wide, 0.025, 5, 16), LEATHER)
                if _flat(half)
                else _ribbon(half, wide, 0.03, LEATHER)
            )
    return parts


def _flat(curve: Floats) -> bool:
    return False


def _ribbon(curve: Floats, wide: float, thick: float, material: int) -> Mesh:
    """Return a flat band along ``curve`` (in the plane x = 0), its width along x."""
    forward = np.gradient(curve, axis=0)
    forward /= np.linalg.norm(forward, axis=1, keepdims=True) + 1e-9
    up = np.cross(np.float32([1, 0, 0]), forward)
    section = superellipse(wide, thick, 6, 16)
    points = curve[:, None] + section[None, :, :1] * np.float32([1, 0, 0]) + section[None, :, 1:] * up[:, None]
    return grid(points.astype(np.float32), material, (False, True))


def spectacles(rng: Rng) -> Mesh:
    """Return spectacles, their front facing +z, the temples open behind, folded or cut short."""
    wide, high = rng.uniform(0.4, 0.52), rng.uniform(0.28, 0.46)
    power = float(rng.choice([1.8, 2.0, 2.4, 3.5]))
    outline = superellipse(wide, high, power, 48)
    outline[:, 1] -= rng.uniform(0, 0.25) * (outline[:, 0] / wide) ** 2 * high * rng.choice([0, 1, 1])
    rim = float(rng.choice([0.0, 0.012, 0.02, 0.05, 0.07]))
    frame = int(rng.choice([METAL, SECOND, SECOND]))
    gap = rng.uniform(0.08, 0.16)
    parts = []
    for way in (1, -1):
        half = outline * np.float32([way, 1])
        at = (way * (wide + gap), 0, 0)
        lens = disc(half, GLASS, 6)
        parts.append(
            replace(
                lens,
                points=(lens.points + np.float32([0, 0, 0.1]) * (1 - (lens.points[:, :1] / wide) ** 2)).astype(
                    np.float32
                ),
            ).moved(at)
        )
        if rim > 0:
            parts.append(tube(loop(half), rim, frame, True, 8).moved(at))
        parts.append(_temple(rng.integers(0, 1 << 30), way, wide * 2 + gap, rng.uniform(0.012, 0.05), frame))
    bridge = np.float32([[-gap, 0.05, 0], [-gap * 0.5, 0.12, 0.06], [gap * 0.5, 0.12, 0.06], [gap, 0.05, 0]])
    parts.append(tube(bridge, max(rim * 0.8, 0.018), frame))
    return merged(parts)


def _temple(seed: int, way: int, out: float, thick: float, frame: int) -> Mesh:
    rng = np.random.default_rng(seed % 7)  # both sides alike
    far = np.linspace(0, 1, 20)
    drop = np.where(far > 0.75, -((far - 0.75) ** 2) * 4.5, 0)
    folded = rng.random() < 0.35
    if folded:
        curve = np.stack([way * out * (1 - 2 * far * 0.85), 0.1 + drop * 0.6, -0.06 - 0.05 * (way > 0) + 0 * far], 1)
    else:
        curve = np.stack([way * (out + 0.02 * far), 0.1 + drop, -far * 1.4], 1)
    return sweep(curve.astype(np.float32), superellipse(thick * 0.5, thick, 3, 8), frame)


def bag(rng: Rng) -> Mesh:
    """Return a handbag, a tote, a backpack, a pouch or a wallet."""
    wide, high, deep = rng.uniform(0.35, 0.75), rng.uniform(0.25, 0.75), rng.uniform(0.06, 0.3)
    stuff = int(rng.choice([LEATHER, LEATHER, CLOTH]))
    body = block((wide, high, deep), rng.uniform(3.5, 10), stuff, 28)
    taper = rng.uniform(-0.25, 0.3)
    points = body.points.copy()
    points[:, 0] *= 1 - taper * points[:, 1] / high
    points[:, 2] *= 1 - rng.uniform(0, 0.7) * np.maximum(points[:, 1] / high, 0)
    points += 0.02 * np.sin(points[:, [1, 2, 0]] * rng.uniform(3, 12))
    parts = [replace(body, points=points.astype(np.float32))]
    if rng.random() < 0.5:
        flap = block((wide * 0.97, high * rng.uniform(0.2, 0.5), 0.03), 6, int(rng.choice([stuff, SECOND])), 16)
        parts.append(flap.moved((0, high * 0.55, deep + 0.01)))
        parts.append(block((0.06, 0.05, 0.02), 4, METAL, 8).moved((0, high * 0.2, deep + 0.04)))
    for at in range(int(rng.integers(0, 3))):
        pocket = block((wide * rng.uniform(0.3, 0.8), high * 0.3, 0.04), 5, int(rng.choice([stuff, SECOND])), 12)
        parts.append(pocket.moved((rng.normal(0, 0.05), -high * 0.4 + at * 0.1, deep)))
    kind = rng.integers(0, 5)
    if kind in (0, 1, 2):
        parts += _handles(rng, wide * (1 - max(taper, 0)), high, deep, stuff)
    if kind in (2, 3):
        parts.append(_long_strap(rng, wide, high))
    return merged(parts)


def _handles(rng: Rng, wide: float, high: float, deep: float, stuff: int) -> list[Mesh]:
    t = np.linspace(0, np.pi, 40)
    reach, rise = wide * rng.uniform(0.3, 0.7), rng.uniform(0.2, 0.8)
    curve = np.stack([reach * np.cos(t), high * 0.9 + rise * np.sin(t) ** rng.uniform(0.4, 1), 0 * t], 1)
    section = superellipse(rng.uniform(0.015, 0.05), rng.uniform(0.012, 0.03), 3, 8)
    one = sweep(curve.astype(np.float32), section, int(rng.choice([stuff, SECOND, LEATHER])))
    rings = [tube(loop(circle(0.05, 14)), 0.012, METAL, True, 6).moved(curve[k]) for k in (0, -1)]
    if rng.random() < 0.4:
        return [one, *rings]
    other = one.turned(turn(0, rng.normal(0, 0.15)))
    return [
        one.moved((0, 0, deep * 0.6)),
        other.moved((0, 0, -deep * 0.6)),
        *(part.moved((0, 0, deep * 0.6)) for part in rings),
    ]


def _long_strap(rng: Rng, wide: float, high: float) -> Mesh:
    t = np.linspace(0, 1, 80)
    rise = rng.uniform(0.5, 1.4)
    x = wide * (1 - 2 * t) * (1 + rng.uniform(-0.3, 0.5) * np.sin(np.pi * t))
    curve = np.stack(
        [x, high * 0.8 + rise * np.sin(np.pi * t) ** rng.uniform(0.4, 1.2), 0.1 * np.sin(t * 7)], 1
    ).astype(np.float32)
    if rng.random() < 0.35:
        unit = link(rng, 0.07)
        return merged(
            [
                unit.turned(turn(2, k) @ turn(0, 1.57 * (k % 2))).moved(spot)
                for k, spot in enumerate(along(curve, 0.06)[:90])
            ]
        )
    return sweep(curve, superellipse(rng.uniform(0.008, 0.03), rng.uniform(0.008, 0.02), 3, 8), LEATHER)


def belt(rng: Rng) -> Mesh:
    """Return a belt: rolled up, in a loop or laid out, with its buckle."""
    wide, kind = rng.uniform(0.06, 0.16), rng.integers(0, 3)
    t = np.linspace(0, 1, 160)
    if kind == 0:
        angle, radius = t * TAU * rng.uniform(1.6, 4), 0.6 - 0.35 * t
        curve = np.stack([0 * t, radius * np.cos(angle), radius * np.sin(angle)], 1)
    elif kind == 1:
        angle = t * TAU * 0.97
        curve = np.stack([0 * t, 0.7 * np.cos(angle), rng.uniform(0.4, 0.7) * np.sin(angle)], 1)
    else:
        curve = np.stack([0 * t, 2 * t - 1, 0.12 * np.sin(t * rng.uniform(2, 7))], 1)
    strap = _ribbon(curve.astype(np.float32), wide, 0.018, LEATHER)
    outline = superellipse(wide * 1.4, wide * rng.uniform(0.8, 1.4), rng.choice([2, 6]), 32)
    buckle = tube(loop(outline), 0.025, METAL, True).turned(turn(1, 0.0)).turned(turn(0, rng.choice([0.0, 1.57])))
    pin = tube(np.float32([[0, -wide, 0], [0, wide, 0.02]]), 0.014, METAL)
    return merged([strap, buckle.moved(curve[0]), pin.moved(curve[0])])


def hat(rng: Rng) -> Mesh:
    """Return a brimmed hat, a beanie or a cap with a visor."""
    high, power = rng.uniform(0.3, 0.6), rng.uniform(2, 6)
    stuff = int(rng.choice([CLOTH, CLOTH, LEATHER]))
    t = np.linspace(0, np.pi / 2, 16)
    crown = np.stack([0.45 * np.cos(t) ** (2 / power), high * np.sin(t) ** (2 / power)], 1)
    parts = [
        lathe(crown.astype(np.float32), stuff, 48),
        lathe(np.float32([[0.462, 0.02], [0.46, rng.uniform(0.06, 0.14)]]), SECOND, 48),
    ]
    kind = rng.integers(0, 3)
    if kind == 0:
        reach = rng.uniform(0.12, 0.5)
        brim = lathe(
            np.stack([np.linspace(0.44, 0.44 + reach, 8), rng.normal(0, 0.08) * np.linspace(0, 1, 8) ** 2], 1).astype(
                np.float32
            ),
            int(rng.choice([stuff, stuff, NET])),
            64,
        )
        points = brim.points.copy()
        points[:, 1] += (
            rng.uniform(0, 0.1)
            * np.cos(2 * np.arctan2(points[:, 2], points[:, 0]))
            * np.linalg.norm(points[:, [0, 2]], axis=1)
        )
        parts.append(replace(brim, points=points))
    elif kind == 1:
        angle, out = np.meshgrid(np.linspace(-1.1, 1.1, 24), np.linspace(0, 1, 6), indexing="ij")
        radius = 0.44 + out * 0.38 * np.cos(angle * 1.35).clip(0)
        parts.append(
            grid(
                np.stack(
                    [radius * np.sin(angle), 0.02 - 0.12 * out * out - 0.05 * angle**2 * out, radius * np.cos(angle)],
                    -1,
                ).astype(np.float32),
                int(rng.choice([stuff, SECOND])),
            )
        )
    else:
        parts.append(
            block((0.13,) * 3, 2, SECOND, 10).moved((0, high, 0))
            if rng.random() < 0.4
            else lathe(np.float32([[0.47, -0.04], [0.49, 0.1]]), stuff, 48)
        )
    return merged(parts)


def scarf(rng: Rng) -> Mesh:
    """Return a scarf: hung in folds, in a loop, or a square of cloth or tulle spread out."""
    stuff = int(rng.choice([CLOTH, CLOTH, NET]))
    if rng.random() < 0.6:
        v, u = np.meshgrid(np.linspace(-1, 1, 60), np.linspace(-1, 1, 60), indexing="ij")
        wide = rng.uniform(0.2, 0.8)
        waves = sum(
            rng.uniform(0.02, 0.08) * np.sin(rng.uniform(2, 14) * u + rng.uniform(0, 6) + v * rng.normal(0, 2))
            for _ in range(3)
        )
        x = wide * u * (1 + rng.normal(0, 0.25) * v) + rng.normal(0, 0.15) * v**2
        return grid(np.stack([x, v + 0.3 * waves, waves], -1).astype(np.float32), stuff)
    angle = np.linspace(0, TAU, 120, endpoint=False)
    curve = np.stack([0.5 * np.cos(angle), 0.5 * np.sin(angle), 0.1 * np.cos(2 * angle)], 1).astype(np.float32)
    ring = sweep(curve, superellipse(rng.uniform(0.08, 0.2), rng.uniform(0.06, 0.12), 2, 20), CLOTH, True)
    ends = [
        block((0.12, 0.5, 0.05), 3, CLOTH, 16).turned(turn(2, tilt)).moved((0.1 * tilt, -0.9, 0.05))
        for tilt in (-0.2, 0.25)
    ]
    return merged([ring, *ends])


def shoes(rng: Rng) -> Mesh:
    """Return one shoe or a pair: trainer, loafer, boot or a shoe with a heel."""
    far = np.linspace(0, 1, 36)
    heel = rng.choice([0.0, 0.0, 0.08, 0.45])
    sole = heel * np.clip(1 - far * 1.9, 0, 1) ** 1.2
    half = 0.17 * (np.sin(np.pi * np.clip(far * 0.86 + 0.12, 0, 1)) ** 0.5) * (1 + 0.25 * far)
    rise = rng.choice([0.28, 0.35, 0.9])
    top = 0.12 + rise * np.clip(1 - far * rng.uniform(1.5, 2.2), 0, 1) ** 0.7 + 0.06 * (1 - far)
    angle = np.linspace(0, TAU, 28, endpoint=False)
    x, y = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** 0.6, np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** 0.6
    points = np.stack(
        [
            half[:, None] * x,
            sole[:, None] + top[:, None] * (0.5 + 0.5 * y) + 0.03,
            np.repeat(far[:, None] * 1.1, 28, 1),
        ],
        -1,
    )
    upper = grid(points.astype(np.float32), int(rng.choice([LEATHER, LEATHER, CLOTH])), (False, True))
    base = points.copy()
    base[..., 1] = sole[:, None] + rng.uniform(0.02, 0.1) * (0.5 + 0.5 * y)
    base[..., 0] *= 1.06
    parts = [upper, grid(base.astype(np.float32), SECOND, (False, True))]
    if heel > 0.2:
        parts.append(tube(np.float32([[0, 0.42, 0.06], [0, 0.0, 0.04]]), rng.uniform(0.015, 0.07), SECOND))
    for at in range(int(rng.choice([0, 5, 6]))):
        z = 0.38 + at * 0.06
        high = float(np.interp(z / 1.1, far, top + sole)) + 0.03
        parts.append(
            tube(
                np.float32([[-0.09, high - 0.03, z], [0, high + 0.01, z + 0.02], [0.09, high - 0.03, z]]),
                0.012,
                BEAD,
                sides=5,
            )
        )
    one = merged(parts).moved((0, -0.3, -0.5))
    if rng.random() < 0.35:
        return one
    other = one.scaled((-1, 1, 1)).turned(turn(1, rng.normal(0, 0.3)))
    return merged(
        [one, replace(other, faces=other.faces[:, ::-1].copy()).moved((rng.uniform(0.42, 0.6), 0, rng.normal(0, 0.15)))]
    )
