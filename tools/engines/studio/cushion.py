"""A soft pad under a product: it swells to its middle, dents where the product rests, and ends in a seam."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.mesh import Mesh, grid, merge
from tools.engines.studio.noise import smoothstep
from tools.engines.studio.part import Extent
from tools.engines.studio.props.stems import tube

Floats = NDArray[np.float64]

WIDER, WIDEST = 1.5, 0.80
"""Width of a cushion over that of what lies on it, and at most, in frame widths."""

HIGH = 0.36
"""Height over the shorter side."""

SWELL = 0.035
"""How far it swells beside what dents it, over the shorter side."""

NEAR = 0.16
"""How far from the dent that swelling is reached, over the shorter side."""

BELOW_SIGHT = 0.55
"""Share of the height that would hide the product's foot that the pad swells to before it."""

PIPING = 0.028
"""Radius of the cord that the seam is piped with, over the shorter side."""

PUCKERS, PUCKER = 46, 0.018
"""Gathers round the seam, and their depth over the height."""

CORNERS = 3.6
"""Power of the outline: 2 is an ellipse, much more a rectangle."""


@dataclass(frozen=True)
class Pad:
    """Where a cushion lies and its size, in millimetres; its top is y = 0."""

    x: float
    z: float
    wide: float
    deep: float
    high: float


def cushion_size(extent: Extent, frame_mm: float) -> Pad:
    """Return the pad under the product of ``extent``: wider than it, within the frame."""
    shown = extent.shown
    assert shown is not None
    feet = extent.feet
    left, right = shown.left, shown.right
    back, front = (-shown.deep, 0.0) if feet is None else (feet.back, feet.front)
    wide = min(max(WIDER * (right - left), 0.42 * frame_mm), WIDEST * frame_mm)
    least = 0.9 * wide if extent.from_above else 0.62 * wide
    deep = max((front - back) * 1.35 + 0.08 * frame_mm, least)
    return Pad((left + right) / 2, (back + front) / 2, wide, deep, HIGH * min(wide, deep))


def cushion(extent: Extent, frame_mm: float, seed: int) -> tuple[Mesh, float]:
    """Return (the cushion, its height in millimetres). ``extent`` is the one of the whole cushion."""
    shown = extent.shown
    feet = extent.feet
    assert shown is not None
    assert feet is not None
    wide, deep = extent.width, feet.front - feet.back
    pad = Pad(extent.middle, (feet.back + feet.front) / 2, wide, deep, HIGH * min(wide, deep))
    around, rings = 200, 90
    angle = np.linspace(0.0, 2 * np.pi, around + 1)[None, :]
    out = np.concatenate([np.linspace(0.0, 1.0, rings), np.linspace(1.0, 0.55, rings // 3)[1:]])[:, None]
    reach = (np.abs(np.cos(angle)) ** CORNERS + np.abs(np.sin(angle)) ** CORNERS) ** (-1.0 / CORNERS)
    x = pad.x + out * reach * np.cos(angle) * pad.wide / 2
    z = pad.z - out * reach * np.sin(angle) * pad.deep / 2
    under = np.arange(out.size)[:, None] >= rings
    y = np.where(under, _lower(out, pad), _upper(out, pad) + 0 * angle)
    y = np.where(under, y, _dented(x, y, z, pad, extent)) + _gathers(angle, out, pad, seed)
    points = np.stack([x, y, z], -1)
    seam = points[rings - 1]
    piping = tube(np.concatenate([seam[-2:-1], seam, seam[1:2]]), PIPING * min(pad.wide, pad.deep), 16)
    return merge(grid(points, np.stack([x, -z - y], -1)), piping), pad.high


def _gathers(angle: Floats, out: Floats, pad: Pad, seed: int) -> Floats:
    """Return how the cloth is gathered into its seam: uneven furrows that die away towards the middle."""
    random = np.random.default_rng(seed + 71)
    phase = sum(random.uniform(0.5, 1.0) * np.sin(k * angle + random.uniform(0, 2 * np.pi)) for k in (2, 3, 5, 7))
    depth = PUCKER * pad.high * np.exp(-(((1.0 - out) / 0.22) ** 2)) * np.clip((1.0 - out) / 0.03, 0.0, 1.0)
    return np.asarray(depth * np.sin(PUCKERS * angle + 1.6 * phase), dtype=np.float64)


def _upper(out: Floats, pad: Pad) -> Floats:
    return np.asarray(-0.55 * pad.high * (1.0 - np.sqrt(np.clip(1.0 - out**2.6, 0.0, 1.0))), dtype=np.float64)


def _lower(out: Floats, pad: Pad) -> Floats:
    share = np.clip((1.0 - out) / 0.45, 0.0, 1.0)
    return np.asarray(-0.55 * pad.high - 0.45 * pad.high * np.sqrt(1.0 - (1.0 - share) ** 2), dtype=np.float64)


def _dented(x: Floats, y: Floats, z: Floats, pad: Pad, extent: Extent) -> Floats:
    """Return the upper heights ``y``, 0 where the product rests, swollen beside that, never so as to hide its foot."""
    shown = extent.shown
    assert shown is not None
    short = min(pad.wide, pad.deep)
    back, front = contact_depth(extent)
    beside = np.maximum(np.maximum(shown.left - x, x - shown.right), 0.0)
    away = np.hypot(beside, np.maximum(np.maximum(back - z, z - front), 0.0)) / (NEAR * short)
    share = smoothstep(away.astype(np.float32), 0.0, 1.0).astype(np.float64)
    risen = (y + SWELL * short) * share
    if extent.from_above:
        return risen
    line = BELOW_SIGHT * extent.eye_height / extent.eye_distance * np.maximum(z - front, 0.0) + 0.5 * beside
    return np.asarray(np.where(z > front, np.minimum(risen, line), risen), dtype=np.float64)


def contact_depth(extent: Extent) -> tuple[float, float]:
    """Return z of the back and the front of where the product itself rests on its cushion."""
    shown = extent.shown
    assert shown is not None
    return (-shown.deep, 0.0) if shown.rests is None else shown.rests
