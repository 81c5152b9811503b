"""Ground that is not flat: cloth, sand, snow, moss and water rise round the product and lie flat under it.

Heights are in frame widths over a dense grid where the camera looks; beyond it the ground runs on level.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi
from scipy.interpolate import RectBivariateSpline
from scipy.spatial import KDTree

from tools.engines.studio.giving import Give, depth, nearest, raised
from tools.engines.studio.mesh import Mesh, grid
from tools.engines.studio.noise import Field, fractal, smoothstep
from tools.engines.studio.part import Extent

Floats = NDArray[np.float64]

Box = tuple[float, float, float, float]

LEFT, BACK, FRONT = -0.92, -1.9, 1.5
"""Where the dense grid begins and ends: x from LEFT to -LEFT, z from BACK to FRONT, in frame widths."""

BORDER = 5
"""Rows and columns of the level ground beyond the dense grid, on each side."""

BELOW_BASE = 0.8
"""How much of the height that would hide the product's base a rise before it may have."""

MARGIN, SEEN = 0.015, 1500
"""What is nearer to a lying product than this, in frame widths, is under it; and how many of its places tell."""

TOUCHING = 0.003
"""Height over the ground, in frame widths, up to which a standing product's outline is its base."""

SMALLER, SMALLER_LYING = 1.8, 0.9
LOWER_LYING = 0.55
"""How much sooner the ground rises beside other things than beside the product, and how high: a hollow seen from above
shows its sides, and a wave is all shadow."""

BESIDE = 0.40
"""How fast that height grows with the distance to the product's side."""

FINE, GRADE = 0.0045, 0.16
"""Spacing of the points where the product stands, for a dent is small, and its growth with the distance from there."""

ROUND = 0.05
"""How far round the product's feet the points are that dense, in frame widths."""

CREASED = (0.05, 0.13)
"""How far from the feet creases are as high as they get, and how soon they then run out, in frame widths."""

PRESSED = 0.16
"""How far round them a dent may reach, in frame widths."""

LIGHT, LIGHT_LYING = 3.0, 16.0
"""How much gentler the ground gives way under other things, which it is flat under in the whole of their boxes."""

FADE = 0.18
"""Width of the border over which the dense grid's heights come down to the level ground, in frame widths."""


@dataclass(frozen=True)
class Land:
    """The dense grid in frame widths: ``x`` and ``z`` rows×columns, ``spacing`` apart, ``away`` from the product's
    footprint, the box ``feet`` (left, right, back, front); ``mm`` of a frame width, and the seed."""

    x: Floats
    z: Floats
    spacing: float
    away: Floats
    mm: float
    seed: int
    feet: Box = (0.0, 0.0, 0.0, 0.0)

    @property
    def field(self) -> int:
        """Points of a side of a noise field over the grid: even, and no smaller than the grid."""
        return max(self.x.shape) + max(self.x.shape) % 2

    def noise(self, beta: float, number: int, stretch: tuple[float, float] = (1.0, 1.0), lowest: float = 0.0) -> Field:
        """Return noise over the grid; see ``fractal``. ``lowest`` is in cycles a frame width."""
        rows, columns = self.x.shape
        cycles = lowest * self.field * self.spacing
        return fractal(self.field, beta, 1000 * self.seed + number, stretch, max(cycles, 1.0))[:rows, :columns]

    def length(self, frames: float, low_mm: float, high_mm: float) -> float:
        """Return a length in frame widths: ``frames``, but never shorter nor longer than things of its kind are."""
        return float(np.clip(frames * self.mm, low_mm, high_mm)) / self.mm


@dataclass(frozen=True)
class Site:
    """Where a ground is laid: the frame's width, the product, how many frame widths it reaches to the back, a seed, and
    the boxes (left, right, back, front in millimetres) of what else stands on it."""

    frame_mm: float
    extent: Extent
    deep: float
    seed: int
    beside: tuple[Box, ...] = ()


Heights = Callable[[Land], Floats]


@dataclass(frozen=True)
class Shape:
    """How a ground lies. ``calm``: how far from the product it is flat, and from where on it is as high as it gets;
    ``spacing`` of the mesh's points: the rays pay for each. All in frame widths. ``give``: how it gives way;
    ``creases``, what that draws together round the product; ``draped``: it is cloth, and its folds are seen."""

    heights: Heights
    calm: tuple[float, float]
    spacing: float
    give: Give | None = None
    creases: Heights | None = None
    draped: bool = False


def foot_of(mesh: Mesh, height: float) -> Box | None:
    """Return the box of what of ``mesh`` is lower than ``height`` millimetres, or nothing if all is higher."""
    low = mesh.vertices[mesh.vertices[:, 1] < height]
    if not len(low):
        return None
    return (float(low[:, 0].min()), float(low[:, 0].max()), float(low[:, 2].min()), float(low[:, 2].max()))


@dataclass(frozen=True)
class Ground:
    """A ground that was shaped: rows×columns×3 ``points`` and ×2 ``uv``, in millimetres; the grid that its shape was
    made on, how far each of its places is from whatever stands there, in frame widths, and the x and z of the points'
    columns and rows in them."""

    points: Floats
    uv: Floats
    land: Land
    free: Floats
    lines: tuple[Floats, Floats]

    @property
    def mesh(self) -> Mesh:
        """The ground as one sheet."""
        return grid(self.points, self.uv)

    def at(self, x: Floats, z: Floats) -> tuple[Floats, Floats, Floats]:
        """Return (points n×3, uv n×2 in millimetres, ``free`` of n) over places in frame widths."""
        where = [
            np.interp(place, line, np.arange(len(line))) for place, line in ((z, self.lines[1]), (x, self.lines[0]))
        ]
        read = [
            ndi.map_coordinates(field[..., k], where, order=1, mode="nearest")
            for field in (self.points, self.uv) for k in range(field.shape[-1])
        ]  # fmt: skip
        inner = [(z - BACK) / (FRONT - BACK) * (self.land.x.shape[0] - 1),
                 (x - LEFT) / (-2 * LEFT) * (self.land.x.shape[1] - 1)]  # fmt: skip
        free = ndi.map_coordinates(self.free, inner, order=1, mode="nearest")
        return np.stack(read[:3], -1), np.stack(read[3:], -1), np.asarray(free)


def relief(site: Site, shape: Shape) -> Ground:
    """Return the ground at y = 0 and what rises over it.

    uv follows the surface, so that a weave is not stretched over a fold.
    """
    x, z = (np.linspace(low, high, round((high - low) / shape.spacing)) for low, high in ((LEFT, -LEFT), (BACK, FRONT)))
    across, along = np.meshgrid(x, z)
    feet = _feet(site)
    away = _from_product(across, along, site)
    within = (feet[0] / site.frame_mm, feet[1] / site.frame_mm, feet[2] / site.frame_mm, feet[3] / site.frame_mm)
    land = Land(across, along, shape.spacing, away, site.frame_mm, site.seed, within)
    free = away
    for box in site.beside:
        free = np.minimum(free, _away(across, along, box, site.frame_mm))
    xs, zs = (_dense(low, high, near, shape.spacing) for low, high, near in (
        (LEFT, -LEFT, within[:2]), (BACK, FRONT, within[2:]),
    ))  # fmt: skip
    points = _risen(site, shape, land, (xs, zs))
    wide = max(6.0, site.deep * 0.9)
    side = BORDER + 1
    xs = np.concatenate([np.linspace(-wide, LEFT, side)[:-1], xs, np.linspace(-LEFT, wide, side)[1:]])
    zs = np.concatenate([np.linspace(-site.deep, BACK, side)[:-1], zs, np.linspace(FRONT, 4.0, side)[1:]])
    points = np.stack(np.broadcast_arrays(xs[None, :], np.pad(points, BORDER), zs[:, None]), -1) * site.frame_mm
    return Ground(points, _unrolled(points), land, free, (xs, zs))


def _dense(low: float, high: float, near: tuple[float, float], widest: float) -> Floats:
    """Return places from ``low`` to ``high``, ``FINE`` apart round ``near``, and farther away up to ``widest``."""
    place = np.linspace(low, high, 2000)
    far = np.maximum(np.maximum(near[0] - ROUND - place, place - near[1] - ROUND), 0.0)
    density = 1.0 / np.minimum(FINE + GRADE * far, widest)
    passed = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2 * np.diff(place))])
    return np.asarray(np.interp(np.linspace(0.0, passed[-1], round(passed[-1]) + 1), passed, place))


def _risen(site: Site, shape: Shape, land: Land, lines: tuple[Floats, Floats]) -> Floats:
    """Return the ground's height over the dense grid of ``lines`` (x, z), in frame widths."""
    across, along = np.meshgrid(*lines)
    fine = Land(across, along, shape.spacing, _from_product(across, along, site), site.frame_mm, site.seed)
    free = rising = fine.away
    sooner = SMALLER_LYING if site.extent.from_above else SMALLER
    for box in site.beside:
        beside = _away(across, along, box, site.frame_mm)
        free, rising = np.minimum(free, beside), np.minimum(rising, sooner * beside)
    risen = _read(land, shape.heights(land), lines) * smoothstep(rising.astype(np.float32), *shape.calm)
    if site.extent.from_above and not shape.draped:
        risen *= LOWER_LYING
    if shape.creases is not None:
        near = free if site.extent.lying else np.minimum(free, _away(across, along, _feet(site), site.frame_mm))
        round_it = smoothstep(near.astype(np.float32), 0.0, CREASED[0]) * np.exp(-near / CREASED[1])
        risen = risen + _read(land, shape.creases(land), lines) * round_it
    dent = _dented(site, shape.give, fine) if shape.give is not None else np.zeros_like(risen)
    if site.extent.lying:  # seen from so high that no fold hides anything
        return (risen + dent) * _fading(across, along)
    return _below_base(risen + dent, fine, site.extent) * _fading(across, along)


def _read(land: Land, heights: Floats, lines: tuple[Floats, Floats]) -> Floats:
    """Return ``heights`` over ``land`` on the grid of ``lines`` (x, z), smoothly."""
    return np.asarray(RectBivariateSpline(land.z[:, 0], land.x[0], heights)(lines[1], lines[0]))


def _dented(site: Site, give: Give, land: Land) -> Floats:
    """Return how much higher the ground is than where it carries something, in frame widths."""
    away, over = land.away * site.frame_mm, np.zeros_like(land.away)
    if site.extent.pressed is not None:
        near = land.away < PRESSED
        deep = depth(give, land.mm)
        away[near], over[near] = nearest(site.extent.pressed, land.x[near] * land.mm, land.z[near] * land.mm, deep)
    high = raised(give, site.frame_mm, away, over)
    gentle = LIGHT_LYING if site.extent.from_above else LIGHT
    for box in site.beside:
        high = np.minimum(high, raised(give, site.frame_mm, _away(land.x, land.z, box, land.mm) * land.mm / gentle))
    return high / site.frame_mm


def _feet(site: Site) -> Box:
    """Return the box round what the product rests on."""
    extent, feet = site.extent, site.extent.feet
    if feet is None:
        return (extent.left, extent.right, -extent.height / 2, extent.height / 2)
    return (float(feet.x.min()), float(feet.x.max()), feet.back, feet.front)


def _from_product(x: Floats, z: Floats, site: Site) -> Floats:
    """Return how far each place is from the product, in frame widths: its box, or what is seen of it lying."""
    pressed = site.extent.pressed
    if pressed is None or not site.extent.lying:
        return _away(x, z, _feet(site), site.frame_mm)
    seen = np.stack([pressed.x, pressed.z], -1)[:: max(1, len(pressed.x) // SEEN)] / site.frame_mm
    far = KDTree(seen).query(np.stack([x.ravel(), z.ravel()], -1))[0]
    return np.maximum(np.asarray(far).reshape(x.shape) - MARGIN, 0.0)


def _away(x: Floats, z: Floats, box: Box, frame_mm: float) -> Floats:
    """Return how far each place is from ``box``, in frame widths."""
    left, right, back, front = (side / frame_mm for side in box)
    beside = np.maximum(np.maximum(left - x, x - right), 0.0)
    return np.asarray(np.hypot(beside, np.maximum(np.maximum(back - z, z - front), 0.0)), dtype=np.float64)


def _below_base(risen: Floats, land: Land, extent: Extent) -> Floats:
    """Return heights bent down before the product, so that none hides the line it stands on."""
    if extent.from_above or not np.isfinite(extent.eye_distance):
        return risen
    front = 0.0 if extent.feet is None else extent.feet.front / land.mm
    beside = _beside(land, extent)
    room = BELOW_BASE * extent.eye_height / extent.eye_distance * np.maximum(land.z - front, 0.0)
    room = room + BESIDE * beside
    bent = room * np.tanh(risen / np.maximum(room, 1e-6))
    return np.asarray(np.where(land.z > front, bent, risen), dtype=np.float64)


def _beside(land: Land, extent: Extent) -> Floats:
    """Return how far beside what the product rests on each column of ``land`` is, in frame widths."""
    pressed = extent.pressed
    if pressed is None or pressed.low is None or extent.lying:
        return np.maximum(np.maximum(extent.left / land.mm - land.x, land.x - extent.right / land.mm), 0.0)
    touching = np.sort(pressed.x[pressed.low <= TOUCHING * land.mm]) / land.mm
    x = land.x[0]
    after = np.clip(np.searchsorted(touching, x), 1, len(touching) - 1)
    far = np.minimum(np.abs(x - touching[after - 1]), np.abs(x - touching[after]))
    return np.broadcast_to(far, land.x.shape)


def _fading(x: Floats, z: Floats) -> Floats:
    """Return 1 over the dense grid and 0 at its border."""
    border = np.minimum(np.minimum(x - LEFT, -LEFT - x), np.minimum(z - BACK, FRONT - z))
    return smoothstep(border.astype(np.float32), 0.0, FADE).astype(np.float64)


def _unrolled(points: Floats) -> Floats:
    """Return uv in millimetres: the length along each row and column, counted from the middle."""
    run = [np.linalg.norm(np.diff(points, axis=axis), axis=-1) for axis in (1, 0)]
    u = np.pad(np.cumsum(run[0], axis=1), ((0, 0), (1, 0)))
    v = np.pad(np.cumsum(run[1], axis=0), ((1, 0), (0, 0)))
    return np.stack([u - u[:, u.shape[1] // 2, None], v[v.shape[0] // 2] - v], -1)
