"""The product's own colour along its edge, the backdrop unknown: multi-level estimation (Germer et al. 2020)."""

from threading import Lock

import numpy as np

from tools.engines.image import Image, Mask

_ALONE = Lock()
"""numba's simplest layer of threads, the only one on some systems, ends the process when it is entered twice."""

SOLID = 254.5 / 255.0
"""Alpha that is kept as 1 in 8 bits: there the product's pixel is the photo's."""


def foreground(image: Image, alpha: Mask) -> Image:
    """Return H×W×3 sRGB; where alpha is 1 in 8 bits the photo's own values, unchanged."""
    from numba import set_num_threads
    from pymatting import estimate_foreground_ml

    with _ALONE:
        set_num_threads(1)  # of this thread: its loops are so short that to wait for each other takes far longer
        estimate = np.asarray(estimate_foreground_ml(image, alpha), np.float32)
    return np.where(alpha[..., None] >= SOLID, image, np.clip(estimate, 0.0, 1.0)).astype(np.float32)
