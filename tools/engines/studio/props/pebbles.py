"""Pebbles: three river stones, worn smooth, lying side by side."""

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.mesh import Faces, Floats, Mesh, sphere, transform, vertex_normals
from tools.engines.studio.props.part import PropPart
from tools.engines.studio.props.placing import rested

SIZES = (1.0, 0.62, 0.40)
"""Length of each pebble against the first."""

COLORS = ("#a39585", "#dcd2c3", "#77716b", "#b9a58a", "#8f8a86")
GAP = 0.04


def pebbles(size_mm: float, seed: int) -> tuple[PropPart, ...]:
    """Return three pebbles of different sizes that do not touch, all together ``size_mm`` wide."""
    random = np.random.default_rng([seed, 31])
    first = 0.56 * size_mm
    turn = float(random.uniform(0.0, 0.45))
    colors = random.permutation(len(COLORS))
    parts, reach = [], []
    for number, share in enumerate(SIZES):
        stone = _pebble(first * share, random)
        reach.append(float(np.hypot(stone.vertices[:, 0], stone.vertices[:, 2]).max()))
        angle = (0.0, turn, turn + 1.15)[number]
        away = 0.0 if number == 0 else reach[0] + reach[number] + GAP * first
        spot = (away * np.cos(angle), 0.0, away * np.sin(angle))
        parts.append(PropPart(transform(stone, shift=spot), "bark", COLORS[colors[number]]))
    return rested(parts)


def _pebble(length: float, random: np.random.Generator) -> Mesh:
    """Return an ellipsoid dented by a few smooth waves, resting on y = 0 with a slightly flattened underside."""
    ball = sphere(1.0, 56)
    points = ball.vertices.astype(np.float64)
    radius = np.ones(len(points))
    for wave in (1.1, 1.6, 2.3, 3.1):
        direction = random.normal(0, 1, 3)
        direction *= wave / np.linalg.norm(direction)
        radius += 0.05 / wave * np.sin(points @ direction * 2.0 + random.uniform(0, 6.28))
    shape = np.array([0.5, random.uniform(0.24, 0.32), random.uniform(0.36, 0.44)]) * length
    points = points * radius[:, None]
    points[:, 1] = np.where(points[:, 1] < 0, -(np.abs(points[:, 1]) ** 1.0) * 0.85, points[:, 1])
    points = points * shape
    points[:, 1] -= points[:, 1].min()
    vertices = points.astype(np.float32)
    made = Mesh(vertices, ball.faces, ball.uv, _seamless_normals(vertices, ball.faces))
    return transform(made, yaw=float(random.uniform(-50, 50)))


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
