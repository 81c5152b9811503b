"""Product pixels on a backdrop that could be modelled: what differs from it."""

import numpy as np

from tools.engines.cutout.backdrop import Backdrop
from tools.engines.cutout.lab import EIGHT, Region, blur, joined_to_frame, length
from tools.engines.cutout.morphology import depth, dilated, eroded, filled, opened
from tools.engines.image import Mask

SPECK = 5e-5
"""Share of the picture under which a piece is a speck."""

OFF, WIDE, EXPLAINED = 12.0, 0.003, 0.95
"""ΔE76 from which on something differs plainly from the backdrop; half its width at least, as a share of the long side;
share of it that must be product to one of two networks for all of it to be."""


def evidence(backdrop: Backdrop, opinion: Mask) -> Region:
    """Return where the photo differs from its backdrop: hysteresis on the distance (Canny 1986).

    ``opinion`` (H×W 0..1) moves the thresholds: half where the network sees the subject, half more where not.
    A weak region counts when at least 6 of its pixels are strong.
    """
    from scipy import ndimage

    noise = max(backdrop.sigma, 0.35)
    calm = blur(length(blur(backdrop.lab - backdrop.field, 1.2)), 0.6)
    factor = np.clip(1.5 - 0.75 * opinion, 0.75, 1.5)
    weak = calm > max(2.6 * noise, 1.5) * factor
    weak |= backdrop.distance > max(5.0 * noise, 3.5) * factor
    strong = calm > max(5.0 * noise, 4.0) * factor
    strong |= backdrop.distance > max(9.0 * noise, 7.0) * factor
    labels, count = ndimage.label(weak, EIGHT)
    keep = np.bincount(labels[strong], minlength=count + 1) >= 6
    keep[0] = False
    found: Region = keep[labels]
    return found


def explained(backdrop: Backdrop, first: Mask, second: Mask) -> bool:
    """Return whether all that plainly differs from the backdrop is product to one of two networks (H×W 0..1 each).

    And whether what they are both sure of differs from it, unless it is enclosed: a dial as white as the paper.
    """
    wide = max(2, round(WIDE * max(backdrop.shape)))
    off = backdrop.distance > max(9.0 * backdrop.sigma, OFF)
    differs, sure = opened(off, EIGHT, wide), opened((first > 0.9) & (second > 0.9), EIGHT, wide)
    if not differs.any() or not sure.any():
        return False
    seen = np.maximum(first, second) > 0.5
    return bool(seen[differs].mean() > EXPLAINED and dilated(filled(off), EIGHT, wide)[sure].mean() > EXPLAINED)


def of_substance(mask: Region, opinion: Mask, whole: int) -> Region:
    """Return ``mask`` without specks, and without small pieces that the network does not see at all.

    ``whole`` is how many pixels the picture has.
    """
    from scipy import ndimage

    labels, count = ndimage.label(mask, EIGHT)
    if count == 0:
        return mask
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    areas[0] = 0
    seen = np.bincount(labels[mask & (opinion > 0.15)], minlength=count + 1) > 0
    keep = (areas >= max(25, SPECK * whole)) & ((areas >= 0.1 * areas.max()) | seen)
    kept: Region = keep[labels]
    return kept


def tighten(mask: Region, contrast: Mask, sure: Region, reach: int = 8, share: float = 0.14) -> Region:
    """Return ``mask`` without the faint rim round it.

    ``contrast`` is the colour distance from the backdrop (any unit); what is ``sure`` stays. A rim pixel
    goes when it has less than ``share`` of the strongest contrast within 4 px and can be reached from outside over
    such pixels. One between two strong ones is no rim: the light side of a bead, the crest of a wire.
    """
    import cv2
    from scipy import ndimage

    inside = (contrast * mask).astype(np.float32)
    strongest = cv2.dilate(inside, np.ones((9, 9), np.uint8))
    between = cv2.morphologyEx(inside, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    faint = mask & ~sure & (between < share * strongest) & (depth(mask) <= reach)
    labels, count = ndimage.label(faint | ~mask)
    reached = np.zeros(count + 1, bool)
    reached[np.unique(labels[~mask])] = True
    reached[0] = False
    kept: Region = mask & ~(faint & reached[labels])
    return kept


def without_bites(mask: Region, opinion: Mask, reach: int = 2) -> Region:
    """Return ``mask`` with what the network is sure of, ``reach`` pixels inside of its outline, where it is beside it.

    A facet or a sheen of the backdrop's own colour at the product's edge leaves no evidence: only the network knows.
    """

    sure = eroded(opinion > 0.95, EIGHT, reach)
    near = dilated(mask, EIGHT, 6)
    enclosed = ~mask & ~joined_to_frame(~mask)  # those were decided before
    kept: Region = mask | (sure & near & ~enclosed)
    return kept
