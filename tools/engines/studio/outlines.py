"""Where things of a set are seen in the picture, without a render: outlines on a coarse grid of the frame.

The grid reaches ``BORDER`` beyond the frame on every side, so that what leaves the frame is told from what just touches
its edge. Everything is in cells of ``CELLS`` a frame width.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.framing import caption_box
from tools.engines.studio.mesh import Mesh
from tools.engines.studio.part import Extent
from tools.specs.words import Caption

CELLS = 128
BORDER = 40
SAMPLES = 3.0
"""Points drawn on a triangle for each cell that it covers."""

Grid = NDArray[np.bool_]
Points = NDArray[np.float64]


@dataclass(frozen=True)
class Frame:
    """The picture's place on the product's plane: its width in millimetres, its rows on the grid, its upper edge."""

    mm: float
    rows: int
    top: float

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the grid, border included."""
        return self.rows + 2 * BORDER, CELLS + 2 * BORDER

    def cells(self, points: Points) -> NDArray[np.int64]:
        """Return (row, column) of points (n×2: right, up in millimetres) of the product's plane; may lie outside."""
        column = (points[:, 0] / self.mm + 0.5) * CELLS + BORDER
        row = (self.top - points[:, 1]) / self.mm * CELLS + BORDER
        return np.asarray(np.floor(np.stack([row, column], -1)), dtype=np.int64)

    def box(self, left: float, right: float, low: float, high: float) -> Grid:
        """Return the cells of a box of the product's plane, in millimetres."""
        (first_row, first), (last_row, last) = self.cells(np.array([[left, high], [right, low]]))
        made = np.zeros(self.shape, dtype=bool)
        made[max(first_row, 0) : max(last_row, 0) + 1, max(first, 0) : max(last, 0) + 1] = True
        return made

    def words(self, caption: Caption | None) -> Grid:
        """Return the cells that are left free for words."""
        left, top, right, bottom = caption_box(caption)
        made = np.zeros(self.shape, dtype=bool)
        rows = slice(BORDER + round(top * self.rows), BORDER + round(bottom * self.rows))
        made[rows, BORDER + round(left * CELLS) : BORDER + round(right * CELLS)] = True
        return made


def frame_of(extent: Extent, frame_mm: float) -> Frame:
    """Return the picture that ``extent`` is in; where its outline is not known, one a quarter taller than wide."""
    if extent.outline is not None:
        rows = extent.outline.shape[0]
    elif np.isfinite(extent.top):
        rows = round(max(extent.top / frame_mm / 0.7, 0.4) * CELLS)
    else:
        rows = round(1.25 * CELLS)
    middle = rows / CELLS * frame_mm / 2
    return Frame(frame_mm, rows, extent.top if np.isfinite(extent.top) and not extent.from_above else middle)


def product_on(frame: Frame, extent: Extent) -> Grid:
    """Return the cells of the product: of its cut-out, or of its box where that is all that is known."""
    if extent.outline is not None:
        return np.pad(extent.outline, BORDER)
    low = -extent.height / 2 if extent.lying or extent.from_above else 0.0
    return frame.box(extent.left, extent.right, low, low + extent.height)


def seen(points: Points, extent: Extent) -> Points:
    """Return where ``points`` (n×3) are seen on the product's plane: n×2, right and up, in millimetres."""
    far = extent.eye_distance
    if extent.from_above:
        larger = 1.0 if np.isinf(far) else far / np.maximum(far - points[:, 1], 1e-3)
        return np.stack([points[:, 0] * larger, -points[:, 2] * larger], -1)
    larger = np.ones(len(points)) if np.isinf(far) else far / np.maximum(far - points[:, 2], 1e-3)
    eye = extent.eye_height
    return np.stack([points[:, 0] * larger, eye + (points[:, 1] - eye) * larger], -1)


def drawn(frame: Frame, meshes: Sequence[Mesh], extent: Extent) -> Grid:
    """Return the cells that ``meshes`` cover in the picture."""
    made = np.zeros(frame.shape, dtype=bool)
    for mesh in meshes:
        flat = seen(mesh.vertices.astype(np.float64), extent)
        made |= filled(frame, flat, mesh.faces.astype(np.int64))
    return np.asarray(ndi.binary_closing(np.pad(made, 1))[1:-1, 1:-1])


def filled(frame: Frame, flat: Points, faces: NDArray[np.int64]) -> Grid:
    """Return the cells of triangles over ``flat`` (n×2, millimetres): drawn as points, as many as their size asks."""
    a, b, c = (flat[faces[:, corner]] for corner in range(3))
    one, other = b - a, c - a
    area = np.abs(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]) / 2 * (CELLS / frame.mm) ** 2
    count = np.clip(np.ceil(SAMPLES * area), 1, 20_000).astype(np.int64)
    each = np.repeat(np.arange(len(faces)), count)
    steps = np.arange(len(each))
    u, v = (steps * 0.754877666) % 1.0, (steps * 0.569840291) % 1.0  # the R2 sequence: even, and never by chance
    folded = u + v > 1.0
    u, v = np.where(folded, 1.0 - u, u), np.where(folded, 1.0 - v, v)
    points = np.concatenate([a[each] + u[:, None] * one[each] + v[:, None] * other[each], flat])
    at = frame.cells(points)
    rows, columns = frame.shape
    inside = (at[:, 0] >= 0) & (at[:, 0] < rows) & (at[:, 1] >= 0) & (at[:, 1] < columns)
    made = np.zeros(frame.shape, dtype=bool)
    made[at[inside, 0], at[inside, 1]] = True
    return made
