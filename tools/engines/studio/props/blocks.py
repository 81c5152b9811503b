"""Podium, arch, sphere, steps and glass block: the plain solids of a set."""

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.mesh import BEVEL_STRETCH, Mesh, cylinder, grid, merge, rounded_box, sphere, transform
from tools.engines.studio.props.part import PropPart

STONE_BEVEL = 0.008
"""Radius of a broken edge, as a share of the size."""


def podium(size_mm: float, seed: int) -> tuple[PropPart, ...]:
    """Return a low round podium, ``size_mm`` across."""
    return (PropPart(cylinder(size_mm / 2, 0.36 * size_mm, STONE_BEVEL * size_mm), "plaster"),)


def ball(size_mm: float, seed: int) -> tuple[PropPart, ...]:
    """Return a ball of stoneware, thrown by hand: nearly round."""
    random = np.random.default_rng([seed, 47])
    turned = transform(sphere(size_mm / 2), yaw=float(random.uniform(0, 360)))
    points = turned.vertices / size_mm
    swell = sum(np.sin(points @ random.normal(0.0, 5.0, 3) + float(random.uniform(0, 6.28))) for _ in range(4))
    points = points * (1.0 + 0.004 * np.asarray(swell)[:, None])
    uv = np.stack([points[:, 0] + 0.5 * points[:, 1], points[:, 1] - 0.5 * points[:, 2]], -1) + random.random(2)
    low = np.maximum(points[:, 1], -0.492)  # its foot, where it was not glazed
    points = np.stack([points[:, 0], low - low.min(), points[:, 2]], -1) * size_mm
    made = Mesh(points.astype(np.float32), turned.faces, uv.astype(np.float32), turned.normals)
    return (PropPart(made, "stoneware"),)


def steps(size_mm: float, seed: int) -> tuple[PropPart, ...]:
    """Return three wide blocks, each higher and further back, ``size_mm`` wide."""
    deep, rise = 0.27 * size_mm, 0.14 * size_mm
    blocks = []
    for number in range(3):
        high = rise * (number + 1)
        block = rounded_box((size_mm, high, deep), STONE_BEVEL * 0.6 * size_mm)
        blocks.append(transform(block, shift=(0.0, high / 2, deep * (1 - number))))
    return tuple(PropPart(block, "plaster") for block in blocks)


def glass_block(size_mm: float, seed: int) -> tuple[PropPart, ...]:
    """Return a solid block of clear glass with polished edges."""
    size = (0.8 * size_mm, size_mm, 0.42 * size_mm)
    return (PropPart(transform(rounded_box(size, 0.035 * size_mm), shift=(0.0, size[1] / 2, 0.0)), "clear_glass"),)


def arch(size_mm: float, seed: int) -> tuple[PropPart, ...]:
    """Return a free-standing round arch, ``size_mm`` high, with rounded edges."""
    return (PropPart(_arch(0.78 * size_mm, size_mm, 0.20 * size_mm, 0.26 * size_mm), "plaster"),)


def _arch(width: float, height: float, bar: float, deep: float) -> Mesh:
    """Return a bar of section ``bar``×``deep`` bent into legs and a half circle; uv follows the face and the bar."""
    middle = (width - bar) / 2
    spring = height - width / 2
    turn = np.linspace(np.pi, 0.0, 65)
    bend = np.stack([middle * np.cos(turn), spring + middle * np.sin(turn)], -1)
    out = np.stack([np.cos(turn), np.sin(turn)], -1)
    path = np.concatenate([[[-middle, 0.0]], bend, [[middle, 0.0]]])
    out = np.concatenate([[[-1.0, 0.0]], out, [[1.0, 0.0]]])
    section, run = _section(bar, deep, 0.06 * bar)
    points = np.concatenate(
        [
            path[None] + out[None] * section[:, None, :1],
            np.broadcast_to(section[:, None, 1:], (len(section), len(path), 1)),
        ],
        axis=-1,
    )
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    uv = np.stack(np.broadcast_arrays(along[None, :], run[:, None]), -1)
    skin = grid(points, uv)
    return merge(skin, *(_foot(points[:, column], flip) for column, flip in ((0, True), (-1, False))))


def _section(bar: float, deep: float, bevel: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the closed section S×2 of (outward, z) and the uv length along it, from the outer back edge round."""
    core = np.array([bar / 2 - bevel, deep / 2 - bevel])
    bend = np.linspace(0.0, np.pi / 2, 7)
    points = []
    for quarter, (sx, sz) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        angle = bend + quarter * np.pi / 2
        points.append(core * [sx, sz] + bevel * np.stack([np.cos(angle), np.sin(angle)], -1))
    closed = np.concatenate([*points, points[0][:1]])
    step = np.linalg.norm(np.diff(closed, axis=0), axis=1)
    fade = np.where(step < 0.5 * bevel, BEVEL_STRETCH, 1.0)
    return closed, np.concatenate([[0.0], np.cumsum(step * fade)])


def _foot(ring: NDArray[np.float64], flip: bool) -> Mesh:
    """Return the flat end of a leg."""
    centre = np.broadcast_to(ring[:-1].mean(axis=0), ring.shape)
    return grid(np.stack([centre, ring]), np.stack([centre[:, [0, 2]], ring[:, [0, 2]]]), flip=flip)
