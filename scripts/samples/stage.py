"""What a sample is, and where it is photographed: a paper sweep, soft boxes, a camera at phone distance."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samples.mesh import Mesh, Points, quads, unit

Pixels = NDArray[np.float32]
Bsdf = dict[str, Any]

SOFT_BOXES = (
    # azimuth from the camera to the right, elevation, width, height (degrees), radiance
    (-58.0, 48.0, 46.0, 44.0, 7.0),
    (72.0, 30.0, 14.0, 62.0, 4.5),
    (0.0, 84.0, 120.0, 24.0, 2.6),
    (-120.0, 30.0, 20.0, 50.0, 3.0),
    (150.0, 55.0, 40.0, 30.0, 3.0),
)
"""A window to the left, a strip to the right, a ceiling, two rims."""


@dataclass(frozen=True)
class Part:
    """A mesh and what it is made of."""

    mesh: Mesh
    material: Bsdf


@dataclass(frozen=True)
class Sample:
    """One product as it lies before the camera. Angles in degrees, ``paper`` linear RGB of the sweep."""

    name: str
    parts: tuple[Part, ...]
    width: int = 4000
    height: int = 3000
    elevation: float = 14.0
    fill: float = 0.62
    paper: tuple[float, float, float] = (0.78, 0.77, 0.75)
    view_angle: float = 24.0

    def points(self) -> Points:
        """Return every point of the product, n×3 mm."""
        return np.concatenate([part.mesh.points for part in self.parts])


@dataclass(frozen=True)
class Eye:
    """Where the camera stands and looks, in mm; ``angle`` is the horizontal view angle in degrees."""

    origin: Points
    target: Points
    angle: float


def grounded(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the parts moved so that the lowest point touches the floor, y = 0."""
    low = min(float(part.mesh.points[:, 1].min()) for part in parts)
    return tuple(Part(part.mesh.moved(y=-low), part.material) for part in parts)


def turned(parts: tuple[Part, ...], axis: str, degrees: float) -> tuple[Part, ...]:
    """Return all parts turned about ``axis``."""
    return tuple(Part(part.mesh.turned(axis, degrees), part.material) for part in parts)


def frame(sample: Sample) -> Eye:
    """Return the camera that shows the product centred, as large as ``fill`` of the frame allows."""
    points = sample.points()
    rise = np.radians(sample.elevation)
    toward = np.array([0.0, np.sin(rise), np.cos(rise)])
    target = (points.min(0) + points.max(0)) / 2
    distance = 6.0 * float(np.linalg.norm(points - target, axis=1).max())
    right = np.array([1.0, 0.0, 0.0])
    up = np.cross(toward, right)
    half = np.tan(np.radians(sample.view_angle / 2))
    for _ in range(12):
        local = points - (target + toward * distance)
        depth = -(local @ toward)
        x, y = local @ right / depth, local @ up / depth
        target = target + (right * (x.max() + x.min()) + up * (y.max() + y.min())) / 2 * distance
        spread = max(float(np.ptp(x)), float(np.ptp(y)) * sample.width / sample.height) / (2 * half)
        distance *= spread / sample.fill
    return Eye(target + toward * distance, target, sample.view_angle)


def environment(height: int = 256) -> Pixels:
    """Return a latitude-longitude picture of the room (linear, height × 2·height × 3): soft boxes before grey walls."""
    elevation = (0.5 - (np.arange(height) + 0.5) / height)[:, None] * 180.0
    azimuth = (0.5 - (np.arange(2 * height) + 0.5) / (2 * height))[None] * 360.0
    room = 0.34 + 0.22 * np.clip(elevation / 90.0, -1.0, 1.0) + 0.0 * azimuth
    # the photographer and a black card: dark shapes are what makes metal and stones read
    for centre, rise, wide, high in ((4.0, 14.0, 34.0, 40.0), (34.0, 46.0, 10.0, 46.0), (-14.0, 62.0, 26.0, 8.0)):
        room = room * (1.0 - 0.86 * _box(azimuth - centre, elevation - rise, wide, high))
    for centre, rise, wide, high, power in SOFT_BOXES:
        falloff = 1.0 - 0.25 * np.clip((rise - elevation) / high, -1.0, 1.0)
        room = room + power * falloff * _box(azimuth - centre, elevation - rise, wide, high)
    tint = np.array([1.0, 0.985, 0.965])
    result: Pixels = (room[..., None] * tint).astype(np.float32)
    return result


def _box(azimuth: Points, elevation: Points, width: float, height: float) -> Points:
    """Return a soft-edged rectangle of 0..1 on the sphere's angles."""
    turn = (azimuth + 180.0) % 360.0 - 180.0
    across = np.clip((width / 2 - np.abs(turn)) / 3.0 + 0.5, 0.0, 1.0)
    result: Points = across * np.clip((height / 2 - np.abs(elevation)) / 3.0 + 0.5, 0.0, 1.0)
    return result


def sweep_paper(sample: Sample) -> Mesh:
    """Return the backdrop: a floor that bends up into a wall far behind the product, not quite flat."""
    points = sample.points()
    size = float(np.ptp(points, axis=0).max())
    depth, bend = 3.2 * size, 2.2 * size
    angle = np.linspace(0.0, np.pi / 2, 40)
    z = np.concatenate([np.linspace(9 * size, -depth, 60)[:-1], -depth - bend * np.sin(angle)])
    y = np.concatenate([np.zeros(59), bend * (1 - np.cos(angle))])
    z = np.concatenate([z, [z[-1]] * 8])
    y = np.concatenate([y, y[-1] + np.linspace(0.4, 4.0, 8) * size])
    x = np.linspace(-9 * size, 9 * size, 40)
    grid = np.stack(np.broadcast_arrays(x[None], y[:, None], z[:, None]), -1).reshape(-1, 3)
    length = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(y), np.diff(z)))])
    uv = np.stack(np.broadcast_arrays(x[None], length[:, None]), -1).reshape(-1, 2) / (18 * size)
    faces = quads(len(y), len(x))
    first = grid[faces[0]]
    if float(unit(np.cross(first[1] - first[0], first[2] - first[0]))[1]) < 0:
        faces = faces[:, ::-1]
    return Mesh(grid, faces, uv)
