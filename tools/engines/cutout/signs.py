"""What can be seen of a cut-out that tells how far to trust it: numbers that a model of its error is fitted to.

Most are logarithms of a share of the picture that may be wrong, as its error is a share of the picture. Each grows
with the error, so that a model may not give any of them a weight that goes the other way.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tools.engines.cutout.backdrop import Backdrop
from tools.engines.cutout.lab import EIGHT, Lab, Region, along_frame, around, fitted, length, resize, to_lab
from tools.engines.cutout.morphology import eroded, filled, opened
from tools.engines.image import Image, Mask

NAMES = (
    "unplain", "size", "outline", "soft", "undecided", "disputed", "disputed_on_clutter", "missed", "missed_on_clutter",
    "second_differs", "faint", "mixed", "unexplained", "dim", "noise", "ragged", "crumbs", "gaps", "cut_off",
    "glazed", "taken", "taken_of_second", "left_of_second", "touches", "dark", "denied", "doubted",
)  # fmt: skip
"""What each number of ``read_signs`` is, in its order."""

SIDE = 560
"""Long side at which signs are read: they are sums over the picture, and finer only costs time."""

LEAST = 1e-4
"""Share of the picture under which nothing is there."""

NEAR = 4
"""Pixels on each side of the outline that are compared."""


DENIES, SURE = 0.2, 0.8
"""Opinion of a network under which it denies what was cut out, and from which on it misses what was not."""

HARDLY = 0.3
"""Opinion of a network under which it hardly sees what was cut out: thin parts, which it blurs, among the rest."""

DARKEST = 8.0
"""L* beside the cut-out under which nothing is darker: the weights were fitted to none that is."""

WIDE = 2
"""Half the width in pixels from which on a piece that is disputed is no rim."""


class Opinions(NamedTuple):
    """What the networks see of a photo, H×W 0..1 each: what was gone by, the first one's own, the second's if asked."""

    fused: Mask
    first: Mask
    second: Mask | None = None


def read_signs(image: Image, alpha: Mask, mask: Region, opinions: Opinions, backdrop: Backdrop) -> NDArray[np.float64]:
    """Return the signs of a cut-out, one float per name; ``mask`` (H×W) must not be empty.

    ``image`` is H×W×3 sRGB; ``alpha`` the finished matte, H×W 0..1.
    """
    import cv2

    shape = fitted(mask.shape, SIDE)
    cover = resize(mask.astype(np.float32), shape)
    alpha, opinion, distance = (resize(each, shape) for each in (alpha, opinions.fused, backdrop.distance))
    found = cover > 0.5 if (cover > 0.5).any() else cover >= cover.max()
    whole = filled(found)
    reach = np.ones((2 * NEAR + 1, 2 * NEAR + 1), np.uint8)
    outside = cv2.dilate(whole.astype(np.uint8), reach) == 0
    edge = found & ~eroded(found)
    lab, noise = to_lab(resize(image, shape)), max(backdrop.sigma, 0.7)
    disputed, missed = np.abs(whole - opinion).mean(), (opinion * outside).mean()
    signs = {
        "unplain": float(not backdrop.plain),
        "size": _log(cover.mean()),
        "outline": _log(edge.mean()),
        "soft": _log((4.0 * alpha * (1.0 - alpha)).mean()),
        "undecided": _log((4.0 * opinion * (1.0 - opinion)).mean()),
        "disputed": _log(disputed),
        "disputed_on_clutter": _log(0.0 if backdrop.plain else disputed),
        "missed": _log(missed),
        "missed_on_clutter": _log(0.0 if backdrop.plain else missed),
        "faint": _log(_faint(lab, found, edge)),
        "mixed": _log(_mixed(lab, found, outside)),
        "unexplained": _log((outside & (distance > 6.0 * noise)).mean() if backdrop.plain else 0.0),
        "dim": _log((found & (distance < 4.0 * noise)).mean() if backdrop.plain else 0.0),
        "noise": float(np.log(noise)),
        "ragged": float((found ^ (cv2.medianBlur(found.astype(np.uint8), 5) > 0)).sum() / max(edge.sum(), 1)),
        "crumbs": _log(_crumbs(found)),
        "gaps": _log((whole & ~found).mean()),
        "cut_off": along_frame(found),
        "glazed": _log(opened((alpha > 0.05) & (alpha < 0.95), EIGHT, NEAR // 2).mean()),
        "touches": float(_rim(found).any()),
        "dark": -float(np.log1p(max(lab[outside][:, 0].mean(), DARKEST))) if outside.any() else 0.0,
        **_disputes(found, whole, opinions),
    }
    return np.array([float(signs[name]) for name in NAMES])


def _rim(region: Region) -> Region:
    """Return the pixels of ``region`` (H×W) along the frame, one after the other."""
    return np.concatenate([region[0], region[-1], region[:, 0], region[:, -1]])


def _log(share: float) -> float:
    return float(np.log(LEAST + share))


def _faint(lab: Lab, found: Region, edge: Region) -> float:
    """Return the share of the picture that is outline without contrast: there it may lie wrong, and far off.

    Each outline pixel weighs by how little ΔE76 there is between the means of its two sides, 1 for none.
    """
    (inner, has_inner), (outer, has_outer) = around(lab, found, NEAR), around(lab, ~found, NEAR)
    both = edge & (has_inner > 0.05) & (has_outer > 0.05)
    contrast = length(inner[both] - outer[both])
    return float(np.exp(-contrast / 8.0).sum() / found.size)


def _mixed(lab: Lab, found: Region, outside: Region) -> float:
    """Return the share of the picture whose colour is as common on the other side, by a histogram of each side."""
    if not outside.any():
        return 1.0
    steps = np.clip(lab / np.array([8.0, 10.0, 10.0]) + np.array([0.0, 13.0, 13.0]), 0, 25).astype(np.int64)
    bins = (steps[..., 0] * 26 + steps[..., 1]) * 26 + steps[..., 2]
    sides = [np.bincount(bins[side], minlength=26**3) / side.sum() + 1e-6 for side in (found, outside)]
    inside = sides[0] / (sides[0] + sides[1])
    return float((inside[bins[outside]].sum() * found.mean() + (1.0 - inside[bins[found]]).sum()) / found.size)


def _disputes(found: Region, whole: Region, opinions: Opinions) -> dict[str, float]:
    """Return what each network by itself holds against the cut-out, ``whole`` when its holes are filled."""
    first = resize(opinions.first, (found.shape[0], found.shape[1]))
    second = None if opinions.second is None else resize(opinions.second, (found.shape[0], found.shape[1]))
    least = first if second is None else np.minimum(first, second)
    inner = eroded(found, EIGHT, WIDE)
    core = inner if inner.any() else found
    return {
        "second_differs": _log(0.0 if second is None else (found != (second > 0.5)).mean()),
        "taken": _log(largest(found & (first < DENIES))),
        "taken_of_second": _log(0.0 if second is None else largest(found & (second < DENIES))),
        "left_of_second": _log(0.0 if second is None else largest((second > SURE) & ~whole)),
        "denied": _log((found & (least < HARDLY)).mean()),
        "doubted": _log(0.0 if second is None else 1.0 - float(np.median(second[core]))),
    }


def largest(region: Region) -> float:
    """Return the share of the picture in the largest piece of ``region`` that is wide."""
    from scipy import ndimage

    labels, _ = ndimage.label(opened(region, EIGHT, WIDE), EIGHT)
    areas = np.bincount(labels.ravel())[1:]
    return float(areas.max() / region.size) if areas.size else 0.0


def _crumbs(found: Region) -> float:
    """Return the share of the picture in pieces of under a tenth of the largest piece."""
    from scipy import ndimage

    labels, count = ndimage.label(found, EIGHT)
    areas = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    return float(areas[areas < 0.1 * areas.max()].sum() / found.size)
