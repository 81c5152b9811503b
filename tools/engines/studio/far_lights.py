"""Lights far behind a product and out of focus: a garland, or a room full of candles, seen as warm discs.

A flame beside a product that was photographed in white light gives the picture away, for nothing on the product has its
colour. What is as far as the wall lights the wall alone.
"""

from collections.abc import Sequence

import numpy as np

from tools.engines.studio.looks import SKIES
from tools.engines.studio.mesh import Mesh, merge, transform
from tools.engines.studio.part import Extent, Part
from tools.specs.scene import Scene

GLOWS = "far_light"

COLORS: dict[str, tuple[str, str]] = {
    "velvet_candle": ("#ffb566", "#f08a3c"), "christmas_ribbon": ("#ffcf8c", "#ffae62"),
    "new_year_mirror": ("#fff0d6", "#f3cf94"),
}  # fmt: skip
"""Looks that have such lights, with the colours of those that are nearer and farther."""

BEHIND = 1.17
"""Distance behind the product in frame widths: close before the folds of a drape, where its own shadow is behind it."""

COUNT, TRIES = 17, 400
SMALLEST, LARGEST = 0.016, 0.046
"""Radii in frame widths."""

LEAST_APART = 1.02
"""Least distance of two, in the sum of their radii."""

LOW, ABOVE, LEAST_ROOM = 0.16, 0.06, 0.35
"""Least height over the floor, how far beyond the upper edge of the frame, and least height of a wall that is seen, in
frame widths."""

FULL = 1.2
"""Height of a wall that has all of them, in the same."""


def far_lights(scene: Scene, frame_mm: float, extent: Extent, floor: float, seed: int) -> tuple[Part, ...]:
    """Return discs of light before the wall of ``scene``, where its look has some and a wall is seen; else nothing."""
    if scene.look not in COLORS or extent.nothing_behind:
        return ()
    if scene.backdrop in (*SKIES, "window", "arch"):
        return ()
    draw = np.random.default_rng(seed + 71)
    z = -BEHIND * frame_mm
    half = 0.5 * frame_mm / max(extent.seen_wide(1.0, z), 0.2)
    high = extent.seen_at(extent.top + ABOVE * frame_mm, z)
    if high - floor < LEAST_ROOM * frame_mm:
        return ()
    near, far = _strewn(draw, (half, floor + LOW * frame_mm, high), frame_mm)
    made = []
    for places, color, depth in zip((near, far), COLORS[scene.look], (0.0, 0.01), strict=True):
        if places:
            discs = merge(*(_disc(place, z - depth * frame_mm) for place in places))
            made.append(Part(discs, GLOWS, color, seed))
    return tuple(made)


Place = tuple[float, float, float]


def _strewn(
    draw: np.random.Generator, room: tuple[float, float, float], frame_mm: float
) -> tuple[Sequence[Place], Sequence[Place]]:
    """Return (nearer, farther) discs as (x, y, radius) in mm in ``room``: half its width, lowest and highest place.

    They thin out upwards, as a garland over a shelf does; the nearer are the larger.
    """
    half, low, high = room
    taken: list[Place] = []
    for _ in range(TRIES):
        x, y = draw.uniform(-half, half), low + (high - low) * draw.beta(1.0, 1.5)
        radius = frame_mm * draw.uniform(SMALLEST, LARGEST)
        if all(np.hypot(x - a, y - b) > LEAST_APART * (radius + r) for a, b, r in taken):
            taken.append((float(x), float(y), float(radius)))
        if len(taken) >= COUNT * min(1.0, (high - low) / (FULL * frame_mm)):
            break
    taken.sort(key=lambda place: -place[2])
    return taken[: len(taken) // 2], taken[len(taken) // 2 :]


def _disc(place: Place, z: float) -> Mesh:
    x, y, radius = place
    angle = np.linspace(0.0, 2 * np.pi, 33)[:-1]
    rim = np.stack([np.cos(angle), np.sin(angle), np.zeros(32)], -1)
    points = np.concatenate([[[0.0, 0.0, 0.0]], rim])
    step = np.arange(32)
    faces = np.stack([np.zeros(32, np.int64), 1 + step, 1 + (step + 1) % 32], -1)
    normals = np.tile(np.array([0.0, 0.0, 1.0], np.float32), (33, 1))
    flat = Mesh(points.astype(np.float32), faces.astype(np.uint32), None, normals)
    return transform(flat, scale=(radius, radius, 1.0), shift=(x, y, z))
