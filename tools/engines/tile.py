"""The packshot tile: the product filled and centred on literal 255/255/255, with its own soft shadow."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tools.engines.composite import Placed, lay_back, place
from tools.engines.image import Bytes8
from tools.engines.own_shadow import Shadow, draw_shadow
from tools.specs.recipe import Placement, Recipe

FILL = 0.86
"""Share of the limiting side: a hair over the strictest market's 85 %, which a soft edge must not fall below."""

MAX_ENLARGEMENT = 1.5
"""No product is enlarged beyond this (DESIGN.md): the photo's resolution bounds the picture."""

BOUND = 32
"""Alpha above which a pixel counts for the product's extent: over noise, under the faintest thread."""

NOTHING = 4
"""Alpha up to which a pixel is left to the white: Lanczos leaves a ghost of 1 % around an edge."""

SHADOWS: tuple[Shadow, ...] = (
    Shadow(0.34),
    Shadow(0.28, side=1.0, spread=1.2),
    Shadow(0.28, side=-1.0, spread=1.2),
    Shadow(0.20, spread=0.8),
)
"""The four variants; a recipe's ``seed`` names one."""


@dataclass(frozen=True)
class Fit:
    """Where the product goes. ``fill`` is the share of the limiting side it has, ``asked`` what it should have."""

    placement: Placement
    fill: float
    asked: float
    cut_off: bool

    @property
    def too_small(self) -> bool:
        """Whether the photo has too few pixels for the fill that was asked."""
        return self.fill < self.asked - 0.005


def fit_tile(alpha: Bytes8, width: int, height: int, fill: float = FILL) -> Fit:
    """Return the placement that centres the product of ``alpha`` (H×W) and fills ``fill`` of the limiting side.

    Raises ``ValueError`` when there is no product in ``alpha``.
    """
    rows, columns = np.nonzero((alpha > BOUND).any(1))[0], np.nonzero((alpha > BOUND).any(0))[0]
    if not len(rows):
        raise ValueError("nothing was cut out")
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    filling = min(fill * width / (right - left), fill * height / (bottom - top))
    scale = round(min(filling, MAX_ENLARGEMENT), 6)
    placement = Placement(
        scale=scale,
        x=round(width / 2 - scale * (left + right) / 2),
        y=round(height / 2 - scale * (top + bottom) / 2),
    )
    reached = max(scale * (right - left) / width, scale * (bottom - top) / height)
    at_edge = top == 0 or left == 0 or bottom == alpha.shape[0] or right == alpha.shape[1]
    return Fit(placement, reached, fill, at_edge)


def make_tile(source: Bytes8, cutout: Bytes8, recipe: Recipe) -> Bytes8:
    """Return the 8-bit H×W×3 tile of ``recipe``: shadow by its seed and pose, all else literal white.

    ``source`` is H×W×3, ``cutout`` H×W×4 of the same size. The core holds the photo's pixels.
    """
    placed = place(source, cutout, recipe.placement, recipe.width, recipe.height)
    return lay_on_white(placed, draw_shadow(placed.alpha, SHADOWS[recipe.seed % len(SHADOWS)], recipe.pose))


def lay_on_white(placed: Placed, opacity: NDArray[np.float32]) -> Bytes8:
    """Return the tile of a placed product over white darkened by ``opacity`` (H×W, in sRGB, neutral grey)."""
    white = np.repeat((1 - opacity).astype(np.float32)[..., None], 3, axis=2)
    alpha = np.where(placed.alpha <= NOTHING, 0, placed.alpha).astype(np.uint8)
    return lay_back(white, replace(placed, alpha=alpha))
