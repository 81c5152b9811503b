"""A block of split stone: honed on top, its sides broken along the layers, modelled and not painted."""

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.mesh import Mesh, grid, merge
from tools.engines.studio.noise import fractal, smoothstep

AROUND, UP = 1024, 96
"""Points round the block and up its sides."""

FIELD = 1024
LAYERS = 9
"""Layers in the height of the block."""

CHIPPED = 0.10
"""Share of the height within which the upper edge is chipped."""

CORNER = 0.03
"""Radius of the upright corners, as a share of the shorter side."""

Points = NDArray[np.float64]


def split_block(size: tuple[float, float, float], relief: float, seed: int) -> Mesh:
    """Return a block of ``size`` (x, y, z) mm whose top is y = 0; its sides lie up to ``relief`` mm inside the size."""
    outline, outward, run = _outline(size[0], size[2])
    deep = _depth(run, size[1], seed) * relief
    level = np.linspace(0.0, 1.0, UP) ** 1.3
    ledge = 0.25 * relief * _rows(fractal(FIELD, 1.6, 1000 * seed + 5, stretch=(0.5, 1.0)), run, level)
    at = outline[None] - outward[None] * deep[..., None]
    y = -level[:, None] * size[1] + np.clip(ledge, -0.4 * relief, 0.0) * (level < 0.02)[:, None]
    side = np.stack([at[..., 0], np.broadcast_to(y, deep.shape), at[..., 1]], -1)
    uv = np.stack(np.broadcast_arrays(run[None, :], -level[:, None] * size[1]), -1)
    return merge(grid(side, uv, flip=True), _lid(side[0]))


def _lid(rim: Points) -> Mesh:
    """Return the flat top within ``rim`` (points×3)."""
    middle = rim[:-1].mean(axis=0) * [1.0, 0.0, 1.0]
    share = np.array([0.0, 0.5, 0.985])[:, None, None]
    inner = middle + (rim * [1.0, 0.0, 1.0] - middle) * share
    points = np.concatenate([inner, rim[None]])
    flat = grid(points, points[..., [0, 2]] * [1.0, -1.0], flip=True)
    up = np.broadcast_to(np.array([0.0, 1.0, 0.0], dtype=np.float32), flat.vertices.shape).copy()
    return Mesh(flat.vertices, flat.faces, flat.uv, up)


def _outline(wide: float, deep: float) -> tuple[Points, Points, NDArray[np.float64]]:
    """Return (points×2 of (x, z) round a rounded rectangle, outward directions, length along it), closed."""
    radius = CORNER * min(wide, deep)
    half = np.array([wide / 2 - radius, deep / 2 - radius])
    corners, facing = [], []
    for quarter, sign in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        angle = np.linspace(0.0, np.pi / 2, 12) + quarter * np.pi / 2
        facing.append(np.stack([np.cos(angle), np.sin(angle)], -1))
        corners.append(half * sign + radius * facing[-1])
    points, normals = np.concatenate([*corners, corners[0][:1]]), np.concatenate([*facing, facing[0][:1]])
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    run = np.linspace(0.0, length[-1], AROUND)
    along = [np.stack([np.interp(run, length, part[:, k]) for k in (0, 1)], -1) for part in (points, normals)]
    return along[0], along[1] / np.linalg.norm(along[1], axis=1, keepdims=True), run


def _rows(field: NDArray[np.float32], run: NDArray[np.float64], level: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ``field`` read once round the block and down its sides, with square features."""
    columns = np.round(run / run[-1] * FIELD).astype(int) % FIELD
    rows = np.round(level * (FIELD / 4)).astype(int) % FIELD
    return np.asarray(field[np.ix_(rows, columns)], dtype=np.float64)


def _depth(run: NDArray[np.float64], height: float, seed: int) -> NDArray[np.float64]:
    """Return 0..1 (rows×points): how far each place of the sides is broken off."""
    base = 1000 * seed
    level = np.linspace(0.0, 1.0, UP) ** 1.3
    squeeze = 4 * height / run[-1]  # a quarter of the field covers the height
    sway = _rows(fractal(FIELD, 2.2, base + 1, stretch=(1.2, 1.2 * squeeze), lowest=2.0), run, level)
    rough = _rows(fractal(FIELD, 1.5, base + 2, stretch=(1.6, 0.8), lowest=6.0), run, level)
    place = level[:, None] * LAYERS + 0.75 * sway
    number = np.floor(place)
    part = place - number
    random = np.random.default_rng([seed, 71]).random((64, 48))
    column = (np.arange(AROUND) / AROUND * 48 + 0.9 * sway + 0.7 * rough) % 48
    left = np.floor(column).astype(int)
    row = number.astype(int) % 64
    mixed = random[row, left % 48]
    following = random[row, (left + 1) % 48]
    share = smoothstep((column - left).astype(np.float32), 0.80, 1.0)
    step = mixed + (following - mixed) * share
    shelf = 0.55 * step + 0.12 * part + 0.16 * (rough - rough.min()) / max(float(np.ptp(rough)), 1e-9)
    chip = np.clip(1.0 - level[:, None] / (CHIPPED * (1.0 + 0.6 * sway)).clip(0.02), 0.0, 1.0) ** 2
    return np.asarray(np.clip(shelf + 0.22 * chip, 0.0, 1.0), dtype=np.float64)
