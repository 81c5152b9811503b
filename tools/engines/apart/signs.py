"""What tells a part of a cut-out from the rest: its colours, the edge between the two, the corners where they meet."""

from itertools import pairwise

import numpy as np

from tools.engines.cutout.lab import EIGHT, Lab, Region, around, blur, length, slope
from tools.engines.cutout.unlike import unlike

LIMITS = (6.0, 8.0, 10.0, 13.0, 16.0, 20.0)
"""Limits tried, in ΔE76 from the colours of what has grown so far."""
ROUNDS = 5
SAME = 0.93
"""Shared area over joint area from which on two limits give the same region."""
REACH = 4
"""Pixels on each side of an edge that are compared."""


def grown(lab: Lab, within: Region, seed: Region) -> tuple[Region, bool, float]:
    """Return what has the colours of ``seed`` and hangs together with it, whether that is stable, and the limit taken.

    Only what lies in ``within`` counts (all h×w).

    The colours are learnt anew as it grows, so that shading is followed. It is stable when three limits in a row give
    the same region (Matas et al. 2002, with colours for levels).
    """
    tried = [_grown(lab, within, seed, limit) for limit in LIMITS]
    same = [_same(one, other) for one, other in pairwise(tried)]
    for at in range(len(same) - 1):
        if same[at] and same[at + 1]:
            return tried[at + 1], True, LIMITS[at + 1]
    best = max(range(len(tried) - 1), key=lambda at: _share(tried[at], tried[at + 1]))
    return tried[best], False, LIMITS[best]


def _grown(lab: Lab, within: Region, seed: Region, limit: float) -> Region:
    from scipy import ndimage

    region = seed
    for _ in range(ROUNDS):
        off = unlike(lab, _inner(region))
        if off is None:
            return region
        near = within & (off < limit)
        reach = within & (near | ndimage.binary_closing(near, EIGHT))  # closing alone takes the frame's own row
        wider: Region = ndimage.binary_propagation(seed & reach, EIGHT, mask=reach)
        if not wider.any() or _share(wider, region) > 0.995:
            break
        region = wider
    return np.asarray(ndimage.binary_opening(region, EIGHT))


def alike(lab: Lab, within: Region, region: Region, limit: float) -> Region:
    """Return what in ``within`` (h×w) has the colours of ``region``, up to ``limit`` in ΔE76, touching it or not."""
    from scipy import ndimage

    off = unlike(lab, _inner(region))
    return region if off is None else np.asarray(ndimage.binary_opening(within & (off < limit), EIGHT))


def overlap(lab: Lab, one: Region, other: Region) -> float:
    """Return the shared mass of the colours of two regions (h×w), 0 for none and 1 for the same; edges left out."""
    from scipy import ndimage

    counts = []
    for region in (one, other):
        samples = lab[_inner(region)]
        bins = np.clip(samples / np.array([8.0, 8.0, 8.0]) + np.array([0.0, 16.0, 16.0]), 0, 32).astype(np.int64)
        table = np.bincount((bins[:, 0] * 33 + bins[:, 1]) * 33 + bins[:, 2], minlength=33**3).reshape(33, 33, 33)
        smooth = ndimage.gaussian_filter(table.astype(np.float64), 0.8)
        counts.append(smooth / max(smooth.sum(), 1e-9))
    return float(np.minimum(*counts).sum())


def step_between(lab: Lab, one: Region, other: Region) -> float:
    """Return the median ΔE76 between both sides along the edge where two regions (h×w) meet; 0 when they do not."""
    edge = meeting(one, other)
    if not edge.any():
        return 0.0
    (first, _), (second, _) = (around(lab, _inner(side), REACH) for side in (one, other))
    return float(np.median(length(first[edge] - second[edge])))


def roughness(lab: Lab, region: Region) -> float:
    """Return the median slope within ``region`` (h×w) in ΔE76 a pixel, grain smoothed away."""
    return float(np.median(slope(blur(lab, 0.8))[_inner(region)]))


def meeting(one: Region, other: Region) -> Region:
    """Return the pixels of ``one`` within 2 px of ``other``: an edge is that wide."""
    from scipy import ndimage

    met: Region = one & ndimage.binary_dilation(other, EIGHT, iterations=2)
    return met


def corners(one: Region, other: Region) -> tuple[float, ...]:
    """Return how far the outline fills a disc at each place where two parts meet on it: ½ straight, more a notch.

    Things meet in notches, parts of one thing seldom do (Hoffman and Richards, Parts of recognition, 1984).
    """
    from scipy import ndimage

    both = one | other
    radius = max(6, round(0.07 * float(both.sum()) ** 0.5))
    open_air = ndimage.binary_dilation(~both, EIGHT, iterations=2)
    labels, count = ndimage.label(ndimage.binary_dilation(meeting(one, other) & open_air, EIGHT, iterations=3), EIGHT)
    y, x = np.mgrid[: both.shape[0], : both.shape[1]]
    found = []
    for row, column in ndimage.center_of_mass(labels > 0, labels, range(1, count + 1)):
        found.append(float(both[(y - row) ** 2 + (x - column) ** 2 <= radius**2].mean()))
    return tuple(found)


def bulk(region: Region) -> float:
    """Return the radius in pixels of the largest disc in ``region`` (h×w)."""
    import cv2

    padded = np.pad(region, 1).astype(np.uint8)
    return float(cv2.distanceTransform(padded, cv2.DIST_L2, 5).max())


def _inner(region: Region) -> Region:
    """Return ``region`` without its mixed rim, where that leaves anything."""
    from scipy import ndimage

    inner = ndimage.binary_erosion(region, EIGHT)
    return inner if inner.sum() >= 60 else region


def _share(one: Region, other: Region) -> float:
    joint = int((one | other).sum())
    return float((one & other).sum() / joint) if joint else 0.0


def _same(one: Region, other: Region) -> bool:
    return _share(one, other) >= SAME
