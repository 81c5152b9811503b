"""Gaps that a mask on clutter has and the product has not: of the product's own colours, and seen by a network.

What shows in a true opening has the backdrop's colours, even where a network fills it.
"""

import numpy as np

from tools.engines.cutout.lab import EIGHT, Region, fitted, resize, to_lab
from tools.engines.cutout.morphology import dilated, eroded, filled
from tools.engines.cutout.overlooked import SIDE, of_the_product
from tools.engines.cutout.pieces import Window, chosen
from tools.engines.image import Image, Mask

LEAST = 0.003
"""Area of a gap worth a look, in that of the product: an opening of a chain is smaller."""

SEEN = 0.5
"""Mean opinion of one of the networks, at least."""

SURE = 3
"""Pixels inside, and outside, of the outline from which on the colours are surely the product's, or the backdrop's."""


def without_false_gaps(mask: Region, image: Image, either: Mask) -> Region:
    """Return ``mask`` (H×W) with its false gaps filled.

    ``image`` is H×W×3 sRGB, ``either`` what one network or the other sees (H×W 0..1).
    """
    gaps = filled(mask) & ~mask
    if gaps.sum() < LEAST * mask.sum() or not mask.any():
        return mask
    shape = fitted(mask.shape, SIDE)
    small, lab = resize(mask.astype(np.float32), shape) > 0.5, to_lab(resize(image, shape))
    whole = filled(small)
    product, backdrop = eroded(small, EIGHT, SURE), ~dilated(whole, EIGHT, SURE)
    own = of_the_product(whole & ~small, lab, product, backdrop, LEAST * float(small.sum()))
    if not own.any():
        return mask
    near = resize(own.astype(np.float32), (mask.shape[0], mask.shape[1])) > 0.0

    def is_false(piece: Region, window: Window) -> bool:
        return bool((piece & near[window]).sum() > 0.5 * piece.sum() and float(either[window][piece].mean()) > SEEN)

    filled_in: Region = mask | chosen(gaps, is_false, 0)
    return filled_in
