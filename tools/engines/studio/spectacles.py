"""Spectacles that lie open on their rims and the tips of their temples: a front that stands up, temples that come down.

Seen from straight above no front stands: they lie flat, lenses up.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.base_line import Solid, lower_hull, outline_below
from tools.engines.studio.temples import Rays, largest, temples, with_stubs

Floats = NDArray[np.float64]

LENS = 0.55
"""Where discs of this share of the largest one fit is a lens; the rest of the front is rims, bridge and hinges."""

LENS_LEAST = 0.30
"""Area of a second lens over the first's at least: nose pads are none."""

HOLE = 0.25
"""Share of the outline's box that a clear lens takes at most; what is larger is the room between the temples."""

RIMMED, RIM = 0.30, 0.15
"""How far rim and hinge reach beyond a lens, in its radii, and a rim alone."""

TALLEST = 52.0
"""Most millimetres that a front stands high."""

DEEP, WIRE = 4.0, (2.2, 5.0)
"""Millimetres from a bowed front's face to its back, and of a temple's height: of wire it is higher than wide."""

STUB = 0.35
"""What sticks out of a front by less than this many lens radii is an end piece of it, no temple."""

FLAT = 6.0
"""Height of spectacles that lie flat, lenses up."""

GLASS = 0.16
"""Share of light that a dark lens lets through (ISO 12312-1, category 3: 8 to 18 %)."""


@dataclass(frozen=True)
class Spectacles:
    """Top, bottom (rows×columns, mm over the ground), share of light let through, and the part: 0 front, 1 temples."""

    top: Floats
    bottom: Floats
    clear: Floats
    parts: NDArray[np.int64]


def spectacles(
    solid: Solid, alpha: Floats, cell: float, upright: Floats | None, rays: Rays | None = None
) -> Spectacles:
    """Return the heights of spectacles of the outline ``solid`` and ``alpha`` (rows×columns, cells of ``cell`` mm).

    ``upright`` (rows): millimetres that a cell's height stands for on what stands up at that row; ``None`` from above.
    ``rays`` tell how long a temple would be; without them none is too long.
    """
    lens = lenses(solid)
    pane = solid & ndi.binary_erosion(lens, iterations=2)
    clear = np.where(pane, np.maximum(GLASS, 1.0 - alpha), 0.0)
    thick = np.clip(2.0 * _half_width(solid) * cell, *WIRE)
    if upright is None or not lens.any():
        rise = np.where(lens, FLAT, thick)
        return Spectacles(rise, np.where(lens, FLAT - DEEP, 0.0), clear, np.zeros(solid.shape, np.int64))
    front = with_stubs(solid, front_of(solid, lens), STUB * largest(lens))
    high = standing(solid, lens, upright)
    middle = np.maximum(temples(solid, front, high, rays), thick / 2)
    top = np.where(front, high, middle + thick / 2)
    bottom = np.where(front, np.maximum(high - DEEP, 0.0), middle - thick / 2)
    return Spectacles(np.where(solid, top, 0.0), np.where(solid, bottom, 0.0), clear, (solid & ~front).astype(np.int64))


def lenses(solid: Solid) -> Solid:
    """Return where the lenses are (rows×columns): the widest parts, clear ones too, which are holes of the outline."""
    holes, _ = ndi.label(ndi.binary_fill_holes(solid) & ~solid)
    sizes = np.bincount(holes.ravel())
    rows, columns = (np.flatnonzero(solid.any(axis)) for axis in (1, 0))
    limit = HOLE * (np.ptp(rows) + 1) * (np.ptp(columns) + 1)
    whole = solid | ((holes > 0) & (sizes[holes] < limit))
    reach = ndi.distance_transform_edt(np.pad(whole, 1))[1:-1, 1:-1]
    radius = LENS * float(reach.max())
    wide = ndi.distance_transform_edt(reach < radius) < radius
    parts, count = ndi.label(wide & whole)
    if count < 2:
        return np.asarray(wide & whole)
    area = np.bincount(parts.ravel())
    area[0] = 0
    return np.asarray((area >= LENS_LEAST * area.max())[parts] & (parts > 0))


def front_of(solid: Solid, lens: Solid) -> Solid:
    """Return the front (rows×columns): what lies in the hull round the lenses and their rims, and hangs together.

    The tip of a temple that is seen right over the rim is apart from it.
    """
    import cv2

    rimmed = solid & (ndi.distance_transform_edt(~lens) < max(2.0, RIMMED * largest(lens))) | lens
    drawn = np.zeros(solid.shape, np.uint8)
    cv2.fillConvexPoly(drawn, _hull(rimmed).astype(np.int32), 1)
    parts, _ = ndi.label((solid | lens) & (drawn > 0), structure=np.ones((3, 3)))
    apart = (parts > 0) & ~np.isin(parts, np.unique(parts[lens]))
    return np.asarray((drawn > 0) & ~apart)


def standing(solid: Solid, lens: Solid, upright: Floats) -> Floats:
    """Return how high (rows×columns, mm) each place is on a front that stands on the line under its lenses.

    The line is the longest edge of the lower hull of lenses and rims, as a table pushed up against both would touch it.
    """
    rim = solid & (ndi.distance_transform_edt(~lens) < max(2.0, RIM * largest(lens))) | lens
    columns, bottom = outline_below(rim)
    low = lower_hull(columns.astype(np.float64), bottom)
    edges = np.diff(low, axis=0)
    if not len(edges):
        return np.zeros(solid.shape)
    at = int(edges[:, 0].argmax())
    slope = float(edges[at, 1] / max(edges[at, 0], 1))
    base = low[at][1] + slope * (np.arange(solid.shape[1]) - low[at][0])
    over = np.maximum(base[None] + 1.0 - np.arange(len(solid))[:, None] - 0.5, 0.0)
    tall = upright[np.clip(np.round(base), 0, len(solid) - 1).astype(np.int64)]
    return np.asarray(np.minimum(over * tall[None], TALLEST))


def _hull(solid: Solid) -> NDArray[np.int64]:
    """Return the corners (n×2: column, row) of the convex hull of ``solid``, which is not empty."""
    import cv2

    rows, columns = np.nonzero(solid)
    return np.asarray(cv2.convexHull(np.stack([columns, rows], -1).astype(np.int32))[:, 0], dtype=np.int64)


def _half_width(solid: Solid) -> Floats:
    """Return about half the width (cells) of what is thin: the largest distance to the outline close by."""
    reach = ndi.distance_transform_edt(np.pad(solid, 1))[1:-1, 1:-1]
    return np.asarray(ndi.maximum_filter(reach, 5), dtype=np.float64)
