"""Where the tops of supports lie and how large they are: under every foot of the product, with room to the rim."""

from dataclasses import dataclass

import numpy as np

from tools.engines.studio.part import Extent

MARGIN = 0.07
"""How far a support reaches beyond the farthest foot, in frame widths: a foot on the rim is about to fall."""

WIDEST = 0.47
"""What is seen farther than this from the frame's middle, in frame widths, all but touches the frame's side."""

LEDGE = 1.8
"""Width of a slab that would do so: a ledge that leaves the frame at both sides."""

FAR_OUT = 0.28
"""How far a disc that would fill a frame seen from above is moved aside, in frame widths: its rim is cut for sure."""

TRAY = (0.70, 0.80)
"""Least width and depth of a tray that is seen from above, in frame widths."""


@dataclass(frozen=True)
class Top:
    """Where a support carries: the middle and the sides of its top, in millimetres."""

    x: float
    z: float
    wide: float
    deep: float


SLAB_HEIGHT = 0.20
"""Height of a slab in frame widths."""

SLIVER = 0.05
"""Nearer to the frame's lower edge than this, in frame widths, a slab's lower edge leaves a sliver of the floor."""


def slab_top(frame_mm: float, extent: Extent) -> Top:
    """Return the top of a slab, square to the camera, that every foot stands on with ``MARGIN`` round it."""
    wide, deep = max(0.74 * frame_mm, 1.22 * extent.width), (0.9 if extent.lying else 0.52) * frame_mm
    x, z = extent.middle, -0.10 * frame_mm
    feet = extent.feet
    if feet is None:
        return Top(x, z, wide, deep)
    x = float(feet.x.max() + feet.x.min()) / 2
    wide = max(wide, float(np.ptp(feet.x)) + 2 * MARGIN * frame_mm)
    front = max(z + deep / 2, feet.front + MARGIN * frame_mm)
    if _ends_in_sliver(frame_mm, extent, front):
        front += 2.0 * SLIVER * frame_mm
    rear = min(z - deep / 2, feet.back - MARGIN * frame_mm)
    z, deep = (front + rear) / 2, front - rear
    if extent.seen_wide(abs(x) + wide / 2, z + deep / 2) > WIDEST * frame_mm:
        wide = LEDGE * frame_mm
    return Top(x, z, wide, deep)


def _ends_in_sliver(frame_mm: float, extent: Extent, front: float) -> bool:
    """Say whether the lower edge of a slab's front at z = ``front`` is seen right at the frame's lower edge."""
    if extent.outline is None or not np.isfinite(extent.eye_distance):
        return False
    rows, columns = extent.outline.shape
    bottom = extent.top - rows / columns * frame_mm
    nearer = extent.eye_distance / (extent.eye_distance - front)
    low = extent.eye_height - (SLAB_HEIGHT * frame_mm + extent.eye_height) * nearer
    return bool(abs(low - bottom) < SLIVER * frame_mm)


def tray_top(frame_mm: float, extent: Extent, aside: bool) -> Top:
    """Return the top of a square slab that is seen from above; ``aside``: under the product, beside room for words."""
    wide, deep = max(TRAY[0] * frame_mm, 1.3 * extent.width), max(TRAY[1] * frame_mm, 1.3 * extent.height)
    return Top(extent.middle, extent.middle_z, wide, deep) if aside else Top(0.0, 0.0, wide, deep)


def podium_top(frame_mm: float, extent: Extent) -> Top:
    """Return the round top that every foot stands on with ``MARGIN`` round it."""
    wide, z = max(0.56 * frame_mm, 1.14 * extent.width + abs(extent.middle)), -0.06 * frame_mm
    feet = extent.feet
    if feet is None or np.hypot(feet.x, feet.z - z).max() + MARGIN * frame_mm <= wide / 2:
        return Top(0.0, z, wide, wide)
    x, z = float(feet.x.max() + feet.x.min()) / 2, min(z, (feet.front + feet.back) / 2)
    wide = max(0.56 * frame_mm, 2 * (float(np.hypot(feet.x - x, feet.z - z).max()) + MARGIN * frame_mm))
    if extent.from_above and abs(x) + wide / 2 > WIDEST * frame_mm:
        aside = FAR_OUT * frame_mm
        return Top(x - aside, z - aside, wide + 2 * aside, wide + 2 * aside)
    return Top(x, z, wide, wide)
