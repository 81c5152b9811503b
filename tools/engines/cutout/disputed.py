"""What the backdrop model and one network do not agree on is put to a second network.

The colour model takes a shadow on wood or the edge of a table for product, and a white sole for white paper; a
network overlooks a silver wire. Where one denies what the other one claims, neither is believed by itself: what two
networks deny and looks like the backdrop in shade goes, however thin it is, and so does whatever neither sees at all
and is fainter than the product; what both are sure of is the product, even in the backdrop's own colour.
"""

from typing import NamedTuple, Self

import numpy as np

from tools.engines.cutout.clutter import alike
from tools.engines.cutout.denied import without_remains
from tools.engines.cutout.lab import EIGHT, Region, joined_to_frame
from tools.engines.cutout.morphology import dilated, eroded, grown, opened
from tools.engines.cutout.pieces import Window, chosen
from tools.engines.image import Mask

DOUBTED = 0.6
"""Opinion under which the network does not stand by what differs from the backdrop."""

WIDE = 0.003
"""Half the width, as a share of the long side, from which on a disputed part is no blurred rim."""

DISPUTED = 0.02
"""Share of the evidence from which on what is disputed is worth a second network's time."""

SURE, LEANS, INSIDE = 0.9, 0.6, 2
"""Opinion from which on a network is sure, or leans to it; pixels inside of its outline where it then is right."""


UNSEEN, NOBODY = 0.2, 0.08
"""Opinion of either network under which a pixel may be nobody's; and the mean of a piece that nobody sees."""

LEAST = 60
"""Pixels under which a piece is too small for the networks to see it, at the working size."""

RIM = 3
"""Pixels over which a piece that nobody sees grows into its blurred rim."""


class Both(NamedTuple):
    """Two networks' opinions together, H×W 0..1 each: what ``either`` sees, and what ``each`` sees."""

    either: Mask
    each: Mask

    def part(self, window: tuple[slice, slice]) -> Self:
        """Return what is in ``window`` (rows, columns)."""
        return type(self)(*(np.ascontiguousarray(seen[window]) for seen in self))


def both(first: Mask, second: Mask) -> Both:
    """Return two networks' opinions (H×W 0..1) together."""
    return Both(np.maximum(first, second), np.minimum(first, second))


def settled(first: Mask, second: Mask) -> Mask:
    """Return the mean of both opinions (H×W 0..1); what the first one is sure of stands: it knows more."""
    return np.where(first > SURE, first, alike(first, second)).astype(np.float32)


def is_disputed(found: Region, seen: Mask) -> bool:
    """Return whether the network doubts a part of the evidence (H×W), or is sure (``seen``, 0..1) of what has none."""
    wide = max(1, round(WIDE * max(seen.shape)))
    doubted = opened(found & (seen < DOUBTED), EIGHT, wide) | opened(~found & (seen > SURE), EIGHT, wide)
    return bool(doubted.sum() > DISPUTED * max(1, int(found.sum())))


def with_agreed(mask: Region, two: Both) -> Region:
    """Return ``mask`` (H×W) with what both networks are sure of, or one of them while the other one leans to it."""
    sure = (two.each > LEANS) & (two.either > SURE)
    agreed_on: Region = mask | eroded(sure, EIGHT, INSIDE)
    return agreed_on


def without_doubt(opinion: Mask, two: Both) -> Mask:
    """Return ``opinion`` (H×W 0..1) with no doubt left where both are sure: no slit is looked for in silver."""
    return np.where(eroded(two.each > SURE, EIGHT, INSIDE), 1.0, opinion).astype(np.float32)


def without_unseen(mask: Region, distance: Mask, either: Mask) -> Region:
    """Return ``mask`` (H×W) without the pieces that neither network sees: the edge of a table, a shadow of any hue.

    ``distance`` is ΔE76 from the backdrop. A piece goes that is fainter than the product, for a dark cord stands by
    itself, and met by the open backdrop: what lies along a lens belongs to the lens.
    """
    seen = mask & (either > 0.5)
    if not seen.any():
        return mask
    faint = float(np.median(distance[seen]))
    outside = dilated(joined_to_frame(~mask), EIGHT)

    def nobodys(piece: Region, window: Window) -> bool:
        unseen = piece.sum() >= LEAST and float(either[window][piece].mean()) < NOBODY
        return bool(unseen and float(distance[window][piece].mean()) < faint and (piece & outside[window]).any())

    gone = chosen(mask & (either < UNSEEN), nobodys, 2)
    kept: Region = mask & ~grown(gone, mask & (either < 0.5), RIM)
    return without_remains(kept, gone, either)
