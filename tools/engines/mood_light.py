"""The light of an inspiration picture: its colour, its contrast, how hard it is and where it comes from.

All of it is an estimate from one picture whose things are unknown. What paint could have done is discounted where the
picture lets it be told from light; what a picture does not tell comes out near the middle.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.color import Colours, luminance
from tools.specs.board import LightRead

Plane = NDArray[np.float32]

MINKOWSKI = 6
"""Power mean that stands between the average of a picture and its brightest point (Finlayson and Trezzi, 2004)."""

BURNT = 0.97
DARKEST = 0.01
EDGE_SIGMA = 1.0
PAINTED = 0.35
"""Change of log-chromaticity beside a change of log-luminance of 1, above which an edge is one of paint."""


SHARP, GENTLE = 0.22, 0.03
"""Fall of light over a pixel, in stops, at an edge and in smooth shading."""

DRAWN = (0.45, 0.95)
"""Clean shadow edges, in pixels over the picture's side, of no hard light and of bare sun; things reach 0.5."""

SMOOTH, NARROW = 2.0, 5.5
"""Texture in L* of even matter; width in pixels of an edge that bare sun draws."""

ENOUGH = 0.03
"""Share of a picture that sharp edges cover where they are believed."""


def read_light(linear: Colours, lab: Colours) -> LightRead:
    """Read a small picture (H×W×3, linear sRGB and Lab of the same pixels)."""
    bright = luminance(linear)
    dark, light = np.percentile(lab[..., 0], [5, 95])
    lean, lift = _direction(bright)
    return LightRead(
        warmth=_warmth(linear, bright, lab),
        contrast=float(np.clip((light - dark) / 100, 0, 1)),
        hardness=_hardness(linear, bright, lab),
        lean=lean,
        lift=lift,
        lightness=float(np.clip(np.median(lab[..., 0]) / 100, 0, 1)),
    )


def _warmth(linear: Colours, bright: Plane, lab: Colours) -> float:
    """Return log2 of red over blue of the light: shades of grey, and the bright parts that are nearly without colour.

    A strongly coloured pixel says more of paint than of light, so its weight falls with its chroma.
    """
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    weight = np.exp(-((chroma / 30.0) ** 2)) * (bright < BURNT) * (bright > DARKEST)
    if weight.sum() < 0.02 * weight.size:
        weight = weight + 0.02
    mean = (np.average(linear.reshape(-1, 3) ** MINKOWSKI, axis=0, weights=weight.ravel())) ** (1 / MINKOWSKI)
    first = float(np.log2(max(mean[0], 1e-4) / max(mean[2], 1e-4)))
    top = weight * (bright > np.percentile(bright, 75))
    if top.sum() < 0.01 * weight.size:
        return first
    white = np.average(linear.reshape(-1, 3), axis=0, weights=top.ravel())
    return 0.5 * first + 0.5 * float(np.log2(max(white[0], 1e-4) / max(white[2], 1e-4)))


def _log(values: Colours | Plane) -> Plane:
    return np.asarray(np.log2(np.maximum(values, DARKEST)), dtype=np.float32)


def _steps(plane: Plane) -> tuple[Plane, Plane]:
    smooth = ndi.gaussian_filter(plane, EDGE_SIGMA)
    return ndi.sobel(smooth, 1) / 8, ndi.sobel(smooth, 0) / 8


def _hardness(linear: Colours, bright: Plane, lab: Colours) -> float:
    """Return 0..1: how sharply light falls off where the colour stays the same, as far as the tones bear it out.

    Without knowing the things in a picture, a dark thing on a light one looks like a shadow. So sharp edges count only
    with deep tones beside bright ones, less in a picture full of light, and less where there is no colour to tell by.
    Shadows drawn on even matter tell by themselves. Without either the light counts as soft.
    """
    across, down = _steps(_log(bright))
    fall = np.hypot(across, down)
    red, blue = _log(linear[..., 0]) - _log(linear[..., 1]), _log(linear[..., 2]) - _log(linear[..., 1])
    tint = np.hypot(np.hypot(*_steps(red)), np.hypot(*_steps(blue)))
    cast = (tint < PAINTED * fall) & (bright > 2 * DARKEST)
    sharp = float((cast & (fall > SHARP)).mean())
    gentle = float((cast & (fall > GENTLE) & (fall <= SHARP)).mean())
    edges = sharp / max(sharp + 0.35 * gentle, 1e-6) * float(np.clip(sharp / ENOUGH, 0, 1))
    colourless = float(np.hypot(lab[..., 1], lab[..., 2]).mean()) < 3.0
    tones = edges * _depth(lab[..., 0]) * (0.7 if colourless else 1.0)
    return float(np.clip(max(tones, _ramp(_drawn_shadows(bright, lab), *DRAWN)), 0, 1))


def _drawn_shadows(bright: Plane, lab: Colours) -> float:
    """Return how much of clean shadow edges lies on even matter, in pixels over the picture's side.

    Such an edge parts half a stop to two and a half, both sides are smooth and of one colour, and it is narrow: what
    leaves, blinds and a frame's edge draw on a wall in bare sun. Chroma in Lab shrinks with the cube root of light.
    """
    stops = ndi.gaussian_filter(_log(bright), 0.8)
    across, down = ndi.sobel(stops, 1) / 8, ndi.sobel(stops, 0) / 8
    fall = np.maximum(np.hypot(across, down), 1e-5)
    rows, columns = np.where(fall >= 0.95 * ndi.maximum_filter(fall, 3))
    along = (down[rows, columns] / fall[rows, columns], across[rows, columns] / fall[rows, columns])

    def beside(plane: Plane, pixels: float) -> Plane:
        place = [rows + along[0] * pixels, columns + along[1] * pixels]
        return np.asarray(ndi.map_coordinates(plane, place, order=1, mode="nearest"), np.float32)

    lit, shaded = beside(stops, 4), beside(stops, -4)
    step = lit - shaded
    even = (np.abs(beside(stops, -9) - shaded) < 0.35) & (np.abs(beside(stops, 9) - lit) < 0.35)
    texture = ndi.gaussian_filter(np.abs(lab[..., 0] - ndi.gaussian_filter(lab[..., 0], 2)), 2)
    smooth = np.all([beside(texture, away) < SMOOTH for away in (6, -6, -9)], axis=0)
    red, yellow = (ndi.gaussian_filter(lab[..., channel], 0.8) for channel in (1, 2))
    less = 2.0 ** (-step / 3)
    tint = np.hypot(*(beside(plane, -5) - less * beside(plane, 5) for plane in (red, yellow)))
    deep = (step > 0.5) & (step < 2.5) & (beside(lab[..., 0], -5) > 10)
    narrow = step < NARROW * fall[rows, columns]
    return float((deep & even & smooth & narrow & (tint < 4.0)).sum() / np.sqrt(bright.size))


def _depth(lightness: Plane) -> float:
    """Return 0..1: how far bright and dark stand apart; a small bright thing in the dark counts as well."""
    dark, middle, light, top = np.percentile(lightness, [5, 50, 95, 99])
    apart = _ramp(float(light - dark), 45, 85) * (1 - 0.8 * _ramp(float(middle), 60, 85))
    return max(apart, _ramp(float(top - middle), 30, 70) if middle < 40 else 0.0)


def _ramp(value: float, low: float, high: float) -> float:
    return float(np.clip((value - low) / (high - low), 0, 1))


def _direction(bright: Plane) -> tuple[float, float]:
    """Return (lean, lift): the slope of brightness over the picture, and of the gentle shading on its things.

    Smooth shading falls off away from the light, a silhouette's edge goes either way: so only gentle steps are counted
    (after Pentland, 1982). Up and down only they are: a sky is brighter than its ground in any light.
    """
    stops = _log(bright)
    broad = ndi.gaussian_filter(stops, max(bright.shape) / 14)
    columns = np.linspace(-1, 1, broad.shape[1], dtype=np.float32)
    slope_x = float((broad * columns).mean() / (columns**2).mean())
    smooth = ndi.gaussian_filter(stops, max(bright.shape) / 90)
    across, down = (ndi.sobel(smooth, axis)[2:-2, 2:-2] / 8 for axis in (1, 0))
    size = np.hypot(across, down)
    gentle = (size > 0.01) & (size < 0.10)
    total = max(float(size[gentle].sum()), 0.02 * 0.02 * size.size, 1e-6)
    lean = 0.6 * np.tanh(1.5 * slope_x) + 0.9 * float(across[gentle].sum()) / total
    lift = -1.2 * float(down[gentle].sum()) / total
    return float(np.clip(lean, -1, 1)), float(np.clip(lift, -1, 1))
