"""What a product covers of its ground: the places that a support must reach under, read off its outline."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.base_line import Solid, base_slope, ground_rows, outline_below, steepest_edge
from tools.engines.studio.camera import View
from tools.engines.studio.stand_in import solid_part

LOOKS_DOWN = 0.3
"""Tangent of the angle above which a foot that is seen farther up the picture stands farther back."""

HIGHEST = 0.22
"""A lower edge farther up than this share of the camera's height hangs, and rests on nothing."""

CELLS = 200
"""Cells along the frame's longer side of the grid on which a lying thing presses."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Footprint:
    """Places on y = 0 that the product rests on or hangs close over: ``x`` and ``z`` in millimetres, the same length.

    z grows towards the camera. ``low``: how high over each the product is, in millimetres; 0 if nothing is said.
    """

    x: Floats
    z: Floats
    low: Floats | None = None

    @property
    def back(self) -> float:
        """z of the farthest place."""
        return float(self.z.min())

    @property
    def front(self) -> float:
        """z of the nearest place."""
        return float(self.z.max())


def footprint(alpha: NDArray[np.float32], view: View, lying: bool) -> Footprint:
    """Return where the product with ``alpha`` (H×W, the whole frame) touches the ground that ``view`` looks at."""
    solid = solid_part(alpha)
    columns, bottom = outline_below(solid)
    if view.from_above:
        top = np.argmax(solid[:, columns], axis=0).astype(np.float64)
        points = view.on_plane(np.tile(columns + 0.5, 2), np.concatenate([top, bottom + 1.0]))
        return Footprint(points[:, 0], points[:, 2])
    if lying:
        top = np.argmax(solid[:, columns], axis=0).astype(np.float64)
        return _on_ground(np.tile(columns, 2), np.concatenate([top, bottom]), view, 0.9)
    steepness = view.camera_height / view.distance
    rows = ground_rows(solid, steepest_edge(float(np.degrees(np.arctan(steepness)))))[columns]
    feet = [_on_ground(columns, rows, view, 0.3)]
    if steepness > LOOKS_DOWN:
        behind, edges = _edges_before_open_ground(solid)
        near = view.base_row - edges < HIGHEST * view.camera_height * view.px_per_mm
        feet.append(_on_ground(behind[near], edges[near], view, 0.3))
    return Footprint(np.concatenate([foot.x for foot in feet]), np.concatenate([foot.z for foot in feet]))


def pressing(alpha: NDArray[np.float32], view: View, lying: bool, under: Floats | None = None) -> Footprint:
    """Return where the product with ``alpha`` (H×W, the whole frame) presses on the ground, and how nearly.

    Standing it does so along its lower outline. Lying with all that is seen of it; ``under`` tells how high (mm) its
    underside is there, on a grid over the frame.
    """
    if not lying:
        solid = solid_part(alpha)
        columns, bottom = outline_below(solid)
        steepness = view.camera_height / view.distance
        rows = ground_rows(solid, steepest_edge(float(np.degrees(np.arctan(steepness)))))[columns]
        if base_slope(solid)[1] == 0.0:  # a curve, which touches where it is lowest
            rows = np.full(len(columns), bottom.max())
        return replace(_on_ground(columns, rows, view, 0.3), low=np.maximum(rows - bottom, 0.0) / view.px_per_mm)
    step = max(1, max(alpha.shape) // CELLS)
    at = np.nonzero(alpha[::step, ::step] > 0.5)
    low = np.zeros(len(at[0])) if under is None else under[at]
    down, columns = at[0] * step, at[1] * step
    if view.from_above:
        points = view.on_plane(columns + 0.5, down + 0.5)
        return Footprint(points[:, 0], points[:, 2], low)
    return replace(_on_ground(columns, down.astype(np.float64), view, 0.9), low=low)


def _edges_before_open_ground(solid: Solid) -> tuple[NDArray[np.int64], Floats]:
    """Return (columns, rows) of every lower edge under which ground is seen, but of a handle's or a strap's loop."""
    whole = np.asarray(ndi.binary_fill_holes(solid))
    rows, columns = np.nonzero(whole[:-1] & ~whole[1:])
    return columns.astype(np.int64), rows.astype(np.float64)


def _on_ground(columns: NDArray[np.int64], rows: Floats, view: View, limit: float) -> Footprint:
    """Return the places on y = 0 under the pixels; ``limit`` bounds their rise, in heights of the camera."""
    rise = (view.base_row - rows - 1.0) / view.px_per_mm
    height = np.clip(rise, -limit * view.camera_height, limit * view.camera_height)
    farther = view.camera_height / (view.camera_height - height)
    return Footprint((columns + 0.5 - view.width / 2) / view.px_per_mm * farther, view.distance * (1.0 - farther))
