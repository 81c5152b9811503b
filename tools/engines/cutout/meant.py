"""The region that a click or a box plainly means: what is alike and hangs together, up to its own edge.

A click takes the most stable region round it (Matas et al. 2002): grown by colour and slope, its area hardly changes
while the limit is raised, because an edge stops it. A box takes the even zones that lie in it: whole ones that stick
out a little, none that only reach in.
"""

import numpy as np

from tools.engines.cutout.lab import Lab, Region, blur, length, slope, to_lab
from tools.engines.image import Bytes8, Mask, to_float

LIMITS = (1.2, 1.6, 2.0, 2.5, 3.2, 4.0, 5.0, 6.5, 8.0, 10.0, 13.0)
"""Limits tried, in ΔE76 a pixel of slope; colour may be off by ``OFF`` times as much from the clicked one."""
OFF = 3.0
SMALLEST = 12
"""Pixels under which nothing was meant: the click itself is taken as a disc."""
LARGEST, MOST = 0.3, 0.5
"""Share of the picture, and of all that a click can change, beyond which it cannot have meant all of it."""
GROWS = 0.5
"""A region whose area grows by more than this from one limit to the next but one has no edge of its own."""
LEAP = 1.25
"""Times that the area may grow from one limit to the next: a shaded strap gains little by little, a leak leaps."""

EVEN = 3.0
"""ΔE76 a pixel under which neighbours belong to one zone of a box."""
SPECK = 9
"""Pixels under which a zone is an edge or a grain: its pixels go to the nearest one."""
WHOLE, NONE = 0.7, 0.3
"""Share of a zone in the box from which on all of it is meant, and up to which nothing of it is."""
ANYTHING = 0.15
"""A box of whose pixels less than this share lies in zones so chosen is taken as it was drawn."""


def clicked(image: Bytes8, free: Region, at: tuple[int, int], total: float) -> Region:
    """Return the region meant by a click at (row, column) of ``image`` (H×W×3, 8 bit), within ``free`` (H×W).

    ``free`` is what a click can change at all, ``total`` how much that is in the whole photo, in these pixels.
    Nothing but False when no region is plain.
    """
    import cv2

    lab = to_lab(to_float(image))
    seed, steepness = _unevenness(lab, free, at)
    if seed is None:
        return np.zeros_like(free)
    region = _most_stable(steepness, free, seed, min(LARGEST * free.size, MOST * total))
    filled = _filled(cv2.dilate(region.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0) & free
    closed: Region = region | (filled if filled.sum() < 2 * region.sum() else region)
    return closed


def boxed(image: Bytes8, free: Region, faint: Region, box: tuple[slice, slice]) -> Region:
    """Return the region meant by a box (rows, columns) of ``image`` (H×W×3, 8 bit), within ``free`` (H×W).

    ``faint`` (H×W) is what is left of earlier strokes; it goes with the zone that is nearest to it.
    """
    inside = np.zeros_like(free)
    inside[box] = True
    zones = _zones(to_lab(to_float(image)), free)
    free = free | faint
    areas = np.bincount(zones[free], minlength=zones.max() + 1)
    within = np.bincount(zones[free & inside], minlength=areas.size) / np.maximum(areas, 1)
    within[0] = 0.0
    share = within[zones]
    meant: Region = free & ((share >= WHOLE) | (inside & (share > NONE)))
    drawn: Region = free & inside
    return meant if meant.sum() >= ANYTHING * drawn.sum() else drawn


def _unevenness(lab: Lab, free: Region, at: tuple[int, int]) -> tuple[tuple[int, int] | None, Mask]:
    """Return (the evenest pixel within 3 px of the click, how hard each pixel is to reach from it)."""
    smooth = blur(lab, 0.8)
    steep = slope(smooth)
    near = np.zeros_like(free)
    near[max(at[0] - 3, 0) : at[0] + 4, max(at[1] - 3, 0) : at[1] + 4] = True
    near &= free
    if not near.any():
        return None, steep
    rows, columns = np.nonzero(near)
    best = int(np.argmin(steep[rows, columns] + 0.5 * np.hypot(rows - at[0], columns - at[1])))
    seed = (int(rows[best]), int(columns[best]))
    off = length(smooth - smooth[seed])
    return seed, np.maximum(steep, off / np.float32(OFF))


def _filled(region: Region) -> Region:
    """Return ``region`` with what it encloses."""
    import cv2

    outside = np.pad(region, 1).astype(np.uint8)
    cv2.floodFill(outside, None, (0, 0), 2)
    filled: Region = (outside != 2)[1:-1, 1:-1]
    return filled


def _most_stable(steepness: Mask, free: Region, seed: tuple[int, int], most: float) -> Region:
    """Return the region whose area changes least about its limit, and what it gains up to the next leap.

    No pixel when none has an edge of its own. ``most`` is its largest area.
    """
    grown = [np.zeros_like(free)]
    areas = [0]
    for limit in LIMITS:
        grown.append(_flooded(steepness, free, seed, limit))
        areas.append(int(grown[-1].sum()))
        if areas[-1] > most:
            break
    best, least = 0, GROWS
    for number in range(1, len(areas) - 1):
        growth = (areas[number + 1] - areas[number - 1]) / max(areas[number], 1)
        if areas[number] >= SMALLEST and areas[number + 1] <= most and growth < least:
            best, least = number, growth
    while 0 < best < len(areas) - 1 and areas[best + 1] <= min(most, LEAP * areas[best]):
        best += 1
    return grown[best]


def _flooded(steepness: Mask, free: Region, seed: tuple[int, int], limit: float) -> Region:
    """Return the part of ``free`` under ``limit`` that hangs together, by eight neighbours, with ``seed``."""
    import cv2

    room = limit - float(steepness[seed])
    reached = np.pad(~free, 1, constant_values=True).astype(np.uint8)
    if room > 0:
        how = 8 | cv2.FLOODFILL_FIXED_RANGE | cv2.FLOODFILL_MASK_ONLY | (2 << 8)
        cv2.floodFill(steepness, reached, seed[::-1], 0, 1e9, room, how)
    flooded: Region = (reached == 2)[1:-1, 1:-1]
    return flooded


def _zones(lab: Lab, free: Region) -> "np.ndarray[tuple[int, ...], np.dtype[np.int32]]":
    """Return H×W of zone numbers from 1; pixels on an edge have the number of the nearest zone."""
    import cv2

    even = (slope(blur(lab, 0.7)) < EVEN) & free
    _, labels, stats, _ = cv2.connectedComponentsWithStats(even.astype(np.uint8), connectivity=4)
    even &= stats[labels, cv2.CC_STAT_AREA] >= SPECK
    if not even.any():
        return np.ones(free.shape, np.int32)
    _, nearest = cv2.distanceTransformWithLabels(
        (~even).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_CCOMP
    )
    return np.asarray(nearest, np.int32)
