"""Things of another colour that a network denies: a leaf seen through a belt, a glass that stands beside it.

They differ from the backdrop as much as the product does. Only a network that tells the product from its holes on
this picture is asked, and a piece goes only if none of the product's own colours is near its own: what a network
overlooks of a product looks like the rest of it.
"""

import numpy as np

from tools.engines.cutout.denied import without_remains
from tools.engines.cutout.lab import EIGHT, Lab, Region
from tools.engines.cutout.morphology import dilated, grown, opened
from tools.engines.cutout.pieces import Window, chosen
from tools.engines.cutout.unlike import unlike
from tools.engines.image import Mask

SURE = 0.9
"""Opinion from which on a pixel has the product's colours."""

DOUBTED, DENIED = 0.4, 0.2
"""Opinion under which a pixel may be another thing's, and the mean of a piece that is."""

UNLIKE = 15.0
"""ΔE76 from the nearest of the product's colours, in the median of a piece."""

WIDE = 0.002
"""Half the width of a thing at least, as a share of the long side: a blurred rim is narrower."""

LARGEST = 0.15
"""Share of the product's area that a thing has at most: more, and the network may be wrong about the product."""

OPEN = 0.4
"""Share of its rim that is open backdrop, at least: a stone in its setting has none."""

RIM = 3
"""Pixels over which a thing grows into its blurred rim."""


def without_foreign(mask: Region, lab: Lab, seen: Mask) -> Region:
    """Return ``mask`` (H×W) of a picture (``lab``, H×W×3) without the things that ``seen`` (0..1) clearly denies."""
    doubted = opened(mask & (seen < DOUBTED), EIGHT, max(1, round(WIDE * max(mask.shape))))
    if not doubted.any():
        return mask
    away = unlike(lab, mask & (seen > SURE))
    if away is None:
        return mask
    most = LARGEST * int(mask.sum())

    def is_foreign(piece: Region, window: Window) -> bool:
        rim = dilated(piece, EIGHT, 2) & ~piece
        if piece.sum() > most or mask[window][rim].mean() > 1.0 - OPEN:
            return False
        unlike_it = float(np.median(away[window][piece])) > UNLIKE
        return unlike_it and float(seen[window][piece].mean()) < DENIED

    gone = chosen(doubted, is_foreign, 2)
    kept: Region = mask & ~grown(gone, mask & (seen < 0.5), RIM)
    return without_remains(kept, gone, seen)
