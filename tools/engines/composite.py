"""The photographed product laid back into a picture, pixel for pixel (CONTRACT.md, The receipt of an image).

The photo is resized once with Pillow's Lanczos and shifted by whole pixels. Where its alpha is 255 the picture
holds exactly these pixels; the foreground colour, freed of the old backdrop, serves the edge only.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage

from tools.engines.color import linear_to_srgb, srgb_to_linear
from tools.engines.image import Bytes8, Image, check_image, to_bytes, to_float
from tools.engines.turned import turn_channels, turned_box
from tools.specs.steps import Placement

OPAQUE = 255
PRESENT = 127
"""A pixel above this alpha belongs to the product when its share is reckoned."""


@dataclass(frozen=True)
class Placed:
    """A product in its frame, all H×W of the frame: 8-bit sRGB ``source`` and ``foreground``, ``alpha``, ``core``.

    ``source`` and ``foreground`` are told round the product only; elsewhere they are 0.
    """

    source: Bytes8
    foreground: Bytes8
    alpha: Bytes8
    core: NDArray[np.bool_]

    @property
    def rgba(self) -> Image:
        """Return float32 H×W×4, straight alpha: what a studio builds its stand-in from."""
        return to_float(np.dstack([self.foreground, self.alpha]))


def place(source: Bytes8, cutout: Bytes8, placement: Placement, width: int, height: int) -> Placed:
    """Return ``source`` (H×W×3) and ``cutout`` (H×W×4, the same size) placed in a frame of width × height pixels."""
    if source.shape[:2] != cutout.shape[:2]:
        raise ValueError(f"source and cut-out differ in size: {source.shape[:2]} and {cutout.shape[:2]}")
    if placement.rotation:
        return _turned(source, cutout, placement, width, height)
    window = reach_of(cutout[..., 3], placement, width, height)
    colours = place_channels(source, placement, width, height, window)
    alpha = place_channels(cutout[..., 3], placement, width, height, window)
    foreground = _place_foreground(cutout, alpha, placement)
    opaque = alpha == OPAQUE
    foreground[opaque] = colours[opaque]
    return Placed(colours, foreground, alpha, core_of(alpha))


def place_whole(pixels: Bytes8, placement: Placement, width: int, height: int) -> Bytes8:
    """Return H×W or H×W×3 pixels placed in the frame, turned where the placement says so; 0 beyond the photo."""
    if placement.rotation:
        return turn_channels(pixels, placement, width, height)
    return place_channels(pixels, placement, width, height)


def _turned(source: Bytes8, cutout: Bytes8, placement: Placement, width: int, height: int) -> Placed:
    """Return what ``place`` does, for a placement with a rotation; the edge's colours are turned premultiplied."""
    alpha_here = cutout[..., 3]
    there = np.nonzero(alpha_here.any(0))[0], np.nonzero(alpha_here.any(1))[0]
    if not len(there[0]):
        empty = np.zeros((height, width), np.uint8)
        return Placed(np.dstack([empty] * 3), np.dstack([empty] * 3), empty, empty > 0)
    box = (float(there[0][0]), float(there[1][0]), float(there[0][-1] + 1), float(there[1][-1] + 1))
    left, top, right, bottom = turned_box(box, placement, (cutout.shape[1], cutout.shape[0]))
    window = (_span(top - 3, bottom + 3, height), _span(left - 3, right + 3, width))
    colours = turn_channels(source, placement, width, height, window)
    alpha = turn_channels(alpha_here, placement, width, height, window)
    share = alpha_here.astype(np.float32)
    covered = np.maximum(turn_channels(share, placement, width, height, window), np.float32(1e-3))
    foreground = np.zeros((height, width, 3), np.uint8)
    for channel in range(3):
        weighted = turn_channels(cutout[..., channel] * share, placement, width, height, window)
        foreground[..., channel] = np.clip(weighted / covered + 0.5, 0, 255).astype(np.uint8)
    opaque = alpha == OPAQUE
    foreground[opaque] = colours[opaque]
    return Placed(colours, foreground, alpha, core_of(alpha))


def _span(first: float, last: float, limit: int) -> slice:
    return slice(min(max(int(first), 0), limit), min(max(int(last) + 1, 0), limit))


def placed_size(width: int, height: int, scale: float) -> tuple[int, int]:
    """Return (width, height) in pixels of a photo after its one resize."""
    return max(1, round(width * scale)), max(1, round(height * scale))


Window = tuple[slice, slice]


def reach_of(alpha: Bytes8, placement: Placement, width: int, height: int) -> Window:
    """Return the rows and columns of a frame of width × height outside which the placed ``alpha`` (H×W) is 0."""
    size = placed_size(alpha.shape[1], alpha.shape[0], placement.scale)
    spans = []
    for axis, shift, length, limit in ((1, placement.y, size[1], height), (0, placement.x, size[0], width)):
        there = np.nonzero(alpha.any(axis))[0]
        if not len(there):
            return slice(0, 0), slice(0, 0)
        factor = length / alpha.shape[1 - axis]
        reach = 3 * max(1.0, factor) + 1  # Lanczos carries three pixels to each side
        first, last = shift + int(there[0] * factor - reach), shift + int((there[-1] + 1) * factor + reach) + 1
        spans.append(slice(min(max(first, 0), limit), min(max(last, 0), limit)))
    return spans[0], spans[1]


def place_channels(
    pixels: Bytes8, placement: Placement, width: int, height: int, within: Window | None = None
) -> Bytes8:
    """Return H×W or H×W×3 pixels resized once and shifted into the frame; 0 where the photo does not reach.

    The whole photo is resized, never a crop of it, so that anyone gets the same numbers from the same photo; with
    ``within`` only these rows and columns of the frame are reckoned, and the rest is 0.
    """
    if placement.rotation != 0:
        raise ValueError("an exact placement has no rotation")
    size = placed_size(pixels.shape[1], pixels.shape[0], placement.scale)
    frame = np.zeros((height, width, *pixels.shape[2:]), np.uint8)
    here, there = _overlap(size, placement, within or (slice(0, height), slice(0, width)))
    if here[0].stop > here[0].start and here[1].stop > here[1].start:
        frame[here] = _resized(pixels, size, there)
    return frame


def _resized(pixels: Bytes8, size: tuple[int, int], window: Window) -> Bytes8:
    """Return the ``window`` of ``pixels`` resized to ``size``, to the bit what resizing all and cutting gives.

    Pillow resizes in two passes, columns before rows, each with 8-bit results: the first is done for the rows that
    the window reads, the second for its columns, both with the whole photo's own coefficients.
    """
    height, width = pixels.shape[:2]
    if size == (width, height):
        return pixels[window]
    rows = _needed(window[0].start, window[0].stop - window[0].start, height / size[1], height).part
    part = PillowImage.fromarray(np.ascontiguousarray(pixels[rows]))
    across = np.asarray(part.resize((size[0], part.height), PillowImage.Resampling.LANCZOS))[:, window[1]]
    whole = np.zeros((height, *across.shape[1:]), np.uint8)
    whole[rows] = across
    down = PillowImage.fromarray(whole).resize((across.shape[1], size[1]), PillowImage.Resampling.LANCZOS)
    return np.asarray(down)[window[0]]


def core_of(alpha: Bytes8) -> NDArray[np.bool_]:
    """Return where ``alpha`` (H×W, placed) is 255 at a pixel and at its 8 neighbours.

    What lies outside the frame counts as not opaque, so that nobody has to know it to find the same core.
    """
    opaque = np.pad(alpha == OPAQUE, 1)
    rows = opaque[:-2] & opaque[1:-1] & opaque[2:]
    return np.asarray(rows[:, :-2] & rows[:, 1:-1] & rows[:, 2:], dtype=np.bool_)


def lay_back(background: Image, placed: Placed) -> Bytes8:
    """Return the 8-bit sRGB picture: ``placed`` over ``background`` (H×W×3 sRGB float32 of the same frame).

    Where alpha is 255 the placed source stands untouched. Edges are mixed in linear light, because alpha is the
    share of the pixel's area that the product covers: mixed in sRGB, a half-covered pixel of a light thing on dark
    (or dark on light) comes out too dark, a rim that test_composite.py measures against a supersampled truth. A matte
    solved on sRGB values is made such a share by ``coverage.area_coverage`` first.
    """
    check_image(background, "background", (3,))
    picture = to_bytes(background)
    edge = (placed.alpha > 0) & (placed.alpha < OPAQUE)
    share: Image = to_float(placed.alpha[edge])[:, None]
    rest: Image = np.float32(1) - share
    product = srgb_to_linear(to_float(placed.foreground[edge]))
    behind = srgb_to_linear(background[edge])
    mixed: Image = product * share + behind * rest
    picture[edge] = to_bytes(linear_to_srgb(mixed))
    opaque = placed.alpha == OPAQUE
    picture[opaque] = placed.source[opaque]
    return picture


def _overlap(size: tuple[int, int], placement: Placement, within: Window) -> tuple[Window, Window]:
    """Return where the photo of ``size`` lies in the frame ``within`` a window, and which part of the photo that is."""
    spans = []
    for start, length, rim in ((placement.y, size[1], within[0]), (placement.x, size[0], within[1])):
        first, last = min(max(start, rim.start), rim.stop), min(max(start + length, rim.start), rim.stop)
        spans.append((slice(first, last), slice(first - start, last - start) if last > first else slice(0, 0)))
    return (spans[0][0], spans[1][0]), (spans[0][1], spans[1][1])


def _place_foreground(cutout: Bytes8, alpha: Bytes8, placement: Placement) -> Bytes8:
    """Return the foreground colours over the frame of the placed ``alpha`` (H×W×3), 0 where that is 0.

    Resized premultiplied, so that no hidden colour bleeds in, and only where there is something to see: Lanczos with
    an aligned box gives the numbers of the whole up to rounding, at a fraction of the time and memory.
    """
    frame = np.zeros((*alpha.shape, 3), np.uint8)
    rows, columns = np.nonzero(alpha.any(1))[0], np.nonzero(alpha.any(0))[0]
    if not len(rows):
        return frame
    here = (slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1))
    first = (here[0].start - placement.y, here[1].start - placement.x)
    window = (here[1].stop - here[1].start, here[0].stop - here[0].start)
    size = placed_size(cutout.shape[1], cutout.shape[0], placement.scale)
    if size == (cutout.shape[1], cutout.shape[0]):
        frame[here] = cutout[first[0] : first[0] + window[1], first[1] : first[1] + window[0], :3]
        return frame
    rows_needed = _needed(first[0], window[1], cutout.shape[0] / size[1], cutout.shape[0])
    columns_needed = _needed(first[1], window[0], cutout.shape[1] / size[0], cutout.shape[1])
    part = cutout[rows_needed.part, columns_needed.part]
    box = (columns_needed.start, rows_needed.start, columns_needed.stop, rows_needed.stop)
    share = part[..., 3].astype(np.float32)
    covered = np.maximum(_resize_float(share, window, box), 1e-3)
    for channel in range(3):
        colour = _resize_float(part[..., channel] * share, window, box) / covered
        frame[(*here, channel)] = np.clip(colour + 0.5, 0, 255).astype(np.uint8)
    return frame


@dataclass(frozen=True)
class _Needed:
    """The ``part`` of one axis that a window's resize reads, and the window's ``start`` and ``stop`` in that part."""

    part: slice
    start: float
    stop: float


def _needed(first: int, length: int, step: float, limit: int) -> _Needed:
    reach = 3 * max(1.0, step) + 1  # Lanczos looks three output pixels to each side
    low, high = max(0, int(first * step - reach)), min(limit, int((first + length) * step + reach) + 1)
    return _Needed(slice(low, high), first * step - low, (first + length) * step - low)


def _resize_float(
    values: NDArray[np.float32], size: tuple[int, int], box: tuple[float, float, float, float]
) -> NDArray[np.float32]:
    picture = PillowImage.fromarray(values)
    return np.asarray(picture.resize(size, PillowImage.Resampling.LANCZOS, box), dtype=np.float32)
