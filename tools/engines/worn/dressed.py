"""The person's photo with the product laid on it. Outside the contact zone not a bit of the photo is changed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import linear_to_srgb, srgb_to_linear
from tools.engines.composite import Placed, core_of, lay_back, place_channels
from tools.engines.image import Bytes8, to_bytes, to_float
from tools.engines.worn.resample import warped
from tools.engines.worn.scale_bar import bar_box, with_bar
from tools.specs.steps import Placement
from tools.specs.worn import BodyShadow, Worn, WornProof

TIGHT = 0.3
"""Width of the dark line where it touches, in shares of the shadow's."""


@dataclass(frozen=True)
class Scenery:
    """What a try-on is made of, 8 bit: the product's photo and cut-out, the person's whole photo, the frame's masks."""

    source: Bytes8
    cutout: Bytes8
    person: Bytes8
    masks: Bytes8


def person_in(worn: Worn, person: Bytes8, size: tuple[int, int]) -> Bytes8:
    """Return the person's photo (H×W×3) as it fills the frame (width, height): resized once, cut at whole pixels."""
    return place_channels(person, Placement(scale=worn.person_scale, x=-worn.left, y=-worn.top), *size)


def product_on(worn: Worn, scenery: Scenery, size: tuple[int, int]) -> Placed:
    """Return the product in the frame (width, height), hidden where the body or a scale bar lies before it."""
    placed = warped(scenery.source, scenery.cutout, worn.warps, worn.softness, size)
    shown = (255 - scenery.masks[..., 1].astype(np.uint16)) * placed.alpha
    alpha = ((shown + 127) // 255).astype(np.uint8)
    if worn.bar_mm is not None:
        x, y, wide, high = bar_box(worn.bar_mm, worn.scale.px_per_mm, size)
        alpha[y : y + high, x : x + wide] = 0
    return Placed(placed.source, placed.foreground, alpha, core_of(alpha))


def dressed(worn: Worn, scenery: Scenery, size: tuple[int, int]) -> Bytes8:
    """Return the try-on, H×W×3."""
    placed = product_on(worn, scenery, size)
    person = person_in(worn, scenery.person, size)
    opacity = shadow_on(placed.alpha, worn.shadow, scenery.masks[..., 0])
    there = opacity > 0
    shaded = person.copy()
    light = srgb_to_linear(to_float(person[there])) * (1 - opacity[there][:, None])
    shaded[there] = to_bytes(linear_to_srgb(light))
    made = lay_back(to_float(shaded), placed)
    return made if worn.bar_mm is None else with_bar(made, worn.bar_mm, worn.scale.px_per_mm)


def zone_of(alpha: Bytes8, shadow: BodyShadow) -> NDArray[np.bool_]:
    """Return the contact zone: the product of ``alpha`` (H×W) and what its shadow may reach."""
    import cv2

    reach = shadow.reach
    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    zone: NDArray[np.bool_] = cv2.dilate((alpha > 0).astype(np.uint8), brush) > 0
    return zone


def shadow_on(alpha: Bytes8, shadow: BodyShadow, body: Bytes8) -> NDArray[np.float32]:
    """Return the share of light (H×W) that the product of ``alpha`` takes from the body; 0 beyond the contact zone."""
    import cv2

    share = to_float(alpha)
    moved = cv2.warpAffine(share, np.array([[1, 0, shadow.x], [0, 1, shadow.y]], np.float32), alpha.shape[::-1])
    wide = cv2.GaussianBlur(moved, (0, 0), shadow.sigma)
    tight = cv2.GaussianBlur(share, (0, 0), max(0.5, TIGHT * shadow.sigma))
    opacity = shadow.strength * np.clip(0.7 * wide + 0.6 * tight, 0.0, 1.0) * to_float(body)
    return np.where(zone_of(alpha, shadow), opacity, 0.0).astype(np.float32)


def prove_worn(picture: Bytes8, person: Bytes8, alpha: Bytes8, worn: Worn) -> WornProof:
    """Return what ``picture`` (H×W×3) left of a whole ``person``'s photo; ``alpha`` (H×W) is the product on it."""
    height, width = alpha.shape
    zone = zone_of(alpha, worn.shadow)
    told = zone.copy()
    if worn.bar_mm is not None:
        x, y, wide, high = bar_box(worn.bar_mm, worn.scale.px_per_mm, (width, height))
        told[y : y + high, x : x + wide] = True
    before = person_in(worn, person, (width, height))
    changed = np.abs(picture.astype(np.int16) - before.astype(np.int16)).max(-1)
    rows, columns = np.flatnonzero(zone.any(1)), np.flatnonzero(zone.any(0))
    box = (0, 0, 0, 0)
    if len(rows):
        box = (int(columns[0]), int(rows[0]), int(columns[-1] - columns[0] + 1), int(rows[-1] - rows[0] + 1))
    return WornProof(worn=worn, zone=box, untouched=int((~told).sum()), most_changed=int(changed[~told].max(initial=0)))
