"""What the first network overlooks of a thing that the second one doubts as a whole, on a busy backdrop.

A second network that is torn over a whole thing is not heard, but its doubt has the thing's outline. The first one may
see a watch without its lower strap, dark leather on a dark table: what hangs on to what it sees, with the same doubt
and the same colours, belongs to it.
"""

import numpy as np

from tools.engines.cutout.lab import EIGHT, Region, along_frame, fitted, resize, to_lab
from tools.engines.cutout.morphology import closed, dilated, opened
from tools.engines.cutout.overlooked import FEWEST, FRAME, LEAST, SIDE, SURE, of_the_product
from tools.engines.cutout.pieces import Window, chosen
from tools.engines.image import Image, Mask

LEVEL = 0.1, 0.6
"""Median opinion of the second network on what the first one surely sees, between which it is torn over all of it."""

HINT, STILL = 0.2, 0.1
"""Opinion, in that median, from which on a pixel has the same doubt, and under which it has none."""

NEAR, CLOSED = 6, 5
"""Pixels from the subject within which a piece hangs on to it, and by which the seam between both is closed."""

AS_LARGE = 1.0
"""Area of a piece, in that of the subject, up to which it may belong to it."""

BELIEVED = 0.9
"""Opinion that a piece gets."""


def with_torn(image: Image, subject: Mask, second: Mask) -> Mask:
    """Return ``subject`` (H×W 0..1), what the first network sees, with what hangs on to it, alike in doubt and colours.

    ``image`` is H×W×3 sRGB, ``second`` the opinion of the other network, which is torn over the whole thing.
    """
    shape = fitted(subject.shape, SIDE)
    one, other = resize(subject, shape), resize(second, shape)
    sure, seen = one > SURE, one > 0.5
    level = float(np.median(other[sure])) if sure.sum() >= FEWEST else 0.0
    if not LEVEL[0] < level < LEVEL[1]:
        return subject
    pieces = _hanging(opened((other > HINT * level) & ~dilated(seen), times=2), seen)
    lab, backdrop = to_lab(resize(image, shape)), (one < 0.1) & (other < STILL * level)
    back = of_the_product(pieces, lab, sure, backdrop, 1.0)
    if not back.any():
        return subject
    whole = closed(back | (seen & dilated(back, times=2 * CLOSED)), EIGHT, CLOSED) & ~seen
    outline = np.clip(other / level, 0.0, 1.0) * dilated(whole, times=4)
    told = np.maximum(outline, BELIEVED * whole).astype(np.float32)
    return np.maximum(subject, resize(told, (subject.shape[0], subject.shape[1])))


def _hanging(pieces: Region, seen: Region) -> Region:
    """Return those of the ``pieces`` that reach to what is ``seen``, neither tiny nor larger, and off the frame."""
    near, area = dilated(seen, times=NEAR), seen.sum()

    def hangs_on(piece: Region, window: Window) -> bool:
        whole = np.zeros_like(pieces)
        whole[window] = piece
        fits = LEAST * area <= piece.sum() <= AS_LARGE * area
        return bool(fits and near[window][piece].any() and along_frame(whole, 3) <= FRAME)

    return chosen(pieces, hangs_on, 0)
