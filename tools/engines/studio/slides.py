"""What light draws on a set beside the product: the panes of the window that it came through.

A slide is thrown by a lamp without size: it costs no samples and stands in no other lamp's way; its softness is drawn.
"""

import math
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.studio.gobos import off_product, spot_beside
from tools.engines.studio.lights import Lamp, Rig, direction
from tools.engines.studio.looks import SKIES
from tools.engines.studio.mesh import grid
from tools.engines.studio.part import Extent
from tools.specs.scene import Scene

PANES = (2, 3)
"""Columns and rows of a window."""

HIGH, WIDE, BAR, SOFT = 0.80, 0.52, 0.075, 0.014
"""The window, its bars and the blur of its edges, in shares of the slide's side: light through a clear pane."""

SIDE = 256
"""Side of a slide in pixels, the same for all: another size would be another kernel."""

SHARE, KELVIN = 0.55, 5000.0
"""Light of the panes where they fall, against a key of 1; warmer than the sky that fills the room."""

OPEN = 17.0
"""Half the angle that a slide is thrown over, in degrees."""

ASLANT, HEIGHT = (42.0, 68.0), (28.0, 44.0)
"""Azimuth, to its own side, and elevation between which the sun stands that throws a slide: it falls at a slant."""


@cache
def panes() -> NDArray[np.float32]:
    """Return the slide of a window, ``SIDE``×``SIDE``, 0..1: bright panes, dark bars, dark round them."""
    made = np.zeros((SIDE, SIDE), np.float32)
    rows, columns = (_between(share, count) for share, count in zip((HIGH, WIDE), PANES[::-1], strict=True))
    for top, bottom in rows:
        for left, right in columns:
            made[top:bottom, left:right] = 1.0
    soft: NDArray[np.float32] = ndi.gaussian_filter(made, SOFT * SIDE)
    soft.setflags(write=False)
    return soft


def _between(share: float, count: int) -> list[tuple[int, int]]:
    """Return where each of ``count`` panes begins and ends, over ``share`` of the slide, in pixels."""
    pane = (share - BAR * (count - 1)) / count
    starts = [(1.0 - share) / 2 + number * (pane + BAR) for number in range(count)]
    return [(round(start * SIDE), round((start + pane) * SIDE)) for start in starts]


def slides(scene: Scene, rig: Rig, frame_mm: float, extent: Extent, target: NDArray[np.float64]) -> tuple[Lamp, ...]:
    """Return the lamp that throws panes beside the product, or none: in other light, under the sky, among leaves.

    ``target`` (3, mm) is what lamps are placed from.
    """
    if scene.light != "soft_window" or "leaf_shadow" in scene.props or scene.backdrop in ("window", *SKIES):
        return ()
    key = next(lamp for lamp in rig.lamps if lamp.group == "key")
    towards = direction(_aslant(key, extent))
    center, size = spot_beside(scene, extent, towards, frame_mm)
    flat = np.array([[[-WIDE, HIGH, 0.0], [WIDE, HIGH, 0.0]], [[-WIDE, -HIGH, 0.0], [WIDE, -HIGH, 0.0]]])
    center, _ = off_product(grid(flat * size * frame_mm / 2), scene, extent, (towards, center), frame_mm)
    away = size / (2 * math.tan(math.radians(OPEN)))
    place = center + towards * away - target / frame_mm
    distance = float(np.linalg.norm(place))
    azimuth = math.degrees(math.atan2(place[0], place[2]))
    aim = center - target / frame_mm
    return (
        Lamp("sun", "slide", azimuth, math.degrees(math.asin(place[1] / distance)), distance, (OPEN, OPEN), KELVIN,
             SHARE, (float(aim[0]), float(aim[1]), float(aim[2]))),
    )  # fmt: skip


def _aslant(key: Lamp, extent: Extent) -> Lamp:
    """Return ``key`` where the sun stands that throws a slide: on its side, neither frontal nor from behind."""
    low, high = ASLANT
    away = abs(key.azimuth)
    if extent.from_above:
        low, high = low, 180.0 - low
    side = math.copysign(1.0, key.azimuth)
    return replace(
        key, azimuth=side * min(high, max(low, away)), elevation=min(HEIGHT[1], max(HEIGHT[0], key.elevation))
    )
