"""Heights told cell by cell as one closed body: each cell a square of the frame, with walls where its part ends.

A mesh whose corners are the middles of cells loses half a cell all round, and a wire of one or two is lost in it. Parts
are kept apart: a temple that is seen right over the rim before it is no sheet from the one to the other.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.heights import Heights

Floats = NDArray[np.float64]
Solid = NDArray[np.bool_]
Faces = NDArray[np.int64]

SPREAD = (0.7548776662, 0.5698402910)
"""Steps of Roberts's sequence (2018), which fills a square evenly."""


@dataclass(frozen=True)
class Cells:
    """Corners of ``rows`` × ``columns`` at their heights (n, mm) and triangles over them."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    height: Floats
    faces: Faces


def body_of_cells(kept: Solid, heights: Heights) -> Cells:
    """Return the body of the ``kept`` cells (rows×columns), a top, a bottom and walls for each of its parts.

    Where light is let through there is a top only, with as many of its cells left out, evenly spread.
    """
    parts = np.zeros(kept.shape, np.int64) if heights.parts is None else heights.parts
    clear = np.zeros(kept.shape) if heights.clear is None else heights.clear
    row, column = np.indices(kept.shape)
    stays = np.modf(SPREAD[0] * row + SPREAD[1] * column)[0] >= clear
    per_layer = (kept.shape[0] + 1) * (kept.shape[1] + 1)
    made: list[Faces] = []
    levels: list[Floats] = []
    for number in np.unique(parts[kept]):
        own = kept & (parts == number)
        first = len(levels) * per_layer
        levels += [_at_corners(heights.top, own), _at_corners(heights.bottom, own)]
        made += [_squares(own & stays) + first, _squares(own & (clear <= 0.0))[:, ::-1] + first + per_layer]
        made.append(_walls(own, per_layer) + first)
    used, faces = np.unique(np.concatenate(made), return_inverse=True)
    place = used % per_layer
    return Cells(
        rows=place // (kept.shape[1] + 1),
        columns=place % (kept.shape[1] + 1),
        height=np.concatenate([level.ravel() for level in levels])[used],
        faces=faces.reshape(-1, 3),
    )


def _at_corners(values: Floats, own: Solid) -> Floats:
    """Return the mean of ``values`` over the ``own`` cells round each corner."""
    total, count = np.zeros((own.shape[0] + 1, own.shape[1] + 1)), np.zeros((own.shape[0] + 1, own.shape[1] + 1))
    for down in (0, 1):
        for across in (0, 1):
            corners = np.s_[down : own.shape[0] + down, across : own.shape[1] + across]
            total[corners] += np.where(own, values, 0.0)
            count[corners] += own
    return np.asarray(total / np.maximum(count, 1.0))


def _squares(cells: Solid) -> Faces:
    """Return two triangles over each of ``cells``."""
    row, column = np.nonzero(cells)
    a = row * (cells.shape[1] + 1) + column
    b, c, d = a + cells.shape[1] + 1, a + cells.shape[1] + 2, a + 1
    return np.concatenate([np.stack([a, b, c], -1), np.stack([a, c, d], -1)])


def _walls(cells: Solid, under: int) -> Faces:
    """Return triangles from the top's outline down to the bottom's, whose corners come ``under`` places later."""
    wide = cells.shape[1] + 1
    padded = np.pad(cells, 1)
    sides = {(-1, 0): (0, 1), (1, 0): (wide, wide + 1), (0, -1): (0, wide), (0, 1): (1, wide + 1)}
    made = []
    for (down, across), (one, other) in sides.items():
        beside = padded[1 + down : 1 + down + cells.shape[0], 1 + across : 1 + across + cells.shape[1]]
        row, column = np.nonzero(cells & ~beside)
        p, q = row * wide + column + one, row * wide + column + other
        made += [np.stack([p, q, q + under], -1), np.stack([p, q + under, p + under], -1)]
    return np.concatenate(made)
