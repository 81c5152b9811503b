"""Sunglasses: a tortoise acetate frame cut from the sheet, open temples, brown lenses darker above."""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter
from scipy.spatial import cKDTree

from samples.materials import GOLD, lens, metal, plastic, vertex_color
from samples.mesh import Mesh, Points, from_field, quads, sphere, spline, superellipse, sweep
from samples.stage import Part, Sample, grounded, turned

Field = NDArray[np.float64]

STEP = 0.3
"""Voxel side of the frame's distance field, mm."""
HALF_PUPIL = 34.5
"""Half of the distance between the lenses' centres, mm."""
CURVE = 190.0
"""Radius of the front's wrap, mm."""
HALF_THICK = 2.1


def sample() -> Sample:
    """Return the sunglasses on their lower rims and temple tips, seen from three quarters."""
    acetate = plastic(vertex_color(), 0.16, clearcoat=0.8)
    front = _tortoise(_wrapped(_front()), 3)
    parts = [Part(front, acetate)]
    parts += [Part(_tortoise(_temple(side), 4), acetate) for side in (-1.0, 1.0)]
    parts += [Part(_lens(side), lens((0.045, 0.020, 0.010), _tint())) for side in (-1.0, 1.0)]
    parts += [Part(mesh, metal(GOLD, 0.2)) for side in (-1.0, 1.0) for mesh in _rivets(side)]
    leaning = turned(tuple(parts), "x", _lean(front, parts[1].mesh))
    return Sample(
        "sunglasses", grounded(turned(leaning, "y", 28.0)), elevation=15.0, fill=0.74, paper=(0.76, 0.77, 0.77)
    )


def _lean(front: Mesh, temple: Mesh) -> float:
    """Return the turn about x, degrees, at which lower rims and temple tips touch the same floor (bisection)."""
    low, high = -25.0, 25.0
    for _ in range(40):
        middle = (low + high) / 2
        gap = front.turned("x", middle).points[:, 1].min() - temple.turned("x", middle).points[:, 1].min()
        low, high = (middle, high) if gap > 0 else (low, middle)
    return (low + high) / 2


def _outline() -> Points:
    """Return the right lens's edge about its centre, mm: a soft square, wider above, x away from the nose."""
    knots = [(25.5, 12.0), (24.0, 17.5), (14.0, 20.0), (-4.0, 19.8), (-17.0, 18.0), (-22.5, 12.5), (-22.0, 2.0)]
    knots += [(-17.0, -11.0), (-8.0, -18.5), (3.0, -20.5), (14.0, -18.5), (21.5, -9.5), (24.8, 2.0)]
    return spline(knots, 1600, closed=True)


def _signed(outline: Points, x: Field, y: Field) -> Field:
    """Return the distance (mm) of every (x, y) to a closed outline, negative inside, by the winding of its angle."""
    query = np.stack([x.ravel(), y.ravel()], -1)
    distance, nearest = cKDTree(outline).query(query)
    tangent = np.roll(outline, -1, 0) - np.roll(outline, 1, 0)
    offset = query - outline[nearest]
    outside = tangent[nearest, 0] * offset[:, 1] - tangent[nearest, 1] * offset[:, 0]
    turn = np.sign(np.sum(outline[:, 0] * np.roll(outline[:, 1], -1) - outline[:, 1] * np.roll(outline[:, 0], -1)))
    result: Points = (-np.sign(outside) * turn * distance).reshape(x.shape)
    return result


def _blend(first: Field, second: Field, radius: float) -> Field:
    """Return the union of two distance fields with a fillet of ``radius`` (Quilez's polynomial smooth minimum)."""
    near = np.maximum(radius - np.abs(first - second), 0.0) / radius
    result: Points = np.minimum(first, second) - near * near * radius / 4
    return result


def _bar(x: Field, y: Field, start: tuple[float, float], end: tuple[float, float], radius: float) -> Field:
    """Return the distance to a bar with round ends."""
    a, way = np.array(start), np.array(end) - np.array(start)
    t = np.clip(((x - a[0]) * way[0] + (y - a[1]) * way[1]) / float(way @ way), 0.0, 1.0)
    result: Points = np.hypot(x - a[0] - t * way[0], y - a[1] - t * way[1]) - radius
    return result


def _front() -> Mesh:
    """Return the flat front, both rims, bridge and end pieces, with rounded edges."""
    x = np.arange(0.0, 74.0 + STEP, STEP)
    y = np.arange(-27.0, 29.0, STEP)
    z = np.arange(-3.9, 3.9, STEP)
    across, up = np.meshgrid(x, y, indexing="ij")
    opening = _signed(_outline(), across - HALF_PUPIL, up)
    rim = opening - (3.1 + 1.5 * np.clip(up / 20.0, 0.0, 1.0))
    body = _blend(rim, _bar(across, up, (0.0, 9.0), (14.0, 8.0), 3.6), 7.0)
    body = _blend(body, _bar(across, up, (60.0, 15.5), (69.5, 15.5), 4.4), 6.0)
    flat = np.maximum(body, -opening)
    flat = np.concatenate([flat[:0:-1], flat])
    edge = 1.3
    wide = flat[..., None] + edge
    deep = np.abs(z)[None, None] - HALF_THICK + edge
    field = np.hypot(np.maximum(wide, 0.0), np.maximum(deep, 0.0)) + np.minimum(np.maximum(wide, deep), 0.0) - edge
    return from_field(gaussian_filter(field, 0.8), (-x[-1], y[0], z[0]), STEP)


def _wrapped(mesh: Mesh) -> Mesh:
    points = mesh.points.copy()
    points[:, 2] -= points[:, 0] ** 2 / (2 * CURVE)
    return mesh.replaced(points)


def _temple(side: float) -> Mesh:
    """Return one temple: straight from the end piece, then bent down behind the ear."""
    start = -(68.5**2) / (2 * CURVE)
    knots = [(69.5, 15.5, start + 1.0), (71.0, 15.5, start - 8.0), (71.0, 14.5, -60.0), (69.5, 13.0, -98.0)]
    knots += [(68.0, 4.5, -118.0), (66.0, -11.0, -134.0), (64.5, -22.5, -141.0)]
    path = spline(knots, 260) * np.array([side, 1.0, 1.0])
    place = np.linspace(0.0, 1.0, 260)
    height = 0.72 + 0.42 * np.abs(place - 0.45) ** 1.2 + 0.10 * np.clip((place - 0.7) / 0.3, 0, 1)
    end = np.sqrt(np.clip((1.0 - place) / 0.02, 0.0, 1.0)) * 0.98 + 0.02
    scale = np.stack([end, height * end], -1)
    return sweep(path, superellipse(3.6, 7.6, 3.2, 72), (0.0, 1.0, 0.0), scale=scale)


def _tortoise(mesh: Mesh, seed: int) -> Mesh:
    """Return ``mesh`` with amber and dark brown clouds that run through its depth."""
    rng = np.random.default_rng(seed)
    clouds = np.zeros(len(mesh.points))
    warp = mesh.points + 4.0 * np.sin(mesh.points[:, [1, 2, 0]] / 6.0)
    for _ in range(26):
        wave = rng.normal(size=3) * rng.uniform(0.12, 0.42)
        clouds += np.cos(warp @ wave + rng.uniform(0.0, 2 * np.pi))
    share = 1 / (1 + np.exp(-(clouds / 3.6 - 0.15) * 4.5))[:, None]
    colors = share * np.array([0.38, 0.135, 0.028]) + (1 - share) * np.array([0.026, 0.010, 0.006])
    return Mesh(mesh.points, mesh.faces, mesh.uv, True, colors)


def _lens(side: float) -> Mesh:
    """Return one lens, a little domed, let into the rim; v of its uv runs 0 below to 1 above."""
    edge = _outline() * 1.02
    share = np.linspace(0.0, 1.0, 40)[:, None, None]
    disc = (edge[None, ::4] * share).reshape(-1, 2)
    x = (disc[:, 0] + HALF_PUPIL) * side
    dome = 0.9 * (1 - np.repeat(share.ravel() ** 2, len(edge[::4])))
    points = np.stack([x, disc[:, 1], dome - x**2 / (2 * CURVE) - 0.2], -1)
    uv = np.stack([0.5 + disc[:, 0] / 60.0, 0.5 + disc[:, 1] / 44.0], -1)
    faces = quads(40, len(edge[::4]), False, True)
    front = np.cross(points[faces[:, 1]] - points[faces[:, 0]], points[faces[:, 2]] - points[faces[:, 0]])[:, 2].sum()
    return Mesh(points, faces if front > 0 else faces[:, ::-1], uv)


def _tint() -> dict[str, object]:
    """Return how much of the light a lens stops, from below to above."""
    from samples.render import start

    ramp = np.linspace(0.64, 0.94, 64, dtype=np.float32)[:, None]
    bitmap = start().Bitmap(np.ascontiguousarray(np.repeat(ramp, 4, 1))[..., None])
    return {"type": "bitmap", "bitmap": bitmap, "raw": True, "wrap_mode": "clamp"}


def _rivets(side: float) -> list[Mesh]:
    """Return two small gold dots on the end piece."""
    back = -(66.5**2) / (2 * CURVE) + HALF_THICK
    dot = sphere(1.0, 24)
    flat = dot.replaced(dot.points * np.array([1.25, 0.75, 0.35]))
    return [flat.moved(66.5 * side, 16.9, back), flat.moved(66.5 * side, 14.3, back)]
