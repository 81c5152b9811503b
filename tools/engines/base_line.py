"""Where a product rests: the straight edge under its outline, and the ground that the outline stands on."""

import numpy as np
from numpy.typing import NDArray

TURN = 1.4
"""Tangent of the farthest turn away from the camera at which an edge is still taken for one that rests."""

SHORTEST_BASE = 0.3
"""A hull's edge shorter than this share of the width is part of a curve, no straight base."""

BOWED = 0.25
"""Largest difference of slope along a base that is bowed and still one."""

TOUCHING = 0.04
"""Share of the height within which the outline counts as resting on the straightedge."""

Solid = NDArray[np.bool_]


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
