"""Dried flowers in a small vase: bunny-tail grass, with a few sprigs of gypsophila."""

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.mesh import Mesh, lathe, merge, sphere, transform
from tools.engines.studio.props.part import PropPart
from tools.engines.studio.props.placing import rested
from tools.engines.studio.props.stems import curve, outlined, tube

TAILS = 7
VASE = (
    (0.20, 0.0), (0.27, 0.02), (0.40, 0.22), (0.40, 0.44), (0.22, 0.68), (0.115, 0.82), (0.12, 0.95), (0.155, 0.992),
    (0.15, 1.0), (0.125, 0.985), (0.095, 0.90),
)  # fmt: skip
"""Radius and height of the vase's outline, as shares of its height."""

HAIRS = 1500
"""Hairs of one head, a triangle each."""


def flowers(size_mm: float, seed: int) -> tuple[PropPart, ...]:
    """Return a vase of dried grasses, ``size_mm`` high."""
    random = np.random.default_rng([seed, 43])
    mouth = 0.36 * size_mm
    stems, heads, fuzz, buds = [], [], [], []
    for number in range(TAILS):
        path = _stem(number / TAILS, mouth, size_mm, random)
        stems.append(tube(path, 0.0035 * size_mm, 6))
        core, hair = _tail(path[-1], path[-1] - path[-5], 0.15 * size_mm * float(random.uniform(0.8, 1.15)), random)
        heads.append(core)
        fuzz.append(hair)
    for _ in range(4):
        twigs, balls = _sprig(_stem(float(random.random()), mouth, 0.86 * size_mm, random), size_mm, random)
        stems += twigs
        buds += balls
    parts = [
        PropPart(_vase(mouth), "ceramic", "#e9e1d5"),
        PropPart(merge(*stems), "leaf", "#b7a67c"),
        PropPart(merge(*heads), "petal", "#d9c8a6"),
        PropPart(merge(*fuzz), "petal", "#efe4cf"),
        PropPart(merge(*buds), "petal", "#f4eee4"),
    ]
    return rested(parts)


def _vase(height: float) -> Mesh:
    """Return a round-bellied bud vase with a narrow neck and a rolled lip."""
    outline = outlined(VASE, 90)
    outline[:, 1] = np.maximum(outline[:, 1], 0.0)
    closed = np.concatenate([[[0.0, 0.0]], outline, [[0.0, 0.86]]])
    return lathe(closed * height, 96)


def _stem(turn: float, mouth: float, size: float, random: np.random.Generator) -> NDArray[np.float64]:
    angle = 2 * np.pi * turn + float(random.uniform(-0.4, 0.4))
    lean = float(random.uniform(0.08, 0.27)) * size
    top = float(random.uniform(0.72, 0.9)) * size
    out = np.array([np.cos(angle), 0.0, 0.6 * np.sin(angle)])
    start = out * 0.02 * size + [0.0, 0.80 * mouth, 0.0]
    points = [
        start,
        out * lean * 0.25 + [0, mouth + 0.30 * (top - mouth), 0],
        out * lean * 0.6 + [0, mouth + 0.7 * (top - mouth), 0],
    ]
    points.append(out * lean * 1.1 + [0, top, 0])
    return curve([(float(p[0]), float(p[1]), float(p[2])) for p in points], 24)


def _tail(
    at: NDArray[np.float64], heading: NDArray[np.float64], length: float, random: np.random.Generator
) -> tuple[Mesh, Mesh]:
    """Return (core, hairs) of a fluffy oval head that goes on from the stem's end."""
    up = heading / np.linalg.norm(heading)
    side = np.cross(up, [0.0, 0.0, 1.0])
    side /= np.linalg.norm(side)
    frame = np.stack([side, up, np.cross(side, up)])
    ball = sphere(1.0, 18)
    shape = np.array([0.17, 0.42, 0.17]) * length
    core = (ball.vertices * shape + [0.0, 0.42 * length, 0.0]) @ frame + at
    normals = (ball.normals if ball.normals is not None else ball.vertices) @ frame
    height = random.uniform(-0.96, 0.98, HAIRS)
    angle = random.uniform(0, 2 * np.pi, HAIRS)
    flat = np.sqrt(1 - height**2)
    out = np.stack([flat * np.cos(angle), height, flat * np.sin(angle)], -1)
    root = out * shape * 0.96 + [0.0, 0.42 * length, 0.0]
    lean = out * [1.0, 0.35, 1.0] + [0.0, 0.75, 0.0] + random.normal(0, 0.16, (HAIRS, 3))
    lean /= np.linalg.norm(lean, axis=1, keepdims=True)
    tip = root + lean * (length * random.uniform(0.13, 0.27, HAIRS))[:, None]
    wide = np.cross(lean, out + random.normal(0, 0.4, (HAIRS, 3)))
    wide *= 0.0075 * length / np.maximum(np.linalg.norm(wide, axis=1, keepdims=True), 1e-9)
    points = np.stack([root - wide, root + wide, tip], 1).reshape(-1, 3) @ frame + at
    faces = np.arange(3 * HAIRS, dtype=np.uint32).reshape(-1, 3)
    facing = np.repeat(out @ frame, 3, axis=0)
    hair = Mesh(points.astype(np.float32), faces, None, facing.astype(np.float32))
    return Mesh(core.astype(np.float32), ball.faces, ball.uv, normals.astype(np.float32)), hair


def _sprig(path: NDArray[np.float64], size: float, random: np.random.Generator) -> tuple[list[Mesh], list[Mesh]]:
    """Return (twigs, buds) of gypsophila along the upper half of ``path``."""
    twigs, buds = [tube(path, 0.0022 * size, 5)], []
    for index in (*range(10, 24), 23, 23):
        out = random.normal((0.0, 1.3, 0.0), 1.0)
        out *= float(random.uniform(0.05, 0.11)) * size / np.linalg.norm(out)
        end = path[index] + out
        bend = path[index] + 0.5 * out + [0.0, -0.1 * float(np.linalg.norm(out)), 0.0]
        twigs.append(tube(np.stack([path[index], bend, end]), 0.0012 * size, 4))
        radius = float(random.uniform(0.007, 0.013)) * size
        bud = transform(sphere(radius, 8), scale=(1.0, 0.8, 1.0), yaw=float(random.uniform(0, 90)))
        buds.append(transform(bud, shift=(float(end[0]), float(end[1]), float(end[2]))))
    return twigs, buds
