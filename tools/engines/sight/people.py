"""Faces and hands in a product's photo, by MediaPipe's detectors (Apache-2.0), read by OpenCV.

Sources: Bazarevsky et al., BlazeFace, 2019; Zhang et al., MediaPipe Hands, 2020. ``weights/CARD.md`` names the files.
"""

from functools import lru_cache
from typing import Any

import numpy as np

from tools.engines.image import Image, check_image
from tools.engines.sight.boxes import Found, Window, anchors, cut_window, decode
from tools.engines.sight.skin import share_of_skin
from tools.engines.sight.weights import weights_path

FACE, PALM, HAND = 128, 192, 224
"""Sides in pixels of what the three networks look at."""
FACE_SCORE, PALM_SCORE, HAND_SCORE = 0.85, 0.5, 0.6
LEAST_SKIN = 0.35
"""Share of a face's or hand's box that has the colour of skin; a dial or a buckle has little."""
_FACE_GRIDS = ((8, 2), (16, 6))
_PALM_GRIDS = ((8, 2), (16, 6))


def faces(photo: Image, windows: tuple[Window, ...]) -> tuple[Found, ...]:
    """Return the faces in ``photo`` (H×W×3 sRGB) as seen through each of ``windows``."""
    check_image(photo, channels=(3,))
    found: list[Found] = []
    for window in windows:
        looked = cut_window(photo, window, FACE) * 2.0 - 1.0
        raw, scores = _answer("face.tflite", looked)
        found += decode(raw, scores, anchors(FACE, _FACE_GRIDS), FACE, window, FACE_SCORE)
    return tuple(face for face in found if _of_skin(photo, face))


def hands(photo: Image, windows: tuple[Window, ...]) -> tuple[Found, ...]:
    """Return the hands in ``photo`` (H×W×3 sRGB); a palm counts when a second network sees a hand there."""
    check_image(photo, channels=(3,))
    found: list[Found] = []
    for window in windows:
        raw, scores = _answer("palm.tflite", cut_window(photo, window, PALM))
        palms = decode(raw, scores, anchors(PALM, _PALM_GRIDS), PALM, window, PALM_SCORE)
        found += [palm for palm in palms if _of_skin(photo, palm) and _presence(photo, palm) > HAND_SCORE]
    return tuple(found)


def windows_of(shape: tuple[int, ...], box: tuple[int, int, int, int]) -> tuple[Window, ...]:
    """Return the squares to look through: the whole photo and the product's ``box`` (x, y, w, h) with room round it."""
    height, width = shape[:2]
    side = float(max(height, width))
    whole = Window((width - side) / 2, (height - side) / 2, side)
    x, y, wide, high = box
    near = 1.6 * max(wide, high)
    part = Window(x + wide / 2 - near / 2, y + high / 2 - near / 2, near)
    return (whole, part) if near < 0.75 * side else (whole,)


def _of_skin(photo: Image, one: Found) -> bool:
    box = (one.x - one.width / 2, one.y - one.height / 2, one.width, one.height)
    return share_of_skin(photo, box) >= LEAST_SKIN


def _presence(photo: Image, palm: Found) -> float:
    """Return how sure the hand network is (0..1) of the palm turned upright, with room for the fingers."""
    import cv2

    wrist, middle = palm.points[0], palm.points[2]
    turn = np.arctan2(middle[0] - wrist[0], -(middle[1] - wrist[1]))  # clockwise from upright
    side = 2.6 * max(palm.width, palm.height)
    up = np.array([np.sin(turn), -np.cos(turn)])
    centre = np.array([palm.x, palm.y]) + 0.5 * max(palm.width, palm.height) * up
    scale, cos, sin = HAND / side, np.cos(turn), np.sin(turn)
    matrix = np.array([[cos, sin, 0.0], [-sin, cos, 0.0]]) * scale
    matrix[:, 2] = HAND / 2 - matrix[:, :2] @ centre
    looked = cv2.warpAffine(photo, matrix.astype(np.float32), (HAND, HAND))
    presence = _network("hand.tflite", np.ascontiguousarray(looked.transpose(2, 0, 1)[None]), ("Identity_1",))[0]
    return float(presence.ravel()[0])


def _answer(name: str, looked: Image) -> tuple[Any, Any]:
    """Return (n×k boxes, n scores) of a detector."""
    outputs = _network(name, np.ascontiguousarray(looked.transpose(2, 0, 1)[None].astype(np.float32)), None)
    boxes = next(output for output in outputs if output.shape[-1] > 1)
    scores = next(output for output in outputs if output.shape[-1] == 1)
    return boxes[0], scores[0, :, 0]


def _network(name: str, tensor: Any, wanted: tuple[str, ...] | None) -> list[Any]:
    network = _loaded(name)
    network.setInput(tensor)
    outputs: list[Any] = list(network.forward(wanted or network.getUnconnectedOutLayersNames()))
    return outputs


@lru_cache(maxsize=3)
def _loaded(name: str) -> Any:
    import cv2

    return cv2.dnn.readNetFromTFLite(str(weights_path(name)))
