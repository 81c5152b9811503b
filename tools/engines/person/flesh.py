"""The mask of a hand and its bare arm, from the bones outwards.

Source: Rother et al., GrabCut, 2004 (OpenCV's), begun from the skeleton and the skin under it; the edge by a guided
filter (He et al., 2013).
"""

import hashlib

import numpy as np

from tools.engines.decoded import Kept
from tools.engines.image import Image, Mask
from tools.engines.person.hands import Hand
from tools.engines.person.own_skin import OwnSkin, lab_of, skin_at, unlike

CHAINS = ((0, 1, 2, 3, 4), (0, 5, 6, 7, 8), (9, 10, 11, 12), (13, 14, 15, 16), (0, 17, 18, 19, 20), (5, 9, 13, 17))
WORK_SIDE = 520
SEED = 7
NO_SKIN = 6.5
"""Spreads from the hand's own skin beyond which a pixel is none, unless the bones cross it (a painted nail)."""


_FOUND: Kept[Mask] = Kept(64_000_000, lambda mask: mask.nbytes)


def skin_of_hand(photo: Image, hand: Hand) -> OwnSkin:
    """Return the skin of a hand's back or palm, knuckles and fingers."""
    return skin_at(lab_of(photo), hand.points[[1, 2, 5, 6, 9, 10, 13, 14, 17, 18], :2], 0.05 * hand.palm)


def flesh_of(photo: Image, hand: Hand, fan: float = 0.0, arm: float = 1.3) -> Mask:
    """Return where ``photo`` (H×W×3 sRGB) shows the skin of ``hand`` and of its arm, ``arm`` palms beyond the wrist.

    ``fan`` is how many degrees the arm may go off the hand's own direction; 0 looks for a straight one only, surer.
    What was found last is kept: each redraw of a try-on asks for the same hand of the same photo.
    """
    pixels = hashlib.blake2b(np.ascontiguousarray(photo).data, digest_size=16).digest()
    key = (pixels, photo.shape, hand.points.tobytes(), fan, arm)
    return _FOUND.get(key, lambda: _flesh(photo, hand, fan, arm))


def _flesh(photo: Image, hand: Hand, fan: float, arm: float) -> Mask:
    import cv2

    height, width = photo.shape[:2]
    flat, palm = hand.points[:, :2], hand.palm
    away = (flat[0] - flat[9]) / max(float(np.linalg.norm(flat[0] - flat[9])), 1e-6)
    aside = np.array([-away[1], away[0]])
    ends = flat[0] + palm * arm * np.array([away, 0.5 * away + 0.9 * aside, 0.5 * away - 0.9 * aside])
    corners = np.vstack([flat, ends])
    low = np.maximum(corners.min(0) - 0.5 * palm, 0).astype(int)
    high = np.minimum(corners.max(0) + 0.5 * palm, [width, height]).astype(int)
    part = np.ascontiguousarray(photo[low[1] : high[1], low[0] : high[0]])
    factor = min(1.0, WORK_SIDE / max(part.shape[:2]))
    small = cv2.resize(part, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    drawn = _drawn(small.shape[:2], (flat - low) * factor, palm * factor, away, (arm, fan))
    found = _cut(small, drawn, skin_of_hand(photo, hand))
    mask = np.zeros((height, width), np.float32)
    smooth = cv2.resize(found, part.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    mask[low[1] : high[1], low[0] : high[0]] = guided(part, smooth, max(2, round(0.02 * palm)))
    mask.setflags(write=False)
    return mask


def _drawn(
    shape: tuple[int, ...], flat: Mask, palm: float, away: Mask, reach: tuple[float, float]
) -> tuple[Mask, Mask]:
    """Return (bones, all that may be flesh), both of ``shape`` and 0 or 1."""
    import cv2

    bones = np.zeros(shape, np.uint8)
    thick = max(2, round(0.13 * palm))
    for chain in CHAINS:
        cv2.polylines(bones, [flat[list(chain)].astype(np.int32)], False, 1, thick)
    cv2.fillPoly(bones, [flat[[0, 5, 9, 13, 17]].astype(np.int32)], 1)
    side = max(3, round(0.4 * palm)) | 1
    around = cv2.dilate(bones, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
    (arm, fan), root = reach, tuple(int(v) for v in flat[0])
    elbow = tuple(int(v) for v in flat[0] + away * palm * arm)
    cv2.line(around, root, elbow, 1, max(2, round(1.15 * palm)))
    if fan:
        toward, far = float(np.degrees(np.arctan2(away[1], away[0]))), max(2, round(arm * palm))
        cv2.ellipse(around, root, (far, far), 0.0, toward - fan, toward + fan, 1, cv2.FILLED)
    return bones.astype(np.float32), np.asarray(around, np.float32)


def _cut(small: Image, drawn: tuple[Mask, Mask], skin: OwnSkin) -> Mask:
    import cv2

    bones, around = drawn
    away = unlike(lab_of(small), skin)
    marks = np.full(small.shape[:2], cv2.GC_BGD, np.uint8)
    marks[around > 0] = cv2.GC_PR_FGD
    marks[(around > 0) & (away > 4.5)] = cv2.GC_PR_BGD
    marks[away > NO_SKIN] = cv2.GC_BGD
    marks[(bones > 0) & (away < 3.5)] = cv2.GC_FGD
    if (marks == cv2.GC_FGD).sum() < 20:
        return np.zeros(small.shape[:2], np.float32)
    eight = (small[..., ::-1] * 255).astype(np.uint8).copy()
    cv2.setRNGSeed(SEED)
    cv2.grabCut(eight, marks, None, np.zeros((1, 65)), np.zeros((1, 65)), 3, cv2.GC_INIT_WITH_MASK)
    found = ((marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD)).astype(np.uint8)
    count, labels = cv2.connectedComponents(found)
    if count > 2:
        sizes = np.bincount(labels[bones > 0], minlength=count)
        sizes[0] = 0
        found = (labels == sizes.argmax()).astype(np.uint8)
    return np.asarray(found, np.float32)


def guided(photo: Image, mask: Mask, radius: int, least: float = 1e-4) -> Mask:
    """Return ``mask`` (H×W) drawn to the edges of ``photo``'s lightness, by He's guided filter."""
    import cv2

    light = photo.mean(-1).astype(np.float32)
    size = (2 * radius + 1, 2 * radius + 1)
    mean_light, mean_mask = cv2.blur(light, size), cv2.blur(mask, size)
    both = cv2.blur(light * mask, size) - mean_light * mean_mask
    slope = both / (cv2.blur(light * light, size) - mean_light**2 + least)
    offset = mean_mask - slope * mean_light
    made = cv2.blur(slope, size) * light + cv2.blur(offset, size)
    return np.asarray(np.clip(made, 0.0, 1.0), np.float32)
