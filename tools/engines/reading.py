"""What a product photo says of how it was taken: white, sharpness, noise, and the side its light came from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import LUMINANCE, srgb_to_linear
from tools.engines.image import Image, Mask, check_image, check_mask
from tools.engines.key_light import KeyLight, key_of
from tools.specs.words import LightFrom

Plane = NDArray[np.float32]

WHITE_LIMIT = 1.18
"""A photo's white is believed up to this ratio between channels; beyond it the backdrop is coloured, not lit."""

OWN_WHITE = 0.15
"""Share of a product that must be bright and nearly neutral for it to say what is white."""

BURNT = 0.98
"""Linear luminance above which a pixel no longer tells a colour."""

SOFT_TO_HARD = (0.15, 0.70)
"""Fall of brightness across a shadow's edge, within 1/40 of the product's size: under a softbox, and in bare sun."""

MILD_TO_STEEP = (0.25, 0.75)
"""Contrast of the product's own shading, in the same two lights."""

TRUST_IN_SHADING = 0.7
"""Dark and light parts of a product look like shading, so it never says more than this."""

SHADOWLESS = 0.4
"""It says still less where the backdrop has no shadow at all, as on a cut-out packshot."""

DARK_BACKDROP = 0.3
"""A shadow is not read off a backdrop darker than this."""

ASIDE = 0.2
"""Sine of the angle from which on a light comes from a side."""

SURE = 0.06
"""How far the two sides must differ before the light is said to come from one of them."""


@dataclass(frozen=True)
class Reading:
    """``white`` is linear RGB of luminance 1; ``blur`` the edge's standard deviation in pixels of the photo;
    ``grain`` a standard deviation in sRGB units; ``light_from`` nothing when the photo does not tell;
    ``softness`` of its light from 0 (bare sun) to 1 (softbox); ``tone`` its middle sRGB luminance;
    ``key`` where its key light stood, nothing when the photo does not tell."""  # fmt: skip

    white: tuple[float, float, float]
    blur: float
    grain: float
    light_from: LightFrom | None
    softness: float = 0.5
    tone: float = 0.5
    key: KeyLight | None = None


def read_photo(image: Image, alpha: Mask) -> Reading:
    """Read ``image`` (H×W×3 sRGB) with its product's ``alpha`` (H×W), at most 1,000 px long inside."""
    check_image(image, channels=(3,))
    check_mask(alpha, "alpha")
    step = max(1, max(image.shape[:2]) // 1000)
    small, mask = image[::step, ::step], alpha[::step, ::step]
    luminance = (image @ LUMINANCE).astype(np.float32)
    key = key_of(image, alpha)
    return Reading(
        white=_white(small, mask),
        blur=_edge_blur(luminance, alpha),
        grain=_noise(luminance, alpha),
        light_from=_side_of(key) if key else _light_side(small, mask),
        softness=_softness(small, mask),
        tone=_tone(small, mask),
        key=key,
    )


def read_backdrop(image: Image) -> Reading:
    """Read ``image`` (H×W×3 sRGB), a photo in which no product is looked for: its white, sharpness and noise."""
    check_image(image, channels=(3,))
    step = max(1, max(image.shape[:2]) // 1000)
    luminance = (image @ LUMINANCE).astype(np.float32)
    nowhere, everywhere = np.zeros(luminance.shape, np.float32), np.ones(luminance.shape, np.float32)
    return Reading(
        white=_white(image[::step, ::step], nowhere[::step, ::step]),
        blur=_edge_blur(luminance, everywhere),
        grain=_noise(luminance, nowhere),
        light_from=None,
    )


def _white(image: Image, alpha: Mask) -> tuple[float, float, float]:
    """Return the colour of the bright, nearly neutral part of the old backdrop, or of the whole photo.

    A product's own white, a dial or a pearl, has as much say: a sheet of paper may be blue, and it stays beside it.
    """
    linear = srgb_to_linear(image)
    luminance = linear @ LUMINANCE
    spread = linear.max(-1) / np.maximum(linear.min(-1), 1e-4)
    behind = alpha < 0.02
    if behind.any() and (luminance[behind] >= BURNT).mean() > 0.5:
        return (1.0, 1.0, 1.0)  # the backdrop is paper white: whoever made the photo has balanced it
    neutral = (luminance > 0.25) & (luminance < BURNT) & (spread < WHITE_LIMIT**2)
    backdrop = neutral & behind
    chosen = backdrop if backdrop.mean() > 0.05 else neutral
    if chosen.mean() < 0.02:
        return (1.0, 1.0, 1.0)
    color = np.median(linear[chosen], axis=0)
    own = neutral & (alpha > 0.98)
    if own.sum() > OWN_WHITE * max(1, (alpha > 0.98).sum()):
        of_product = np.median(linear[own], axis=0)
        color = np.sqrt(color / (color @ LUMINANCE) * of_product / (of_product @ LUMINANCE))
    color = np.clip(color / (color @ LUMINANCE), 1 / WHITE_LIMIT, WHITE_LIMIT)
    color = color / (color @ LUMINANCE)
    return (float(color[0]), float(color[1]), float(color[2]))


def _gradient(luminance: Plane) -> Plane:
    """Return the length of Sobel's gradient; 8 a level and pixel."""
    import cv2

    across, down = (cv2.Sobel(luminance, cv2.CV_32F, x, 1 - x, ksize=3, borderType=cv2.BORDER_REFLECT) for x in (1, 0))
    return np.asarray(cv2.magnitude(across, down), dtype=np.float32)


def _blurred(plane: Plane, sigma: float) -> Plane:
    import cv2

    return np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma, borderType=cv2.BORDER_REFLECT), dtype=np.float32)


def _within(region: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """Return what lies at most ``reach`` steps across or down from ``region``."""
    import cv2

    away = cv2.distanceTransform((~region).astype(np.uint8), cv2.DIST_L1, 3)
    return np.asarray(away <= reach, dtype=np.bool_)


def _edge_blur(luminance: Plane, alpha: Mask) -> float:
    """Return the standard deviation of the sharpest edges, by re-blurring (Zhuo and Sim, 2011)."""
    known = 1.0
    first = _gradient(luminance)
    second = _gradient(_blurred(luminance, known))
    step = max(1, max(first.shape) // 1500)
    strong = (alpha > 0.05) & (first > max(float(np.percentile(first[::step, ::step], 97)), 0.08))
    if strong.sum() < 50:
        return 0.7
    ratio = np.maximum(first[strong] / np.maximum(second[strong], 1e-4), 1.001)
    sigma = known / np.sqrt(ratio**2 - 1.0)
    return float(np.clip(np.percentile(sigma, 25), 0.3, 4.0))


def _noise(luminance: Plane, alpha: Mask) -> float:
    """Return the noise of the flat part of the old backdrop, from the diagonal detail (Donoho, 1994)."""
    detail = (luminance[:-1:2, :-1:2] - luminance[:-1:2, 1::2] - luminance[1::2, :-1:2] + luminance[1::2, 1::2]) / 2
    flat = alpha[:-1:2, :-1:2] < 0.02
    if flat.sum() < 200:
        return 0.003
    return float(np.clip(np.median(np.abs(detail[flat])) / 0.6745, 0.0, 0.03))


def _halves(values: Plane, where: NDArray[np.bool_], middle: float) -> float:
    """Return the mean right of ``middle`` minus the mean left of it, over ``where``; 0 when a side is empty."""
    columns = np.broadcast_to(np.arange(values.shape[1]), values.shape)
    left, right = where & (columns < middle), where & (columns >= middle)
    if left.sum() < 30 or right.sum() < 30:
        return 0.0
    return float(values[right].mean() - values[left].mean())


def _tone(image: Image, alpha: Mask) -> float:
    solid = alpha > 0.95
    return float(np.median(image[solid] @ LUMINANCE)) if solid.any() else 0.5


def _softness(image: Image, alpha: Mask) -> float:
    """Return 0..1: how soft the light was, by the edge of the shadow on the backdrop and the product's shading.

    The shadow is believed first: a product may be black and white, a backdrop rarely is.
    """
    solid = alpha > 0.95
    if solid.sum() < 200:
        return 0.5
    size = max(np.ptp(np.where(solid.any(axis))[0]) for axis in (0, 1)) + 1
    luminance = (image @ LUMINANCE).astype(np.float32)
    edge, depth = _shadow_edge(luminance, alpha, int(size))
    shading = _ramp(_shading_contrast(luminance, solid, int(size)), *MILD_TO_STEEP)
    trust = TRUST_IN_SHADING * (SHADOWLESS if depth < 0.05 else 1.0)
    return float(1.0 - max(_ramp(edge, *SOFT_TO_HARD), trust * shading))


def _ramp(value: float, low: float, high: float) -> float:
    return float(np.clip((value - low) / (high - low), 0.0, 1.0))


def _shadow_edge(luminance: Plane, alpha: Mask, size: int) -> tuple[float, float]:
    """Return (the steepest fall within 1/40 of ``size`` beside the product, the shadow's depth), in backdrop levels.

    Both are 0 where the backdrop is dark or too little of it is seen.
    """
    behind, solid = alpha < 0.02, alpha > 0.5
    own = _within(solid, max(2, size // 60))
    near = _within(own, max(3, size // 5)) & ~own & behind
    if near.sum() < 200:
        return 0.0, 0.0
    level = float(np.percentile(luminance[behind], 90))
    if level < DARK_BACKDROP:
        return 0.0, 0.0
    smooth = _blurred(luminance, size / 200)
    fall = _gradient(smooth) / 8 * (size / 40) / level
    return float(np.percentile(fall[near], 99)), 1.0 - float(np.percentile(smooth[near], 5)) / level


def _shading_contrast(luminance: Plane, solid: NDArray[np.bool_], size: int) -> float:
    """Return (bright - dark) / (bright + dark) of the product without its fine detail."""
    sigma = max(1.0, size / 60)
    weight = _blurred(solid.astype(np.float32), sigma)
    low = _blurred(luminance * solid, sigma) / np.maximum(weight, 1e-3)
    dark, bright = np.percentile(low[solid], [5, 95])
    return float((bright - dark) / max(bright + dark, 1e-3))


def _side_of(key: KeyLight) -> LightFrom | None:
    """Return the side of a key that does not stand nearly before or behind the product."""
    if abs(key.towards[0]) < ASIDE:
        return None
    return "right" if key.towards[0] > 0 else "left"


def _light_side(image: Image, alpha: Mask) -> LightFrom | None:
    """Return the side that is lit: by the product's own shading, and by the shadow beside it on the old backdrop."""
    solid = alpha > 0.95
    if solid.sum() < 200:
        return None
    columns = np.where(solid.any(0))[0]
    middle = (columns[0] + columns[-1]) / 2
    luminance = (image @ LUMINANCE).astype(np.float32)
    smooth = _blurred(luminance, max(2.0, float(np.ptp(columns)) / 40))
    shading = _halves(smooth, solid, middle)
    reach = max(3, int(np.ptp(columns) * 0.12))
    near = _within(solid, reach) & (alpha < 0.02)
    shadow = _halves(smooth, near & ~_within(solid, 2), middle)
    score = shading + 1.5 * shadow
    if abs(score) < SURE:
        return None
    return "right" if score > 0 else "left"
