"""Triangle meshes swept, turned and inflated from curves; each face knows its material."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Mesh:
    """Vertices V×3, normals V×3, texture coordinates V×2, faces F×3 and the material of each face, F."""

    points: Floats
    normals: Floats
    uv: Floats
    faces: Ints
    material: Ints

    def moved(self, offset: tuple[float, float, float] | Floats) -> Mesh:
        """Return the mesh shifted by ``offset``."""
        return replace(self, points=(self.points + np.asarray(offset, np.float32)).astype(np.float32))

    def turned(self, turn: Floats) -> Mesh:
        """Return the mesh turned by the 3×3 matrix ``turn``."""
        return replace(
            self, points=(self.points @ turn.T).astype(np.float32), normals=(self.normals @ turn.T).astype(np.float32)
        )

    def scaled(self, factor: float | tuple[float, float, float]) -> Mesh:
        """Return the mesh scaled by one factor or by one for each axis."""
        by = np.broadcast_to(np.asarray(factor, np.float32), (3,))
        normals = self.normals / by
        normals /= np.linalg.norm(normals, axis=1, keepdims=True) + 1e-9
        return replace(self, points=(self.points * by).astype(np.float32), normals=normals.astype(np.float32))


def merged(parts: list[Mesh]) -> Mesh:
    """Return all ``parts`` as one mesh."""
    starts = np.cumsum([0] + [len(part.points) for part in parts[:-1]])
    return Mesh(
        np.concatenate([part.points for part in parts]),
        np.concatenate([part.normals for part in parts]),
        np.concatenate([part.uv for part in parts]),
        np.concatenate([part.faces + start for part, start in zip(parts, starts, strict=True)]).astype(np.int32),
        np.concatenate([part.material for part in parts]),
    )


def grid(points: Floats, material: int, closed: tuple[bool, bool] = (False, False)) -> Mesh:
    """Return the surface through a grid of points, A×B×3; ``closed`` says which axes wrap around."""
    rows, columns = points.shape[:2]
    down, right = np.arange(rows - (not closed[0])), np.arange(columns - (not closed[1]))
    y, x = np.meshgrid(down, right, indexing="ij")
    below, beside = (y + 1) % rows, (x + 1) % columns
    corners = [y * columns + x, below * columns + x, below * columns + beside, y * columns + beside]
    a, b, c, d = (corner.ravel() for corner in corners)
    faces = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)]).astype(np.int32)
    v, u = np.meshgrid(np.linspace(0, 1, rows), np.linspace(0, 1, columns), indexing="ij")
    flat = points.reshape(-1, 3).astype(np.float32)
    uv = np.stack([u.ravel(), v.ravel()], 1).astype(np.float32)
    return Mesh(flat, smooth_normals(flat, faces), uv, faces, np.full(len(faces), material, np.int32))


def smooth_normals(points: Floats, faces: Ints) -> Floats:
    """Return the mean normal of the faces around each vertex, V×3."""
    a, b, c = (points[faces[:, corner]] for corner in range(3))
    face = np.cross(b - a, c - a)
    total = np.zeros_like(points)
    for corner in range(3):
        np.add.at(total, faces[:, corner], face)
    return np.asarray(total / (np.linalg.norm(total, axis=1, keepdims=True) + 1e-12), np.float32)


def frames(curve: Floats, closed: bool) -> tuple[Floats, Floats]:
    """Return two directions across a curve, N×3 each, that turn as little as can be along it (parallel transport)."""
    along = np.roll(curve, -1, 0) - np.roll(curve, 1, 0) if closed else np.gradient(curve, axis=0)
    along = along / (np.linalg.norm(along, axis=1, keepdims=True) + 1e-9)
    side = np.zeros_like(curve)
    first = np.eye(3)[np.argmin(np.abs(along[0]))]
    side[0] = np.cross(along[0], first)
    side[0] /= np.linalg.norm(side[0])
    for step in range(1, len(curve)):
        kept = side[step - 1] - along[step] * (side[step - 1] @ along[step])
        side[step] = kept / (np.linalg.norm(kept) + 1e-9)
    if closed:  # the angle that is left over is spread along the way
        left = np.arctan2(side[-1] @ np.cross(along[0], side[0]), side[-1] @ side[0])
        angle = -left * np.arange(len(curve)) / len(curve)
        up = np.cross(along, side)
        side = side * np.cos(angle)[:, None] + up * np.sin(angle)[:, None]
    return side.astype(np.float32), np.cross(along, side).astype(np.float32)


def sweep(curve: Floats, section: Floats, material: int, closed: bool = False, size: Floats | None = None) -> Mesh:
    """Return ``section`` (K×2, closed) carried along ``curve`` (N×3), scaled by ``size`` (N) on the way."""
    side, up = frames(curve, closed)
    scale = np.ones(len(curve), np.float32) if size is None else size
    rings = section[None, :, :] * scale[:, None, None]
    points = curve[:, None] + rings[..., :1] * side[:, None] + rings[..., 1:] * up[:, None]
    return grid(points.astype(np.float32), material, (closed, True))


def tube(curve: Floats, radius: float, material: int, closed: bool = False, sides: int = 8) -> Mesh:
    """Return a round tube along ``curve`` (N×3)."""
    return sweep(curve, circle(radius, sides), material, closed)


def circle(radius: float, sides: int = 24) -> Floats:
    """Return a circle as a section, sides×2."""
    return superellipse(radius, radius, 2.0, sides)


def superellipse(width: float, height: float, power: float, sides: int = 24) -> Floats:
    """Return |x/w|^p + |y/h|^p = 1 as a section, sides×2: 2 is an ellipse, 6 nearly a rectangle."""
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    x, y = np.cos(angle), np.sin(angle)
    return np.stack(
        [width * np.sign(x) * np.abs(x) ** (2 / power), height * np.sign(y) * np.abs(y) ** (2 / power)], 1
    ).astype(np.float32)


def loop(section: Floats) -> Floats:
    """Return a section as a curve in the plane z = 0, K×3."""
    return np.concatenate([section, np.zeros((len(section), 1), np.float32)], 1)


def lathe(profile: Floats, material: int, sides: int = 32) -> Mesh:
    """Return the profile (N×2: radius, height) turned around the y axis."""
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    x = profile[:, :1] * np.cos(angle)
    z = profile[:, :1] * np.sin(angle)
    y = np.repeat(profile[:, 1:], sides, 1)
    return grid(np.stack([x, y, z], -1).astype(np.float32), material, (False, True))


def block(half: tuple[float, float, float], power: float, material: int, steps: int = 24) -> Mesh:
    """Return a superquadric with the half sizes ``half``: power 2 an ellipsoid, 6 a rounded box."""
    latitude = np.linspace(-np.pi / 2, np.pi / 2, steps)
    longitude = np.linspace(-np.pi, np.pi, steps * 2, endpoint=False)

    def bent(value: Floats) -> Floats:
        return np.asarray(np.sign(value) * np.abs(value) ** (2 / power), np.float32)

    ring = bent(np.cos(latitude))[:, None]
    x = half[0] * ring * bent(np.cos(longitude))[None]
    z = half[2] * ring * bent(np.sin(longitude))[None]
    y = half[1] * bent(np.sin(latitude))[:, None] + 0 * x
    return grid(np.stack([x, y, z], -1).astype(np.float32), material, (False, True))


def disc(section: Floats, material: int, rings: int = 4) -> Mesh:
    """Return the filled section (K×2) in the plane z = 0, facing +z."""
    radius = np.linspace(0, 1, rings)[:, None, None]
    flat = section[None] * radius
    points = np.concatenate([flat, np.zeros((*flat.shape[:2], 1), np.float32)], -1)
    made = grid(points.astype(np.float32), material, (False, True))
    uv = points[..., :2].reshape(-1, 2) / (2 * np.abs(section).max()) + 0.5
    return replace(made, normals=np.tile(np.float32([[0, 0, 1]]), (len(made.points), 1)), uv=uv.astype(np.float32))


def turn(axis: int, angle: float) -> Floats:
    """Return the 3×3 matrix of a turn around axis 0, 1 or 2 by ``angle`` in radians."""
    matrix = np.eye(3)
    first, second = (axis + 1) % 3, (axis + 2) % 3
    matrix[first, first] = matrix[second, second] = np.cos(angle)
    matrix[first, second], matrix[second, first] = -np.sin(angle), np.sin(angle)
    return matrix.astype(np.float32)
