"""A label on a product: an even, convex plane that hangs on a thread, or lies apart."""

import numpy as np
from numpy.typing import NDArray

from tools.engines.apart.look import Look, Part
from tools.engines.apart.signs import overlap
from tools.engines.cutout.lab import EIGHT, Lab, Region, length

THREADS = (0.012, 0.02, 0.03)
"""Half the width of a thread, in shares of the look's long side: parts thinner than this are cut to find what hangs."""
AREA = (0.008, 0.35)
"""Share of the cut-out that a tag may be."""
EVEN, EVEN_SHARE = 9.0, 0.6
"""ΔE76 from its own middle colour within which at least this share of it is: print is little of a tag."""
PAPER = 65.0, 30.0
"""L* from which on, and chroma up to which, a plane is paper or card, white to kraft: a buckle or a lens is darker."""
SOLID = 0.88
"""Share of its convex hull or of its smallest upright or turned box that a tag fills."""
LARGEST = 0.25
"""Share of the cut-out beyond which it is not plainly a tag, thread and all."""
TWIN = 0.4
"""Shared colours from which on the largest part, if it is at most twice as large, is its twin: lenses, drops."""
SHARED = 0.2
"""Shared colours from which on a tag and the product cannot be told apart."""


def tag(look: Look, may_be_round: bool) -> Part | None:
    """Return the tag in ``look``, if there may be one, with the thread that leads to it alone.

    ``may_be_round``: of jewellery a round, even thing on a thin link may be a pearl or a disc of its own, and is
    never plain.
    """
    from scipy import ndimage

    for share in THREADS:
        radius = max(1, round(share * max(look.solid.shape)))
        thick = _opened(look.solid, radius)
        labels, count = ndimage.label(thick, EIGHT)
        if count < 2:
            continue
        found = [piece for number in range(1, count + 1) if _is_tag(look, piece := labels == number)]
        main = labels == 1 + int(np.bincount(labels.ravel())[1:].argmax())
        found = [piece for piece in found if not (piece & main).any()]
        found = [piece for piece in found if not _is_twin(look.lab, piece, main)]
        found = [piece for piece in found if _is_paper(look.lab, piece) or _hangs(look.solid, piece, radius)]
        if found:
            return _judged(look, found, main, radius, may_be_round)
    return None


def _judged(look: Look, found: list[Region], main: Region, radius: int, may_be_round: bool) -> Part:
    best = max(found, key=lambda piece: int(piece.sum()))
    region = _with_thread(look.solid, best, main, radius)
    hangs = _is_paper(look.lab, best) and _hangs(look.solid, best, radius)
    alone = len(found) == 1 and hangs and region.sum() <= LARGEST * look.solid.sum()
    plain = alone and overlap(look.lab, best, look.solid & ~region) <= SHARED
    return Part(region, plain and (may_be_round or _fills_box(best)))


def _is_tag(look: Look, piece: Region) -> bool:
    share = float(piece.sum() / look.solid.sum())
    if (piece & look.at_frame).any():
        return False  # what comes in over the frame holds it
    return AREA[0] <= share <= AREA[1] and _is_even(look.lab, piece) and _fills_hull(piece)


def _hangs(solid: Region, piece: Region, radius: int) -> bool:
    """Return whether the piece meets the rest in one place at most: a handle and a lens do in two."""
    from scipy import ndimage

    whole = _grown_back(solid, piece, radius)
    near = ndimage.binary_dilation(whole, EIGHT, iterations=2) & solid & ~whole
    return int(ndimage.label(near, EIGHT)[1]) <= 1


def _is_paper(lab: Lab, piece: Region) -> bool:
    lightness, a, b = np.median(lab[piece], axis=0)
    return bool(lightness >= PAPER[0] and np.hypot(a, b) <= PAPER[1])


def _is_twin(lab: Lab, piece: Region, main: Region) -> bool:
    return bool(main.sum() <= 2 * piece.sum()) and overlap(lab, piece, main) >= TWIN


def _is_even(lab: Lab, piece: Region) -> bool:
    from scipy import ndimage

    inner = ndimage.binary_erosion(piece, EIGHT)
    samples = lab[inner if inner.sum() >= 20 else piece]
    return float((length(samples - np.median(samples, axis=0)) <= EVEN).mean()) >= EVEN_SHARE


def _fills_hull(piece: Region) -> bool:
    import cv2

    outline = _outline(piece)
    return float(piece.sum()) >= SOLID * max(float(cv2.contourArea(cv2.convexHull(outline))), 1.0)


def _fills_box(piece: Region) -> bool:
    import cv2

    (_, (width, height), _) = cv2.minAreaRect(_outline(piece))
    return float(piece.sum()) >= SOLID * max(float(width * height), 1.0)


def _outline(piece: Region) -> NDArray[np.int32]:
    import cv2

    outlines, _ = cv2.findContours(piece.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return np.asarray(max(outlines, key=len), np.int32)


def _opened(solid: Region, radius: int) -> Region:
    import cv2

    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    return np.asarray(cv2.morphologyEx(solid.astype(np.uint8), cv2.MORPH_OPEN, disc) > 0)


def _with_thread(solid: Region, piece: Region, main: Region, radius: int) -> Region:
    """Return the piece, its rim that opening took, and what is left hanging on it alone once it is gone."""
    from scipy import ndimage

    whole = _grown_back(solid, piece, radius)
    before, _ = ndimage.label(solid, EIGHT)
    after, _ = ndimage.label(solid & ~whole, EIGHT)
    kept = set(np.unique(after[main])) - {0}
    mine = set(np.unique(before[piece])) - {0}
    loose = (after > 0) & ~np.isin(after, list(kept)) & np.isin(before, list(mine)) & _leads_to(after, whole)
    region: Region = whole | loose
    return region


def _grown_back(solid: Region, piece: Region, radius: int) -> Region:
    """Return the piece with the rim that opening by ``radius`` took."""
    import cv2

    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 3, 2 * radius + 3))
    return np.asarray((cv2.dilate(piece.astype(np.uint8), disc) > 0) & solid)


def _leads_to(after: NDArray[np.int32], whole: Region) -> Region:
    """Return the pieces of ``after`` that touch ``whole``."""
    from scipy import ndimage

    near = np.unique(after[ndimage.binary_dilation(whole, EIGHT, iterations=2)])
    return np.isin(after, near[near > 0])
