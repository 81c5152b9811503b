"""From a stroke to the region it takes: a brush and an outline what they cover, a point and a box what they mean."""

from dataclasses import dataclass

import numpy as np

from tools.engines.cutout.lab import Region
from tools.engines.cutout.meant import View, boxed, clicked
from tools.engines.image import Bytes8
from tools.specs.touch import Stroke

NEAR = 220
"""Half the side in pixels of what is looked at round a click, at full size, before the whole photo is."""

WORKING = 300_000
"""Pixels at most of a part that is looked at; a larger one is made smaller first."""

ROOM = 0.6
"""What is looked at round a box, as a share of its sides: zones may stick out of it."""

DISC = 0.004
"""Radius of the disc that a click takes where no region is plain, as a share of the photo's long side."""

SOFT = 0.3
"""Share of a brush's radius along its rim where the photo decides; and 12 px at most."""


@dataclass(frozen=True)
class Painted:
    """A region of the photo (``shape`` H×W), given as its part in ``rows`` and ``columns``.

    The photo decides ``inside`` pixels into it and ``outside`` pixels away from it.
    """

    keep: bool
    shape: tuple[int, int]
    rows: slice
    columns: slice
    region: Region
    inside: int
    outside: int

    def part(self, window: tuple[slice, slice]) -> Region:
        """Return the region in a window of the photo."""
        found = np.zeros((window[0].stop - window[0].start, window[1].stop - window[1].start), bool)
        top, bottom = max(window[0].start, self.rows.start), min(window[0].stop, self.rows.stop)
        left, right = max(window[1].start, self.columns.start), min(window[1].stop, self.columns.stop)
        if top < bottom and left < right:
            ours = (slice(top - self.rows.start, bottom - self.rows.start),
                    slice(left - self.columns.start, right - self.columns.start))  # fmt: skip
            there = (slice(top - window[0].start, bottom - window[0].start),
                     slice(left - window[1].start, right - window[1].start))  # fmt: skip
            found[there] = self.region[ours]
        return found


def painted(source: Bytes8, alpha: Bytes8, stroke: Stroke) -> Painted | None:
    """Return the region of ``stroke`` on ``source`` (H×W×3) with the cut-out's ``alpha`` (H×W), both 8 bit."""
    if stroke.shape == "brush":
        return _brushed(alpha.shape, stroke)
    if stroke.shape == "outline":
        return _outlined(alpha.shape, stroke)
    points = np.array(stroke.points)
    top_left, bottom_right = points.min(axis=0), points.max(axis=0)
    if stroke.shape == "box" and (bottom_right - top_left).min() >= 2:
        return _of_box(source, alpha, stroke, (*top_left, *bottom_right))
    x, y = (int(np.clip(at, 0, side - 1)) for at, side in zip(stroke.points[0], alpha.shape[::-1], strict=True))
    return _of_click(source, alpha, stroke, (y, x))


def _band(shape: tuple[int, ...]) -> int:
    """Return how many pixels wide an edge may be: 3 in a small photo, 6 in one of 12 MP."""
    return int(np.clip(round(max(shape) / 650), 3, 8))


def _brushed(shape: tuple[int, ...], stroke: Stroke) -> Painted | None:
    import cv2

    points = np.array(stroke.points, np.int32)
    reach = int(np.ceil(stroke.radius)) + 1
    low, high = points.min(axis=0) - reach, points.max(axis=0) + reach + 1
    rows, columns = (slice(max(int(low[i]), 0), min(int(high[i]), shape[1 - i])) for i in (1, 0))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return None
    drawn = np.zeros((rows.stop - rows.start, columns.stop - columns.start), np.uint8)
    moved = points - (columns.start, rows.start)
    cv2.polylines(drawn, [moved], False, 1, max(1, round(2 * stroke.radius)))
    for x, y in (moved[0], moved[-1]):
        cv2.circle(drawn, (int(x), int(y)), max(1, round(stroke.radius)), 1, -1)
    band = _band(shape)
    inside = int(np.clip(round(SOFT * stroke.radius), 2, 12))
    return Painted(stroke.hand == "keep", (shape[0], shape[1]), rows, columns, drawn > 0, inside, band)


def _outlined(shape: tuple[int, ...], stroke: Stroke) -> Painted | None:
    """Return what lies within the closed line; the photo decides as far from it as it may be wrong."""
    import cv2

    points = np.array(stroke.points, np.int32)
    low, high = points.min(axis=0), points.max(axis=0) + 1
    rows, columns = (slice(max(int(low[i]), 0), min(int(high[i]), shape[1 - i])) for i in (1, 0))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return None
    drawn = np.zeros((rows.stop - rows.start, columns.stop - columns.start), np.uint8)
    cv2.fillPoly(drawn, [points - (columns.start, rows.start)], 1)
    band = max(_band(shape), round(stroke.radius))
    return Painted(stroke.hand == "keep", (shape[0], shape[1]), rows, columns, drawn > 0, band, band)


def _of_click(source: Bytes8, alpha: Bytes8, stroke: Stroke, at: tuple[int, int]) -> Painted | None:
    """Look near the click at full size first; at the whole photo when the region runs out of what was looked at."""
    height, width = alpha.shape
    window = (
        slice(max(at[0] - NEAR, 0), min(at[0] + NEAR, height)),
        slice(max(at[1] - NEAR, 0), min(at[1] + NEAR, width)),
    )
    whole = (slice(0, height), slice(0, width))
    sparse = View(source[::4, ::4], alpha[::4, ::4], stroke.hand == "keep")
    changeable = 16.0 * float(sparse.free.sum())
    for looked_at in (window, whole) if window != whole else (whole,):
        factor, view = _looked(source, alpha, stroke, looked_at)
        here = (round((at[0] - looked_at[0].start) * factor), round((at[1] - looked_at[1].start) * factor))
        inside = (min(here[0], view.cover.shape[0] - 1), min(here[1], view.cover.shape[1] - 1))
        region = clicked(view, inside, changeable * factor**2)
        if looked_at == whole or (region.any() and not _runs_out(region, looked_at, alpha.shape)):
            break
    if not region.any():
        radius = max(3.0, DISC * max(alpha.shape))
        return _brushed(alpha.shape, stroke.model_copy(update={"points": (at[::-1],), "radius": radius}))
    return _found(alpha.shape, stroke, looked_at, (region, factor))


def _of_box(source: Bytes8, alpha: Bytes8, stroke: Stroke, corners: tuple[int, ...]) -> Painted | None:
    height, width = alpha.shape
    left, right = (int(np.clip(corners[i], 0, width)) for i in (0, 2))
    top, bottom = (int(np.clip(corners[i], 0, height)) for i in (1, 3))
    if left >= right or top >= bottom:
        return None
    room = (int(ROOM * (bottom - top)) + 8, int(ROOM * (right - left)) + 8)
    window = (slice(max(top - room[0], 0), min(bottom + room[0], height)),
              slice(max(left - room[1], 0), min(right + room[1], width)))  # fmt: skip
    factor, view = _looked(source, alpha, stroke, window)
    rows, columns = (
        slice(round((low - span.start) * factor), max(round((high - span.start) * factor), 1))
        for low, high, span in ((top, bottom, window[0]), (left, right, window[1]))
    )
    return _found(alpha.shape, stroke, window, (boxed(view, (rows, columns)), factor))


def _looked(source: Bytes8, alpha: Bytes8, stroke: Stroke, window: tuple[slice, slice]) -> tuple[float, View]:
    """Return (pixels looked at per pixel of the photo, the window as it is looked at)."""
    import cv2

    part, cover = source[window], alpha[window]
    factor = min(1.0, (WORKING / (part.shape[0] * part.shape[1])) ** 0.5)
    if factor < 1.0:
        size = (max(1, round(part.shape[1] * factor)), max(1, round(part.shape[0] * factor)))
        part, cover = (np.asarray(cv2.resize(each, size, interpolation=cv2.INTER_AREA)) for each in (part, cover))
    return factor, View(np.ascontiguousarray(part), cover, stroke.hand == "keep")


def _runs_out(region: Region, window: tuple[slice, slice], shape: tuple[int, ...]) -> bool:
    """Whether the region meets a side of the window that is no side of the photo."""
    rows, columns = window
    return bool(
        (rows.start > 0 and region[0].any())
        or (rows.stop < shape[0] and region[-1].any())
        or (columns.start > 0 and region[:, 0].any())
        or (columns.stop < shape[1] and region[:, -1].any())
    )


def _found(
    shape: tuple[int, ...], stroke: Stroke, window: tuple[slice, slice], found: tuple[Region, float]
) -> Painted | None:
    """Return a region that was found in a window, perhaps at a smaller size, at the photo's own."""
    import cv2

    small, factor = found
    if not small.any():
        return None
    region = small
    if factor < 1.0:
        size = (window[1].stop - window[1].start, window[0].stop - window[0].start)
        region = cv2.resize(small.astype(np.uint8) * 255, size, interpolation=cv2.INTER_LINEAR) > 127
    rows, columns = np.flatnonzero(region.any(axis=1)), np.flatnonzero(region.any(axis=0))
    if not rows.size:
        return None
    cut = (slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1))
    spans = [slice(window[i].start + cut[i].start, window[i].start + cut[i].stop) for i in (0, 1)]
    band = max(_band(shape), round(1.5 / factor))
    return Painted(stroke.hand == "keep", (shape[0], shape[1]), spans[0], spans[1], region[cut], band, band + 1)
