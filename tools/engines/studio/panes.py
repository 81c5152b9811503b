"""What is seen through a lens that lies on the set: the plate behind it, without the screen that let light through."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.image import Image
from tools.engines.studio.camera import View

INSIDE = 2
"""Pixels from the outline at which a lens begins."""

CLOSED = 0.995
"""Alpha from which on nothing is seen through."""

SOFT = 1.1
"""Millimetres over which the screen is smoothed away; never less than two pixels."""


def behind_panes(plate: Image, alpha: NDArray[np.float32], view: View) -> Image:
    """Return ``plate`` (H×W×3 linear) smoothed where the product's ``alpha`` (H×W) is a lens that is seen through."""
    whole = ndi.binary_fill_holes(alpha > 0.5)
    pane = (alpha > 0.5) & (alpha < CLOSED) & ndi.binary_erosion(whole, iterations=INSIDE)
    if not pane.any():
        return plate
    sigma = max(2.0, SOFT * view.px_per_mm)
    share = ndi.gaussian_filter(pane.astype(np.float32), sigma)
    soft = ndi.gaussian_filter(plate * pane[..., None], (sigma, sigma, 0)) / np.maximum(share, 1e-6)[..., None]
    return np.where(pane[..., None], soft, plate).astype(np.float32)
