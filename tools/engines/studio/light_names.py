"""Which of a set's lights each thing that shines is part of: what is turned up or down together is one plate."""

from tools.specs.words import LightName

LIGHT_OF: dict[str, LightName] = {
    "key": "key", "ring": "key", "fill": "fill", "top": "fill", "front": "fill", "rim": "rim", "sun": "sun",
    "wall": "wall", "glow": "glow", "flame": "glow",
}  # fmt: skip
"""By a lamp's group. The even sky is part of ``fill``: all that lifts shadows is one light."""

BEHIND = frozenset({"window_light", "sky_light"})
"""Glowing stuffs that are what a window or a horizon shows."""


def light_of(stuff: str) -> LightName:
    """Return the light that a glowing ``stuff`` is."""
    return "wall" if stuff in BEHIND else "glow"
