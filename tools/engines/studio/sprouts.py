"""What grows or lies on a shaped ground as a thing of its own: shoots of moss, crumbs of snow; modelled, not painted.

Each is a few triangles that take their colour where they stand; only where the camera looks.
"""

import numpy as np

from tools.engines.studio.mesh import Mesh, grid_faces, merge, vertex_normals
from tools.engines.studio.relief import BACK, FRONT, LEFT, Floats, Ground

LEAVES = 6
"""Leaves of a shoot of moss, seen from above as a star."""

SLIM = 0.17
"""Half the width of a leaf as a share of its length."""

AROUND, UP = 8, 5
"""Points round a crumb of snow and from its foot to its top."""

BESIDE, PRESSED = 0.5, 0.55
"""How long a leaf may be as a share of the distance to the box round what stands there, and its share of the usual
length within that box: what stands there is laid over it."""

FINEST = 0.0025
"""Radius of a crumb within that box, in frame widths."""

SOFT = 0.55
"""How much of a normal is the sky's: light goes through leaves and snow, so that their sides do not differ much."""

LIT = 0.72
"""The same of a crumb's: it is lit through."""


def moss(ground: Ground) -> Mesh:
    """Return the ground under shoots of moss 1 to 9 mm high, longer and sparser in the shade between its cushions."""
    land = ground.land
    long = max(land.length(0.026, 1.1, 9.0), 0.017)
    root, uv, free = _scattered(ground, 0.84 * long)
    random = np.random.default_rng([land.seed, 52])
    count = len(root)
    size = land.mm * np.minimum(long * random.uniform(0.55, 1.25, count), np.maximum(BESIDE * free, PRESSED * long))
    turn = random.uniform(0, 2 * np.pi, count)[:, None] + np.arange(LEAVES) * 2.4  # the golden angle, as leaves stand
    up = np.linspace(0.35, 1.25, LEAVES) + random.normal(0.0, 0.16, (count, LEAVES))
    lean = np.clip(random.normal(0.0, 0.28, (count, 1, 2)), -0.5, 0.5)
    along = np.stack([np.cos(turn) * np.cos(up), np.sin(up), np.sin(turn) * np.cos(up)], -1)
    along[..., ::2] += lean
    stem = root[:, None] + np.linspace(0.0, 0.35, LEAVES)[:, None] * [0.0, 1.0, 0.0] * size[:, None, None]
    leaves = _leaves(stem, along * (size[:, None] * random.uniform(0.75, 1.1, (count, LEAVES)))[..., None])
    return merge(ground.mesh, _coloured(leaves, np.repeat(uv, LEAVES, axis=0), 4))


def snow(ground: Ground) -> Mesh:
    """Return the ground with crumbs on it: what has fallen off a branch or broken from the crust, most of it small."""
    land = ground.land
    point, uv, free = _scattered(ground, 0.017)
    random = np.random.default_rng([land.seed, 61])
    drawn = random.pareto(2.0, len(point)) + 1.0
    largest = np.minimum(land.length(0.008, 0.36, 3.0), np.maximum(BESIDE * free, FINEST))
    size = np.minimum(land.length(0.0024, 0.10, 1.0) * drawn, largest)
    gathered = land.noise(2.4, 62, lowest=0.6)
    rows, columns = (np.clip((point[:, k] / land.mm - low) / land.spacing, 0, land.x.shape[n] - 1).astype(int)
                     for k, low, n in ((2, BACK, 0), (0, LEFT, 1)))  # fmt: skip
    kept = random.random(len(point)) < np.clip(0.012 + 0.05 * gathered[rows, columns], 0.0, 0.12)
    crumbs = _lumps(point[kept], size[kept] * land.mm, random)
    return merge(ground.mesh, _coloured(crumbs, uv[kept], AROUND * UP))


def _lumps(point: Floats, size: Floats, random: np.random.Generator) -> Mesh:
    """Return an uneven ball of the radius ``size`` (n) round each ``point`` (n×3), half sunk."""
    turn, rise = np.meshgrid(np.linspace(0, 2 * np.pi, AROUND), np.linspace(-0.47, 0.47, UP) * np.pi)
    ball = np.stack([np.cos(turn) * np.cos(rise), np.sin(rise), np.sin(turn) * np.cos(rise)], -1)
    facing = random.normal(0.0, 1.0, (4, len(point), 1, 1, 3))
    uneven = sum(np.cos(1.6 * (ball * part).sum(-1) + 9 * part[..., 0]) for part in facing)
    shape = ball * (1.0 + 0.17 * np.asarray(uneven)[..., None]) * random.uniform(0.6, 1.1, (len(point), 1, 1, 3))
    vertices = (point[:, None, None] + (shape - [0.0, 0.20, 0.0]) * size[:, None, None, None]).reshape(-1, 3)
    first = AROUND * UP * np.arange(len(point))[:, None, None]
    faces = (first + grid_faces(UP, AROUND).astype(np.int64)).reshape(-1, 3).astype(np.uint32)
    made = vertices.astype(np.float32)
    normals = (1 - LIT) * vertex_normals(made, faces) + LIT * np.array([0.0, 1.0, 0.0])
    normals /= np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-3)
    return Mesh(made, faces, None, normals.astype(np.float32))


def _scattered(ground: Ground, apart: float) -> tuple[Floats, Floats, Floats]:
    """Return (points, uv, distance) of places ``apart`` frame widths from each other, a little off."""
    random = np.random.default_rng([ground.land.seed, 51])
    x, z = np.meshgrid(np.arange(LEFT, -LEFT, apart), np.arange(BACK, FRONT, apart))
    x, z = (part.ravel() + random.uniform(-0.55, 0.55, part.size) * apart for part in (x, z))
    return ground.at(np.clip(x, LEFT, -LEFT), np.clip(z, BACK, FRONT))


def _leaves(stem: Floats, along: Floats) -> Mesh:
    """Return a pointed leaf from each place of ``stem`` (n×m×3) to that plus ``along``: two triangles, folded."""
    stem, along = stem.reshape(-1, 3), along.reshape(-1, 3)
    long = np.linalg.norm(along, axis=1, keepdims=True)
    aside = np.cross(along, [0.0, 1.0, 0.0])
    aside *= SLIM * long / np.maximum(np.linalg.norm(aside, axis=1, keepdims=True), 1e-9)
    keel = np.cross(aside, along)
    keel /= np.maximum(np.linalg.norm(keel, axis=1, keepdims=True), 1e-9)
    tip = stem + along - 0.12 * long * keel
    middle = stem + 0.45 * along + 0.06 * long * keel
    points = np.stack([stem, middle - aside, middle + aside, tip], 1)
    normal = keel[:, None] + np.array([0.0, -0.45, 0.45, 0.0])[:, None] * (aside / (SLIM * long))[:, None]
    normal = (1 - SOFT) * normal / np.linalg.norm(normal, axis=-1, keepdims=True) + SOFT * np.array([0.0, 1.0, 0.0])
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-9)
    first = 4 * np.arange(len(stem))[:, None, None]
    faces = (first + np.array([[0, 2, 1], [1, 2, 3]])).reshape(-1, 3).astype(np.uint32)
    return Mesh(points.reshape(-1, 3).astype(np.float32), faces, None, normal.reshape(-1, 3).astype(np.float32))


def _coloured(mesh: Mesh, uv: Floats, corners: int) -> Mesh:
    """Return ``mesh`` of things of ``corners`` each, read from the tile round ``uv`` (things×2) at its true scale."""
    flat = mesh.vertices.reshape(-1, corners, 3)
    away = flat - flat[:, :1]
    read = uv[:, None] + np.stack([away[..., 0] + away[..., 1], -away[..., 2] + away[..., 1]], -1)
    return Mesh(mesh.vertices, mesh.faces, read.reshape(-1, 2).astype(np.float32), mesh.normals)
