"""What everything that is hung on a person by points needs: the scale there, the face, a map that mirrors nothing."""

import math

import numpy as np

from tools.engines.image import Mask
from tools.engines.person.bones import measure_bones
from tools.engines.person.faces import OVAL, Face
from tools.engines.person.scale import NINE_OF_TEN, ScaleOf, of_face, of_hand
from tools.engines.person.seen import Person
from tools.engines.worn.outlines import Piece
from tools.errors import BadRequest
from tools.specs.worn import Flat, ScaleSource

CHEEKS = (50, 280, 205, 425, 58, 288, 172, 397)
"""Points of a face that are skin, whoever's it is."""
FACING = "Photograph the person with the face to the camera."


def near(points: Mask, at: Mask, palm: float) -> bool:
    """Return whether a point lies at the hand of ``points`` (21×2 or ×3), whose ``palm`` is so many pixels long."""
    return float(np.linalg.norm(points[:, :2] - at, axis=1).min()) < 0.8 * palm


def face_of(person: Person, advice: str) -> Face:
    """Return the largest sure face. Raises ``BadRequest`` with ``advice`` when there is none."""
    if not person.sure_faces:
        found = "" if not person.faces else f" What looked like one was not built on: {person.faces[0].faults[0]}."
        raise BadRequest(f"No face was found in the person's photo.{found} {advice}")
    return person.sure_faces[0]


def scale_near(person: Person, at: Mask) -> tuple[ScaleOf, ScaleSource]:
    """Return the scale by the hand at a point, else by the face. Raises ``BadRequest`` when there is neither."""
    for hand in person.sure_hands:
        if near(hand.points, at, hand.palm):
            told = of_hand(hand)
            return ScaleOf(measure_bones(hand.points).px_per_mm, NINE_OF_TEN * told.spread), "hand"
    if person.sure_faces:
        scale = of_face(person.sure_faces[0])
        return ScaleOf(scale.px_per_mm, math.hypot(scale.plus_minus, 0.06)), "face"
    raise BadRequest(f"Neither a face nor a hand tells how large things are in the person's photo. {FACING}")


def similar(
    at: tuple[float, float], tilt: float, zoom: float, to: Mask, turn: float, yaw: float
) -> tuple[float, float, float, float, float, float, float, float, float]:
    """Return the map from the frame to the photo that lays ``at``, tilted by ``tilt``, on ``to``, turned by ``turn``.

    ``zoom`` is pixels of the photo to one of the frame; a head turned by ``yaw`` degrees is narrower by its cosine.
    """
    inward = np.radians(turn)
    upright = np.array([[np.cos(inward), np.sin(inward)], [-np.sin(inward), np.cos(inward)]])
    upright[0] /= math.cos(math.radians(yaw))
    outward = np.radians(tilt)
    leaning = np.array([[np.cos(outward), -np.sin(outward)], [np.sin(outward), np.cos(outward)]])
    linear = zoom * leaning @ upright
    shift = np.array(at) - linear @ np.asarray(to, np.float64)
    (a, b), (d, e) = linear.tolist()
    return a, b, float(shift[0]), d, e, float(shift[1]), 0.0, 0.0, 1.0


def hung(piece: Piece, handle: tuple[float, float], tall: float) -> Flat:
    """Return a piece that hangs straight down from ``handle``, ``tall`` pixels of the frame."""
    matrix = similar(piece.top, 0.0, piece.box[3] / tall, np.array(handle), 0.0, 0.0)
    return Flat(matrix=matrix, part=piece.box)


def oval_of(face: Face, shape: tuple[int, ...]) -> Mask:
    """Return the face from forehead to chin as a mask of ``shape`` (H×W, 0..1)."""
    import cv2

    drawn = cv2.fillPoly(np.zeros(shape, np.uint8), [face.points[list(OVAL), :2].astype(np.int32)], 1)
    return np.asarray(cv2.GaussianBlur(drawn.astype(np.float32), (0, 0), 1.0), np.float32)
