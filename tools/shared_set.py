"""A campaign is one set: pictures of one look share its empty plate, and each product adds only what it does to it.

A product stands on the first one's set if that set would be as true of it: seen from nearly as high up, at the size it
has in life, in no prop's way.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.context import Context
from tools.engines.composite import place
from tools.engines.decoded import decoded_rgba_file
from tools.engines.image import Bytes8, Image, Mask, to_float
from tools.engines.progress import Progress, Report
from tools.engines.studio.camera import elevation
from tools.engines.studio.giving import GIVES
from tools.product_photo import ProductPhoto
from tools.specs.base import digest
from tools.specs.recipe import Recipe, Shared
from tools.specs.scene import Scene
from tools.specs.steps import Placement

NEAR_DEGREES = 15.0
"""How far a product's own view may be from the set's."""

SCALES = (0.75, 1.35)
"""How much smaller and larger than it would be framed by itself a product may be shown on another's set."""

BESIDE, MARGIN = 0.05, 0.03
"""How far beyond the first product's outline, where there are props, and how near to the frame's edges another may
come, in frame widths."""

OPAQUE = 127
COARSE = 8


@dataclass(frozen=True)
class First:
    """The recipe of a set to stand on and the product (H×W, 8 bit, in the frame) that it was built round."""

    recipe: Recipe
    alpha: Bytes8


def first_of(recipe: Recipe, context: Context) -> First:
    """Return the set of a campaign's picture, with the outline that it was built round."""
    return First(recipe, _alpha_round(recipe.emptied(), context))


def joined(own: Recipe, first: First, photo: ProductPhoto) -> Recipe | None:
    """Return ``own`` on the set of ``first``, or nothing where that is no set for it; its develop steps stay."""
    base, rows = first.recipe.emptied(), _rows(first.alpha)
    if not _alike(own, base) or own.placement.rotation:
        return None
    grown = own.frame_mm / base.frame_mm
    if not SCALES[0] <= grown <= SCALES[1]:
        return None
    at = Placement(scale=min(8.0, own.placement.scale * grown), x=own.placement.x, y=own.placement.y)
    size = own.width, own.height
    here = _middle(photo, at, size)
    if here is None or rows is None:
        return None
    there = _columns(first.alpha)
    down = rows[1] - here[1][1] if own.pose == "standing" else round((sum(rows) - sum(here[1])) / 2)
    across = round((sum(there) - sum(here[0])) / 2)
    at = at.model_copy(update={"x": at.x + across, "y": at.y + down})
    alpha = place(photo.source, photo.cutout, at, *size).alpha
    if not _fits(alpha, first.alpha, own.scene):
        return None
    return own.model_copy(
        update={
            "placement": at, "frame_mm": base.frame_mm, "scene": base.scene, "seed": base.seed,
            "shared": shared_of(base, at),
        }
    )  # fmt: skip


def shared_of(base: Recipe, at: Placement) -> Shared:
    """Return the set of ``base``, which has one of its own, for a product that is placed ``at``."""
    return Shared(
        cutout_sha256=base.cutout_sha256, placement=base.placement, thickness_mm=base.thickness_mm, kind=base.kind,
        size=(base.width, base.height), for_placement=at,
    )  # fmt: skip


def _alike(own: Recipe, base: Recipe) -> bool:
    """Return whether the two sets differ in nothing but how high their cameras stand, and that hardly."""
    mine, other = own.scene, base.scene
    if mine is None or other is None or (own.width, own.height, own.pose) != (base.width, base.height, base.pose):
        return False
    plain = all(scene.display in (None, "stand", "lie") and scene.holder is None for scene in (mine, other))
    firm = other.support != "ground" or other.surface not in GIVES
    same = mine.model_copy(update={"camera": other.camera}) == other
    apart = abs(elevation(mine, own.pose) - elevation(other, base.pose))
    return plain and firm and same and apart <= NEAR_DEGREES


def _middle(
    photo: ProductPhoto, at: Placement, size: tuple[int, int]
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the (first, last) column and row of the product; nothing when some of it is outside the frame."""
    height, width = photo.cutout.shape[:2]
    room = round(width * at.scale) + 8, round(height * at.scale) + 8
    alpha = place(photo.source, photo.cutout, Placement(scale=at.scale, x=4, y=4), *room).alpha
    rows = _rows(alpha)
    if rows is None:
        return None
    columns = _columns(alpha)
    across, down = at.x - 4, at.y - 4
    return (columns[0] + across, columns[1] + across), (rows[0] + down, rows[1] + down)


def _rows(alpha: Bytes8) -> tuple[int, int] | None:
    there = np.flatnonzero((alpha > OPAQUE).any(1))
    return (int(there[0]), int(there[-1])) if len(there) else None


def _columns(alpha: Bytes8) -> tuple[int, int]:
    there = np.flatnonzero((alpha > OPAQUE).any(0))
    return int(there[0]), int(there[-1])


def _fits(alpha: Bytes8, first: Bytes8, scene: Scene | None) -> bool:
    """Return whether a product is whole in the frame and, on a set with things on it, within the first one's room."""
    edge = round(MARGIN * alpha.shape[1])
    inner = np.zeros(alpha.shape, bool)
    inner[edge:-edge, edge:-edge] = True
    if (alpha > OPAQUE)[~inner].any():
        return False
    if scene is None or not (scene.props or scene.support != "ground" or scene.backdrop == "arch"):
        return True
    small, room = (_coarse(each) for each in (alpha, first))
    reach = round(BESIDE * alpha.shape[1] / COARSE)
    return not (small & ~ndi.binary_dilation(room, iterations=max(1, reach))).any()


def _coarse(alpha: Bytes8) -> NDArray[np.bool_]:
    """Return where ``alpha`` is more than half opaque, on a grid of ``COARSE`` pixels."""
    high, wide = (side // COARSE * COARSE for side in alpha.shape)
    cells = (alpha[:high, :wide] > OPAQUE).reshape(high // COARSE, COARSE, wide // COARSE, COARSE)
    return np.asarray(cells.any(axis=(1, 3)))


def pixels_of(recipe: Recipe, rgba: Image, context: Context) -> Image:
    """Return the product as the studio takes it: ``rgba`` (H×W×4) and, on a shared set, the first one's alpha."""
    if recipe.stands_on is None:
        return np.ascontiguousarray(rgba)
    return np.dstack([rgba, _alpha_of(recipe.emptied(), context)])


def shared_plate(context: Context, recipe: Recipe, rgba: Image, report: Report) -> Image:
    """Return the plate of a recipe on a shared set: the empty one, and what the product does to it."""
    product = pixels_of(recipe, rgba, context)

    def within(begun: float, ended: float) -> Callable[[Progress], None]:
        return lambda now: report(Progress(now.stage, begun + (ended - begun) * now.share))

    there = context.store.plates.has(_key(recipe))
    empty = empty_plate(context, recipe, product, within(0.0, 0.6))
    told = within(0.0 if there else 0.6, 1.0)
    return context.studio.on_set(empty, recipe.geometry(), product, told, context.cancelled)


def empty_plate(context: Context, recipe: Recipe, product: Image, report: Report) -> Image:
    """Return the empty plate of the set that ``recipe`` shares, kept or rendered; ``product`` as of ``pixels_of``."""
    kept = context.store.plates.get(_key(recipe))
    if kept is not None and kept.shape == (recipe.height, recipe.width, 3):
        return kept
    made = context.studio.empty(recipe.geometry(), product, report, context.cancelled)
    return context.store.plates.put(_key(recipe), made)


def prepare(recipe: Recipe, context: Context) -> None:
    """Render the empty set of a campaign's first picture, so that the next ones find it."""
    if recipe.scene is None:
        return
    base = recipe.emptied()
    on_own = recipe.model_copy(update={"shared": shared_of(base, recipe.placement)})
    if recipe.stands_on is not None or context.store.plates.has(_key(on_own)):
        return
    alpha = _alpha_of(base, context)
    product = np.dstack([np.zeros((*alpha.shape, 3), np.float32), alpha, alpha])
    empty_plate(context, on_own, product, context.report)


def _key(recipe: Recipe) -> str:
    return f"{digest(recipe.emptied())}-empty"


def _alpha_of(base: Recipe, context: Context) -> Mask:
    return to_float(_alpha_round(base, context))


def _alpha_round(base: Recipe, context: Context) -> Bytes8:
    """Return the alpha (H×W, 8 bit) of the product that the set ``base`` is built round, from its cut-out alone."""
    images, sha256 = context.store.images, base.cutout_sha256
    cutout = decoded_rgba_file(sha256, lambda: images.read(sha256), "the cut-out of the campaign's first product")
    return place(np.ascontiguousarray(cutout[..., :3]), cutout, base.placement, base.width, base.height).alpha
