"""Alpha of thin parts where their own shading looks like a mix with the backdrop: wires, beads, links, temples.

A bent mirror shows light and dark side by side, so that across a wire the colour runs from more than the backdrop's
to less. The projection of ``known_backdrop.py`` has one F a place, the strongest one nearby, and takes what is nearer
to the backdrop for a half-covered pixel. In a part too thin to have a sure inside it is believed only below what such
shading leaves, and never beyond what the mask's own outline covers.
"""

import numpy as np

from tools.engines.cutout.lab import Region, blur
from tools.engines.cutout.morphology import highest
from tools.engines.cutout.trimap import narrow
from tools.engines.image import Mask

SHADED = 0.6
"""Share of the strongest contrast nearby from which on a pixel of a thin part is all product, however shaded."""

NEAR = 7
"""Side in pixels of the square in which that is looked for."""

NOISE = 2.5
"""Standard deviations of the backdrop's noise (ΔE76, about a hundredth of the range) that say nothing."""


def with_own_shade(alpha: Mask, contrast: Mask, mask: Region, ramp: Mask, noise: float, reach: int) -> Mask:
    """Return ``alpha`` (H×W) raised in the parts of ``mask`` narrower than twice ``reach``, up to ``ramp``.

    ``contrast`` is the colour distance from the backdrop (sRGB), ``ramp`` alpha from the mask alone, ``noise`` the
    backdrop's standard deviation in ΔE76.
    """
    thin = narrow(mask, reach)
    if not thin.any():
        return alpha
    nothing = NOISE * max(noise, 0.8) / 100.0
    strongest = blur(highest((contrast * mask).astype(np.float32), NEAR), 1.5)
    told = np.clip((contrast - nothing) / np.maximum(SHADED * strongest - nothing, 1e-3), 0.0, 1.0)
    return np.where(thin, np.maximum(alpha, ramp * told), alpha).astype(np.float32)
