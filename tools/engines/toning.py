"""A palette grade: dark tones drawn towards one colour, light ones towards another, each keeping its lightness.

Split toning in OKLab (Ottosson 2020): the two chroma coordinates move part of the way to the colour of their tone.
"""

import numpy as np

from tools.engines.color import CONES_TO_OKLAB, RGB_TO_CONES, hex_linear, linear_to_oklab
from tools.engines.image import Image
from tools.specs.steps import Toning

REACH = 0.6
"""Share of the way to the palette that an amount of 1 goes: the things of the set keep colours of their own."""

MOST = 0.09
"""OKLab chroma of the strongest colour that a grade draws towards: a stronger one only says the hue."""


INTO, OUT_OF = RGB_TO_CONES.T.astype(np.float32), np.linalg.inv(RGB_TO_CONES).T.astype(np.float32)
TO_LAB, FROM_LAB = CONES_TO_OKLAB.T.astype(np.float32), np.linalg.inv(CONES_TO_OKLAB).T.astype(np.float32)
"""``color.linear_to_oklab`` and its inverse in single precision: a whole picture takes half the time."""


def toned(plate: Image, step: Toning) -> Image:
    """Return ``plate`` (H×W×3 linear HDR) drawn towards the two colours of ``step``."""
    lab = np.cbrt(np.maximum(plate @ INTO, np.float32(0))) @ TO_LAB
    dark, light = (_chroma(color) for color in (step.dark, step.light))
    share = np.clip(lab[..., :1], np.float32(0), np.float32(1))
    share = share * share * (np.float32(3) - np.float32(2) * share)
    reach = np.float32(REACH * step.amount)
    lab[..., 1:] += reach * (dark + (light - dark) * share - lab[..., 1:])
    cones = lab @ FROM_LAB
    return np.asarray(np.maximum((cones * cones * cones) @ OUT_OF, np.float32(0)), np.float32)


def _chroma(color: str) -> Image:
    """Return a and b (2) of ``#rrggbb``, no stronger than ``MOST``."""
    chroma = linear_to_oklab(hex_linear(color))[1:]
    return np.asarray(chroma * min(1.0, MOST / max(float(np.hypot(*chroma)), 1e-6)), np.float32)
