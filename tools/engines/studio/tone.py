"""The tone curve of a plate: linear below a knee, an exponential shoulder above; smooth and invertible.

The stand-in's texture goes through the inverse, so that what is reflected has the brightness of what is pasted.
"""

import numpy as np

from tools.engines.image import Image

KNEE = 0.6
"""Linear value up to which nothing is changed."""

CEILING = 0.992
"""The inverse of 1 would be infinite."""


def tone(linear: Image) -> Image:
    """Return display-linear values in 0..1 of scene-linear ``linear`` (any shape, from 0 up)."""
    above = np.maximum(linear, KNEE) - KNEE
    shoulder = KNEE + (1.0 - KNEE) * (1.0 - np.exp(-above / (1.0 - KNEE)))
    return np.where(linear < KNEE, linear, shoulder).astype(np.float32)


def inverse_tone(display: Image) -> Image:
    """Return the scene-linear values that ``tone`` maps to ``display`` (any shape, 0..1)."""
    value = np.clip(display, 0.0, CEILING)
    above = np.maximum(value, KNEE) - KNEE
    shoulder = KNEE - (1.0 - KNEE) * np.log1p(-above / (1.0 - KNEE))
    return np.where(value < KNEE, value, shoulder).astype(np.float32)
