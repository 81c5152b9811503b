"""What a model put into a set that nobody asked for: a second product, writing, a sign. Measured, not guessed.

A second product is looked for by its features (SIFT, as copies of photos are) and, since a plain thing has few, by
masked correlation at several sizes, mirrored too, where its colours agree. Writing is a row of flat glyphs of one
height, one ink and one width of stroke (after Epshtein et al., "Detecting text in natural scenes with stroke width
transform", CVPR 2010; glyphs are stable regions: Matas et al., "Robust wide-baseline stereo from MSER", BMVC 2002).
A sign is a flat, sharp-edged mark on even ground.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import LUMINANCE, delta_e, srgb_to_lab
from tools.engines.composite import Placed
from tools.engines.image import Bytes8, Image, check_image, to_bytes, to_float
from tools.engines.recognition.points import lie, mirrored
from tools.engines.recognition.traits import traits_of

Kind = Literal["product", "text", "logo"]
Box = tuple[int, int, int, int]
Flags = NDArray[np.bool_]
Plane = NDArray[np.float32]

SIDE = 800
"""Long side in pixels at which writing and signs are looked for."""
COARSE = 300
"""The same of the correlation."""
AROUND = 0.03
"""What lies nearer to the product than this share of the frame is its own contact and reflection."""
SIZES = tuple(0.92**step for step in range(13))
"""How large a second product may be beside the first: a thin one needs its size met within a few per cent."""
ALIKE, SURELY, OFF_COLOUR = 0.52, 0.75, 16.0
"""Correlation of edges from which on a thing of the product's colours is its twin, and one of any; mean ΔE2000 that
these may be off."""
SMALLEST, RIM, CLEAR = 12, 3, 0.06
"""Pixels of the least template's side, and round it; steepness of an edge that is as clear as any."""
GLYPHS, ROW = (0.009, 0.12), 4
"""Height of a glyph in shares of the frame's longer side, and how many make writing."""
SIGN = (0.018, 0.25)
"""Sides of a sign in the same share."""
EDGE, SHARP = 60, 0.385
"""Percentile of its edge's pixels, and the share of its contrast that a sign has in one of them: leaves are softer."""
MANY = 10
"""From this number on flat marks are a pattern: terrazzo, tiles, leaves."""


@dataclass(frozen=True)
class Phantom:
    """One thing found: where (x, y, width, height in the picture's pixels), and how surely, 0..1."""

    kind: Kind
    box: Box
    score: float


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


def phantoms(painted: Image, placed: Placed) -> tuple[Phantom, ...]:
    """Return what stands outside the product in ``painted`` (H×W×3 sRGB), whose own place ``placed`` tells.

    At most one of each kind, the surest.
    """
    check_image(painted, "painted", (3,))
    found = [_twin(painted, placed), *_written(painted, placed)]
    return tuple(each for each in found if each is not None)


def _outside(alpha: Bytes8, size: tuple[int, int]) -> Flags:
    """Return where a picture of ``size`` (width, height) is neither the product nor right beside it."""
    import cv2

    small = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    reach = max(2, round(max(size) * AROUND))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    return np.asarray(cv2.dilate((small > 8).astype(np.uint8), kernel) == 0)


def _sized(image: Image, side: int) -> tuple[Image, float]:
    import cv2

    factor = min(1.0, side / max(image.shape[:2]))
    size = max(1, round(image.shape[1] * factor)), max(1, round(image.shape[0] * factor))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.float32), factor


def _back(box: tuple[float, float, float, float], factor: float) -> Box:
    x, y, width, height = (round(side / factor) for side in box)
    return x, y, width, height


# A second product.


def _twin(painted: Image, placed: Placed) -> Phantom | None:
    if not (placed.alpha > 127).any():
        return None
    by_features = _by_features(painted, placed)
    return by_features or _by_correlation(painted, placed)


def _crop(placed: Placed) -> tuple[slice, slice]:
    rows, columns = np.flatnonzero((placed.alpha > 127).any(1)), np.flatnonzero((placed.alpha > 127).any(0))
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _by_features(painted: Image, placed: Placed) -> Phantom | None:
    """Return where the product's features lie once more, or nothing."""
    box = _crop(placed)
    known = traits_of(placed.foreground[box], placed.alpha[box])
    free = _outside(placed.alpha, (painted.shape[1], painted.shape[0]))
    rest = to_bytes(painted)
    rest[~free] = np.median(rest[free], axis=0).astype(np.uint8) if free.any() else 0
    seen = traits_of(rest)
    height, width = rest.shape[:2]
    long = max(height, width)
    there = (seen.points * long).astype(int)
    kept = free[np.clip(there[:, 1], 0, height - 1), np.clip(there[:, 0], 0, width - 1)]
    points, marks = seen.points[kept], seen.directions[kept]
    for flipped in (False, True):
        place = np.stack([np.float32(width / long) - points[:, 0], points[:, 1]], 1) if flipped else points
        found = lie((known.points, known.directions), (place, mirrored(marks) if flipped else marks))
        if found is not None:
            middle = found.affine @ np.array([0.25, 0.25, 1.0])
            x = (width / long - middle[0] if flipped else middle[0]) * long
            size = float(np.sqrt(abs(np.linalg.det(found.affine[:, :2])))) * long
            spot = (round(x - size / 4), round(float(middle[1]) * long - size / 4), round(size / 2), round(size / 2))
            return Phantom("product", spot, min(1.0, found.agreeing / 40))
    return None


def _by_correlation(painted: Image, placed: Placed) -> Phantom | None:
    """Return where something has the product's edges and colours, or nothing."""
    import cv2

    small, factor = _sized(painted, COARSE)
    edges, lab = _edges(small), srgb_to_lab(small)
    free = _outside(placed.alpha, (small.shape[1], small.shape[0])).astype(np.float32)
    box = _crop(placed)
    best: Phantom | None = None
    for size in SIZES:
        shape = tuple(max(1, round((side.stop - side.start) * factor * size)) for side in box)
        if min(shape) < SMALLEST or shape[0] + 2 * RIM >= edges.shape[0] or shape[1] + 2 * RIM >= edges.shape[1]:
            continue
        colour = cv2.resize(to_float(placed.foreground[box]), shape[::-1], interpolation=cv2.INTER_AREA)
        solid = cv2.resize(to_float(placed.alpha[box]), shape[::-1], interpolation=cv2.INTER_AREA)
        for turned in (slice(None), slice(None, None, -1)):
            rgba = np.dstack([colour[:, turned], solid[:, turned]]).astype(np.float32)
            found = _best_place((edges, lab, free), rgba)
            if found is not None and (best is None or found.score > best.score):
                best = Phantom("product", _back(found.box, factor), found.score)
    return best


def _edges(image: Image) -> Plane:
    """Return how steep a picture is (H×W, 0..1), whatever the contrast of a clear edge."""
    import cv2

    steep = np.zeros(image.shape[:2], np.float32)
    for channel in range(3):
        plane = cv2.GaussianBlur(np.ascontiguousarray(image[..., channel]), (0, 0), 1.0)
        across, down = (cv2.Sobel(plane, cv2.CV_32F, dx, 1 - dx, scale=0.25) for dx in (1, 0))
        steep = np.maximum(steep, np.hypot(across, down))
    return np.minimum(steep / np.float32(CLEAR), 1.0)


def _best_place(seen: tuple[Plane, Image, Plane], rgba: Image) -> Phantom | None:
    """Return the best place of a product (h×w×4) in the edges, colours and free places that are ``seen``."""
    import cv2

    edges, lab, free = seen
    padded = np.pad(rgba, ((RIM, RIM), (RIM, RIM), (0, 0)))
    solid = padded[..., 3]
    ground = 1.0 - np.median(rgba[rgba[..., 3] > 0.5][:, :3], axis=0) if (rgba[..., 3] > 0.5).any() else np.ones(3)
    on_ground = padded[..., :3] * solid[..., None] + np.round(ground).astype(np.float32) * (1.0 - solid[..., None])
    around = np.asarray(cv2.dilate(solid, np.ones((2 * RIM + 1, 2 * RIM + 1), np.uint8)) > 0.5, np.float32)
    score = cv2.matchTemplate(edges, _edges(on_ground.astype(np.float32)), cv2.TM_CCOEFF_NORMED, mask=around)
    room = cv2.matchTemplate(free, around, cv2.TM_CCORR) / max(float(around.sum()), 1.0)
    score = np.where(np.isfinite(score) & (np.abs(score) <= 1.001) & (room > 0.96), score, 0.0)
    y, x = (int(at) for at in np.unravel_index(int(score.argmax()), score.shape))
    value = float(score[y, x])
    if value < ALIKE:
        return None
    height, width = rgba.shape[:2]
    inside = rgba[..., 3] > 0.8
    part = lab[y + RIM : y + RIM + height, x + RIM : x + RIM + width]
    own = srgb_to_lab(np.ascontiguousarray(rgba[..., :3]))
    apart = float(delta_e(part[inside].mean(0), own[inside].mean(0))) if inside.any() else OFF_COLOUR
    if apart > OFF_COLOUR and value < SURELY:
        return None
    return Phantom("product", (x + RIM, y + RIM, width, height), value)


# Writing and signs.


def _written(painted: Image, placed: Placed) -> Iterator[Phantom]:
    small, factor = _sized(painted, SIDE)
    free = _outside(placed.alpha, (small.shape[1], small.shape[0]))
    grey = to_bytes((small @ LUMINANCE).astype(np.float32))
    glyphs = _glyphs(grey, free)
    rows = _rows(glyphs, max(grey.shape))
    if rows:
        row = max(rows, key=len)
        yield Phantom("text", _back(_around([glyph.box for glyph in row]), factor), min(1.0, len(row) / 8))
    signs = _signs(glyphs, max(grey.shape))
    if signs:
        yield Phantom("logo", _back(_around([sign.box for sign in signs]), factor), 1.0 / len(signs))


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
