"""A ring on a finger: seen from above on the back of an open hand, the band's ends going round out of sight."""

from dataclasses import dataclass

import numpy as np

from tools.engines.image import Bytes8, Image, Mask, to_float
from tools.engines.person.bones import back_to_camera, measure_bones, straightness
from tools.engines.person.flesh import flesh_of, skin_of_hand
from tools.engines.person.hands import Hand
from tools.engines.person.light_on import edge_blur
from tools.engines.person.limb import Limb, bare_of, limb_at, strip_of
from tools.engines.person.scale import FINGER, ScaleOf, Told, joined, of_finger, of_hand
from tools.engines.person.seen import Person
from tools.engines.worn.laid import Laid, Wish, body_scale, masks_of, shadow_by_light, softening
from tools.engines.worn.product_views import Band, ring_from_above
from tools.engines.worn.which_hand import first_place
from tools.errors import BadRequest
from tools.specs.worn import ScaleSource, Wrap

FINGERS = {"ring finger": (13, 14), "middle finger": (9, 10), "index finger": (5, 6)}
"""Knuckle and middle joint of each finger that may wear one, the usual one first."""
AT = 0.6
"""Where a ring sits, in shares of the way from the knuckle to the middle joint."""
WALL = 1.2
"""Millimetres by which a ring is broader than its finger: its two walls, and the skin that it presses in."""
WIDTHS = (11.5, 25.0)
LEAST_WIDTH = 27.0
BACK = 0.5
GIVEN = 0.03
SHADE = 0.6
"""Share of its light that a band has lost where the finger takes it out of sight."""
STRAIGHT = 0.86
PHOTO = (
    "Photograph the open hand from above, its back to the camera, the fingers straight and spread, filling the frame."
)


@dataclass(frozen=True)
class Finger:
    """A finger to put a ring on; it ``rises`` so many degrees away from the camera towards its tip."""

    hand: Hand
    flesh: Mask
    limb: Limb
    blur: float
    name: str
    rises: float


def lay_ring(photo: Bytes8, person: Person, alpha: Bytes8, wish: Wish) -> Laid:
    """Return the ring of ``alpha`` on a ring finger. Raises ``BadRequest`` with what to photograph instead."""
    band = ring_on(alpha)
    pixels = to_float(photo)
    finger = first_place(person, lambda hand: _finger_of(pixels, hand), PHOTO)
    scale = _scale(finger, wish)
    wide = finger.limb.width + WALL * scale.px_per_mm
    if wish.size_mm:
        wide = wish.size_mm * scale.px_per_mm
    wrap = _wrap(finger, band, wide / 2)
    shadow = shadow_by_light(pixels, finger.flesh, (finger.limb.x, finger.limb.y), scale.px_per_mm, 0.9)
    inner = finger.limb.width / scale.px_per_mm
    given: ScaleSource = "given" if wish.body_mm or wish.size_mm else "hand"
    return Laid(
        part="finger", warps=(wrap,), masks=masks_of(finger.flesh), shadow=shadow, softness=softening(finger.blur),
        scale=body_scale(scale, given), size_mm=round(wide / scale.px_per_mm, 2), size_plus_minus=0.0, sized="width",
        notes=(f"It is on the {finger.name}, which is about {inner:.1f} mm broad there.",),
    )  # fmt: skip


def ring_on(alpha: Bytes8) -> Band:
    """Return how the ring of a cut-out (H×W) was photographed. Raises ``BadRequest`` with how to photograph it."""
    band = ring_from_above(alpha)
    if isinstance(band, str):
        raise BadRequest(
            f"The ring cannot be put on: {band}. Photograph it from straight above, its stone to the camera, so that "
            "its band is a straight line."
        )
    return band


def _wrap(finger: Finger, band: Band, radius: float) -> Wrap:
    """Return the map: the band across the finger, the photo's upper side towards the tip, nothing mirrored."""
    limb = finger.limb
    across = np.array([-limb.way[1], limb.way[0]])  # clockwise from the way to the tip: the photo's right
    turn = float(np.degrees(np.arctan2(across[1], across[0])))
    bow = float(np.clip(np.sin(np.radians(finger.rises)), -0.3, 0.3)) * 0.6
    return Wrap(
        x=limb.x, y=limb.y, turn=turn, radius=radius, rigid=radius, bow=bow, at=band.at, along=band.along,
        scale=band.half / radius, shade=SHADE,
    )  # fmt: skip


def _scale(finger: Finger, wish: Wish) -> ScaleOf:
    width = finger.limb.width
    if wish.body_mm:
        return joined((Told(width / (wish.body_mm + 0.8), GIVEN),))
    return joined((of_hand(finger.hand), of_finger(width)))


def _finger_of(photo: Image, hand: Hand) -> Finger | str:
    if back_to_camera(hand) < BACK:
        return "the palm or the side of the hand faces the camera, where a ring's head is not seen"
    mm = measure_bones(hand.points).px_per_mm
    if straightness(hand.points) < STRAIGHT:
        return "the fingers are bent"
    if FINGER * mm < LEAST_WIDTH * 0.7:
        return f"the finger is only about {FINGER * mm:.0f} pixels wide: come closer"
    flesh = flesh_of(photo, hand, arm=0.4)
    found = [_this_finger(photo, hand, flesh, name) for name in FINGERS]
    return next((each for each in found if not isinstance(each, str)), found[0])


def _this_finger(photo: Image, hand: Hand, flesh: Mask, name: str) -> Finger | str:
    mm, points = measure_bones(hand.points).px_per_mm, hand.points
    first, second = FINGERS[name]
    knuckle, joint = points[first, :2], points[second, :2]
    bone = float(np.linalg.norm(joint - knuckle))
    if bone < 0.62 * float(np.linalg.norm(points[second] - points[first])) or bone < 26 * mm:
        return f"the {name} points towards the camera or is bent away from it"
    way = ((joint - knuckle) / bone).astype(np.float32)
    limb = limb_at(flesh, knuckle, way, ((AT - 0.14) * bone, (AT + 0.14) * bone), 34 * mm)
    if limb is None or limb.rows < 0.7 or limb.uneven > 0.12 or not WIDTHS[0] < limb.width / mm < WIDTHS[1]:
        return f"the {name}'s two sides are not both seen: the fingers touch, or something hides them"
    if limb.width < LEAST_WIDTH:
        return f"the finger is only {limb.width:.0f} pixels wide: come closer"
    bare = bare_of(strip_of(photo, flesh, limb, (-7 * mm, 7 * mm)), skin_of_hand(photo, hand))
    if bare.framed < 0.95:
        return "the finger is cut off by the picture's edge"
    if not bare.is_bare:
        return "a ring is worn on that finger already"
    rise = float(points[second, 2] - points[first, 2])
    return Finger(hand, flesh, limb, edge_blur(photo, limb), name, float(np.degrees(np.arctan2(rise, bone))))
