"""The product's colour where the backdrop is not known: multi-level estimation (Germer et al. 2020) by pymatting."""

import numpy as np

from tools.engines.image import Image, Mask


def foreground(image: Image, alpha: Mask) -> Image:
    """Return H×W×3 sRGB; where alpha is 1 the photo's own values, unchanged."""
    from pymatting import estimate_foreground_ml

    estimate = np.asarray(estimate_foreground_ml(image.astype(np.float64), alpha.astype(np.float64)), np.float32)
    return np.where(alpha[..., None] >= 1.0, image, np.clip(estimate, 0.0, 1.0)).astype(np.float32)
