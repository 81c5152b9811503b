"""How a network looks at a picture: the whole of it, then closer at what was found, each also mirrored."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np

from tools.engines.cutout.lab import resize
from tools.engines.image import Image, Mask

FOUND = 0.3
"""Opinion from which on something was found."""

OVERLAP, STEP = 0.1, 32
"""Share of the whole by which each half of a picture reaches over its middle; a network's sides are multiples of this.
"""

LARGER = 1.25
"""How much larger than in the photo a thing is looked at, at most: enlarged further it is like no thing learnt."""

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


def fine_look(image: Image, once: Callable[[tuple[int, int], Image], Image], near: Mask, side: int) -> Image:
    """Return what a network sees, H×W×C, where something was seen before (``near``, H×W 0..1), in finer steps.

    ``once`` is one run of it at a shape (multiples of 32). What is looked at has as many pixels as a square of
    ``side``, but is hardly enlarged, and is halved: each half is looked at once, at the same time.
    """
    box = _box(near) or (slice(0, image.shape[0]), slice(0, image.shape[1]))
    part = image[box]
    factor = min(LARGER, side / (part.shape[0] * part.shape[1]) ** 0.5)
    lies = part.shape[1] > part.shape[0]
    long, wide = (part.shape[1], part.shape[0]) if lies else (part.shape[0], part.shape[1])
    half = round(long * (0.5 + OVERLAP))
    shape = (_whole(half * factor), _whole(wide * factor))
    views = (part[:, :half], part[:, long - half :]) if lies else (part[:half], part[long - half :])
    with ThreadPoolExecutor(2) as two:
        answers = list(two.map(partial(once, shape[::-1] if lies else shape), views))
    first, second = (
        resize(np.ascontiguousarray(answer, np.float32), (view.shape[0], view.shape[1]))
        for answer, view in zip(answers, views, strict=True)
    )
    seen = np.zeros((*image.shape[:2], first.shape[2]), np.float32)
    seen[box] = _joined(first, second, long, axis=int(lies))
    return seen


def _joined(first: Image, second: Image, long: int, axis: int) -> Image:
    """Return two halves as one of ``long`` pixels along ``axis``: one fades into the other where they overlap."""
    both = 2 * first.shape[axis] - long
    fade = np.linspace(1.0, 0.0, both, dtype=np.float32).reshape((-1, 1, 1) if axis == 0 else (1, -1, 1))
    head, one = np.split(first, [first.shape[axis] - both], axis=axis)
    other, tail = np.split(second, [both], axis=axis)
    return np.concatenate([head, one * fade + other * (1.0 - fade), tail], axis=axis)


def _whole(pixels: float) -> int:
    """Return the nearest number of pixels that the network can halve five times."""
    return max(STEP, STEP * round(pixels / STEP))


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
