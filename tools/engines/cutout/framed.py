"""Things of the surroundings that a network takes for the product: a chair behind a bag, a bag behind earrings.

Photographers leave room round a product. What two sides of the frame cut off is the surroundings wherever a thing that
lies free of the frame is seen as well; and it is so whichever way the photo is turned.
"""

import numpy as np

from tools.engines.cutout.lab import EIGHT, Region
from tools.engines.cutout.morphology import dilated
from tools.engines.image import Mask

MET = 0.02
"""Share of a side of the frame along which it cuts a thing off, at least."""

LEAST = 0.003
"""Share of the picture that a thing lying free has, at least."""

SURE, AS_LARGE = 0.8, 0.5
"""Mean opinion and area, in that of what the frame cuts off, from which on one network's word for it is enough."""

RIM = 6
"""Pixels over which a thing's blurred rim goes with it."""


def without_surroundings(first: Mask, second: Mask) -> tuple[Mask, Mask]:
    """Return what two networks see (H×W 0..1 each) without things that two sides of the frame cut off.

    As it is where no other thing lies free that both see, or one of them surely, and half as large.
    """
    from scipy import ndimage

    labels, count = ndimage.label(np.maximum(first, second) > 0.5, EIGHT)
    if count < 2:
        return first, second
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    met = _sides_met(labels, count)
    framed = [one for one in range(1, count + 1) if met[one] >= 2]
    free = [one for one in range(1, count + 1) if met[one] == 0 and areas[one] >= LEAST * labels.size]
    if not framed or not free:
        return first, second
    inside = range(count + 1)
    surest = np.maximum(ndimage.mean(first, labels, inside), ndimage.mean(second, labels, inside))
    least = np.minimum(ndimage.mean(first > 0.5, labels, inside), ndimage.mean(second > 0.5, labels, inside))
    most = max(areas[one] for one in framed)
    known = any(least[one] > 0.5 or (surest[one] > SURE and areas[one] >= AS_LARGE * most) for one in free)
    if not known:
        return first, second
    gone = dilated(np.isin(labels, framed), EIGHT, RIM) & ~np.isin(labels, free)
    return _without(first, gone), _without(second, gone)


def cut_off(region: Region) -> Region:
    """Return the pieces of ``region`` (H×W) that two sides of the frame or more cut off."""
    from scipy import ndimage

    labels, count = ndimage.label(region, EIGHT)
    met = np.array(_sides_met(labels, count)) >= 2
    met[0] = False
    pieces: Region = met[labels]
    return pieces


def _sides_met(labels: np.ndarray[tuple[int, ...], np.dtype[np.int32]], count: int) -> list[int]:
    """Return by how many sides of the frame each thing is cut off; 0 for one that does not meet it at all."""
    met = np.zeros(count + 1, int)
    touched = np.zeros(count + 1, bool)
    for side in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        along = np.bincount(side, minlength=count + 1)
        met += along >= MET * len(side)
        touched |= along > 0
    return [int(max(sides, touches)) for sides, touches in zip(met, touched, strict=True)]


def _without(seen: Mask, gone: Region) -> Mask:
    return np.where(gone, np.float32(0.0), seen).astype(np.float32)
