"""A lying thing as a mesh: what of its outline is solid, and where its top and its bottom are on their camera rays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.studio.camera import View
from tools.engines.studio.heights import Heights, Seen, Solid
from tools.engines.studio.temples import Rays
from tools.specs.words import Category

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


def at_heights(view: View, plane: NDArray[np.float64], height: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the points that are seen where those of the ``plane`` (…×3) are, at their ``height`` (…) over y = 0."""
    eye = view.eye
    return along_rays(eye, plane, (eye[1] - height) / np.maximum(eye[1] - plane[..., 1], 1e-6))


def top_and_bottom(view: View, plane: NDArray[np.float64], heights: Heights,
                   sunk: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:  # fmt: skip
    """Return top and bottom points of a body of ``heights`` over y = 0 that has ``sunk`` millimetres into it."""
    return at_heights(view, plane, heights.top - sunk), at_heights(view, plane, heights.bottom - sunk)


def seen_on(view: View, rows: NDArray[np.int64], step: int, columns: NDArray[np.int64] | None = None) -> Seen:
    """Return how a grid of every ``step``-th pixel, at the ``rows`` of the frame, is seen on the ground of ``view``.

    With its ``columns`` it is known how far apart two places of known heights are.
    """
    cell = step / view.px_per_mm
    if view.from_above:
        return Seen(cell)
    up = (view.base_row - rows - 1.0) / view.px_per_mm
    rays = None
    if columns is not None:
        across = (columns + step / 2 - view.width / 2) / view.px_per_mm
        rays = Rays((view.camera_height, view.distance), up, across)
    return Seen(cell, cell / np.maximum(1.0 - up / view.camera_height, 0.1), rays)


def sampled(solid: Solid, alpha: NDArray[np.float32], at: tuple[NDArray[np.int64], NDArray[np.int64]],
            step: int) -> tuple[Solid, NDArray[np.float64]]:  # fmt: skip
    """Return what is solid, and the alpha, of every ``step``-th row and column ``at``.

    Nothing that is as thin as a temple falls through between two rows.
    """
    any_of = ndi.maximum_filter(solid, step, origin=-(step // 2) if step % 2 == 0 else 0)
    grid = np.ix_(*at)
    return np.asarray(any_of[grid] & (alpha[grid] > LEAST)), alpha[grid].astype(np.float64)
