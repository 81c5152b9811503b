"""Where a product is see-through: a pair of panes in one frame, found without a network, or what a network says.

Spectacles are the one see-through accessory whose shape alone gives it away: two smooth, convex fields of one colour
side by side, each closed in by a rim, as high as the frame itself. Two soles, dials or pockets are lower than what
they lie in; two hoops do not hang together.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from tools.engines.cutout.backdrop import Backdrop
from tools.engines.cutout.lab import EIGHT, Lab, Region, blur, length, slope
from tools.engines.cutout.morphology import dilated, eroded, filled, highest, opened
from tools.engines.image import Mask

STEEP = 0.9
"""ΔE76 a pixel up to which a pane is smooth, on a backdrop without noise."""

SMALLEST = 0.01
"""Area of a field at least, as a share of the silhouette; a pane may be of several."""

TOGETHER = 0.3
"""Area of both panes at least, as a share of the silhouette: two of a row of pearls are less."""

CONVEX = 0.88
"""Share of its convex hull that a pane fills."""

CUT_INTO = 0.78
"""The same of the other one of a pair: something that stands behind it may cut a piece out of its field."""

ALIKE = 10.0
"""ΔE76 between two panes of a pair, at most."""

RATIO = 0.45
"""Area of the smaller pane as a share of the larger one's, seen from the side."""

FILLS = 0.52
"""Share of the product above, in and below a pane that the pane is: the rest is rim, and a temple behind it."""

NEAR = 0.3
"""Half the width of the strip that is looked at above and below a pane, as a share of the pane's width."""

RIMMED = 0.7
"""Share of the way round a pane that has an edge or product."""

FRAME, FRAMED = 6, 0.6
"""Pixels within which product lies beside that share of the outline of a field that a network takes for a pane."""

SOLID = 0.8
"""Opinion from which on a part is solid, whatever a network says of seeing through it."""

SURE = 0.5
"""What the network says of a pixel from which on it is see-through."""


@dataclass(frozen=True)
class Pane:
    """A smooth field: ``region`` H×W, its ``hull``, mean ``colour`` (L*a*b*), centre (x, y)."""

    region: Region
    hull: Region
    colour: NDArray[np.float32]
    centre: NDArray[np.float64]

    @property
    def area(self) -> int:
        """Pixels of the hull."""
        return int(self.hull.sum())


def find_panes(mask: Region, backdrop: Backdrop, see_through: Mask | None = None) -> list[Region]:
    """Return the see-through fields of a product, each H×W, without their rims.

    ``mask`` is the product, with its holes; ``see_through`` what a network says (0..1), which counts first.
    """
    told = _told(mask, see_through) if see_through is not None else []
    if told or not backdrop.plain or not mask.any():
        return told
    silhouette = _silhouette(mask)
    panes = _joined(_fields(silhouette, backdrop))
    pairs = [pair for pair in combinations(panes, 2) if _is_pair(*pair, silhouette, backdrop)]
    return [pane.hull for pane in max(pairs, key=lambda pair: pair[0].area + pair[1].area)] if pairs else []


def _told(mask: Region, see_through: Mask) -> list[Region]:
    """Return the fields that a network is sure of and that ``mask`` frames, without specks."""
    from scipy import ndimage

    labels, count = ndimage.label(opened(see_through > SURE, EIGHT, 2))
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    sizable = [labels == number for number in range(1, count + 1) if areas[number] > 0.002 * mask.sum()]
    rims = dilated(mask & ~(labels > 0), EIGHT, FRAME)
    return [field for field in sizable if rims[field & ~eroded(field)].mean() > FRAMED]


def of_spectacles(subject: Mask, see_through: Mask, first: Mask) -> Mask:
    """Return ``see_through`` (H×W 0..1) where it is a pair of panes that are much of the thing; else 0 all over.

    A network that knows lenses takes a white hat or a diamond's table for one, but hardly for two that are alike; nor
    does another one (``first``, what it sees) then doubt that they are solid.
    """
    from scipy import ndimage

    clear = np.where(subject < SOLID, see_through, np.float32(0.0)).astype(np.float32)
    labels, count = ndimage.label(opened(clear > SURE, EIGHT, 2))
    if count and float(first[labels > 0].mean()) < SOLID:
        return clear
    areas = np.bincount(labels.ravel())[1:]
    whole = int(((subject > 0.5) | (labels > 0)).sum())
    pairs = combinations(np.sort(areas)[-4:], 2)
    paired = any(small > RATIO * large and small + large > TOGETHER * whole for small, large in pairs)
    return clear if paired else np.zeros_like(clear)


def _silhouette(mask: Region) -> Region:
    """Return the largest piece of ``mask``, small gaps of its outline closed and all its holes filled."""
    from scipy import ndimage

    closed = ndimage.binary_closing(np.pad(mask, 4), EIGHT, iterations=3)[4:-4, 4:-4]
    labels, count = ndimage.label(filled(closed | mask), EIGHT)
    if count == 0:
        return mask
    largest: Region = labels == 1 + int(np.argmax(np.bincount(labels.ravel())[1:]))
    return largest


def _fields(silhouette: Region, backdrop: Backdrop) -> list[Pane]:
    """Return the largest smooth fields within ``silhouette``."""
    from scipy import ndimage

    calm = slope(blur(backdrop.lab, 1.5))
    smooth = silhouette & (calm < STEEP + 0.35 * max(backdrop.sigma, 0.3))
    labels, count = ndimage.label(opened(smooth, times=2))
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    areas[0] = 0
    least = SMALLEST * silhouette.sum()
    largest = [number for number in np.argsort(-areas, kind="stable")[:10] if areas[number] > least]
    return [_pane(labels == number, backdrop.lab) for number in largest]


def _pane(region: Region, lab: Lab) -> Pane:
    import cv2

    hull = np.zeros(region.shape, np.uint8)
    cv2.fillConvexPoly(hull, cv2.convexHull(_ends(region)), 1)
    across, down = (float(region.sum(axis=axis) @ np.arange(side)) for axis, side in enumerate(region.shape[::-1]))
    centre = np.array([across, down]) / region.sum()
    return Pane(region, hull > 0, np.median(lab[region], axis=0).astype(np.float32), centre)


def _ends(region: Region) -> NDArray[np.int32]:
    """Return the first and the last pixel (x, y) of each row: they have the region's convex hull."""
    rows = np.flatnonzero(region.any(axis=1))
    first = region[rows].argmax(axis=1)
    last = region.shape[1] - 1 - region[rows, ::-1].argmax(axis=1)
    ends = np.stack([np.concatenate([first, last]), np.concatenate([rows, rows])], axis=-1)
    return np.asarray(ends, np.int32)


def _joined(fields: list[Pane]) -> list[Pane]:
    """Return ``fields`` with those joined that a thing behind the pane cut apart: of one colour, one convex whole."""
    panes = list(fields)
    while True:
        best = max(
            ((_fill(one, other), one, other) for one, other in combinations(panes, 2) if _alike(one, other)),
            key=lambda found: found[0],
            default=None,
        )
        if best is None or best[0] < CONVEX:
            return panes
        _, one, other = best
        both = one.region | other.region
        share = one.area / (one.area + other.area)
        panes = [pane for pane in panes if pane is not one and pane is not other]
        colour = (one.colour * share + other.colour * (1.0 - share)).astype(np.float32)
        panes.append(_pane(both, np.broadcast_to(colour, (*both.shape, 3))))


def _alike(one: Pane, other: Pane) -> bool:
    return float(np.linalg.norm(one.colour - other.colour)) < ALIKE


def _fill(one: Pane, other: Pane) -> float:
    """Return which share of their common hull both fields fill."""
    import cv2

    both = one.region | other.region
    hull = cv2.convexHull(_ends(both))
    return float(both.sum() / max(1.0, cv2.contourArea(hull)))


def _is_pair(one: Pane, other: Pane, silhouette: Region, backdrop: Backdrop) -> bool:
    small, large = sorted((one.area, other.area))
    if small + large < TOGETHER * silhouette.sum() or small < RATIO * large or not _alike(one, other):
        return False
    worse, better = sorted(float(pane.region.sum()) / pane.area for pane in (one, other))
    if worse < CUT_INTO or better < CONVEX:
        return False
    across = other.centre - one.centre
    apart = float(np.linalg.norm(across))
    along = across / max(apart, 1e-6)
    spans = [_spans(pane.hull, along) for pane in (one, other)]
    wide, high = ([span[axis] for span in spans] for axis in (0, 1))
    beside = 0.95 < apart / (0.5 * sum(wide)) < 1.9
    same = min(high) > 0.7 * max(high)
    return beside and same and all(_is_framed(pane, silhouette, along, backdrop) for pane in (one, other))


def _spans(region: Region, along: NDArray[np.float64]) -> tuple[float, float]:
    """Return how long ``region`` is along a direction (x, y) and across it."""
    points = np.argwhere(region)[:, ::-1]
    return float(np.ptp(points @ along)), float(np.ptp(points @ np.array([-along[1], along[0]])))


def _is_framed(pane: Pane, silhouette: Region, along: NDArray[np.float64], backdrop: Backdrop) -> bool:
    """Whether there is a rim round the pane, and above and below it little but the rim."""

    near = np.argwhere(silhouette)
    near = near[np.abs((near[:, ::-1] - pane.centre) @ along) < NEAR * _spans(pane.hull, along)[0]]
    if not len(near) or float(pane.hull[near[:, 0], near[:, 1]].mean()) < FILLS:
        return False
    round_about = dilated(pane.hull, EIGHT, 7) & ~pane.hull
    inner = dilated(pane.hull, EIGHT)
    rim = inner & ~pane.hull
    off = length(backdrop.lab - pane.colour) * round_about
    strongest = highest(off, 15)
    return float((strongest[rim] > 8.0).mean()) > RIMMED
