"""A region looked at piece by piece: 8-connected, each decided by itself."""

from collections.abc import Callable

import numpy as np

from tools.engines.cutout.lab import EIGHT, Region

Window = tuple[slice, slice]
Judge = Callable[[Region, Window], bool]
"""Says of a piece, seen in a window of the picture, whether it is meant."""


def chosen(region: Region, judge: Judge, room: int) -> Region:
    """Return the pieces of ``region`` (H×W) for which ``judge`` holds, seen with ``room`` pixels round them."""
    from scipy import ndimage

    labels, _ = ndimage.label(region, EIGHT)
    kept = np.zeros_like(region)
    for number, span in enumerate(ndimage.find_objects(labels), start=1):
        window = (
            slice(max(span[0].start - room, 0), span[0].stop + room),
            slice(max(span[1].start - room, 0), span[1].stop + room),
        )
        piece = labels[window] == number
        if judge(piece, window):
            kept[window] |= piece
    return kept


def large(region: Region, least: int) -> Region:
    """Return the pieces of ``region`` (H×W) of at least ``least`` pixels."""
    from scipy import ndimage

    labels, count = ndimage.label(region, EIGHT)
    keep = np.bincount(labels.ravel(), minlength=count + 1) >= least
    keep[0] = False
    kept: Region = keep[labels]
    return kept
