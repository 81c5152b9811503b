"""Where a product stands in the frame, and how big it may be."""

from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np

from tools.engines.image import Mask, check_mask
from tools.engines.studio.sizes import longest_mm, thickness_mm
from tools.specs.recipe import Pose
from tools.specs.steps import Placement
from tools.specs.words import Camera, Caption

LARGEST_SCALE = 1.5
"""A product is never enlarged beyond this: the photo's resolution bounds the picture (DESIGN.md)."""

WIDEST, TALLEST = 0.63, 0.50
"""Share of the frame's width and height that a product may take."""

LYING_TINY, TINY_MM = 0.46, 60.0
"""Widest share of the frame for a thing that lies and is no longer than so many millimetres: the set is seen too."""

SHARP, LEAST = 1.15, (0.42, 0.34)
"""How far a small photo is enlarged before its product is shown smaller instead, down to these shares of the frame."""

WIDE_TALLEST = 0.60
"""The same height in a landscape frame, which has room at the sides instead."""

MACRO = 1.45
"""How much larger a macro picture shows it."""

BASE_ROW = 0.715
"""Where a standing product touches, in frame heights from the top."""

CENTER_ROW = 0.51

MASS = 0.8
"""How far the middle follows the mass instead of the outline's box."""

SIDE_MARGIN = 0.05
"""Least room at the sides, in frame widths."""


FILL_ALONE, FILL_WITH_PROPS = (0.60, 0.69), (0.54, 0.60)
"""Share of a portrait frame's width that a look's standing products take, alone and beside props: from, to."""

ASIDE, SIDE_LEAST = (0.06, 0.10), 0.085
"""How far the product stands to one side of its props, and the least room at its other side, in frame widths."""

LOWER = (0.0, 0.045)
"""How much lower than usual a look's products stand, in frame heights: no empty lower third."""

CAPTION_WIDE, CAPTION_HIGH = 0.36, 0.28
"""Share of the frame that is left for words: of its width at a side, of its height at the top or the foot."""

CAPTION_WIDEST, CAPTION_TALLEST = 0.76, 0.66
"""Share of what is left beside them that a product may take."""

CAPTION_BASE: dict[str | None, float] = {"top": 0.82, "bottom": 0.67}
"""Row of a standing product's base then."""


@dataclass(frozen=True)
class Box:
    """A mask's bounding box in pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Framed:
    """The placement, the frame's width in millimetres, the product's thickness, and the pose."""

    placement: Placement
    frame_mm: float
    thickness_mm: float

    def at(self, placement: Placement) -> "Framed":
        """Return it with the product at ``placement``: the smaller it is shown, the wider the frame."""
        return replace(self, placement=placement, frame_mm=self.frame_mm * self.placement.scale / placement.scale)


def caption_box(caption: Caption | None) -> tuple[float, float, float, float]:
    """Return (left, top, right, bottom) of what is left free for words, in shares of the frame; all 0 for none."""
    wide, high = CAPTION_WIDE, CAPTION_HIGH
    boxes = {"left": (0.0, 0.0, wide, 1.0), "right": (1 - wide, 0.0, 1.0, 1.0), "top": (0.0, 0.0, 1.0, high),
             "bottom": (0.0, 1 - high, 1.0, 1.0)}  # fmt: skip
    return boxes.get(caption or "", (0.0, 0.0, 0.0, 0.0))


def stage_of(caption: Caption | None) -> tuple[float, float, float, float]:
    """Return (left, top, right, bottom) of the part of the frame that the product has to itself."""
    left, top, right, bottom = caption_box(caption)
    return (
        right if caption == "left" else 0.0,
        bottom if caption == "top" else 0.0,
        left if caption == "right" else 1.0,
        top if caption == "bottom" else 1.0,
    )


def box_of(alpha: Mask) -> Box:
    """Return the box of what is more than half opaque; raises ``ValueError`` when nothing is."""
    check_mask(alpha, "alpha")
    solid = alpha > 0.5
    rows, columns = np.where(solid.any(1))[0], np.where(solid.any(0))[0]
    if not rows.size:
        raise ValueError("the mask is empty")
    return Box(int(columns[0]), int(rows[0]), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)


def _centred(alpha: Mask, box: Box, scale: float, width: float) -> float:
    """Return the photo's left edge that puts the product's mass in the middle of ``width``, its box inside that.

    A strap or a handle to one side would push the body out of the middle if the box were centred.
    """
    weight = (alpha > 0.5).sum(0, dtype=np.float64)
    mass = float(weight @ (np.arange(weight.size) + 0.5) / weight.sum())
    middle = MASS * mass + (1.0 - MASS) * (box.x + box.width / 2)
    x = width / 2 - middle * scale
    margin = min(SIDE_MARGIN * width, (width - box.width * scale) / 2)
    return min(max(x, margin - box.x * scale), width - margin - (box.x + box.width) * scale)


def frame(alpha: Mask, category: str | None, pose: Pose, camera: Camera, size: tuple[int, int],
          product_mm: float | None = None) -> Framed:  # fmt: skip
    """Return where the photo goes in a frame of ``size`` (width, height) pixels.

    ``alpha`` is the cut-out's, of the photo's size; ``product_mm`` its longest side if the person told.
    """
    width, height = size
    box = box_of(alpha)
    zoom = MACRO if camera == "macro" else 1.0
    tallest = WIDE_TALLEST if width > height else TALLEST
    scale = min(
        zoom * WIDEST * width / box.width,
        min(zoom * tallest, 0.8) * height / box.height,
        LARGEST_SCALE,
    )
    longest = product_mm or longest_mm(category)
    if camera != "macro":
        seen = LYING_TINY if pose == "lying" and longest <= TINY_MM else WIDEST
        scale = min(scale, seen * width / box.width, max(SHARP, _least(box, size)))
    px_per_mm = max(box.width, box.height) * scale / longest
    x = round(_centred(alpha, box, scale, width))
    if pose == "lying":
        y = round(CENTER_ROW * height - (box.y + box.height / 2) * scale)
    else:
        row = BASE_ROW - (0.05 if camera == "three_quarter" else 0.0)
        base = min(row * height, height * 0.5 + box.height * scale * 0.62)
        base = max(base, box.height * scale + 0.06 * height)
        y = round(base - (box.y + box.height) * scale)
    return Framed(Placement(scale=round(scale, 6), x=x, y=y), width / px_per_mm, thickness_mm(category))


def _least(box: Box, size: tuple[int, int]) -> float:
    """Return the scale under which a product would be lost in its frame, however small its photo."""
    return min(LEAST[0] * size[0] / box.width, LEAST[1] * size[1] / box.height)


def by_look(framed: Framed, alpha: Mask, size: tuple[int, int], look: str | None, props: bool) -> Framed:
    """Return ``framed`` as a photographer of this look would have it: how large, how high, how far to a side.

    Beside props the product is smaller and makes room for them at one side; alone it may be larger. The same for all
    products of a look: they are one campaign.
    """
    width, height = size
    if look is None or width >= height:
        return framed
    random = np.random.default_rng([crc32(look.encode()), 43])
    fill = float(random.uniform(*(FILL_WITH_PROPS if props else FILL_ALONE)))
    aside = float(random.uniform(*ASIDE)) * (1 if random.random() < 0.5 else -1)
    box, old = box_of(alpha), framed.placement
    tallest = TALLEST * float(random.uniform(0.96, 1.08)) * height / box.height
    scale = round(min(fill * width / box.width, tallest, LARGEST_SCALE, max(SHARP, _least(box, size))), 6)
    x = _centred(alpha, box, scale, width)
    left, right = x + box.x * scale, width - x - (box.x + box.width) * scale
    free = min(left, right) - SIDE_LEAST * width
    x += max(-free, min(free, aside * width)) if props and free > 0 else 0.0
    foot = old.y + (box.y + box.height) * old.scale + float(random.uniform(*LOWER)) * height
    y = max(foot - box.height * scale, 0.07 * height) - box.y * scale
    placement = old.model_copy(update={"scale": scale, "x": round(x), "y": round(y)})
    return framed.at(placement)


def with_room(framed: Framed, alpha: Mask, caption: Caption | None, size: tuple[int, int], pose: Pose) -> Framed:
    """Return ``framed`` with the product beside, under or over the room for words: smaller if it must be, on its foot.

    The camera steps back for that, so that the set keeps its scale.
    """
    if caption is None:
        return framed
    width, height = size
    left, top, right, bottom = stage_of(caption)
    old, box = framed.placement, box_of(alpha)
    scale = round(min(old.scale, CAPTION_WIDEST * (right - left) * width / box.width,
                      CAPTION_TALLEST * (bottom - top) * height / box.height), 6)  # fmt: skip
    x = left * width + _centred(alpha, box, scale, (right - left) * width)
    tall, foot = box.height * scale, old.y + (box.y + box.height) * old.scale
    if pose == "lying":
        foot = ((top + bottom) * height + tall) / 2
    elif caption in CAPTION_BASE:
        foot = max(CAPTION_BASE[caption] * height, (top + SIDE_MARGIN) * height + tall)
    y = foot - (box.y + box.height) * scale
    placement = old.model_copy(update={"scale": scale, "x": round(x), "y": round(y)})
    return framed.at(placement)
