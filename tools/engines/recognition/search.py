"""Where one photo lies in another, as it is or mirrored."""

from dataclasses import replace

import numpy as np

from tools.engines.recognition.points import Lie, Points, lie, mirrored
from tools.engines.recognition.traits import Traits


def find(known: Traits, seen: Traits) -> Lie | None:
    """Return where the known photo lies in the one that is seen, or nothing when it is not in it."""
    places = (known.points, known.directions)
    as_it_is = lie(places, (seen.points, seen.directions))
    turned = lie(places, (_mirrored(seen), mirrored(seen.directions)))
    if turned is not None and (as_it_is is None or turned.agreeing > as_it_is.agreeing):
        return replace(turned, mirrored=True)
    return as_it_is


def _mirrored(seen: Traits) -> Points:
    """Return the points of the mirrored picture."""
    height, width = seen.small.shape[:2]
    return np.stack([np.float32(width / max(height, width)) - seen.points[:, 0], seen.points[:, 1]], axis=1)
