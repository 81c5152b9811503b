"""Where each pixel of a try-on looks in the product's photo. No map mirrors: its determinant is positive everywhere."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tools.specs.worn import Flat, Loop, Warp, Wrap

Field = NDArray[np.float64]
LEAVES = 0.8
"""Share of the angle at which a rigid case ends that its strap has already turned by there."""


BROADEST = 0.55
"""How far from its middle line a loop is read, in shares of its radius: farther in lies its other side."""


TURNS = 0.7
"""Share of a limb's radius from which on it is seen to turn away."""


class Looked(NamedTuple):
    """For points of the frame: ``x`` and ``y`` in the photo, how much of them is ``seen`` and how ``lit`` (0..1)."""

    x: Field
    y: Field
    seen: Field
    lit: Field


def look_up(warp: Warp, x: Field, y: Field) -> Looked:
    """Return where the points ``x``, ``y`` of the frame (pixel middles) look in the photo."""
    if isinstance(warp, Flat):
        return _flat(warp, x, y)
    return _wrap(warp, x, y) if isinstance(warp, Wrap) else _loop(warp, x, y)


def determinant(warp: Warp, x: Field, y: Field) -> Field:
    """Return the determinant of the map's Jacobian at points of the frame; a mirrored map's is negative."""
    step = 0.05
    right, left = look_up(warp, x + step, y), look_up(warp, x - step, y)
    below, above = look_up(warp, x, y + step), look_up(warp, x, y - step)
    across = (right.x - left.x) * (below.y - above.y)
    return np.asarray((across - (right.y - left.y) * (below.x - above.x)) / (4 * step * step))


def _flat(warp: Flat, x: Field, y: Field) -> Looked:
    m = np.array(warp.matrix).reshape(3, 3)
    depth = m[2, 0] * x + m[2, 1] * y + m[2, 2]
    seen = (depth > 1e-6).astype(np.float64)
    depth = np.maximum(depth, 1e-6)
    at_x, at_y = (m[0, 0] * x + m[0, 1] * y + m[0, 2]) / depth, (m[1, 0] * x + m[1, 1] * y + m[1, 2]) / depth
    if warp.part is not None:
        left, top, wide, high = warp.part
        seen *= (at_x >= left) & (at_x <= left + wide) & (at_y >= top) & (at_y <= top + high)
    return Looked(at_x, at_y, seen, np.ones_like(seen))


def _on_limb(warp: Wrap | Loop, x: Field, y: Field) -> tuple[Field, Field]:
    """Return how far points lie across the limb and along it, the bow taken out."""
    angle = np.radians(warp.turn)
    dx, dy = x - warp.x, y - warp.y
    across = dx * np.cos(angle) + dy * np.sin(angle)
    along = dy * np.cos(angle) - dx * np.sin(angle)
    share = np.clip(np.abs(across) / warp.radius, 0.0, 1.0)
    return across, along - warp.bow * warp.radius * (1.0 - np.sqrt(1.0 - share**2))


def _seen(across: Field, radius: float) -> Field:
    """Return how much of a pixel lies on the near half of the limb."""
    return np.asarray(np.clip(radius - np.abs(across) + 0.5, 0.0, 1.0))


def _lit(across: Field, warp: Wrap | Loop) -> Field:
    """Return how lit points are: 1 on the side that faces the camera, less where the limb turns away."""
    rigid = warp.rigid / warp.radius if isinstance(warp, Wrap) else 0.0
    begin = rigid if TURNS < rigid < 1.0 else TURNS
    share = np.clip((np.abs(across) / warp.radius - begin) / (1.0 - begin), 0.0, 1.0)
    return np.asarray(1.0 - warp.shade * share * share * (3.0 - 2.0 * share))


def _wrap(warp: Wrap, x: Field, y: Field) -> Looked:
    across, along = _on_limb(warp, x, y)
    way = np.sign(across) * _arc(np.abs(across), warp.rigid, warp.radius)
    angle = np.radians(warp.along)
    cos, sin = np.cos(angle), np.sin(angle)
    looked_x = warp.at[0] + warp.scale * (way * cos - along * sin)
    looked_y = warp.at[1] + warp.scale * (way * sin + along * cos)
    return Looked(looked_x, looked_y, _seen(across, warp.radius), _lit(across, warp))


def _arc(away: Field, rigid: float, radius: float) -> Field:
    """Return the length of strap from the middle to where it is seen ``away`` from it; the case lies flat."""
    if rigid >= radius:
        return away
    begin = LEAVES * np.arcsin(rigid / radius)
    share = np.clip((away - rigid) / (radius - rigid), 0.0, 1.0)
    angle = np.arcsin(np.sin(begin) + share * (1.0 - np.sin(begin)))
    beyond = np.maximum(away - radius, 0.0)  # keeps the map rising where nothing is seen any more
    return np.where(away <= rigid, away, rigid + (angle - begin) * radius + beyond)


def _loop(warp: Loop, x: Field, y: Field) -> Looked:
    across, along = _on_limb(warp, x, y)
    share = np.clip(across / warp.radius, -1.0, 1.0)
    way = warp.radius * np.arcsin(share) + np.clip(np.abs(across) - warp.radius, 0.0, None) * np.sign(across)
    angle = np.radians(warp.front) - way * warp.scale / warp.mean_radius
    count = len(warp.radii)
    place = np.mod(angle, 2 * np.pi) / (2 * np.pi) * count
    middle = np.interp(place, np.arange(count + 1), np.append(warp.radii, warp.radii[0]))
    out = middle + along * warp.scale
    seen = _seen(across, warp.radius) * (np.abs(out - middle) < BROADEST * middle)
    out = np.maximum(out, 1e-3)
    at_x, at_y = warp.middle[0] + out * np.cos(angle), warp.middle[1] + out * np.sin(angle)
    return Looked(at_x, at_y, seen, _lit(across, warp))
