"""Leaves that stand between the sun and the set and throw their shadow on it. Flat, in the plane z = 0."""

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.mesh import Mesh, grid_faces

Flat = NDArray[np.float64]
Kind = Literal["palm", "olive", "monstera", "fern"]


def leaf_gobo(kind: Kind, size_mm: float, seed: int) -> Mesh:
    """Return leaves that fill about ``size_mm`` × ``size_mm`` in x and y round the origin, thinning out to one side.

    The same arguments give the same leaves; they are one-sided triangles facing +z.
    """
    random = np.random.default_rng([seed, 71])
    pieces = KINDS[kind](random)
    starts = np.cumsum([0] + [len(points) for points, _ in pieces[:-1]])
    points = np.concatenate([points for points, _ in pieces])
    low, high = points.min(axis=0), points.max(axis=0)
    points = (points - (low + high) / 2) * (size_mm / float((high - low).max()))
    faces = np.concatenate([faces + start for (_, faces), start in zip(pieces, starts, strict=True)])
    vertices = np.concatenate([points, np.zeros((len(points), 1))], axis=1).astype(np.float32)
    normals = np.tile(np.array([[0.0, 0.0, 1.0]], dtype=np.float32), (len(vertices), 1))
    return Mesh(vertices, _facing(vertices, faces.astype(np.uint32)), vertices[:, :2].copy(), normals)


Piece = tuple[Flat, NDArray[np.int64]]


def _facing(vertices: NDArray[np.float32], faces: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return ``faces`` all turned to +z."""
    a, b, c = (vertices[faces[:, k], :2] for k in range(3))
    turned = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0] < 0
    faces[turned] = faces[turned][:, ::-1]
    return faces


def _blade(at: Flat, angle: float, length: float, width: float, bend: float, blunt: float = 0.8) -> Piece:
    """Return one leaf as a band of triangles: ``width`` from edge to edge, its tip turned by ``bend`` (radians)."""
    along = np.linspace(0.0, 1.0, 12)
    turn = angle + bend * along
    step = np.stack([np.cos(turn), np.sin(turn)], -1) * length / 11
    middle = at + np.concatenate([[[0.0, 0.0]], np.cumsum(step[:-1], axis=0)])
    half = 0.5 * width * np.sin(np.pi * np.clip(along, 0.01, 0.995) ** blunt) ** 0.85
    side = np.stack([-np.sin(turn), np.cos(turn)], -1) * half[:, None]
    return np.concatenate([middle + side, middle - side]), grid_faces(2, 12).astype(np.int64)


def _spine(at: Flat, angle: float, length: float, bend: float, count: int) -> tuple[Flat, Flat]:
    """Return (points, headings) along a curved stalk."""
    turn = angle + bend * np.linspace(0.0, 1.0, count)
    step = np.stack([np.cos(turn), np.sin(turn)], -1) * length / (count - 1)
    return at + np.concatenate([[[0.0, 0.0]], np.cumsum(step[:-1], axis=0)]), turn


def _frond(random: np.random.Generator, at: Flat, angle: float, shape: tuple[float, float, float, int]) -> list[Piece]:
    """Return a feathered leaf; ``shape`` is its length, the length and width of its leaflets and how many pairs."""
    length, long, wide, pairs = shape
    bend = float(random.uniform(-0.7, 0.7))
    points, turn = _spine(at, angle, length, bend, pairs)
    pieces = [_blade(at, angle, length, 0.012, bend, 0.4)]
    for index in range(2, pairs):
        place = index / (pairs - 1)
        reach = long * np.sin(np.pi * (0.12 + 0.86 * place)) ** 0.6
        for side in (1.0, -1.0):
            lean = side * (1.15 - 0.70 * place) + float(random.normal(0, 0.05))
            size = float(reach * random.uniform(0.85, 1.1))
            pieces.append(_blade(points[index], float(turn[index]) + lean, size, wide, -side * 0.25))
    return pieces


def _palm(random: np.random.Generator) -> list[Piece]:
    pieces: list[Piece] = []
    for number in range(3):
        angle = 0.10 + 0.68 * number + float(random.uniform(-0.15, 0.15))
        start = np.array([-0.55, -0.45]) + random.uniform(-0.10, 0.10, 2)
        pieces += _frond(random, start, angle, (float(random.uniform(0.95, 1.15)), 0.42, 0.024, 24))
    return pieces


def _fern(random: np.random.Generator) -> list[Piece]:
    """A few long fronds that fan out from one stock: feathers close by each other would blur to bars."""
    pieces: list[Piece] = []
    for number in range(4):
        start = np.array([-0.55, -0.50]) + random.uniform(-0.05, 0.05, 2)
        angle = 0.12 + 0.44 * number + float(random.uniform(-0.12, 0.12))
        length = float(random.uniform(0.85, 1.2))
        pieces += _frond(random, start, angle, (length, 0.24, 0.040, 17))
    return pieces


def _olive(random: np.random.Generator) -> list[Piece]:
    """Twigs that hang from one bough, their leaves far enough apart that light is seen between them."""
    pieces: list[Piece] = []
    for number in range(4):
        start = np.array([-0.62, 0.40]) + random.uniform(-0.08, 0.08, 2)
        angle = 0.05 - 0.46 * number + float(random.uniform(-0.14, 0.14))
        bend, length = float(random.uniform(-0.6, 0.3)), float(random.uniform(0.75, 1.2))
        points, turn = _spine(start, angle, length, bend, 9)
        pieces.append(_blade(start, angle, length, 0.012, bend, 0.4))
        for index in range(2, 9):
            for side in (1.0, -1.0):
                if random.random() < 0.18:
                    continue
                heading = float(turn[index]) + side * float(random.uniform(0.40, 1.0))
                size = float(random.uniform(0.13, 0.22))
                at = points[index] + random.uniform(-0.025, 0.025) * np.array(
                    [np.cos(turn[index]), np.sin(turn[index])]
                )
                pieces.append(_blade(at, heading, size, 0.21 * size, float(random.uniform(-0.4, 0.4))))
    return pieces


def _monstera(random: np.random.Generator) -> list[Piece]:
    pieces: list[Piece] = []
    for spot in ((-0.25, 0.12), (0.22, -0.22), (-0.38, -0.36)):
        centre = np.array(spot) + random.uniform(-0.05, 0.05, 2)
        angle = float(random.uniform(-0.6, 1.2))
        size = float(random.uniform(0.26, 0.34))
        pieces.append(_split_leaf(centre, angle, size))
        pieces.append(_blade(centre, angle + np.pi, 1.5 * size, 0.022, 0.3, 0.4))
    return pieces


def _split_leaf(centre: Flat, angle: float, size: float) -> Piece:
    """Return a heart-shaped leaf cut in from its edge between the ribs, as a fan round ``centre``."""
    turn = np.linspace(-np.pi, np.pi, 361)
    notch = np.exp(-(((np.abs(turn) - np.pi) / 0.22) ** 2))
    heart = 0.78 + 0.34 * np.cos(turn) * np.abs(np.cos(turn)) + 0.06 * np.abs(np.sin(turn)) - 0.42 * notch
    wave = np.abs(np.sin(5.0 * (turn + 0.30 * np.sin(turn))))
    inner = (np.abs(turn) > 0.35) & (np.abs(turn) < 2.75)
    reach = size * heart * np.where(inner, 0.36 + 0.64 * np.clip(wave / 0.30, 0.0, 1.0) ** 0.4, 1.0)
    edge = centre + reach[:, None] * np.stack([np.cos(turn + angle), np.sin(turn + angle)], -1)
    ring = np.arange(1, len(turn))
    return np.concatenate([centre[None], edge]), np.stack([np.zeros_like(ring), ring, ring + 1], -1)


KINDS: dict[str, Callable[[np.random.Generator], list[Piece]]] = {
    "palm": _palm,
    "olive": _olive,
    "monstera": _monstera,
    "fern": _fern,
}
