"""A steel watch of 39 mm: sunray dial with applied indices, hands at ten past ten, a tan strap closed to a loop."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from samples.materials import STEEL, brushed_dial, bumped, metal, pebble_grain, plastic
from samples.mesh import Mesh, Points, lathe, spline, superellipse, sweep, tube
from samples.stage import Bsdf, Part, Pixels, Sample, grounded, turned

CASE = 19.5
DIAL = 16.6
DEPTH = 9.0
LUG = 10.0
"""Half of the strap's width at the lugs, mm."""
DIAL_COLOR = (0.020, 0.062, 0.060)


def sample() -> Sample:
    """Return the watch standing on its closed strap, dial towards the camera and a little up."""
    steel, bright = metal(STEEL, 0.26), metal((0.72, 0.72, 0.72), 0.12)
    parts = [Part(_case(), steel), Part(_bezel(), bright), Part(_dial(), _dial_material())]
    parts += [Part(mesh, bright) for mesh in (*_indices(), *_hands(), *_crown())]
    parts += [Part(mesh, steel) for mesh in (*_lugs(), _buckle())]
    parts += [Part(mesh, _leather()) for mesh in _strap()]
    parts += [Part(mesh, plastic((0.80, 0.66, 0.45), 0.7)) for mesh in _stitches()]
    tilted = turned(turned(tuple(parts), "x", -14.0), "y", 30.0)
    return Sample(
        "watch", grounded(tilted), width=3000, height=4000, elevation=12.0, fill=0.62, paper=(0.70, 0.72, 0.75)
    )


def _facing(mesh: Mesh) -> Mesh:
    """Return a lathe about y turned so that its axis points at the camera."""
    return mesh.turned("x", 90.0)


def _case() -> Mesh:
    half = DEPTH / 2
    edge = [(CASE - 1.2, half - 0.3), (CASE - 0.5, half - 0.5), (CASE, half - 1.3), (CASE + 0.1, 0.0)]
    edge += [(CASE, -half + 1.6), (CASE - 1.2, -half + 0.6), (CASE - 3.0, -half), (0.01, -half)]
    return _facing(lathe(spline([(DIAL, half - 0.6), *edge], 120)))


def _bezel() -> Mesh:
    """Return the polished ring round the dial, with a slope down to it."""
    top = DEPTH / 2
    outline = [(CASE - 0.9, top - 0.6), (CASE - 1.1, top + 0.5), (CASE - 1.7, top + 1.0), (CASE - 2.5, top + 1.05)]
    outline += [(CASE - 2.75, top + 0.8), (CASE - 2.9, top - 0.2), (DIAL - 0.25, top - 0.9)]
    return _facing(lathe(spline(outline, 90)))


def _dial() -> Mesh:
    """Return the dial's disc; uv runs 0..1 across it, v down."""
    disc = _facing(lathe([(DIAL, 0.0), (DIAL * 0.66, 0.0), (DIAL * 0.33, 0.0), (0.001, 0.0)]))
    uv = 0.5 + disc.points[:, :2] * np.array([1.0, -1.0]) / (2 * DIAL)
    return Mesh(disc.points + np.array([0.0, 0.0, DEPTH / 2 - 0.8]), disc.faces, uv)


def _dial_material() -> Bsdf:
    from samples.render import start

    bitmap = start().Bitmap(np.ascontiguousarray(_print()))
    return brushed_dial({"type": "bitmap", "bitmap": bitmap, "raw": True})


def _print(size: int = 2048) -> Pixels:
    """Return the dial's colour: sunray, minute track, a name and the date (linear, size×size×3)."""
    y, x = (np.mgrid[:size, :size] + 0.5) / size * 2 - 1
    turn = np.arctan2(y, x)
    rays = np.interp(
        turn, np.linspace(-np.pi, np.pi, 1440), np.random.default_rng(11).normal(0, 1, 1440), period=2 * np.pi
    )
    shine = 1.0 + 0.55 * np.cos(2 * (turn + 0.9)) + 0.06 * rays - 0.35 * np.hypot(x, y) ** 3
    ink = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(ink)
    middle = size / 2
    for minute in range(60):
        angle, start = np.radians(6.0 * minute), 0.945 if minute % 5 else 0.92
        way = np.array([np.sin(angle), -np.cos(angle)])
        line = [tuple(middle + way * middle * reach) for reach in (start, 0.975)]
        draw.line(line, fill=255, width=5 if minute % 5 else 9)
    for words, height, points in (("PARURE", 0.335, 92), ("AUTOMATIC", 0.66, 40)):
        draw.text((middle, size * height), words, fill=255, font=ImageFont.load_default(points), anchor="mm")
    window = (middle + 0.55 * middle, middle - 0.075 * middle, middle + 0.73 * middle, middle + 0.075 * middle)
    draw.rectangle(window, fill=255)
    draw.text((middle * 1.64, middle), "22", fill=0, font=ImageFont.load_default(112), anchor="mm")
    share = (np.asarray(ink, dtype=np.float64) / 255.0)[..., None]
    color = np.array(DIAL_COLOR) * np.clip(shine, 0.25, 2.5)[..., None]
    result: Pixels = (color * (1 - share) + np.array([0.78, 0.77, 0.74]) * share).astype(np.float32)
    return result


def _baton(length: float, width: float, height: float) -> Mesh:
    """Return a bar along y from the origin, with a ridge towards the camera."""
    path = np.stack([np.zeros(2), np.array([0.0, length]), np.zeros(2)], -1)
    profile: Points = np.array(
        [(-width / 2, 0.0), (-width / 2, height * 0.5), (0.0, height), (width / 2, height * 0.5), (width / 2, 0.0)]
    )
    bar = sweep(path, profile[::-1] * np.array([1.0, 1.0]), (0.0, 0.0, 1.0))
    points = bar.points[bar.faces].reshape(-1, 3)
    return Mesh(points, np.arange(len(points)).reshape(-1, 3), points[:, :2].copy(), smooth=False)


def _indices() -> list[Mesh]:
    """Return eleven applied batons, double at twelve, none where the date is."""
    level = DEPTH / 2 - 0.8
    bars = []
    for hour in range(12):
        if hour == 3:
            continue
        for shift in (-0.75, 0.75) if hour == 0 else (0.0,):
            bars.append(_baton(2.9, 0.95, 0.55).moved(shift, DIAL * 0.70, level).turned("z", -30.0 * hour))
    return bars


def _hands() -> list[Mesh]:
    """Return hour, minute and second hand at 10:10:34, and the pin they turn on."""
    level = DEPTH / 2 - 0.8
    hour = _baton(9.2, 1.5, 0.35).moved(0.0, -1.6, level + 0.75).turned("z", 55.0)
    minute = _baton(15.0, 1.15, 0.3).moved(0.0, -1.8, level + 1.15).turned("z", -60.0)
    second = _baton(18.0, 0.28, 0.12).moved(0.0, -4.0, level + 1.55).turned("z", -204.0)
    pin = _facing(lathe([(0.95, -1.0), (0.95, 0.75), (0.7, 0.95), (0.01, 1.0)], 64)).moved(z=level + 0.8)
    return [hour, minute, second, pin]


def _crown() -> list[Mesh]:
    """Return the fluted crown on the right, and its stem."""
    crown = lathe([(0.01, -1.9), (2.7, -1.9), (3.0, -1.6), (3.0, 1.6), (2.7, 1.9), (0.01, 1.9)], 432)
    radius = np.hypot(crown.points[:, 0], crown.points[:, 2])
    turn = np.arctan2(crown.points[:, 2], crown.points[:, 0])
    grow = np.where(radius > 2.8, 1.0 - 0.035 * (np.cos(36 * turn) > 0.2), 1.0)
    fluted = crown.replaced(crown.points * np.stack([grow, np.ones_like(grow), grow], -1))
    stem = tube(np.array([[CASE - 1.0, 0.0, 0.0], [CASE + 1.6, 0.0, 0.0]]), 1.4, (0.0, 1.0, 0.0))
    return [fluted.turned("z", 90.0).moved(x=CASE + 2.6), stem]


def _lugs() -> list[Mesh]:
    """Return the four horns that hold the strap, and the bars between them."""
    meshes = []
    for up in (-1.0, 1.0):
        for side in (-1.0, 1.0):
            knots = [(side * 11.6, up * 13.0, 1.6), (side * 11.7, up * 18.5, 1.2), (side * 11.5, up * 21.5, -0.8)]
            path = spline([*knots, (side * 11.3, up * 23.4, -3.8)], 60)
            taper = np.stack([np.linspace(1.0, 0.72, 60), np.linspace(1.15, 0.66, 60)], -1)
            meshes.append(sweep(path, superellipse(2.6, 5.0, 3.5, 72), (0.0, 0.0, 1.0), scale=taper))
        bar = np.array([[-11.0, up * 21.6, -1.9], [11.0, up * 21.6, -1.9]])
        meshes.append(tube(bar, 0.8, (0.0, 0.0, 1.0)))
    return meshes


def _loop(count: int = 500) -> Points:
    """Return the strap's middle line, from the upper lugs round behind to the lower ones."""
    knots = [
        (0.0, 18.6, -0.6),
        (0.0, 22.4, -1.3),
        (0.0, 26.2, -6.5),
        (0.0, 27.2, -17.0),
        (0.0, 23.0, -32.0),
        (0.0, 13.0, -45.0),
    ]
    knots += [(0.0, -2.0, -49.5), (0.0, -15.0, -45.0), (0.0, -24.0, -32.0), (0.0, -27.4, -17.0)]
    return spline([*knots, (0.0, -26.2, -6.5), (0.0, -22.4, -1.3), (0.0, -18.6, -0.6)], count)


def _width(count: int = 500) -> NDArray[np.float64]:
    place = np.abs(np.linspace(-1.0, 1.0, count))
    result: Points = 0.80 + 0.20 * place**1.5
    return result


def _strap() -> list[Mesh]:
    """Return the padded strap and the keeper round it."""
    line = _loop()
    padding = 0.62 + 0.38 * np.abs(np.linspace(-1.0, 1.0, 500)) ** 2
    strap = sweep(
        line, superellipse(3.9, 2 * LUG - 0.6, 5.0, 120), (1.0, 0.0, 0.0), scale=np.stack([padding, _width()], -1)
    )
    keeper = sweep(line[300:318], superellipse(6.2, 19.4, 6.0, 120), (1.0, 0.0, 0.0))
    return [strap, keeper]


def _leather() -> Bsdf:
    from samples.render import start

    grain = {
        "type": "bitmap", "bitmap": start().Bitmap(pebble_grain()[..., None]), "raw": True,
        "to_uv": start().ScalarTransform4f().scale([1 / 22.0, 1 / 22.0, 1.0]),
    }  # fmt: skip
    return bumped(plastic((0.42, 0.185, 0.075), 0.42), grain, 0.12)


def _stitches() -> list[Mesh]:
    """Return the thread along both edges of the strap's outer face, stitch by stitch."""
    line, width = _loop(), _width()
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    out = np.stack([0 * along[:, 0], along[:, 2], -along[:, 1]], -1)
    out *= np.sign(np.sum(out * (line - line.mean(0)), axis=1))[:, None]
    thick = (0.62 + 0.38 * np.abs(np.linspace(-1.0, 1.0, 500)) ** 2) * 1.95
    threads = []
    for side in (-1.0, 1.0):
        rail = line + out * (thick * 0.92)[:, None] + np.array([1.0, 0.0, 0.0]) * (side * (LUG - 1.7) * width)[:, None]
        for first in (*range(14, 190, 8), *range(330, 486, 8)):
            threads.append(tube(rail[first : first + 6], 0.24, (1.0, 0.0, 0.0)))
    return threads


def _buckle() -> Mesh:
    """Return the pin buckle's frame behind."""
    line = _loop()
    centre, way = line[268], line[272] - line[264]
    turn = np.degrees(np.arctan2(way[1], way[2]))
    frame = superellipse(18.6, 12.0, 6.0, 160)
    path = np.stack([frame[:, 0], 0 * frame[:, 0], frame[:, 1]], -1)
    return tube(path, 1.1, (0.0, 1.0, 0.0), closed=True).turned("x", -turn).moved(centre[0], centre[1], centre[2] - 1.2)
