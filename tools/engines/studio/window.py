"""A window in a wall: the opening has depth, the frame has bars, and bright things far outside are out of focus."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from tools.engines.studio.mesh import Mesh, grid, merge, rounded_box, transform
from tools.engines.studio.paintings.outside import outside
from tools.engines.studio.part import Extent, Part
from tools.specs.scene import Scene

SPAN, RISE = (0.02, 0.92), (0.30, 1.62)
"""The opening, from the middle outwards on the light's side and from the floor up, in frame widths."""

LOWEST_SILL, SEEN_SILL = 0.09, 0.30
"""Least height of the sill, and its height in shares of what the frame shows of the wall."""

BEHIND_PERSON = 0.16
"""The sill's height behind a person, in shares of what the frame shows of the wall; the window goes on over it."""

PANES = (2, 3)
DEPTH, BAR, RIM = 0.16, 0.030, 0.055
"""Thickness of the wall, width of the bars between panes and of the frame round them."""

SILL = (0.05, 0.12)
"""Thickness of the sill and how far it stands out."""

AWAY = 2.6
"""How far outside the painted view stands: beyond the depth of field of any aperture."""

VIEW = 2.6
"""Width of the painted view against the opening's: it must fill it from every height of the eye."""

HUNG, PLEATS = (0.06, 0.20), 7.0
"""How far a curtain hangs before the opening and how wide it is, in frame widths; how many pleats it has."""

CURTAIN = "#e9e3d8"

NIGHTS = frozenset({"candle", "neon", "rim"})
PAINT = "#efece6"


Box = tuple[float, float, float, float]


def opening(scene: Scene, frame_mm: float, extent: Extent, z: float, level: float) -> Box:
    """Return (left, right, low, high) of the opening in a wall at ``z``, in mm: on the side that the light comes from.

    Looked down upon, only the foot of a wall is in the frame: then the window reaches down to it.
    """
    side = 1.0 if scene.light_from == "right" else -1.0
    side = {"left": 1.0, "right": -1.0}.get(scene.caption or "", side)  # a window is no ground for words
    left, right = sorted((side * SPAN[0] * frame_mm, side * SPAN[1] * frame_mm))
    if extent.base:
        low, high = (extent.seen_at(height, z) for height in (extent.base, extent.top))
        return left, right, low + BEHIND_PERSON * (high - low), high + RISE[0] * frame_mm
    seen = extent.seen_at(extent.top, z) if np.isfinite(extent.top) else RISE[1] * frame_mm
    sill = min(RISE[0] * frame_mm, max(LOWEST_SILL * frame_mm, SEEN_SILL * (seen - level)))
    return left, right, level + sill, level + RISE[1] * frame_mm


def window_in(
    scene: Scene, frame_mm: float, extent: Extent, box: Box, wall: tuple[float, float], seed: int
) -> Iterator[Part]:
    """Return what is in and behind the opening ``box`` of a ``wall`` at (z, height of its foot)."""
    left, right, low, high = box
    z = wall[0]
    yield Part(_frame(left, right, low, high, frame_mm, z), "smooth", PAINT, seed)
    yield Part(_jambs((left, right, low, high), frame_mm, z), "plaster", scene.backdrop_tint, seed)
    board = (right - left + 0.16 * frame_mm, SILL[0] * frame_mm, (DEPTH + SILL[1]) * frame_mm)
    middle = ((left + right) / 2, low - SILL[0] * frame_mm / 2, z + (SILL[1] - DEPTH) * frame_mm / 2)
    yield Part(transform(rounded_box(board, 0.008 * frame_mm), shift=middle), "smooth", PAINT, seed)
    yield Part(_curtain(box, frame_mm, z, seed), "cloth", CURTAIN, seed)
    yield Part(
        _view(box, extent, frame_mm, wall), "window_light", None, seed, picture=outside(seed, scene.light in NIGHTS)
    )


def _curtain(box: Box, frame_mm: float, z: float, seed: int) -> Mesh:
    """Return a curtain of linen at the inner side of the opening, drawn aside: gathered, to below the sill."""
    left, right, low, high = box
    inner = -1.0 if left + right > 0 else 1.0
    edge = (left if inner < 0 else right) - inner * HUNG[0] * frame_mm
    random = np.random.default_rng([seed, 37])
    u, v = np.meshgrid(np.linspace(0.0, 1.0, 240), np.linspace(0.0, 1.0, 60))
    phase = 2 * np.pi * PLEATS * u + 0.9 * np.sin(2 * np.pi * (1.3 * u + float(random.random()))) + 0.5 * v
    fold = np.sin(phase + 0.4 * np.sin(phase)) * (0.75 + 0.25 * np.sin(9.0 * u + 3.0 * float(random.random())))
    flare = 1.0 + 0.10 * v**2
    x = edge + inner * (u * flare - 0.04 * v) * HUNG[1] * frame_mm
    y = high + 0.10 * frame_mm - v * (high - low + 0.22 * frame_mm)
    depth = z + (0.030 + 0.018 * fold) * frame_mm
    return grid(np.stack([x, y, depth], -1), np.stack([u, v], -1) * frame_mm)


def _view(box: Box, extent: Extent, frame_mm: float, wall: tuple[float, float]) -> Mesh:
    """Return the painted view, its middle behind the middle of what the frame shows of the opening ``box``.

    It stands so near that nobody who looks down over the sill sees the floor of the set before it.
    """
    left, right, low, high = box
    z, level = wall
    falls = 0.0 if np.isinf(extent.eye_distance) else (extent.eye_height - low) / (extent.eye_distance - z)
    away = min(AWAY * frame_mm, 0.9 * (low - level) / falls) if falls > 0 else AWAY * frame_mm
    shown = min(high, max(extent.seen_at(extent.top, z), low)) if np.isfinite(extent.top) else high
    farther = z - max(away, 1.2 * DEPTH * frame_mm)
    over = 1.0 if np.isinf(extent.eye_distance) else (extent.eye_distance - farther) / (extent.eye_distance - z)
    eye = 0.0 if np.isinf(extent.eye_distance) else extent.eye_height
    middle = ((left + right) / 2 * over, eye + ((low + shown) / 2 - eye) * over, farther)
    return _plane(VIEW * (right - left), VIEW * (high - low), middle)


def _plane(wide: float, tall: float, middle: tuple[float, float, float]) -> Mesh:
    """Return an upright rectangle with uv 0..1 from the upper left."""
    x, y = np.meshgrid([-0.5, 0.5], [0.5, -0.5])
    points = np.stack([x * wide + middle[0], y * tall + middle[1], np.full_like(x, middle[2])], -1)
    return grid(points, np.stack([x + 0.5, 0.5 - y], -1))


def _frame(left: float, right: float, low: float, high: float, frame_mm: float, z: float) -> Mesh:
    """Return the frame and the bars between the panes, set back in the opening."""
    back, deep = z - 0.6 * DEPTH * frame_mm, 0.05 * frame_mm
    bars = []
    for index in range(PANES[0] + 1):
        wide = RIM if index in (0, PANES[0]) else BAR
        x = left + (right - left) * index / PANES[0]
        bars.append(((wide * frame_mm, high - low, deep), (x, (low + high) / 2, back)))
    for index in range(PANES[1] + 1):
        wide = RIM if index in (0, PANES[1]) else BAR
        y = low + (high - low) * index / PANES[1]
        bars.append(((right - left, wide * frame_mm, deep), ((left + right) / 2, y, back)))
    return merge(*(transform(rounded_box(size, 0.006 * frame_mm, 3), shift=place) for size, place in bars))


def _jambs(box: Box, frame_mm: float, z: float) -> Mesh:
    """Return the inside of the opening: its four sides, as deep as the wall."""
    left, right, low, high = box
    deep = DEPTH * frame_mm
    corners = np.array([[left, low], [left, high], [right, high], [right, low], [left, low]])
    sides = []
    for first, second in pairwise(corners):
        points = np.array([[[*first, z], [*second, z]], [[*first, z - deep], [*second, z - deep]]])
        long = float(np.abs(second - first).sum())
        uv = np.array([[[0.0, 0.0], [long, 0.0]], [[0.0, deep], [long, deep]]])
        sides.append(grid(points, uv))
    return merge(*sides)
