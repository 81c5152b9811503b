"""A palette grade: dark tones drawn towards one colour, light ones towards another, each keeping its lightness.

Split toning in OKLab (Ottosson 2020): the two chroma coordinates move part of the way to the colour of their tone.
"""

import numpy as np

from tools.engines.color import hex_linear, linear_to_oklab, oklab_to_linear
from tools.engines.image import Image
from tools.specs.recipe import Toning

REACH = 0.6
"""Share of the way to the palette that an amount of 1 goes: the things of the set keep colours of their own."""

MOST = 0.09
"""OKLab chroma of the strongest colour that a grade draws towards: a stronger one only says the hue."""


def toned(plate: Image, step: Toning) -> Image:
    """Return ``plate`` (H×W×3 linear HDR) drawn towards the two colours of ``step``."""
    lab = linear_to_oklab(plate)
    dark, light = (_chroma(color) for color in (step.dark, step.light))
    share = np.clip(lab[..., :1], 0.0, 1.0)
    share = share * share * (3.0 - 2.0 * share)
    towards = dark + (light - dark) * share
    lab[..., 1:] += np.float32(REACH * step.amount) * (towards - lab[..., 1:])
    return np.maximum(oklab_to_linear(lab), np.float32(0))


def _chroma(color: str) -> Image:
    """Return a and b (2) of ``#rrggbb``, no stronger than ``MOST``."""
    chroma = linear_to_oklab(hex_linear(color))[1:]
    return np.asarray(chroma * min(1.0, MOST / max(float(np.hypot(*chroma)), 1e-6)), np.float32)
