"""A printed silk square drawn through a gilt ring: its pleats fan out to both sides."""

import numpy as np
from PIL import Image, ImageDraw

from samples.materials import GOLD, Color, metal, silk
from samples.mesh import Mesh, Points, quads, superellipse, sweep, unit
from samples.stage import Bsdf, Part, Pixels, Sample, turned

HALF_LENGTH = 165.0
HALF_NECK, HALF_HEM = 12.0, 118.0
PLEATS = 8.0
CREAM: Color = (0.84, 0.76, 0.62)
NAVY: Color = (0.016, 0.034, 0.095)
RUST: Color = (0.50, 0.10, 0.030)
SAGE: Color = (0.20, 0.25, 0.15)


def sample() -> Sample:
    """Return the scarf lying, seen from well above."""
    ring = Part(_ring(), metal(GOLD, 0.18))
    parts = turned((Part(_cloth(), _printed()), ring), "y", -62.0)
    lying = tuple(Part(part.mesh.moved(y=0.2), part.material) for part in parts)
    return Sample("scarf", lying, elevation=56.0, fill=0.72, paper=(0.76, 0.755, 0.74))


def _cloth(across: int = 900, along: int = 700) -> Mesh:
    """Return the pleated sheet: t runs across, s along, both -1..1; the ring sits at s = 0.12."""
    t, s = np.meshgrid(np.linspace(-1.0, 1.0, across), np.linspace(-1.0, 1.0, along), indexing="ij")
    reach = np.abs(s - 0.12) / np.where(s > 0.12, 0.88, 1.12)
    open_up = reach**1.25 * (1.15 - 0.15 * reach)
    half = HALF_NECK + (HALF_HEM - HALF_NECK) * open_up
    wander = 0.05 * np.sin(2.3 * t + 1.7 * s) + 0.035 * np.sin(5.1 * t - 2.9 * s + 1.0)
    phase = np.pi * PLEATS * (t + wander) + 0.9 * np.sin(1.4 * s)
    depth = (9.0 + 7.5 * np.sqrt(reach) - 4.0 * reach) * (1.0 + 0.35 * np.sin(4.3 * t + 1.1 * np.sign(s - 0.12)))
    fold = (1.0 + np.cos(phase)) / 2
    height = 0.3 + depth * fold**0.85 + 5.0 * np.exp(-((reach / 0.16) ** 2)) * (1 - t**2)
    lean = -half / PLEATS * 0.62 * np.sin(phase) * (0.55 + 0.45 * fold) + 5.0 * reach * (fold - 0.5)
    x = half * t + lean * (1.0 - 0.25 * reach)
    bow = 1.0 - 0.16 * reach * t**2 + 0.02 * np.sin(7.0 * t + 3.0 * s)
    z = (s - 0.12) * HALF_LENGTH * bow + 6.0 * np.sin(2.0 * t) * reach
    points = np.stack([x, height, z], -1).reshape(-1, 3)
    faces = quads(across, along)
    a, b, c = (points[faces[:, k]] for k in range(3))
    if float(unit(np.cross(b - a, c - a))[:, 1].mean()) < 0:
        faces = faces[:, ::-1]
    return Mesh(points, faces, np.stack([(t + 1) / 2, (s + 1) / 2], -1).reshape(-1, 2))


def _ring() -> Mesh:
    """Return the broad ring round the gathered cloth."""
    hoop = superellipse(42.0, 27.0, 2.3, 240)
    path = np.stack([hoop[:, 0], hoop[:, 1] + 11.6, np.zeros(240)], -1)
    return sweep(path, superellipse(3.2, 15.0, 2.6, 72), (0.0, 0.0, 1.0), closed=True)


def _printed() -> Bsdf:
    from samples.render import start

    bitmap = start().Bitmap(np.ascontiguousarray(_print()))
    return silk({"type": "bitmap", "bitmap": bitmap, "raw": True, "wrap_mode": "clamp"})


def _shade(color: Color) -> tuple[int, int, int]:
    red, green, blue = (round(255 * channel ** (1 / 2.2)) for channel in color)
    return red, green, blue


def _print(size: int = 3600) -> Pixels:
    """Return the whole print: a broad border with dots, lines, and rosettes over the field (linear, size/2 square)."""
    sheet = Image.new("RGB", (size, size), _shade(NAVY))
    draw = ImageDraw.Draw(sheet)
    for inset, color in ((70, CREAM), (86, NAVY), (330, RUST), (372, CREAM), (400, NAVY), (414, CREAM)):
        draw.rectangle((inset, inset, size - inset, size - inset), fill=_shade(color))
    for place in np.linspace(208, size - 208, 27):
        for x, y in ((place, 208), (place, size - 208), (208, place), (size - 208, place)):
            draw.ellipse((x - 38, y - 38, x + 38, y + 38), outline=_shade(CREAM), width=9)
            draw.ellipse((x - 14, y - 14, x + 14, y + 14), fill=_shade(RUST))
    field = np.linspace(414, size - 414, 6)
    middles = (field[1:] + field[:-1]) / 2
    for row, y in enumerate(middles):
        for column, x in enumerate(middles):
            _rosette(draw, np.array([x, y]), 236.0, (row + column) % 2 == 0)
    small = sheet.resize((size // 2, size // 2), Image.Resampling.LANCZOS)
    return ((np.asarray(small, dtype=np.float32) / 255.0) ** 2.2).astype(np.float32)


def _rosette(draw: ImageDraw.ImageDraw, middle: Points, radius: float, dark: bool) -> None:
    """Draw rings of petals about ``middle``, in one of two colourings."""
    first, second = (NAVY, RUST) if dark else (RUST, SAGE)
    for share, count, color in ((1.0, 16, first), (0.78, 12, SAGE), (0.56, 10, second), (0.34, 8, first)):
        for petal in range(count):
            turn = 2 * np.pi * petal / count
            t = np.linspace(0.0, np.pi, 40)
            reach = radius * share * (0.58 + 0.42 * np.sin(t / 2))
            width = 0.86 * np.pi / count * np.sin(t) ** 0.8
            angles = np.concatenate([turn + width, (turn - width)[::-1]])
            radii = np.concatenate([reach, reach[::-1]])
            outline = np.stack([np.cos(angles), np.sin(angles)], -1) * radii[:, None] + middle
            draw.polygon([tuple(point) for point in outline], fill=_shade(color), outline=_shade(CREAM))
    for size, color in ((0.16, CREAM), (0.10, NAVY)):
        draw.ellipse((*(middle - radius * size), *(middle + radius * size)), fill=_shade(color))
