"""The outline put right where product and backdrop have one colour: crumbs off, bites closed, ragged holes filled.

Binary morphology (Serra 1982) piece by piece. What a closing adds or an opening takes is looked at one piece at a
time, and only a piece with one way out is taken: a gap between links or a bridge between them has two.
"""

import numpy as np
from numpy.typing import NDArray

from tools.engines.cutout.lab import EIGHT, Region, joined_to_frame
from tools.engines.cutout.morphology import depth, dilated, opened
from tools.engines.cutout.pieces import Window, chosen
from tools.engines.image import Mask

WIDEST = 5.0
"""Radius in pixels of the widest bite that is closed, at the working size."""

FAINT = 9.0
"""ΔE76 from the backdrop under which a crumb may be the backdrop's own texture or a shadow."""

STRUNG, DUST = 2, 25
"""Half the gap in pixels between two beads of one string, and the area under which one is dust."""

ROUND = 0.45
"""Compactness (4πA/P², 1 for a disc) under which a small hole is too ragged to be an opening."""

LARGEST_STAR = 100
"""Pixels from which on a hole is never filled here, at the working size."""

UNCLEAR = 3.0
"""Mean ΔE76 from the backdrop from which on a small hole does not show it clearly."""

ALIKE = 20.0
"""Mean ΔE76 of the product from the backdrop above which nobody mistakes one for the other."""


def mended(mask: Region, distance: Mask, opinion: Mask, trusted: bool) -> Region:
    """Return ``mask`` (H×W) with its outline put right.

    ``distance`` is ΔE76 from the backdrop, ``opinion`` the network's 0..1, ``trusted`` whether it tells product
    from holes on this picture.
    """
    if not mask.any():
        return mask
    radius = float(np.clip(0.025 * np.sqrt(mask.sum()), 1.0, WIDEST))
    mended = without_crumbs(without_reflections(mask, distance, opinion), distance, opinion)
    heard = opinion if trusted else np.zeros_like(opinion)
    mended = without_ragged_holes(mended, distance, heard)
    return mended | (without_notches(mended, heard, radius) & _alike(mended, distance, radius))


def _alike(mask: Region, distance: Mask, radius: float) -> Region:
    """Return where the product round about looks like the backdrop; elsewhere a bite is a gap, as between beads."""
    import cv2

    side = 2 * round(2.0 * radius) + 1
    inside = mask.astype(np.float32)
    total = cv2.blur(inside * distance.astype(np.float32), (side, side))
    return np.asarray(total < ALIKE * np.maximum(cv2.blur(inside, (side, side)), 1e-6))


def without_reflections(mask: Region, distance: Mask, opinion: Mask, faint: float = 0.3) -> Region:
    """Return ``mask`` without loose pieces that a glossy table mirrors: below the largest piece and far fainter.

    Such a piece has under ``faint`` of the largest one's mean ΔE from the backdrop (dielectrics mirror a few per cent
    of the light), and the network sees clearly less of a subject in it.
    """
    from scipy import ndimage

    labels, count = ndimage.label(mask, EIGHT)
    if count < 2:
        return mask
    every = range(1, count + 1)
    largest = int(np.argmax(np.bincount(labels.ravel(), minlength=count + 1)[1:]))
    contrast, seen = (np.asarray(ndimage.mean(values, labels, every)) for values in (distance, opinion))
    rows = np.array([centre[0] for centre in ndimage.center_of_mass(mask, labels, every)])
    mirrored = np.zeros(count + 1, bool)
    mirrored[1:] = (contrast < faint * contrast[largest]) & (seen < 0.7 * seen[largest]) & (rows > rows[largest])
    kept: Region = mask & ~mirrored[labels]
    return kept


def without_crumbs(mask: Region, distance: Mask, opinion: Mask, share: float = 0.002) -> Region:
    """Return ``mask`` without faint pieces under ``share`` of it: loose ones, and spurs that hang by one end.

    Dust is lone, beads lie in a row: small pieces near to each other count together.
    """
    from scipy import ndimage

    most = share * mask.sum()
    loose, count = ndimage.label(mask, EIGHT)
    areas = np.bincount(loose.ravel(), minlength=count + 1)
    means = np.asarray(ndimage.mean(distance, loose, range(count + 1)))
    seen = np.asarray(ndimage.mean(opinion, loose, range(count + 1)))
    lone = _strung(loose, areas < most) < DUST
    drop = (areas < most) & ((means < FAINT) | lone) & (seen < 0.9)
    drop[0] = False
    kept: Region = mask & ~drop[loose]
    body = opened(kept, _disc(1.5))
    spurs = kept & ~dilated(body, EIGHT)

    def hangs(piece: Region, window: Window) -> bool:
        if piece.sum() > most or distance[window][piece].mean() > FAINT or opinion[window][piece].mean() > 0.8:
            return False
        return _arcs(piece, kept[window] & ~piece) <= 1

    return kept & ~chosen(spurs, hangs, 2)


def _strung(loose: NDArray[np.int32], small: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return for each piece numbered in ``loose`` the area of the string of ``small`` ones (by number) it is part of.

    One that is not small is part of none: 0.
    """
    from scipy import ndimage

    part = small[loose] & (loose > 0)
    strings, count = ndimage.label(dilated(part, EIGHT, STRUNG), EIGHT)
    areas = np.bincount(strings[part], minlength=count + 1)
    of_piece = np.zeros(small.size, np.int64)
    of_piece[loose[part]] = areas[strings[part]]
    return of_piece


def without_ragged_holes(mask: Region, distance: Mask, opinion: Mask, share: float = 0.002) -> Region:
    """Return ``mask`` with those holes under ``share`` of it filled that are ragged, and seen as product or not clear.

    A star between facets has the backdrop's colour only about; through an opening the backdrop is seen clearly.
    """
    most = min(share * mask.sum(), LARGEST_STAR)

    def ragged(piece: Region, window: Window) -> bool:
        area = int(piece.sum())
        if area > most:
            return False
        rough = area < EIGHT.size or _compactness(piece) < ROUND
        return rough and (opinion[window][piece].mean() > 0.8 or distance[window][piece].mean() > UNCLEAR)

    return mask | chosen(~mask & ~joined_to_frame(~mask), ragged, 2)


def without_notches(mask: Region, opinion: Mask, radius: float) -> Region:
    """Return ``mask`` with the bites in its outline closed that are narrower than twice ``radius`` pixels.

    A piece is taken when it meets the open backdrop in one place and lies among product: thin structure has too
    little product round it. The fillet of a corner is taken only where the network sees product.
    """
    import cv2

    outside = joined_to_frame(~mask)
    added = _closed(mask, radius) & outside
    side = 2 * round(2.0 * radius) + 1
    density = cv2.blur(mask.astype(np.float32), (side, side))

    def is_bite(piece: Region, window: Window) -> bool:
        seen = float(opinion[window][piece].mean())
        deep = piece.sum() > (4.0 if seen > 0.9 else 2.0) * radius**2  # a slit between teeth, not a bite
        if deep or density[window][piece].mean() < 0.45 or _arcs(piece, outside[window] & ~piece) != 1:
            return False
        return seen > 0.7 or _held(piece, mask[window]) > 0.7

    return mask | chosen(added, is_bite, 2)


def _arcs(piece: Region, other: Region) -> int:
    """Return in how many separate places ``piece`` touches ``other``."""
    from scipy import ndimage

    _, count = ndimage.label(dilated(piece, EIGHT) & other, EIGHT)
    return int(count)


def _held(piece: Region, mask: Region) -> float:
    """Return the share of the piece's outer rim that lies on ``mask``."""

    rim = dilated(piece) & ~piece
    return float(mask[rim].mean())


def _compactness(piece: Region) -> float:
    """Return 4πA/P² with the perimeter counted in pixel edges, corrected so that a disc has about 1."""
    padded = np.pad(piece, 1)
    edges = int((padded[1:] != padded[:-1]).sum() + (padded[:, 1:] != padded[:, :-1]).sum())
    perimeter = edges * np.pi / 4.0
    return float(4.0 * np.pi * piece.sum() / perimeter**2)


def _closed(mask: Region, radius: float) -> Region:
    """Return the closing by a disc, by two distance transforms; the frame's edge counts as backdrop."""

    pad = int(radius) + 2
    grown = depth(~np.pad(mask, pad)) <= radius
    closed: Region = (depth(grown) > radius)[pad:-pad, pad:-pad] | mask
    return closed


def _disc(radius: float) -> Region:
    reach = int(radius)
    down, across = np.ogrid[-reach : reach + 1, -reach : reach + 1]
    disc: Region = np.hypot(down, across) <= radius
    return disc
