"""Where a necklace and earrings go on a person who shows a bare neck and bare ears: read off the picture.

On a photo of a real person such points are set by hand; of a picture that was painted for it they can be found, or it
is not used.
"""

import numpy as np

from tools.engines.image import Bytes8, Mask, to_float
from tools.engines.person.faces import Face
from tools.engines.person.scale import of_face
from tools.engines.person.seen import Person
from tools.engines.worn.hanging import CHEEKS, face_of
from tools.engines.worn.laid import Wish
from tools.engines.worn.on_clothes import like_there
from tools.errors import BadRequest
from tools.specs.words import Category

Point = tuple[float, float]
SIDES = ((234, 132, -1), (454, 361, 1))
"""Points at the upper and the lower end of an ear's root, and to which side of the picture the ear stands out."""
CORNERS = (61, 291)
ROOT, EAR, GONE = 4.0, (3.0, 26.0), 1.5
"""Millimetres: from the face's edge to where an ear begins, how far it stands out, and what is no ear any more."""
HOLE, LOBE = 4.0, 5.0
"""Millimetres that an ear is pierced above its lowest point, and of its height that tell where across."""
NECK, BROAD, WIDER = (8.0, 75.0), (70.0, 190.0), 1.22
"""Millimetres below the chin within which a neck is looked for, its breadth, and how much broader it is at its foot."""
STRAIGHT_ON = 14.0
BARE_EARS = "No ear was found beside the face: the ears must be bare, the hair tied back, the face straight on."
BARE_NECK = "The neck was not found bare below the chin: the collar must be open and the hair behind the shoulders."


def placed_by_sight(category: Category, photo: Bytes8, person: Person, wish: Wish) -> Wish:
    """Return ``wish`` with the points of ``photo`` (H×W×3) that ``category`` hangs from; as it is where none are due.

    Raises ``BadRequest`` when they are not seen.
    """
    if wish.handles or category not in ("earring", "necklace"):
        return wish
    face = face_of(person, "The face must look into the camera.")
    points = lobes(photo, face) if category == "earring" else neck_ends(photo, face)
    return Wish(wish.size_mm, wish.body_mm, points)


def lobes(photo: Bytes8, face: Face) -> tuple[Point, ...]:
    """Return where the ears that are seen are pierced, one or two points. Raises ``BadRequest`` when there are none."""
    skin, px_per_mm = _skin(photo, face)
    mouth = float(face.points[list(CORNERS), 1].mean())
    found = [_lobe(skin, face.points[top], face.points[low], side, (mouth, px_per_mm)) for top, low, side in SIDES]
    points = tuple(point for point in found if point is not None)
    if not points or abs(face.yaw) > STRAIGHT_ON:
        raise BadRequest(BARE_EARS)
    return points


def _lobe(skin: Mask, top: Mask, low: Mask, side: int, told: tuple[float, float]) -> Point | None:
    """Return where an ear is pierced between the rows of ``top`` and the mouth, or nothing where no ear stands out."""
    mouth, px_per_mm = told
    rows = np.arange(max(0, int(top[1])), min(skin.shape[0], int(mouth) + 1))
    if len(rows) < 8:
        return None
    share = np.clip((rows - top[1]) / max(1.0, float(low[1] - top[1])), 0.0, 1.0)
    edge = top[0] + share * (low[0] - top[0])
    out = np.array([_run(skin[row], x, side, px_per_mm) for row, x in zip(rows, edge, strict=True)])
    ear = np.flatnonzero(out >= EAR[0])
    if len(ear) < 3.0 * px_per_mm or out.max() > EAR[1]:
        return None
    last = int(ear[-1])
    if last >= len(rows) - 1 or out[last + 1 :].min() > GONE:
        return None  # what goes on down to the mouth is a neck, or hair and ground of the skin's colour
    near = slice(max(0, last - round(LOBE * px_per_mm)), last + 1)
    across = edge[near] + side * (ROOT / 2 + out[near] / 2) * px_per_mm
    return float(np.median(across)), float(rows[last] - HOLE * px_per_mm)


def _run(line: Mask, x: float, side: int, px_per_mm: float) -> float:
    """Return how many millimetres of skin lie outside ``x`` in a row of the mask, ``ROOT`` beyond it at the latest."""
    away = np.arange(0, int((EAR[1] + ROOT + 4.0) * px_per_mm))
    at = np.clip(np.round(x + side * away).astype(int), 0, len(line) - 1)
    seen = line[at] > 0.5
    begin = int(np.argmax(seen)) if seen.any() else len(seen)
    if begin > ROOT * px_per_mm:
        return 0.0
    ends = np.flatnonzero(~seen[begin:])
    return float(begin + (ends[0] if len(ends) else len(seen) - begin)) / px_per_mm


def neck_ends(photo: Bytes8, face: Face) -> tuple[Point, ...]:
    """Return the two points where a neck meets the shoulders. Raises ``BadRequest`` when it is not bare."""
    skin, px_per_mm = _skin(photo, face)
    chin = face.points[152, :2]
    first, last = (int(chin[1] + mm * px_per_mm) for mm in NECK)
    spans = [_span(skin[row], float(chin[0])) for row in range(max(0, first), min(skin.shape[0], last))]
    wide = np.array([right - left for left, right in spans], np.float64) / px_per_mm
    if len(wide) < 8 or not (wide > BROAD[0]).any() or abs(face.yaw) > STRAIGHT_ON:
        raise BadRequest(BARE_NECK)
    slim = int(np.argmin(np.where(wide > BROAD[0], wide, np.inf)))
    foot = np.flatnonzero(wide[slim:] > WIDER * wide[slim])
    if not len(foot) or wide[slim + int(foot[0])] > BROAD[1]:
        raise BadRequest(BARE_NECK)  # cloth of the skin's colour does not grow broader, and hair beside it does at once
    at = slim + int(foot[0])
    left, right = spans[at]
    row = float(max(0, first) + at)
    inward = 0.02 * (right - left)
    return (left + inward, row), (right - inward, row)


def _span(line: Mask, x: float) -> tuple[float, float]:
    """Return where the skin round ``x`` begins and ends in a row of the mask; nothing wide where there is none."""
    at = min(max(0, int(x)), len(line) - 1)
    bare = line > 0.5
    if not bare[at]:
        return x, x
    left, right = np.flatnonzero(~bare[:at]), np.flatnonzero(~bare[at:])
    return float(left[-1] + 1 if len(left) else 0), float(at + right[0] if len(right) else len(line))


def _skin(photo: Bytes8, face: Face) -> tuple[Mask, float]:
    """Return where ``photo`` has this face's own skin (H×W), small gaps closed, and pixels to a millimetre."""
    import cv2

    px_per_mm = of_face(face).px_per_mm
    skin = like_there(to_float(photo), face.points[list(CHEEKS)], 4.0 * px_per_mm)
    reach = max(1, round(1.2 * px_per_mm))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    return np.asarray(cv2.morphologyEx(skin, cv2.MORPH_CLOSE, kernel), np.float32), px_per_mm
