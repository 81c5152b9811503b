"""The rigs that light words name, as plain data: where each light stands, how big it is, its colour and its share.

``share`` is the irradiance that a light gives at the product, on a surface turned to it; only ratios matter, since
the set is metered. Distances and sizes are in frame widths, angles in degrees: azimuth 0 is the camera's side,
90 the right, 180 behind; elevation is above the horizon.
"""

import math
from dataclasses import dataclass
from typing import Literal

Shape = Literal["panel", "disk", "spot", "slide", "point"]
Slide = Literal["panes", "slats"]


@dataclass(frozen=True)
class Lamp:
    """One light. ``group`` names the plate it will be rendered into when lights are kept apart.

    ``size`` is width and height; of a spot, degrees from its axis to where its pool ends and to where it begins to
    fade. ``aim`` is the place that it points at, seen from the product; its share is the irradiance there. ``color``
    is the linear RGB of a coloured gas or gel, of mean 1, instead of a white. A slide is a spot that throws a
    picture, a point shines all round; neither has a body.
    """

    group: str
    shape: Shape
    azimuth: float
    elevation: float
    distance: float
    size: tuple[float, float]
    kelvin: float
    share: float
    aim: tuple[float, float, float] = (0.0, 0.0, 0.0)
    color: tuple[float, float, float] | None = None
    slide: Slide = "panes"


@dataclass(frozen=True)
class Rig:
    """All lights of a set. ``ambient`` is the share of an even sky, ``ambient_kelvin`` its colour."""

    lamps: tuple[Lamp, ...]
    ambient: float
    ambient_kelvin: float
    gobo_lamp: str = "key"


def _key(
    shape: Shape, elevation: float, distance: float, size: tuple[float, float], kelvin: float, share: float
) -> Lamp:
    return Lamp("key", shape, -52.0, elevation, distance, size, kelvin, share)


def _fill(share: float, kelvin: float = 6300.0) -> Lamp:
    return Lamp("fill", "panel", 48.0, 28.0, 4.5, (4.0, 4.0), kelvin, share)


def _top(share: float, kelvin: float = 6000.0, behind: float = 168.0) -> Lamp:
    return Lamp("top", "panel", behind, 78.0, 3.8, (4.0, 3.0), kelvin, share)


def _pool(share: float, kelvin: float, wide: float = 38.0, high: float = -0.18) -> Lamp:
    """A spot above and behind the product, which leaves it alone and draws a soft pool on the wall."""
    return Lamp("wall", "spot", 180.0, 62.0, 1.3, (wide, 0.0), kelvin, share, (0.0, high, -1.5))


RING, RING_WIDE, RING_AWAY, RING_ABOVE = 8, 6.0, 5.4, 15.0
"""Lamps of a ring flash, its radius in degrees as seen from the product, its distance, behind any camera; its
radius from above, where what lies flat throws its halo no farther than it is thick."""


def _ring(step: int, group: str) -> Lamp:
    """Return one lamp of a ring round a lens at the horizon; ``_round_the_lens`` lifts it to the camera's height."""
    turn = 2 * math.pi * step / RING + math.pi / 2
    across, up = RING_WIDE * round(math.cos(turn), 6), RING_WIDE * math.sin(turn)
    return Lamp(group, "disk", across, up, RING_AWAY, (0.22, 0.22), 5700, 1.0 / RING)


PINK, BLUE = (2.0, 0.35, 0.65), (0.25, 0.85, 1.9)
"""Light of two neon tubes: the pair is neutral together, so that the product between them keeps its own colours."""

RIGS: dict[str, Rig] = {
    "soft_window": Rig((_key("panel", 38, 1.9, (1.3, 1.6), 5900, 1.0), _fill(0.05), _top(0.18)), 0.14, 6700),
    "hard_sun": Rig((_key("disk", 46, 9.0, (0.09, 0.09), 5400, 1.0), _fill(0.06), _top(0.03)), 0.16, 7400),
    "golden_hour": Rig((_key("disk", 15, 9.0, (0.12, 0.12), 3500, 0.8), _fill(0.04, 9000)), 0.16, 12000),
    "softbox": Rig(
        (Lamp("key", "panel", -38, 60, 1.8, (1.2, 1.2), 5800, 0.9), _fill(0.14), _top(0.38), _pool(0.5, 5900)),
        0.22,
        6100,
    ),
    "rim": Rig(
        (
            Lamp("key", "panel", -128, 34, 1.9, (0.4, 1.2), 5700, 1.6),
            Lamp("rim", "panel", 126, 28, 1.9, (0.4, 1.2), 5500, 1.2),
            Lamp("front", "panel", -36, 60, 2.3, (1.4, 1.4), 6000, 0.17),
            _pool(3.2, 5400, 32.0),
        ),
        0.04,
        6800,
        gobo_lamp="front",
    ),
    "candle": Rig(
        (_key("disk", 24, 1.05, (0.12, 0.12), 2700, 1.0), _fill(0.05, 4500), _top(0.07, 4500), _pool(1.0, 2600)),
        0.05,
        6500,
    ),
    "overcast": Rig((_key("panel", 66, 4.0, (5.0, 5.0), 6800, 0.42), _top(0.26, 6800)), 0.75, 6800),
    "neon": Rig(
        (
            Lamp("key", "panel", -104, 24, 2.0, (0.22, 2.2), 6500, 0.9, color=PINK),
            Lamp("rim", "panel", 108, 24, 2.0, (0.22, 2.2), 6500, 0.9, color=BLUE),
            Lamp("front", "panel", 0, 55, 3.2, (1.6, 1.2), 6200, 0.28),
        ),
        0.03,
        6500,
        gobo_lamp="front",
    ),
    "ring_flash": Rig((_ring(0, "key"), *(_ring(step, "ring") for step in range(1, RING))), 0.04, 6100),
}
"""Tuned rigs, one per light word; the key stands to the left."""

SUNS = frozenset({"hard_sun", "golden_hour"})
"""Rigs whose key is a sun: a softly lit product would stand out from them as pasted, and their shadow is looked for."""

DAPPLED = Lamp("key", "disk", -52.0, 38.0, 9.0, (0.11, 0.11), 5600.0, 1.0)
"""What replaces a soft key when leaf shadows are asked for: only a small light draws leaves."""
