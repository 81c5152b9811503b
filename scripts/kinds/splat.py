"""Draw a thing by its surface points: the nearest point of each pixel, lit by a room of soft boxes.

A hundredth of a path tracer's time, without shadows; what the classifier learns of shape and gloss is there.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from kinds.jewels import Rng, Thing
from kinds.stuff import REPEAT, Stuff
from samples.mesh import Mesh, Points, normals, unit
from samples.stage import environment

SIDE = 224
OVER = 2
"""Pixels are drawn this many times finer and averaged."""
POINTS = 140_000

Picture = NDArray[np.uint8]


def draw(thing: Thing, rng: Rng) -> Picture:
    """Return SIDE×SIDE×4 8-bit sRGB with straight alpha of ``thing`` from a random side in a random room."""
    eye, up, right, angle, centre, away = _camera(thing, rng)
    areas = [_areas(mesh) for mesh, _ in thing]
    total = sum(float(area.sum()) for area in areas)
    room, blurred = _room(rng)
    found: list[Points] = []
    for (mesh, stuff), area in zip(thing, areas, strict=True):
        count = max(2500, int(POINTS * float(area.sum()) / total))
        at, normal, uv = _samples(mesh, area, count, rng)
        toward = unit(centre + eye * away - at)
        normal = np.where((normal * toward).sum(-1, keepdims=True) < 0, -normal, normal)
        found.append(np.concatenate([at, _lit(stuff, normal, toward, uv, (room, blurred), rng)], axis=1))
    everything = np.concatenate(found)
    local = everything[:, :3] - (centre + eye * away)
    depth = -(local @ eye)
    scale = SIDE * OVER / 2 / np.tan(angle / 2)
    x = (local @ right / depth * scale + SIDE * OVER / 2).astype(int)
    y = (SIDE * OVER / 2 - local @ up / depth * scale).astype(int)
    return _developed(_nearest(x, y, depth, everything[:, 3:]), rng)


def _camera(thing: Thing, rng: Rng) -> tuple[Points, Points, Points, float, Points, float]:
    points = np.concatenate([mesh.points for mesh, _ in thing])
    centre = (points.min(0) + points.max(0)) / 2
    reach = float(np.linalg.norm(points - centre, axis=1).max())
    rise = np.radians(rng.choice([rng.uniform(0, 25), rng.uniform(20, 50), rng.uniform(60, 88)]))
    turn, roll = np.radians(rng.uniform(-45, 45)), np.radians(rng.normal(0, 7))
    eye = np.array([np.cos(rise) * np.sin(turn), np.sin(rise), np.cos(rise) * np.cos(turn)])
    right = unit(np.cross([0.0, 1.0, 0.0], eye))
    up = np.cross(eye, right)
    right, up = np.cos(roll) * right + np.sin(roll) * up, np.cos(roll) * up - np.sin(roll) * right
    angle = float(np.radians(rng.uniform(14, 40)))
    return eye, up, right, angle, centre, reach / float(np.sin(angle / 2)) * float(rng.uniform(0.75, 1.0))


def _areas(mesh: Mesh) -> Points:
    a, b, c = (mesh.points[mesh.faces[:, k]] for k in range(3))
    area: Points = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    return area + 1e-9


def _samples(mesh: Mesh, area: Points, count: int, rng: Rng) -> tuple[Points, Points, Points]:
    """Return points spread evenly over the surface, their normals and texture places."""
    steps = (np.arange(count) + rng.random(count)) / count
    face = np.searchsorted(np.cumsum(area) / area.sum(), steps).clip(0, len(area) - 1)
    first, second = np.sqrt(rng.random(count)), rng.random(count)
    weight = np.stack([1 - first, first * (1 - second), first * second], -1)[..., None]
    corner = mesh.faces[face]
    a, b, c = (mesh.points[corner[:, k]] for k in range(3))
    at = (mesh.points[corner] * weight).sum(1)
    normal = (normals(mesh)[corner] * weight).sum(1) if mesh.smooth else np.cross(b - a, c - a)
    return at, unit(normal), (mesh.uv[corner] * weight).sum(1)


def _room(rng: Rng) -> tuple[Points, Points]:
    """Return (the room, what a matt surface sees of it): latitude by longitude by RGB."""
    lamps = np.roll(environment(64).astype(np.float64), int(rng.integers(128)), axis=1)
    room = np.minimum(lamps, rng.uniform(3, 9)) * rng.uniform(0.5, 1.6) + rng.uniform(0.02, 0.7)
    room[36:] = room[36:] * 0.4 + rng.uniform(0.1, 1.2) * 0.6  # the table
    matt = gaussian_filter(room, (12, 24, 0), mode=("nearest", "wrap", "nearest"))
    return room, matt


def _look(room: Points, way: Points) -> Points:
    """Return what is seen of ``room`` in the directions ``way``."""
    high, wide = room.shape[:2]
    row = ((0.5 - np.arcsin(way[:, 1].clip(-1, 1)) / np.pi) * high).astype(int).clip(0, high - 1)
    column = ((0.5 + np.arctan2(way[:, 0], way[:, 2]) / (2 * np.pi)) * wide).astype(int) % wide
    seen: Points = room[row, column]
    return seen


def _lit(stuff: Stuff, normal: Points, toward: Points, uv: Points, rooms: tuple[Points, Points], rng: Rng) -> Points:
    """Return the linear colour of each point."""
    room, matt = rooms
    color = np.broadcast_to(np.array(stuff.color), normal.shape)
    if stuff.texture is not None:
        size = len(stuff.texture)
        u, v = (uv[:, k] / REPEAT * size for k in range(2))
        color = stuff.texture[v.astype(int) % size, u.astype(int) % size].astype(np.float64)
        if stuff.grain is not None:
            slope = np.stack(np.gradient(stuff.grain.astype(np.float64)), -1)[
                v.astype(int) % size, u.astype(int) % size
            ]
            normal = unit(normal + 2.0 * np.concatenate([slope, 0 * slope[:, :1]], -1))
    if stuff.kind == "gem":
        inner = unit(toward * -1 + rng.standard_normal((1, 3)) + 1.6 * np.round(normal * 3) / 3)
        return 0.75 * _look(room, inner) + 0.25 * _look(room, _mirrored(normal, toward))
    rough = stuff.roughness + 0.02
    way = unit(_mirrored(normal, toward) + rough * 0.5 * rng.standard_normal(normal.shape))
    gloss = _look(room, way)
    if stuff.kind == "metal":
        return gloss * color
    facing = (normal * toward).sum(-1, keepdims=True).clip(0, 1)
    shine = (0.04 + 0.96 * (1 - facing) ** 5) * (0.15 if stuff.kind == "cloth" else 1.0 - stuff.roughness)
    return color * _look(matt, normal) + shine * gloss


def _mirrored(normal: Points, toward: Points) -> Points:
    return 2 * (normal * toward).sum(-1, keepdims=True) * normal - toward


def _nearest(x: NDArray[np.int64], y: NDArray[np.int64], depth: Points, color: Points) -> Points:
    """Return the colour and cover of the nearest point of each pixel, gaps of one pixel closed."""
    size = SIDE * OVER
    inside = (x >= 0) & (x < size) & (y >= 0) & (y < size)
    place, depth, color = (y * size + x)[inside], depth[inside], color[inside]
    order = np.argsort(-depth, kind="stable")
    image = np.zeros((size * size, 4))
    image[place[order], :3] = color[order]
    image[place[order], 3] = 1.0
    image = image.reshape(size, size, 4)
    cover = gaussian_filter(image[..., 3], 1.0)
    filled = gaussian_filter(image[..., :3], (1.0, 1.0, 0)) / np.maximum(cover, 1e-6)[..., None]
    gap = (image[..., 3] == 0) & (cover > 0.45)
    image[gap] = np.concatenate([filled[gap], np.ones((int(gap.sum()), 1))], -1)
    image[..., :3] *= image[..., 3:]
    small: Points = image.reshape(SIDE, OVER, SIDE, OVER, 4).mean((1, 3))
    return small


def _developed(picture: Points, rng: Rng) -> Picture:
    """Return 8-bit sRGB with straight alpha, exposed for the product's bright parts."""
    alpha = np.clip(picture[..., 3:], 0, 1)
    light = picture[..., :3] / np.maximum(alpha, 1e-3)
    solid = alpha[..., 0] > 0.5
    bright = np.percentile(light[solid], 92) if solid.any() else 1.0
    light = light * rng.uniform(0.45, 1.15) / max(float(bright), 1e-3)
    light = np.where(light > 0.7, 0.7 + (light - 0.7) / (1 + 2 * (light - 0.7).clip(0)), light)
    encoded = np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.maximum(light, 1e-9) ** (1 / 2.4) - 0.055)
    return (np.clip(np.concatenate([encoded, alpha], -1), 0, 1) * 255 + 0.5).astype(np.uint8)
