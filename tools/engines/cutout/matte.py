"""The matte at full resolution: tile by tile, and only where the mask has an edge."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from tools.engines.cutout.backdrop import Backdrop
from tools.engines.cutout.closed_form import closed_form
from tools.engines.cutout.fused import fused
from tools.engines.cutout.known_backdrop import known_backdrop
from tools.engines.cutout.lab import Region, from_lab
from tools.engines.cutout.threads import THREADS, at_once
from tools.engines.cutout.trimap import trimap
from tools.engines.image import Image, Mask

TILE = 256
MARGIN = 24
"""Pixels round a tile that are solved with it, beside the unsure band's."""

FAINT = 0.15
"""Alpha of a matting by colour alone up to which it is 0, and as near to 1 from which on it is 1: half of what is
fainter is no product at all, for its ramp is wider than a lens's."""

Window = tuple[slice, slice]
Solve = Callable[[Window], tuple[Mask, Image]]


def matte_plain(
    image: Image, mask: Region, backdrop: Backdrop, scale: float, threads: int = THREADS
) -> tuple[Mask, Image]:
    """Return (alpha, foreground) of a photo whose backdrop is known, at the photo's size.

    ``mask`` is H×W of the photo; ``backdrop`` may be smaller: ``scale`` is photo pixels per pixel of it.
    """
    reach = round(1.5 * scale) + 1 if scale > 1.0 else 3

    def solve(window: Window) -> tuple[Mask, Image]:
        behind = from_lab(part_of(backdrop.field, window, mask.shape))
        return known_backdrop(image[window], behind, mask[window], backdrop.sigma, reach)

    return _tiled(image, mask, reach, solve, threads)


def matte_clutter(image: Image, mask: Region, scale: float, threads: int = THREADS) -> tuple[Mask, Image]:
    """Return (alpha, foreground) of a photo whose backdrop is not known. Arguments as above."""
    reach = round(3.0 * max(scale, 1.0)) + 1

    def solve(window: Window) -> tuple[Mask, Image]:
        alpha = closed_form(image[window], trimap(mask[window], reach, reach))
        alpha = np.clip((alpha - FAINT) / (1.0 - 2.0 * FAINT), 0.0, 1.0).astype(np.float32)
        return alpha, fused(image[window], alpha, reach)

    return _tiled(image, mask, reach, solve, threads)


def _tiled(image: Image, mask: Region, reach: int, solve: Solve, threads: int) -> tuple[Mask, Image]:
    """Run ``solve`` on each tile that has an edge in it; keep the tile's middle, drop its margin."""
    alpha, colour = mask.astype(np.float32), image.copy()

    def fill(tile: tuple[Window, Window]) -> None:
        core, window = tile
        inner = tuple(slice(c.start - w.start, c.stop - w.start) for c, w in zip(core, window, strict=True))
        tile_alpha, tile_colour = solve(window)
        alpha[core], colour[core] = tile_alpha[inner], tile_colour[inner]  # no two tiles share a pixel

    at_once(fill, (tile for tile in _tiles(mask.shape, MARGIN + reach) if _has_edge(mask[tile[1]])), threads)
    return alpha, colour


def _has_edge(part: Region) -> bool:
    return bool(part.any() and not part.all())


def _tiles(shape: tuple[int, ...], margin: int) -> Iterator[tuple[Window, Window]]:
    """Yield (core, window): cores cover the picture once, windows are cores and a margin."""
    height, width = shape[:2]
    for top in range(0, height, TILE):
        for left in range(0, width, TILE):
            core = (slice(top, min(top + TILE, height)), slice(left, min(left + TILE, width)))
            yield core, (_wider(core[0], margin, height), _wider(core[1], margin, width))


def _wider(span: slice, margin: int, end: int) -> slice:
    return slice(max(span.start - margin, 0), min(span.stop + margin, end))


def part_of(field: Image, window: Window, shape: tuple[int, ...]) -> Image:
    """Return the window of a field that may be smaller than the picture, at the window's size.

    Bilinear at the picture's own pixel centres, so that a pixel has one value whichever tile it lies in.
    """
    if field.shape[:2] == shape[:2]:
        return field[window]
    rows, columns = (_places(*one) for one in zip(window, field.shape[:2], shape[:2], strict=True))
    down = _mixed(field, rows)
    return np.ascontiguousarray(_mixed(down.swapaxes(0, 1), columns).swapaxes(0, 1))


def _places(span: slice, small: int, full: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Return for each pixel of ``span`` the row (or column) of the field before it and how far it is to the next."""
    at = np.clip((np.arange(span.start, span.stop) + 0.5) * small / full - 0.5, 0, small - 1)
    first = np.minimum(at.astype(np.intp), max(small - 2, 0))
    return first, (at - first).astype(np.float32)


def _mixed(field: Image, places: tuple[NDArray[np.intp], NDArray[np.float32]]) -> Image:
    """Return the rows at ``places``, mixed linearly from their two neighbours."""
    first, share = places
    second = np.minimum(first + 1, len(field) - 1)
    weight = share[:, None, None]
    mixed: Image = field[first] * (1.0 - weight) + field[second] * weight
    return mixed
