"""What the lengths of a hand's bones say: how many pixels a millimetre is, and whether it is a hand at all."""

from typing import NamedTuple

import numpy as np

from tools.engines.person.hands import Hand
from tools.engines.person.looking import Points

BONES = (
    (0, 5, 92), (0, 9, 91), (0, 17, 83), (5, 17, 60), (5, 6, 44), (6, 7, 25), (9, 10, 48), (10, 11, 29), (13, 14, 45),
    (14, 15, 28), (5, 9, 22), (9, 13, 20), (13, 17, 19),
)  # fmt: skip
"""From joint to joint, and the mean adult length in millimetres between the joints' centres."""


class Measured(NamedTuple):
    """``px_per_mm`` is the median over the bones, ``spread`` their standard deviation in shares of it."""

    px_per_mm: float
    spread: float


def measure_bones(points: Points) -> Measured:
    """Return what 21 points (with depth) say of a hand's scale."""
    each = np.array([np.linalg.norm(points[i] - points[j]) / length for i, j, length in BONES])
    middle = float(np.median(each))
    return Measured(middle, float(each.std() / max(middle, 1e-6)))


def back_to_camera(hand: Hand) -> float:
    """Return the cosine of the angle between the back of the hand and the camera: 1 back, 0 side, -1 palm."""
    points = hand.points.astype(np.float64)
    across = np.cross(points[5] - points[0], points[17] - points[0])
    facing = float(across[2] / max(float(np.linalg.norm(across)), 1e-6))
    return facing if is_right(hand) else -facing


def is_right(hand: Hand) -> bool:
    """Return whether it is a right hand, of a photo that is not mirrored."""
    return hand.right >= 0.5


def palm_to_fingers(points: Points) -> float:
    """Return how long the palm is beside the fingers, 1 for a mean hand: a foot's is half as long again."""
    each = {(i, j): np.linalg.norm(points[i] - points[j]) / length for i, j, length in BONES}
    palm = np.mean([each[bone] for bone in ((0, 5), (0, 9), (0, 17))])
    fingers = np.median([each[bone] for bone in ((5, 6), (6, 7), (9, 10), (10, 11), (13, 14), (14, 15))])
    return float(palm / max(float(fingers), 1e-6))


def straightness(points: Points) -> float:
    """Return how straight the four fingers are: from knuckle to tip, in shares of the bones between, in depth."""
    shares = []
    for first in (5, 9, 13, 17):
        chain = [float(np.linalg.norm(points[at + 1] - points[at])) for at in range(first, first + 3)]
        shares.append(float(np.linalg.norm(points[first + 3] - points[first])) / max(sum(chain), 1e-6))
    return float(np.median(shares))
