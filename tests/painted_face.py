"""A painted head with its neck, of which every millimetre and the light are known; and who sees it."""

import cv2
import numpy as np

from tools.engines.color import linear_to_srgb
from tools.engines.image import Bytes8, to_bytes
from tools.engines.person.faces import OVAL, Face
from tools.engines.person.hands import Hand
from tools.engines.person.seen import Judged, Person

WIDTH, HEIGHT = 640, 800
MIDDLE = (320.0, 320.0)
PX = 2.4
"""Pixels to a millimetre."""
HALF = (72.0, 98.0, 66.0)
"""Half of the head's width, height and depth in millimetres."""
SKIN, WALL = (0.56, 0.36, 0.27), (0.12, 0.20, 0.34)
TOLD: dict[int, tuple[float, float]] = {
    10: (0, -92), 152: (0, 92), 33: (-45, -18), 133: (-16, -18), 362: (16, -18), 263: (45, -18), 168: (0, -20),
    9: (0, -34), 8: (0, -28), 6: (0, -12), 197: (0, 0), 195: (0, 8), 5: (0, 16), 61: (-22, 50), 291: (22, 50),
    234: (-70, -5), 454: (70, -5), 132: (-66, 32), 361: (66, 32), 177: (-64, 40), 401: (64, 40), 50: (-38, 18),
    280: (38, 18), 205: (-34, 34), 425: (34, 34), 13: (0, 48), 14: (0, 54),
}  # fmt: skip
"""Points of a face by their number: millimetres right of its middle and below it."""


def face(roll: float = 0.0) -> Face:
    """Return the face tilted by ``roll`` degrees clockwise."""
    rng = np.random.default_rng(11)
    radius, angle = np.sqrt(rng.random(468)) * 0.96, rng.random(468) * 2 * np.pi
    flat = np.stack([radius * np.cos(angle) * HALF[0], radius * np.sin(angle) * HALF[1]], -1)
    turn = np.linspace(0, 2 * np.pi, len(OVAL), endpoint=False)
    flat[list(OVAL)] = np.stack([0.97 * HALF[0] * np.sin(turn), -0.95 * HALF[1] * np.cos(turn)], -1)
    for number, place in TOLD.items():
        flat[number] = place
    depth = -HALF[2] * np.sqrt(np.clip(1 - (flat[:, 0] / HALF[0]) ** 2 - (flat[:, 1] / HALF[1]) ** 2, 0, 1))
    irises = np.array([[(x, -18), (x + 5.5, -18), (x, -23.5), (x - 5.5, -18), (x, -12.5)] for x in (-31, 31)])
    points = np.column_stack([_placed(flat, roll), depth * PX])
    return Face(points.astype(np.float32), _placed(irises, roll).astype(np.float32), 0.99, 0.01)


def _placed(flat: np.ndarray, roll: float) -> np.ndarray:
    a = np.radians(roll)
    turned = flat @ np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    return np.asarray(turned * PX + MIDDLE)


def photo(light: tuple[float, float, float] = (0.3, 0.4, 0.87), even: float = 0.3, roll: float = 0.0) -> Bytes8:
    """Return the photo, H×W×3; ``light`` (x right, y up, z to the camera) falls on it beside ``even`` light."""
    towards = np.array(light) / np.linalg.norm(light)
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float64) + 0.5
    a = np.radians(-roll)
    dx, dy = x - MIDDLE[0], y - MIDDLE[1]
    across, down = (dx * np.cos(a) - dy * np.sin(a)) / PX, (dx * np.sin(a) + dy * np.cos(a)) / PX
    inside = (across / HALF[0]) ** 2 + (down / HALF[1]) ** 2
    out = np.sqrt(np.clip(1 - inside, 0, 1))
    normal = np.stack([across / HALF[0] ** 2, down / HALF[1] ** 2, out / HALF[2]], -1)
    normal[..., :2] = normal[..., :2] @ np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
    normal[..., 1] *= -1
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-9)
    lit = even + (1 - even) * np.clip(normal @ towards, 0, 1)
    picture = np.broadcast_to(np.array(WALL), (HEIGHT, WIDTH, 3)).copy()
    neck = (np.abs(across) < 52) & (down > 60)
    picture[neck] = np.array(SKIN) * (even + 0.45)
    picture[inside < 1] = (np.array(SKIN) * lit[..., None])[inside < 1]
    grain = np.random.default_rng(5).normal(0, 1.5 / 255, picture.shape)
    return to_bytes(np.clip(linear_to_srgb(cv2.GaussianBlur(picture, (0, 0), 0.8).astype(np.float32)) + grain, 0, 1))


class SeesFace:
    """Sees the painted face, tilted as it was painted, and no hand."""

    def __init__(self, roll: float = 0.0, *hands: Hand) -> None:
        self.roll, self.hands = roll, hands

    def look(self, photo: Bytes8) -> Person:
        return Person(tuple(Judged(each, ()) for each in self.hands), (Judged(face(self.roll), ()),))


def spectacles() -> Bytes8:
    """Return spectacles from straight in front, H×W×4, a red mark at the wearer's left lens."""
    rgba = np.zeros((180, 500, 4), np.uint8)
    for x in (130, 370):
        cv2.ellipse(rgba, (x, 90), (110, 75), 0, 0, 360, (30, 30, 34, 255), 16)
    cv2.line(rgba, (236, 80), (264, 80), (30, 30, 34, 255), 14)
    cv2.circle(rgba, (370, 16), 7, (240, 10, 10, 255), -1)
    return rgba


def necklace() -> Bytes8:
    """Return a chain laid as a U, H×W×4, a pendant below."""
    rgba = np.zeros((420, 400, 4), np.uint8)
    cv2.ellipse(rgba, (200, 60), (160, 280), 0, 0, 180, (220, 180, 60, 255), 12)
    cv2.circle(rgba, (200, 350), 24, (20, 40, 220, 255), -1)
    return rgba


def earring() -> Bytes8:
    """Return an earring that hangs, H×W×4."""
    rgba = np.zeros((220, 120, 4), np.uint8)
    cv2.ellipse(rgba, (60, 110), (36, 100), 0, 0, 360, (220, 180, 60, 255), -1)
    return rgba


def hat() -> Bytes8:
    """Return a knitted hat from in front, H×W×4."""
    rgba = np.zeros((330, 380, 4), np.uint8)
    cv2.ellipse(rgba, (190, 200), (160, 180), 0, 180, 360, (120, 40, 50, 255), -1)
    cv2.rectangle(rgba, (30, 200), (350, 310), (120, 40, 50, 255), -1)
    return rgba
