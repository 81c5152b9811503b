"""Triangles, and the basic shapes of a set. y is up, right-handed, millimetres, normals point outwards.

``uv`` is in millimetres on the surface, so that a texture keeps its scale on every shape. Over a bevel it advances
at ``BEVEL_STRETCH`` of the true length: bump fades there, so that a lit edge is a line and not a row of bites.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Faces = NDArray[np.uint32]
Points = NDArray[np.float32] | NDArray[np.float64]

BEVEL_STRETCH = 0.5


@dataclass(frozen=True)
class Mesh:
    """``vertices`` V×3 float32, ``faces`` F×3 uint32 anticlockwise from outside, ``uv`` V×2 (mm), ``normals`` V×3."""

    vertices: Floats
    faces: Faces
    uv: Floats | None = None
    normals: Floats | None = None


def vertex_normals(vertices: Floats, faces: Faces) -> Floats:
    """Return V×3 unit normals, weighted by the area of the faces round each vertex."""
    a, b, c = (vertices[faces[:, k]].astype(np.float64) for k in range(3))
    flat = np.cross(b - a, c - a)
    total = np.zeros((len(vertices), 3))
    for axis in range(3):
        for corner in range(3):
            total[:, axis] += np.bincount(faces[:, corner], flat[:, axis], len(vertices))
    return _unit(total)


def _unit(vectors: NDArray[np.float64]) -> Floats:
    length = np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
    return np.asarray(vectors / length, dtype=np.float32)


def signed_volume(mesh: Mesh) -> float:
    """Return the volume in mm³; positive when a closed mesh's faces look outwards."""
    a, b, c = (mesh.vertices[mesh.faces[:, k]].astype(np.float64) for k in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def grid_faces(rows: int, columns: int) -> Faces:
    """Return the triangles of a rows×columns grid, anticlockwise when rows run down and columns right."""
    i, j = np.mgrid[: rows - 1, : columns - 1]
    a = (i * columns + j).ravel()
    b, c, d = a + columns, a + columns + 1, a + 1
    faces = np.concatenate([np.stack([a, b, c], -1), np.stack([a, c, d], -1)])
    return np.asarray(faces, dtype=np.uint32)


def grid(points: Points, uv: Points | None = None, flip: bool = False) -> Mesh:
    """Return a mesh of rows×columns×3 ``points`` with smooth normals; ``flip`` turns it inside out."""
    rows, columns = points.shape[:2]
    faces = grid_faces(rows, columns)
    faces = np.ascontiguousarray(faces[:, ::-1]) if flip else faces
    vertices = points.reshape(-1, 3).astype(np.float32)
    flat = None if uv is None else uv.reshape(-1, 2).astype(np.float32)
    return Mesh(vertices, faces, flat, vertex_normals(vertices, faces))


def merge(*meshes: Mesh) -> Mesh:
    """Return one mesh of several; missing uv become zeros and missing normals are computed."""
    starts = np.cumsum([0] + [len(mesh.vertices) for mesh in meshes[:-1]])
    uvs = [mesh.uv if mesh.uv is not None else np.zeros((len(mesh.vertices), 2), np.float32) for mesh in meshes]
    normals = [m.normals if m.normals is not None else vertex_normals(m.vertices, m.faces) for m in meshes]
    faces = [mesh.faces + np.uint32(start) for mesh, start in zip(meshes, starts, strict=True)]
    return Mesh(
        np.concatenate([mesh.vertices for mesh in meshes]), np.concatenate(faces), np.concatenate(uvs),
        np.concatenate(normals),
    )  # fmt: skip


def transform(
    mesh: Mesh,
    scale: float | tuple[float, float, float] = 1.0,
    yaw: float = 0.0,
    pitch: float = 0.0,
    roll: float = 0.0,
    shift: tuple[float, float, float] = (0.0, 0.0, 0.0),
) -> Mesh:
    """Return ``mesh`` scaled, rolled about z, pitched about x, yawed about y (degrees), then shifted (mm).

    ``uv`` stays as it is. ``scale`` must be positive.
    """
    factors = np.broadcast_to(np.asarray(scale, dtype=np.float64), (3,))
    turn = _turn(yaw, 1) @ _turn(pitch, 0) @ _turn(roll, 2)
    vertices = (mesh.vertices * factors) @ turn.T + np.asarray(shift)
    normals = None if mesh.normals is None else _unit((mesh.normals / factors) @ turn.T)
    return Mesh(vertices.astype(np.float32), mesh.faces, mesh.uv, normals)


def _turn(degrees: float, axis: int) -> NDArray[np.float64]:
    """Return the right-handed rotation about ``axis``."""
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    first, second = (axis + 1) % 3, (axis + 2) % 3
    matrix = np.eye(3)
    matrix[first, first] = matrix[second, second] = cosine
    matrix[first, second], matrix[second, first] = -sine, sine
    return matrix


def heightfield(height: Floats, width: float, depth: float) -> Mesh:
    """Return a sheet of rows×columns ``height`` (mm), centred, ``width`` along x and ``depth`` along z, looking up.

    ``uv`` follows the cloth, not the floor: it grows by the true length along each row and column.
    """
    rows, columns = height.shape
    x = np.broadcast_to(np.linspace(-width / 2, width / 2, columns)[None, :], height.shape)
    z = np.broadcast_to(np.linspace(-depth / 2, depth / 2, rows)[:, None], height.shape)
    along = np.hypot(np.diff(height, axis=1), width / (columns - 1))
    down = np.hypot(np.diff(height, axis=0), depth / (rows - 1))
    u = np.pad(np.cumsum(along, axis=1), ((0, 0), (1, 0))) - width / 2
    v = np.pad(np.cumsum(down, axis=0), ((1, 0), (0, 0))) - depth / 2
    return grid(np.stack([x, height, z], -1), np.stack([u, -v], -1))


def cyclorama(width: float, depth: float, height: float, radius: float) -> Mesh:
    """Return a sweep: floor at y = 0 from z = ``depth`` back to a wall at z = 0, joined by ``radius``, looking in."""
    angle = np.linspace(0.0, np.pi / 2, 40)
    z = np.concatenate([[depth], radius * (1 - np.sin(angle)), [0.0]])
    y = np.concatenate([[0.0], radius * (1 - np.cos(angle)), [height]])
    run = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(z), np.diff(y)))])
    x = np.linspace(-width / 2, width / 2, 5)
    points = np.stack(np.broadcast_arrays(x[None, :], y[:, None], z[:, None]), -1)
    uv = np.stack(np.broadcast_arrays(x[None, :], run[:, None] - depth), -1)
    return grid(points, uv, flip=True)


def rounded_box(size: tuple[float, float, float], radius: float, steps: int = 6) -> Mesh:
    """Return a box of ``size`` (x, y, z) round the origin whose edges are rounded by ``radius``.

    ``uv`` is the unfolded box: the front runs on over the top and round the sides; seams are at the other top edges.
    """
    half = np.asarray(size, dtype=np.float64) / 2
    radius = float(min(radius, 0.999 * half.min()))
    parts = [_box_side(half, radius, axis, sign, steps) for axis in range(3) for sign in (1, -1)]
    return merge(*parts)


def _box_side(half: NDArray[np.float64], radius: float, axis: int, sign: int, steps: int) -> Mesh:
    """Return one side with half of each bevel, as a grid with exact normals."""
    first, second = (axis + 1) % 3, (axis + 2) % 3
    core = half - radius
    bend = np.radians(np.linspace(0.0, 45.0, steps))
    flat = np.array([-1.0, -0.34, 0.34, 1.0])
    place = np.concatenate([-np.ones(steps - 1), flat, np.ones(steps - 1)])
    angle = np.concatenate([-bend[:0:-1], np.zeros(4), bend[1:]])
    normal = np.zeros((len(place), len(place), 3))
    normal[..., axis] = sign
    normal[..., first] = np.tan(angle)[:, None]
    normal[..., second] = np.tan(angle)[None, :]
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    inner = np.zeros_like(normal)
    inner[..., axis] = sign * core[axis]
    inner[..., first] = (place * core[first])[:, None]
    inner[..., second] = (place * core[second])[None, :]
    spread = np.zeros_like(normal)
    spread[..., first] = inner[..., first] + BEVEL_STRETCH * radius * angle[:, None]
    spread[..., second] = inner[..., second] + BEVEL_STRETCH * radius * angle[None, :]
    edge = core + BEVEL_STRETCH * radius * np.pi / 4
    faces = grid_faces(len(place), len(place))
    return Mesh(
        (inner + radius * normal).reshape(-1, 3).astype(np.float32),
        faces if sign > 0 else np.ascontiguousarray(faces[:, ::-1]),
        _unfolded(spread, edge, axis, sign).reshape(-1, 2).astype(np.float32),
        normal.reshape(-1, 3).astype(np.float32),
    )


def _unfolded(spread: NDArray[np.float64], edge: NDArray[np.float64], axis: int, sign: int) -> NDArray[np.float64]:
    """Return uv of a side of the unfolded box; ``edge`` is where the sides meet."""
    x, y, z = spread[..., 0], spread[..., 1], spread[..., 2]
    if axis == 0:
        return np.stack([sign * (edge[0] + edge[2]) - sign * z, y], -1)
    if axis == 1:
        return np.stack([x, sign * (edge[1] + edge[2]) - sign * z], -1)
    return np.stack([x if sign > 0 else 2 * (edge[0] + edge[2]) - x, y], -1)


def lathe(profile: Points, around: int = 128, fade: float = 1.0) -> Mesh:
    """Return the solid of revolution of ``profile``, P×2 of (radius, y) from the bottom up the outside to the top.

    Level parts carry ``uv`` from above, so that the front of the top runs on into the side; the side's seam is at
    the back. ``fade`` is the rate at which ``uv`` advances over what is neither level nor upright.
    """
    points = np.asarray(profile, dtype=np.float64)[::-1]
    step = np.diff(points, axis=0)
    length = np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)
    facing = np.stack([-step[:, 1], step[:, 0]], -1) / length[:, None]
    normal = np.concatenate([facing[:1], facing[:-1] + facing[1:], facing[-1:]])
    level = np.abs(facing[:, 1]) > 0.999
    sloped = (np.abs(facing[:, 1]) > 0.02) & ~level
    run = np.concatenate([[0.0], np.cumsum(length * np.where(sloped, fade, 1.0))])
    cuts = [0, *(np.flatnonzero(level[1:] != level[:-1]) + 1), len(level)]
    parts = []
    for start, stop in pairwise(cuts):
        rows = slice(start, stop + 1)
        parts.append(_turned(points[rows], normal[rows], None if level[start] else run[rows], around))
    return merge(*parts)


def _turned(
    points: NDArray[np.float64], normal: NDArray[np.float64], run: NDArray[np.float64] | None, around: int
) -> Mesh:
    """Return one stretch of a lathe; ``run`` is the length along the profile, ``None`` where uv comes from above."""
    angle = np.linspace(-np.pi, np.pi, around + 1)[None, :]
    x, z = points[:, :1] * np.sin(angle), points[:, :1] * np.cos(angle)
    y = np.broadcast_to(points[:, 1:], x.shape)
    outward = np.stack([normal[:, :1] * np.sin(angle), normal[:, 1:] + 0 * angle, normal[:, :1] * np.cos(angle)], -1)
    if run is None:
        uv = np.stack([x, -z], -1)
    else:
        uv = np.stack(np.broadcast_arrays(angle * points[:, 0].max(), -run[:, None]), -1)
    made = grid(np.stack([x, y, z], -1), uv)
    return Mesh(made.vertices, made.faces, made.uv, _unit(outward).reshape(-1, 3))


def cylinder(radius: float, height: float, bevel: float, around: int = 160) -> Mesh:
    """Return an upright cylinder on y = 0 whose rims are rounded by ``bevel``."""
    bevel = min(bevel, 0.49 * height, 0.9 * radius)
    bend = np.linspace(0.0, np.pi / 2, 9)
    low = np.stack([radius - bevel + bevel * np.sin(bend), bevel - bevel * np.cos(bend)], -1)
    high = np.stack([radius - bevel + bevel * np.cos(bend), height - bevel + bevel * np.sin(bend)], -1)
    inset = radius - 1.15 * bevel
    side = np.array([[radius, 1.15 * bevel], [radius, height - 1.15 * bevel]])
    inside = np.array([[0.0, 0.0], [inset, 0.0]])
    lid = np.array([[inset, height], [0.0, height]])
    return lathe(np.concatenate([inside, low, side, high, lid]), around, BEVEL_STRETCH)


def sphere(radius: float, rows: int = 48) -> Mesh:
    """Return a sphere round the origin; its poles are up and down."""
    angle = np.linspace(-np.pi / 2, np.pi / 2, rows)
    return lathe(np.stack([radius * np.cos(angle), radius * np.sin(angle)], -1), 2 * rows)


def arch_panel(width: float, height: float, hole_width: float, hole_height: float, thickness: float) -> Mesh:
    """Return a wall facing +z at z = 0, standing on y = 0, with a round-topped opening and its reveal.

    The opening's edge is rounded; ``uv`` runs from the face on into the reveal.
    """
    r = hole_width / 2
    spring = hole_height - r
    bevel = min(0.02 * hole_width, 0.4 * thickness)
    corner = np.arctan2(height - spring, width / 2)
    turn = np.unique(np.concatenate([np.linspace(0.0, np.pi, 96), [corner, np.pi - corner]]))[::-1]
    out = np.stack([np.cos(turn), np.sin(turn)], -1)
    reach = np.minimum(width / 2 / np.maximum(np.abs(out[:, 0]), 1e-9), (height - spring) / np.maximum(out[:, 1], 1e-9))
    left, right = np.array([[-1.0, 0.0]]), np.array([[1.0, 0.0]])
    out = np.concatenate([left, out, right])
    centre = np.full((len(out), 1), spring)
    centre[[0, -1]] = 0.0
    reach = np.concatenate([[width / 2], reach, [width / 2]])
    bend = np.linspace(0.0, np.pi / 2, 8)
    rings = [(reach, 0.0, reach)]
    rings += [(r + bevel * (1 - np.sin(b)), bevel * (1 - np.cos(b)), r + bevel * (1 - BEVEL_STRETCH * b)) for b in bend]
    rings += [(r, thickness, r + bevel * (1 - BEVEL_STRETCH * np.pi / 2) - (thickness - bevel))]
    points, uv = [], []
    for away, deep, read in rings:
        at = out * np.reshape(away, (-1, 1))
        points.append(np.concatenate([at[:, :1], at[:, 1:] + centre, np.full((len(out), 1), -deep)], axis=1))
        flat = out * np.reshape(read, (-1, 1))
        uv.append(np.concatenate([flat[:, :1], flat[:, 1:] + centre], axis=1))
    return grid(np.stack(points), np.stack(uv))
