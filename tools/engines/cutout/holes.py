"""Enclosed regions, decided one by one: a hole shows the backdrop behind a crisp rim, all else is the product.

A reflection on silver or a facet of a stone may have the backdrop's very colour; it fades into its surroundings
somewhere along its rim, or the network, where it can be trusted, sees product there.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.cutout.backdrop import Backdrop
from tools.engines.cutout.lab import EIGHT, Region, joined_to_frame
from tools.engines.cutout.morphology import dilated, eroded, opened
from tools.engines.image import Mask

SMALLEST = 8
"""Pixels under which a gap is always filled."""

SHEEN = 0.04
"""Share of the product that a reflection of the backdrop's colour covers at most."""


ALIKE = 12.0
"""Median ΔE76 from the backdrop of what lies round a gap, under which leather grain looks like an opening too."""


@dataclass(frozen=True)
class Gap:
    """What is measured of one enclosed region.

    ``off``, ``rough`` and ``apart`` (of what lies round it) in ΔE, ``share`` of the product's area; ``seen``,
    ``shaded`` and ``crisp`` 0..1.
    """

    area: int
    share: float
    off: float
    rough: float
    seen: float
    shaded: float
    crisp: float
    apart: float


def open_holes(mask: Region, backdrop: Backdrop, opinion: Mask, shadow: Region) -> Region:
    """Return ``mask`` with every enclosed gap filled, but those that look like the backdrop or its shadow.

    ``shadow`` is what earlier stages took for shadow.
    """
    from scipy import ndimage

    labels, count = ndimage.label(~mask & ~joined_to_frame(~mask))
    if count == 0:
        return mask
    edge = backdrop.edge
    noise = max(backdrop.sigma, 0.3)
    trusted = resolves_holes(mask, opinion)
    filled = mask.copy()
    for number, span in enumerate(ndimage.find_objects(labels), start=1):
        rows, columns = (slice(max(s.start - 4, 0), s.stop + 4) for s in span)
        here = labels[rows, columns] == number
        gap = _measure(here, (rows, columns), backdrop, (opinion, shadow, edge), int(mask.sum()))
        if not _is_hole(gap, noise, trusted):
            filled[rows, columns] |= here
    return filled


def resolves_holes(mask: Region, opinion: Mask) -> bool:
    """Return whether the network tells product from holes here: little of what it is sure of is plainly backdrop."""

    sure = opinion > 0.9
    denied = opened(sure & ~mask, EIGHT, 4)
    return bool(denied.sum() < 0.1 * max(1, sure.sum()))


def _measure(
    here: Region, window: tuple[slice, slice], backdrop: Backdrop, maps: tuple[Mask, Region, Mask], whole: int
) -> Gap:

    opinion, shadow, edge = maps[0][window], maps[1][window], maps[2][window]
    difference = (backdrop.lab[window] - backdrop.field[window])[here]
    rim = dilated(here, EIGHT) & ~eroded(here, EIGHT)
    about = dilated(here, EIGHT, 4) & ~dilated(here, EIGHT)
    return Gap(
        area=int(here.sum()),
        share=float(here.sum() / whole),
        off=float(np.linalg.norm(difference.mean(axis=0))),
        rough=float(np.minimum(backdrop.distance[window][here], 20.0).mean()),
        seen=float(opinion[here].mean()),
        shaded=float(shadow[here].mean()),
        crisp=_crisp(edge, rim),
        apart=float(np.median(backdrop.distance[window][about])) if about.any() else 0.0,
    )


def _crisp(edge: NDArray[np.float32], rim: Region, steep: float = 1.5) -> float:
    """Return the share of the rim with an edge of ``steep`` ΔE a pixel within a pixel of it."""
    import cv2

    steepest = cv2.dilate(np.ascontiguousarray(edge), np.ones((3, 3), np.uint8))
    return float((steepest[rim] > steep).mean())


def _is_hole(gap: Gap, noise: float, trusted: bool) -> bool:
    if gap.area < SMALLEST:
        return False
    if gap.off < 2.0 + noise and gap.seen < 0.5:
        return True
    unclear = gap.crisp < 0.8 or gap.apart < ALIKE
    if trusted and gap.seen > 0.9 and unclear and gap.shaded < 0.5 and gap.share < SHEEN:
        return False
    same = gap.off < 1.0 + 0.5 * noise and gap.rough < 1.6 * noise + 0.9
    return same or gap.shaded > 0.5
