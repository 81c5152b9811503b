"""A closer or another crop of a picture's plate as a recipe. Pure: nothing is rendered; the product is placed anew.

The product comes from its photo again, resized once and shifted by whole pixels, as in the picture that was cut from;
the window gives way by a fraction of a pixel, so that set and product stay together.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from tools.engines.composite import PRESENT
from tools.engines.framing import LARGEST_SCALE
from tools.engines.image import Bytes8
from tools.errors import BadRequest
from tools.specs.recipe import Recipe
from tools.specs.steps import Crop, Defocus, Placement
from tools.specs.words import Aspect, frame_pixels

MOST = 1.7
"""How much larger than rendered a set may be shown: beyond, it would be soft beside its product."""

SMALL = 1.02
"""What is closer by less is not seen."""

SAME = 1e-4
"""Scales nearer to each other than this are one."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True)
class Window:
    """The part of a plate that fills a frame of ``width`` × ``height`` pixels, each ``scale`` times the plate's."""

    middle: tuple[float, float]
    width: int
    height: int
    scale: float


def whole(recipe: Recipe) -> Recipe:
    """Return the recipe of the whole picture that ``recipe`` is a crop of; itself when it is none."""
    if recipe.step(Crop) is None:
        return recipe
    frame = recipe.geometry()
    told = {name: getattr(frame, name) for name in ("width", "height", "placement", "frame_mm")}
    return recipe.model_copy(
        update={**told, "develop": tuple(step for step in recipe.develop if not isinstance(step, Crop))}
    )


def as_rendered(recipe: Recipe) -> Recipe:
    """Return the recipe as one for a new render of its set: no crop, and the lens as open as the focus asks for."""
    made, soft = whole(recipe), recipe.step(Defocus)
    if soft is None or made.scene is None:
        return made
    scene = made.scene.model_copy(update={"blur": min(1.0, made.scene.blur + soft.amount)})
    steps = tuple(step for step in made.develop if not isinstance(step, Defocus))
    return made.model_copy(update={"scene": scene, "develop": steps})


def window_of(recipe: Recipe) -> Window:
    """Return the part of its plate that ``recipe`` shows: all of it when it is no crop."""
    crop = recipe.step(Crop)
    if crop is None:
        return Window((recipe.width / 2, recipe.height / 2), recipe.width, recipe.height, 1.0)
    left, top, across, down = crop.window
    return Window((left + across / 2, top + down / 2), recipe.width, recipe.height, recipe.width / across)


def product_box(alpha: Bytes8, placement: Placement) -> Box:
    """Return left, top, right, bottom of the product with ``alpha`` (H×W of the photo) in the placed frame's pixels."""
    columns, rows = (np.flatnonzero((alpha > PRESENT).any(axis)) for axis in (0, 1))
    if not len(rows):
        return (placement.x, placement.y, placement.x, placement.y)
    scale = placement.scale
    return (
        placement.x + float(columns[0]) * scale, placement.y + float(rows[0]) * scale,
        placement.x + float(columns[-1] + 1) * scale, placement.y + float(rows[-1] + 1) * scale,
    )  # fmt: skip


def zoomed(window: Window, amount: float, recipe: Recipe, box: Box, anew: bool) -> tuple[Window, float]:
    """Return (``window`` closer by e to the ``amount``, what of it the lens must do), round the product's ``box``.

    ``recipe`` is that of the whole picture. A crop goes no closer than the plate is fine enough for; then, and when the
    set is rendered ``anew`` in any case, all of it is the lens's. Farther gives back what was cropped before. Raises
    ``BadRequest`` when the photo is too small.
    """
    scale = window.scale * math.exp(amount)
    if abs(scale - 1.0) < SAME:
        return replace(window, scale=1.0), 0.0
    limit = max(LARGEST_SCALE, recipe.placement.scale) / recipe.placement.scale
    if scale > 1.0 and (scale > MOST or anew):
        return replace(window, scale=1.0), math.log(scale)
    if scale < 1.0:
        return replace(window, scale=1.0), math.log(scale)
    if window.scale > limit / SMALL:
        raise BadRequest(
            "The photo has no pixels left for a closer view; upload a larger one, or cut to another ratio."
        )
    scale = min(scale, max(limit, window.scale))
    towards = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    moved = window.scale / scale
    middle = [at + (was - at) * moved for was, at in zip(window.middle, towards, strict=True)]
    return replace(window, middle=(middle[0], middle[1]), scale=scale), 0.0


def in_ratio(window: Window, aspect: Aspect, box: Box) -> Window:
    """Return the largest part of ``window`` in the ratio ``aspect`` that lies in it, its product's ``box`` in it.

    Raises ``BadRequest`` when the product does not fit.
    """
    across, down = frame_pixels(aspect)
    width, height = window.width, window.height
    if width * down > height * across:
        width = round(height * across / down)
    else:
        height = round(width * down / across)
    middle = []
    for axis, side, whole_side in ((0, width, window.width), (1, height, window.height)):
        first, last = box[axis], box[axis + 2]
        if (last - first) * window.scale > side and side < whole_side:
            raise BadRequest(
                f"Cut to {aspect} the product would not fit. Say 'reframe to {aspect}': then more of the set is made."
            )
        most = (whole_side - side) / 2 / window.scale
        wished = (first + last) / 2
        middle.append(min(max(wished, window.middle[axis] - most), window.middle[axis] + most))
    return Window((middle[0], middle[1]), width, height, window.scale)


def focused(recipe: Recipe, more: float, anew: bool) -> Recipe:
    """Return ``recipe``, of a whole picture with a set, its set softer by ``more`` (below 0: sharper).

    What is softer than rendered is a step; a sharper set, or one that is rendered ``anew`` in any case, is the lens's.
    """
    assert recipe.scene is not None
    step = recipe.step(Defocus)
    if not more and (step is None or not anew):
        return recipe
    wished = min(1.0, max(0.0, recipe.scene.blur + (step.amount if step else 0.0) + more))
    steps = tuple(each for each in recipe.develop if not isinstance(each, Defocus))
    amount = round(wished - recipe.scene.blur, 6)
    if anew or amount < 0.0:
        lens = recipe.scene.model_copy(update={"blur": wished})
        return recipe.model_copy(update={"scene": lens, "develop": steps})
    soft = (Defocus(amount=amount),) if amount > 0.0 else ()
    return recipe.model_copy(update={"develop": (*soft, *steps)})


def as_before(recipe: Recipe, before: Recipe) -> Recipe:
    """Return ``recipe``, of a whole picture, cropped to the bit as ``before`` was; itself where that was no crop."""
    crop = before.step(Crop)
    if crop is None:
        return recipe
    told = {name: getattr(before, name) for name in ("width", "height", "placement", "frame_mm")}
    return recipe.model_copy(update={**told, "develop": (crop, *recipe.develop)})


def cropped_to(recipe: Recipe, window: Window) -> Recipe:
    """Return ``recipe``, of a whole picture, showing ``window`` of it, moved as far as it must to lie in it.

    A window that is all of it gives ``recipe`` itself.
    """
    plate = (recipe.width, recipe.height)
    parts = [min(side / window.scale, limit) for side, limit in zip((window.width, window.height), plate, strict=True)]
    corner = [
        min(max(middle - part / 2, 0.0), limit - part)
        for middle, part, limit in zip(window.middle, parts, plate, strict=True)
    ]
    if (window.width, window.height) == plate and window.scale == 1.0:
        return recipe
    at = recipe.placement
    x, y = (round((place - first) * window.scale) for place, first in zip((at.x, at.y), corner, strict=True))
    left, top = at.x - x / window.scale, at.y - y / window.scale
    crop = Crop(
        width=recipe.width, height=recipe.height, placement=at, frame_mm=recipe.frame_mm,
        window=(round(left, 6), round(top, 6), round(parts[0], 6), round(parts[1], 6)),
    )  # fmt: skip
    placement = Placement(scale=at.scale * window.scale, x=x, y=y, rotation=at.rotation)
    return recipe.model_copy(
        update={
            "width": window.width, "height": window.height, "placement": placement,
            "frame_mm": recipe.frame_mm * parts[0] / recipe.width, "develop": (crop, *recipe.develop),
        }
    )  # fmt: skip
