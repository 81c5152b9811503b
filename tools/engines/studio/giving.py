"""How a soft ground gives way under what stands or lies on it: a dent that closes round the thing, and a lip.

What carries the thing stays at y = 0; the ground round it is that much higher.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from tools.engines.studio.footprint import Footprint
from tools.specs.scene import Scene

Floats = NDArray[np.float64]

SMALL_MM, HEAVIEST = 80.0, 3.0
"""The frame's width round a thing as light as a ring; how much deeper than that the heaviest sinks."""


@dataclass(frozen=True)
class Give:
    """``deep``: millimetres that a ring sinks; ``steep``: how far from it the ground is up again, in depths, after the
    ``slack`` millimetres over which a sheet bends; ``lip``: how much higher than that it is heaped, in depths."""

    deep: float
    steep: float
    lip: float
    slack: float = 0.0


GIVES: dict[str, Give] = {
    "sand": Give(0.60, 2.6, 0.40, 0.3),
    "snow": Give(0.90, 1.3, 0.25, 0.4),
    "moss": Give(1.0, 1.6, 0.20, 0.8),
    "velvet": Give(0.60, 4.0, 0.15, 1.6),
    "linen": Give(0.45, 4.0, 0.16, 1.6),
    "silk": Give(0.50, 4.5, 0.16, 2.0),
    "leather": Give(0.20, 6.0, 0.10, 2.0),
}
"""What gives way, by the surface's name."""


def depth(give: Give, frame_mm: float) -> float:
    """Return how deep (mm) a thing sinks whose frame is ``frame_mm`` wide: what is larger is heavier."""
    return give.deep * float(np.clip(np.sqrt(frame_mm / SMALL_MM), 0.5, HEAVIEST))


def sunk_by(scene: Scene, frame_mm: float) -> float:
    """Return how deep (mm) what stands on the ground of ``scene`` sinks; podiums and seats are firm."""
    firm = scene.support != "ground" or scene.display not in (None, "stand", "lie")
    return 0.0 if firm or scene.surface not in GIVES else depth(GIVES[scene.surface], frame_mm)


def raised(give: Give, frame_mm: float, away: Floats, over: Floats | float = 0.0) -> Floats:
    """Return how much higher (mm) the ground is ``away`` millimetres from what presses it, than where it does.

    ``over``: how high over the ground the thing is at its nearest place, where it does not quite touch.
    """
    deep = depth(give, frame_mm)
    run = np.maximum(away, 0.0) / (give.steep * deep + give.slack)
    wall = 1.0 - np.clip(1.0 - run, 0.0, 1.0) ** 2
    lip = give.lip * run**2 * np.exp(2.0 - 2.0 * run)
    return np.asarray(np.minimum(deep * (wall + lip) + over, deep * (1.0 + lip)), dtype=np.float64)


def nearest(feet: Footprint, x: Floats, z: Floats, deep: float) -> tuple[Floats, Floats]:
    """Return (distance to the nearest of ``feet`` that touches, its height), both in mm, of places of one shape.

    One touches that is lower than ``deep`` over the ground.
    """
    low = np.zeros_like(feet.x) if feet.low is None else feet.low
    touching = low <= max(deep, float(low.min()))
    tree = KDTree(np.stack([feet.x[touching], feet.z[touching]], -1))
    far, index = tree.query(np.stack([x.ravel(), z.ravel()], -1))
    return np.asarray(far).reshape(x.shape), low[touching][index].reshape(x.shape)
