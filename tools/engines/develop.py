"""A picture is developed from its plate: white point, balance, exposure, contrast, colour, vignette, blur, grain.

Only the set is developed; the product is laid back afterwards and never sees any of this.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.bands import banded, times
from tools.engines.color import LUMINANCE, linear_to_srgb, white_of
from tools.engines.image import Image, Mask, check_image
from tools.engines.studio.tone import tone
from tools.engines.toning import toned
from tools.specs.steps import (
    Blur,
    Contrast,
    DevelopStep,
    Exposure,
    Grain,
    Painted,
    Saturation,
    Toning,
    Vignette,
    WhiteBalance,
    WhitePoint,
)

NEUTRAL_MIRED = 1e6 / 6504
WARM_MIRED = 75.0
"""Mired that warmth 1 adds: a 6500 K light becomes one of about 4400 K."""

MAGENTA = np.array([0.10, -0.12, 0.12], dtype=np.float32)
"""The same for tint 1, across the daylight locus."""

STOPS, CONTRAST, GRAIN, VIGNETTE = 1.4, 0.8, 0.02, 1.2
"""What an amount of 1 of an edit means: stops of exposure, steepness, standard deviation of grain, fall-off."""

MIDDLE = 0.18
"""Linear value that contrast leaves alone."""


def balance_gain(warmth: float, tint: float) -> NDArray[np.float32]:
    """Return the RGB gains (3 numbers) of a white balance; white keeps its luminance."""
    mired = float(np.clip(NEUTRAL_MIRED + WARM_MIRED * warmth, 45.0, 590.0))
    gain = white_of(1e6 / mired) * np.exp(tint * MAGENTA)
    return np.asarray(gain / (gain @ LUMINANCE), dtype=np.float32)


def _exposure(plate: Image, step: Exposure) -> Image:
    return plate * np.float32(2.0**step.stops)


def _white_point(plate: Image, step: WhitePoint) -> Image:
    return times(plate, np.array(step.rgb, dtype=np.float32))


def _white_balance(plate: Image, step: WhiteBalance) -> Image:
    return times(plate, balance_gain(step.warmth, step.tint))


def _contrast(plate: Image, step: Contrast) -> Image:
    luminance = np.maximum(plate @ LUMINANCE, 1e-5)[..., None]
    return plate * (luminance / MIDDLE) ** np.float32(0.5 * step.amount)


def _saturation(plate: Image, step: Saturation) -> Image:
    luminance = (plate @ LUMINANCE)[..., None]
    return np.maximum(luminance + (plate - luminance) * np.float32(1.0 + step.amount), 0.0)


def _vignette(part: Image, step: Vignette, rows: slice, height: int) -> Image:
    """Return the ``rows`` of a picture of ``height`` darker to its corners."""
    y, x = np.ogrid[rows, : part.shape[1]]
    down, across = y.astype(np.float32) / height - 0.5, x.astype(np.float32) / part.shape[1] - 0.5
    radius = (across**2 + down**2)[..., None]
    return np.asarray(part * (1.0 - np.float32(step.amount) * radius), dtype=np.float32)


def _blur(plate: Image, step: Blur) -> Image:
    if step.sigma <= 0:
        return plate
    return np.asarray(ndi.gaussian_filter(plate, (step.sigma, step.sigma, 0)), dtype=np.float32)


LINEAR: dict[type, Callable[[Image, Any], Image]] = {
    Exposure: _exposure,
    WhitePoint: _white_point,
    WhiteBalance: _white_balance,
    Contrast: _contrast,
    Saturation: _saturation,
    Toning: toned,
}
"""What is done to each pixel by itself."""


@lru_cache(maxsize=2)
def _noise(height: int, width: int, seed: int) -> Mask:
    """Return grain of standard deviation 1, H×W: the same for each picture of one set."""
    noise = np.random.default_rng(seed).standard_normal((height, width), dtype=np.float32)
    grain = np.asarray(ndi.gaussian_filter(noise, 0.6) / np.float32(0.47), dtype=np.float32)
    grain.setflags(write=False)
    return grain


def develop(plate_linear: Image, steps: tuple[DevelopStep, ...], seed: int) -> Image:
    """Return the sRGB picture (H×W×3, 0..1) of a metered plate (H×W×3, linear HDR, neutral light).

    Steps work in linear light in their order; tone curve and grain come last.
    """
    check_image(plate_linear, "plate_linear", (3,))
    shape, run = plate_linear.shape, list[DevelopStep]()
    for step in steps:
        if isinstance(step, Blur):
            plate_linear = _blur(_through(plate_linear, run), step)
            run = []
        elif type(step) in LINEAR or isinstance(step, Vignette):
            run.append(step)
    sigma = sum(step.sigma for step in steps if isinstance(step, Grain) and step.sigma > 0)
    grain = _noise(shape[0], shape[1], seed) if sigma > 0 else None

    def finished(rows: slice) -> Image:
        image = linear_to_srgb(tone(_linear(plate_linear[rows], run, rows, shape[0])))
        if grain is not None:
            image += (grain[rows] * np.float32(sigma))[..., None]
        return np.clip(image, 0.0, 1.0, out=image)

    return banded(shape, finished)


def _through(plate: Image, steps: list[DevelopStep]) -> Image:
    """Return ``plate`` after ``steps``, linear."""
    if not steps:
        return plate
    return banded(plate.shape, lambda rows: _linear(plate[rows], steps, rows, plate.shape[0]))


def _linear(part: Image, steps: list[DevelopStep], rows: slice, height: int) -> Image:
    """Return the ``rows`` of a plate of ``height`` after ``steps``, linear; ``part`` is left as it is."""
    for step in steps:
        if isinstance(step, Vignette):
            part = _vignette(part, step, rows, height)
        else:
            part = LINEAR[type(step)](part, step).astype(np.float32, copy=False)
    return part


def set_white(steps: tuple[DevelopStep, ...]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return (the photo's white, the white of the set's light), linear RGB, 3 numbers each."""
    photo = np.ones(3, dtype=np.float32)
    light = np.ones(3, dtype=np.float32)
    for step in steps:
        if isinstance(step, WhitePoint):
            photo = photo * np.array(step.rgb, dtype=np.float32)
        elif isinstance(step, WhiteBalance):
            light = light * balance_gain(step.warmth, step.tint)
        elif isinstance(step, Painted):
            own = np.array(step.photo_white, np.float32)
            photo, light = photo * own, light * np.array(step.white, np.float32) / own
        elif isinstance(step, Toning):
            light = toned((photo * light)[None, None].astype(np.float32), step)[0, 0] / photo
    return photo, photo * light
