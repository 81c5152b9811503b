"""The stand-in: a mesh inflated from the cut-out's silhouette, which throws the product's shadow and reflection.

Each vertex is moved along its own camera ray only, so that the mesh covers exactly the product's pixels whatever
its depth: nothing of it shows through a ring's hole or beside an edge.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.base_line import Solid, ground_rows, lower_hull, outline_below, steepest_edge, without_crumbs
from tools.engines.image import Image
from tools.engines.studio.camera import View
from tools.engines.studio.cells import body_of_cells
from tools.engines.studio.display import FACING, Shown, against
from tools.engines.studio.heights import KNOWN, RIM, Heights, heights_of
from tools.engines.studio.laid import Lies, along_rays, at_heights, sampled, seen_on, top_and_bottom
from tools.engines.studio.spectacles import TALLEST
from tools.specs.recipe import Pose

MAX_CELLS, FINEST = 420, 700
"""Cells along the longer side of the product; more costs time and shows nothing. Of spectacles: they are all wires."""

SUNK = 0.5
"""Pixels by which a base is let into the ground: a gap of a fraction of one already makes it hover."""

BEHIND = 1.3
"""How far a standing body reaches back, in radii of its thick parts."""

AIRY = 25.0
"""Millimetres from which a lying thing that is much thinner than that rests on its ends, with air under its middle."""


FAINT, FIRM = 0.25, 0.75
"""Alpha from which on a wire is there, and from which on its whole width is."""

LOOKS_DOWN = 1.5
"""How many times as high as spectacles the camera must be for their temples to be told."""


@dataclass(frozen=True)
class StandIn:
    """Triangles with texture coordinates in 0..1 of ``texture_linear`` (v up), a crop of the frame.

    ``screened``: some are left out where the product lets light through.
    """

    vertices: NDArray[np.float32]
    faces: NDArray[np.uint32]
    uv: NDArray[np.float32]
    texture: Image
    screened: bool = False


def solid_part(alpha: NDArray[np.float32]) -> Solid:
    """Return where the product stops light: opaque, shrunk by a pixel except where it is thin already, and downwards.

    A base that is shrunk leaves a line of light between itself and its shadow.
    """
    opaque = alpha > 0.5
    return np.asarray(_shrunk(alpha) | _thin(opaque))


def _shrunk(alpha: NDArray[np.float32]) -> Solid:
    opaque, sure = alpha > 0.5, alpha > 0.9
    beside = np.array([[0, 1, 0], [1, 1, 1], [0, 0, 0]], dtype=bool)
    shrunk = ndi.binary_erosion(sure, structure=beside)
    shrunk[1:] |= opaque[1:] & shrunk[:-1] & ~sure[1:]
    return np.asarray(shrunk)


def _thin(solid: Solid) -> Solid:
    return np.asarray(solid & ~ndi.binary_dilation(ndi.binary_opening(solid, iterations=2), iterations=3))


def with_panes(alpha: NDArray[np.float32]) -> Solid:
    """Return ``solid_part`` and the panes: what is see-through well inside the outline, as a tinted lens is."""
    return np.asarray(solid_part(alpha) | ndi.binary_erosion(alpha > 0.5, iterations=3))


def with_wires(alpha: NDArray[np.float32]) -> Solid:
    """Return what is solid of spectacles: their parts, their panes, and their wires from end to end.

    A wire thinner than a pixel, or blurred, goes on along its middle where it is faint; nothing shows beside it.
    """
    from skimage.morphology import skeletonize

    thin = _thin(alpha > FAINT)
    panes = ndi.binary_erosion(alpha > 0.5, iterations=3)
    made = _shrunk(alpha) | panes | (thin & (alpha > FIRM)) | skeletonize(thin)
    parts, _ = ndi.label(made, structure=np.ones((3, 3)))
    return np.asarray(made & np.isin(parts, np.unique(parts[made & (alpha > 0.5)])))


def inflate(solid: Solid) -> tuple[NDArray[np.float64], float]:
    """Return (0..1 height of a rounded body over the silhouette, radius of its thick parts in pixels)."""
    reach = ndi.distance_transform_edt(solid)
    inside = reach[reach > 0]
    radius = float(np.percentile(inside, 97)) if inside.size else 1.0
    rim = np.clip(reach / max(radius, 1.0), 0.0, 1.0)
    return np.sqrt(1.0 - (1.0 - rim) ** 2), radius


def _cells(kept: Solid) -> NDArray[np.int64]:
    """Return triangles (n×3) over a grid's kept points: whole cells, and the half cells of a smooth outline."""
    rows, columns = kept.shape
    corner = np.arange(rows * columns).reshape(rows, columns)
    quad = [corner[:-1, :-1], corner[1:, :-1], corner[1:, 1:], corner[:-1, 1:]]
    flags = [kept[:-1, :-1], kept[1:, :-1], kept[1:, 1:], kept[:-1, 1:]]
    every = flags[0] & flags[1] & flags[2] & flags[3]
    faces = [np.stack([quad[a][every], quad[b][every], quad[c][every]], -1) for a, b, c in ((0, 1, 2), (0, 2, 3))]
    for gap in range(4):
        a, b, c = (k for k in range(4) if k != gap)
        three = ~flags[gap] & flags[a] & flags[b] & flags[c]
        faces.append(np.stack([quad[a][three], quad[b][three], quad[c][three]], -1))
    return np.concatenate(faces)


def _standing(view: View, plane: NDArray[np.float64], body: NDArray[np.float64], ground: NDArray[np.float64],
              radius_mm: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:  # fmt: skip
    """Return front and back points: on the upright plane, which follows ``ground`` (depth factor per column).

    The front bulges only well above the ground: at the base it would lift the product off it.
    """
    above = plane[..., 1] - view.camera_height * (1.0 - 1.0 / ground)
    bulge = body * np.clip(above / max(radius_mm, 1e-6), 0.0, 1.0)
    front = ground * (1.0 - 0.25 * radius_mm * bulge / view.distance)
    back = ground * (1.0 + BEHIND * radius_mm * body / view.distance)
    return along_rays(view.eye, plane, front), along_rays(view.eye, plane, back)


def air_under(solid: Solid, high: float) -> NDArray[np.float64]:
    """Return how high (H×W, mm) each place of a thing lies that rests on its near and its far ends: an arch.

    Spectacles touch with their rims and the tips of their temples; ``high`` is what their hinges have under them.
    """
    columns, bottom = outline_below(solid)
    _, above = outline_below(solid[::-1])
    near, far = lower_hull(columns.astype(np.float64), bottom), lower_hull(columns.astype(np.float64), above)
    across = np.arange(solid.shape[1])
    low = np.interp(across, near[:, 0], near[:, 1])
    top = solid.shape[0] - 1 - np.interp(across, far[:, 0], far[:, 1])
    share = (low[None] - np.arange(solid.shape[0])[:, None]) / np.maximum(low - top, 1.0)[None]
    return np.asarray(high * np.sin(np.pi * np.clip(share, 0.0, 1.0)))


def _carried(view: View, plane: NDArray[np.float64], body: NDArray[np.float64], shown: Shown,
             rise: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:  # fmt: skip
    """Return front and back points of a rounded body that touches what carries it and rises from it to ``rise``."""
    front, back = rise * (RIM + (1.0 - RIM) * body), rise * RIM * (1.0 - body)
    return against(view, plane, shown, front), against(view, plane, shown, back)


def _ground_factor(view: View, solid: Solid, x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how much farther along its ray each column's base must go to touch the ground."""
    rows = ground_rows(solid, steepest_edge(float(np.degrees(np.arctan2(view.camera_height, view.distance)))))
    rise = (view.base_row - (np.interp(x, np.arange(rows.size) + 0.5, rows) + 1.0 - SUNK)) / view.px_per_mm
    limit = 0.3 * view.camera_height
    height = np.clip(rise, -limit, limit)
    return np.asarray(view.camera_height / (view.camera_height - height))


def _lowered(y: NDArray[np.float64], kept: Solid, solid: Solid, columns: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the rows ``y`` of the grid's points with each column's lowest one moved to the outline's very edge."""
    low = y.copy()
    here = np.where(kept.any(0))[0]
    last = kept.shape[0] - 1 - np.argmax(kept[::-1, here], axis=0)
    edge = solid.shape[0] - 1 - np.argmax(solid[::-1, columns[here]], axis=0)
    near = edge - low[last, here] < 2 * (y[1, 0] - y[0, 0] if len(y) > 1 else 1.0)
    low[last[near], here[near]] = edge[near] + 0.99
    return low


def depth_of(solid: Solid, view: View, thickness: float) -> float:
    """Return how far a standing body reaches back, in millimetres; ``thickness`` bounds its roundness."""
    return BEHIND * min(inflate(solid)[1] / view.px_per_mm, thickness)


def make_stand_in(product: Image, view: View, pose: Pose, thickness: float, shown: Shown | None = None,
                  lies: Lies | None = None) -> StandIn:  # fmt: skip
    """Return the mesh of ``product`` (H×W×4, the whole frame, placed). ``thickness`` bounds it, in millimetres.

    On a board, a bust or before what it leans against it follows that body (``shown``).
    """
    product = np.dstack([product[..., :3], without_crumbs(product[..., 3])])
    on_body = shown is not None and (shown.display in FACING or shown.display in ("lean", "hang"))
    laid = (pose == "lying" or view.from_above) and not on_body
    if lies is not None and lies.kind == "eyewear" and not on_body and temples_told(view):
        return _spectacles(product, view, thickness, lies)
    told = lies.kind if lies is not None and laid and lies.kind in KNOWN else None
    solid = solid_part(product[..., 3]) if told is None else with_panes(product[..., 3])
    box = box_round(solid)
    (top, bottom), (left, right) = box
    step = max(1, -(-max(bottom - top, right - left) // MAX_CELLS))
    rows, columns = np.arange(top, bottom, step), np.arange(left, right, step)
    x, y = np.meshgrid(columns + 0.5, rows + 0.5)
    if lies is not None and told is not None:
        kept, alpha = sampled(solid, product[..., 3], (rows, columns), step)
        heights = heights_of(kept, alpha, told, thickness, seen_on(view, rows, step))
        near, far = top_and_bottom(view, view.on_plane(x, y), heights, lies.sunk)
    else:
        kept = solid[np.ix_(rows, columns)]
        plane = view.on_plane(x, _lowered(y, kept, solid, columns))
        near, far = _of_one_thickness(solid, (rows, columns), plane, view, (pose, thickness, shown))
    faces = _cells(kept)
    both = np.concatenate([faces, faces[:, ::-1] + rows.size * columns.size])
    used, index = np.unique(both, return_inverse=True)
    vertices = np.concatenate([near.reshape(-1, 3), far.reshape(-1, 3)])[used]
    at = np.concatenate([np.stack([x, y], -1).reshape(-1, 2)] * 2)[used]
    return _textured(product, box, vertices, (index.reshape(-1, 3), at))


def temples_told(view: View) -> bool:
    """Say whether ``view`` looks down on spectacles: from their own height no height is told by where it is seen."""
    return view.from_above or view.camera_height > LOOKS_DOWN * TALLEST


def box_round(solid: Solid) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return (first row, last), (first column, last) of what holds ``solid`` with two pixels round it."""
    ys, xs = np.where(solid.any(1))[0], np.where(solid.any(0))[0]
    rows = max(int(ys[0]) - 2, 0), min(int(ys[-1]) + 3, solid.shape[0])
    return rows, (max(int(xs[0]) - 2, 0), min(int(xs[-1]) + 3, solid.shape[1]))


def _spectacles(product: Image, view: View, thickness: float, lies: Lies) -> StandIn:
    """Return the mesh of spectacles, however they were seen: each cell at its height on its camera rays."""
    solid = with_wires(product[..., 3])
    box = box_round(solid)
    (top, bottom), (left, right) = box
    step = max(1, -(-max(bottom - top, right - left) // FINEST))
    rows, columns = np.arange(top, bottom, step), np.arange(left, right, step)
    kept, alpha = sampled(solid, product[..., 3], (rows, columns), step)
    heights = heights_of(kept, alpha, "eyewear", thickness, seen_on(view, rows, step, columns))
    cells = body_of_cells(kept, heights)
    x, y = (left + step * cells.columns).astype(np.float64), (top + step * cells.rows).astype(np.float64)
    vertices = at_heights(view, view.on_plane(x, y), cells.height - lies.sunk)
    return _textured(product, box, vertices, (cells.faces, np.stack([x, y], -1)), heights.clear is not None)


def _textured(
    product: Image, box: tuple[tuple[int, int], tuple[int, int]], vertices: NDArray[np.float64],
    mesh: tuple[NDArray[np.int64], NDArray[np.float64]], screened: bool = False,
) -> StandIn:  # fmt: skip
    """Return ``vertices`` with the faces of the ``mesh`` and the product's colours at its pixels (x, y)."""
    (top, bottom), (left, right) = box
    faces, at = mesh
    uv = np.stack([(at[:, 0] - left) / (right - left), 1.0 - (at[:, 1] - top) / (bottom - top)], -1)
    return StandIn(
        vertices=vertices.astype(np.float32),
        faces=faces.astype(np.uint32),
        uv=uv.astype(np.float32),
        texture=_spread(product[top:bottom, left:right]),
        screened=screened,
    )


def _of_one_thickness(solid: Solid, at: tuple[NDArray[np.int64], NDArray[np.int64]], plane: NDArray[np.float64],
                      view: View, how: tuple[Pose, float, Shown | None]
                      ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:  # fmt: skip
    """Return front and back points at the rows and columns ``at`` of a body that is inflated from its outline."""
    pose, thickness, shown = how
    body, radius = inflate(solid)
    grid = np.ix_(*at)
    radius_mm = min(radius / view.px_per_mm, thickness)
    if shown is not None and (shown.display in FACING or shown.display == "lean"):
        return _carried(view, plane, body[grid], shown, min(2.0 * radius / view.px_per_mm, thickness))
    if shown is not None and shown.display == "hang":
        return _standing(view, plane, body[grid], np.ones(plane.shape[:2]), radius_mm)
    if pose == "lying" or view.from_above:
        rise = min(2.0 * radius / view.px_per_mm, thickness)
        air = air_under(solid, thickness - rise)[grid] if thickness >= AIRY else 0.0
        heights = Heights(air + rise * (RIM + (1.0 - RIM) * body[grid]), air + rise * RIM * (1.0 - body[grid]))
        return top_and_bottom(view, plane, heights, 0.0)
    if view.afloat:
        return _standing(view, plane, body[grid], np.ones(plane.shape[:2]), radius_mm)
    x = np.broadcast_to(at[1] + 0.5, plane.shape[:2])
    return _standing(view, plane, body[grid], _ground_factor(view, solid, x), radius_mm)


def _spread(crop: Image) -> Image:
    """Return the colours of ``crop`` (H×W×4) carried beyond the alpha, so that filtering pulls no black in."""
    empty = crop[..., 3] < 0.6
    if empty.all():
        return np.ascontiguousarray(crop[..., :3])
    nearest = ndi.distance_transform_edt(empty, return_distances=False, return_indices=True)
    return np.ascontiguousarray(crop[nearest[0], nearest[1], :3])
