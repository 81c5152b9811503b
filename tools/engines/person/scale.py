"""How many pixels a millimetre is on a body, and how sure that is: priors of adult bodies with their spread.

Sources: iris 11.7 mm ± 0.5, pupils 63 mm ± 3.6, wrist breadth 50 to 60 mm (anthropometry of adults; children differ).
"""

import math
from typing import NamedTuple

import numpy as np

from tools.engines.person.bones import measure_bones
from tools.engines.person.faces import Face
from tools.engines.person.hands import Hand

NINE_OF_TEN = 1.645
"""Standard deviations within which nine of ten lie."""
IRIS, PUPILS, OUTER_EYES, FACE_WIDTH = 11.7, 63.0, 90.0, 140.0
FACE_SPREAD, HAND_SPREAD, WRIST_SPREAD, FINGER_SPREAD = 0.045, 0.13, 0.11, 0.11
WRIST_BROAD, WRIST_DEEP, FINGER = 55.0, 40.0, 18.0
LEAST = 0.035
"""What no measure in a photo undercuts: the camera's perspective and the depth of the body."""
IRIS_PIXELS = 10.0


class Told(NamedTuple):
    """One estimate: pixels to a millimetre and the standard deviation of its logarithm."""

    px_per_mm: float
    spread: float


class ScaleOf(NamedTuple):
    """``plus_minus`` is the share within which nine of ten lie."""

    px_per_mm: float
    plus_minus: float


def joined(told: tuple[Told, ...]) -> ScaleOf:
    """Return what several estimates say together, each by its weight; none of them is free of the common error."""
    weights = np.array([1 / each.spread**2 for each in told])
    middle = math.exp(float((weights * np.log([each.px_per_mm for each in told])).sum() / weights.sum()))
    apart = max(abs(math.log(each.px_per_mm / middle)) for each in told)
    spread = math.hypot(1 / math.sqrt(float(weights.sum())), LEAST)
    return ScaleOf(middle, min(1.0, max(NINE_OF_TEN * spread, 0.6 * apart)))


def of_hand(hand: Hand) -> Told:
    """Return what the hand's bones say; worse where they do not agree."""
    measured = measure_bones(hand.points)
    return Told(measured.px_per_mm, math.hypot(HAND_SPREAD, 0.25 * measured.spread))


def of_wrist(width: float, back: float) -> Told:
    """Return what a wrist's width in pixels says, seen with ``back`` (-1..1, see ``back_to_camera``)."""
    breadth = math.hypot(WRIST_BROAD * back, WRIST_DEEP * math.sqrt(max(0.0, 1 - back * back)))
    return Told(width / breadth, WRIST_SPREAD + 0.06 * (1 - abs(back)))


def of_finger(width: float) -> Told:
    """Return what the ring finger's width in pixels says."""
    return Told(width / FINGER, FINGER_SPREAD)


def of_girth(width: float, girth_mm: float) -> Told:
    """Return what a wrist's width says whose girth is known: it is an ellipse of the usual proportions."""
    usual = math.pi * math.sqrt((WRIST_BROAD**2 + WRIST_DEEP**2) / 2)
    return Told(width / (girth_mm * WRIST_BROAD / usual), 0.04)


def of_face(face: Face) -> ScaleOf:
    """Return what a face says: the median of its irises, pupils, outer eye corners and width, all in depth.

    An iris reads 13 % wider than high; the mean of the two is used. It counts only where it has enough pixels.
    """
    rims = face.irises
    wide = np.linalg.norm(rims[:, 1] - rims[:, 3], axis=1).mean()
    high = np.linalg.norm(rims[:, 2] - rims[:, 4], axis=1).mean()
    iris = float(wide + high) / 2
    tilt = math.cos(math.radians(min(60.0, abs(face.yaw))))
    pupils = float(np.linalg.norm(rims[0, 0] - rims[1, 0])) / max(tilt, 0.5)
    points = face.points
    told = [pupils / PUPILS, float(np.linalg.norm(points[33] - points[263])) / OUTER_EYES]
    told.append(float(np.linalg.norm(points[234] - points[454])) / FACE_WIDTH)
    if iris >= IRIS_PIXELS:
        told.append(iris / IRIS)
    spread = FACE_SPREAD if iris >= IRIS_PIXELS else 2 * FACE_SPREAD
    spread += 0.04 * max(0.0, abs(face.yaw) - 20.0) / 20.0
    return ScaleOf(float(np.median(told)), NINE_OF_TEN * math.hypot(spread, float(np.std(told) / np.mean(told)) / 2))


RING_US = (11.63, 0.8128)
"""Inner diameter in mm of US size 0, and what a size adds."""
RING_UK = {letter: 12.04 + 0.4 * at for at, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}


def ring_diameter(size: str) -> float | None:
    """Return the inner diameter in mm of a ring size: ``EU 54`` (girth), ``US 7``, ``UK N``; nothing if it is none."""
    words = size.upper().replace("½", ".5").replace(",", ".").split()
    if len(words) != 2:
        return None
    system, value = words
    if system == "UK" and value[:1] in RING_UK:
        return RING_UK[value[0]] + (0.2 if value.endswith(".5") else 0.0)
    try:
        number = float(value)
    except ValueError:
        return None
    if system in ("EU", "FR", "DE", "ISO") and 40 <= number <= 76:
        return number / math.pi
    if system == "US" and 0 <= number <= 16:
        return RING_US[0] + RING_US[1] * number
    return None
