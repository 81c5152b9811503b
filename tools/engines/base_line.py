"""Where a product rests: the straight edge under its outline, and the ground that the outline stands on."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

TURN = 1.4
"""Tangent of the farthest turn away from the camera at which an edge is still taken for one that rests."""

SHORTEST_BASE = 0.3
"""A hull's edge shorter than this share of the width is part of a curve, no straight base."""

BOWED = 0.25
"""Largest difference of slope along a base that is bowed and still one."""

TOUCHING = 0.04
"""Share of the height within which the outline counts as resting on the straightedge."""

CRUMB, CRUMBS, APART = 0.003, 8, 0.025
"""Share of the largest part up to which one that lies under all others is a crumb of an old ground, or one that has
none so near, in the product's longer side; more than so many are links of a chain."""

Solid = NDArray[np.bool_]


def without_crumbs(alpha: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return ``alpha`` (H×W) without crumbs of an old ground under or beside the product, which would stand on them.

    Itself where there are none.
    """
    labels, count = ndi.label(alpha > 0.5)
    if count < 2:
        return alpha
    size = np.bincount(labels.ravel())
    size[0] = 0
    small = np.flatnonzero((size > 0) & (size < CRUMB * size.max()))
    if not 0 < len(small) <= CRUMBS:
        return alpha
    boxes = ndi.find_objects(labels)
    rest = [box for number, box in enumerate(boxes, 1) if number not in small]
    foot = max(box[0].stop for box in rest)
    tall, wide = (max(box[axis].stop for box in rest) - min(box[axis].start for box in rest) for axis in (0, 1))
    reach = round(APART * max(tall, wide))
    crumbs = [n for n in small if boxes[n - 1][0].start > foot or _alone(labels, boxes[n - 1], reach)]
    if not crumbs:
        return alpha
    return np.where(np.isin(labels, crumbs), np.float32(0), alpha).astype(np.float32)


def _alone(labels: NDArray[np.int32], box: tuple[slice, slice], reach: int) -> bool:
    """Say whether nothing else lies within ``reach`` pixels of what is in ``box``."""
    around = tuple(slice(max(side.start - reach, 0), side.stop + reach) for side in box)
    return len(np.unique(labels[around])) <= 2


def outline_below(solid: Solid) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return (columns that hold something, the lowest row of each)."""
    columns = np.where(solid.any(0))[0]
    return columns, (solid.shape[0] - 1 - np.argmax(solid[::-1, columns], axis=0)).astype(np.float64)


def ground_rows(solid: Solid, steepest: float) -> NDArray[np.float64]:
    """Return, for every column of ``solid``, the row of the ground that the product stands on.

    It follows the outline's lower convex hull, which is what a table pushed up against the product would touch at
    several points, as far as an edge that rests can run askew (``steepest``, rows per column); beyond, the outline
    rises from the ground, which goes on level. The ground is never above the outline.
    """
    columns, bottom = outline_below(solid)
    hull = lower_hull(columns.astype(np.float64), bottom)
    if len(hull) < 2:
        return np.full(solid.shape[1], bottom.max())
    slope = np.diff(hull[:, 1]) / np.diff(hull[:, 0])
    kept = slope * np.clip(2.0 - np.abs(slope) / max(steepest, 1e-6), 0.0, 1.0)
    rows = np.concatenate([[0.0], np.cumsum(kept * np.diff(hull[:, 0]))])
    lowest = int(hull[:, 1].argmax())
    return np.interp(np.arange(solid.shape[1]), hull[:, 0], rows - rows[lowest] + hull[lowest, 1])


def steepest_edge(elevation_deg: float) -> float:
    """Return the steepest slope (rows per column) of a resting edge that is seen from ``elevation_deg``."""
    return TURN * float(np.tan(np.radians(min(elevation_deg, 60.0))))


def base_slope(solid: Solid) -> tuple[float, float]:
    """Return (slope of the straight edge that the product rests on, share of it that the outline touches).

    The edge is the flattest long one of the outline's lower convex hull: a straightedge held under it. (0, 0) when
    all are too short, as under a ring.
    """
    columns, bottom = outline_below(solid)
    hull = lower_hull(columns.astype(np.float64), bottom)
    if np.ptp(columns) == 0:
        return 0.0, 0.0
    if not (np.diff(hull[:, 0]) >= SHORTEST_BASE * np.ptp(columns)).any():
        hull = _straightened(hull)
    spans = np.diff(hull[:, 0])
    long = np.flatnonzero(spans >= SHORTEST_BASE * np.ptp(columns))
    if not long.size:
        return 0.0, 0.0
    slopes = np.diff(hull[:, 1])[long] / spans[long]
    at = int(np.abs(slopes).argmin())
    left, right, slope = hull[long[at]], hull[long[at] + 1], float(slopes[at])
    between = (columns >= left[0]) & (columns <= right[0])
    gap = left[1] + slope * (columns[between] - left[0]) - bottom[between]
    return slope, float((gap < TOUCHING * np.ptp(np.where(solid.any(1))[0])).mean())


def lower_hull(x: NDArray[np.float64], row: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the corners (n×2) of the hull's side with the greatest rows, from left to right (Andrew, 1979)."""
    hull: list[tuple[float, float]] = []
    for point in zip(x.tolist(), row.tolist(), strict=True):
        while len(hull) > 1:
            (ax, ay), (bx, by) = hull[-2], hull[-1]
            if (bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax) < 0:
                break
            hull.pop()
        hull.append(point)
    return np.array(hull)


def _straightened(hull: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ``hull`` (n×2) with its longest run of edges of nearly one slope made one: a soft bag's base is bowed."""
    slopes = np.diff(hull[:, 1]) / np.maximum(np.diff(hull[:, 0]), 1e-9)
    runs = [
        (hull[last + 1, 0] - hull[first, 0], first, last + 1)
        for first in range(len(slopes))
        for last in range(first, len(slopes))
        if np.ptp(slopes[first : last + 1]) <= BOWED
    ]
    _, first, last = max(runs, default=(0.0, 0, 1))
    return np.concatenate([hull[: first + 1], hull[last:]])
