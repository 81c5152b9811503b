"""How a product is seen on its set: the camera of a recipe, and what the cut-out takes of the frame."""

import numpy as np
from numpy.typing import NDArray

from tools.engines.image import Image
from tools.engines.studio.camera import View, make_view
from tools.engines.studio.footprint import footprint
from tools.engines.studio.part import Extent
from tools.specs.recipe import Recipe

COLUMNS = 128
"""Cells a frame width of a coarse outline: as ``outlines.CELLS``."""


def view_of(recipe: Recipe, product: Image) -> View:
    """Return the camera of ``recipe`` for ``product`` (H×W×4, the whole frame)."""
    assert recipe.scene is not None
    rows = np.where((product[..., 3] > 0.5).any(1))[0]
    lying = recipe.pose == "lying"
    base = (rows[0] + rows[-1] + 1) / 2 if lying else float(rows[-1] + 1)
    return make_view(recipe.scene, recipe.pose, (recipe.width, recipe.height), recipe.frame_mm, float(base))


def extent_of(recipe: Recipe, product: Image, view: View) -> Extent:
    """Return what ``product`` takes of the set, as ``view`` sees it."""
    solid = product[..., 3] > 0.5
    rows, columns = np.where(solid.any(1))[0], np.where(solid.any(0))[0]
    lying = recipe.pose == "lying" or view.from_above
    left, right = (float(c) / view.px_per_mm - recipe.frame_mm / 2 for c in (columns[0], columns[-1] + 1))
    return Extent(
        left, right, float(np.ptp(rows) + 1) / view.px_per_mm, lying, view.from_above,
        eye_height=view.camera_height, eye_distance=view.distance, top=view.base_row / view.px_per_mm,
        feet=footprint(product[..., 3], view, lying), outline=_coarse(solid),
    )  # fmt: skip


def _coarse(solid: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return ``solid`` (H×W) on a grid of ``COLUMNS``: a cell is full where anything in it is."""
    height, width = solid.shape
    rows = max(1, round(height / width * COLUMNS))
    made = np.zeros((rows, COLUMNS), dtype=bool)
    at = np.nonzero(solid)
    made[at[0] * rows // height, at[1] * COLUMNS // width] = True
    return made
