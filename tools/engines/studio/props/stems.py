"""What plants are made of: round stems along a path, and leaves as thin curved sheets."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.mesh import Mesh, grid, transform

Path = NDArray[np.float64]

MIDRIB, RIB, RIBS, SLANT = 0.035, 0.016, 7.0, 0.22
"""Depth of a leaf's midrib and of its ribs as shares of its width, their number, and how far they run to the tip."""

ROWS, WAVES = 33, 1.6
"""Points along a leaf, and how often its edge rises and falls."""


def tube(path: Path, radius: Path | float, sides: int = 8) -> Mesh:
    """Return a round tube along ``path`` (P×3, mm); ``radius`` is one number or P numbers. Its ends are pinched."""
    radii = np.broadcast_to(np.asarray(radius, dtype=np.float64), (len(path),)).copy()
    path = np.concatenate([path[:1], path, path[-1:]])
    radii = np.concatenate([[0.0], radii, [0.0]])
    tangent = np.gradient(path[1:-1], axis=0)
    tangent = np.concatenate([tangent[:1], tangent, tangent[-1:]])
    tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-9)
    first = _across(tangent)
    second = np.cross(tangent, first)
    angle = np.linspace(0.0, 2 * np.pi, sides + 1)
    ring = np.cos(angle)[:, None, None] * first[None] + np.sin(angle)[:, None, None] * second[None]
    points = path[None] + ring * radii[None, :, None]
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    uv = np.stack(np.broadcast_arrays(run[None, :], angle[:, None] * float(radii.max())), -1)
    made = grid(points, uv)
    return Mesh(made.vertices, made.faces, made.uv, ring.reshape(-1, 3).astype(np.float32))


def _across(tangent: Path) -> Path:
    """Return unit vectors at right angles to ``tangent`` that turn as little as can be from one to the next."""
    start = np.array([0.0, 0.0, 1.0]) if abs(tangent[0, 2]) < 0.9 else np.array([1.0, 0.0, 0.0])
    across = np.empty_like(tangent)
    last = start
    for index, along in enumerate(tangent):
        last = last - along * float(last @ along)
        last = last / max(float(np.linalg.norm(last)), 1e-9)
        across[index] = last
    return across


def leaf(
    length: float, width: float, droop: float, cup: float, blunt: float = 0.8, wave: tuple[float, float] = (0.0, 0.0)
) -> Mesh:
    """Return a leaf that grows from the origin along +x, face up: ``width`` from edge to edge, ``droop`` how far its
    tip bends down and ``cup`` how far its sides rise, both as shares of length and width. ``blunt`` < 1 moves the
    widest part towards the stalk. ``wave``: how far its edge rises and falls as a share of its width, and where the
    wave begins. A midrib runs down the middle, and ribs leave it to both sides. ``uv`` is the place on the blade,
    0..1 from stalk to tip and from edge to edge.
    """
    along = np.linspace(0.0, 1.0, ROWS)[None, :]
    side = np.sin(np.linspace(np.pi / 2, -np.pi / 2, 17))[:, None]
    outline = np.sin(np.pi * np.clip(along, 0.004, 0.996) ** blunt) ** 0.85
    z = -side * outline * width / 2
    x = along * length * (1 - 0.25 * droop**2) + 0 * side
    y = -droop * length * along**2 + cup * width * np.abs(side) ** 1.5 * outline - width * outline * _ribs(along, side)
    y = y + wave[0] * width * outline * side**2 * np.sin(2 * np.pi * (WAVES * along + wave[1]) + np.sign(side))
    uv = np.stack(np.broadcast_arrays(along, 0.5 - 0.5 * side * outline), -1)
    return grid(np.stack(np.broadcast_arrays(x, y, z), -1), uv)


def _ribs(along: Path, side: Path) -> Path:
    """Return how deep a leaf's ribs lie under its face, as shares of its width: S×R."""
    midrib = MIDRIB * np.exp(-((side / 0.09) ** 2))
    slanted = np.cos(2 * np.pi * RIBS * (along - SLANT * np.abs(side)))
    return np.asarray(midrib + RIB * slanted * np.abs(side) * (1.0 - side**2) * (1.0 - along**4), dtype=np.float64)


def grown(part: Mesh, heading: float, rise: float, roll: float, at: Path) -> Mesh:
    """Return a leaf ``at`` a place, turned about y, tilted up and rolled round itself (degrees)."""
    rolled = transform(transform(part, pitch=roll), roll=rise)
    return transform(rolled, yaw=heading, shift=(float(at[0]), float(at[1]), float(at[2])))


def curve(points: list[tuple[float, float, float]], count: int) -> Path:
    """Return ``count`` points of a smooth curve through ``points`` (Catmull-Rom)."""
    p = np.asarray(points, dtype=np.float64)
    p = np.concatenate([2 * p[:1] - p[1:2], p, 2 * p[-1:] - p[-2:-1]])
    place = np.linspace(0.0, len(p) - 3 - 1e-9, count)
    i = place.astype(int)
    t = (place - i)[:, None]
    a, b, c, d = p[i], p[i + 1], p[i + 2], p[i + 3]
    bent = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    return np.asarray(0.5 * bent, dtype=np.float64)


def outlined(points: Sequence[tuple[float, float]], count: int) -> Path:
    """Return ``count`` (radius, height) of a smooth outline through ``points``, for a lathe."""
    bent = curve([(radius, height, 0.0) for radius, height in points], count)[:, :2]
    return np.maximum(bent, 0.0)


def settled(mesh: Mesh, floor: float = 0.0) -> Mesh:
    """Return ``mesh`` with what would be under ``floor`` pressed flat on it, as leaves lie on a table."""
    vertices = mesh.vertices.copy()
    under = vertices[:, 1] < floor
    vertices[under, 1] = floor
    return Mesh(vertices, mesh.faces, mesh.uv, mesh.normals)
