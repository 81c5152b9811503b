"""How a network looks at a picture: the whole of it, then closer at what was found, each also mirrored."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from tools.engines.cutout.lab import resize
from tools.engines.image import Image, Mask

FOUND = 0.3
"""Opinion from which on something was found."""

ROOM = 0.12
"""Room round what was found, as a share of its sides."""


def two_looks(image: Image, once: Callable[[Image], Mask], closer: float) -> Mask:
    """Return what a network sees, H×W 0..1, in ``image`` (H×W×3); ``once`` is one run of it, of any size.

    ``closer`` is the weight of the second look; outside of what was found that one saw nothing.
    """
    whole = both_ways(image, once)
    box = _box(whole)
    if box is None:
        return whole
    fused = whole * (1.0 - closer)
    fused[box] += closer * both_ways(image[box], once)
    return fused


def close_look(image: Image, once: Callable[[Image], Image], near: Mask) -> Image:
    """Return what a network sees, H×W or H×W×C 0..1, at the place where another one saw something (``near``, H×W 0..1).

    The whole picture is looked at where that one saw nothing.
    """
    box = _box(near)
    if box is None:
        return both_ways(image, once)
    there = both_ways(image[box], once)
    seen = np.zeros((*image.shape[:2], *there.shape[2:]), np.float32)
    seen[box] = there
    return seen


def both_ways(image: Image, once: Callable[[Image], Image]) -> Image:
    """Return the mean of what is seen in the picture and in its mirror image, at the picture's size."""
    with ThreadPoolExecutor(2) as both:  # each on one thread: the same sums whatever the machine
        straight, mirrored = both.map(once, (image, image[:, ::-1]))
    seen = (straight + mirrored[:, ::-1]) / 2.0
    return resize(np.ascontiguousarray(seen, np.float32), (image.shape[0], image.shape[1]))


def _box(seen: Mask) -> tuple[slice, slice] | None:
    """Return the slices of what was found with room around it, or ``None`` when nothing was."""
    found = seen > FOUND
    if found.sum() < 50:
        return None
    spans = []
    for axis in (1, 0):
        at = np.flatnonzero(found.any(axis=axis))
        pad = int(ROOM * (at[-1] + 1 - at[0])) + 8
        spans.append(slice(max(int(at[0]) - pad, 0), int(at[-1]) + 1 + pad))
    return spans[0], spans[1]
