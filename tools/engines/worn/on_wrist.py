"""A watch or a bracelet on a wrist: which wrist, whether it is bare and well seen, how large a millimetre is there."""

from dataclasses import dataclass

import numpy as np

from tools.engines.image import Bytes8, Image, Mask, to_float
from tools.engines.person.bones import back_to_camera, measure_bones
from tools.engines.person.flesh import flesh_of, skin_of_hand
from tools.engines.person.hands import Hand
from tools.engines.person.light_on import edge_blur
from tools.engines.person.limb import Limb, bare_of, limb_at, strip_of
from tools.engines.person.scale import NINE_OF_TEN, ScaleOf, joined, of_girth, of_hand, of_wrist
from tools.engines.person.seen import Person
from tools.engines.worn.laid import Laid, Wish, body_scale, masks_of, shadow_by_light, softening
from tools.engines.worn.product_views import Round, Watch, bracelet_from_above, watch_from_above
from tools.engines.worn.which_hand import first_place
from tools.errors import BadRequest
from tools.specs.worn import Loop, Wrap

CASE_MM, CASE_SPREAD = 38.0, 0.2
LENGTH_MM, LENGTH_SPREAD = 180.0, 0.1
PAST = 21.0
"""Millimetres from the hand's root to the middle of what is worn."""
WIDTHS = (30.0, 82.0)
UNEVEN = 0.13
FANS = ((0.0, (0.0, -20.0, 20.0)), (65.0, (0.0, -25.0, 25.0, -50.0, 50.0)))
"""How far off the hand's direction flesh is looked for, and in which directions a forearm, in degrees."""
LEAST_WIDTH = 60.0
ON_SKIN = 0.97
"""Share of the place that skin fills at least."""
FARTHER, STRAIGHT_ON = (14.0, 32.0), 0.97
"""Millimetres farther up at which the forearm is looked at again, and the least cosine of its bend."""
STRAP = 1.02
SHADE = 0.55
"""Share of its light that a strap or a link has lost where the wrist takes it out of sight."""
BACK = 0.35
"""Least cosine between the back of the hand and the camera at which a dial would be seen from in front."""
PHOTO = "Photograph the bare wrist from above with the back of the hand to the camera, the forearm in the picture."


@dataclass(frozen=True)
class Wrist:
    """A wrist to lay something on."""

    hand: Hand
    flesh: Mask
    limb: Limb
    back: float
    scale: ScaleOf
    blur: float


def lay_watch(photo: Bytes8, person: Person, alpha: Bytes8, wish: Wish) -> Laid:
    """Return the watch of ``alpha`` on a wrist of ``photo``. Raises ``BadRequest`` with what to photograph instead."""
    watch = watch_on(alpha)
    case = wish.size_mm or CASE_MM
    tall = case * 2 * watch.half / watch.case
    wrist = find_wrist(to_float(photo), person, wish, tall, dial=True)
    limb, px_per_mm = wrist.limb, wrist.scale.px_per_mm
    scale = watch.case / case / px_per_mm
    radius = limb.width / 2 * STRAP
    rigid = min(watch.half / scale, 0.96 * radius)
    if watch.half / scale > 1.12 * radius:
        raise BadRequest(
            f"A case of {case:.0f} mm is broader than this wrist looks: give the case's width with --size-mm, or "
            "photograph the wrist from straight above."
        )
    needs = (rigid + (radius - rigid) * 1.15) * scale
    if min(watch.above, watch.below) < needs:
        raise BadRequest(
            "The strap in the photo ends before it would go round the wrist: photograph the watch with its strap open, "
            "all of it in the picture."
        )
    turn = _towards_little_finger(wrist)
    wrap = Wrap(
        x=limb.x, y=limb.y, turn=turn, radius=radius, rigid=rigid, at=watch.at, along=watch.up, scale=scale,
        shade=SHADE,
    )  # fmt: skip
    return _laid(to_float(photo), wrist, wrap, (case, 0.0 if wish.size_mm else CASE_SPREAD, "case"), 1.6)


def watch_on(alpha: Bytes8) -> Watch:
    """Return how the watch of a cut-out (H×W) was photographed. Raises ``BadRequest`` with how to photograph it."""
    watch = watch_from_above(alpha)
    if isinstance(watch, str):
        raise BadRequest(
            f"The watch cannot be put on: {watch}. Photograph it from straight above, its strap open and straight, "
            "12 at the top."
        )
    return watch


def bracelet_on(alpha: Bytes8) -> Round:
    """Return how the bracelet of a cut-out (H×W) was photographed. Raises ``BadRequest`` as ``watch_on`` does."""
    seen = bracelet_from_above(alpha)
    if isinstance(seen, str):
        raise BadRequest(
            f"The bracelet cannot be put on: {seen}. Photograph it closed, laid in a round on "
            "a plain ground, from above."
        )
    return seen


def lay_bracelet(photo: Bytes8, person: Person, alpha: Bytes8, wish: Wish) -> Laid:
    """Return the bracelet of ``alpha`` on a wrist of ``photo``. Raises ``BadRequest`` as ``lay_watch`` does."""
    seen = bracelet_on(alpha)
    length = wish.size_mm or LENGTH_MM
    round_px = 2 * np.pi * float(np.mean(seen.radii))
    wrist = find_wrist(to_float(photo), person, wish, 2.0 * length * seen.thick / round_px + 8.0, dial=False)
    limb = wrist.limb
    loop = Loop(
        x=limb.x, y=limb.y, turn=_charms_down(wrist), radius=limb.width / 2 * 1.03, bow=0.12,
        middle=seen.middle, radii=seen.radii, front=seen.front, scale=round_px / length / wrist.scale.px_per_mm,
        shade=SHADE,
    )  # fmt: skip
    return _laid(to_float(photo), wrist, loop, (length, 0.0 if wish.size_mm else LENGTH_SPREAD, "length"), 1.1)


def _laid(photo: Image, wrist: Wrist, warp: Wrap | Loop, size: tuple[float, float, str], far: float) -> Laid:
    limb, scale = wrist.limb, wrist.scale
    shadow = shadow_by_light(photo, wrist.flesh, (limb.x, limb.y), scale.px_per_mm, far)
    return Laid(
        part="wrist", warps=(warp,), masks=masks_of(wrist.flesh), shadow=shadow, softness=softening(wrist.blur),
        scale=body_scale(scale, "wrist"), size_mm=size[0], size_plus_minus=size[1], sized=size[2],
    )  # fmt: skip


def _towards_little_finger(wrist: Wrist) -> float:
    """Return the direction across the wrist, in degrees, in which the little finger lies: a watch's 12."""
    flat = wrist.hand.points[:, :2]
    way = np.array(wrist.limb.way)
    across = np.array([-way[1], way[0]])
    if float(across @ (flat[17] - flat[5])) < 0:
        across = -across
    return float(np.degrees(np.arctan2(across[1], across[0])))


def _charms_down(wrist: Wrist) -> float:
    """Return the direction across the wrist at which a bracelet's outer side, where charms hang, is the lower one."""
    turn = _towards_little_finger(wrist)
    return turn if abs(turn) <= 90.0 else turn - float(np.copysign(180.0, turn))


def find_wrist(photo: Image, person: Person, wish: Wish, tall: float, dial: bool) -> Wrist:
    """Return the best wrist for a thing ``tall`` mm along the arm; ``dial``: its front must face the camera.

    Raises ``BadRequest`` as ``first_place`` does.
    """
    return first_place(person, lambda hand: _wrist_of(photo, hand, wish, tall, dial), PHOTO)


def _wrist_of(photo: Image, hand: Hand, wish: Wish, tall: float, dial: bool) -> Wrist | str:
    back, bones = back_to_camera(hand), measure_bones(hand.points)
    if dial and back < BACK:
        return "the palm or the side of the wrist faces the camera, where a dial is not seen"
    mm = bones.px_per_mm
    past = PAST + max(0.0, tall / 2 - 18.0)
    found = _arm_of(photo, hand, (past - 14) * mm, (past + 14) * mm)
    if found is None:
        return "the wrist has no clear outline: something is worn there, or it is cut off"
    flesh, limb = found
    if not WIDTHS[0] < limb.width / mm < WIDTHS[1] or limb.uneven > UNEVEN:
        return "the wrist's width could not be measured: a sleeve, what is worn there or lies beside it hides its edge"
    if limb.width < LEAST_WIDTH:
        return f"the wrist is only {limb.width:.0f} pixels wide: come closer"
    strip = strip_of(photo, flesh, limb, (-(tall / 2 + 7) * mm, (tall / 2 + 7) * mm))
    bare = bare_of(strip, skin_of_hand(photo, hand))
    if bare.framed < 0.9 or not _within(limb, tall / 2 * mm, photo.shape):
        return "the wrist is cut off by the picture's edge"
    if not bare.is_bare:
        wide = bare_of(strip_of(photo, flesh, limb, (-60 * mm, 70 * mm)), skin_of_hand(photo, hand))
        worn = bare.resumes or wide.resumes or bare.skin >= 0.8
        return "something is worn on the wrist already" if worn else "a sleeve covers the wrist"
    if float(strip.flesh.mean()) < ON_SKIN or not _goes_on(flesh, limb, mm):
        return "the wrist is bent, or its forearm does not go straight on into the picture"
    told = of_girth(limb.width, wish.body_mm) if wish.body_mm else None
    scale = (
        ScaleOf(told.px_per_mm, NINE_OF_TEN * told.spread)
        if told
        else joined((of_hand(hand), of_wrist(limb.width, back)))
    )
    return Wrist(hand, flesh, limb, back, scale, edge_blur(photo, limb))


def _within(limb: Limb, half: float, shape: tuple[int, ...]) -> bool:
    """Return whether the limb's stretch of ``half`` pixels to either side lies in a photo of ``shape``."""
    way = np.array(limb.way)
    across = np.array([-way[1], way[0]]) * (0.53 * limb.width)
    corners = [np.array([limb.x, limb.y]) + i * half * way + j * across for i in (-1, 1) for j in (-1, 1)]
    return all(0 <= x <= shape[1] and 0 <= y <= shape[0] for x, y in corners)


def _goes_on(flesh: Mask, limb: Limb, mm: float) -> bool:
    """Return whether the forearm goes straight on beyond the wrist, as broad as it."""
    at, way = np.array([limb.x, limb.y], np.float32), np.array(limb.way, np.float32)
    far = limb_at(flesh, at, way, (FARTHER[0] * mm, FARTHER[1] * mm), 110 * mm)
    if far is None:
        return False
    towards = np.array([far.x, far.y]) - at
    along = float(towards @ way) / max(float(np.linalg.norm(towards)), 1e-6)
    turned = float(np.dot(far.way, limb.way))
    return along > STRAIGHT_ON and turned > STRAIGHT_ON - 0.04 and 0.75 < far.width / limb.width < 1.45


def _arm_of(photo: Image, hand: Hand, first: float, last: float) -> tuple[Mask, Limb] | None:
    """Return the flesh and the limb ``first`` to ``last`` pixels from the hand's root, in whichever way it is even.

    A forearm that goes straight on is looked for first; a wrist may bend, too.
    """
    root = hand.points[0, :2]
    way = root - hand.points[[5, 9, 13, 17], :2].mean(0)
    way = way / max(float(np.linalg.norm(way)), 1e-6)
    mm = measure_bones(hand.points).px_per_mm
    best: tuple[float, Mask, Limb] | None = None
    for fan, turns in FANS:
        flesh = flesh_of(photo, hand, fan)
        for degrees in turns:
            cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
            turned = np.array([way[0] * cos - way[1] * sin, way[0] * sin + way[1] * cos], np.float32)
            limb = limb_at(flesh, root, turned, (first, last), 95 * mm)
            if limb is not None and limb.rows >= 0.6:
                off = 0.0 if WIDTHS[0] < limb.width / mm < WIDTHS[1] else 1.0
                score = off + limb.uneven + 0.5 * (1 - limb.rows) + 0.002 * abs(degrees)
                if best is None or score < best[0]:
                    best = (score, flesh, limb)
        if best is not None and best[0] < UNEVEN:
            break
    return None if best is None else best[1:]
