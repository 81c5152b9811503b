"""A network's opinion of what the frame cuts off, where it is of two minds: it looks at the photo turned four ways.

A network has seen the world upright; which way up a jacket lies decides whether it takes it along with the hat. What
two sides of the frame cut off and four turns together leave undecided is surroundings, whichever way the photo lies.
"""

from collections.abc import Callable

import numpy as np

from tools.engines.cutout.clutter import FIELD
from tools.engines.cutout.framed import cut_off
from tools.engines.cutout.lab import EIGHT, Region
from tools.engines.cutout.morphology import dilated, opened
from tools.engines.image import Image, Mask

UNSURE, UNDECIDED = (0.2, 0.95), (0.2, 0.8)
"""Opinions that are worth four looks; and means of the four that say neither."""

RIM = 4
"""Pixels over which an undecided field goes on into its rim."""

DECIDED = 0.9
"""Mean of the four from which on that rim is not doubted."""


def from_all_sides(image: Image, seen: Mask, opinion: Callable[[Image], Mask]) -> Mask:
    """Return what is ``seen`` in ``image`` (H×W×3), H×W 0..1; of undecided surroundings what all four turns see.

    ``opinion`` says it of a picture; ``seen`` is its word on this one.
    """
    if not _undecided(seen, UNSURE).any():
        return seen
    total, least = seen.copy(), seen
    for turns in (1, 2, 3):
        turned = np.rot90(opinion(np.ascontiguousarray(np.rot90(image, turns))), -turns)
        total += turned
        least = np.minimum(least, turned)
    mean = total / np.float32(4.0)
    denied = dilated(_undecided(mean, UNDECIDED), EIGHT, RIM) & (mean < DECIDED)
    return np.where(denied, least, seen).astype(np.float32)


def _undecided(seen: Mask, ends: tuple[float, float]) -> Region:
    """Return the fields of ``seen`` (H×W 0..1) between ``ends`` that two sides of the frame cut off."""
    torn = opened((seen > ends[0]) & (seen < ends[1]), times=max(2, round(FIELD * max(seen.shape))))
    return cut_off(torn)
