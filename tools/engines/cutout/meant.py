"""The region that a click or a box plainly means: what is alike and hangs together, up to its own edge.

A click takes the most stable region round it (Matas et al. 2002): grown by colour and slope, its area hardly changes
while the limit is raised, because an edge stops it. A box takes the even zones that lie in it: whole ones that stick
out a little, none that only reach in.
"""

from dataclasses import dataclass

import numpy as np

from tools.engines.cutout.lab import Lab, Region, blur, length, slope, to_lab
from tools.engines.cutout.unlike import unlike
from tools.engines.image import Bytes8, Mask, to_float

LIMITS = (1.2, 1.6, 2.0, 2.5, 3.2, 4.0, 5.0, 6.5, 8.0, 10.0, 13.0)
"""Limits tried, in ΔE76 a pixel of slope; colour may be off by ``OFF`` times as much from the clicked one."""
OFF = 3.0
SMALLEST = 12
"""Pixels under which nothing was meant: the click itself is taken as a disc."""
LARGEST, MOST = 0.3, 0.5
"""Share of the picture, and of all that a click can change, beyond which it cannot have meant all of it."""
HOLE = 0.95
"""The same of all that can be erased, where the click met the backdrop's own colour: most of a hoop is its hole."""
ALIKE = 8.0
"""ΔE76 under which a colour is the backdrop's."""
FAINT = 5
"""Alpha, of 255, up to which the cut-out has nothing."""
DEEPEST = 25
"""Pixels at most over which a bite in a region is closed."""
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
A_THREAD = 0.004
"""Share of a box that must be unlike the backdrop, or the box shows nothing else."""
NOTCH = 3
"""Radius in pixels up to which a gap in what is kept is closed: a highlight of the backdrop's colour."""


@dataclass(frozen=True)
class View:
    """A part of the photo, H×W×3, with the cut-out's alpha there, both 8 bit, and what the hand does: keep or erase."""

    image: Bytes8
    cover: Bytes8
    keep: bool

    @property
    def free(self) -> Region:
        """What the hand can change."""
        free: Region = self.cover < 128 if self.keep else self.cover > 127
        return free

    @property
    def empty(self) -> Region:
        """What the cut-out takes for backdrop."""
        empty: Region = self.cover <= FAINT
        return empty


def clicked(view: View, at: tuple[int, int], total: float) -> Region:
    """Return the region, H×W, meant by a click at (row, column) of ``view``.

    ``total`` is how much the hand can change in the whole photo, in pixels of the view. Nothing but False when no
    region is plain.
    """
    lab, free = blur(to_lab(to_float(view.image)), 0.8), view.free
    seed, steepness = _unevenness(lab, free, at)
    if seed is None:
        return np.zeros_like(free)
    off = None if view.keep else unlike(lab, view.empty)
    hole = off is not None and off[seed] < ALIKE
    most = HOLE * total if hole else min(LARGEST * free.size, MOST * total)
    region = _most_stable(steepness, free, seed, most)
    return _mended(lab, region, free) if region.any() else region


def boxed(view: View, box: tuple[slice, slice]) -> Region:
    """Return the region, H×W, meant by a box (rows, columns) of ``view``.

    When something is kept, what has the backdrop's colours is not meant. When something is erased, what is left of
    earlier strokes goes with the zone that is nearest to it.
    """
    inside = np.zeros(view.cover.shape, bool)
    inside[box] = True
    lab = to_lab(to_float(view.image))
    free = _without_backdrop(blur(lab, 0.8), view, inside) if view.keep else view.free
    zones = _zones(lab, free)
    free = free if view.keep else view.cover > 0
    areas = np.bincount(zones[free], minlength=zones.max() + 1)
    within = np.bincount(zones[free & inside], minlength=areas.size) / np.maximum(areas, 1)
    within[0] = 0.0
    share = within[zones]
    meant: Region = free & ((share >= WHOLE) | (inside & (share > NONE)))
    drawn: Region = free & inside
    return meant if meant.sum() >= ANYTHING * drawn.sum() else drawn


def _without_backdrop(lab: Lab, view: View, inside: Region) -> Region:
    """Return what is free to be kept and unlike the backdrop outside of the box; all when in the box nothing is."""
    import cv2

    free = view.free
    off = unlike(lab, view.empty & ~inside)
    if off is None:
        return free
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * NOTCH + 1, 2 * NOTCH + 1))
    rest = cv2.morphologyEx((free & (off > ALIKE)).astype(np.uint8), cv2.MORPH_CLOSE, disc) > 0
    rest = _filled_up_to(rest, 4 * SPECK) & free
    return rest if (rest & inside).sum() >= A_THREAD * inside.sum() else free


def _mended(lab: Lab, region: Region, free: Region) -> Region:
    """Return ``region`` with its bites and small holes closed, where they are unlike what lies around it."""
    import cv2

    depth = float(cv2.distanceTransform(region.astype(np.uint8), cv2.DIST_L2, 3).max())
    reach = float(np.clip(depth, 2, DEEPEST))
    away = cv2.distanceTransform((~region).astype(np.uint8), cv2.DIST_L2, 5)
    around = (away > reach) & (away <= 2.0 * reach) & free
    closed = (cv2.distanceTransform((away <= reach).astype(np.uint8), cv2.DIST_L2, 5) > reach) & free
    off = unlike(lab, around)
    mended = region | (closed & (off > ALIKE) if off is not None else closed)
    joined: Region = _filled_up_to(mended, int(0.1 * region.sum())) & free
    return joined


def _filled_up_to(region: Region, most: int) -> Region:
    """Return ``region`` with the holes of at most ``most`` pixels filled."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats((~region).astype(np.uint8), connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] <= most
    small[0] = False
    filled: Region = region | small[labels]
    return filled


def _unevenness(lab: Lab, free: Region, at: tuple[int, int]) -> tuple[tuple[int, int] | None, Mask]:
    """Return (the evenest pixel within 3 px of the click, how hard each pixel is to reach from it)."""
    steep = slope(lab)
    near = np.zeros_like(free)
    near[max(at[0] - 3, 0) : at[0] + 4, max(at[1] - 3, 0) : at[1] + 4] = True
    near &= free
    if not near.any():
        return None, steep
    rows, columns = np.nonzero(near)
    best = int(np.argmin(steep[rows, columns] + 0.5 * np.hypot(rows - at[0], columns - at[1])))
    seed = (int(rows[best]), int(columns[best]))
    off = length(lab - lab[seed])
    return seed, np.maximum(steep, off / np.float32(OFF))


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
