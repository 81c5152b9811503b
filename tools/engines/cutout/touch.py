"""A person's marks on a cut-out: regions forced in or out, and a new matte along the edges that moved."""

from dataclasses import replace

import numpy as np

from tools.engines.cutout import judgement
from tools.engines.cutout.lab import Region, blur, length, to_lab
from tools.engines.cutout.matte import matte_clutter
from tools.engines.cutout.result import CutOut
from tools.engines.image import Image

Mark = tuple[int, ...]
"""A point (x, y) or a box (x, y, width, height), in pixels of the photo."""

ALIKE = 8.0
"""ΔE76 from the marked point within which neighbours belong to it."""

SPREAD = 0.06
"""How far a point's region may spread, as a share of the photo's long side."""


def touch_up(image: Image, cutout: CutOut, keep: tuple[Mark, ...], erase: tuple[Mark, ...]) -> CutOut:
    """Return ``cutout`` of ``image`` (H×W×3 sRGB) with ``keep`` forced in and ``erase`` out; erasing wins.

    A box is taken as drawn, a point with its neighbours of like colour. Only the touched tiles get a new matte.
    """
    if not keep and not erase:
        return cutout
    kept, erased = _region(image, keep), _region(image, erase)
    mask = ((cutout.alpha > 0.5) | kept) & ~erased
    alpha, colour = matte_clutter(image, mask, 1.0)
    touched = blur((kept | erased).astype(np.float32), 4.0) > 0.02
    mixed = np.where(touched, alpha, cutout.alpha).astype(np.float32)
    return replace(
        cutout,
        alpha=mixed,
        foreground=np.where(touched[..., None], colour, cutout.foreground).astype(np.float32),
        instances=judgement.instances(mixed),
    )


def _region(image: Image, marks: tuple[Mark, ...]) -> Region:
    region = np.zeros(image.shape[:2], bool)
    for mark in marks:
        region |= _box(region.shape, mark) if len(mark) == 4 else _alike(image, mark)
    return region


def _box(shape: tuple[int, ...], mark: Mark) -> Region:
    x, y, width, height = mark
    region = np.zeros(shape, bool)
    region[max(y, 0) : max(y + height, 0), max(x, 0) : max(x + width, 0)] = True
    return region


def _alike(image: Image, mark: Mark) -> Region:
    """Return the pixels joined to a point that look like it, within reach, and a small disc round it."""
    from scipy import ndimage

    height, width = image.shape[:2]
    x, y = min(max(mark[0], 0), width - 1), min(max(mark[1], 0), height - 1)
    reach = max(6, round(SPREAD * max(height, width)))
    rows, columns = slice(max(y - reach, 0), y + reach + 1), slice(max(x - reach, 0), x + reach + 1)
    patch = to_lab(image[rows, columns])
    here = (y - rows.start, x - columns.start)
    down, across = np.ogrid[: patch.shape[0], : patch.shape[1]]
    away = np.hypot(down - here[0], across - here[1])
    labels, _ = ndimage.label((length(patch - patch[here]) < ALIKE) & (away <= reach))
    region = np.zeros((height, width), bool)
    region[rows, columns] = (labels == labels[here]) | (away <= max(2, reach // 8))
    return region
