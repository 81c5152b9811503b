"""The outline of a product that hangs, or stands before a face: its pieces, their tops, whether it is frontal."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.image import Bytes8

OPAQUE = 127
LEAST = 0.25
"""A second piece of a pair has at least this share of the first one's pixels."""
SYMMETRIC = 0.86
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Piece:
    """One thing of a photo: its box (x, y, width, height) and its ``top``, where it hangs from, in pixels."""

    box: Box
    top: tuple[float, float]


@dataclass(frozen=True)
class Front:
    """Spectacles seen from in front: the middle between their lenses, their tilt in degrees and width in pixels."""

    at: tuple[float, float]
    tilt: float
    width: float
    height: float


def pieces_of(alpha: Bytes8, most: int = 2) -> tuple[Piece, ...]:
    """Return the one or two things on a cut-out (H×W), from left to right; joined are what a few pixels part."""
    import cv2

    there = (alpha > OPAQUE).astype(np.uint8)
    near = max(3, round(0.012 * max(alpha.shape))) | 1
    joined = cv2.morphologyEx(there, cv2.MORPH_CLOSE, np.ones((near, near), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    order = sorted(range(1, count), key=lambda at: -int(stats[at, cv2.CC_STAT_AREA]))[:most]
    kept = [at for at in order if stats[at, cv2.CC_STAT_AREA] >= LEAST * stats[order[0], cv2.CC_STAT_AREA]]
    found = [_piece(there & (labels == at), stats[at]) for at in kept]
    return tuple(sorted(found, key=lambda piece: piece.top[0]))


def _piece(there: NDArray[np.uint8], stats: NDArray[np.int32]) -> Piece:
    x, y, wide, high = (int(value) for value in stats[:4])
    head = there[y : y + max(2, round(0.06 * high)), x : x + wide]
    columns = np.nonzero(head.any(0))[0]
    middle = x + float(columns.mean()) + 0.5 if len(columns) else x + wide / 2
    return Piece((x, y, wide, high), (middle, float(y)))


def front_of(alpha: Bytes8) -> Front | str:
    """Return the spectacles on a cut-out (H×W) seen from straight in front, or what is wrong with their view."""
    import cv2

    y, x = np.nonzero(alpha > 40)
    if len(x) < 400:
        return "the frame could not be made out"
    (cx, cy), (one, other), angle = cv2.minAreaRect(cv2.convexHull(np.stack([x, y], 1).astype(np.int32)))
    tilt = angle if one >= other else angle - 90.0
    tilt = (tilt + 90.0) % 180.0 - 90.0
    width, height = max(one, other), min(one, other)
    if not 1.9 < width / max(height, 1.0) < 5.0 or abs(tilt) > 25.0:
        return "it is not seen from straight in front"
    side = 220
    turned = cv2.getRotationMatrix2D((cx, cy), tilt, side / width)
    turned[:, 2] += np.array([side / 2, side / 2]) - (cx, cy)
    upright = cv2.warpAffine((alpha > 40).astype(np.float32), turned, (side, side))
    filled = _filled(upright > 0.5)
    mirrored = filled[:, ::-1]
    alike = float((filled & mirrored).sum()) / max(1.0, float((filled | mirrored).sum()))
    if alike < SYMMETRIC:
        return "its two halves do not look alike: it is seen from the side, or a temple shows"
    return Front((float(cx), float(cy)), float(tilt), float(width), float(height))


def _filled(there: NDArray[np.bool_]) -> NDArray[np.bool_]:
    import cv2

    outlines, _ = cv2.findContours(there.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    drawn: NDArray[np.bool_] = cv2.drawContours(np.zeros(there.shape, np.uint8), outlines, -1, 1, cv2.FILLED) > 0
    return drawn
