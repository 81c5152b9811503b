"""How different two pictures are to a passing eye: colour and layout, not texture and not noise."""

from itertools import combinations

import numpy as np
from scipy.ndimage import gaussian_filter

from tools.engines.color import Colours, delta_e, linear_to_lab
from tools.engines.image import Image
from tools.engines.studio.tone import tone

LONGEST = 64
"""Pixels of the longer side at which pictures are compared."""

BLUR = 1.0
"""Standard deviation of the blur there, in pixels."""


def glance(plate: Image) -> Colours:
    """Return a linear plate (H×W×3) as a passing eye keeps it: Lab, blurred, ``LONGEST`` pixels long."""
    step = max(1, -(-max(plate.shape[:2]) // LONGEST))
    height, width = (side // step * step for side in plate.shape[:2])
    blocks = plate[:height, :width].reshape(height // step, step, width // step, step, 3)
    small = gaussian_filter(blocks.mean((1, 3)), (BLUR, BLUR, 0.0))
    return linear_to_lab(tone(small))


def unlikeness(glances: list[Colours]) -> list[float]:
    """Return the mean CIEDE2000 of each pair of ``glances`` of one size, in the order of their numbers."""
    return [round(float(np.mean(delta_e(first, second))), 2) for first, second in combinations(glances, 2)]
