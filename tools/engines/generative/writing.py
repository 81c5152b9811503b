"""Writing and signs in a painted set.

Writing is a row of flat glyphs of one height, one ink and one width of stroke (after Epshtein et al., "Detecting text
in natural scenes with stroke width transform", CVPR 2010; glyphs are stable regions: Matas et al., "Robust
wide-baseline stereo from MSER", BMVC 2002). A sign is a flat, sharp-edged mark on even ground.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import LUMINANCE
from tools.engines.composite import Placed
from tools.engines.generative.found import Box, Flags, Phantom, Plane, back, outside, sized
from tools.engines.image import Bytes8, Image, to_bytes

SIDE = 800
"""Long side in pixels at which writing and signs are looked for."""
GLYPHS, ROW = (0.009, 0.12), 4
"""Height of a glyph in shares of the frame's longer side, and how many make writing."""
SIGN = (0.018, 0.25)
"""Sides of a sign in the same share."""
EDGE, SHARP = 60, 0.385
"""Percentile of its edge's pixels, and the share of its contrast that a sign has in one of them: leaves are softer."""
MANY = 10
"""From this number on flat marks are a pattern: terrazzo, tiles, leaves."""


@dataclass(frozen=True)
class Glyph:
    """A flat region: its box, its ink (grey), the width of its stroke, how much of its box it fills.

    ``light``: lighter than its ground; ``sharp``: the share of its contrast that one pixel of its edge takes.
    """

    box: Box
    ink: float
    stroke: float
    full: float
    light: bool
    sharp: float


def written(painted: Image, placed: Placed) -> Iterator[Phantom]:
    """Give writing and a sign in ``painted`` (H×W×3 sRGB), where there are any."""
    small, factor = sized(painted, SIDE)
    free = outside(placed.alpha, (small.shape[1], small.shape[0]))
    grey = to_bytes((small @ LUMINANCE).astype(np.float32))
    glyphs = _glyphs(grey, free)
    rows = _rows(glyphs, max(grey.shape))
    if rows:
        row = max(rows, key=len)
        yield Phantom("text", back(_around([glyph.box for glyph in row]), factor), min(1.0, len(row) / 8))
    signs = _signs(glyphs, max(grey.shape))
    if signs:
        yield Phantom("logo", back(_around([sign.box for sign in signs]), factor), 1.0 / len(signs))


def _around(boxes: list[Box]) -> Box:
    """Return the box round several."""
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return left, top, right - left, bottom - top


def _glyphs(grey: Bytes8, free: Flags) -> list[Glyph]:
    """Return the flat, stable regions of a picture (H×W, 8 bit) outside its product."""
    import cv2

    finder = cv2.MSER.create(delta=6, min_area=18, max_area=int(grey.size * 0.03), max_variation=0.2)
    across, down = (cv2.Sobel(grey, cv2.CV_32F, dx, 1 - dx, scale=0.125) for dx in (1, 0))
    steep = np.asarray(np.hypot(across, down), np.float32)
    regions, boxes = finder.detectRegions(grey)
    kept: dict[tuple[int, int, int, int], Glyph] = {}
    for points, raw in zip(regions, boxes, strict=True):
        glyph = _glyph(np.asarray(points), (int(raw[0]), int(raw[1]), int(raw[2]), int(raw[3])), grey, steep, free)
        if glyph is not None:
            left, top, width, height = (value // 4 for value in glyph.box)
            key = (left, top, width, height)
            if key not in kept or glyph.full > kept[key].full:
                kept[key] = glyph
    return list(kept.values())


def _glyph(points: NDArray[Any], box: Box, grey: Bytes8, steep: Plane, free: Flags) -> Glyph | None:
    """Return a region as a glyph: one ink, sharp against even ground, outside the product; else nothing."""
    import cv2

    x, y, width, height = box
    if min(width, height) < 2 or not free[points[:, 1], points[:, 0]].all():
        return None
    mask = np.zeros((height + 8, width + 8), np.uint8)
    mask[points[:, 1] - y + 4, points[:, 0] - x + 4] = 1
    top, left = max(0, y - 4), max(0, x - 4)
    part = grey[top : y + height + 4, left : x + width + 4]
    mask = mask[top - y + 4 :, left - x + 4 :][: part.shape[0], : part.shape[1]]
    core = cv2.erode(mask, np.ones((3, 3), np.uint8), borderValue=0)
    ink = part[(core if core.sum() >= 6 else mask) > 0].astype(np.float32)
    ring = (cv2.dilate(mask, np.ones((7, 7), np.uint8)) - cv2.dilate(mask, np.ones((3, 3), np.uint8))) > 0
    ground = part[ring].astype(np.float32)
    if len(ground) < 8 or not len(ink):
        return None
    apart = float(np.median(ink) - np.median(ground))
    spread = float(np.percentile(ground, 80) - np.percentile(ground, 20))
    if abs(apart) < 18 or float(ink.std()) > 0.22 * abs(apart) + 3 or spread > 0.3 * abs(apart) + 3:
        return None
    thick = cv2.distanceTransform(np.pad(mask, 1), cv2.DIST_L2, 3)
    stroke = 2.0 * float(np.percentile(thick[thick > 0], 85))
    rim = (cv2.dilate(mask, np.ones((3, 3), np.uint8)) - core) > 0
    sharp = float(np.percentile(steep[top : y + height + 4, left : x + width + 4][rim], EDGE)) / abs(apart)
    return Glyph(box, float(np.median(ink)), stroke, float(mask.sum()) / (width * height), apart > 0, sharp)


def _rows(glyphs: list[Glyph], long: int) -> list[list[Glyph]]:
    """Return rows of at least ``ROW`` glyphs of one height, ink and stroke, next to each other."""
    least, most = (share * long for share in GLYPHS)
    letters = sorted(
        (g for g in glyphs if least <= g.box[3] <= most and 0.08 <= g.box[2] / g.box[3] <= 1.6 and g.full < 0.93),
        key=lambda glyph: glyph.box[0],
    )
    rows: list[list[Glyph]] = []
    for glyph in letters:
        for row in rows:
            if _follows(row[-1], glyph):
                row.append(glyph)
                break
        else:
            rows.append([glyph])
    return [row for row in rows if len(row) >= ROW and _varied(row)]


def _follows(last: Glyph, glyph: Glyph) -> bool:
    (x, y, width, height), (here, top, _, high) = last.box, glyph.box
    tall = max(height, high)
    return (
        last.light == glyph.light
        and min(height, high) > 0.55 * tall
        and -0.1 * tall <= here - (x + width) <= 0.9 * tall
        and abs((y + height) - (top + high)) < 0.3 * tall
        and abs(last.ink - glyph.ink) < 26
        and 0.5 < (last.stroke + 1) / (glyph.stroke + 1) < 2.0
    )


def _varied(row: list[Glyph]) -> bool:
    """Whether the glyphs differ in shape, as letters do and bricks do not, and their strokes are thin."""
    widths = np.array([glyph.box[2] / glyph.box[3] for glyph in row])
    fulls = np.array([glyph.full for glyph in row])
    thin = np.median([glyph.stroke / glyph.box[3] for glyph in row])
    return bool(thin < 0.42 and (np.std(widths) > 0.06 or np.std(fulls) > 0.05) and np.median(fulls) < 0.8)


def _signs(glyphs: list[Glyph], long: int) -> list[Glyph]:
    """Return flat, sharp marks of a sign's size on even ground; none where so many are a pattern."""
    least, most = (share * long for share in SIGN)
    found = [g for g in glyphs if least <= min(g.box[2:]) and max(g.box[2:]) <= most and g.full > 0.12]
    sharp = [g for g in found if g.sharp > SHARP]
    return sharp if len(sharp) <= MANY else []
