"""A hollow product joined from two photos: the front, and behind it the inside that shows in its opening.

Both photos are read the same way: the rim of the opening is the first line, from the opening's end, at which the
outline is nearly as broad as the body. The second photo is resized and moved so that its rim lies on the front's. Alpha
does the rest: the inside shows where the front is open, within the rim's ends, and nowhere else.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tools.engines.composite import Placed, place_whole
from tools.engines.image import Bytes8
from tools.specs.steps import Inside, Placement

End = Literal["top", "bottom"]

BROAD = 0.8
"""Share of the body's breadth at which the rim begins: handles and a neck's tips are narrower."""

LARGEST = 1.5
"""No photo is enlarged beyond this (DESIGN.md)."""

SEEN = 0.004
"""Share of the front's area that must show through before anybody would see an inside."""

SOLID = 127


@dataclass(frozen=True)
class Joint:
    """Where the second photo goes, if it can show, and how much it would be enlarged for it."""

    step: Inside | None
    enlargement: float = 1.0

    @property
    def too_small(self) -> bool:
        """Whether the second photo has too few pixels beside the first."""
        return self.enlargement > LARGEST


@dataclass(frozen=True)
class Rim:
    """The rim of an opening in pixels: its row and its two ends, and the height of the whole outline."""

    row: int
    left: int
    right: int
    height: int


def rim_of(alpha: Bytes8, end: End) -> Rim | None:
    """Return the rim at the ``end`` of the outline of ``alpha`` (H×W, 8 bit); rows count from that end's side."""
    solid = alpha > SOLID
    solid = solid if end == "top" else solid[::-1]
    rows = np.nonzero(solid.any(1))[0]
    if len(rows) < 8:
        return None
    body = solid[rows[0] : rows[-1] + 1]
    left, right = body.argmax(1), body.shape[1] - body[:, ::-1].argmax(1)
    breadth = (right - left) * body.any(1)
    half = breadth[: max(4, len(breadth) // 2)]
    row = int(np.nonzero(half >= BROAD * half.max())[0][0])
    return Rim(int(rows[0]) + row, int(left[row]), int(right[row]), int(rows[-1] - rows[0]) + 1)


def fit_inside(front: Bytes8, inside: Bytes8, files: tuple[str, str], end: End, rotation: float = 0.0) -> Joint:
    """Return where the second photo goes behind the placed ``front`` (H×W alpha of the frame).

    ``inside`` is the alpha (h×w) of the second photo's cut-out, ``files`` the hashes of photo and cut-out,
    ``rotation`` the degrees clockwise that the photo is turned by.
    """
    frame, spread = rim_of(front, end), rim_of(_turned(inside, rotation), end)
    if frame is None or spread is None:
        return Joint(None)
    scale = (frame.right - frame.left) / (spread.right - spread.left)
    if scale > LARGEST:
        return Joint(None, scale)
    height = front.shape[0]
    row = frame.row if end == "top" else height - 1 - frame.row
    own_row = spread.row if end == "top" else inside.shape[0] - 1 - spread.row
    placement = Placement(
        scale=round(scale, 6),
        x=round(frame.left - spread.left * scale),
        y=round(row - own_row * scale),
        rotation=rotation,
    )
    reach = round(0.6 * frame.height)
    top, bottom = max(0, row - reach), min(height, row + reach)
    opening = (frame.left, top, frame.right - frame.left, bottom - top)
    step = Inside(source_sha256=files[0], cutout_sha256=files[1], placement=placement, opening=opening)
    placed = place_whole(inside, placement, front.shape[1], height)
    shown = (placed > SOLID) & (front <= SOLID) & _box(front.shape, step)
    return Joint(step if shown.sum() >= SEEN * (front > SOLID).sum() else None, scale)


def whole_box(front: Bytes8, inside: Bytes8, step: Inside) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom of the placed ``front`` (H×W alpha) with what shows of ``inside`` (h×w)."""
    placed = place_whole(inside, step.placement, front.shape[1], front.shape[0])
    there = (front > SOLID) | ((placed > SOLID) & _box(front.shape, step))
    rows, columns = np.nonzero(there.any(1))[0], np.nonzero(there.any(0))[0]
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def shifted(step: Inside, x: int, y: int) -> Inside:
    """Return a joint moved by whole pixels, together with its opening."""
    place, box = step.placement, step.opening
    moved = place.model_copy(update={"x": place.x + x, "y": place.y + y})
    return step.model_copy(update={"placement": moved, "opening": (box[0] + x, box[1] + y, box[2], box[3])})


def in_opening(placed: Placed, step: Inside) -> Placed:
    """Return the placed second photo with nothing left beside the opening."""
    here = _box(placed.alpha.shape, step)
    return replace(placed, alpha=np.where(here, placed.alpha, 0).astype(np.uint8), core=placed.core & here)


def _box(shape: tuple[int, ...], step: Inside) -> NDArray[np.bool_]:
    x, y, width, height = step.opening
    here = np.zeros(shape, np.bool_)
    here[max(0, y) : y + height, max(0, x) : x + width] = True
    return here


def _turned(alpha: Bytes8, rotation: float) -> Bytes8:
    """Return ``alpha`` turned about its middle, of its own size."""
    placement = Placement(scale=1.0, x=0, y=0, rotation=rotation)
    return place_whole(alpha, placement, alpha.shape[1], alpha.shape[0])
