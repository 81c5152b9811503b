"""A product set into a photo of a place: the part that is shown, the product's foot, its size, what is in focus."""

from dataclasses import dataclass, replace

import numpy as np

from tools.engines.framing import LARGEST_SCALE, Box, box_of
from tools.engines.ground import WHOLE, filled
from tools.engines.image import Bytes8, Image, Mask, to_float
from tools.engines.place_photo.scale import Shown, product_scale, shown
from tools.engines.place_photo.standing import Foot, foot_in
from tools.engines.place_photo.survey import Survey, survey
from tools.specs.recipe import Pose
from tools.specs.steps import Placement

SURVEYED = 900
"""Longer side of the copy that a place is read off."""

ROOM = 0.05
"""Least room over the product, in frame heights."""

CLOSE_FOOT = 0.78
"""Row of the foot in a part of the photo that was come closer to, in frame heights."""

Window = tuple[float, float, float, float]
Size = tuple[int, int]


@dataclass(frozen=True)
class Thing:
    """The product: its cut-out's alpha (H×W of its photo), its pose, its longer side in millimetres."""

    alpha: Mask
    pose: Pose
    longest_mm: float


@dataclass(frozen=True)
class Setting:
    """``window`` in shares of the photo; ``horizon`` in frame heights; ``foot`` where the product rests."""

    placement: Placement
    window: Window
    horizon: float
    foot: Foot
    shown: Shown
    survey: Survey


def set_into(photo: Bytes8, thing: Thing, size: Size) -> Setting:
    """Return where ``thing`` goes in ``photo`` (h×w×3) that fills a frame of ``size`` (width, height).

    Raises ``ValueError`` when the cut-out is empty.
    """
    box = box_of(thing.alpha)
    scale = product_scale((box.width, box.height), size, LARGEST_SCALE)
    whole = _copy(photo, WHOLE, size)
    place = survey(whole)
    foot = _foot(whole, place.eye_level, thing.pose, (box, scale), size)
    most = min(photo.shape[1] / size[0], photo.shape[0] / size[1]) / 0.75
    rows = (place.eye_level, foot.y) if place.scaled else None
    view = shown(max(box.width, box.height) * scale, thing.longest_mm, size, rows, max(1.0, most), place.even)
    window, horizon = WHOLE, place.eye_level
    if view.zoom > 1.02:
        window, horizon, foot = _closer(foot, place.eye_level, view.zoom)
        window = _of_photo(window, photo, size)
        foot = replace(foot, cost=_foot(_copy(photo, window, size), horizon, thing.pose, (box, scale), size).cost)
    return Setting(_placed(box, scale, foot, thing.pose, size), window, horizon, foot, view, place)


def read_around(photo: Bytes8, thing: Thing, placement: Placement, size: Size) -> Setting:
    """Return the setting of a product that has its ``placement`` already: only the photo is read."""
    box, place = box_of(thing.alpha), survey(_copy(photo, WHOLE, size))
    base = box.y + (box.height if thing.pose == "standing" else box.height / 2)
    x, y = placement.x + (box.x + box.width / 2) * placement.scale, placement.y + base * placement.scale
    rows = (place.eye_level, y / size[1]) if place.scaled else None
    view = shown(max(box.width, box.height) * placement.scale, thing.longest_mm, size, rows, 1.0, place.even)
    return Setting(placement, WHOLE, place.eye_level, Foot(x / size[0], y / size[1], 0.0), view, place)


def _copy(photo: Bytes8, window: Window, size: Size) -> Image:
    """Return the part of ``photo`` that fills the frame, small."""
    factor = min(1.0, SURVEYED / max(size))
    return to_float(filled(photo, round(size[0] * factor), round(size[1] * factor), window))


def _foot(picture: Image, eye_level: float, pose: Pose, thing: tuple[Box, float], size: Size) -> Foot:
    """Return the place for the product's base, low enough that the product has room over it."""
    box, scale = thing
    wide, high = box.width * scale / size[0], box.height * scale / size[1]
    if pose == "lying":
        foot = foot_in(picture, eye_level + high / 2, wide, flat=True)
        return replace(foot, y=float(np.clip(foot.y, ROOM + high / 2, 1 - ROOM - high / 2)))
    foot = foot_in(picture, eye_level, wide)
    return replace(foot, y=max(foot.y, ROOM + high))


def _closer(foot: Foot, eye_level: float, zoom: float) -> tuple[Window, float, Foot]:
    """Return (the part of the frame that is come closer to, its eye level, the foot in it)."""
    side = 1.0 / zoom
    left = float(np.clip(foot.x - 0.5 * side, 0.0, 1.0 - side))
    top = float(np.clip(foot.y - CLOSE_FOOT * side, 0.0, 1.0 - side))
    moved = Foot((foot.x - left) * zoom, (foot.y - top) * zoom, foot.cost)
    return (left, top, side, side), (eye_level - top) * zoom, moved


def _of_photo(window: Window, photo: Bytes8, size: Size) -> Window:
    """Return a window of the frame as a window of the photo, whose middle fills the frame."""
    height, width = photo.shape[:2]
    scale = max(size[0] / width, size[1] / height)
    across, down = min(1.0, size[0] / scale / width), min(1.0, size[1] / scale / height)
    left, top = (1.0 - across) / 2, (1.0 - down) / 2
    part = (left + window[0] * across, top + window[1] * down, window[2] * across, window[3] * down)
    return round(part[0], 6), round(part[1], 6), round(part[2], 6), round(part[3], 6)


def _placed(box: Box, scale: float, foot: Foot, pose: Pose, size: Size) -> Placement:
    x = round(foot.x * size[0] - (box.x + box.width / 2) * scale)
    base = box.y + (box.height if pose == "standing" else box.height / 2)
    return Placement(scale=round(scale, 6), x=x, y=round(foot.y * size[1] - base * scale))
