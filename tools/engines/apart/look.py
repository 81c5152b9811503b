"""A cut-out made small to be looked at, and what was found in it."""

from dataclasses import dataclass

import numpy as np

from tools.engines.cutout.lab import EIGHT, Lab, Region, resize, to_lab, window_of
from tools.engines.image import Bytes8, Image, to_float

SIDE = 340
"""Long side in pixels at which the cut-out's window is looked at; what is told apart is coarse."""
ROOM = 0.03
"""Room round it, as a share of the photo's long side."""
CRUMB = 0.02
"""Share of what stays under which a piece of it goes with what is taken away, where it hangs on that: a nail."""


@dataclass(frozen=True)
class Look:
    """The cut-out's window, small: ``image`` h×w×3 sRGB, ``lab``, and the ``solid`` pixels of the cut-out.

    ``window`` is its rows and columns in the photo, ``shape`` the photo's height and width.
    """

    image: Image
    lab: Lab
    solid: Region
    window: tuple[slice, slice]
    shape: tuple[int, int]

    @property
    def scale(self) -> float:
        """Pixels of the photo per pixel looked at."""
        return float(self.window[0].stop - self.window[0].start) / self.solid.shape[0]

    @property
    def at_frame(self) -> Region:
        """The pixels along those sides of the window that are the photo's own."""
        rows, columns = self.window
        edge = np.zeros(self.solid.shape, bool)
        if rows.start == 0:
            edge[:2] = True
        if rows.stop == self.shape[0]:
            edge[-2:] = True
        if columns.start == 0:
            edge[:, :2] = True
        if columns.stop == self.shape[1]:
            edge[:, -2:] = True
        return edge


@dataclass(frozen=True)
class Part:
    """A region of a look (h×w) that may be what was asked for; ``plain`` when it is plainly no product."""

    region: Region
    plain: bool


def look_at(source: Bytes8, cutout: Bytes8) -> Look | None:
    """Return the look at ``cutout`` (H×W×4) of ``source`` (H×W×3), both 8-bit sRGB; nothing for an empty one."""
    height, width = cutout.shape[:2]
    solid = cutout[..., 3] > 127
    if solid.sum() < 64:
        return None
    window = window_of(solid, round(ROOM * max(height, width)))
    part, alpha = source[window], np.ascontiguousarray(cutout[..., 3][window])
    factor = min(1.0, SIDE / max(alpha.shape))
    shape = (max(1, round(alpha.shape[0] * factor)), max(1, round(alpha.shape[1] * factor)))
    image = np.clip(resize(to_float(part), shape), 0.0, 1.0)
    return Look(image, to_lab(image), resize(alpha, shape) > 127.0, window, (height, width))


def completed(look: Look, region: Region) -> Region:
    """Return ``region`` with its mixed rim and what hangs on it alone: crumbs, what comes in behind it (a sleeve)."""
    from scipy import ndimage

    region = region | _rim(look.solid, region)
    labels, count = ndimage.label(look.solid & ~region, EIGHT)
    if count < 2:
        return region
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    areas[0] = 0
    near = ndimage.binary_dilation(region, EIGHT)
    found = region.copy()
    for number in range(1, count + 1):
        piece = labels == number
        if number == areas.argmax() or not (piece & near).any():
            continue
        if areas[number] < CRUMB * areas.max() or (piece & look.at_frame).any():
            found |= piece
    return found


def _rim(solid: Region, region: Region) -> Region:
    """Return the pixels beside ``region`` along the outline and the frame: mixed, they have nobody's colours."""
    from scipy import ndimage

    deep = ndimage.binary_erosion(np.pad(solid, 1), EIGHT, iterations=2)[1:-1, 1:-1]
    rim: Region = solid & ~deep & ndimage.binary_dilation(region, EIGHT, iterations=2)
    return rim
