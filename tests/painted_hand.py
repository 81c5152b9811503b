"""A painted hand with its forearm, the back to the camera, of which every millimetre is known; and who sees it."""

import cv2
import numpy as np
from scipy.ndimage import gaussian_filter

from tools.engines.cutout.result import CutOut
from tools.engines.image import Bytes8, Mask, to_float
from tools.engines.person.hands import Hand
from tools.engines.person.seen import Judged, Person

WIDTH, HEIGHT = 640, 900
ROOT = (320.0, 600.0)
PX = 3.0
"""Pixels to a millimetre."""
ARM_MM, FINGER_MM = 55.0, 18.0
SKIN, CLOTH, WALL = (206, 160, 134), (60, 66, 80), (40, 74, 110)
MM = np.array(
    [
        (0, 0), (-28, -20), (-46, -44), (-58, -68), (-66, -86),
        (-28, -87), (-30, -131), (-31, -156), (-32, -176),
        (-8, -91), (-8, -139), (-8, -168), (-8, -190),
        (12, -88), (14, -133), (15, -161), (16, -181),
        (30, -78), (36, -112), (39, -132), (41, -149),
    ],
    np.float32,
)  # fmt: skip
"""21 points of a right hand in millimetres from its root, fingers up."""


def hand(mirrored: bool = False) -> Hand:
    points = MM * (-1, 1) if mirrored else MM
    placed = np.column_stack([points * PX + ROOT, np.zeros(21)]).astype(np.float32)
    return Hand(placed, presence=0.99, right=0.0 if mirrored else 1.0, wander=0.02)


def photo(sleeve: bool = False, worn: bool = False, mirrored: bool = False) -> Bytes8:
    """Return the photo, H×W×3; ``sleeve`` covers the forearm, ``worn``: a strap lies round the wrist."""
    picture = np.full((HEIGHT, WIDTH, 3), WALL, np.uint8)
    flat = hand(mirrored).points[:, :2]
    half = int(ARM_MM * PX / 2)
    root = tuple(int(value) for value in ROOT)
    cv2.rectangle(picture, (root[0] - half, root[1] - 10), (root[0] + half, HEIGHT), SKIN, -1)
    cv2.fillPoly(picture, [flat[[0, 1, 5, 9, 13, 17]].astype(np.int32)], SKIN)
    cv2.rectangle(picture, (root[0] - half, root[1] - int(80 * PX)), (root[0] + half, root[1]), SKIN, -1)
    for chain in ((1, 2, 3, 4), (5, 6, 7, 8), (9, 10, 11, 12), (13, 14, 15, 16), (17, 18, 19, 20)):
        cv2.polylines(picture, [flat[list(chain)].astype(np.int32)], False, SKIN, int(0.78 * FINGER_MM * PX))
    if sleeve:
        cv2.rectangle(picture, (root[0] - half - 12, root[1] + 15), (root[0] + half + 12, HEIGHT), CLOTH, -1)
    if worn:
        cv2.rectangle(picture, (root[0] - half, root[1] + 45), (root[0] + half, root[1] + 90), CLOTH, -1)
    grain = np.random.default_rng(5).normal(0, 3, picture.shape)
    return np.clip(cv2.GaussianBlur(picture, (0, 0), 1.0) + grain, 0, 255).astype(np.uint8)


def outlined(photo: Bytes8, worn: Bytes8, product: Mask) -> CutOut:
    """Cut the painted hand out by the one colour of its wall."""
    off = np.abs(photo.astype(np.int16) - np.array(WALL, np.int16)).max(-1)
    alpha = np.maximum(gaussian_filter((off > 30).astype(np.float32), 0.7), product)
    return CutOut(alpha.astype(np.float32), to_float(worn), 1.0)


class SeesHand:
    """Sees the painted hand, or nobody."""

    def __init__(self, *hands: Hand) -> None:
        self.hands = hands

    def look(self, photo: Bytes8) -> Person:
        return Person(tuple(Judged(each, ()) for each in self.hands), ())


def watch(height: int = 700, width: int = 300) -> Bytes8:
    """Return a watch from above as a see-through picture, H×W×4: strap, case, a red mark at its 3."""
    rgba = np.zeros((height, width, 4), np.uint8)
    middle = (width // 2, height // 2)
    cv2.rectangle(rgba, (middle[0] - 55, 10), (middle[0] + 55, height - 10), (120, 70, 40, 255), -1)
    cv2.circle(rgba, middle, 105, (200, 200, 205, 255), -1)
    cv2.rectangle(rgba, (middle[0] + 60, middle[1] - 12), (middle[0] + 92, middle[1] + 12), (240, 10, 10, 255), -1)
    return rgba


def bracelet(side: int = 500) -> Bytes8:
    """Return a round bracelet with a blue stone at its lower side, H×W×4."""
    rgba = np.zeros((side, side, 4), np.uint8)
    middle = (side // 2, side // 2)
    cv2.circle(rgba, middle, 200, (220, 180, 60, 255), 22)
    cv2.circle(rgba, (middle[0], middle[1] + 200), 34, (20, 40, 220, 255), -1)
    return rgba


def ring(height: int = 260, width: int = 460) -> Bytes8:
    """Return a ring from above, H×W×4: a thin band and a round head."""
    rgba = np.zeros((height, width, 4), np.uint8)
    middle = (width // 2, height // 2)
    cv2.rectangle(rgba, (15, middle[1] - 20), (width - 15, middle[1] + 20), (225, 185, 70, 255), -1)
    cv2.circle(rgba, middle, 80, (235, 240, 245, 255), -1)
    return rgba
