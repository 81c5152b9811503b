"""Rules of composition as measured geometry: nothing before the product, nothing that just touches it or the frame."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.studio.mesh import Mesh
from tools.engines.studio.outlines import BORDER, CELLS, Frame, Grid, drawn, filled, frame_of, product_on, seen
from tools.engines.studio.part import Extent
from tools.specs.words import Caption

GAP = 0.015
"""Least room between two outlines, or an outline and the frame's edge, in frame widths."""

OVERLAP = 0.03
"""How far one must reach behind the other, or out of the frame, to be meant, in frame widths."""

CLEAR = 0.004
"""Share of the room for words, and of the product, that counts as free."""

IN_HOLE = 0.03
"""Share of a ring's or a handle's opening in which a thing behind it may be seen: more of it is a muddle."""

WEIGHTS = {
    "before": 12.0,
    "words": 8.0,
    "touches": 3.0,
    "edge": 2.0,
    "cut": 0.8,
    "shades": 1.5,
    "unseen": 5.0,
    "tangle": 0.5,
    "hole": 2.5,
}
"""What each fault weighs when arrangements are compared."""

WHOLE = 0.98
"""Share of a prop that is seen of one that the frame does not cut."""

FAR_OUT = 0.35
"""Least share of a prop that is seen: less of it is a scrap at the frame's edge."""


@dataclass(frozen=True)
class Fault:
    """One broken rule: ``rule`` is a key of ``WEIGHTS``, ``prop`` the thing that breaks it."""

    rule: str
    prop: str


@dataclass(frozen=True)
class Stage:
    """What props are measured against: the frame, the product's outline, the room for words, the way to the key."""

    frame: Frame
    extent: Extent
    product: Grid
    words: Grid
    hole: Grid
    key: NDArray[np.float64] | None = None


def stage_for(
    extent: Extent, frame_mm: float, caption: Caption | None = None, key: NDArray[np.float64] | None = None
) -> Stage:
    """Return the stage round the product of ``extent``; ``key``: the direction to the key light, 3 numbers."""
    frame = frame_of(extent, frame_mm)
    product = product_on(frame, extent)
    hole = np.asarray(ndi.binary_fill_holes(product) & ~product)
    return Stage(frame, extent, product, frame.words(caption), hole, key)


def faults(stage: Stage, props: Sequence[tuple[str, Sequence[Mesh]]]) -> tuple[Fault, ...]:
    """Return the rules that ``props`` (name, meshes) break, laid out round the product of ``stage``."""
    grids = [drawn(stage.frame, meshes, stage.extent) for _, meshes in props]
    found = []
    for number, ((name, meshes), grid) in enumerate(zip(props, grids, strict=True)):
        found += [Fault(rule, name) for rule in _own_faults(stage, grid, meshes)]
        found += [Fault("tangle", name) for other in grids[:number] if _tangent(grid, other)]
    return tuple(found)


def weight(found: Sequence[Fault]) -> float:
    """Return how bad faults are together."""
    return sum(WEIGHTS[fault.rule] for fault in found)


def _own_faults(stage: Stage, grid: Grid, meshes: Sequence[Mesh]) -> list[str]:
    found = []
    near = _is_before(stage.extent, meshes)
    if near and (grid & stage.product).any():
        found.append("before")
    elif _tangent(grid, stage.product):
        found.append("touches")
    if (grid & stage.hole).sum() > IN_HOLE * stage.hole.sum():
        found.append("hole")
    if stage.words.any() and (grid & stage.words).sum() > CLEAR * stage.words.sum():
        found.append("words")
    inner = grid[BORDER:-BORDER, BORDER:-BORDER]
    if inner.sum() < FAR_OUT * max(1, grid.sum()):
        found.append("unseen")
    elif _grazes_edge(grid):
        found.append("edge")
    elif inner.sum() < WHOLE * grid.sum():
        found.append("cut")
    if stage.key is not None and _shades(stage, meshes):
        found.append("shades")
    return found


def _is_before(extent: Extent, meshes: Sequence[Mesh]) -> bool:
    """Whether things stand nearer to the camera than the product: from above, whatever lies on it."""
    if extent.from_above:
        return True
    depth = np.concatenate([mesh.vertices[:, 2] for mesh in meshes])
    back = extent.feet.back if extent.feet is not None and extent.lying else 0.0
    return float(np.median(depth)) > back


def _tangent(one: Grid, other: Grid) -> bool:
    """Whether two outlines all but touch, or one reaches behind the other's outline by a sliver."""
    if not one.any() or not other.any():
        return False
    if not (one & other).any():
        away = ndi.distance_transform_edt(~other)
        return float(away[one].min()) - 1.0 < GAP * CELLS - 0.5
    whole = ndi.binary_fill_holes(other)
    return float(ndi.distance_transform_edt(whole)[one & whole].max()) < OVERLAP * CELLS


def _grazes_edge(grid: Grid) -> bool:
    """Whether an outline ends at the frame's edge: nearer than ``GAP``, or beyond it by less than ``OVERLAP``."""
    rows, columns = np.where(grid)
    if not rows.size:
        return False
    height, width = grid.shape
    beyond = (BORDER - rows.min(), rows.max() + 1 - (height - BORDER), BORDER - columns.min(),
              columns.max() + 1 - (width - BORDER))  # fmt: skip
    return any(-GAP * CELLS + 0.5 < far < OVERLAP * CELLS for far in beyond)


def _shades(stage: Stage, meshes: Sequence[Mesh]) -> bool:
    """Whether the key's shadow of things falls where the product is: its photo does not show that shadow."""
    return shadow_share(stage, meshes) > CLEAR


def shadow_share(stage: Stage, meshes: Sequence[Mesh]) -> float:
    """Return the share of the product's outline that lies in the key's shadow of ``meshes``."""
    if stage.key is None:
        return 0.0
    made = np.zeros(stage.frame.shape, dtype=bool)
    flat_ground = stage.extent.lying or stage.extent.from_above
    axis = 1 if flat_ground else 2
    towards = stage.key
    if abs(float(towards[axis])) < 0.05:
        return 0.0
    for mesh in meshes:
        points = mesh.vertices.astype(np.float64)
        run = points[:, axis] / float(towards[axis])
        fallen = points - np.maximum(run, 0.0)[:, None] * towards
        kept = (run > 0.0)[mesh.faces].all(1)
        if not kept.any():
            continue
        made |= _some(stage, seen(fallen, stage.extent), mesh, kept)
    return float((made & stage.product).sum() / max(1, stage.product.sum()))


def _some(stage: Stage, flat: NDArray[np.float64], mesh: Mesh, kept: NDArray[np.bool_]) -> Grid:
    """Return the cells of the triangles that throw a shadow forwards, and of no other corner."""
    faces = mesh.faces[kept].astype(np.int64)
    used, numbered = np.unique(faces, return_inverse=True)
    return filled(stage.frame, flat[used], numbered.reshape(faces.shape))
