"""A person's stroke on a cut-out: a region forced in or out, and a new matte along its border, nowhere else."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.cutout.between import between
from tools.engines.cutout.lab import Region, blur
from tools.engines.cutout.meaning import Painted, painted
from tools.engines.image import Bytes8, Mask, to_bytes, to_float
from tools.specs.touch import Stroke

TILE, MARGIN = 320, 24

SURE = 5
"""8-bit steps from 0 or 255 within which the cut-out is sure of a pixel."""

Window = tuple[slice, slice]


@dataclass(frozen=True)
class Touched:
    """What a stroke changed: the ``pixels`` (flat indices into H×W) and what they were ``before`` (N×4)."""

    window: Window
    pixels: NDArray[np.int64]
    before: Bytes8


def touch(source: Bytes8, rgba: Bytes8, stroke: Stroke) -> Touched | None:
    """Draw ``stroke`` on the cut-out ``rgba`` (H×W×4, changed in place) of ``source`` (H×W×3), both 8-bit sRGB.

    ``keep`` never lowers alpha and ``erase`` never raises it. Return what was changed, or nothing when nothing was.
    """
    area = painted(source, rgba[..., 3], stroke)
    if area is None:
        return None
    with ThreadPoolExecutor(2) as both:  # nothing is written before all tiles are done
        made = both.map(lambda tile: _tile(source, rgba, area, *tile), _tiles(area))
        changes = [change for change in made if change is not None]
    if not changes:
        return None
    before = np.concatenate([rgba.reshape(-1, 4)[pixels] for pixels, _ in changes])
    pixels = np.concatenate([pixels for pixels, _ in changes])
    rgba.reshape(-1, 4)[pixels] = np.concatenate([values for _, values in changes])
    return Touched(_bounds(pixels, rgba.shape[1]), pixels, before)


def undo(rgba: Bytes8, touched: Touched) -> None:
    """Put back in ``rgba`` (H×W×4, changed in place) what a stroke changed; the last stroke first."""
    rgba.reshape(-1, 4)[touched.pixels] = touched.before


def _tile(
    source: Bytes8, rgba: Bytes8, area: Painted, core: Window, window: Window
) -> tuple[NDArray[np.int64], Bytes8] | None:
    """Return (flat indices, new RGBA) of the pixels of ``core`` that change; ``window`` is core with a margin."""
    region = area.part(window)
    if not region.any():
        return None
    seen, old = source[window], rgba[window][..., 3]
    sure, band = _split(region, area)
    fresh, colours = old.copy(), seen
    fresh[sure] = 255 if area.keep else 0
    if band.any():
        image = to_float(seen)
        drawn = _ramp(region) if area.keep else 1.0 - _ramp(region)
        alpha, solved = between(image, _sides(old, sure, band, area.keep), band, drawn)
        colours = seen.copy()
        fresh[band], colours[band] = to_bytes(alpha), to_bytes(solved)
    fresh = np.maximum(fresh, old) if area.keep else np.minimum(fresh, old)
    inner = tuple(slice(c.start - w.start, c.stop - w.start) for c, w in zip(core, window, strict=True))
    changed = (fresh != old)[inner]
    rows, columns = np.nonzero(changed)
    if not rows.size:
        return None
    values = np.empty((rows.size, 4), np.uint8)
    values[:, :3], values[:, 3] = colours[inner][changed], fresh[inner][changed]
    values[values[:, 3] == 0] = 0
    return (rows + core[0].start) * rgba.shape[1] + columns + core[1].start, values


def _split(region: Region, area: Painted) -> tuple[Region, Region]:
    """Return (what is surely meant, the band in which the photo decides). The middle of thin parts is sure."""
    import cv2

    if region.all():
        return region, np.zeros_like(region)
    within = cv2.distanceTransform(region.astype(np.uint8), cv2.DIST_L2, 5)
    away = cv2.distanceTransform((~region).astype(np.uint8), cv2.DIST_L2, 5)
    deep = within > area.inside
    from_deep = cv2.distanceTransform((~deep).astype(np.uint8), cv2.DIST_L2, 5) if deep.any() else np.inf
    ridge = (within >= cv2.dilate(within, np.ones((3, 3), np.uint8))) & (within >= 1.5)
    sure = deep | (ridge & (from_deep > area.inside + 2))
    band = ~sure & (region | (away <= area.outside))
    return sure, band


def _sides(old: Bytes8, sure: Region, band: Region, keep: bool) -> tuple[Region, Region]:
    """Return what is surely product and surely backdrop: the old cut-out outside of the band, and the stroke."""
    product, backdrop = (old >= 255 - SURE) & ~sure, (old <= SURE) & ~sure
    return (product | sure, backdrop & ~band) if keep else (product & ~band, backdrop | sure)


def _ramp(region: Region) -> Mask:
    """Return alpha from the region alone: its outline as an edge of about 1.5 px."""
    soft = (blur(region.astype(np.float32), 1.2) - 0.5) * 2.0 + 0.5
    return np.asarray(np.clip(soft, 0.0, 1.0), np.float32)


def _tiles(area: Painted) -> Iterator[tuple[Window, Window]]:
    """Yield (core, window) over what the area's band can reach."""
    height, width = area.shape
    reach = area.outside + 1
    top, left = max(area.rows.start - reach, 0), max(area.columns.start - reach, 0)
    bottom, right = min(area.rows.stop + reach, height), min(area.columns.stop + reach, width)
    for row in range(top, bottom, TILE):
        for column in range(left, right, TILE):
            core = (slice(row, min(row + TILE, bottom)), slice(column, min(column + TILE, right)))
            yield core, (_wider(core[0], reach + MARGIN, height), _wider(core[1], reach + MARGIN, width))


def _wider(span: slice, margin: int, end: int) -> slice:
    return slice(max(span.start - margin, 0), min(span.stop + margin, end))


def _bounds(pixels: NDArray[np.int64], width: int) -> Window:
    rows, columns = np.divmod(pixels, width)
    return slice(int(rows.min()), int(rows.max()) + 1), slice(int(columns.min()), int(columns.max()) + 1)
