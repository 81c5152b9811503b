"""What a placement gives: maps, masks, shadow, scale, and the words for it. Arrays and plain numbers."""

from dataclasses import dataclass

import numpy as np

from tools.engines.image import Bytes8, Image, Mask, to_bytes
from tools.engines.person.light_on import light_on, sharpness_at
from tools.engines.person.own_skin import lab_of
from tools.engines.person.scale import ScaleOf
from tools.specs.worn import BodyScale, BodyShadow, Flat, ScaleSource, Warp

NEVER_LESS = 0.28
"""Pixels: the blur that a sharp photo's pixels have of themselves."""


USUAL, BLURRED, SHARPEST = 0.4, 0.9, 0.06
"""Pixels of softness where nothing tells it, and the most: beyond, it is the ground behind that is out of focus.
Of all that is seen there, the sharpest share of its profiles counts: shades are no edges."""


@dataclass(frozen=True)
class Wish:
    """What a person gave: the product's size, the body's (wrist's girth, ring's inner diameter), and points."""

    size_mm: float | None = None
    body_mm: float | None = None
    handles: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Laid:
    """A product laid on a person, for the whole frame. ``sized`` says what ``size_mm`` measures; ``notes`` are said."""

    part: str
    warps: tuple[Warp, ...]
    masks: Bytes8
    shadow: BodyShadow
    softness: float
    scale: BodyScale
    size_mm: float
    size_plus_minus: float
    sized: str
    notes: tuple[str, ...] = ()


def masks_of(body: Mask, cover: Mask | None = None) -> Bytes8:
    """Return H×W×3: where the body takes shadow, where it lies before the product, nothing."""
    before = np.zeros_like(body) if cover is None else cover
    return to_bytes(np.dstack([body, before, np.zeros_like(body)]).astype(np.float32))


def shadow_by_light(photo: Image, flesh: Mask, middle: tuple[float, float], px_per_mm: float, far: float) -> BodyShadow:
    """Return the shadow of a thing about ``far`` mm off the skin, by the light on the skin round ``middle``."""
    x, y, one_sided = light_on(photo, flesh, middle, 30.0 * px_per_mm)
    away = far * px_per_mm * (0.4 + min(1.0, 1.5 * one_sided))
    sigma = max(0.6, 0.8 * far * px_per_mm)
    return BodyShadow(x=round(-x * away, 3), y=round(-y * away, 3), sigma=round(sigma, 3), strength=0.68)


def body_scale(scale: ScaleOf, source: ScaleSource) -> BodyScale:
    """Return the scale as it is kept."""
    return BodyScale(px_per_mm=round(scale.px_per_mm, 5), plus_minus=round(scale.plus_minus, 4), source=source)


def softening(blur: float) -> float:
    """Return the standard deviation of the blur that brings a sharply read product to a photo's ``blur``."""
    return round(float(np.sqrt(max(0.0, blur**2 - NEVER_LESS**2 - 0.2**2))), 3)


def softness_near(photo: Image, middle: tuple[float, float], reach: float) -> float:
    """Return the blur that brings a sharply read product to ``photo`` (H×W×3) within ``reach`` pixels of a point."""
    height, width = photo.shape[:2]
    side = max(12.0, reach)
    rows = slice(max(0, int(middle[1] - side)), max(0, min(height, int(middle[1] + side) + 1)))
    columns = slice(max(0, int(middle[0] - side)), max(0, min(width, int(middle[0] + side) + 1)))
    light = lab_of(np.ascontiguousarray(photo[rows, columns]))[..., 0]
    if min(light.shape) < 8:
        return USUAL
    found = min(sharpness_at(each, SHARPEST) for each in (light, np.ascontiguousarray(light.T)))
    return min(BLURRED, softening(found))


def moved(warp: Warp, left: int, top: int) -> Warp:
    """Return ``warp`` for a frame that begins ``left``, ``top`` pixels into the old one."""
    if isinstance(warp, Flat):
        m = np.array(warp.matrix).reshape(3, 3) @ np.array([[1, 0, left], [0, 1, top], [0, 0, 1]], np.float64)
        return warp.model_copy(update={"matrix": tuple(float(value) for value in m.ravel())})
    return warp.model_copy(update={"x": warp.x - left, "y": warp.y - top})
