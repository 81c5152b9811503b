"""The product alone, see-through around it."""

import time

import numpy as np
from pydantic import Field

from tools.context import Context, Result
from tools.engines.composite import place
from tools.engines.image import Bytes8
from tools.errors import BadRequest
from tools.product_photo import ProductPhoto, open_product
from tools.saving import save_picture
from tools.specs.asset import Asset
from tools.specs.base import Spec
from tools.specs.recipe import Recipe
from tools.specs.steps import Inside, Placement
from tools.still import still_behind


class RemoveBackgroundArgs(Spec):
    """What to free of its background."""

    asset: str = Field(description="a product's photo (img1) or a made picture (a1)")


def remove_background(args: RemoveBackgroundArgs, context: Context) -> Result:
    """Cut the product out as a see-through PNG of the picture's size, edges freed of the old backdrop's colour."""
    started = time.monotonic()
    asset = still_behind(context.store.ledger.find_asset(args.asset, context.thread), context)
    photo = open_product(args.asset, context)
    recipe = _recipe(photo, asset)
    made = save_picture(context, cut_picture(photo.source, photo.cutout, recipe), recipe, asset.id, started, None)
    text = f"The product alone on see-through, {made.width}×{made.height} px, its edges free of the old colour."
    return Result(text, (made,))


def cut_picture(source: Bytes8, cutout: Bytes8, recipe: Recipe) -> Bytes8:
    """Return H×W×4 straight alpha: the photo's pixels where opaque, the foreground's colour at the edge, else 0."""
    placed = place(source, cutout, recipe.placement, recipe.width, recipe.height)
    colours = np.where(placed.alpha[..., None] > 0, placed.foreground, 0).astype(np.uint8)
    return np.dstack([colours, placed.alpha])


def _why(recipe: Recipe) -> str:
    return "joined from two photos" if recipe.step(Inside) else f"{recipe.mode}, not exact"


def _recipe(photo: ProductPhoto, asset: Asset) -> Recipe:
    """Return the whole photo at its own size, or the frame of a made picture with the set taken away."""
    if asset.recipe is not None:
        if asset.recipe.mode not in ("exact", "warped") or asset.recipe.step(Inside):
            raise BadRequest(f"This picture is {_why(asset.recipe)}: name the product's photo instead.")
        parent, cutout = asset.recipe.sha256, photo.cutout_sha256
        told = {"tool": "remove_background", "scene": None, "develop": (), "parent": parent, "cutout_sha256": cutout}
        return asset.recipe.model_copy(update=told)
    height, width = photo.source.shape[:2]
    return Recipe(
        tool="remove_background",
        source_sha256=photo.product.id,
        cutout_sha256=photo.cutout_sha256,
        width=width,
        height=height,
        placement=Placement(scale=1.0, x=0, y=0),
    )
