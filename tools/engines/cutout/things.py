"""The things in one cut-out, counted and chosen: a pair is one product, crumbs are none."""

import numpy as np

from tools.engines.cutout.lab import EIGHT, Region
from tools.engines.image import Mask, check_mask
from tools.specs.words import Piece

LEAST = 0.1
"""Share of the largest thing's area from which another one counts."""
LOOK_SIDE = 1000
"""Long side in pixels at which things are told apart; the border between two needs no more."""
ALIKE_AREA, ALIKE_SIDES = 0.65, 0.6
"""How like two things are that make a pair: smaller over larger area, and shorter over longer sides of their boxes."""


def things(alpha: Mask) -> tuple[Region, ...]:
    """Return one H×W region for each thing in ``alpha`` (H×W 0..1), from left to right; two alike are one product.

    A small part beside a thing belongs to whatever is nearest, so that nothing of the cut-out is lost.
    """
    from scipy import ndimage

    check_mask(alpha)
    labels, count = ndimage.label(alpha > 0.5, EIGHT)
    if count == 0:
        return ()
    areas = np.bincount(labels.ravel())[1:]
    large = [at + 1 for at in range(count) if areas[at] >= LEAST * areas.max()]
    if len(large) == 1 or _pair(labels, large):
        return (labels > 0,)
    large.sort(key=lambda label: float(np.mean(np.nonzero(labels == label)[1])))
    nearest = ndimage.distance_transform_edt(~np.isin(labels, large), return_distances=False, return_indices=True)
    owner = labels[tuple(nearest)]
    return tuple((labels > 0) & (owner == label) for label in large)


def only(alpha: Mask, piece: Piece) -> Mask:
    """Return ``alpha`` with one thing left, edges and all; as it is where there is one thing, or ``all`` are meant."""
    import cv2
    from scipy import ndimage

    height, width = alpha.shape
    factor = min(1.0, LOOK_SIDE / max(height, width))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    regions = things(np.clip(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), 0.0, 1.0))
    at = _index(regions, piece)
    if at is None:
        return alpha
    away = np.stack([ndimage.distance_transform_edt(~region) for region in regions])
    mine = cv2.resize((away.argmin(axis=0) == at).astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    chosen: Mask = np.where(mine > 0.5, alpha, 0.0).astype(np.float32)
    return chosen


def _index(regions: tuple[Region, ...], piece: Piece) -> int | None:
    """Return which of ``regions`` is meant; nothing when they all are, or there are fewer."""
    if len(regions) < 2 or piece == "all":
        return None
    by_place = {"left": 0, "right": -1, "first": 0, "second": 1, "third": 2, "last": -1}
    if piece in by_place:
        at = by_place[piece]
        return at % len(regions) if at < len(regions) else None
    sizes = [int(region.sum()) for region in regions]
    heights = [float(np.mean(np.nonzero(region)[0])) for region in regions]
    measure = {"bigger": np.argmax(sizes), "smaller": np.argmin(sizes), "upper": np.argmin(heights)}
    return int(measure.get(piece, np.argmax(heights)))


def _pair(labels: np.ndarray[tuple[int, ...], np.dtype[np.int32]], large: list[int]) -> bool:
    """Whether there are exactly two things of nearly one area and one size."""
    from scipy import ndimage

    if len(large) != 2:
        return False
    spans = ndimage.find_objects(labels)
    areas = sorted(int((labels == label).sum()) for label in large)
    boxes = [sorted(side.stop - side.start for side in spans[label - 1]) for label in large]
    sides = [min(a, b) / max(a, b) for a, b in zip(*boxes, strict=True)]
    return areas[0] / areas[1] > ALIKE_AREA and min(sides) > ALIKE_SIDES
