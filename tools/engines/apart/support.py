"""What a product stands or lies on in its photo: a block, a cone, a bust, a cushion. Told from below upwards."""

from typing import Literal

import numpy as np

from tools.engines.apart.look import Look, Part, completed
from tools.engines.apart.signs import alike, bulk, corners, grown, meeting, overlap, roughness, step_between
from tools.engines.cutout.lab import EIGHT, Region

Habit = Literal["loop", "hanging", "body"]
"""How a product lies on a support: a ``loop`` (ring, bracelet) may have it in its hole and all round it, what is
``hanging`` (necklace, earring) all round it, a ``body`` (bag, shoe, watch) below alone."""

ZONE = 0.06
"""Share of the cut-out's height, from below, where a support surely is."""
AREA = (0.06, 0.98)
"""Share of the cut-out that a support may be."""
SHARED = 0.12
"""Shared colours from which on support and product cannot be told apart."""
STEP = 10.0
"""ΔE76 along their edge under which it is not seen."""
ROUGH = 3.0
"""ΔE76 a pixel from which on a surface is too lively for a support: a halo of stones, a chain, a weave of straps."""
NOTCH = 0.65
"""How far the outline must fill a disc where the two meet; at the side of a sole or of a bag's base it fills half."""
BULK = 0.6
"""Radius of its largest disc, in the product's: a ring's own shank, a sole and a watch's strap are thinner."""
ROUND_IT = 0.5
"""Share of the product's outline against the support from which on it lies within it."""
HOLE = 0.1
"""Share of a loop's filled outline that its hole is at least."""


def support(look: Look, habit: Habit) -> Part | None:
    """Return the support in ``look``, if there may be one, for a product of that ``habit``."""
    rows = np.flatnonzero(look.solid.any(axis=1))
    zone = look.solid.copy()
    zone[: rows[-1] + 1 - max(3, round(ZONE * (rows[-1] - rows[0] + 1)))] = False
    region, stable, limit = grown(look.lab, look.solid, zone)
    if not region.any():
        return None
    if habit == "loop":
        region = _through(look, region, limit)
    region = completed(look, _without_specks(region, look.solid))
    rest = look.solid & ~region
    share = float(region.sum() / look.solid.sum())
    if not AREA[0] <= share <= AREA[1] or bulk(region) < BULK * bulk(rest):
        return None
    return _judged(look, region, habit, stable)


def _judged(look: Look, region: Region, habit: Habit, stable: bool) -> Part | None:
    """Return the ``region`` if it lies as a support does; plain when it differs in all that tells two things apart."""
    rest = look.solid & ~region
    even = stable and roughness(look.lab, region) <= ROUGH
    differs = even and overlap(look.lab, region, rest) <= SHARED and step_between(look.lab, region, rest) >= STEP
    if habit == "loop" and _is_loop(rest, region):
        return Part(region, differs)
    if habit != "body" and _surrounded(region, rest):
        return Part(region, differs)
    if not _below(region, rest):
        return None
    met = corners(region, rest)
    notched = bool(met) and min(met) >= NOTCH
    held = bool((rest & look.at_frame).any())  # then the upper part is the hand, and the lower the product
    return Part(region, differs and notched and not held and habit != "hanging")  # a pearl hangs by itself


def _through(look: Look, region: Region, limit: float) -> Region:
    """Return ``region`` with what shows of it in the loop's hole and beyond: pieces of its colours and thickness."""
    from scipy import ndimage

    labels, count = ndimage.label(alike(look.lab, look.solid, region, limit) & ~region, EIGHT)
    found = region.copy()
    for number in range(1, count + 1):
        piece = labels == number
        if bulk(piece) >= 0.15 * bulk(region) and _continues(region, piece):
            found |= piece
    return found


def _continues(region: Region, piece: Region) -> bool:
    """Return whether both fill the hull that they span, but for a narrow gap: one thing, crossed by another."""
    from skimage.morphology import convex_hull_image

    both = region | piece
    return float(both.sum()) >= 0.75 * float(convex_hull_image(both).sum())


def _is_loop(rest: Region, region: Region) -> bool:
    """Return whether what stays has a hole, and the support is in it."""
    from scipy import ndimage

    filled = ndimage.binary_fill_holes(ndimage.binary_closing(rest, EIGHT, iterations=2))
    hole = filled & ~rest
    return bool(hole.sum() >= HOLE * filled.sum() and (hole & region).sum() >= 0.3 * hole.sum())


def _below(region: Region, rest: Region) -> bool:
    """Return whether at least half of what stays is higher than all but a little of the support."""
    mine, other = (np.nonzero(part)[0] for part in (region, rest))
    return bool(other.size) and float(np.percentile(mine, 2)) >= float(np.median(other))


def _surrounded(region: Region, rest: Region) -> bool:
    from scipy import ndimage

    outline = rest & ~ndimage.binary_erosion(rest, EIGHT)
    return bool(outline.any()) and float((outline & meeting(rest, region)).sum()) >= ROUND_IT * float(outline.sum())


def _without_specks(region: Region, solid: Region) -> Region:
    """Return ``region`` with its specks of other colours filled: they are too small to be the product."""
    from scipy import ndimage

    holes, count = ndimage.label(ndimage.binary_fill_holes(region) & ~region & solid)
    small = np.bincount(holes.ravel(), minlength=count + 1) <= 0.002 * solid.sum()
    small[0] = False
    filled: Region = region | small[holes]
    return filled
