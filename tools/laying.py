"""From a recipe without a set to a kept picture: plain ground, own shadow, what shows inside, the product on top."""

import numpy as np

from tools.context import Context
from tools.engines.color import linear_to_srgb, srgb_to_linear
from tools.engines.composite import Placed
from tools.engines.contact import with_contact
from tools.engines.decoded import Product, decoded_file, decoded_rgba_file, placed_once
from tools.engines.ground import own_backdrop, paper
from tools.engines.hollow import in_opening
from tools.engines.image import Bytes8, Image
from tools.engines.lifted_shadow import tile_shadow
from tools.engines.own_shadow import draw_shadow
from tools.engines.place_photo.cast import cast_shadow
from tools.engines.tile import lay_on, shadow_of
from tools.engines.upright import MOST_DEGREES, Lean, lean_of
from tools.errors import BadRequest, ToolFailed
from tools.product_photo import ProductPhoto
from tools.saving import save_picture
from tools.specs.asset import Asset
from tools.specs.recipe import Recipe
from tools.specs.steps import CastShadow, DevelopStep, Inside, OwnBackdrop, Paper

CAST_SEEN = 8.0
"""Above this cast gap product and ground visibly disagree (CONTRACT.md, The receipt)."""


def lay(context: Context, photo: ProductPhoto, recipe: Recipe, parent: str | None, started: float, gap: float) -> Asset:
    """Make the picture of ``recipe`` and keep it; ``started`` is ``time.monotonic()``, ``gap`` the cast gap.

    Raises ``ToolFailed`` when the product would lie outside the frame.
    """
    product = Product(photo.source, photo.cutout, photo.product.id, photo.cutout_sha256)
    placed = placed_once(product, recipe.placement, recipe.width, recipe.height)
    if not (placed.alpha > 0).any():
        raise ToolFailed("The product would lie outside the picture. Move it back in, or make it smaller.")
    ground = with_contact(_ground(context, recipe, placed), photo.source, photo.cutout, recipe)
    if (cast := recipe.step(CastShadow)) is not None:
        opacity = draw_shadow(placed.alpha, shadow_of(recipe), recipe.pose)
        ground = _shaded(ground, cast, placed, recipe)
    else:
        opacity = tile_shadow(photo.source, placed, shadow_of(recipe), recipe)
    picture = lay_on(ground, placed, opacity, _behind(context, recipe))
    return save_picture(context, picture, recipe, parent, started, gap)


def _shaded(ground: Image, cast: CastShadow, placed: Placed, recipe: Recipe) -> Image:
    """Return ``ground`` with the shadow that the photo's own light makes the product throw, in linear light."""
    taken = cast_shadow(placed.alpha, cast, recipe.pose, cast.thickness)
    left = np.float32(1) - np.float32(cast.strength) * taken[..., None]
    return np.where(left < 1, linear_to_srgb(srgb_to_linear(ground) * left), ground).astype(np.float32)


def foot_row(alpha: Bytes8, recipe: Recipe) -> float:
    """Return the row of the frame that the placed product of ``alpha`` (H×W) rests at."""
    rows = np.flatnonzero((alpha > 127).any(1))
    if not rows.size:
        return recipe.height * 0.75
    return float(rows[-1] + 1) if recipe.pose == "standing" else float(rows[0] + rows[-1] + 1) / 2


def _ground(context: Context, recipe: Recipe, placed: Placed) -> Image:
    """Return the ground of a recipe, H×W×3 sRGB: literal white where it names none."""
    images = context.store.images
    if (own := recipe.step(OwnBackdrop)) is not None:
        photo = decoded_file(own.sha256, lambda: images.read(own.sha256), "the backdrop").pixels
        return own_backdrop(photo, recipe, foot_row(placed.alpha, recipe))
    if (plain := recipe.step(Paper)) is not None:
        return paper(plain, recipe.width, recipe.height, recipe.seed)
    return np.ones((recipe.height, recipe.width, 3), np.float32)


def _behind(context: Context, recipe: Recipe) -> Placed | None:
    """Return the second photo of a hollow product, where the opening shows it."""
    step, images = recipe.step(Inside), context.store.images
    if step is None:
        return None
    source = decoded_file(step.source_sha256, lambda: images.read(step.source_sha256), "the second photo").pixels
    cutout = decoded_rgba_file(step.cutout_sha256, lambda: images.read(step.cutout_sha256), "its cut-out")
    product = Product(source, cutout, step.source_sha256, step.cutout_sha256)
    return in_opening(placed_once(product, step.placement, recipe.width, recipe.height), step)


def kept_in_place(asset: Asset, photo: ProductPhoto, steps: tuple[DevelopStep, ...], tool: str) -> Recipe:
    """Return the recipe of a made picture's frame, the product where it was, developed by ``steps``."""
    old = asset.recipe
    if old is None or old.mode not in ("exact", "warped"):
        was = old.mode if old else "a photo"
        raise BadRequest(f"This picture is {was}, not exact: name the product's photo instead.")
    inside = tuple(step for step in old.develop if isinstance(step, Inside))
    changed = {"tool": tool, "engine": "studio", "scene": None, "develop": (*steps, *inside), "parent": old.sha256}
    changed |= {"mode": "warped" if old.placement.rotation or inside else "exact"}
    return old.model_copy(update=changed | {"cutout_sha256": photo.cutout_sha256})


def straightened(photo: ProductPhoto) -> tuple[float, str]:
    """Return (degrees clockwise to turn a photo by, what a person should know of it)."""
    lean = lean_of(photo.cutout[..., 3])
    return lean.correction, _of_lean(lean)


def _of_lean(lean: Lean) -> str:
    if lean.correction:
        return (
            f"Straightened by {abs(lean.degrees):.1f}° (mode warped: each of the product's pixels was resampled once "
            "from the photo, and no colour was changed)."
        )
    if lean.beyond:
        return (
            f"It leans by {abs(lean.degrees):.0f}° in the photo, more than the {MOST_DEGREES:.0f}° that are "
            "straightened, and was left as it lies: shoot it again upright."
        )
    if lean.sure:
        return "It stands straight in the photo already: nothing was turned."
    return "Its outline does not tell how far it leans, so nothing was turned: a photo from straight ahead would."
