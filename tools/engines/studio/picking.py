"""How often each of a set's lights is picked when a place asks what lights it.

Picked alike, a weak fill is asked as often as the sun, and most of a plate's noise is the sun not being asked: at the
same samples the picture has up to four times the noise (variance) that it has when each is asked by what it gives.
The mean does not depend on it (Pharr, Jakob & Humphreys, Physically Based Rendering, on sampling many lights).
"""

from collections.abc import Collection, Mapping

from tools.engines.studio.rigs import Lamp

LEAST = 0.08
"""Share of all light under which no light is picked less: where the others' shadow falls, it is all there is."""

GLOWING, ALL_GLOWING = 0.15, 0.3
"""What one thing that glows counts for, and all of them at most, beside lamps of 1 in all: what they light is not
known, and it is next to them."""


def weights_of_lights(lamps: Mapping[str, Lamp], even: float, glowing: Collection[str]) -> dict[str, float]:
    """Return the weight of each light by its name: ``lamps``, things ``glowing``, and "ambient", whose share is
    ``even``. Any scale; all are above 0."""
    given = {**{name: lamp.share for name, lamp in lamps.items()}, "ambient": even}
    whole = max(sum(given.values()), 1e-6)
    known = {name: max(share / whole, LEAST) for name, share in given.items()}
    each = min(GLOWING, ALL_GLOWING / max(len(glowing), 1))
    return {**known, **dict.fromkeys(glowing, each)}
