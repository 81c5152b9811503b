"""From a recipe without a set to a kept picture: plain ground, own shadow, what shows inside, the product on top."""

import numpy as np

from tools.context import Context
from tools.engines.composite import Placed
from tools.engines.contact import with_contact
from tools.engines.decoded import Product, decoded_file, decoded_rgba_file, placed_once
from tools.engines.ground import own_backdrop, paper
from tools.engines.hollow import in_opening
from tools.engines.image import Image
from tools.engines.lifted_shadow import tile_shadow
from tools.engines.tile import lay_on, shadow_of
from tools.engines.upright import MOST_DEGREES, Lean, lean_of
from tools.errors import ToolFailed
from tools.product_photo import ProductPhoto
from tools.saving import save_picture
from tools.specs.asset import Asset
from tools.specs.recipe import Inside, OwnBackdrop, Paper, Recipe

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
    opacity = tile_shadow(photo.source, placed, shadow_of(recipe), recipe)
    ground = with_contact(_ground(context, recipe), photo.source, photo.cutout, recipe)
    picture = lay_on(ground, placed, opacity, _behind(context, recipe))
    return save_picture(context, picture, recipe, parent, started, gap)


def _ground(context: Context, recipe: Recipe) -> Image:
    """Return the ground of a recipe, H×W×3 sRGB: literal white where it names none."""
    images = context.store.images
    if (own := recipe.step(OwnBackdrop)) is not None:
        return own_backdrop(decoded_file(own.sha256, lambda: images.read(own.sha256), "the backdrop").pixels, recipe)
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
