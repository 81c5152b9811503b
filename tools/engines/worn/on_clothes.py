"""What sits where a person says: a brooch, what is worn in the hair, a belt round the waist, a knitted hat."""

from dataclasses import dataclass, replace

import numpy as np

from tools.engines.image import Bytes8, Mask, to_float
from tools.engines.person.own_skin import lab_of, skin_at, unlike
from tools.engines.person.scale import ScaleOf
from tools.engines.person.seen import Person
from tools.engines.worn.hanging import face_of, oval_of, scale_near, similar
from tools.engines.worn.laid import Laid, Wish, body_scale, masks_of, shadow_by_light, softness_near
from tools.errors import BadRequest
from tools.specs.worn import Flat, ScaleSource, Warp, Wrap

BROOCH_MM, BROOCH_SPREAD = 38.0, 0.5
CLIP_MM, CLIP_SPREAD = 70.0, 0.4
LONG, BELT_LONG = 1.3, 3.5
"""How many times longer than broad a thing is that has a direction, and a belt that is seen from in front."""
SAG = -0.08
"""How far the front of a belt lies below its ends, in shares of half its width, when nobody says."""
BELT_MM = (180.0, 620.0)
BRIM, BAND = (0.8, 1.16), 0.12
"""How broad a knitted hat is at its edge beside its middle; a brimmed one is broader. Share that its edge is high."""
HAT_MM = (110.0, 320.0)
ALIKE = 4.5
IN_HAIR = 0.8
"""Share of its length at which what is worn in the hair has hair under it, at least."""
BELT_VIEW = "photograph it closed, from straight in front, its buckle in the middle, on a plain ground."


@dataclass(frozen=True)
class _Outline:
    """A thing's outline: middle, direction of its long side (degrees), length and breadth, pixels of the photo."""

    at: tuple[float, float]
    tilt: float
    length: float
    breadth: float


def lay_brooch(photo: Bytes8, person: Person, alpha: Bytes8, wish: Wish) -> Laid:
    """Return a brooch whose middle is at the point that is named, upright as it was photographed."""
    if not wish.handles:
        raise BadRequest("Say where the brooch sits: one point of the photo as a handle, such as 0.44,0.52.")
    seen, at = _outline_of(alpha, "brooch"), np.array(wish.handles[0])
    _clear_of_faces(person, wish, photo.shape)
    scale, source = scale_near(person, at)
    size = wish.size_mm or BROOCH_MM
    matrix = similar(seen.at, 0.0, _upright_size(alpha) / (size * scale.px_per_mm), at, 0.0, 0.0)
    sized = (size, 0.0 if wish.size_mm else BROOCH_SPREAD, "longer side")
    return _laid(photo, ("lapel", at), Flat(matrix=matrix), (scale, source), sized, 1.6)


def lay_in_hair(photo: Bytes8, person: Person, alpha: Bytes8, wish: Wish) -> Laid:
    """Return what is worn in the hair: its middle at one point, or its two ends at two."""
    if not wish.handles:
        raise BadRequest("Say where in the hair it sits: its middle as one handle, or its two ends as two.")
    seen = _outline_of(alpha, "hair accessory")
    ends = np.array(sorted(wish.handles[:2]))
    at = ends.mean(0)
    _clear_of_faces(person, wish, photo.shape)
    scale, source = scale_near(person, at)
    tilt = seen.tilt if seen.length > LONG * seen.breadth else 0.0
    turn, size, off = face_of(person, "").roll if person.sure_faces else 0.0, wish.size_mm or CLIP_MM, CLIP_SPREAD
    if len(ends) == 2:
        apart = ends[1] - ends[0]
        turn = float(np.degrees(np.arctan2(apart[1], apart[0])))
        size, off = wish.size_mm or _span(apart, scale, (8.0, 260.0), "hair accessory"), 0.0
    _in_hair(photo, at, turn if tilt or len(ends) == 2 else 0.0, size * scale.px_per_mm)
    matrix = similar(seen.at, tilt, seen.length / (size * scale.px_per_mm), at, turn, 0.0)
    return _laid(
        photo, ("hair", at), Flat(matrix=matrix), (scale, source), (size, 0.0 if wish.size_mm else off, "length"), 2.0
    )


def lay_belt(photo: Bytes8, person: Person, alpha: Bytes8, wish: Wish) -> Laid:
    """Return a closed belt between two points at the sides of the waist; a third, between them, is its front."""
    if len(wish.handles) not in (2, 3):
        raise BadRequest("Say where the belt lies: two points at the waist's sides as handles, and a third in front.")
    seen = _outline_of(alpha, "belt")
    if seen.length < BELT_LONG * seen.breadth:
        raise BadRequest(f"The belt cannot be put on: it lies rolled up or open. To wear it, {BELT_VIEW}")
    ends = sorted(wish.handles)
    left, right = np.array(ends[0]), np.array(ends[-1])
    apart, at = right - left, (left + right) / 2
    scale, source = scale_near(person, at)
    wide = _span(apart, scale, BELT_MM, "belt")
    radius = float(np.linalg.norm(apart)) / 2
    turn, bow = float(np.degrees(np.arctan2(apart[1], apart[0]))), SAG
    if len(ends) == 3:
        down = np.array([-apart[1], apart[0]]) / (2 * radius)
        bow = float(np.clip(-((np.array(ends[1]) - at) @ down) / radius, -0.6, 0.6))
    front = at + np.array([-apart[1], apart[0]]) / (2 * radius) * (-bow * radius)
    wrap = Wrap(
        x=float(front[0]), y=float(front[1]), turn=turn, radius=radius, rigid=radius, bow=bow, at=seen.at,
        along=seen.tilt, scale=seen.length / (2 * radius), shade=0.5,
    )  # fmt: skip
    return _laid(photo, ("waist", front), wrap, (scale, source), (wide, 0.0, "width from side to side"), 4.0)


def lay_hat(photo: Bytes8, person: Person, alpha: Bytes8, wish: Wish) -> Laid:
    """Return a knitted hat whose edge runs between two points at the temples. Brims are refused."""
    if len(wish.handles) != 2:
        raise BadRequest("Say where the hat's edge ends: two points at the temples as handles.")
    face = face_of(person, "Photograph the person with the face to the camera.")
    ends = _edge_of_hat(alpha)
    left, right = (np.array(each) for each in sorted(wish.handles))
    apart, wide = right - left, ends[1] - ends[0]
    scale, source = scale_near(person, (left + right) / 2)
    size = _span(apart, scale, HAT_MM, "hat")
    turn, tilt = (float(np.degrees(np.arctan2(each[1], each[0]))) for each in (apart, wide))
    middle = ends.mean(0)
    zoom = float(np.linalg.norm(wide)) / float(np.linalg.norm(apart))
    matrix = similar((float(middle[0]), float(middle[1])), tilt, zoom, (left + right) / 2, turn, 0.0)
    laid = _laid(photo, ("head", (left + right) / 2), Flat(matrix=matrix), (scale, source), (size, 0.0, "edge"), 3.0)
    body = oval_of(face, photo.shape[:2])
    return replace(laid, masks=masks_of(body))


def _laid(
    photo: Bytes8,
    part: tuple[str, Mask],
    warp: Warp,
    scale: tuple[ScaleOf, ScaleSource],
    size: tuple[float, float, str],
    far: float,
) -> Laid:
    """Return what lies ``far`` mm off a ``part`` (name, a point of it); ``size``: mm, how sure, what it measures."""
    pixels, at = to_float(photo), (float(part[1][0]), float(part[1][1]))
    under = like_there(pixels, np.array([at]), 10.0 * scale[0].px_per_mm)
    shadow = shadow_by_light(pixels, under, at, scale[0].px_per_mm, far)
    return Laid(
        part=part[0], warps=(warp,), masks=masks_of(under), shadow=shadow,
        softness=softness_near(pixels, at, 25.0 * scale[0].px_per_mm), scale=body_scale(*scale),
        size_mm=round(size[0], 1), size_plus_minus=size[1], sized=size[2],
    )  # fmt: skip


def like_there(pixels: Mask, points: Mask, reach: float) -> Mask:
    """Return where a photo (H×W×3) is like what it shows within ``reach`` of ``points``: what a shadow falls on."""
    import cv2

    lab = lab_of(pixels)
    away = unlike(lab, skin_at(lab, points.astype(np.float32), reach))
    return np.asarray(cv2.GaussianBlur((away < ALIKE).astype(np.float32), (0, 0), 1.0), np.float32)


def _clear_of_faces(person: Person, wish: Wish, shape: tuple[int, ...]) -> None:
    for face in person.sure_faces:
        oval = oval_of(face, (shape[0], shape[1]))
        for x, y in wish.handles:
            if oval[min(shape[0] - 1, int(y)), min(shape[1] - 1, int(x))] > 0.5:
                raise BadRequest("A point lies on the face: set it on the cloth or in the hair.")


def _in_hair(photo: Bytes8, at: Mask, turn: float, long: float) -> None:
    """Raise ``BadRequest`` when what is ``long`` pixels at a point would stand out of the hair that is seen there."""
    alike = like_there(to_float(photo), np.array([at]), max(3.0, 0.12 * long))
    way = np.array([np.cos(np.radians(turn)), np.sin(np.radians(turn))])
    places = (at + np.linspace(-0.5, 0.5, 25)[:, None] * long * way).astype(int)
    inside = (places >= 0).all(1) & (places < photo.shape[1::-1]).all(1)
    if float((alike[places[inside, 1], places[inside, 0]] > 0.5).sum()) < IN_HAIR * len(places):
        raise BadRequest(
            "There it would stand out of the hair: set the point farther in, or give both ends as two points, or its "
            "own length with --size-mm."
        )


def _span(apart: Mask, scale: ScaleOf, usual: tuple[float, float], what: str) -> float:
    """Return how many mm two points are apart. Raises ``BadRequest`` when nothing of its kind is that broad."""
    found = float(np.linalg.norm(apart)) / scale.px_per_mm
    if not usual[0] <= found <= usual[1]:
        raise BadRequest(f"Between the two points are {found:.0f} mm, which no {what} is broad: set them again.")
    return found


def _outline_of(alpha: Bytes8, what: str) -> _Outline:
    import cv2

    y, x = np.nonzero(alpha > 127)
    if len(x) < 200:
        raise BadRequest(f"The {what} could not be made out: photograph it on a plain ground.")
    places = np.stack([x, y], 1) + 0.5
    _, axes, _ = cv2.PCACompute2(places.astype(np.float32), np.empty(0))
    way = axes[0] if axes[0][0] > 0 else -axes[0]
    along, across = places @ way, places @ np.array([-way[1], way[0]])
    at = way * (along.max() + along.min()) / 2 + np.array([-way[1], way[0]]) * (across.max() + across.min()) / 2
    tilt = float(np.degrees(np.arctan2(way[1], way[0])))
    return _Outline((float(at[0]), float(at[1])), tilt, float(np.ptp(along)), float(np.ptp(across)))


def _upright_size(alpha: Bytes8) -> float:
    y, x = np.nonzero(alpha > 127)
    return float(max(np.ptp(x), np.ptp(y)) + 1)


def _edge_of_hat(alpha: Bytes8) -> Mask:
    """Return 2×2: the left and the right end of a hat's edge. Raises ``BadRequest`` for a brim or a peak."""
    there = alpha > 127
    rows = np.flatnonzero(there.any(1))
    if len(rows) < 40:
        raise BadRequest("The hat could not be made out: photograph it on a plain ground.")
    spans = np.array([np.flatnonzero(there[row])[[0, -1]] for row in rows], np.float64)
    wide = spans[:, 1] - spans[:, 0]
    low = slice(int(len(rows) * (1 - BAND)) - 1, len(rows) - max(1, len(rows) // 50))
    middle = float(np.median(wide[int(0.4 * len(rows)) : int(0.6 * len(rows))]))
    edge, leaning = float(wide[low].max()), float(np.ptp(spans[low].mean(1)))
    if not BRIM[0] < edge / max(middle, 1.0) < BRIM[1] or leaning > 0.08 * middle or not 0.5 < len(rows) / middle < 1.6:
        raise BadRequest(
            "Only a knitted hat without a brim, seen from in front, is put on: a brim or a peak must be seen from "
            "exactly the head's height. Photograph it worn, and that photo can be set, cut out and framed."
        )
    at = rows[low][int(np.argmax(wide[low]))]
    return np.array([[spans[low][:, 0].min(), at], [spans[low][:, 1].max(), at]], np.float64)
