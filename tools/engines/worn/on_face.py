"""Spectacles before a face that looks into the camera, and what hangs from points that a person sets."""

import math

import numpy as np

from tools.engines.image import Bytes8, Mask, to_float
from tools.engines.person.bones import measure_bones
from tools.engines.person.faces import Face
from tools.engines.person.flesh import flesh_of
from tools.engines.person.light_on import light_on
from tools.engines.person.own_skin import lab_of
from tools.engines.person.scale import NINE_OF_TEN, ScaleOf, of_face, of_hand
from tools.engines.person.seen import Person
from tools.engines.worn.laid import Laid, Wish, body_scale, masks_of, shadow_by_light
from tools.engines.worn.outlines import Piece, front_of, pieces_of
from tools.errors import BadRequest
from tools.specs.worn import Flat, ScaleSource

OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
"""The points round a face, from the forehead clockwise."""
BRIDGE = (9, 8, 168, 6, 197, 195, 5)
FRONT_MM, FRONT_SPREAD = 138.0, 0.06
EARRING_MM, EARRING_SPREAD = 30.0, 0.5
BAG_MM, BAG_SPREAD = 300.0, 0.3
BROAD, HOLLOW = (70.0, 290.0), 0.3
"""Millimetres that a necklace's outline is broad when worn, and the share of its outline that is empty inside."""
YAW, PITCH = 13.0, 24.0
FRAME_SEEN = 18.0
"""Steps of lightness (CIE L*) along the bridge of the nose that only a frame makes."""
LEAST_FACE = 110.0
LOOK = "Photograph the face looking straight into the camera, without glasses and with the hair off the eyes."
FACING = "Photograph the person with the face to the camera."


def lay_spectacles(photo: Bytes8, person: Person, alpha: Bytes8, wish: Wish) -> Laid:
    """Return the spectacles of ``alpha`` before a face. Raises ``BadRequest`` with what to photograph instead."""
    front = front_of(alpha)
    if isinstance(front, str):
        raise BadRequest(
            f"The glasses cannot be put on: {front}. Photograph them from straight in front at the height of their "
            "lenses, the temples folded or hidden behind them."
        )
    face = _face(person, LOOK)
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
    matrix = _similar(front.at, front.tilt, front.width / (width * scale.px_per_mm), at, face.roll, face.yaw)
    body = _oval(face, photo.shape[:2])
    shadow = shadow_by_light(pixels, body, (float(at[0]), float(at[1])), scale.px_per_mm, 2.2)
    return Laid(
        part="eyes", warps=(Flat(matrix=matrix),), masks=masks_of(body), shadow=shadow, softness=0.4,
        scale=body_scale(scale, "face"), size_mm=width, size_plus_minus=0.0 if wish.size_mm else FRONT_SPREAD,
        sized="front",
    )  # fmt: skip


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
    face = _face(person, FACING)
    scale, tall = of_face(face), wish.size_mm or EARRING_MM
    pieces = pieces_of(alpha)
    if not pieces:
        raise BadRequest("The earring could not be made out: photograph it hanging, on a plain ground.")
    handles = sorted(wish.handles[:2])
    ears = face.points[[132, 361, 177, 401, 234, 454], :2]
    if any(float(np.linalg.norm(ears - np.array(each), axis=1).min()) > 45 * scale.px_per_mm for each in handles):
        raise BadRequest("A point lies nowhere near an ear of this face: set the points on the lobes.")
    chosen = [pieces[min(at, len(pieces) - 1)] for at in range(len(handles))]
    warps = tuple(_hung(piece, handle, tall * scale.px_per_mm) for piece, handle in zip(chosen, handles, strict=True))
    jaw = _oval(face, photo.shape[:2])
    shadow = shadow_by_light(to_float(photo), jaw, handles[0], scale.px_per_mm, 1.5)
    return Laid(
        part="ear", warps=warps, masks=masks_of(np.ones(photo.shape[:2], np.float32) * 0.6, jaw), shadow=shadow,
        softness=0.4, scale=body_scale(scale, "face"), size_mm=tall,
        size_plus_minus=0.0 if wish.size_mm else EARRING_SPREAD, sized="height",
    )  # fmt: skip


def lay_necklace(photo: Bytes8, person: Person, alpha: Bytes8, wish: Wish) -> Laid:
    """Return a necklace whose two ends go behind the neck at the two points that the handles name."""
    if len(wish.handles) != 2:
        raise BadRequest("Say where the necklace goes behind the neck: two points of the photo as handles.")
    left, right = (np.array(handle) for handle in sorted(wish.handles))
    for face in person.sure_faces:
        if any(_oval(face, photo.shape[:2])[_pixel(handle, photo.shape)] > 0.5 for handle in wish.handles):
            raise BadRequest("A point lies on the face: set the two points where the neck meets the shoulders.")
    ends = _ends(alpha)
    apart, wide = right - left, ends[1] - ends[0]
    length = float(np.linalg.norm(apart))
    if length < 24 or float(np.linalg.norm(wide)) < 24:
        raise BadRequest("The two points lie too close together: set them on either side of the neck.")
    turn = float(np.degrees(np.arctan2(apart[1], apart[0])))
    tilt = float(np.degrees(np.arctan2(wide[1], wide[0])))
    zoom = float(np.linalg.norm(wide)) / length
    middle = (ends[0] + ends[1]) / 2
    matrix = _similar((float(middle[0]), float(middle[1])), tilt, zoom, (left + right) / 2, turn, 0.0)
    scale, source = _scale_near(person, (left + right) / 2)
    below = _below(photo.shape[:2], left, right)
    shadow = shadow_by_light(to_float(photo), below, tuple((left + right) / 2), scale.px_per_mm, 1.4)
    broad = _width(alpha) / zoom / scale.px_per_mm
    if not BROAD[0] < broad < BROAD[1] or _emptiness(alpha) < HOLLOW:
        raise BadRequest(
            "The necklace cannot be put on: photograph the whole of it, laid as a U or a round on a plain ground from "
            f"above, and set the two points on either side of the neck (it would be {broad:.0f} mm broad)."
        )
    return Laid(
        part="neck", warps=(Flat(matrix=matrix),), masks=masks_of(below * 0.8, 1 - below), shadow=shadow, softness=0.4,
        scale=body_scale(scale, source), size_mm=round(broad, 1), size_plus_minus=0.0, sized="width",
    )  # fmt: skip


def lay_bag(photo: Bytes8, person: Person, alpha: Bytes8, wish: Wish) -> Laid:
    """Return a bag whose handle hangs at the point that is named; a hand there closes before the handle."""
    if not wish.handles:
        raise BadRequest("Say where the bag is held: one point of the photo as a handle, such as 0.62,0.71.")
    pieces = pieces_of(alpha, 1)
    if not pieces:
        raise BadRequest("The bag could not be made out: photograph it upright, on a plain ground.")
    grip = np.array(wish.handles[0])
    scale, source = _scale_near(person, grip)
    piece, wide = pieces[0], wish.size_mm or BAG_MM
    warp = _hung(piece, wish.handles[0], wide * scale.px_per_mm * piece.box[3] / piece.box[2])
    pixels, cover = to_float(photo), np.zeros(photo.shape[:2], np.float32)
    hand = next((each for each in person.sure_hands if _near(each.points, grip, each.palm)), None)
    if hand is not None:
        cover = flesh_of(pixels, hand, arm=0.3)
    x, y, one_sided = light_on(pixels, np.ones_like(cover), wish.handles[0], 60 * scale.px_per_mm)
    shadow = shadow_by_light(pixels, np.zeros_like(cover), wish.handles[0], scale.px_per_mm, 6.0)
    shadow = shadow.model_copy(update={"x": -x * 6 * scale.px_per_mm * one_sided, "y": abs(y) * 4 * scale.px_per_mm})
    return Laid(
        part="hand", warps=(warp,), masks=masks_of(np.full(cover.shape, 0.45, np.float32), cover), shadow=shadow,
        softness=0.4, scale=body_scale(scale, source), size_mm=wide,
        size_plus_minus=0.0 if wish.size_mm else BAG_SPREAD, sized="width",
    )  # fmt: skip


def _pixel(handle: tuple[float, float], shape: tuple[int, ...]) -> tuple[int, int]:
    return min(shape[0] - 1, int(handle[1])), min(shape[1] - 1, int(handle[0]))


def _near(points: Mask, at: Mask, palm: float) -> bool:
    return float(np.linalg.norm(points[:, :2] - at, axis=1).min()) < 0.8 * palm


def _face(person: Person, advice: str) -> Face:
    if not person.sure_faces:
        found = "" if not person.faces else f" What looked like one was not built on: {person.faces[0].faults[0]}."
        raise BadRequest(f"No face was found in the person's photo.{found} {advice}")
    return person.sure_faces[0]


def _scale_near(person: Person, at: Mask) -> tuple[ScaleOf, ScaleSource]:
    """Return the scale by the hand at a point, else by the face. Raises ``BadRequest`` when there is neither."""
    for hand in person.sure_hands:
        if _near(hand.points, at, hand.palm):
            told = of_hand(hand)
            return ScaleOf(measure_bones(hand.points).px_per_mm, NINE_OF_TEN * told.spread), "hand"
    if person.sure_faces:
        scale = of_face(person.sure_faces[0])
        return ScaleOf(scale.px_per_mm, math.hypot(scale.plus_minus, 0.06)), "face"
    raise BadRequest(f"Neither a face nor a hand tells how large things are in the person's photo. {FACING}")


def _similar(
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


def _hung(piece: Piece, handle: tuple[float, float], tall: float) -> Flat:
    """Return a piece that hangs straight down from ``handle``, ``tall`` pixels of the frame."""
    matrix = _similar(piece.top, 0.0, piece.box[3] / tall, np.array(handle), 0.0, 0.0)
    return Flat(matrix=matrix, part=piece.box)


def _down(face: Face) -> Mask:
    way = face.points[152, :2] - face.points[10, :2]
    return np.asarray(way / max(float(np.linalg.norm(way)), 1e-6), np.float32)


def _oval(face: Face, shape: tuple[int, ...]) -> Mask:
    import cv2

    drawn = cv2.fillPoly(np.zeros(shape, np.uint8), [face.points[list(OVAL), :2].astype(np.int32)], 1)
    return np.asarray(cv2.GaussianBlur(drawn.astype(np.float32), (0, 0), 1.0), np.float32)


def _ends(alpha: Bytes8) -> Mask:
    """Return 2×2: the upper left and the upper right end of what lies on a cut-out (H×W)."""
    y, x = np.nonzero(alpha > 127)
    if not len(x):
        raise BadRequest("The necklace could not be made out: photograph it laid in a U on a plain ground.")
    high = y < y.min() + 0.15 * np.ptp(y)
    middle = (x.min() + x.max()) / 2
    found = []
    for side in (x < middle, x >= middle):
        here = high & side
        if not here.any():
            raise BadRequest("The necklace does not lie as a U: photograph it with both ends up, on a plain ground.")
        found.append((float(x[here].mean()), float(y[here].mean())))
    return np.array(found)


def _width(alpha: Bytes8) -> float:
    columns = np.nonzero((alpha > 127).any(0))[0]
    return float(columns[-1] - columns[0] + 1)


def _emptiness(alpha: Bytes8) -> float:
    """Return the share of the product's convex outline that shows what is behind it."""
    import cv2

    y, x = np.nonzero(alpha > 127)
    hull = cv2.convexHull(np.stack([x, y], 1).astype(np.int32))
    return float(1.0 - len(x) / max(1.0, float(cv2.contourArea(hull))))


def _below(shape: tuple[int, ...], left: Mask, right: Mask) -> Mask:
    """Return 1 below the line through two points and 0 above: what is above lies behind the neck."""
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    slope = (right[1] - left[1]) / max(1e-6, right[0] - left[0])
    return np.asarray(np.clip(y - (left[1] + slope * (x - left[0])) + 0.5, 0.0, 1.0), np.float32)
