"""How high each part of a lying thing is, by its outline and its kind: a watch's case over its strap, a chain's wire.

All is in millimetres over the ground, on the grid of the stand-in. From straight above only tops are seen; seen aslant,
sides that stand up take rows of the picture, at the near edge the thing's front, at the far one its back.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.studio.spectacles import spectacles
from tools.engines.studio.temples import Rays
from tools.specs.words import Category

Solid = NDArray[np.bool_]
Floats = NDArray[np.float64]

COARSE = 150
"""Cells along the longer side of the grid that widths are measured on."""

FINER = 0.88
"""Ratio of the discs that are tried one after the other."""

RIM = 0.05
"""Height of a body's rim as a share of its rise: what is higher lets light in all round."""

WIRES: frozenset[Category] = frozenset({"necklace", "bracelet", "earring"})
"""Kinds whose parts are as high as they are wide."""

KNOWN: frozenset[Category] = WIRES | {"watch", "eyewear", "wallet", "belt", "scarf"}
"""Kinds whose heights are told part by part."""

CASE_WIDE = 0.84
"""Where discs of this share of the largest one fit is a watch's case, not its strap."""

CASE_HIGH, CASE_BOUNDS = 0.27, (6.0, 13.0)
"""Height of a case over its width, and the heights (mm) that cases have."""

STRAP_HIGH, STRAP_BOUNDS = 0.19, (2.2, 5.5)
"""The same of a strap: leather is 2 to 3 mm thick, a steel bracelet 4, and neither lies quite flat."""

LUG_AIR, LUG_REACH, LUGS = 0.38, 1.7, 0.30
"""Height of a strap's underside at the case, in the case's; how far it comes down to the ground, and how far crown and
lugs reach beyond the disc of the case, in its radii."""

BOWED = 0.5
"""Height of a strap's underside midway to its end, in the case's: one that was worn keeps its bow, and rests on its end
and on the case's back."""

CROWN_WIDE, CROWN_HIGH = 0.3, 0.62
"""Crown and pushers are narrower than this share of the case, and reach up to that share of its height."""

BELT_HIGH, BELT_BOUNDS = 0.11, (2.5, 5.0)
"""Thickness of a belt over its width, and its bounds (mm)."""

STONE = 0.75
"""Height of a chain's bead or stone over its width: most are cut or set flat below."""

WALLET_HIGH = 0.14
"""Height of a wallet over its width: 12 mm of 90."""

EDGE, ROLLED = 1.2, 7.0
"""Width (mm) over which a slab's edge is rounded, and cloth's fold."""


@dataclass(frozen=True)
class Seen:
    """A grid of a picture: ``cell`` is the width of a cell on the ground in millimetres; ``upright`` (rows) is what a
    cell's height stands for on what stands upright at that row, nothing from straight above; ``rays`` its camera's."""

    cell: float
    upright: Floats | None = None
    rays: Rays | None = None


@dataclass(frozen=True)
class Heights:
    """Top and bottom (rows×columns, mm over the ground), the share of light that is let through, and the number of the
    part that each cell belongs to, where parts lie one behind the other."""

    top: Floats
    bottom: Floats
    clear: Floats | None = None
    parts: NDArray[np.int64] | None = None


def heights_of(solid: Solid, alpha: Floats, kind: Category, thickness: float, seen: Seen) -> Heights:
    """Return how high the parts of ``solid`` (rows×columns) are; ``kind`` is ``KNOWN``, ``thickness`` (mm) bounds it.

    ``alpha`` tells what of a lens is let through.
    """
    if kind == "eyewear":
        made = spectacles(solid, alpha, seen.cell, seen.upright, seen.rays)
        return Heights(made.top, made.bottom, made.clear, made.parts)
    width = 2.0 * local_radius(solid) * seen.cell
    air = np.zeros(solid.shape)
    if kind == "watch":
        rise, air = watch(solid, width, seen.cell)
    elif kind == "belt":
        rise = np.clip(BELT_HIGH * width, *BELT_BOUNDS)
    elif kind == "wallet":
        rise = np.full(solid.shape, min(WALLET_HIGH * float(width.max()), thickness))
    else:
        rise = np.minimum(width if kind == "scarf" else STONE * width, thickness)
    rounded = ROLLED if kind == "scarf" else width / 2 if kind in WIRES else EDGE
    return _walled(solid, (rise, air), rounded, seen)


def local_radius(solid: Solid) -> Floats:
    """Return the radius in cells of the largest disc inside ``solid`` that covers each place: half its local width.

    Hildebrand and Rüegsegger, 1997, by a row of discs on a coarse grid.
    """
    step = max(1, -(-max(solid.shape) // COARSE))
    small = np.pad(solid[::step, ::step], 1)
    reach = ndi.distance_transform_edt(small)
    found = np.zeros(small.shape)
    radius = float(reach.max())
    while radius >= 1.0:
        core = np.asarray(reach >= radius)
        disc = ndi.distance_transform_edt(~core) < radius
        found[disc & (found == 0.0)] = radius
        radius *= FINER
    widths = np.maximum(found, 1.0)[1:-1, 1:-1] * step
    large = np.repeat(np.repeat(widths, step, axis=0), step, axis=1)[: solid.shape[0], : solid.shape[1]]
    return np.where(solid, np.maximum(large - (step - 1) / 2, 0.5), 0.0)


def watch(solid: Solid, width: Floats, cell: float) -> tuple[Floats, Floats]:
    """Return (height, air under it) of a watch (rows×columns, mm): a case, and a strap that comes down from it."""
    widest = float(width.max())
    smooth = max(solid.shape) / COARSE  # cells of the grid that widths are measured on
    case = ndi.gaussian_filter((width > CASE_WIDE * widest).astype(np.float64), smooth) > 0.5
    high = float(np.clip(CASE_HIGH * widest, *CASE_BOUNDS))
    away = ndi.distance_transform_edt(~case) * cell / (widest / 2)
    low = np.clip(STRAP_HIGH * width, *STRAP_BOUNDS)
    lug = np.clip(1.0 - away / LUGS, 0.0, 1.0)
    far = np.where(solid, away, 0.0)
    bow = BOWED * np.sin(np.pi * far / max(float(far.max()), LUG_REACH))
    air = np.where(case, 0.0, high * np.maximum(LUG_AIR * np.clip(1.0 - away / LUG_REACH, 0.0, 1.0), bow) * (1.0 - lug))
    rise = low + (high - low) * lug * lug * (3.0 - 2.0 * lug)
    rise = np.where(~case & (width < CROWN_WIDE * widest), np.minimum(rise, CROWN_HIGH * high - air), rise)
    return np.where(solid, rise, 0.0), np.where(solid, air, 0.0)


def _walled(solid: Solid, body: tuple[Floats, Floats], rounded: Floats | float, seen: Seen) -> Heights:
    """Return the heights of a body of ``rise`` over ``air`` whose edges are rounded over ``rounded`` millimetres."""
    rise, air = body
    inside = np.maximum(ndi.distance_transform_edt(np.pad(solid, 1))[1:-1, 1:-1] - 1.0, 0.0) * seen.cell
    share = np.clip(inside / np.maximum(np.asarray(rounded) - seen.cell, 0.5 * seen.cell), 0.0, 1.0)
    arc = np.sqrt(1.0 - (1.0 - share) ** 2)
    top, bottom = air + rise * (RIM + (1.0 - RIM) * arc), air + rise * RIM * (1.0 - share)
    if seen.upright is None:
        return Heights(top, bottom)
    low, high = runs(solid)
    tall = seen.upright[np.minimum(np.arange(len(solid))[:, None] + low.astype(np.int64), len(solid) - 1)]
    front = np.minimum(air + rise, air + (low + 0.5) * tall)
    back = np.maximum(air, air + rise - (high + 0.5) * tall)
    return Heights(front, np.minimum(back, front))


def runs(solid: Solid) -> tuple[Floats, Floats]:
    """Return how many more cells of ``solid`` there are under and over each one in its column, without a gap."""
    rows = np.arange(len(solid))[:, None]
    under = np.minimum.accumulate(np.where(solid, len(solid), rows)[::-1], axis=0)[::-1]
    over = np.maximum.accumulate(np.where(solid, -1, rows), axis=0)
    return np.where(solid, under - rows - 1.0, 0.0), np.where(solid, rows - over - 1.0, 0.0)
