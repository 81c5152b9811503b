"""Lights far behind a product and out of focus: a garland, or a room full of candles, seen as warm discs.

A flame beside a product that was photographed in white light gives the picture away, for nothing on the product has its
colour. What is as far as the wall lights the wall alone.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.looks import SKIES
from tools.engines.studio.mesh import Mesh, merge
from tools.engines.studio.part import Extent, Part
from tools.specs.scene import Scene

GLOWS = "far_light"

COLORS: dict[str, tuple[str, str]] = {
    "christmas_ribbon": ("#ffcf8c", "#ffae62"),
    "new_year_mirror": ("#fff0d6", "#f3cf94"),
}  # fmt: skip
"""Looks that have such lights, with the colours of those that are nearer and farther."""

SEEN_AT, BEHIND = 1.17, 0.58
"""How far behind the product they are seen, in frame widths: close before the folds of a drape. They hang nearer, on
the same lines of sight and before the spot that lights a wall from above: it would draw the shadow of each on the wall,
and what soft lights draw of them so far from it is too soft to be seen."""

COUNT, TRIES = 17, 400
SMALLEST, LARGEST = 0.016, 0.046
"""Radii in frame widths."""

LEAST_APART = 1.02
"""Least distance of two, in the sum of their radii."""

LOW, ABOVE, LEAST_ROOM = 0.16, 0.06, 0.35
"""Least height over the floor, how far beyond the upper edge of the frame, and least height of a wall that is seen, in
frame widths."""

MIRRORED, HIGH, CLEAR = 2.3, 1.25, 0.12
"""How far from a mirroring ground discs are that only it shows; the frame's height; room round the lens's own image; in
frame widths."""

FULL = 1.2
"""Height of a wall that has all of them, in the same."""


def far_lights(scene: Scene, frame_mm: float, extent: Extent, floor: float, seed: int) -> tuple[Part, ...]:
    """Return discs of light before the wall of ``scene``, where its look has some and a wall is seen; else nothing."""
    if scene.look not in COLORS or scene.backdrop in (*SKIES, "window", "arch"):
        return ()
    draw = np.random.default_rng(seed + 71)
    if extent.nothing_behind:
        return (
            _in_mirror(scene, frame_mm, extent, draw)
            if scene.surface == "mirror" and (extent.from_above or floor == 0.0)
            else ()
        )
    z = -SEEN_AT * frame_mm
    half = 0.5 * frame_mm / max(extent.seen_wide(1.0, z), 0.2)
    high = extent.seen_at(extent.top + ABOVE * frame_mm, z)
    if high - floor < LEAST_ROOM * frame_mm:
        return ()
    near, far = _strewn(draw, (half, floor + LOW * frame_mm, high), frame_mm)
    made = []
    away, high = extent.eye_distance, extent.eye_height
    for places, color, depth in zip((near, far), COLORS[scene.look], (0.0, 0.01), strict=True):
        at = -(BEHIND + depth) * frame_mm
        nearer = (away - at) / (away - z) if np.isfinite(away) else 1.0  # along the line of sight
        discs = [
            _disc(np.array([nearer * x, high + nearer * (y - high), at]), nearer * radius, np.array([0.0, 0.0, 1.0]))
            for x, y, radius in places
        ]
        if discs:
            made.append(Part(merge(*discs), GLOWS, color, seed))
    return tuple(made)


def _in_mirror(scene: Scene, frame_mm: float, extent: Extent, draw: np.random.Generator) -> tuple[Part, ...]:
    """Return discs over and behind the set that are seen in its ground alone, where that is a mirror."""
    assert scene.look is not None
    distance = extent.eye_distance
    eye = np.array([0.0, distance, 0.0] if extent.from_above else [0.0, extent.eye_height, distance])
    high = (0.5 * HIGH if extent.from_above else extent.top / frame_mm) * frame_mm
    made = []
    groups = _strewn(draw, (0.5 * frame_mm, high - HIGH * frame_mm, high), frame_mm)
    for places, color in zip(groups, COLORS[scene.look], strict=True):
        discs = []
        for x, y, radius in places:
            through = np.array([x, 0.0, y] if extent.from_above else [x, y, 0.0]) - eye
            ground = eye + through * eye[1] / max(-through[1], 1e-3)
            way = through / np.linalg.norm(through) * np.array([1.0, -1.0, 1.0])
            far = (float(np.linalg.norm(ground - eye)) + MIRRORED * frame_mm) / float(np.linalg.norm(through))
            if not extent.from_above or np.hypot(x, y) > CLEAR * frame_mm:
                discs.append(_disc(ground + way * MIRRORED * frame_mm, radius * far, -way))
        if discs:
            made.append(Part(merge(*discs), GLOWS, color))
    return tuple(made)


Place = tuple[float, float, float]
Vector = NDArray[np.float64]


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


def _disc(middle: Vector, radius: float, facing: Vector) -> Mesh:
    """Return a disc round ``middle`` that is seen from where the unit vector ``facing`` points."""
    across = np.cross([0.0, 1.0, 0.0] if abs(facing[1]) < 0.9 else [0.0, 0.0, -1.0], facing)
    across /= np.linalg.norm(across)
    angle = np.linspace(0.0, 2 * np.pi, 33)[:-1, None]
    rim = middle + radius * (np.cos(angle) * across + np.sin(angle) * np.cross(facing, across))
    step = np.arange(32)
    faces = np.stack([np.zeros(32, np.int64), 1 + step, 1 + (step + 1) % 32], -1)
    points = np.concatenate([middle[None], rim])
    return Mesh(points.astype(np.float32), faces.astype(np.uint32), None, np.tile(facing, (33, 1)).astype(np.float32))
