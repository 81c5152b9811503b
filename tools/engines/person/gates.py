"""What a found hand or face must be besides scored: of a hand's proportions, steady, large enough and of one scale."""

import numpy as np

from tools.engines.person.bones import measure_bones, palm_to_fingers, straightness
from tools.engines.person.faces import Face
from tools.engines.person.hands import Hand

WANDERS, UNEVEN, TOO_SURE = 0.12, 0.38, 0.6
FOOT = 1.38
STRAIGHT = 0.93
"""Share of its bones' length from a finger's knuckle to its tip when it is no fist: only then its length is seen."""
LEAST_PALM = 40.0
FACE_WANDERS, LEAST_EYES = 0.12, 24.0
OF_A_FACE = (0.5, 1.8)
"""A hand is within these factors of the scale of the face it belongs to; nearer the camera it is larger."""


def hand_faults(hand: Hand, face_px_per_mm: float | None = None) -> tuple[str, ...]:
    """Return why this is no hand to place anything on; nothing when it is one."""
    measured, faults = measure_bones(hand.points), []
    if hand.presence < TOO_SURE:
        faults.append("unsure")
    if hand.wander > WANDERS:
        faults.append("it was found at another place when looked at again")
    if measured.spread > UNEVEN:
        faults.append("its bones are not a hand's")
    if straightness(hand.points) > STRAIGHT and palm_to_fingers(hand.points) > FOOT:
        faults.append("its palm is as long as a foot's")
    if hand.palm < LEAST_PALM:
        faults.append("it is too small")
    if face_px_per_mm and not OF_A_FACE[0] < measured.px_per_mm / face_px_per_mm < OF_A_FACE[1]:
        faults.append("it is not of the face's scale")
    return tuple(faults)


def face_faults(face: Face) -> tuple[str, ...]:
    """Return why this is no face to place anything on; nothing when it is one."""
    faults = []
    eyes = float(np.linalg.norm(face.points[33, :2] - face.points[263, :2]))
    if face.wander > FACE_WANDERS:
        faults.append("it was found at another place when looked at again")
    if eyes < LEAST_EYES:
        faults.append("it is too small")
    mouth, brow = face.points[[61, 291], :2].mean(0), face.points[[33, 263], :2].mean(0)
    if not 0.35 < float(np.linalg.norm(mouth - brow)) / max(eyes / max(np.cos(np.radians(face.yaw)), 0.3), 1e-6) < 1.6:
        faults.append("its features are not a face's")
    return tuple(faults)
