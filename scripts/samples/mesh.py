"""Triangle meshes in millimetres: y up, z towards the camera. Arrays in, arrays out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import ConvexHull, HalfspaceIntersection
from skimage.measure import marching_cubes

Points = NDArray[np.float64]
Faces = NDArray[np.int64]


@dataclass(frozen=True)
class Mesh:
    """``points`` n×3 mm, ``faces`` m×3, ``uv`` n×2 (mm along the surface), ``colors`` n×3 linear or nothing.

    ``smooth`` says whether shading normals are averaged over the faces that meet in a point;
    ``shading`` n×3 gives them where points were taken apart.
    """

    points: Points
    faces: Faces
    uv: Points
    smooth: bool = True
    colors: Points | None = None
    shading: Points | None = None

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> "Mesh":
        """Return the mesh shifted by (x, y, z) mm."""
        return self.replaced(self.points + np.array([x, y, z]))

    def turned(self, axis: str, degrees: float) -> "Mesh":
        """Return the mesh turned counter-clockwise about ``axis`` (x, y or z) through the origin."""
        matrix = rotation(axis, degrees).T
        shading = None if self.shading is None else self.shading @ matrix
        return Mesh(self.points @ matrix, self.faces, self.uv, self.smooth, self.colors, shading)

    def replaced(self, points: Points) -> "Mesh":
        """Return the same mesh with other points."""
        return Mesh(points, self.faces, self.uv, self.smooth, self.colors, self.shading)


def rotation(axis: str, degrees: float) -> Points:
    """Return the 3×3 matrix of a turn about ``axis``."""
    angle = np.radians(degrees)
    first, second = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
    matrix = np.eye(3)
    matrix[first, first] = matrix[second, second] = np.cos(angle)
    matrix[second, first] = np.sin(angle)
    matrix[first, second] = -np.sin(angle)
    return matrix


def unit(vectors: Points) -> Points:
    """Return the vectors (last axis) at length 1."""
    length: Points = np.linalg.norm(vectors, axis=-1, keepdims=True)
    result: Points = vectors / np.maximum(length, 1e-12)
    return result


def quads(rows: int, columns: int, wrap_rows: bool = False, wrap_columns: bool = False) -> Faces:
    """Return the triangles of a rows×columns grid of points."""
    row = np.arange(rows if wrap_rows else rows - 1)[:, None]
    column = np.arange(columns if wrap_columns else columns - 1)[None]
    below, beside = (row + 1) % rows, (column + 1) % columns
    a, b = row * columns + column, below * columns + column
    c, d = below * columns + beside, row * columns + beside
    return np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])


def outward(points: Points, faces: Faces) -> Faces:
    """Return ``faces`` turned so that a closed mesh encloses a positive volume."""
    centred = points - points.mean(axis=0)
    a, b, c = (centred[faces[:, k]] for k in range(3))
    volume = float(np.einsum("ij,ij->", a, np.cross(b, c)))
    return faces if volume >= 0 else faces[:, ::-1]


def normals(mesh: Mesh) -> Points:
    """Return n×3 normals, averaged by area over the faces that meet in a point."""
    a, b, c = (mesh.points[mesh.faces[:, k]] for k in range(3))
    face = np.cross(b - a, c - a)
    total = np.zeros_like(mesh.points)
    for corner in range(3):
        for axis in range(3):
            total[:, axis] += np.bincount(mesh.faces[:, corner], face[:, axis], len(mesh.points))
    return unit(total)


def superellipse(width: float, height: float, power: float = 2.0, count: int = 64) -> Points:
    """Return ``count`` points of a closed |x|^power + |y|^power outline of the given full size; 2 is an ellipse."""
    angle = np.linspace(0.0, 2 * np.pi, count, endpoint=False)
    x, y = np.cos(angle), np.sin(angle)
    return np.stack(
        [width / 2 * np.sign(x) * np.abs(x) ** (2 / power), height / 2 * np.sign(y) * np.abs(y) ** (2 / power)], -1
    )


def spline(knots: ArrayLike, count: int, closed: bool = False) -> Points:
    """Return ``count`` points of a Catmull-Rom curve through the k×d ``knots``."""
    points = np.asarray(knots, dtype=np.float64)
    last = len(points) if closed else len(points) - 1
    place = np.linspace(0.0, last, count, endpoint=not closed)
    index = np.minimum(place.astype(int), last - 1)
    t = (place - index)[:, None]

    def knot(offset: int) -> Points:
        where = index + offset
        return points[where % len(points)] if closed else points[np.clip(where, 0, len(points) - 1)]

    p0, p1, p2, p3 = knot(-1), knot(0), knot(1), knot(2)
    result: Points = 0.5 * (
        2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    )
    return result


def sweep(path: Points, profile: Points, side: ArrayLike, closed: bool = False, scale: Points | None = None) -> Mesh:
    """Draw a k×2 ``profile`` along an n×3 ``path``.

    The profile's second axis follows ``side`` (3 or n×3), its first is at right angles to it and to the path.
    ``scale`` is n×2. Open ends are capped.
    """
    across = np.broadcast_to(np.asarray(side, dtype=np.float64), path.shape)
    along = np.roll(path, -1, 0) - np.roll(path, 1, 0) if closed else np.gradient(path, axis=0)
    along = unit(along)
    first = unit(np.cross(across, along))
    second = np.cross(along, first)
    grow = np.ones((len(path), 2)) if scale is None else scale
    rings = (
        path[:, None]
        + profile[None, :, :1] * grow[:, None, :1] * first[:, None]
        + profile[None, :, 1:] * grow[:, None, 1:] * second[:, None]
    )
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    girth = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(profile, axis=0), axis=1))])
    uv = np.stack(np.broadcast_arrays(length[:, None], girth[None]), -1).reshape(-1, 2)
    points, count = rings.reshape(-1, 3), len(profile)
    faces = quads(len(path), count, closed, True)
    if not closed:
        points, uv, faces = _capped(points, uv, faces, count)
    return Mesh(points, outward(points, faces), uv)


def _capped(points: Points, uv: Points, faces: Faces, count: int) -> tuple[Points, Points, Faces]:
    """Return the swept tube with a fan over each end; rims are doubled so that the edge stays sharp."""
    start, end = points[:count], points[-count:]
    base = len(points)
    ring = np.arange(count)
    after = (ring + 1) % count
    fans = [
        np.stack([np.full(count, base), base + 1 + ring, base + 1 + after], -1),
        np.stack([np.full(count, base + count + 1), base + count + 2 + after, base + count + 2 + ring], -1),
    ]
    points = np.concatenate([points, start.mean(0, keepdims=True), start, end.mean(0, keepdims=True), end])
    uv = np.concatenate([uv, uv[:1], uv[:count], uv[-1:], uv[base - count : base]])
    return points, uv, np.concatenate([faces, *fans])


def tube(path: Points, radius: float, side: ArrayLike, closed: bool = False, scale: Points | None = None) -> Mesh:
    """Draw a round wire of ``radius`` mm along ``path``."""
    return sweep(path, superellipse(2 * radius, 2 * radius, count=32), side, closed, scale)


def lathe(profile: ArrayLike, count: int = 360) -> Mesh:
    """Turn a k×2 (radius, height) ``profile`` about the y axis."""
    outline = np.asarray(profile, dtype=np.float64)
    angle = np.linspace(0.0, 2 * np.pi, count, endpoint=False)
    radius, height = outline[:, :1], outline[:, 1:]
    points = np.stack([radius * np.cos(angle), np.repeat(height, count, 1), radius * np.sin(angle)], -1).reshape(-1, 3)
    faces = quads(len(outline), count, False, True)
    return Mesh(points, outward(points, faces), points[:, [0, 2]].copy())


def sphere(radius: float, count: int = 48) -> Mesh:
    """Return a ball about the origin."""
    angle = np.linspace(0.0, np.pi, count)
    return lathe(np.stack([radius * np.maximum(np.sin(angle), 1e-6), radius * np.cos(angle)], -1), 2 * count)


def from_field(field: NDArray[np.float64], origin: ArrayLike, step: float) -> Mesh:
    """Return the zero surface of a signed distance ``field`` sampled every ``step`` mm from ``origin``.

    Source: Lewiner et al., marching cubes, 2003 (scikit-image).
    """
    points, faces, _, _ = marching_cubes(field, 0.0, spacing=(step, step, step))
    placed = np.asarray(points, dtype=np.float64) + np.asarray(origin, dtype=np.float64)
    triangles = np.asarray(faces, dtype=np.int64)
    return Mesh(placed, outward(placed, triangles), placed[:, :2].copy())


def from_planes(planes: Points) -> Mesh:
    """Return the flat-faced body of all points with normal·p <= distance; ``planes`` is n×4 (normal, distance)."""
    halves = np.concatenate([planes[:, :3], -planes[:, 3:]], axis=1)
    corners = np.unique(np.round(HalfspaceIntersection(halves, np.zeros(3)).intersections, 7), axis=0)
    triangles = ConvexHull(corners).simplices.astype(np.int64)
    centre = corners.mean(axis=0)
    a, b, c = (corners[triangles[:, k]] for k in range(3))
    inside = np.einsum("ij,ij->i", np.cross(b - a, c - a), a - centre) < 0
    triangles[inside] = triangles[inside][:, ::-1]
    points = corners[triangles].reshape(-1, 3)
    return Mesh(points, np.arange(len(points)).reshape(-1, 3), points[:, :2].copy(), smooth=False)
