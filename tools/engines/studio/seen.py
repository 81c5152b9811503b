"""How a product is seen on its set: the camera of a recipe, and what the cut-out takes of the frame."""

import numpy as np
from numpy.typing import NDArray

from tools.engines.base_line import Solid, without_crumbs
from tools.engines.image import Image
from tools.engines.studio.camera import View, make_view
from tools.engines.studio.display import RAISED, SEATS, Shown, clearance
from tools.engines.studio.display_sets import body_of
from tools.engines.studio.footprint import CELLS, Footprint, footprint, pressing
from tools.engines.studio.giving import GIVES
from tools.engines.studio.hanging import neck_of, opening_of
from tools.engines.studio.heights import KNOWN, heights_of
from tools.engines.studio.laid import seen_on
from tools.engines.studio.part import Extent
from tools.engines.studio.stand_in import depth_of
from tools.specs.recipe import Recipe

COLUMNS = 128
"""Cells a frame width of a coarse outline: as ``outlines.CELLS``."""


def view_of(recipe: Recipe, product: Image) -> View:
    """Return the camera of ``recipe`` for ``product`` (H×W×4, the whole frame)."""
    assert recipe.scene is not None
    solid = without_crumbs(product[..., 3]) > 0.5
    rows = np.where(solid.any(1))[0]
    lying = recipe.pose == "lying"
    base = (rows[0] + rows[-1] + 1) / 2 if lying else float(rows[-1] + 1)
    if recipe.scene.display in RAISED:
        columns = np.where(solid.any(0))[0]
        box = (float(np.ptp(columns) + 1), float(np.ptp(rows) + 1), float(rows[-1] + 1))
        base = box[2] + clearance(recipe.scene.display, box, recipe.height)
    return make_view(recipe.scene, recipe.pose, (recipe.width, recipe.height), recipe.frame_mm, float(base))


def extent_of(recipe: Recipe, product: Image, view: View) -> Extent:
    """Return what ``product``, and the body that it is shown on, take of the set, as ``view`` sees them."""
    alpha = without_crumbs(product[..., 3])
    solid = alpha > 0.5
    rows, columns = np.where(solid.any(1))[0], np.where(solid.any(0))[0]
    lying = recipe.pose == "lying" or view.from_above
    left, right = (float(c) / view.px_per_mm - recipe.frame_mm / 2 for c in (columns[0], columns[-1] + 1))
    if view.afloat:
        return _of_person(recipe, solid, view)
    shown = shown_of(recipe, solid, view)
    pressed = _pressed(recipe, alpha, view, lying) if shown is None else None
    extent = Extent(
        left, right, float(np.ptp(rows) + 1) / view.px_per_mm, lying, view.from_above,
        eye_height=view.camera_height, eye_distance=view.distance, top=view.base_row / view.px_per_mm,
        feet=footprint(alpha, view, lying), outline=_coarse(solid), shown=shown,
        pressed=pressed,
    )  # fmt: skip
    return extent if shown is None else body_of(extent, recipe.frame_mm)


def _of_person(recipe: Recipe, solid: NDArray[np.bool_], view: View) -> Extent:
    """Return the extent of a person (``solid``, H×W) who stands on a ground that is not in the picture."""
    rows, columns = np.where(solid.any(1))[0], np.where(solid.any(0))[0]
    left, right = (float(c) / view.px_per_mm - recipe.frame_mm / 2 for c in (columns[0], columns[-1] + 1))
    half = recipe.thickness_mm / 2
    feet = Footprint(np.array([left, right, left, right]), np.array([-half, -half, half, half]))
    return Extent(
        left, right, float(np.ptp(rows) + 1) / view.px_per_mm, False, False,
        eye_height=view.camera_height, eye_distance=view.distance, top=view.base_row / view.px_per_mm,
        feet=feet, outline=_coarse(solid), base=(view.base_row - float(rows[-1] + 1)) / view.px_per_mm,
    )  # fmt: skip


def _pressed(recipe: Recipe, alpha: NDArray[np.float32], view: View, lying: bool) -> Footprint | None:
    """Return where the product with ``alpha`` (H×W) presses on its ground, if that gives way."""
    assert recipe.scene is not None
    if recipe.scene.surface not in GIVES or recipe.scene.support != "ground":
        return None
    under = None
    if lying and recipe.kind in KNOWN:
        step = max(1, max(alpha.shape) // CELLS)
        small = alpha[::step, ::step].astype(np.float64)
        seen = seen_on(view, step * np.arange(len(small)), step, step * np.arange(small.shape[1]))
        under = heights_of(small > 0.5, small, recipe.kind, recipe.thickness_mm, seen).bottom
    return pressing(alpha, view, lying, under)


def shown_of(recipe: Recipe, solid: Solid, view: View) -> Shown | None:
    """Return how the product (``solid``, H×W of the frame) is shown, or nothing when it only stands or lies."""
    display = recipe.scene.display if recipe.scene else None
    holder = recipe.scene.holder if recipe.scene else None
    if view.from_above and holder in SEATS:
        display = "lie"
    elif display in (None, "stand", "lie") or (view.from_above and display != "cushion"):
        return None
    rows, columns = np.where(solid.any(1))[0], np.where(solid.any(0))[0]
    left, right = (float(c) / view.px_per_mm - recipe.frame_mm / 2 for c in (columns[0], columns[-1] + 1))
    low, high = ((view.base_row - row) / view.px_per_mm for row in (rows[-1] + 1.0, float(rows[0])))
    hole = opening_of(solid) if display == "hang" else None
    place = None
    if hole is not None:
        place = (hole[0] / view.px_per_mm - recipe.frame_mm / 2, (view.base_row - hole[1]) / view.px_per_mm)
    neck = neck_of(solid) / view.px_per_mm if display == "bust" else 0.0
    slit = view.on_plane(np.array(0.0), np.array(_band_row(solid)))[2 if view.from_above else 1]
    deep = depth_of(solid, view, recipe.thickness_mm)
    return Shown(display, left, right, low, high, deep, place, neck, holder=holder, slit=float(slit))


def _band_row(solid: Solid) -> float:
    """Return the row in which a ring that is seen from before its head ends at both sides: there its band goes back."""
    columns = np.where(solid.any(0))[0]
    reach = max(1, len(columns) // 12)
    rows = np.nonzero(solid[:, np.concatenate([columns[:reach], columns[-reach:]])])[0]
    return float(rows.mean()) + 0.5


def _coarse(solid: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return ``solid`` (H×W) on a grid of ``COLUMNS``: a cell is full where anything in it is."""
    height, width = solid.shape
    rows = max(1, round(height / width * COLUMNS))
    made = np.zeros((rows, COLUMNS), dtype=bool)
    at = np.nonzero(solid)
    made[at[0] * rows // height, at[1] * COLUMNS // width] = True
    return made
