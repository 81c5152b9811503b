"""What a silhouette says: holes, pair, loop, lenses, handle, length, base line, symmetry. Numbers, no opinion."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.image import Mask, check_mask

Region = NDArray[np.bool_]

SIDE = 400
"""Long side in pixels of the box that features are measured in."""

LARGE_HOLE = 0.01
"""Area of a hole that counts, as a share of the filled silhouette."""


@dataclass(frozen=True)
class Shape:
    """Features of one alpha mask, all without unit.

    ``aspect`` width over height of the box · ``elongation`` long over short side of the tightest turned box ·
    ``tilt`` degrees of its long side from level, 0..90 · ``solidity`` area over convex hull · ``holes`` enclosed
    ones of 1 % and more · ``hole_share`` all holes over the filled area · ``pieces`` components of a tenth of the
    largest or more · ``pair`` two like pieces · ``thickness`` twice the largest inscribed radius over the box's
    diagonal · ``lenses`` two like lobes side by side · ``handle`` a hole above a heavy body · ``base`` share of the
    width that rests on the bottom line · ``symmetry`` overlap with the mirror image · ``extent`` long side over the
    photo's long side.
    """

    aspect: float
    elongation: float
    tilt: float
    solidity: float
    holes: int
    hole_share: float
    pieces: int
    pair: bool
    thickness: float
    lenses: bool
    handle: bool
    base: float
    symmetry: float
    extent: float

    @property
    def thin_loop(self) -> bool:
        """Whether it is a chain or band round a large opening."""
        return self.hole_share > 0.45 and self.thickness < 0.16


def measure_shape(alpha: Mask) -> Shape | None:
    """Return the features of ``alpha`` (H×W 0..1), or ``None`` when it is empty. Raises on a broken mask."""
    import cv2
    from scipy import ndimage

    whole = check_mask(alpha, "alpha") > 0.5
    if whole.sum() < 16:
        return None
    mask = _scaled(whole)
    filled = ndimage.binary_fill_holes(mask)
    area = float(filled.sum())
    outline = np.ascontiguousarray(np.argwhere(mask)[:, ::-1].astype(np.int32))
    hull = float(cv2.contourArea(cv2.convexHull(outline)))
    elongation, tilt = _turned_box(outline)
    gaps = _sizes(filled & ~mask)
    pieces = _pieces(mask)
    height, width = mask.shape
    return Shape(
        aspect=width / height,
        elongation=elongation,
        tilt=tilt,
        solidity=min(1.0, area / max(hull, 1.0)),
        holes=int((gaps >= LARGE_HOLE * area).sum()),
        hole_share=float(gaps.sum() / area),
        pieces=len(pieces),
        pair=_is_pair(pieces),
        thickness=2.0 * float(ndimage.distance_transform_edt(np.pad(mask, 1)).max()) / float(np.hypot(height, width)),
        lenses=_has_lenses(filled, mask),
        handle=_has_handle(mask, filled),
        base=_base(mask),
        symmetry=_symmetry(filled),
        extent=_extent(whole),
    )


def _scaled(whole: Region) -> Region:
    """Return the mask cropped to its box, long side ``SIDE``."""
    import cv2

    rows, columns = np.flatnonzero(whole.any(axis=1)), np.flatnonzero(whole.any(axis=0))
    crop = whole[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    factor = SIDE / max(crop.shape)
    size = (max(4, round(crop.shape[1] * factor)), max(4, round(crop.shape[0] * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    scaled: Region = cv2.resize(crop.astype(np.float32), size, interpolation=how) > 0.5
    return scaled


def _sizes(region: Region) -> NDArray[np.float64]:
    from scipy import ndimage

    labels, count = ndimage.label(region)
    return np.bincount(labels.ravel(), minlength=count + 1)[1:].astype(np.float64)


def _turned_box(outline: NDArray[np.int32]) -> tuple[float, float]:
    """Return (long over short side, degrees of the long side from level) of the tightest turned rectangle."""
    import cv2

    _, (width, height), angle = cv2.minAreaRect(outline)
    level = angle if width >= height else angle + 90.0
    level = abs(level) % 180.0
    return max(width, height) / max(min(width, height), 1.0), float(min(level, 180.0 - level))


def _pieces(mask: Region) -> list[Region]:
    """Return the components with a tenth of the largest one's area or more, largest first, each in its own box."""
    from scipy import ndimage

    labels, _ = ndimage.label(ndimage.binary_fill_holes(mask), np.ones((3, 3)))
    areas = np.bincount(labels.ravel())[1:]
    spans = ndimage.find_objects(labels)
    order = [i for i in np.argsort(-areas, kind="stable") if areas[i] >= 0.1 * areas.max()]
    return [labels[spans[i]] == i + 1 for i in order]


def _is_pair(pieces: list[Region]) -> bool:
    """Whether there are exactly two pieces of nearly one area and one size."""
    if len(pieces) != 2:
        return False
    first, second = pieces
    sides = [min(a, b) / max(a, b) for a, b in zip(sorted(first.shape), sorted(second.shape), strict=True)]
    return bool(second.sum() / first.sum() > 0.65 and min(sides) > 0.6)


def _has_lenses(filled: Region, mask: Region) -> bool:
    """Whether two like discs lie side by side, as holes or as lobes joined by a narrow bridge."""
    from scipy import ndimage

    height, width = mask.shape
    if not 1.5 < width / height < 5.0:
        return False
    for region in (filled & ~mask, ndimage.binary_opening(filled, iterations=max(2, round(0.28 * height)))):
        labels, count = ndimage.label(region)
        areas = np.bincount(labels.ravel(), minlength=count + 1)[1:]
        order = np.argsort(-areas, kind="stable")[:2]
        if len(order) < 2 or areas[order].min() < 0.06 * filled.sum() or areas[order].min() < 0.6 * areas[order].max():
            continue
        (top, left), (other_top, other_left) = (ndimage.center_of_mass(labels == i + 1) for i in order)
        if abs(left - other_left) > 0.3 * width and abs(top - other_top) < 0.25 * height:
            return True
    return False


def _has_handle(mask: Region, filled: Region) -> bool:
    """Whether a large hole lies in the upper half and the lower half is a heavy body."""
    from scipy import ndimage

    height = mask.shape[0]
    labels, count = ndimage.label(filled & ~mask)
    if count == 0:
        return False
    areas = np.bincount(labels.ravel())[1:]
    largest = int(np.argmax(areas)) + 1
    if areas.max() < 0.03 * filled.sum():
        return False
    span = ndimage.find_objects(labels)[largest - 1]
    body = mask[height // 2 :]
    return bool(span[0].stop < 0.62 * height and body.mean() > 0.6)


def _base(mask: Region) -> float:
    """Return the share of the width whose lowest pixel is within 2 % of the bottom line."""
    columns = np.flatnonzero(mask.any(axis=0))
    lowest = mask.shape[0] - 1 - np.argmax(mask[::-1][:, columns], axis=0)
    return float((lowest >= mask.shape[0] * 0.98 - 1).sum() / mask.shape[1])


def _symmetry(filled: Region) -> float:
    mirrored = filled[:, ::-1]
    return float((filled & mirrored).sum() / max(1, (filled | mirrored).sum()))


def _extent(whole: Region) -> float:
    rows, columns = np.flatnonzero(whole.any(axis=1)), np.flatnonzero(whole.any(axis=0))
    return float(max(rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1) / max(whole.shape))
