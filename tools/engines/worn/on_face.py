"""Spectacles before a face that looks into the camera, and what hangs from points that a person sets."""

import numpy as np

from tools.engines.image import Bytes8, Mask, to_float
from tools.engines.person.faces import Face
from tools.engines.person.own_skin import lab_of
from tools.engines.person.scale import of_face
from tools.engines.person.seen import Person
from tools.engines.worn.hanging import CHEEKS, FACING, face_of, hung, oval_of, similar
from tools.engines.worn.laid import Laid, Wish, body_scale, masks_of, shadow_by_light, softness_near
from tools.engines.worn.on_clothes import like_there
from tools.engines.worn.outlines import Front, Piece, front_of, pieces_of
from tools.errors import BadRequest
from tools.specs.worn import Flat

BRIDGE = (9, 8, 168, 6, 197, 195, 5)
FRONT_MM, FRONT_SPREAD = 138.0, 0.06
EARRING_MM, EARRING_SPREAD = 30.0, 0.5
YAW, PITCH = 13.0, 24.0
FRAME_SEEN = 18.0
"""Steps of lightness (CIE L*) along the bridge of the nose that only a frame makes."""
LEAST_FACE = 110.0
LOOK = "Photograph the face looking straight into the camera, without glasses and with the hair off the eyes."


def lay_spectacles(photo: Bytes8, person: Person, alpha: Bytes8, wish: Wish) -> Laid:
    """Return the spectacles of ``alpha`` before a face. Raises ``BadRequest`` with what to photograph instead."""
    front = spectacles_on(alpha)
    face = face_of(person, LOOK)
    if abs(face.yaw) > YAW or abs(face.pitch) > PITCH:
        raise BadRequest(f"Nothing was put on: the head is turned by {max(abs(face.yaw), 0):.0f}°. {LOOK}")
    if float(np.ptp(face.points[:, 0])) < LEAST_FACE:
        raise BadRequest("Nothing was put on: the face is too small in the picture. Come closer.")
    pixels = to_float(photo)
    if bridge_edge(pixels, face) > FRAME_SEEN:
        raise BadRequest(f"Nothing was put on: glasses are worn already. {LOOK}")
    scale, width = of_face(face), wish.size_mm or FRONT_MM
    eyes = (face.irises[0, 0] + face.irises[1, 0]) / 2
    nose = face.points[168, :2]
    at = 0.5 * eyes + 0.5 * nose + _down(face) * (0.02 * width * scale.px_per_mm)
    matrix = similar(front.at, front.tilt, front.width / (width * scale.px_per_mm), at, face.roll, face.yaw)
    body = oval_of(face, photo.shape[:2])
    shadow = shadow_by_light(pixels, body, (float(at[0]), float(at[1])), scale.px_per_mm, 2.2)
    return Laid(
        part="eyes", warps=(Flat(matrix=matrix),), masks=masks_of(body), shadow=shadow,
        softness=softness_near(pixels, (float(eyes[0]), float(eyes[1])), 45.0 * scale.px_per_mm),
        scale=body_scale(scale, "face"), size_mm=width, size_plus_minus=0.0 if wish.size_mm else FRONT_SPREAD,
        sized="front",
    )  # fmt: skip


def spectacles_on(alpha: Bytes8) -> Front:
    """Return how the glasses of a cut-out (H×W) were photographed. Raises ``BadRequest`` with how to do it."""
    front = front_of(alpha)
    if isinstance(front, str):
        raise BadRequest(
            f"The glasses cannot be put on: {front}. Photograph them from straight in front at the height of their "
            "lenses, the temples folded or hidden behind them."
        )
    return front


def earrings_on(alpha: Bytes8) -> tuple[Piece, ...]:
    """Return the one or two earrings of a cut-out (H×W). Raises ``BadRequest`` with how to photograph them."""
    pieces = pieces_of(alpha)
    if not pieces:
        raise BadRequest("The earring could not be made out: photograph it hanging, on a plain ground.")
    return pieces


def bridge_edge(photo: Mask, face: Face) -> float:
    """Return the sharpest step of lightness (CIE L*) along the ridge of the nose between the brows and its tip."""
    lab = lab_of(photo)
    points = face.points[list(BRIDGE), :2]
    reads = max(12, int(np.linalg.norm(points[-1] - points[0])))
    ways = np.linspace(0, len(points) - 1, reads)
    x, y = (np.interp(ways, np.arange(len(points)), points[:, axis]) for axis in (0, 1))
    columns, rows = np.clip(x.astype(int), 1, lab.shape[1] - 2), np.clip(y.astype(int), 1, lab.shape[0] - 2)
    step = 0.015 * float(np.linalg.norm(face.points[33, :2] - face.points[263, :2]))
    aside = [np.clip(columns + round(step * side), 0, lab.shape[1] - 1) for side in range(-3, 4)]
    light = np.mean([lab[rows, each, 0] for each in aside], axis=0)
    gap = max(1, reads // 14)
    return float(np.abs(light[gap:] - light[:-gap]).max())


def lay_earrings(photo: Bytes8, person: Person, alpha: Bytes8, wish: Wish) -> Laid:
    """Return earrings that hang from one or two lobes, which the handles name; a pair's pieces from left to right."""
    if not wish.handles:
        raise BadRequest("Say where the ear lobes are: one or two points of the photo as handles, such as 0.41,0.38.")
    face = face_of(person, FACING)
    scale, tall = of_face(face), wish.size_mm or EARRING_MM
    pieces = earrings_on(alpha)
    handles = sorted(wish.handles[:2])
    ears = face.points[[132, 361, 177, 401, 234, 454], :2]
    if any(float(np.linalg.norm(ears - np.array(each), axis=1).min()) > 45 * scale.px_per_mm for each in handles):
        raise BadRequest("A point lies nowhere near an ear of this face: set the points on the lobes.")
    chosen = [pieces[min(at, len(pieces) - 1)] for at in range(len(handles))]
    warps = tuple(hung(piece, handle, tall * scale.px_per_mm) for piece, handle in zip(chosen, handles, strict=True))
    pixels, oval = to_float(photo), oval_of(face, photo.shape[:2])
    skin = like_there(pixels, face.points[list(CHEEKS)], 4.0 * scale.px_per_mm)
    jaw = np.minimum(oval, _far_from(handles, photo.shape[:2], 6.0 * scale.px_per_mm))
    shadow = shadow_by_light(pixels, skin, handles[0], scale.px_per_mm, 1.5)
    return Laid(
        part="ear", warps=warps, masks=masks_of(skin, jaw), shadow=shadow,
        softness=softness_near(pixels, handles[0], 20.0 * scale.px_per_mm), scale=body_scale(scale, "face"),
        size_mm=tall,
        size_plus_minus=0.0 if wish.size_mm else EARRING_SPREAD, sized="height",
    )  # fmt: skip


def _down(face: Face) -> Mask:
    way = face.points[152, :2] - face.points[10, :2]
    return np.asarray(way / max(float(np.linalg.norm(way)), 1e-6), np.float32)


def _far_from(handles: list[tuple[float, float]], shape: tuple[int, ...], reach: float) -> Mask:
    """Return 0 round the lobes that were named on the face itself and below them, 1 elsewhere."""
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    far = np.ones(shape, np.float32)
    for at_x, at_y in handles:
        beside = np.abs(x - at_x) / reach
        far = np.minimum(far, np.where(y > at_y - reach, np.clip(beside - 1.0, 0.0, 1.0), 1.0).astype(np.float32))
    return far
