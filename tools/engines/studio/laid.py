"""A lying thing as a mesh: what of its outline is solid, and where its top and its bottom are on their camera rays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.studio.camera import View
from tools.engines.studio.heights import Heights, Seen, Solid
from tools.specs.words import Category

SPREAD = (0.7548776662, 0.5698402910)
"""Steps of Roberts's sequence (2018), which fills a square evenly."""

LEAST = 0.3
"""Alpha from which on a place on the grid belongs to what is solid beside it."""


@dataclass(frozen=True)
class Lies:
    """How a thing lies: its kind, if heights are told part by part, and how far it sinks into the ground, in mm."""

    kind: Category | None = None
    sunk: float = 0.0


def along_rays(
    eye: NDArray[np.float64], points: NDArray[np.float64], factor: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return ``points`` (…×3) at ``factor`` (…) times their distance from the ``eye``."""
    return eye + (points - eye) * factor[..., None]


def top_and_bottom(view: View, plane: NDArray[np.float64], heights: Heights,
                   sunk: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:  # fmt: skip
    """Return top and bottom points of a body of ``heights`` over y = 0 that has ``sunk`` millimetres into it."""
    eye = view.eye
    drop = np.maximum(eye[1] - plane[..., 1], 1e-6)
    return (
        along_rays(eye, plane, (eye[1] - heights.top + sunk) / drop),
        along_rays(eye, plane, (eye[1] - heights.bottom + sunk) / drop),
    )


def seen_on(view: View, rows: NDArray[np.int64], step: int) -> Seen:
    """Return how a grid of every ``step``-th pixel, at the ``rows`` of the frame, is seen on the ground of ``view``."""
    cell = step / view.px_per_mm
    if view.from_above:
        return Seen(cell)
    up = (view.base_row - rows - 1.0) / view.px_per_mm
    return Seen(cell, cell / np.maximum(1.0 - up / view.camera_height, 0.1))


def sampled(solid: Solid, alpha: NDArray[np.float32], at: tuple[NDArray[np.int64], NDArray[np.int64]],
            step: int) -> tuple[Solid, NDArray[np.float64]]:  # fmt: skip
    """Return what is solid, and the alpha, of every ``step``-th row and column ``at``.

    Nothing that is as thin as a temple falls through between two rows.
    """
    any_of = ndi.maximum_filter(solid, step, origin=-(step // 2) if step % 2 == 0 else 0)
    grid = np.ix_(*at)
    return np.asarray(any_of[grid] & (alpha[grid] > LEAST)), alpha[grid].astype(np.float64)


def let_through(faces: NDArray[np.int64], heights: Heights) -> NDArray[np.int64]:
    """Return ``faces`` without as many of them, evenly spread, as ``heights`` has light let through there.

    A screen: its holes are finer than the penumbra of what is a few millimetres over the ground. The renderer's own
    see-through matter keeps a small lamp's light off altogether.
    """
    if heights.clear is None:
        return faces
    rows, columns = np.divmod(faces[:, 0], heights.top.shape[1])
    order = np.modf(SPREAD[0] * rows + SPREAD[1] * columns)[0]
    return np.asarray(faces[order >= heights.clear.ravel()[faces[:, 0]]])
