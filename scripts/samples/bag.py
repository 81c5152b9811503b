"""A small structured bag of burgundy pebbled leather: flap, top handle, gilt clasp and feet."""

import numpy as np

from samples.materials import GOLD, bumped, metal, pebble_grain, plastic
from samples.mesh import Mesh, Points, from_field, lathe, normals, spline, superellipse, sweep, tube
from samples.stage import Bsdf, Part, Sample, grounded, turned

WIDTH, HEIGHT, DEPTH = 220.0, 150.0, 82.0
LEATHER = (0.20, 0.017, 0.024)
THREAD = (0.50, 0.12, 0.12)


def sample() -> Sample:
    """Return the bag standing, turned a little so that one side shows."""
    hide, gilt = _leather(), metal(GOLD, 0.17)
    parts = [Part(_body(), hide), Part(_flap(), hide), Part(_handle(), hide)]
    parts += [Part(mesh, gilt) for mesh in (*_clasp(), *_rings(), *_feet())]
    parts += [Part(mesh, hide) for mesh in _tabs()]
    parts += [Part(mesh, plastic(THREAD, 0.6)) for mesh in _stitches()]
    return Sample(
        "bag", grounded(turned(tuple(parts), "y", 27.0)), elevation=11.0, fill=0.66, paper=(0.78, 0.755, 0.72)
    )


def _leather() -> Bsdf:
    from samples.render import start

    mi = start()
    grain = {
        "type": "bitmap", "bitmap": mi.Bitmap(pebble_grain()[..., None]), "raw": True,
        "to_uv": mi.ScalarTransform4f().scale([1 / 70.0, 1 / 70.0, 1.0]),
    }  # fmt: skip
    return bumped(plastic(LEATHER, 0.34, clearcoat=0.35), grain, 0.45)


def _half_depth(y: Points) -> Points:
    """Return half of the bag's depth (mm) at a height over its middle: slimmer above."""
    return DEPTH / 2 * (1.0 - 0.20 * (y / HEIGHT + 0.5))


def _body() -> Mesh:
    """Return a rounded box that narrows upward; sides sink in a little, fronts swell."""
    step = 1.5
    x, y, z = (np.arange(-half, half + step, step) for half in (WIDTH / 2 + 8, HEIGHT / 2 + 8, DEPTH / 2 + 8))
    gx, gy, gz = np.meshgrid(x, y, z, indexing="ij")
    swell = 2.5 * np.cos(np.pi * np.clip(gx / WIDTH, -0.5, 0.5)) * np.cos(np.pi * np.clip(gy / HEIGHT, -0.5, 0.5))
    wide = np.abs(gx) - (WIDTH / 2 - 4.0 * (gy / HEIGHT + 0.5) - 3.0 * np.exp(-((gz / 22.0) ** 2)))
    parts = np.stack([wide, np.abs(gy) - HEIGHT / 2, np.abs(gz) - _half_depth(gy) - swell]) + 7.0
    field = np.linalg.norm(np.maximum(parts, 0.0), axis=0) + np.minimum(parts.max(axis=0), 0.0) - 7.0
    return _boxed(from_field(field, (x[0], y[0], z[0]), step))


def _boxed(mesh: Mesh) -> Mesh:
    """Return ``mesh`` with uv laid on from the sides it faces, in mm; points of the sides are taken apart."""
    a, b, c = (mesh.points[mesh.faces[:, k]] for k in range(3))
    side = np.abs(np.cross(b - a, c - a)).argmax(axis=1)
    axes = np.array([[2, 1], [0, 2], [0, 1]])[side]
    corners = mesh.faces * 3 + side[:, None]
    used, faces = np.unique(corners, return_inverse=True)
    points = mesh.points[used // 3]
    pick = np.zeros((len(used), 2), dtype=np.int64)
    pick[faces.reshape(-1)] = np.repeat(axes, 3, axis=0)
    uv = np.take_along_axis(points, pick, axis=1)
    return Mesh(points, faces.reshape(-1, 3), uv, shading=normals(mesh)[used // 3])


def _flap_line(count: int = 160) -> Points:
    """Return the flap's run in the (y, z) plane: from behind over the top, down the front."""
    top = HEIGHT / 2
    front = float(_half_depth(np.array(-2.0))) + 6.2
    knots = [(top - 26.0, -37.6), (top - 8.0, -36.4), (top + 0.4, -31.4), (top + 2.2, -22.0), (top + 2.3, 0.0)]
    knots += [(top + 2.2, 22.0), (top + 0.4, 31.6), (top - 8.0, 36.8), (top - 30.0, front - 0.8), (-2.0, front + 1.2)]
    return spline([*knots, (-13.0, front + 2.0)], count)


def _flap() -> Mesh:
    """Return the flap, a sheet of 3 mm whose lower corners are rounded."""
    line = _flap_line()
    path = np.stack([0 * line[:, 0], line[:, 0], line[:, 1]], -1)
    below = np.linalg.norm(np.diff(line, axis=0), axis=1)[::-1].cumsum()[::-1]
    reach = np.clip(np.append(below, 0.0) / 34.0, 0.0, 1.0)
    wide = 1.0 - 0.34 * (1.0 - np.sqrt(1.0 - (1.0 - reach) ** 2.4))
    return sweep(
        path, superellipse(3.4, WIDTH - 14.0, 14.0, 400), (1.0, 0.0, 0.0), scale=np.stack([0 * wide + 1, wide], -1)
    )


def _handle() -> Mesh:
    """Return the rolled top handle."""
    top = HEIGHT / 2
    knots = [(-52.0, top + 12.0, 0.0), (-50.0, top + 34.0, 0.0), (-32.0, top + 62.0, 0.0), (0.0, top + 73.0, 0.0)]
    knots += [(32.0, top + 62.0, 0.0), (50.0, top + 34.0, 0.0), (52.0, top + 12.0, 0.0)]
    return sweep(spline(knots, 300), superellipse(9.5, 9.5, 2.2, 72), (0.0, 0.0, 1.0))


def _rings() -> list[Mesh]:
    """Return the two rings that hold the handle."""
    ring = np.stack([0 * np.linspace(0, 1, 120), *superellipse(17.0, 19.0, 2.8, 120).T], -1)
    return [
        tube(ring, 1.9, (1.0, 0.0, 0.0), closed=True).turned("y", 90.0).moved(side * 52.0, HEIGHT / 2 + 10.0, 0.0)
        for side in (-1.0, 1.0)
    ]


def _tabs() -> list[Mesh]:
    """Return the leather tabs that the rings hang in, and the loops the handle ends in."""
    tabs = []
    for side in (-1.0, 1.0):
        base = superellipse(12.0, 11.0, 2.4, 90)
        strip = np.stack([0 * base[:, 0] + side * 52.0, HEIGHT / 2 + 3.5 + base[:, 1] * 0.55, base[:, 0]], -1)
        tabs.append(sweep(strip, superellipse(2.4, 15.0, 6.0, 60), (1.0, 0.0, 0.0), closed=True))
        loop = lathe(spline([(4.9, -9.0), (6.2, -7.0), (6.4, 4.0), (5.2, 7.5), (0.1, 8.0)], 40), 90)
        tabs.append(loop.moved(side * 52.0, HEIGHT / 2 + 27.0, 0.0))
    return tabs


def _clasp() -> list[Mesh]:
    """Return the turn lock on the flap: a plate, a rim and the bar across it."""
    front = float(_half_depth(np.array(-2.0))) + 8.6
    plate = superellipse(34.0, 22.0, 4.0, 200)
    face = np.array([[0.0, 0.0, front - 1.4], [0.0, 0.0, front + 0.8], [0.0, 0.0, front + 1.5]])
    scale = np.array([[1.0, 1.0], [1.0, 1.0], [0.95, 0.93]])
    body = sweep(face, plate, (0.0, 1.0, 0.0), scale=scale)
    rim = tube(np.c_[superellipse(28.0, 16.0, 4.0, 200), np.full(200, front + 1.6)], 0.7, (0.0, 0.0, 1.0), closed=True)
    bar = sweep(
        np.array([[0.0, 0.0, front + 1.0], [0.0, 0.0, front + 5.0], [0.0, 0.0, front + 5.8]]),
        superellipse(16.0, 5.2, 3.0, 120), (0.0, 1.0, 0.0), scale=np.array([[0.8, 0.8], [1.0, 1.0], [0.86, 0.7]]),
    )  # fmt: skip
    return [mesh.moved(y=4.0) for mesh in (body, rim, bar)]


def _feet() -> list[Mesh]:
    foot = lathe(spline([(0.01, -3.6), (3.0, -3.4), (4.2, -1.6), (4.0, 1.5)], 30), 90)
    return [foot.moved(x * 88.0, -HEIGHT / 2, z * 28.0) for x in (-1.0, 1.0) for z in (-1.0, 1.0)]


def _stitches() -> list[Mesh]:
    """Return the seam that follows the flap's edge, 5 mm inside it, stitch by stitch."""
    line = _flap_line(900)
    below = np.linalg.norm(np.diff(line, axis=0), axis=1)[::-1].cumsum()[::-1]
    below = np.append(below, 0.0)
    visible = (line[:, 1] > 24.0) & (below > 5.5)
    y, z, left = line[visible, 0], line[visible, 1] + 1.75, below[visible]
    reach = np.clip(left / 34.0, 0.0, 1.0)
    half = (WIDTH / 2 - 7.0) * (1.0 - 0.34 * (1.0 - np.sqrt(1.0 - (1.0 - reach) ** 2.4))) - 5.0
    rail = np.concatenate([np.stack([-half, y, z], -1), np.stack([half, y, z], -1)[::-1]])
    gaps = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(rail, axis=0), axis=1))])
    threads = []
    for begin in np.arange(2.0, gaps[-1] - 4.0, 4.4):
        at = np.linspace(begin, begin + 3.3, 6)
        piece = np.stack([np.interp(at, gaps, rail[:, k]) for k in range(3)], -1)
        piece[:, 2] += 0.25 * np.sin(np.linspace(0.0, np.pi, 6))
        threads.append(tube(piece, 0.45, (0.0, 0.0, 1.0)))
    return threads
