"""The hands in a photo: 21 points each, seen twice.

Source: Zhang et al., MediaPipe Hands, 2020. The palm gives a first square; the points found in it give a second, better
one. On a hand the two agree; on a knee, an ear or a fold they do not, which is the gate that a score is not.
"""

from dataclasses import dataclass

import numpy as np

from tools.engines.image import Image, check_image
from tools.engines.person.looking import Look, Points, answers, cut_look, from_square
from tools.engines.sight.boxes import Found, Window, anchors, cut_window, decode

PALM, HAND = 192, 224
PALM_SCORE = 0.5
SURE = 0.5
_GRIDS = ((8, 2), (16, 6))


@dataclass(frozen=True)
class Hand:
    """``points`` 21×3 in pixels: wrist, then thumb, index, middle, ring, little finger from palm to tip.

    ``presence`` is the network's (0..1), ``right`` how surely it is a right hand if the photo is not mirrored,
    ``wander`` how far the points moved from the first look to the second, in shares of the palm's length.
    """

    points: Points
    presence: float
    right: float
    wander: float

    @property
    def palm(self) -> float:
        """Pixels from the wrist to the middle finger's knuckle, or 1.2 × across the knuckles where that is longer."""
        flat = self.points[:, :2]
        return float(max(np.linalg.norm(flat[0] - flat[9]), 1.2 * np.linalg.norm(flat[5] - flat[17])))


def find_hands(photo: Image, windows: tuple[Window, ...]) -> tuple[Hand, ...]:
    """Return the hands in ``photo`` (H×W×3 sRGB) seen through ``windows``, the surest first; doubles left out."""
    check_image(photo, channels=(3,))
    found: list[Hand] = []
    for window in windows:
        told = answers("palm.tflite", cut_window(photo, window, PALM))
        raw, scores = told["Identity"][0], told["Identity_1"][0, :, 0]
        for palm in decode(raw, scores, anchors(PALM, _GRIDS), PALM, window, PALM_SCORE):
            hand = look_twice(photo, palm_look(palm))
            if hand is not None:
                found.append(hand)
    return _apart(sorted(found, key=lambda hand: -hand.presence))


def look_twice(photo: Image, first: Look) -> Hand | None:
    """Return the hand in a square, looked at again where it was found; nothing when either look finds none."""
    once = _points(photo, first)
    if once is None:
        return None
    twice = _points(photo, points_look(once[0]))
    if twice is None:
        return None
    points, presence, right = twice
    length = float(np.linalg.norm(points[0, :2] - points[9, :2])) + 1e-6
    wander = float(np.linalg.norm(points[:, :2] - once[0][:, :2], axis=1).mean()) / length
    return Hand(points, min(presence, once[1]), right, wander)


def _points(photo: Image, look: Look) -> tuple[Points, float, float] | None:
    told = answers("hand_points.tflite", cut_look(photo, look, HAND))
    presence = float(told["Identity_1"].ravel()[0])
    if presence < SURE:
        return None
    return from_square(told["Identity"].reshape(21, 3), look, HAND), presence, float(told["Identity_2"].ravel()[0])


def palm_look(palm: Found) -> Look:
    """Return the square that holds the hand of a palm, fingers up."""
    wrist, middle = palm.points[0], palm.points[2]
    turn = float(np.arctan2(middle[0] - wrist[0], wrist[1] - middle[1]))
    longer = max(palm.width, palm.height)
    up = np.array([np.sin(turn), -np.cos(turn)])
    at = np.array([palm.x, palm.y]) + 0.5 * longer * up
    return Look(float(at[0]), float(at[1]), 2.6 * longer, turn)


def points_look(points: Points) -> Look:
    """Return the square that holds the hand of 21 points, fingers up."""
    flat = points[:, :2]
    towards = 0.25 * (flat[5] + flat[13]) + 0.5 * flat[9] - flat[0]
    turn = float(np.arctan2(towards[0], -towards[1]))
    cos, sin = np.cos(turn), np.sin(turn)
    upright = flat[[0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18]] @ np.array([[cos, -sin], [sin, cos]])
    low, high = upright.min(0), upright.max(0)
    side = float(max(high - low))
    middle = (low + high) / 2 + np.array([0.0, -0.1 * side])
    at = np.array([[cos, -sin], [sin, cos]]) @ middle
    return Look(float(at[0]), float(at[1]), 2.0 * side, turn)


def _apart(hands: list[Hand]) -> tuple[Hand, ...]:
    kept: list[Hand] = []
    for hand in hands:
        if all(np.abs(hand.points[:, :2] - other.points[:, :2]).mean() > 0.3 * other.palm for other in kept):
            kept.append(hand)
    return tuple(kept)
