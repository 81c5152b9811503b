"""How much of the sky a standing thing hides from the ground round it: the broad, soft half of what grounds it.

A large soft light is a sky. The plate has what the set's own sky and top light lack there, but its key stands before
the product, where a photo's stood, and throws its shadow out of sight; under a photographer's softbox the ground
before a bag is darker for a good part of the bag's height. The share is the form factor of the silhouette as a board
that stands on the ground, from a level patch of it: the integral of y z / (π (u² + y² + z²)²), where y is the height of
a place of the board, z the patch's distance before it and u across (any text on radiosity).
"""

import numpy as np
from numpy.typing import NDArray

from tools.engines.image import Mask
from tools.engines.studio.camera import View
from tools.engines.studio.tops import Top

CELLS = 56
"""Cells along the longer side of the board."""

ACROSS, DOWN = 72, 40
"""Places across and down the frame at which it is reckoned."""

REACH, FAINT = 1.6, 0.02
"""How far round the thing, in its longer sides; beyond, it hides less of the sky than the second, which is left out."""

DEEP = 0.09
"""Half its depth, in its shorter side: a board alone would hide nothing from the ground at its ends."""

RIM = 0.012
"""Width over which it ends at the rim of what carries the thing, in frame widths."""

Floats = NDArray[np.float64]


def hidden_sky(alpha: Mask, view: View, top: Top | None, is_round: bool) -> Mask:
    """Return the share of the sky (H×W, 0..0.5) that the product (``alpha``, H×W of the frame) hides from its ground.

    ``top`` is what carries it, if that ends: nothing beyond its rim is darkened. ``view`` looks at what stands.
    """
    places = _places(alpha, view)
    if places is None:
        return np.zeros_like(alpha)
    rows, columns = places
    x, z = _on_ground(view, rows, columns)
    share = _seen_from(alpha, view, x, z)
    if top is not None:
        share = share * _within(top, is_round, (x, z), RIM * view.frame_mm)
    made = np.zeros_like(alpha)
    first, last, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    made[first:last, left:right] = _between(share, rows, columns)
    return made


def _places(alpha: Mask, view: View) -> tuple[Floats, Floats] | None:
    """Return the rows and the columns at which it is reckoned: ground before and beside the thing."""
    solid = alpha > 0.5
    tall, wide = (float(np.ptp(np.flatnonzero(solid.any(axis)))) + 1.0 for axis in (1, 0))
    left, right = (float(each) for each in np.flatnonzero(solid.any(0))[[0, -1]])
    reach = REACH * max(tall, wide)
    eye = view.camera_height * view.px_per_mm
    if eye < 2.0:
        return None
    far, near = (view.distance * view.px_per_mm / (view.distance * view.px_per_mm - side * reach) for side in (-1, 1))
    if near < 0.0:
        near = np.inf
    first = max(0.0, np.floor(view.base_row + eye * (far - 1.0)))
    last = min(alpha.shape[0] - 1.0, np.ceil(view.base_row + eye * (near - 1.0)))
    if last - first < 2.0:
        return None
    sides = max(0.0, np.floor(left - reach)), min(alpha.shape[1] - 1.0, np.ceil(right + reach))
    even = np.linspace(0.0, 1.0, DOWN)
    rows = np.unique(np.round(first + (last - first) * even))
    return rows, np.unique(np.round(np.linspace(*sides, ACROSS)))


def _on_ground(view: View, rows: Floats, columns: Floats) -> tuple[Floats, Floats]:
    """Return (x, z) in millimetres of the ground under each row and column; z is towards the camera."""
    low = (rows + 0.5 - view.base_row) / view.px_per_mm
    nearer = np.maximum(1.0 + low / view.camera_height, 1e-3)[:, None]
    x = ((columns + 0.5) / view.px_per_mm - view.frame_mm / 2) / nearer
    return x, np.broadcast_to(view.distance * (1.0 - 1.0 / nearer), x.shape)


def _seen_from(alpha: Mask, view: View, x: Floats, z: Floats) -> Floats:
    """Return the form factor of the silhouette from each place (x, z) of the ground, of their shape."""
    cells, across, up, side = _board(alpha, view)
    deep = np.hypot(z, DEEP * (min(np.ptp(across), np.ptp(up)) + side))
    made = np.zeros(x.shape)
    for row, height in enumerate(up):
        held = cells[row]
        if not held.any():
            continue
        away = (x[..., None] - across) ** 2 + height**2 + deep[..., None] ** 2
        made += deep * height * (held / away**2).sum(-1) * side**2 / np.pi
    return np.clip(made - FAINT, 0.0, 0.5)


def _board(alpha: Mask, view: View) -> tuple[Floats, Floats, Floats, float]:
    """Return (share of each cell that is covered, x of its columns, height of its rows, side), in millimetres."""
    solid = np.argwhere(alpha > 0.5)
    (top, left), (bottom, right) = solid.min(0), solid.max(0) + 1
    step = max(1, -(-int(max(bottom - top, right - left)) // CELLS))
    crop = alpha[top:bottom, left:right]
    crop = np.pad(crop, ((-len(crop) % step, 0), (0, -crop.shape[1] % step)))
    cells = crop.reshape(len(crop) // step, step, crop.shape[1] // step, step).mean((1, 3))
    side = step / view.px_per_mm
    across = (left + step * (np.arange(cells.shape[1]) + 0.5)) / view.px_per_mm - view.frame_mm / 2
    up = side * (len(cells) - np.arange(len(cells)) - 0.5)
    return cells.astype(np.float64), across, up, side


def _within(top: Top, is_round: bool, place: tuple[Floats, Floats], soft: float) -> Floats:
    """Return 1 on ``top`` and 0 beyond its rim, over ``soft`` millimetres."""
    x, z = place[0] - top.x, place[1] - top.z
    if is_round:
        inside = top.wide / 2 - np.hypot(x, z)
    else:
        inside = np.minimum(top.wide / 2 - np.abs(x), top.deep / 2 - np.abs(z))
    return np.clip(inside / soft, 0.0, 1.0)


def _between(share: Floats, rows: Floats, columns: Floats) -> Mask:
    """Return ``share`` at every pixel between its ``rows`` and ``columns``, linearly."""
    every = np.arange(rows[0], rows[-1] + 1), np.arange(columns[0], columns[-1] + 1)
    down = np.stack([np.interp(every[0], rows, line) for line in share.T], -1)
    return np.stack([np.interp(every[1], columns, line) for line in down]).astype(np.float32)
