"""What the second network overlooks of a thing that the first one sees whole, on a busy backdrop.

It was trained on drawn accessories, and of a real strap or shoe it sees a part and denies the rest with a straight
face. The first one takes the table along now and then, so that it is only believed where it is decided, keeps off the
frame, sees all that the second one sees, and where the piece has the product's own colours, not the backdrop's: the
mean log-likelihood ratio of two histograms, one of what both see and one of what neither does.
"""

import numpy as np
from numpy.typing import NDArray

from tools.engines.cutout.clutter import undecided
from tools.engines.cutout.lab import Region, along_frame, fitted, resize, to_lab
from tools.engines.cutout.morphology import dilated, opened
from tools.engines.cutout.pieces import Window, chosen
from tools.engines.image import Image, Mask

SIDE = 420
"""Long side at which pieces are looked at."""

SURE, DENIED = 0.75, 0.5
"""Opinion of the first network from which on it is sure, and of the second one under which it denies."""

DECIDED, FRAME, SHARED = 0.2, 0.02, 0.95
"""Undecided area in that of its subject, and share of the frame along it, up to which the first network is believed;
share of what the second one sees that it must see too."""

LEAST = 0.02
"""Area of a piece worth a look, in that of what both see."""

ALIKE, MOSTLY = 1.0, 0.65
"""Mean log-likelihood ratio of a piece's colours from which on they are the product's, and share of it that is."""

STEPS, BINS = (8.0, 10.0, 10.0), 26
"""Width of a histogram's bins in L*, a*, b*, and their number along each."""

FEWEST = 60
"""Pixels of product or backdrop under which their colours are not known."""


def with_overlooked(image: Image, subject: Mask, first: Mask, second: Mask, pane: Region) -> Mask:
    """Return ``subject`` (H×W 0..1), what both networks see together, with what the ``second`` one overlooks.

    ``image`` is H×W×3 sRGB, ``first`` and ``second`` their opinions, ``pane`` where the product is see-through.
    """
    if pane.any():  # what shines through has its colours among the product's
        return subject
    shape = fitted(first.shape, SIDE)
    one, other = resize(first, shape), resize(second, shape)
    if not believed(one, other > 0.5):
        return subject
    lost = opened((one > SURE) & (other < DENIED), times=2)
    least = LEAST * ((one > 0.5) & (other > 0.5)).sum()
    if lost.sum() < least:
        return subject
    product, backdrop = (one > 0.8) & (other > 0.8), (one < 0.1) & (other < 0.1)
    back = of_the_product(lost, to_lab(resize(image, shape)), product, backdrop, least)
    if not back.any():
        return subject
    near = resize(dilated(back, times=4).astype(np.float32), (first.shape[0], first.shape[1])) > 0.5
    return np.where(near, np.maximum(subject, first), subject).astype(np.float32)


def believed(first: Mask, subject: Region) -> bool:
    """Return whether the ``first`` network (H×W 0..1) may know of more than the ``subject`` (H×W)."""
    if not subject.any() or undecided(first) > DECIDED or along_frame(first > 0.5, 3) > FRAME:
        return False
    return float((first[subject] > 0.5).mean()) >= SHARED


def of_the_product(lost: Region, lab: NDArray[np.float32], product: Region, backdrop: Region, least: float) -> Region:
    """Return the pieces of ``lost``, of at least ``least`` pixels, whose colours are the product's, not the backdrop's.

    ``lab`` is H×W×3, the others are H×W.
    """
    if min(product.sum(), backdrop.sum()) < FEWEST:
        return np.zeros_like(lost)
    bins = _bins(lab)
    ratio = np.log(_histogram(bins[product]) / _histogram(bins[backdrop]))[bins]

    def is_product(piece: Region, window: Window) -> bool:
        told = ratio[window][piece]
        return bool(piece.sum() >= least and told.mean() > ALIKE and (told > 0.0).mean() > MOSTLY)

    return chosen(lost, is_product, 0)


def _bins(lab: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the number of each pixel's bin, H×W."""
    middle = np.array([0.0, BINS // 2, BINS // 2])
    steps = np.clip(lab / np.array(STEPS) + middle, 0, BINS - 1).astype(np.int64)
    return np.asarray((steps[..., 0] * BINS + steps[..., 1]) * BINS + steps[..., 2])


def _histogram(bins: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the share of each bin, softened over its neighbours, never 0."""
    from scipy import ndimage

    counts = np.bincount(bins, minlength=BINS**3).astype(np.float64).reshape((BINS,) * 3)
    shares = ndimage.gaussian_filter(counts, 0.7) / len(bins)
    return np.asarray(shares.ravel() + 1e-6)
