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


def read_light(linear: Colours, lab: Colours) -> LightRead:
    """Read a small picture (H×W×3, linear sRGB and Lab of the same pixels)."""
    bright = luminance(linear)
    dark, light = np.percentile(lab[..., 0], [5, 95])
    lean, lift = _direction(bright)
    return LightRead(
        warmth=_warmth(linear, bright, lab),
        contrast=float(np.clip((light - dark) / 100, 0, 1)),
        hardness=_hardness(linear, bright),
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


def _hardness(linear: Colours, bright: Plane) -> float:
    """Return 0..1: how sharply light falls off where the colour stays the same (a shadow's edge and not a thing's)."""
    across, down = _steps(_log(bright))
    fall = np.hypot(across, down)
    red, blue = _log(linear[..., 0]) - _log(linear[..., 1]), _log(linear[..., 2]) - _log(linear[..., 1])
    tint = np.hypot(np.hypot(*_steps(red)), np.hypot(*_steps(blue)))
    cast = (tint < PAINTED * fall) & (bright > 2 * DARKEST)
    sharp = float((cast & (fall > 0.22)).mean())
    gentle = float((cast & (fall > 0.03) & (fall <= 0.22)).mean())
    share = sharp / max(sharp + 0.35 * gentle, 1e-6)
    return float(np.clip(share * np.clip(sharp / 0.03, 0, 1), 0, 1))


def _direction(bright: Plane) -> tuple[float, float]:
    """Return (lean, lift): the slope of brightness over the picture, and of the gentle shading on its things.

    Smooth shading falls off away from the light, a silhouette's edge goes either way: so only gentle steps are counted
    (after Pentland, 1982). One row of pixels at the border is left out.
    """
    stops = _log(bright)
    broad = ndi.gaussian_filter(stops, max(bright.shape) / 14)
    height, width = broad.shape
    columns = np.linspace(-1, 1, width, dtype=np.float32)
    rows = np.linspace(-1, 1, height, dtype=np.float32)
    slope_x = float((broad * columns).mean() / (columns**2).mean())
    slope_y = float((broad * rows[:, None]).mean() / (rows**2).mean())
    smooth = ndi.gaussian_filter(stops, max(bright.shape) / 90)
    across, down = (ndi.sobel(smooth, axis)[2:-2, 2:-2] / 8 for axis in (1, 0))
    size = np.hypot(across, down)
    gentle = (size > 0.01) & (size < 0.10)
    total = max(float(size[gentle].sum()), 0.02 * 0.02 * size.size)
    lean = 0.6 * np.tanh(1.5 * slope_x) + 0.9 * float(across[gentle].sum()) / total
    lift = -0.6 * np.tanh(1.5 * slope_y) - 0.9 * float(down[gentle].sum()) / total
    return float(np.clip(lean, -1, 1)), float(np.clip(lift, -1, 1))
