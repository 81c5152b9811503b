"""Pebbles: a handful of stones from a river, each worn to another shape, the small ones among the large."""

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.mesh import Faces, Floats, Mesh, sphere, transform, vertex_normals
from tools.engines.studio.props.part import PropPart
from tools.engines.studio.props.placing import rested

SIZES = (1.0, 0.66, 0.47, 0.30, 0.24, 0.17, 0.13, 0.11)
"""Length of each pebble against the first."""

COLORS = ("#a09486", "#c9bfb0", "#6f6a66", "#b29c82", "#857f7b", "#d8d1c6", "#7d6f64")
FIRST = 0.50
"""Length of the largest as a share of the whole."""

MANY = ((14.0, 3), (45.0, 5), (np.inf, 8))
"""Up to which size of the whole, in mm, there are how many: stones have a size in life."""

GAP, TRIES = 0.012, 400
"""Least room between two, as a share of the whole; places that are tried for each."""

FACES = 9
"""Flats that a stone once had: what is worn round is still a little flat there."""

BED = 0.30
"""How far up from its lowest point a stone is flat where it lies, in shares of half its height."""


def pebbles(size_mm: float, seed: int) -> tuple[PropPart, ...]:
    """Return pebbles of different sizes that do not touch, all together ``size_mm`` wide."""
    random = np.random.default_rng([seed, 31])
    colors = random.permutation(len(COLORS))
    parts: list[PropPart] = []
    lain: list[tuple[float, float, float]] = []
    for number, share in enumerate(SIZES[: next(many for most, many in MANY if size_mm < most)]):
        stone = _pebble(FIRST * share * size_mm, round(24 + 36 * share), random)
        reach = float(np.hypot(stone.vertices[:, 0], stone.vertices[:, 2]).max())
        spot = _spot(reach, lain, size_mm, random)
        if spot is None:
            continue
        lain.append((*spot, reach))
        parts.append(PropPart(transform(stone, shift=(spot[0], 0.0, spot[1])), "stone", COLORS[colors[number % 7]]))
    return rested(parts)


def _spot(
    reach: float, lain: list[tuple[float, float, float]], size: float, random: np.random.Generator
) -> tuple[float, float] | None:
    """Return (x, z) near those that lie there already, or nothing if there is no room."""
    if not lain:
        return -0.5 * size + reach, 0.0
    for _ in range(TRIES):
        x, z = float(random.uniform(-0.5, 0.5)) * size, float(random.normal(0.0, 0.17)) * size
        if abs(x) + reach <= 0.5 * size and all(np.hypot(x - a, z - b) > reach + r + GAP * size for a, b, r in lain):
            return x, z
    return None


def _pebble(length: float, rows: int, random: np.random.Generator) -> Mesh:
    """Return a stone that lies on y = 0: a body of a few flats, worn round, more or less flat and long."""
    ball = sphere(1.0, rows)
    points = ball.vertices.astype(np.float64)
    facing = random.normal(0.0, 1.0, (FACES, 3))
    facing /= np.linalg.norm(facing, axis=1, keepdims=True)
    far = random.uniform(0.74, 1.0, FACES)
    worn = float(random.uniform(4.0, 9.0))
    flats = np.clip(points @ facing.T / far, 0.0, None)
    radius = (1.0 + (flats**worn).sum(1)) ** (-1.0 / worn)
    for wave in (2.2, 4.5, 9.0, 17.0):
        way = random.normal(0.0, 1.0, 3)
        way *= wave / np.linalg.norm(way)
        radius = radius * (1.0 + 0.045 / wave**0.9 * np.sin(points @ way + random.uniform(0.0, 6.28)))
    points = points * radius[:, None]
    half = np.array([0.5, random.uniform(0.20, 0.36), random.uniform(0.33, 0.47)]) * length
    points = points / np.abs(points).max(0) * half
    points[:, 1] = np.maximum(points[:, 1], -(1.0 - BED) * half[1])
    points[:, 1] -= points[:, 1].min()
    vertices = points.astype(np.float32)
    made = Mesh(vertices, ball.faces, _faced(points, length, random), _seamless_normals(vertices, ball.faces))
    return transform(made, yaw=float(random.uniform(-180, 180)))


def _faced(points: NDArray[np.float64], length: float, random: np.random.Generator) -> Floats:
    """Return uv that read a stone's picture anywhere, turned, at a scale that a small stone shows less of it."""
    turn, start = float(random.uniform(0.0, 2 * np.pi)), random.random(2)
    x, y, z = (points / length).T
    u, v = x * np.cos(turn) - z * np.sin(turn) + 0.6 * y, x * np.sin(turn) + z * np.cos(turn) - 0.6 * y
    return np.asarray(0.55 * np.stack([u, v], -1) + start, dtype=np.float32)


def _seamless_normals(vertices: Floats, faces: Faces) -> Floats:
    """Return smooth normals that agree where vertices coincide, as they do along a lathe's seam and at its poles."""
    _, place = np.unique(np.round(vertices, 4), axis=0, return_inverse=True)
    place = place.ravel()
    together = vertex_normals(_first(vertices, place), place[faces].astype(np.uint32))
    return np.asarray(together[place], dtype=np.float32)


def _first(vertices: Floats, place: NDArray[np.intp]) -> Floats:
    unique = np.zeros((place.max() + 1, 3), dtype=np.float32)
    unique[place] = vertices
    return unique
