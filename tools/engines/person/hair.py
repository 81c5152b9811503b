"""What shows through loose hair: gaps and fringes in which the old backdrop is seen, within an outline round the hair.

A graph cut takes curls for solid. Round the head, where the backdrop is even, each pixel lies on the line between what
is behind it and the hair beside it (Porter and Duff, 1984); where it is plainly the backdrop's, it is none of the hair.
"""

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import linear_to_lab, srgb_to_linear
from tools.engines.cutout.lab import Region, blur, resize
from tools.engines.image import Image, Mask
from tools.engines.person.faces import OVAL, Face

Plane = NDArray[np.float32]

AROUND = 1.9
"""How far from the middle of a face its hair reaches, in heights of the face."""

NEAR = 0.42
"""How far within the outline backdrop shows through hair, in the same heights."""

SPREAD = 0.16
"""Standard deviation of the blur that backdrop and hair are read with, in the same heights."""

COARSE = 4.0
"""Standard deviation of that blur in the pixels that it is reckoned with."""

EVEN, APART = 9.0, 22.0
"""Spread (ΔE) of a backdrop that is still even, and the least ΔE between it and the hair beside it."""

LIGHTER = 12.0
"""How much lighter (L*) the backdrop must be than the hair."""

RIM, FAR_APART = 0.10, 34.0
"""Where it is darker, how far within the outline it is looked for, in the same heights, and the least ΔE there."""

NONE, ALL = 0.10, 0.46
"""Place on the line from backdrop (0) to hair (1) up to which nothing of a pixel is hair, and from which on all is."""

FOREHEAD = 0.30
"""How far a forehead goes on over the uppermost points of a face, in the same heights."""

SKIN, SHADE = 17.0, 0.35
"""ΔE to a face's skin up to which a pixel may be skin, and how much of a difference in lightness counts in it."""

OFF_LINE = 0.42
"""How far off that line a pixel may be, in lengths of it: farther, it is something else."""


def through_hair(photo: Image, region: Region, alpha: Mask, face: Face) -> tuple[Mask, Image]:
    """Return (alpha without what shows through the hair of ``face``, the colours freed of it).

    ``photo`` is H×W×3 sRGB, ``region`` (H×W) where the person is, ``alpha`` their matte.
    """
    import cv2

    tall = float(np.linalg.norm(face.points[10, :2] - face.points[152, :2]))
    window = _window(face, tall, region.shape)
    part, inside = photo[window], region[window]
    if not inside.any() or inside.all():
        return alpha, photo
    away = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 3)
    lab = linear_to_lab(srgb_to_linear(part)).astype(np.float32)
    zone = (away < NEAR * tall) & inside & ~_face(face, window, inside.shape) & ~_like_skin(lab, face, window)
    behind, spread = _mean(lab, ~inside & _far(~inside, 0.02 * tall), SPREAD * tall)
    hair, share = behind, np.ones(inside.shape, np.float32)
    for _ in range(2):
        own = inside & (away > 0.03 * tall) & (share > 0.5)
        hair, _ = _mean(lab, own, SPREAD * tall)
        share = _share(lab, behind, hair)
    apart = np.linalg.norm(hair - behind, axis=-1)
    off = np.linalg.norm(lab - behind - share[..., None] * (hair - behind), axis=-1)
    pale = behind[..., 0] > hair[..., 0] + LIGHTER
    pale |= (away < RIM * tall) & (apart > FAR_APART)  # a dark gap and a lock in the shade are not told apart
    told = zone & pale & (apart > APART) & (spread < EVEN) & (off < OFF_LINE * apart)
    ramp = np.clip((share - NONE) / (ALL - NONE), 0.0, 1.0)
    kept = np.where(told, ramp * ramp * (3.0 - 2.0 * ramp), 1.0).astype(np.float32)
    kept[_clothes(kept < 0.9, float(face.points[152, 1]) - window[0].start)] = 1.0
    return _applied(photo, alpha, window, kept)


def _clothes(gaps: Region, chin: float) -> Region:
    """Return those of ``gaps`` that go on below the row ``chin``: a pale collar before a pale wall."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(gaps.astype(np.uint8), connectivity=8)
    low = stats[:, cv2.CC_STAT_TOP] + stats[:, cv2.CC_STAT_HEIGHT] > chin
    low[0] = False
    return np.asarray(low[labels], np.bool_)


def _applied(photo: Image, alpha: Mask, window: tuple[slice, slice], kept: Plane) -> tuple[Mask, Image]:
    import cv2

    made, colours = alpha.copy(), photo.copy()
    made[window] = np.minimum(alpha[window], kept)
    part = photo[window]
    solid = (kept > 0.97).astype(np.float32)
    reach = 5.0
    total = cv2.GaussianBlur(part * solid[..., None], (0, 0), reach)
    weight = cv2.GaussianBlur(solid, (0, 0), reach)[..., None]
    beside = total / np.maximum(weight, 1e-3)
    freed = kept[..., None] * part + (1.0 - kept[..., None]) * beside
    colours[window] = np.where((kept < 0.97)[..., None] & (weight > 1e-2), freed, part)
    return made, np.asarray(colours, np.float32)


def _share(lab: Plane, behind: Plane, hair: Plane) -> Plane:
    """Return where each pixel lies on the line from ``behind`` (0) to ``hair`` (1)."""
    way = hair - behind
    return np.asarray(((lab - behind) * way).sum(-1) / np.maximum((way * way).sum(-1), 1.0), np.float32)


def _mean(lab: Plane, where: Region, sigma: float) -> tuple[Plane, Plane]:
    """Return (the mean of ``lab`` over ``where`` round each pixel, how far it spreads there).

    Reckoned as coarsely as the blur allows.
    """
    step = max(1.0, sigma / COARSE)
    height, width = where.shape
    small = max(1, round(height / step)), max(1, round(width / step))
    weight = where.astype(np.float32)
    sums = blur(resize(np.dstack([lab * weight[..., None], weight]), small), max(0.5, sigma / step))
    squares = blur(resize((lab * lab).sum(-1) * weight, small), max(0.5, sigma / step))
    total = np.maximum(sums[..., 3], 1e-4)
    mean = sums[..., :3] / total[..., None]
    spread = np.sqrt(np.maximum(squares / total - (mean * mean).sum(-1), 0.0))
    spread = np.where(sums[..., 3] > 1e-3, spread, 1e3).astype(np.float32)
    return resize(mean.astype(np.float32), (height, width)), resize(spread, (height, width))


def _far(where: Region, reach: float) -> Region:
    import cv2

    return np.asarray(cv2.distanceTransform(where.astype(np.uint8), cv2.DIST_L2, 3) > reach, np.bool_)


def _window(face: Face, tall: float, shape: tuple[int, ...]) -> tuple[slice, slice]:
    middle, reach = face.points[:, :2].mean(0), AROUND * tall
    spans = [
        slice(max(0, int(at - reach)), max(0, min(length, int(at + reach) + 1)))
        for at, length in zip(middle[::-1], shape[:2], strict=True)
    ]
    return spans[0], spans[1]


def _like_skin(lab: Plane, face: Face, window: tuple[slice, slice]) -> Region:
    """Return what has the colour of this face's skin, lit or in shade: foreheads, ears and necks stay whole."""
    x, y = np.round(face.points[:, :2] - [window[1].start, window[0].start]).astype(int).T
    here = (x >= 0) & (y >= 0) & (x < lab.shape[1]) & (y < lab.shape[0])
    skin = np.median(lab[y[here], x[here]], axis=0) if here.any() else np.array([65.0, 15.0, 18.0])
    off = (lab - skin) * np.array([SHADE, 1.0, 1.0], np.float32)
    return np.asarray(np.linalg.norm(off, axis=-1) < SKIN, np.bool_)


def _face(face: Face, window: tuple[slice, slice], shape: tuple[int, ...]) -> Region:
    """Return where the face itself is, forehead and all, of which nothing is taken."""
    import cv2

    made = np.zeros(shape[:2], np.uint8)
    points = face.points[list(OVAL), :2] - [window[1].start, window[0].start]
    up = face.points[10, :2] - face.points[152, :2]
    brow = face.points[[33, 263], :2].mean(0) - [window[1].start, window[0].start]
    raised = points + FOREHEAD * up * ((points - brow) @ up > 0)[:, None]
    hull = cv2.convexHull(np.concatenate([points, raised]).astype(np.float32))
    cv2.fillPoly(made, [np.round(hull).astype(np.int32)], 1)
    return np.asarray(made > 0, np.bool_)
