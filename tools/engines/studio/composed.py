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
    "edge": 6.5,
    "cut": 0.6,
    "crowds": 6.5,
    "rim": 2.0,
    "perch": 6.5,
    "tiny": 6.5,
    "small": 4.0,
    "pushed": 3.0,
    "hidden": 6.5,
    "shades": 1.5,
    "unseen": 5.0,
    "tangle": 0.5,
    "hole": 2.5,
}
"""What each fault weighs when arrangements are compared."""

WHOLE = 0.98
"""Share of a prop that is seen of one that the frame does not cut."""

CUT_FROM = 0.30
"""Least share of a prop out of the frame for it to be cut and not nibbled."""

WHOLE_ONLY = frozenset({"sphere", "candle", "shell", "pebbles", "flowers", "glass_block"})
"""Props that the frame never cuts: half of one is none."""

HIDDEN = 0.4
"""Share of a prop behind the product from which it is better left away."""

BEHIND = {"flowers": 0.04, "candle": 0.04}
"""The same of what stands upright: it would seem to grow out of the product."""

FAR_OUT = 0.35
"""Least share of a prop that is seen: less of it is a scrap at the frame's edge."""

RUNS_OUT = 0.5
"""The same of a ribbon, which nothing tells of but its bends."""


@dataclass(frozen=True)
class Fault:
    """One broken rule: ``rule`` is a key of ``WEIGHTS``, ``prop`` the thing that breaks it."""

    rule: str
    prop: str


@dataclass(frozen=True)
class Stage:
    """What props are measured against: the frame, the product's outline, the room for words, the way to the key, the
    outlines of what carries the product and of the top of its support."""

    frame: Frame
    extent: Extent
    product: Grid
    words: Grid
    hole: Grid
    key: NDArray[np.float64] | None = None
    carrier: Grid | None = None
    deck: Grid | None = None

    @property
    def body(self) -> Grid:
        """The cells of the product and of what carries it."""
        return self.product if self.carrier is None else self.product | self.carrier


def stage_for(
    extent: Extent, frame_mm: float, caption: Caption | None = None, key: NDArray[np.float64] | None = None,
    carriers: Sequence[Mesh] = (), deck: Mesh | None = None,
) -> Stage:  # fmt: skip
    """Return the stage round the product of ``extent``; ``key``: the direction to the key light, 3 numbers;
    ``carriers``: what carries the product; ``deck``: the top of its support."""
    frame = frame_of(extent, frame_mm)
    product = product_on(frame, extent)
    hole = np.asarray(ndi.binary_fill_holes(product) & ~product)
    carrier = drawn(frame, carriers, extent) if carriers else None
    top = drawn(frame, [deck], extent) if deck is not None else None
    return Stage(frame, extent, product, frame.words(caption), hole, key, carrier, top)


def faults(stage: Stage, props: Sequence[tuple[str, Sequence[Mesh]]]) -> tuple[Fault, ...]:
    """Return the rules that ``props`` (name, meshes) break, laid out round the product of ``stage``."""
    grids = [drawn(stage.frame, meshes, stage.extent) for _, meshes in props]
    found = []
    for number, ((name, meshes), grid) in enumerate(zip(props, grids, strict=True)):
        found += [Fault(rule, name) for rule in _own_faults(stage, grid, meshes, name)]
        found += [Fault("tangle", name) for other in grids[:number] if _tangent(grid, other)]
    return tuple(found)


def weight(found: Sequence[Fault]) -> float:
    """Return how bad faults are together."""
    return sum(WEIGHTS[fault.rule] for fault in found)


def _own_faults(stage: Stage, grid: Grid, meshes: Sequence[Mesh], name: str) -> list[str]:
    found = _beside_others(stage, grid, meshes)
    if (
        name in (*WHOLE_ONLY, "book", "branch", "ribbon")
        and (grid & stage.body).sum() > BEHIND.get(name, HIDDEN) * grid.sum()
    ):
        found.append("hidden")
    if (grid & stage.hole).sum() > IN_HOLE * stage.hole.sum():
        found.append("hole")
    if stage.words.any() and (grid & stage.words).sum() > CLEAR * stage.words.sum():
        found.append("words")
    inner = grid[BORDER:-BORDER, BORDER:-BORDER]
    if inner.sum() < (RUNS_OUT if name == "ribbon" else FAR_OUT) * max(1, grid.sum()):
        found.append("unseen")
    elif _grazes_edge(grid) or _nibbled(float(inner.sum() / max(1, grid.sum())), name):
        found.append("edge")
    elif inner.sum() < WHOLE * grid.sum():
        found.append("pushed" if (grid & stage.product).any() else "cut")
    if stage.key is not None and _shades(stage, meshes):
        found.append("shades")
    return found


def _nibbled(seen_share: float, name: str) -> bool:
    """Whether the frame cuts a prop that must be whole, or takes so little of it that it seems an oversight."""
    return seen_share < WHOLE and (name in WHOLE_ONLY or seen_share > 1.0 - CUT_FROM)


def _beside_others(stage: Stage, grid: Grid, meshes: Sequence[Mesh]) -> list[str]:
    """Return the rules that a prop breaks towards the product, what carries it and the rim of its support."""
    found = []
    near = _is_before(stage.extent, meshes)
    if near and (grid & stage.product).any():
        found.append("before")
    elif _tangent(grid, stage.product):
        found.append("touches")
    if stage.carrier is not None and stage.carrier.any():
        if near and (grid & stage.carrier).any():
            found.append("crowds")
        elif _tangent(grid, stage.body):
            found.append("touches")
    if stage.deck is not None and _at_rim(stage, grid):
        found.append("rim")
    return found


def _at_rim(stage: Stage, grid: Grid) -> bool:
    """Whether a prop covers the rim of the support seen from above, or from before all but touches it."""
    deck = stage.deck
    assert deck is not None
    inside = (grid & deck).sum()
    if stage.extent.from_above:
        return bool(0 < inside < grid.sum()) or (not inside and _tangent(grid, deck))
    return not inside and _tangent(grid, deck)


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
