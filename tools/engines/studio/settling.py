"""Where a prop comes to rest: wholly in the frame or clearly cut, and on the ground that it seems to stand on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tools.engines.studio.backdrops import BENEATH
from tools.engines.studio.composed import Stage
from tools.engines.studio.mesh import Mesh
from tools.engines.studio.outlines import BORDER, CELLS, Points, seen
from tools.engines.studio.part import Extent
from tools.engines.studio.relief import Box, foot_of
from tools.engines.studio.tops import Top, podium_top, slab_top, tray_top
from tools.specs.scene import Scene

EDGE, BESIDE = 0.035, 0.03
"""Room between a prop and the frame's edge, and the product, in frame widths."""

SMALLEST = {"sphere": 0.45, "pebbles": 0.5, "shell": 0.5}
"""Least size, in shares of the usual, down to which a prop is made smaller to be seen whole; of others ``LEAST``."""

LEAST = 0.62

ROUNDING = 0.96
"""How nearly what was made smaller fits."""

CUT_WELL = frozenset({"branch", "book", "ribbon"})
"""What the frame may cut: the rest of it is guessed."""

TUCKED = 0.05
"""How far a thing must reach behind what hides it to be meant to stand there, in frame widths."""

STANDS_BEHIND = frozenset({"arch", "fabric_fold", "glass_block"})
"""What may be seen partly behind the product; a low thing there seems pushed under it."""

OUT, MOST_OUT = 0.48, 0.64
"""Usual and largest share of a prop's length that the frame cuts off; of a tapering one that is less of its area."""

RIM = 0.012
"""Least room between a prop's foot and the edge of what it stands on, in frame widths."""

LOW = 0.008
"""What of a prop is lower than this over its ground, in frame widths, is its foot."""


@dataclass(frozen=True)
class Deck:
    """The top of a support: where it lies, whether it is round, and the height of the ground beside it."""

    top: Top
    round: bool
    floor: float


@dataclass(frozen=True)
class Move:
    """How a prop is moved: to the right and to the front in millimetres, and how many times as large it is made."""

    x: float = 0.0
    z: float = 0.0
    larger: float = 1.0


def deck_of(scene: Scene, frame_mm: float, extent: Extent, floor: float) -> Deck | None:
    """Return the top of the support of ``scene``, or nothing on the open ground and on steps."""
    if extent.shown is not None and extent.shown.display == "lie":
        return None  # a seat lies on the open ground
    low = -BENEATH * frame_mm if extent.from_above else floor
    if scene.support == "podium":
        return Deck(podium_top(frame_mm, extent), True, low)
    if scene.support != "slab":
        return None
    tray = extent.from_above
    return Deck(
        tray_top(frame_mm, extent, scene.caption is not None) if tray else slab_top(frame_mm, extent), False, low
    )


def moved_in(stage: Stage, name: str, meshes: Sequence[Mesh], side: float, made_anew: bool = False) -> Move:
    """Return how a prop on ``side`` (-1 left, 1 right) is moved so that it is seen whole, or else is clearly cut.

    ``made_anew``: it is made smaller already, and stays so.
    """
    points = np.concatenate([mesh.vertices for mesh in meshes]).astype(np.float64)
    flat, mm = seen(points, stage.extent), stage.frame.mm
    ends = sorted((float(flat[:, 0].min() * side), float(flat[:, 0].max() * side)))
    larger = float(np.ptp(flat[:, 0]) / max(np.ptp(points[:, 0]), 1e-9))
    z, limit = _lengthwise(stage, flat, points), (0.5 - EDGE) * mm
    if stage.extent.from_above:
        flat[:, 1] -= z * larger
    inner = _beside(stage, flat, side)
    if (
        name in STANDS_BEHIND and ends[0] < inner - (BESIDE + TUCKED) * mm
    ):  # it stands behind, and is seen over or beside what hides it
        return Move(x=side * min(0.0, limit - ends[1]) / larger, z=z)
    least = ROUNDING if made_anew else SMALLEST.get(name, LEAST)
    shift, factor = _between((ends[0], ends[1]), (inner, limit), mm, None if name in CUT_WELL else least)
    return Move(x=side * shift / larger, z=z, larger=factor)


def _between(
    ends: tuple[float, float], room: tuple[float, float], mm: float, least: float | None
) -> tuple[float, float]:
    """Return (how far outwards a thing between ``ends`` is moved, how many times as large it is) to be in ``room``.

    ``least``: the smallest that it may be made to be seen whole; nothing: the frame may as well cut it.
    """
    wide, free = ends[1] - ends[0], room[1] - room[0]
    if free >= wide:
        return max(room[0] - ends[0], 0.0) + min(room[1] - max(ends[1], room[0] + wide), 0.0), 1.0
    if least is not None and free >= least * wide:
        return (room[0] + room[1] - ends[0] - ends[1]) / 2, free / wide
    if least is not None:
        return min(room[1] - ends[1], 0.0), 1.0
    out = min(max(OUT * wide, room[0] + wide - 0.5 * mm), MOST_OUT * wide)
    return out + 0.5 * mm - ends[1], 1.0


def _beside(stage: Stage, flat: Points, side: float) -> float:
    """Return how far from the middle the product, or what carries it, reaches in the rows of a prop, with some room."""
    rows = stage.frame.cells(flat)[:, 0]
    low, high = max(int(rows.min()), 0), max(int(rows.max()) + 1, 1)
    columns = np.where(stage.body[low:high].any(0))[0]
    if not columns.size:
        return BESIDE * stage.frame.mm
    at = columns[-1] + 1 if side > 0 else columns[0]
    return float(side * ((at - BORDER) / CELLS - 0.5) + BESIDE) * stage.frame.mm


def _lengthwise(stage: Stage, flat: Points, points: Points) -> float:
    """Return how far a prop is moved to the front so that the frame's upper or lower edge does not cut it."""
    mm, top = stage.frame.mm, stage.frame.top
    low = top - stage.frame.rows / CELLS * mm + EDGE * mm
    under = low - float(flat[:, 1].min())
    if stage.extent.from_above:
        over = float(flat[:, 1].max()) - (top - EDGE * mm)
        return over if over > 0 else -max(under, 0.0)
    if under <= 0.0 or not np.isfinite(stage.extent.eye_distance):
        return 0.0
    at = int(flat[:, 1].argmin())
    eye, away = stage.extent.eye_height, stage.extent.eye_distance
    return min(0.0, float(away - away * (eye - points[at, 1]) / max(eye - low, 1e-6) - points[at, 2]))


def grounded(meshes: Sequence[Mesh], y: float, deck: Deck | None, stage: Stage) -> tuple[float, bool]:
    """Return (how far a prop at the height ``y`` is let down, whether it then stands well).

    It stands well wholly on its support, or wholly beside it.
    """
    if deck is None:
        return 0.0, True
    mm = stage.frame.mm
    boxes = [box for mesh in meshes if (box := foot_of(mesh, y + LOW * mm))]
    if not boxes:
        return 0.0, True
    foot = (min(b[0] for b in boxes), max(b[1] for b in boxes), min(b[2] for b in boxes), max(b[3] for b in boxes))
    inside, outside = _within(foot, deck, RIM * mm), _beyond(foot, deck, RIM * mm)
    if y < 0.0:
        return 0.0, outside
    if stage.extent.from_above and outside:
        return -deck.floor, True
    return 0.0, inside


def _within(foot: Box, deck: Deck, rim: float) -> bool:
    left, right, back, front = foot
    x, z = deck.top.x, deck.top.z
    if deck.round:
        return (
            max(float(np.hypot(a - x, b - z)) for a in (left, right) for b in (back, front)) < deck.top.wide / 2 - rim
        )
    half, deep = deck.top.wide / 2 - rim, deck.top.deep / 2 - rim
    return left > x - half and right < x + half and back > z - deep and front < z + deep


def _beyond(foot: Box, deck: Deck, rim: float) -> bool:
    left, right, back, front = foot
    across = max(left - deck.top.x, deck.top.x - right, 0.0)
    along = max(back - deck.top.z, deck.top.z - front, 0.0)
    if deck.round:
        return float(np.hypot(across, along)) > deck.top.wide / 2 + rim
    return across > deck.top.wide / 2 + rim or along > deck.top.deep / 2 + rim
