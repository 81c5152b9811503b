"""How a product is shown: what is asked for where it can be true of this outline and view, else what suits it."""

from dataclasses import dataclass, replace

import numpy as np
from scipy import ndimage as ndi

from tools.engines.base_line import Solid, base_slope
from tools.engines.framing import Box, Framed, box_of
from tools.engines.image import Mask
from tools.engines.posing import camera_of, diagonal, pose_of, small_outline
from tools.engines.studio.display import BELOW, RAISED
from tools.engines.studio.hanging import neck_of, opening_of
from tools.engines.studio.holders import OUTER, ROOM
from tools.engines.studio.sizes import LYING_BY_NATURE
from tools.specs.recipe import Pose
from tools.specs.steps import Placement
from tools.specs.words import Camera, Display, Holder, View

PINNED = frozenset({"earring", "brooch", "necklace", "bracelet", "cufflinks", "hair_accessory"})
"""What a jewellery card carries."""

FLAT = PINNED | {"ring", "watch", "wallet", "scarf", "tie", "gloves", "belt"}
"""What may lie on a slope: thin, or held by it as a ring is in its slit."""

HUNG = frozenset({"bag", "scarf", "tie", "belt", "necklace", "earring", "bracelet", "hat"})
PADDED = frozenset({"watch", "bracelet", "ring", "brooch", "earring", "necklace", "cufflinks", "hair_accessory"})
LEANT = frozenset({"wallet", "bag", "belt", "other"})

EVEN = 0.10
"""Steepest base of what leans: one that is seen askew would lean to its side."""

RESTS = 0.55
"""Share of its base that must touch."""

STRAP = 0.40
"""A loop over a bag that is taller than this share of the whole stands up by no stiffness of its own: it was held."""

THIN = 0.05
"""A strap is thinner than this share of the whole's height."""

LONG, PLUMB = 1.45, 0.07
"""Height over width of an earring that hangs, and how far, in heights, its lower half may lie beside its upper one."""

DISPLAY_CAMERA: dict[Display, Camera] = {"card": "front", "hang": "front", "bust": "front", "slope": "three_quarter"}
SMALLER: dict[Display, float] = {"card": 0.84, "slope": 0.58, "bust": 0.80, "hang": 0.96, "cushion": 0.86, "lean": 0.95}
"""How much smaller a product is shown, so that the frame holds what carries it."""

MIDDLE: dict[Display, float] = {"card": 0.485, "slope": 0.50, "bust": 0.52, "hang": 0.45}
"""Row of the middle of what is carried, in frame heights."""


SEAT_WIDEST = 0.66
"""Share of the frame that a seat may take that is seen from above."""

LOWEST = 0.89
"""Row of the foot of a carrier, in frame heights, at the lowest: under it the ground is seen."""


@dataclass(frozen=True)
class Choice:
    """How a product is shown. ``display`` is nothing where its pose tells all; ``why`` a reason, if not as wished."""

    display: Display | None
    pose: Pose
    camera: Camera
    why: str = ""


@dataclass(frozen=True)
class Looked:
    """What is known of a product: ``alpha`` of its cut-out (H×W), its category, its photo's view."""

    alpha: Mask
    category: str | None
    view: View | None


def shown_as(looked: Looked, wished: Display | None, camera: Camera | None) -> Choice:
    """Return how the product is shown: as ``wished``, where that can be true of it, else as suits it."""
    why = refusal(looked, wished, camera) if wished else ""
    display = wished if wished and not why else usual(looked, camera)
    return replace(_posed(looked, display, camera), why=why)


def _posed(looked: Looked, display: Display | None, camera: Camera | None) -> Choice:
    alpha, category, view = looked.alpha, looked.category, looked.view
    if display in RAISED or display == "lean":
        seen = DISPLAY_CAMERA.get(display or "stand", "front") if camera is None else camera
        return Choice(display, "standing", seen)
    pose = pose_of(alpha, category, view, camera)
    if display in ("stand", "lie"):
        pose = "standing" if display == "stand" else "lying"
    return Choice(display, pose, camera_of(pose, view, camera))


def usual(looked: Looked, camera: Camera | None = None) -> Display | None:
    """Return the display that a photographer would choose, or nothing where the product only stands or lies."""
    if camera == "flat_lay" or looked.view == "top":
        return None
    alpha, category = looked.alpha, looked.category
    if category == "ring" and facing(alpha):
        return "slope"
    if category == "necklace" and camera is None and open_above(alpha):
        return "bust"
    if category == "earring" and camera is None and upright_pair(alpha):
        return "card"
    if category == "bag" and held_up(alpha) and not diagonal(alpha):
        return "hang"
    return None


def refusal(looked: Looked, wished: Display, camera: Camera | None) -> str:
    """Return why the product cannot be shown as ``wished``, or nothing when it can."""
    what = (looked.category or "product").replace("_", " ")
    if camera == "flat_lay" and wished not in ("lie", "cushion"):
        return "a flat lay is seen from straight above"
    allowed: dict[Display, frozenset[str]] = {
        "card": PINNED, "slope": FLAT, "hang": HUNG, "cushion": PADDED, "lean": LEANT, "bust": frozenset({"necklace"}),
    }  # fmt: skip
    if wished in allowed and looked.category is not None and looked.category not in allowed[wished]:
        return f"that is not for a {what}"
    if wished == "stand" and looked.category in LYING_BY_NATURE:
        return f"a {what} does not stand by itself"
    return _untrue(looked, wished)


def _untrue(looked: Looked, wished: Display) -> str:
    """Return why ``wished`` would be seen to be false of this outline."""
    alpha = looked.alpha
    if wished == "bust" and not open_above(alpha):
        return "the necklace was not photographed hanging, open at the top"
    if wished == "hang" and (diagonal(alpha) or looked.view == "top"):
        return "it was not photographed upright"
    if wished == "hang" and looked.category == "bag" and opening_of(small_outline(alpha)) is None:
        return "its outline has no handle or strap to hang it by"
    if wished == "lean":
        slope, resting = base_slope(small_outline(alpha))
        if abs(slope) > EVEN or resting < RESTS or looked.view == "top":
            return "it was not photographed upright on a straight base"
    return ""


def open_above(alpha: Mask) -> bool:
    """Say whether the outline is a necklace's that hangs: two ends at the top and nothing between them, far down."""
    solid = small_outline(alpha)
    half = neck_of(solid)
    if half == 0.0:
        return False
    rows, columns = np.where(solid.any(1))[0], np.where(solid.any(0))[0]
    middle = (columns[0] + columns[-1]) // 2
    beside = max(1, round(0.1 * half))
    hanging = solid[:, middle - beside : middle + beside].any(1)
    return bool(np.argmax(hanging) > rows[0] + 0.35 * np.ptp(rows) and np.ptp(rows) > 0.6 * np.ptp(columns))


def facing(alpha: Mask) -> bool:
    """Say whether a ring was seen from before its head: no opening, and the head reaches below the band's ends."""
    solid = small_outline(alpha)
    if opening_of(solid) is not None:
        return False
    rows, columns = np.where(solid.any(1))[0], np.where(solid.any(0))[0]
    wide, high = int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1
    ends = np.concatenate([columns[: max(1, wide // 6)], columns[-max(1, wide // 6) :]])
    lowest = max(int(np.where(solid[:, column])[0][-1]) for column in ends)
    return bool(wide > 1.15 * high and rows[-1] - lowest > 0.12 * high)


def upright_pair(alpha: Mask) -> bool:
    """Say whether an earring, or each of two, hangs in its photo: long, plumb, and both from one height.

    A stud that stands on its pin is seen askew: no card holds it so.
    """
    labels, _ = ndi.label(ndi.binary_dilation(small_outline(alpha), iterations=2))
    places = [place for place in ndi.find_objects(labels) if place]
    pieces = [np.asarray(labels[place] == at + 1) for at, place in enumerate(places)]
    tallest = max((piece.shape[0] for piece in pieces), default=0)
    main = [at for at, piece in enumerate(pieces) if piece.shape[0] > 0.5 * tallest]
    if not 1 <= len(main) <= 2 or not all(_plumb(pieces[at]) for at in main):
        return False
    tops = [int(places[at][0].start) for at in main]
    return max(tops) - min(tops) < 0.15 * tallest


def _plumb(piece: Solid) -> bool:
    """Say whether a piece is long and its lower half hangs under its upper one."""
    high, wide = piece.shape
    if high < LONG * wide:
        return False
    upper, lower = (float(np.nonzero(half)[1].mean()) for half in (piece[: high // 2], piece[high // 2 :]))
    return abs(upper - lower) < PLUMB * high


def held_up(alpha: Mask) -> bool:
    """Say whether a bag's thin strap stands up in the air, as only a hand or a hook makes it."""
    solid = small_outline(alpha)
    hole = opening_of(solid)
    if hole is None:
        return False
    rows = np.where(solid.any(1))[0]
    high = np.ptp(rows) + 1
    column = solid[int(hole[1]) :, int(hole[0])]
    loop = int(np.argmax(column)) if column.any() else 0
    over = solid[: int(hole[1]), int(hole[0])].sum()
    return bool(loop > STRAP * high and over < THIN * high)


def reframed_for(
    display: Display | None, framed: Framed, alpha: Mask, size: tuple[int, int], holder: Holder | None = None
) -> Framed:
    """Return ``framed`` with the product smaller, and where its carrier stays in the frame of ``size`` pixels."""
    if holder in ROOM and display in (None, "lie"):
        return _seated(holder, framed, alpha, size)
    if display not in SMALLER:
        return framed
    box, old = box_of(alpha), framed.placement
    scale = round(old.scale * SMALLER[display] * _fits(display, box, old.scale, size), 6)
    x = round(old.x + (box.x + box.width / 2) * (old.scale - scale))
    foot = old.y + (box.y + box.height) * old.scale
    y = round(foot - (box.y + box.height) * scale)
    if display in MIDDLE:
        y = round(MIDDLE[display] * size[1] - (box.y + box.height / 2) * scale)
    placement = Placement(scale=scale, x=x, y=y)
    return framed.at(placement)


def _seated(holder: Holder, framed: Framed, alpha: Mask, size: tuple[int, int]) -> Framed:
    """Return ``framed`` with the product, seen from above, so small that its seat and ground round it are seen."""
    box, old = box_of(alpha), framed.placement
    side, (across, along) = (box.width + box.height) / 2, ROOM[holder]
    widest = SEAT_WIDEST * size[0] / (box.width + 2 * across * side) / OUTER.get(holder, 1.0)
    scale = round(min(old.scale, widest, SEAT_WIDEST * size[1] / (box.height + 2 * along * side)), 6)
    x = round(old.x + (box.x + box.width / 2) * (old.scale - scale))
    y = round(old.y + (box.y + box.height / 2) * (old.scale - scale))
    placement = Placement(scale=scale, x=x, y=y)
    return framed.at(placement)


def _fits(display: Display, box: Box, scale: float, size: tuple[int, int]) -> float:
    """Return how much smaller still a product must be for the foot of its carrier to be seen."""
    if display not in BELOW:
        return 1.0
    high = SMALLER[display] * scale * (box.height / 2 + BELOW[display] * (box.width + box.height) / 2)
    room = (LOWEST - MIDDLE[display]) * size[1]
    return min(1.0, room / high)
