"""The packshot tile: the product filled and centred on literal 255/255/255, with its own soft shadow."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tools.engines.composite import Placed, lay_back, place_whole
from tools.engines.image import Bytes8, Image
from tools.engines.own_shadow import Shadow
from tools.specs.recipe import Recipe
from tools.specs.steps import OwnShadow, Placement

FILL = 0.854
"""Share of the limiting side where no market asks another."""

OVER = 0.004
"""How far over a market's share a tile goes: a rule says 'at least', and a soft edge must not fall below it."""

MAX_ENLARGEMENT = 1.5
"""No product is enlarged beyond this (DESIGN.md): the photo's resolution bounds the picture."""

SOLID, FAINT = 127, 32
"""Alpha above which a pixel is more than half the product's, and above which it is more than noise."""

THREAD = 1.03
"""From this ratio on, what is faint and reaches farther than what is solid is a thread, and counts."""

NOTHING = 4
"""Alpha up to which a pixel is left to the ground: Lanczos leaves a ghost of 1 % around an edge."""

SHADOWS: tuple[Shadow, ...] = (
    Shadow(0.34),
    Shadow(0.28, side=1.0, spread=1.2),
    Shadow(0.28, side=-1.0, spread=1.2),
    Shadow(0.20, spread=0.8),
)
"""The four variants; the ``seed`` of a recipe without an ``OwnShadow`` names one."""

Box = tuple[float, float, float, float]


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


def fit_tile(alpha: Bytes8, width: int, height: int, fill: float = FILL, rotation: float = 0.0) -> Fit:
    """Return the placement that centres the product of ``alpha`` (H×W) and fills ``fill`` of the limiting side.

    The photo is turned by ``rotation`` degrees clockwise. What counts is the box of what is more than half opaque,
    measured in the frame: a thread's end may lose its last pixels on the way. Raises ``ValueError`` when there is no
    product in ``alpha``.
    """
    box = _turned_extent(alpha, rotation)
    scale = min(fill * width / (box[2] - box[0]), fill * height / (box[3] - box[1]))
    placement = _centred(box, scale, (width, height), rotation)
    reached = max(placement.scale * (box[2] - box[0]) / width, placement.scale * (box[3] - box[1]) / height)
    for _ in range(3):  # what the frame shows has the last word
        seen = _extent(place_whole(alpha, placement, width, height))
        if seen is None:
            break
        reached = max((seen[2] - seen[0]) / width, (seen[3] - seen[1]) / height)
        better = _centred(box, placement.scale * fill / reached, (width, height), rotation)
        if not 0.003 < abs(better.scale / placement.scale - 1) < THREAD - 1:
            aside = round((width - seen[0] - seen[2]) / 2), round((height - seen[1] - seen[3]) / 2)
            better = placement.model_copy(update={"x": placement.x + aside[0], "y": placement.y + aside[1]})
        if better == placement:
            break
        placement = better
    solid = alpha > FAINT
    at_edge = bool(solid[0].any() or solid[-1].any() or solid[:, 0].any() or solid[:, -1].any())
    return Fit(placement, reached, fill, at_edge)


def _extent(alpha: Bytes8) -> Box | None:
    """Return left, top, right, bottom of the product, if there is one.

    That is what is more than half opaque, unless faint parts reach clearly farther: a thread is product too.
    """
    solid, faint = _box(alpha > SOLID), _box(alpha > FAINT)
    if solid is None or faint is None:
        return faint
    longer = max(faint[2] - faint[0], faint[3] - faint[1]) / max(solid[2] - solid[0], solid[3] - solid[1])
    return faint if longer > THREAD else solid


def _box(there: NDArray[np.bool_]) -> Box | None:
    rows, columns = np.nonzero(there.any(1))[0], np.nonzero(there.any(0))[0]
    if not len(rows):
        return None
    return float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)


def _turned_extent(alpha: Bytes8, rotation: float) -> Box:
    """Return the box of the product in pixels of a photo turned about its middle; it may reach beyond the photo."""
    box = _extent(alpha)
    if box is None:
        raise ValueError("nothing was cut out")
    if not rotation:
        return box
    height, width = alpha.shape
    scale = min(1.0, 1000 / max(width, height))
    edge = round(max(width, height) * scale)  # turned, nothing reaches farther out than this
    size = round(width * scale) + edge, round(height * scale) + edge
    placement = Placement(scale=scale, x=edge // 2, y=edge // 2, rotation=rotation)
    left, top, right, bottom = _extent(place_whole(alpha, placement, *size)) or box
    back = edge // 2
    return (left - back) / scale, (top - back) / scale, (right - back) / scale, (bottom - back) / scale


def _centred(box: Box, scale: float, size: tuple[int, int], rotation: float) -> Placement:
    """Return the placement that has ``box`` in the middle of a frame of ``size``, never enlarged beyond the limit."""
    scale = min(scale, MAX_ENLARGEMENT)
    x = round(size[0] / 2 - scale * (box[0] + box[2]) / 2)
    y = round(size[1] / 2 - scale * (box[1] + box[3]) / 2)
    return Placement(scale=round(scale, 6), x=x, y=y, rotation=rotation)


def shadow_of(recipe: Recipe) -> Shadow:
    """Return the shadow that a recipe asks for; one from before ``OwnShadow`` names it by its seed."""
    step = recipe.step(OwnShadow)
    return SHADOWS[recipe.seed % len(SHADOWS)] if step is None else Shadow(step.strength, step.side, step.spread)


def lay_on(ground: Image, placed: Placed, opacity: NDArray[np.float32], behind: Placed | None = None) -> Bytes8:
    """Return a placed product on plain ``ground`` (H×W×3) darkened by ``opacity`` (H×W, in sRGB, neutral grey).

    ``behind`` is laid between the two: what shows through the product's opening.
    """
    darkened = (ground * (1 - opacity)[..., None]).astype(np.float32)
    if behind is not None:
        darkened = (lay_back(darkened, without_ghost(behind)) / np.float32(255)).astype(np.float32)
    return lay_back(darkened, without_ghost(placed))


def without_ghost(placed: Placed) -> Placed:
    """Return a placed product without the faint ring that Lanczos leaves round an edge."""
    return replace(placed, alpha=np.where(placed.alpha <= NOTHING, 0, placed.alpha).astype(np.uint8))
