"""A pair of twisted hoops, 30 mm, in yellow gold, standing one a little behind the other."""

import numpy as np

from samples.materials import GOLD, metal
from samples.mesh import Mesh, Points, spline, superellipse, sweep, tube
from samples.stage import Bsdf, Part, Sample, grounded, turned

RADIUS = 13.0
THICK = 5.6
GAP = 34.0
"""Half of the opening behind, degrees."""


def sample() -> Sample:
    """Return the pair, each hoop on its edge."""
    gold = metal(GOLD, 0.2)
    near = _placed(_hoop(gold), -42.0, (-15.5, 6.0))
    far = _placed(_hoop(gold), 36.0, (16.5, -7.0))
    return Sample("earrings", (*near, *far), elevation=17.0, fill=0.62, paper=(0.72, 0.66, 0.62))


def _placed(parts: tuple[Part, ...], yaw: float, where: tuple[float, float]) -> tuple[Part, ...]:
    standing = grounded(turned(turned(parts, "x", -7.0), "y", yaw))
    return tuple(Part(part.mesh.moved(x=where[0], z=where[1]), part.material) for part in standing)


def _hoop(gold: Bsdf) -> tuple[Part, ...]:
    """Return a croissant hoop, thickest below, and the pin that closes it behind."""
    angle = np.radians(np.linspace(90.0 + GAP, 450.0 - GAP, 900))
    path = np.stack([np.cos(angle), np.sin(angle), 0 * angle], -1) * RADIUS
    swell = 0.34 + 0.66 * np.sin(np.linspace(0.0, np.pi, 900)) ** 0.8
    return Part(_twisted(path, swell), gold), *(Part(mesh, gold) for mesh in _pin(angle))


def _twisted(path: Points, swell: Points) -> Mesh:
    """Return a rope of three strands along ``path``: the profile's lobes turn as it goes."""
    mesh = sweep(path, superellipse(THICK, THICK, count=180), (0.0, 0.0, 1.0))
    rings = mesh.points[: len(path) * 180].reshape(len(path), 180, 3)
    around = np.linspace(0.0, 2 * np.pi, 180, endpoint=False)[None]
    along = np.linspace(0.0, 2 * np.pi * 3.6, len(path))[:, None]
    lobes = 1.0 - 0.20 * (1 - np.abs(np.sin(1.5 * (around + along / 1.0)))) ** 1.6
    grown = path[:, None] + (rings - path[:, None]) * (swell[:, None] * lobes)[..., None]
    points = mesh.points.copy()
    points[: len(path) * 180] = grown.reshape(-1, 3)
    base = len(path) * 180
    points[base + 1 : base + 181] = grown[0]
    points[base + 182 : base + 362] = grown[-1]
    return mesh.replaced(points)


def _pin(angle: Points) -> tuple[Mesh, Mesh]:
    """Return the post from one end to the other, and the hinge it swings on."""
    first = np.array([np.cos(angle[0]), np.sin(angle[0]), 0.0]) * RADIUS
    last = np.array([np.cos(angle[-1]), np.sin(angle[-1]), 0.0]) * RADIUS
    middle = (first + last) / 2 + np.array([0.0, 2.4, 0.0])
    post = tube(
        spline([first, (first + middle) / 2 + np.array([0.0, 1.0, 0.0]), middle, last], 80), 0.45, (0.0, 0.0, 1.0)
    )
    knuckle = tube(np.stack([first + np.array([0.0, 0.0, s]) for s in np.linspace(-1.1, 1.1, 8)]), 1.0, (0.0, 1.0, 0.0))
    return post, knuckle
