"""A solitaire: a brilliant of 6.5 mm in six claws on a tapering band of yellow gold."""

import numpy as np

from samples.materials import GOLD, diamond, metal
from samples.mesh import Mesh, Points, from_planes, sphere, spline, superellipse, sweep, tube
from samples.stage import Part, Sample, grounded, turned

INNER = 8.4
GIRDLE = 3.25
SEAT = 13.6
"""Height of the stone's girdle above the band's centre, mm."""
CLAWS = 6


def sample() -> Sample:
    """Return the ring standing on its band, a little turned."""
    gold = metal(GOLD, 0.17)
    parts = [Part(_band(), gold), Part(brilliant(GIRDLE).moved(y=SEAT), diamond())]
    parts += [Part(mesh, gold) for mesh in (*_claws(), *_gallery())]
    return Sample(
        "ring", grounded(turned(tuple(parts), "y", 27.0)), elevation=15.0, fill=0.66, paper=(0.74, 0.73, 0.71)
    )


def _band() -> Mesh:
    """Return a D-shaped band, slimmer towards the head."""
    angle = np.linspace(0.0, 2 * np.pi, 720, endpoint=False)
    top = (1 + np.sin(angle)) / 2
    path = np.stack([np.cos(angle), np.sin(angle), 0 * angle], -1) * (INNER + 0.85)
    taper = np.stack([1.0 - 0.12 * top, 1.0 - 0.30 * top**1.5], -1)
    profile = superellipse(1.0, 1.0, 2.5, 72)
    outside = profile[:, 0] < 0
    profile = profile * np.array([1.7, 2.5])
    profile[outside, 0] *= 1.15
    profile[~outside, 0] *= 0.85
    return sweep(path, profile, (0.0, 0.0, 1.0), closed=True, scale=taper)


def brilliant(radius: float) -> Mesh:
    """Return a round brilliant of 57 facets, girdle at y = 0, table up.

    Proportions of Tolkowsky, Diamond Design, 1919: crown 34.5°, pavilion 40.75°, table 53 %.
    """
    girdle = 0.03
    planes = [[0.0, 1.0, 0.0, girdle + (1 - 0.55) * np.tan(np.radians(34.5))]]
    planes += [_facet(k * 45.0, 34.5, girdle, 1.0) for k in range(8)]
    planes += [_facet(22.5 + k * 45.0, 21.0, girdle, 1.205) for k in range(8)]
    planes += [_facet(11.25 + k * 22.5, 40.5, girdle, 1.005) for k in range(16)]
    planes += [_facet(k * 45.0, 40.75, girdle, 1.0, -1.0) for k in range(8)]
    planes += [_facet(11.25 + k * 22.5, 42.1, girdle, 1.005, -1.0) for k in range(16)]
    turn = np.radians(np.arange(48) * 7.5)
    planes += [[np.cos(t), 0.0, np.sin(t), 1.0] for t in turn]
    body = np.array(planes)
    body[:, 3] *= radius
    return from_planes(body)


def _facet(azimuth: float, slope: float, girdle: float, reach: float, side: float = 1.0) -> list[float]:
    """Return the plane of a facet that leaves the girdle's edge at ``slope`` degrees; ``reach`` 1 is the girdle."""
    turn, rise = np.radians(azimuth), np.radians(slope)
    normal = [np.sin(rise) * np.cos(turn), side * np.cos(rise), np.sin(rise) * np.sin(turn)]
    return [*normal, float(np.sin(rise) * reach + np.cos(rise) * girdle)]


def _claws() -> list[Mesh]:
    """Return the claws: from the band's top, out to the girdle, bent over the crown, with round tips."""
    meshes = []
    for claw in range(CLAWS):
        turn = 2 * np.pi * (claw + 0.5) / CLAWS
        out = np.array([np.cos(turn), 0.0, np.sin(turn)])
        knots = [(0.55, INNER + 1.5), (1.5, SEAT - 2.7), (GIRDLE * 0.80, SEAT - 1.3), (GIRDLE + 0.20, SEAT + 0.05)]
        knots += [(GIRDLE + 0.10, SEAT + 0.45), (GIRDLE * 0.80, SEAT + 0.80)]
        path: Points = np.array([out * radius + np.array([0.0, height, 0.0]) for radius, height in knots])
        smooth = spline(path, 64)
        taper = np.repeat(np.linspace(1.25, 0.92, 64)[:, None], 2, 1)
        side = np.cross(out, [0.0, 1.0, 0.0])
        meshes += [tube(smooth, 0.36, side, scale=taper), sphere(0.36).moved(*smooth[-1])]
    return meshes


def _gallery() -> list[Mesh]:
    """Return the two rails that hold the claws together and the collar on the band."""
    turn = np.linspace(0.0, 2 * np.pi, 240, endpoint=False)
    circle = np.stack([np.cos(turn), 0 * turn, np.sin(turn)], -1)
    rails = [(2.15, SEAT - 1.75, 0.27), (1.25, SEAT - 3.05, 0.30)]
    return [tube(circle * r + np.array([0.0, y, 0.0]), wire, (0.0, 1.0, 0.0), closed=True) for r, y, wire in rails]
