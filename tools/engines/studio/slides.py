"""What light draws on a set beside the product: the panes of a window, the slats of a blind at a low sun.

A slide is thrown by a lamp without size: it costs no samples and stands in no other lamp's way; its softness is drawn.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.studio.gobos import ON_PRODUCT, Place, crossed, off_product, spot_beside
from tools.engines.studio.lights import direction
from tools.engines.studio.looks import SKIES
from tools.engines.studio.mesh import Mesh, grid
from tools.engines.studio.own_light import has_own
from tools.engines.studio.part import Extent
from tools.engines.studio.rigs import Lamp, Rig, Slide
from tools.specs.scene import Scene

PANES = (2, 3)
"""Columns and rows of a window."""

HIGH, WIDE, BAR, SOFT = 0.80, 0.52, 0.075, 0.014
"""The window, its bars and the blur of its edges, in shares of the slide's side: light through a clear pane."""

SIDE = 256
"""Side of a slide in pixels, the same for all: another size would be another kernel."""

SLATS, SLAT = 6, 0.62
"""Bands of light between the slats of a blind, and how much of their distance is light."""

THROWN: dict[str, tuple[Slide, float, float]] = {
    "soft_window": ("panes", 0.55, 5000.0),
    "golden_hour": ("slats", 0.95, 3000.0),
}
"""What a light throws, its light where that falls, against a key of 1, its kelvin: warmer than what fills the room."""

BESIDE_OWN = 4200.0
"""Kelvin of a low sun beside a light of the product's own, which is white: it need not be as orange to be seen so."""

CORNERS = ((-0.27, -0.36), (0.27, -0.38), (-0.30, 0.40), (0.30, 0.40), (-0.40, -0.50), (0.40, -0.50))
"""Where a slide may fall beside what is seen from above, x and z in frame widths, for light from the left."""

FLAT_SIZE = 0.66
"""Side of a slide there, in frame widths."""

OPEN = 17.0
"""Half the angle that a slide is thrown over, in degrees."""

ASLANT, HEIGHT = (42.0, 68.0), (28.0, 44.0)
"""Azimuth, to its own side, and elevation between which the sun stands that throws a slide: it falls at a slant."""


LOW_SUN = 17.0
"""The same of a low sun on a wall; on the ground its slide would be drawn out beyond the frame."""


@cache
def panes() -> NDArray[np.float32]:
    """Return the slide of a window, ``SIDE``×``SIDE``, 0..1: bright panes, dark bars, dark round them."""
    made = np.zeros((SIDE, SIDE), np.float32)
    rows, columns = (_between(share, count) for share, count in zip((HIGH, WIDE), PANES[::-1], strict=True))
    for top, bottom in rows:
        for left, right in columns:
            made[top:bottom, left:right] = 1.0
    return _drawn(made)


@cache
def slats() -> NDArray[np.float32]:
    """Return the slide of a blind, ``SIDE``×``SIDE``, 0..1: level bands of light, softer than a window's."""
    made = np.zeros((SIDE, SIDE), np.float32)
    left, right = round((1.0 - HIGH) / 2 * SIDE), round((1.0 + HIGH) / 2 * SIDE)
    for number in range(SLATS):
        top = (1.0 - HIGH) / 2 + HIGH * number / SLATS
        made[round(top * SIDE) : round((top + HIGH * SLAT / SLATS) * SIDE), left:right] = 1.0
    return _drawn(made)


PICTURES: dict[Slide, Callable[[], NDArray[np.float32]]] = {"panes": panes, "slats": slats}


def _drawn(made: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a slide with soft edges, for keeps."""
    soft: NDArray[np.float32] = ndi.gaussian_filter(made, SOFT * SIDE)
    soft.setflags(write=False)
    return soft


def _between(share: float, count: int) -> list[tuple[int, int]]:
    """Return where each of ``count`` panes begins and ends, over ``share`` of the slide, in pixels."""
    pane = (share - BAR * (count - 1)) / count
    starts = [(1.0 - share) / 2 + number * (pane + BAR) for number in range(count)]
    return [(round(start * SIDE), round((start + pane) * SIDE)) for start in starts]


def slides(scene: Scene, rig: Rig, frame_mm: float, extent: Extent, target: NDArray[np.float64]) -> tuple[Lamp, ...]:
    """Return the lamp that throws a slide beside the product, or none: in other light, under the sky, among leaves.

    ``target`` (3, mm) is what lamps are placed from.
    """
    if (
        scene.stance is not None
        or scene.light not in THROWN
        or "leaf_shadow" in scene.props
        or scene.backdrop in ("window", *SKIES)
    ):
        return ()
    sun = next((lamp for lamp in rig.lamps if lamp.group == "sun"), rig.lamps[0])
    towards = direction(_aslant(sun, extent))
    slide, share, kelvin = THROWN[scene.light]
    kelvin = BESIDE_OWN if has_own(scene) else kelvin
    center, size = _falls(scene, extent, towards, frame_mm)
    away = size / (2 * math.tan(math.radians(OPEN)))
    place = center + towards * away - target / frame_mm
    distance = float(np.linalg.norm(place))
    azimuth = math.degrees(math.atan2(place[0], place[2]))
    aim = center - target / frame_mm
    return (
        Lamp("sun", "slide", azimuth, math.degrees(math.asin(place[1] / distance)), distance, (OPEN, OPEN), kelvin,
             share, (float(aim[0]), float(aim[1]), float(aim[2])), slide=slide),
    )  # fmt: skip


def _falls(scene: Scene, extent: Extent, towards: Place, frame_mm: float) -> tuple[Place, float]:
    """Return (where the middle of a slide falls, its size), in frame widths: off the product."""
    if not extent.from_above:
        center, size = spot_beside(scene, extent, towards, frame_mm)
        return off_product(_sheet(size * frame_mm), scene, extent, (towards, center), frame_mm)[0], size
    side = 1.0 if towards[0] < 0 else -1.0
    centers = [np.array([side * x, 0.0, z]) for x, z in CORNERS]
    shares = [crossed(_sheet(FLAT_SIZE * frame_mm), scene, extent, (towards, at), frame_mm)[0] for at in centers]
    free = next((at for at, share in zip(centers, shares, strict=True) if share <= ON_PRODUCT), None)
    return centers[int(np.argmin(shares))] if free is None else free, FLAT_SIZE


def _sheet(side_mm: float) -> Mesh:
    """Return a window's outline as a flat mesh, of a slide of ``side_mm``."""
    flat = np.array([[[-WIDE, HIGH, 0.0], [WIDE, HIGH, 0.0]], [[-WIDE, -HIGH, 0.0], [WIDE, -HIGH, 0.0]]])
    return grid(flat * side_mm / 2)


def _aslant(key: Lamp, extent: Extent) -> Lamp:
    """Return ``key`` where the sun stands that throws a slide: on its side, neither frontal nor from behind."""
    low, high = ASLANT
    away = abs(key.azimuth)
    if extent.from_above:
        low, high = low, 180.0 - low
    lowest = LOW_SUN if key.elevation < HEIGHT[0] and not (extent.from_above or extent.lying) else HEIGHT[0]
    side = math.copysign(1.0, key.azimuth)
    return replace(key, azimuth=side * min(high, max(low, away)), elevation=min(HEIGHT[1], max(lowest, key.elevation)))
