"""The faces in a photo: 468 points each, and the irises.

Sources: Bazarevsky et al., BlazeFace, 2019; Kartynnik et al., Real-time facial surface geometry, 2019; Ablavatski et
al., Real-time pupil tracking, 2020.
"""

from dataclasses import dataclass

import numpy as np

from tools.engines.image import Image, check_image
from tools.engines.person.looking import Look, Points, answers, cut_look, from_square
from tools.engines.sight.boxes import Found, Window, anchors, cut_window, decode

BOX, MESH, IRIS = 128, 192, 64
BOX_SCORE, SURE = 0.5, 0.5
LOOKS, SETTLED = 3, 0.05
"""How often a face is looked at again, and how little its points move then (as ``Face.wander``) when it is settled."""
_GRIDS = ((8, 2), (16, 6))
RIGHT_EYE, LEFT_EYE = (33, 133), (362, 263)
"""Corners of the person's right eye (on the photo's left, if it is not mirrored) and of the left."""
OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
"""The points round a face, from the forehead clockwise."""


@dataclass(frozen=True)
class Face:
    """``points`` 468×3 and ``irises`` 2×5×2 (the person's right first: centre, then four on its rim), in pixels.

    ``presence`` is the network's (0..1), ``wander`` as of a hand, in shares of the distance of the outer eye corners.
    """

    points: Points
    irises: Points
    presence: float
    wander: float

    @property
    def yaw(self) -> float:
        """Degrees that the head is turned; positive: its right ear (the photo's left) comes nearer."""
        across = self.points[454] - self.points[234]
        return float(np.degrees(np.arctan2(across[2], across[0])))

    @property
    def roll(self) -> float:
        """Degrees clockwise that the line of the eyes is tilted."""
        across = self.points[263] - self.points[33]
        return float(np.degrees(np.arctan2(across[1], across[0])))

    @property
    def pitch(self) -> float:
        """Degrees that the face leans back, positive, or nods."""
        down = self.points[152] - self.points[10]
        return float(np.degrees(np.arctan2(down[2], np.hypot(down[0], down[1]))))


def find_faces(photo: Image, windows: tuple[Window, ...]) -> tuple[Face, ...]:
    """Return the faces in ``photo`` (H×W×3 sRGB) seen through ``windows``, the largest first; doubles left out."""
    check_image(photo, channels=(3,))
    found: list[Face] = []
    for window in windows:
        told = answers("face.tflite", cut_window(photo, window, BOX) * np.float32(2) - np.float32(1))
        raw, scores = told["regressors"][0], told["classificators"][0, :, 0]
        for box in decode(raw, scores, anchors(BOX, _GRIDS), BOX, window, BOX_SCORE):
            face = _looked(photo, box)
            if face is not None and all(_far(face, other) for other in found):
                found.append(face)
    return tuple(sorted(found, key=lambda face: -float(np.ptp(face.points[:, 0]))))


def _looked(photo: Image, box: Found) -> Face | None:
    across = box.points[1] - box.points[0]
    first = Look(box.x, box.y, 1.5 * max(box.width, box.height), float(np.arctan2(across[1], across[0])))
    before = _mesh(photo, first)
    for _ in range(LOOKS):
        if before is None:
            return None
        after = _mesh(photo, _mesh_look(before[0]))
        if after is None:
            return None
        points, presence = after
        eyes = float(np.linalg.norm(points[33, :2] - points[263, :2])) + 1e-6
        wander = float(np.linalg.norm(points[:, :2] - before[0][:, :2], axis=1).mean()) / eyes
        sure, before = min(presence, before[1]), after
        if wander < SETTLED:
            break
    irises = np.stack([_iris(photo, points, RIGHT_EYE, True), _iris(photo, points, LEFT_EYE, False)])
    return Face(points, irises, sure, wander)


def _mesh(photo: Image, look: Look) -> tuple[Points, float] | None:
    told = answers("face_points.tflite", cut_look(photo, look, MESH))
    raw = next(each for each in told.values() if each.size == 1404)
    flag = next(each for each in told.values() if each.size == 1)
    presence = float(1.0 / (1.0 + np.exp(-flag.ravel()[0])))
    return (from_square(raw.reshape(468, 3), look, MESH), presence) if presence >= SURE else None


def _mesh_look(points: Points) -> Look:
    across = points[263, :2] - points[33, :2]
    turn = float(np.arctan2(across[1], across[0]))
    cos, sin = np.cos(turn), np.sin(turn)
    upright = points[:, :2] @ np.array([[cos, -sin], [sin, cos]])
    low, high = upright.min(0), upright.max(0)
    at = np.array([[cos, -sin], [sin, cos]]) @ ((low + high) / 2)
    return Look(float(at[0]), float(at[1]), 1.5 * float(max(high - low)), turn)


def _iris(photo: Image, points: Points, corners: tuple[int, int], mirrored: bool) -> Points:
    """Return 5×2 points of an iris; the network knows left eyes, so a right one is shown to it mirrored."""
    first, last = points[corners[0], :2], points[corners[1], :2]
    across = last - first
    middle = (first + last) / 2
    look = Look(
        float(middle[0]), float(middle[1]), 2.3 * float(np.linalg.norm(across)), float(np.arctan2(*across[::-1]))
    )
    seen = cut_look(photo, look, IRIS)
    told = answers("iris.tflite", np.ascontiguousarray(seen[:, ::-1]) if mirrored else seen)
    iris = told["output_iris"].reshape(5, 3)[:, :2].copy()
    if mirrored:
        iris[:, 0] = IRIS - iris[:, 0]
    return from_square(iris, look, IRIS)


def _far(face: Face, other: Face) -> bool:
    apart = float(np.linalg.norm(face.points[:, :2].mean(0) - other.points[:, :2].mean(0)))
    return apart > 0.4 * float(np.ptp(other.points[:, 0]))
