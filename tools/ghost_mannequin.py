"""A hollow product on pure white without anybody in it: the front, and its inside where a second photo shows it."""

import time
from dataclasses import replace

from pydantic import Field

from tools.context import Context, Result
from tools.engines.composite import place_whole
from tools.engines.decoded import Product, placed_once
from tools.engines.hollow import LARGEST, End, Joint, fit_inside, shifted, whole_box
from tools.engines.progress import Progress
from tools.engines.sketches import cutout_sketch
from tools.engines.tile import Fit
from tools.engines.upright import lean_of
from tools.errors import BadRequest
from tools.laying import lay, straightened
from tools.product_photo import ProductPhoto, open_product
from tools.specs.base import Spec
from tools.specs.markets import MARKETS, MarketRule
from tools.specs.recipe import Recipe
from tools.specs.steps import Inside
from tools.specs.words import HARD, Aspect, Market, Size, frame_pixels
from tools.tiles import fitted, say_fit, say_rest, shadowed, smallest, tile_recipe, white_gap

OPENS_BELOW = frozenset({"hat", "gloves"})
"""What is photographed with its opening at the bottom; all else opens at the top."""


class GhostMannequinArgs(Spec):
    """What the tile shall be."""

    product: str = Field(description="the photo of the product's front, for example img1")
    inside: str | None = Field(None, description="a second photo of the same product that shows its inside: img2")
    aspect: Aspect | None = Field(None, description="ratio of the frame; 1:1, or the market's own, when left out")
    size: Size = Field("1k", description="1k is about 1 megapixel, 2k about 4, 4k about 16")
    market: Market | None = Field(None, description="the marketplace whose rules the tile must meet")


def ghost_mannequin(args: GhostMannequinArgs, context: Context) -> Result:
    """Put a hat, gloves, scarf or bag on pure white as if nobody wore it, its inside joined from a second photo."""
    started = time.monotonic()
    context.report(Progress("cut out", 0.0))
    photo = open_product(args.product, context)
    context.report(Progress("cut out", 0.3, cutout_sketch(photo.cutout)))
    second = open_product(args.inside, context) if args.inside else None
    if second is not None and second.product.id == photo.product.id:
        raise BadRequest("The inside is the same photo as the front: give a second one, or leave the inside out.")
    rule = MARKETS[args.market] if args.market else None
    turned = straightened(photo)
    recipe, fit, joint = _made_ready(args, photo, second, rule, turned[0])
    context.report(Progress("white studio", 0.9))
    gap = white_gap(photo)
    asset = lay(context, photo, recipe, None, started, gap)
    said = [_say(photo, args.inside, joint), say_fit(fit, rule, asset), turned[1] if turned[0] else "",
            say_rest(rule, asset, gap)]  # fmt: skip
    joined = joint.step is not None
    data = {"fill": round(fit.fill, 4), "market": args.market, "inside": joined, "cast_gap": gap}
    return Result(" ".join(filter(None, said)), (asset,), data)


def _made_ready(
    args: GhostMannequinArgs,
    photo: ProductPhoto,
    second: ProductPhoto | None,
    rule: MarketRule | None,
    rotation: float,
) -> tuple[Recipe, Fit, Joint]:
    """Return the recipe, the fit and the joint; a second photo with few pixels makes the tile smaller, if it may."""
    may_shrink = "size" not in args.model_fields_set
    size = frame_pixels(args.aspect or (rule.aspect if rule else "1:1"), args.size)
    share = 1.0
    for _ in range(3):
        fit, size = fitted(photo, size, rule, rotation, may_shrink, share)
        recipe = tile_recipe("ghost_mannequin", photo, fit, size, 0 if shadowed(rule) else None)
        joint = _joint(photo, second, recipe)
        if joint.too_small and may_shrink and 0.99 * LARGEST / joint.enlargement * max(size) >= smallest(rule):
            factor = 0.99 * LARGEST / joint.enlargement
            size = round(size[0] * factor), round(size[1] * factor)
        elif second is None or joint.step is None:
            return recipe, fit, joint
        else:
            recipe, fill = _centred(recipe, photo, second, joint.step)
            if fill <= fit.asked / share + 0.006:
                return recipe, replace(fit, fill=fill, asked=fit.asked / share), joint
            share *= fit.asked / share / fill
    return recipe, fit, joint


def _centred(recipe: Recipe, photo: ProductPhoto, second: ProductPhoto, step: Inside) -> tuple[Recipe, float]:
    """Return the recipe of front and inside, both in the middle of the frame, and how much of that they fill."""
    front = place_whole(photo.cutout[..., 3], recipe.placement, recipe.width, recipe.height)
    left, top, right, bottom = whole_box(front, second.cutout[..., 3], step)
    x, y = round((recipe.width - left - right) / 2), round((recipe.height - top - bottom) / 2)
    place = recipe.placement
    update = {
        "placement": place.model_copy(update={"x": place.x + x, "y": place.y + y}),
        "develop": (*recipe.develop, shifted(step, x, y)),
        "mode": "warped",
    }
    return recipe.model_copy(update=update), max((right - left) / recipe.width, (bottom - top) / recipe.height)


def _joint(photo: ProductPhoto, second: ProductPhoto | None, recipe: Recipe) -> Joint:
    """Return where the second photo goes behind the first; a hard product has no inside."""
    if second is None or photo.product.category in HARD:
        return Joint(None)
    front = Product(photo.source, photo.cutout, photo.product.id, photo.cutout_sha256)
    placed = placed_once(front, recipe.placement, recipe.width, recipe.height)
    alpha = second.cutout[..., 3]
    end: End = "bottom" if photo.product.category in OPENS_BELOW else "top"
    return fit_inside(placed.alpha, alpha, (second.product.id, second.cutout_sha256), end, lean_of(alpha).correction)


def _say(photo: ProductPhoto, inside: str | None, joint: Joint) -> str:
    what = (photo.product.category or "product").replace("_", " ")
    if joint.step is not None:
        return (
            "The ghost mannequin is joined from two photos: the inside was resized and moved behind the opening "
            "(mode warped: geometry only, no colour was changed)."
        )
    if photo.product.category in HARD:
        return f"This is a plain tile: a {what} has no inside to show."
    if joint.too_small:
        return (
            f"This is a plain tile: the second photo would be enlarged {joint.enlargement:.1f} × beside the first. "
            "Take both from the same distance, or ask for a smaller size."
        )
    if inside:
        return (
            "This is a plain tile: nothing of the second photo would show in the opening of the first. Take both from "
            "the same place, the second with the front folded back."
        )
    return (
        f"This is a plain tile: what is inside the {what} cannot be known from one photo. Send a second one of the "
        "same thing, with its inside in view, and it is joined behind the opening."
    )
