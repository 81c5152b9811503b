"""The product's own colour along its edge by blur fusion (Forte 2021), F = F̂ + α (I − α F̂ − (1 − α) B).

F̂ and B are the means of what is nearly product, or backdrop, alone round about a pixel. What they do not explain is
the product's own texture. Averaged with another estimate (``foreground.py``), as the errors of the two differ.
"""

import numpy as np
from numpy.typing import NDArray

from tools.engines.cutout.foreground import SOLID, foreground
from tools.engines.cutout.lab import blur, per_channel
from tools.engines.image import Image, Mask

SPREADS = ((0.27, 8), (0.5, 4))
"""Standard deviations of the means' Gaussians, in widths of the unsure band, and the power of the share that weighs a
pixel: half of another colour, it says little. The closest first; where nothing is near, the next."""

KNOWN = 0.02
"""Weight under which a mean has nothing to go by."""


def fused(image: Image, alpha: Mask, reach: int) -> Image:
    """Return H×W×3 sRGB: the mean of blur fusion and of multi-level estimation; where alpha is 1 the photo's own.

    ``reach`` is the unsure band's width in pixels.
    """
    other = foreground(image, alpha)
    share = per_channel(alpha)
    front = _mean(image, alpha, reach, other)
    behind = _mean(image, 1.0 - alpha, reach, image)
    own = np.clip(front + share * (image - share * front - (1.0 - share) * behind), 0.0, 1.0)
    return np.where(share >= SOLID, image, 0.5 * (own + other)).astype(np.float32)


def _mean(image: Image, share: Mask, reach: int, otherwise: Image) -> NDArray[np.float32]:
    """Return the mean colour round about each pixel of what has most ``share`` (H×W 0..1), or what is ``otherwise``."""
    mean = otherwise
    for sigma, power in reversed(SPREADS):
        weight = share**power
        density = blur(weight, sigma * reach)
        near = blur(image * per_channel(weight), sigma * reach) / per_channel(np.maximum(density, 1e-6))
        mean = mean + per_channel(np.clip(density / KNOWN, 0.0, 1.0)) * (near - mean)
    return np.asarray(mean, np.float32)
