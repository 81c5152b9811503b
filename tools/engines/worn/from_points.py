"""What hangs from points that a person sets: a necklace, a bag, a brooch, what is worn in the hair, a belt."""

import numpy as np

from tools.engines.image import Bytes8, Mask, to_float
from tools.engines.person.flesh import flesh_of
from tools.engines.person.light_on import light_on
from tools.engines.person.scale import of_face
from tools.engines.person.seen import Person
from tools.engines.worn.hanging import CHEEKS, hung, near, oval_of, scale_near, similar
from tools.engines.worn.laid import Laid, Wish, body_scale, masks_of, shadow_by_light, softness_near
from tools.engines.worn.on_clothes import like_there
from tools.engines.worn.outlines import Piece, pieces_of
from tools.errors import BadRequest
from tools.specs.worn import Flat

BAG_MM, BAG_SPREAD = 300.0, 0.3
SHOULDER = (70.0, 300.0, -30.0, 190.0)
"""Millimetres to the side of a chin, from and to, and below it, within which a bag hangs from a shoulder."""
IN_FRAME = 0.93
HANGING = "Photograph the person with an empty hand that hangs down, closed as round a handle, and room below it."
BEHIND = 9.0
"""Millimetres over which a necklace goes out of sight behind the neck."""
BARE = 0.6
"""Share of the neck between the two points that is seen to be this face's own skin, at least."""
NECK, ASIDE = (-25.0, 130.0), 75.0
"""Millimetres below the chin, and to either side of it, within which the middle of a neck lies."""
LAID = "photograph the whole of it, laid as a U or a round on a plain ground from above"
BROAD, HOLLOW = (70.0, 290.0), 0.3
"""Millimetres that a necklace's outline is broad when worn, and the share of its outline that is empty inside."""


def lay_necklace(photo: Bytes8, person: Person, alpha: Bytes8, wish: Wish) -> Laid:
    """Return a necklace whose two ends go behind the neck at the two points that the handles name."""
    if len(wish.handles) != 2:
        raise BadRequest("Say where the necklace goes behind the neck: two points of the photo as handles.")
    left, right = (np.array(handle) for handle in sorted(wish.handles))
    middle = (left + right) / 2
    scale, source = scale_near(person, middle)
    _at_the_neck(photo, person, wish, scale.px_per_mm)
    ends = necklace_on(alpha)
    apart, wide = right - left, ends[1] - ends[0]
    length = float(np.linalg.norm(apart))
    if length < 24 or float(np.linalg.norm(wide)) < 24:
        raise BadRequest("The two points lie too close together: set them on either side of the neck.")
    turn, tilt = (float(np.degrees(np.arctan2(each[1], each[0]))) for each in (apart, wide))
    zoom = float(np.linalg.norm(wide)) / length
    hung_from = ends.mean(0)
    matrix = similar((float(hung_from[0]), float(hung_from[1])), tilt, zoom, middle, turn, 0.0)
    pixels, below = to_float(photo), _below(photo.shape[:2], left, right, BEHIND * scale.px_per_mm)
    at = (float(middle[0]), float(middle[1]))
    shadow = shadow_by_light(pixels, below, at, scale.px_per_mm, 1.4)
    broad = _width(alpha) / zoom / scale.px_per_mm
    if not BROAD[0] < broad < BROAD[1]:
        raise BadRequest(
            f"The necklace cannot be put on: {LAID}, and set the two points on either side of the neck (it would be "
            f"{broad:.0f} mm broad)."
        )
    return Laid(
        part="neck", warps=(Flat(matrix=matrix),), masks=masks_of(below * 0.8, 1 - below), shadow=shadow,
        softness=softness_near(pixels, at, 0.6 * length), scale=body_scale(scale, source), size_mm=round(broad, 1),
        size_plus_minus=0.0, sized="width",
    )  # fmt: skip


def necklace_on(alpha: Bytes8) -> Mask:
    """Return 2×2: the upper left and right end of the necklace of a cut-out (H×W).

    Raises ``BadRequest`` with how to photograph it.
    """
    ends = _ends(alpha)
    if _emptiness(alpha) < HOLLOW:
        raise BadRequest(f"The necklace cannot be put on: {LAID}.")
    return ends


def _at_the_neck(photo: Bytes8, person: Person, wish: Wish, px_per_mm: float) -> None:
    """Raise ``BadRequest`` when a point lies on a face, or both do not lie where its neck is, or that is not bare."""
    shape = photo.shape
    for face in person.sure_faces:
        if any(oval_of(face, (shape[0], shape[1]))[_pixel(handle, shape)] > 0.5 for handle in wish.handles):
            raise BadRequest("A point lies on the face: set the two points where the neck meets the shoulders.")
    if not person.sure_faces:
        return
    face = person.sure_faces[0]
    chin, brow = face.points[152, :2], face.points[10, :2]
    down = (chin - brow) / max(float(np.linalg.norm(chin - brow)), 1e-6)
    away = np.array(wish.handles).mean(0) - chin
    below, aside = float(away @ down) / px_per_mm, float(away @ np.array([-down[1], down[0]])) / px_per_mm
    if not NECK[0] < below < NECK[1] or abs(aside) > ASIDE:
        raise BadRequest("The points do not lie at this face's neck: set them where the neck meets the shoulders.")
    skin = like_there(to_float(photo), face.points[list(CHEEKS)], 4.0 * px_per_mm)
    ends = np.array(wish.handles)
    between = (ends[0] + np.linspace(0.1, 0.9, 41)[:, None] * (ends[1] - ends[0])).astype(int)
    seen = [float(skin[_pixel((x, y), shape)]) > 0.5 for x, y in between]
    if float(np.mean(seen)) < BARE:
        raise BadRequest(
            "Nothing was put on: hair or cloth lies over the neck between the two points. Photograph the neck bare, "
            "the hair behind the shoulders."
        )


def lay_bag(photo: Bytes8, person: Person, alpha: Bytes8, wish: Wish) -> Laid:
    """Return a bag whose handle hangs at the point that is named; a hand there closes before the handle."""
    if not wish.handles:
        raise BadRequest("Say where the bag is held: one point of the photo as a handle, such as 0.62,0.71.")
    pieces = pieces_of(alpha, 1)
    if not pieces:
        raise BadRequest("The bag could not be made out: photograph it upright, on a plain ground.")
    grip = np.array(wish.handles[0])
    scale, source = scale_near(person, grip)
    piece, wide = pieces[0], wish.size_mm or BAG_MM
    warp = hung(piece, wish.handles[0], wide * scale.px_per_mm * piece.box[3] / piece.box[2])
    pixels, cover = to_float(photo), np.zeros(photo.shape[:2], np.float32)
    hand = next((each for each in person.sure_hands if near(each.points, grip, each.palm)), None)
    if hand is not None:
        cover = flesh_of(pixels, hand, arm=0.3)
    elif not _on_a_shoulder(person, grip):
        raise BadRequest(f"No hand and no shoulder was found at that point. {HANGING}")
    _room_for(piece, wish.handles[0], wide * scale.px_per_mm / piece.box[2], photo.shape)
    x, y, one_sided = light_on(pixels, np.ones_like(cover), wish.handles[0], 60 * scale.px_per_mm)
    shadow = shadow_by_light(pixels, np.zeros_like(cover), wish.handles[0], scale.px_per_mm, 6.0)
    shadow = shadow.model_copy(update={"x": -x * 6 * scale.px_per_mm * one_sided, "y": abs(y) * 4 * scale.px_per_mm})
    return Laid(
        part="hand", warps=(warp,), masks=masks_of(np.full(cover.shape, 0.45, np.float32), cover), shadow=shadow,
        softness=softness_near(pixels, wish.handles[0], 40.0 * scale.px_per_mm), scale=body_scale(scale, source),
        size_mm=wide,
        size_plus_minus=0.0 if wish.size_mm else BAG_SPREAD, sized="width",
    )  # fmt: skip


def _on_a_shoulder(person: Person, at: Mask) -> bool:
    """Return whether a point lies beside and below a face, where its shoulders are."""
    for face in person.sure_faces:
        mm = of_face(face).px_per_mm
        away = (at - face.points[152, :2]) / mm
        if SHOULDER[0] < abs(float(away[0])) < SHOULDER[1] and SHOULDER[2] < float(away[1]) < SHOULDER[3]:
            return True
    return False


def _room_for(piece: Piece, grip: tuple[float, float], zoom: float, shape: tuple[int, ...]) -> None:
    """Raise ``BadRequest`` when a piece that hangs at ``grip``, enlarged by ``zoom``, would leave the photo."""
    left, top, wide, high = piece.box
    x, y = grip[0] + (left - piece.top[0]) * zoom, grip[1] + (top - piece.top[1]) * zoom
    across = min(x + wide * zoom, shape[1]) - max(x, 0.0)
    down = min(y + high * zoom, shape[0]) - max(y, 0.0)
    if across < IN_FRAME * wide * zoom or down < IN_FRAME * high * zoom:
        raise BadRequest(f"There is no room for the bag in the picture: it would be cut off by its edge. {HANGING}")


def _pixel(handle: tuple[float, float], shape: tuple[int, ...]) -> tuple[int, int]:
    return min(shape[0] - 1, int(handle[1])), min(shape[1] - 1, int(handle[0]))


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


def _below(shape: tuple[int, ...], left: Mask, right: Mask, soft: float) -> Mask:
    """Return 1 below the line through two points, 0 above: what is above lies behind the neck; ``soft`` pixels between.

    The ends go round the neck out of sight, so they leave softly and not as if they were cut.
    """
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    slope = (right[1] - left[1]) / max(1e-6, right[0] - left[0])
    share = np.clip((y - (left[1] + slope * (x - left[0]))) / max(1.0, soft), 0.0, 1.0)
    return np.asarray(share * share * (3.0 - 2.0 * share), np.float32)
