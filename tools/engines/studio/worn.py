"""Blocks and drums as they come from a workshop: edges that were broken by hand, here wider, there chipped.

Every point of a sharp solid is drawn to a rounding whose radius differs from place to place. The radius hangs on the
place alone, so sides meet without a gap. Sizes of wear are shares of the frame's width.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from tools.engines.studio.mesh import Mesh, grid_faces, merge, vertex_normals

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Wear:
    """How an edge is worn, in frame widths: its usual radius, how much that wanders (a share of it), how far apart
    chips are and how wide the widest is, how uneven the faces are; ``layer``: how thick the layers are in which the
    stuff splits at its sides, or 0."""

    radius: float
    wander: float
    apart: float
    chip: float
    uneven: float
    layer: float = 0.0


HONED = Wear(0.0034, 0.35, 0.12, 0.016, 0.0004)
WEAR: dict[str, Wear] = {
    "marble": Wear(0.0030, 0.20, 0.45, 0.008, 0.0),
    "travertine": Wear(0.0038, 0.45, 0.055, 0.020, 0.0004),
    "slate": Wear(0.0022, 0.60, 0.032, 0.026, 0.0030, 0.0085),
    "concrete": Wear(0.0036, 0.40, 0.075, 0.018, 0.0006),
    "plaster": Wear(0.0058, 0.45, 0.14, 0.016, 0.0012),
    "terrazzo": Wear(0.0032, 0.20, 0.30, 0.010, 0.0),
    "paper": Wear(0.0050, 0.30, 0.35, 0.007, 0.0008),
    "wood": Wear(0.0050, 0.30, 0.30, 0.010, 0.0004),
}
"""Of each stuff, papered solids as painted wood; of others ``HONED``."""

EVEN = frozenset({"leather", "linen", "silk", "velvet", "acrylic", "glass", "mirror", "clear_glass",
                   "clear_acrylic"})  # fmt: skip
"""What is wrapped, folded or polished: its edges are even."""

CLOSE, WIDE = 0.0016, 0.0045
"""Spacing of points across an edge and along it, in frame widths."""

NEAR = 9
"""Points across an edge at the spacing ``CLOSE``."""

SLOPES = 7
"""Waves that an uneven radius is made of."""


def wear_of(stuff: str) -> Wear:
    """Return how blocks of ``stuff`` are worn."""
    return WEAR.get(stuff, HONED)


def worn_box(size: tuple[float, float, float], frame_mm: float, wear: Wear, seed: int) -> Mesh:
    """Return a box of ``size`` (x, y, z) mm round the origin with worn edges; its uv is the unfolded box."""
    half = np.asarray(size, dtype=np.float64) / 2
    corners = _box_chips(half, frame_mm, wear, seed)
    parts = [_side(half, axis, sign, (frame_mm, wear, seed), corners) for axis in range(3) for sign in (1, -1)]
    return _welded(parts)


def _side(half: Points, axis: int, sign: int, of: tuple[float, Wear, int], chips: Points) -> Mesh:
    """Return one side of a box; ``chips`` are rows of (x, y, z, radius)."""
    frame_mm, wear, seed = of
    first, second = (axis + 1) % 3, (axis + 2) % 3
    lines = [_line(half[side], frame_mm) for side in (first, second)]
    place = np.zeros((len(lines[0]), len(lines[1]), 3))
    place[..., axis] = sign * half[axis]
    place[..., first], place[..., second] = lines[0][:, None], lines[1][None, :]
    points = place.reshape(-1, 3)
    radius = _radius(points, frame_mm, wear, seed, chips)
    limit = np.minimum(radius, 0.45 * half.min())[:, None]
    core = np.clip(points, limit - half, half - limit)
    out = points - core
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
    moved = core + out * limit
    if wear.uneven and not (axis == 1 and sign > 0):  # what carries the product stays level
        rim = np.minimum.reduce([half[side] - np.abs(points[:, side]) for side in (first, second)])
        swell = _split(points / frame_mm, wear, seed) * np.clip(rim / (0.02 * frame_mm), 0.0, 1.0)
        moved[:, axis] += sign * wear.uneven * frame_mm * swell
    faces = grid_faces(*place.shape[:2])
    faces = faces if sign > 0 else np.ascontiguousarray(faces[:, ::-1])
    flat = _unfolded(points, half, axis, sign).astype(np.float32)
    vertices = moved.astype(np.float32)
    return Mesh(vertices, faces, flat, vertex_normals(vertices, faces))


def _line(half: float, frame_mm: float) -> Points:
    """Return places from -half to half: close to each other at the ends, where the edge is."""
    near = CLOSE * frame_mm * np.arange(NEAR)
    near = near[near < 0.45 * half]
    left = half - (near[-1] if len(near) else 0.0)
    middle = np.linspace(-left, left, max(3, round(2 * left / (WIDE * frame_mm)) + 1))
    return np.asarray(np.unique(np.concatenate([-half + near, middle, half - near]).round(9)), dtype=np.float64)


def _unfolded(points: Points, half: Points, axis: int, sign: int) -> Points:
    """Return uv of a side of the unfolded box: the front runs on over the top and round the sides."""
    x, y, z = points.T
    if axis == 0:
        return np.stack([sign * (half[0] + half[2]) - sign * z, y], -1)
    if axis == 1:
        return np.stack([x, sign * (half[1] + half[2]) - sign * z], -1)
    return np.stack([x if sign > 0 else 2 * (half[0] + half[2]) - x, y], -1)


def _radius(points: Points, frame_mm: float, wear: Wear, seed: int, chips: Points) -> Points:
    """Return the radius of the rounding at each of ``points`` (n×3, mm): it wanders, and is wide in chips."""
    place = points / frame_mm
    radius = wear.radius * (1.0 + wear.wander * _waves(place, seed, 9.0, 60.0))
    if len(chips):
        hits = KDTree(place).query_ball_point(chips[:, :3] / frame_mm, 1.6 * chips[:, 3] / frame_mm)
        for (x, y, z, wide), near in zip(chips / frame_mm, hits, strict=True):
            at = place[near]
            ragged = 1.0 + 0.35 * _waves(at, seed + 1, 40.0, 170.0)
            away = np.sqrt(((at - (x, y, z)) ** 2).sum(1)) * ragged / wide
            radius[near] = np.maximum(radius[near], 0.62 * wide * np.clip(1.9 * (1.0 - away), 0.0, 1.0))
    return np.asarray(np.maximum(radius, 0.3 * wear.radius) * frame_mm)


def _waves(place: Points, seed: int, low: float, high: float) -> Points:
    """Return smooth noise of about unit deviation over ``place`` (n×3): waves of ``low`` to ``high`` radians a unit."""
    random = np.random.default_rng([seed, 83])
    ways = random.normal(0.0, 1.0, (SLOPES, 3))
    ways *= (low * (high / low) ** np.linspace(0.0, 1.0, SLOPES) / np.linalg.norm(ways, axis=1))[:, None]
    angle = (place @ ways.T + random.uniform(0.0, 2 * np.pi, SLOPES)).astype(np.float32)
    return np.asarray(np.sin(angle).sum(1) / np.sqrt(SLOPES / 2), dtype=np.float64)


def _split(place: Points, wear: Wear, seed: int) -> Points:
    """Return how far a side stands out at each of ``place`` (n×3), of about unit deviation: waves, and split layers."""
    waves = _waves(place, seed + 5, 6.0, 22.0)
    if not wear.layer:
        return waves
    bent = 0.16 * waves + 0.34 * _waves(place, seed + 6, 40.0, 160.0)
    level = place[:, 1] / wear.layer + bent
    table = np.random.default_rng([seed, 91]).normal(0.0, 1.0, 64)
    low = np.floor(level).astype(int)
    share = np.clip((level - low - 0.86) / 0.14, 0.0, 1.0)
    return np.asarray(0.35 * waves + 0.9 * (table[low % 64] * (1.0 - share) + table[(low + 1) % 64] * share))


def _box_chips(half: Points, frame_mm: float, wear: Wear, seed: int) -> Points:
    """Return chips (n×4: x, y, z, radius) on the edges of a box; corners lose the most."""
    random = np.random.default_rng([seed, 87])
    chips = []
    for axis in range(3):
        for one in (-1.0, 1.0):
            for other in (-1.0, 1.0):
                count = int(random.poisson(2 * half[axis] / (wear.apart * frame_mm)))
                along = random.uniform(-1.0, 1.0, count)
                along = np.where(random.random(count) < 0.15, np.sign(along), along) * half[axis]
                chips += [_chip(axis, at, (one, other), half, frame_mm * _wide(random, wear)) for at in along]
    return np.array(chips).reshape(-1, 4)


def _wide(random: np.random.Generator, wear: Wear) -> float:
    """Return the radius of a chip: most are small."""
    return float(wear.chip * (0.22 + 0.78 * random.random() ** 4))


def _chip(axis: int, at: float, sides: tuple[float, float], half: Points, wide: float) -> list[float]:
    place = [0.0, 0.0, 0.0, wide]
    place[axis] = at
    for side, sign in zip(((axis + 1) % 3, (axis + 2) % 3), sides, strict=True):
        place[side] = sign * half[side]
    return place


def _welded(parts: list[Mesh]) -> Mesh:
    """Return one mesh of ``parts`` whose normals agree where their borders meet."""
    made = merge(*parts)
    assert made.normals is not None
    keys = np.round(made.vertices / max(float(np.abs(made.vertices).max()), 1e-6) * 2e5).astype(np.int64)
    number = (keys[:, 0] * 1_000_003 + keys[:, 1]) * 1_000_003 + keys[:, 2]
    _, place = np.unique(number, return_inverse=True)
    summed: Points = np.stack([np.bincount(place, made.normals[:, k]) for k in range(3)], -1)
    total = summed[place] / np.maximum(np.linalg.norm(summed[place], axis=1, keepdims=True), 1e-9)
    return Mesh(made.vertices, made.faces, made.uv, total.astype(np.float32))


def worn_drum(radius: float, height: float, frame_mm: float, wear: Wear, seed: int) -> Mesh:
    """Return an upright cylinder on y = 0 with worn rims; uv from above on its top, round the side below."""
    around = int(np.clip(2 * np.pi * radius / (WIDE * frame_mm), 160, 560))
    turn = np.linspace(-np.pi, np.pi, around + 1)
    chips = _drum_chips(radius, height, frame_mm, wear, seed)
    near = CLOSE * frame_mm * np.arange(NEAR)
    near = near[near < 0.45 * min(radius, height)]
    lid = np.unique(np.concatenate([np.linspace(0.0, radius - near[-1], 40), radius - near]).round(9))
    side = np.unique(np.concatenate([near, np.linspace(near[-1], height - near[-1], 40), height - near]).round(9))
    of = (radius, height, frame_mm, wear, seed)
    parts = [
        _ring(lid, np.zeros_like(lid), turn, of, chips),
        _ring(np.full_like(side, radius), side, turn, of, chips),
        _ring(lid[::-1], np.full_like(lid, height), turn, of, chips),
    ]
    return _welded(parts)


def _ring(rho: Points, y: Points, turn: Points, of: tuple[float, float, float, Wear, int], chips: Points) -> Mesh:
    """Return the part of a drum through (``rho``, ``y``), given from the bottom up the outside."""
    radius, height, frame_mm, wear, seed = of
    flat_part = bool(np.ptp(y) == 0.0)
    rho, y = rho[::-1, None], y[::-1, None]
    sine, cosine = np.sin(turn)[None, :], np.cos(turn)[None, :]
    place = np.stack(np.broadcast_arrays(rho * sine, y, rho * cosine), -1).reshape(-1, 3)
    worn = np.minimum(_radius(place, frame_mm, wear, seed, chips), 0.45 * min(radius, height))
    out, up = np.broadcast_to(rho, (len(rho), len(turn))).ravel(), np.broadcast_to(y, (len(rho), len(turn))).ravel()
    core_out, core_up = np.minimum(out, radius - worn), np.clip(up, worn, height - worn)
    by_out, by_up = out - core_out, up - core_up
    long = np.maximum(np.hypot(by_out, by_up), 1e-9)
    new_out = core_out + by_out / long * worn * (long > 1e-8)
    new_up = core_up + by_up / long * worn * (long > 1e-8)
    if wear.uneven and not flat_part:
        rim = np.clip(np.minimum(up, height - up) / (0.02 * frame_mm), 0.0, 1.0)
        new_out = new_out + wear.uneven * frame_mm * rim * _split(place / frame_mm, wear, seed)
    angle = np.broadcast_to(turn, (len(rho), len(turn))).ravel()
    points = np.stack([new_out * np.sin(angle), new_up, new_out * np.cos(angle)], -1).astype(np.float32)
    uv = np.stack([place[:, 0], -place[:, 2]], -1) if flat_part else np.stack([angle * radius, up - height], -1)
    faces = grid_faces(len(rho), len(turn))
    return Mesh(points, faces, uv.astype(np.float32), vertex_normals(points, faces))


def _drum_chips(radius: float, height: float, frame_mm: float, wear: Wear, seed: int) -> Points:
    """Return chips (n×4) on both rims of a drum."""
    random = np.random.default_rng([seed, 89])
    chips = []
    for level in (0.0, height):
        for angle in random.uniform(-np.pi, np.pi, int(random.poisson(2 * np.pi * radius / (wear.apart * frame_mm)))):
            chips.append([radius * np.sin(angle), level, radius * np.cos(angle), frame_mm * _wide(random, wear)])
    return np.array(chips).reshape(-1, 4)
