"""A photo resized and turned in one resampling: what the mode ``warped`` does to a product that is straightened.

Pillow's bicubic affine transform reads the photo at the places that an output pixel covers, and their mean is the
pixel: one linear filter of the photographed values, free of the aliasing of a bare transform that makes smaller.
"""

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage

from tools.specs.steps import Placement

MOST = 12
"""Reads a pixel takes along each side at most; a photo is not made smaller than that in practice."""

SPARSE = 0.75
"""Scale down to which one read a pixel is enough: bicubic looks at four pixels across, and aliases little."""

STRIP = 4_000_000
"""Reads that are held in memory at a time."""

Span = tuple[slice, slice]
Value = TypeVar("Value", np.uint8, np.float32)


@dataclass(frozen=True)
class Turn:
    """The affine map from the frame to the photo: ``x = a·X + b·Y + c``, ``y = d·X + e·Y + f``, in pixel edges."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float


def turn_of(placement: Placement, width: int, height: int) -> Turn:
    """Return the map of ``placement`` for a photo of width × height pixels."""
    angle, scale = math.radians(placement.rotation), placement.scale
    cos, sin = math.cos(angle) / scale, math.sin(angle) / scale
    middle_x, middle_y = placement.x + width * scale / 2, placement.y + height * scale / 2
    return Turn(
        cos, sin, width / 2 - cos * middle_x - sin * middle_y, -sin, cos, height / 2 + sin * middle_x - cos * middle_y
    )


def turned_box(
    box: tuple[float, float, float, float], placement: Placement, size: tuple[int, int]
) -> tuple[float, float, float, float]:
    """Return the box (left, top, right, bottom) of the frame that holds a turned box of a photo of ``size``."""
    angle, scale = math.radians(placement.rotation), placement.scale
    cos, sin = math.cos(angle) * scale, math.sin(angle) * scale
    middle = (placement.x + size[0] * scale / 2, placement.y + size[1] * scale / 2)
    corners = [(x - size[0] / 2, y - size[1] / 2) for x in (box[0], box[2]) for y in (box[1], box[3])]
    across = [middle[0] + cos * x - sin * y for x, y in corners]
    down = [middle[1] + sin * x + cos * y for x, y in corners]
    return min(across), min(down), max(across), max(down)


def turn_channels(
    pixels: NDArray[Value], placement: Placement, width: int, height: int, within: Span | None = None
) -> NDArray[Value]:
    """Return H×W or H×W×3 pixels (8 bit, or H×W float32) in a frame of width × height; 0 where there is no photo.

    With ``within`` only these rows and columns of the frame are reckoned, and the rest is 0.
    """
    rows, columns = within or (slice(0, height), slice(0, width))
    frame = np.zeros((height, width, *pixels.shape[2:]), pixels.dtype)
    across = columns.stop - columns.start
    if across <= 0 or rows.stop <= rows.start:
        return frame
    turn = turn_of(placement, pixels.shape[1], pixels.shape[0])
    reads = min(MOST, max(1, math.ceil(SPARSE / placement.scale)))
    picture = PillowImage.fromarray(pixels)
    step = max(1, STRIP // (across * reads * reads))
    for top in range(rows.start, rows.stop, step):
        count = min(step, rows.stop - top)
        strip = _strip(picture, turn, reads, (columns.start, top, across, count))
        frame[top : top + count, columns] = np.asarray(strip, pixels.dtype)
    return frame


def _strip(picture: PillowImage.Image, turn: Turn, reads: int, box: tuple[int, int, int, int]) -> PillowImage.Image:
    left, top, width, height = box
    data = (
        turn.a / reads, turn.b / reads, turn.a * left + turn.b * top + turn.c,
        turn.d / reads, turn.e / reads, turn.d * left + turn.e * top + turn.f,
    )  # fmt: skip
    size = (width * reads, height * reads)
    read = picture.transform(size, PillowImage.Transform.AFFINE, data, PillowImage.Resampling.BICUBIC)
    return read.reduce(reads) if reads > 1 else read
