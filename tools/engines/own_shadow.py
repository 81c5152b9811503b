"""A product's own soft shadow on pure white, drawn from its mask alone.

Two terms, as a photographer's softbox gives them: a tight dark one where the product touches, and a wide faint one of
all that hangs close above the ground. A standing product touches along the lower hull of its outline; a lying one is
surrounded. ``strength`` is the darkest opacity, as in a layered file: 0.3 on white gives the sRGB value 178.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from scipy.ndimage import gaussian_filter, gaussian_filter1d

from tools.engines.base_line import lower_hull, outline_below
from tools.engines.image import Bytes8, Mask
from tools.specs.recipe import Pose

WORKING_SIDE = 640
"""A soft shadow needs no more pixels than this; larger frames get it enlarged."""

MARGIN = 0.03
"""Share of the frame's shorter side over which the shadow fades to nothing before the edge."""

WIDE = np.float32(0.6)
"""How dark the wide term is against the tight one."""

Profile = NDArray[np.float64]


@dataclass(frozen=True)
class Shadow:
    """``strength`` 0.15..0.35; ``side`` -1..1, where the wide term falls to; ``spread`` scales its softness."""

    strength: float
    side: float = 0.0
    spread: float = 1.0


def draw_shadow(alpha: Bytes8, shadow: Shadow, pose: Pose) -> Mask:
    """Return opacity of the shadow (H×W of ``alpha``, 0..``strength``), exactly 0 along the frame's edge."""
    height, width = alpha.shape
    shrink = max(1.0, max(height, width) / WORKING_SIDE)
    size = (max(1, round(width / shrink)), max(1, round(height / shrink)))
    picture = PillowImage.fromarray(alpha)
    small = np.asarray(picture.resize(size, PillowImage.Resampling.BOX), dtype=np.float32) / np.float32(255)
    if not (small > 0.5).any():
        return np.zeros(alpha.shape, np.float32)
    tight, wide = _standing(small, shadow) if pose == "standing" else _lying(small, shadow)
    light = (1 - np.clip(tight, 0, 1)) * (1 - WIDE * np.clip(wide, 0, 1))
    opacity = np.float32(shadow.strength) * (1 - light)
    opacity = (opacity * _window(opacity.shape)).astype(np.float32)
    if shrink > 1:
        large = PillowImage.fromarray(opacity).resize((width, height), PillowImage.Resampling.BICUBIC)
        opacity = np.asarray(large, dtype=np.float32)
    return np.clip(opacity, 0, shadow.strength).astype(np.float32)


def longer_side(solid: NDArray[np.bool_]) -> float:
    """Return the longer side in pixels of the box round ``solid`` (H×W), which must not be empty."""
    return float(max(np.ptp(np.flatnonzero(solid.any(axis))) for axis in (0, 1)) + 1)


def _lying(mask: Mask, shadow: Shadow) -> tuple[Mask, Mask]:
    """Light from above: the ground darkens all round, a little more below and to the shadow's side."""
    extent = longer_side(mask > 0.5)
    tight = gaussian_filter(mask, 0.007 * extent)
    wide = gaussian_filter(mask, 0.026 * extent * shadow.spread)
    tight = _shift(tight, 0.004 * extent, 0.004 * extent * shadow.side)
    wide = _shift(wide, 0.016 * extent, 0.016 * extent * shadow.side)
    return 1.3 * tight, 1.2 * wide


def _standing(mask: Mask, shadow: Shadow) -> tuple[Mask, Mask]:
    """Contact along the outline's lower hull, and a flat pool of what hangs low above the ground."""
    extent = longer_side(mask > 0.5)
    columns, ground, touch = _contact(mask, extent)
    tight = _line(mask.shape, columns, ground + 0.002 * extent, touch, 0.006 * extent, 0.008 * extent)
    rows = np.arange(mask.shape[0])[:, None]
    above = np.clip(ground[None] - rows, 0, None)
    near = (mask[:, columns] * np.exp(-above / (0.10 * extent))).sum(0) / (0.10 * extent)
    low = gaussian_filter1d(np.clip(near, 0, 1), 0.01 * extent, mode="constant")
    spread = shadow.spread
    wide = _line(mask.shape, columns, ground, low, 0.020 * extent * spread, 0.035 * extent * spread)
    return 1.25 * tight, _shift(wide, 0.004 * extent, 0.04 * extent * shadow.side)


def _contact(mask: Mask, extent: float) -> tuple[NDArray[np.int64], Profile, Profile]:
    """Return (columns of the product, row of the ground under each, how far each touches it, 0..1).

    The ground is the lower hull of the outline. Where the hull is steep the outline rises from the ground, so the
    touch fades with its slope; where the outline leaves the hull it fades with the gap.
    """
    solid = mask > 0.5
    known, lowest = outline_below(solid)
    hull = lower_hull(known.astype(np.float64), lowest)
    columns = np.arange(known[0], known[-1] + 1)
    bottom = np.full(len(columns), -1e6)
    bottom[known - known[0]] = lowest
    ground = np.interp(columns, hull[:, 0], hull[:, 1])
    slope = np.abs(gaussian_filter1d(np.gradient(ground) if len(ground) > 1 else ground * 0, 0.01 * extent))
    touch = np.exp(-np.clip(ground - bottom, 0, None) / (0.008 * extent)) * np.clip((0.55 - slope) / 0.40, 0, 1)
    return columns, _level(ground, slope), touch


def _level(ground: Profile, slope: Profile) -> Profile:
    """Return the ground going on flatter where the hull climbs: a shadow lies on the floor, it climbs no side."""
    steps = np.gradient(ground) if len(ground) > 1 else ground * 0
    flat = np.clip(steps, -0.3, 0.3) * np.clip((0.9 - slope) / 0.6, 0, 1)
    lowest = int(np.argmax(ground))
    rebuilt = np.cumsum(flat)
    return np.asarray(rebuilt - rebuilt[lowest] + ground[lowest])


def _line(
    shape: tuple[int, ...], columns: NDArray[np.int64], rows: Profile, weight: Profile, down: float, across: float
) -> Mask:
    """Return a soft line through (columns, rows): ``weight`` in its middle, Gaussian by ``down`` and ``across`` px."""
    picture = np.zeros(shape, np.float32)
    at = np.clip(np.round(rows).astype(int), 0, shape[0] - 1)
    picture[at, columns] = weight
    soft = gaussian_filter(picture, (down, across), mode="constant", truncate=3.5)
    return np.asarray(soft * np.float32(down * np.sqrt(2 * np.pi)), dtype=np.float32)


def _shift(picture: Mask, down: float, across: float) -> Mask:
    rows, columns = round(down), round(across)
    padded = np.pad(picture, ((abs(rows), abs(rows)), (abs(columns), abs(columns))))
    top, left = abs(rows) - rows, abs(columns) - columns
    return padded[top : top + picture.shape[0], left : left + picture.shape[1]]


def _window(shape: tuple[int, ...]) -> Mask:
    """Return 0 at the frame's edge, 1 inside, smooth between."""
    reach = max(2.0, MARGIN * min(shape))
    sides = [np.minimum(np.arange(n), np.arange(n)[::-1]) for n in shape]
    ramps = [np.clip((side - 1) / reach, 0, 1) for side in sides]
    smooth = [ramp * ramp * (3 - 2 * ramp) for ramp in ramps]
    return np.asarray(np.minimum(smooth[0][:, None], smooth[1][None]), dtype=np.float32)
