"""Where in a photo of a place a thing can stand: on plain ground, near, with nothing in its way.

The photo is cut into small squares. What is busy, what stands out from its neighbours and what lies above the eye level
costs; a foot is set where its own print, and what lies before it, cost least, near the place a photographer would take.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.color import srgb_to_lab
from tools.engines.image import Image, check_image

CELLS = 64
"""Squares along the photo's longer side."""

PIXELS = 8
"""Pixels along a square."""

BUSY, STRANGE = 5.0, 9.0
"""Texture in L*, and difference in Lab from what surrounds a square, that cost 1."""

BELOW = 0.05
"""How far under the eye level ground begins, in heights."""

FAVOURED = (0.5, 0.76)
"""Where a foot is set when all ground is alike, in shares of width and height."""

BORDER, WALL = 7.0, 0.35
"""Change of Lab from a square to the one below that may part two things, and what each such border costs: the ground
that a photographer stood on runs out of the picture at the bottom, a wall stands behind one."""

PULL = (0.9, 2.2)
"""What half a frame away from there costs, across and down."""

LOWEST, HIGHEST = 0.93, 0.30
"""Rows between which a foot is set."""

PLAIN = 0.75
"""Cost under which the ground is called fit to stand on."""

Cost = NDArray[np.float32]


@dataclass(frozen=True)
class Foot:
    """Where the middle of a product's base goes, in shares of width and height; ``cost`` of the ground there."""

    x: float
    y: float
    cost: float

    @property
    def plain(self) -> bool:
        """Whether the ground there is plain enough to stand on."""
        return self.cost < PLAIN


def foot_in(image: Image, eye_level: float, wide: float, flat: bool = False) -> Foot:
    """Return the best place in ``image`` (H×W×3 sRGB) for a base ``wide`` shares of the width across.

    ``eye_level`` is a row in shares of the height. ``flat``: the thing lies, and is looked down upon.
    """
    check_image(image, channels=(3,))
    cost = clutter(image)
    rows, columns = cost.shape
    across, deep = max(1, round(wide * columns)), max(1, round(wide * columns * (0.6 if flat else 0.25)))
    under = ndi.uniform_filter(cost, (deep, across), mode="nearest")
    before = ndi.uniform_filter(
        cost, (max(1, rows // 8), across), mode="nearest", origin=(-(max(1, rows // 8) // 2), 0)
    )
    print_cost = under if flat else 0.7 * under + 0.3 * before
    y, x = (np.arange(rows) + 0.5) / rows, (np.arange(columns) + 0.5) / columns
    favoured = 0.55 if flat else FAVOURED[1]
    away = PULL[0] * ((x - FAVOURED[0]) / 0.5) ** 2 + (PULL[1] * ((y - favoured) / 0.5) ** 2)[:, None]
    total = print_cost + away + WALL * borders_below(image)
    total[(y < max(HIGHEST, eye_level + BELOW)) | (y > LOWEST)] = np.inf
    total[:, (x < min(0.5, wide * 0.6)) | (x > 1 - min(0.5, wide * 0.6))] = np.inf
    if not np.isfinite(total).any():
        return Foot(0.5, 0.8, float(print_cost[round(0.8 * (rows - 1)), columns // 2]))
    row, column = np.unravel_index(int(total.argmin()), total.shape)
    return Foot(float(x[column]), float(y[row]), float(print_cost[row, column]))


def borders_below(image: Image) -> Cost:
    """Return how many borders of things lie between each square and the bottom of the photo, straight down."""
    lab = srgb_to_lab(squares(image))
    rows, columns = lab.shape[0] // PIXELS, lab.shape[1] // PIXELS
    mean = ndi.gaussian_filter(lab.reshape(rows, PIXELS, columns, PIXELS, 3).mean((1, 3)), (0.0, 1.5, 0.0))
    step = np.linalg.norm(np.diff(mean, axis=0), axis=-1)
    border = np.clip((step - BORDER) / BORDER, 0.0, 1.0)
    below = np.cumsum(border[::-1], axis=0)[::-1]
    return np.asarray(np.concatenate([below, np.zeros((1, columns), below.dtype)]), np.float32)


def clutter(image: Image) -> Cost:
    """Return what each square of a photo costs to stand on, rows × columns with ``CELLS`` along the longer side.

    Fine grain is forgiven where all of it is so: sand and grass are ground, one stone on a table is not.
    """
    lab = srgb_to_lab(squares(image))
    rows, columns = lab.shape[0] // PIXELS, lab.shape[1] // PIXELS
    cells = lab.reshape(rows, PIXELS, columns, PIXELS, 3)
    mean = cells.mean((1, 3))
    texture = cells[..., 0].std((1, 3))
    around = ndi.median_filter(mean, (9, 9, 1), mode="nearest")
    strange = np.linalg.norm(mean - around, axis=-1)
    usual = ndi.median_filter(texture, 11, mode="nearest")
    busy = np.maximum(texture - usual, 0.0) + 0.45 * texture
    slopes = [ndi.gaussian_gradient_magnitude(mean[..., channel], 1.0) for channel in range(3)]
    uneven = np.linalg.norm(slopes, axis=0)
    return np.asarray((busy / BUSY) ** 2 * 0.5 + (strange / STRANGE) ** 2 + 0.5 * uneven / STRANGE, np.float32)


def squares(image: Image) -> Image:
    """Return ``image`` so small that it falls into whole squares."""
    import cv2

    factor = CELLS / max(image.shape[:2])
    rows, columns = (max(4, round(side * factor)) for side in image.shape[:2])
    how = cv2.INTER_AREA if max(image.shape[:2]) > CELLS * PIXELS else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (columns * PIXELS, rows * PIXELS), interpolation=how), np.float32)
