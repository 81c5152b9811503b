"""The product's own colour along its edge.

Where the backdrop is not known: multi-level estimation (Germer et al. 2020) by pymatting. Where it is known: blur
fusion (Forte 2021), F = F̂ + α^p (I − α F̂ − (1 − α) B) with F̂ the mean of the photo round about, by how much of it
is product. It gives way gently where alpha is wrong; I − (1 − α) B over α turns each error of alpha into a colour
that the product does not have.
"""

from threading import Lock

import numpy as np

from tools.engines.color import linear_to_srgb, srgb_to_linear
from tools.engines.cutout.lab import Region, blur, per_channel
from tools.engines.image import Image, Mask

_ALONE = Lock()
"""numba's simplest layer of threads, the only one on some systems, ends the process when it is entered twice."""

SOLID = 254.5 / 255.0
"""Alpha that is kept as 1 in 8 bits: there the product's pixel is the photo's."""

NEAR = 0.5
"""Standard deviation of the mean's Gaussian, in widths of the unsure band."""

PURE = 4
"""Power of alpha that weighs the mean: a pixel half of backdrop says little of the product's colour."""

FAITH = 1.5
"""Power of alpha that weighs what the mean does not explain: where alpha is low, an error of alpha weighs most."""

KNOWN = 0.01
"""Weight under which the mean has nothing to go by."""


def foreground(image: Image, alpha: Mask) -> Image:
    """Return H×W×3 sRGB; where alpha is 1 in 8 bits the photo's own values, unchanged."""
    from numba import set_num_threads
    from pymatting import estimate_foreground_ml

    with _ALONE:
        set_num_threads(1)  # of this thread: its loops are so short that to wait for each other takes far longer
        estimate = np.asarray(estimate_foreground_ml(image, alpha), np.float32)
    return np.where(alpha[..., None] >= SOLID, image, np.clip(estimate, 0.0, 1.0)).astype(np.float32)


def foreground_over(photo: tuple[Image, Image], share: Mask, carried: Image, edge: Region, reach: int) -> Image:
    """Return N×3 sRGB of the N pixels of ``edge`` (H×W), in reading order.

    ``photo`` is the picture and the colours behind the product, ``share`` (H×W) how much of them it covers, ``carried``
    its colour where none is near; ``reach`` the unsure band's width in pixels.
    """
    pure = share**PURE
    density = blur(pure, NEAR * reach)[edge, None]
    mean = blur(photo[0] * per_channel(pure), NEAR * reach)[edge] / np.maximum(density, 1e-6)
    near = carried[edge] + np.clip(density / KNOWN, 0.0, 1.0) * (mean - carried[edge])
    seen, behind, covered = photo[0][edge], photo[1][edge], share[edge, None]
    estimate = near + covered**FAITH * (seen - covered * near - (1.0 - covered) * behind)
    return np.asarray(np.clip(estimate, 0.0, 1.0), np.float32)


def solved_over(seen: Image, behind: Image, alpha: Mask, carried: Image) -> Image:
    """Return N×3 sRGB solved from the mix in linear light where alpha (N) allows it, what is ``carried`` where not.

    For a rim whose colour is not that of the mean round about.
    """
    share = alpha[:, None]
    mix, back = srgb_to_linear(seen), srgb_to_linear(behind)
    solved = linear_to_srgb(np.clip((mix - (1.0 - share) * back) / np.maximum(share, 0.12), 0.0, 1.0))
    trust = np.clip((share - 0.4) / 0.5, 0.0, 1.0)
    return np.asarray(solved * trust + carried * (1.0 - trust), np.float32)
