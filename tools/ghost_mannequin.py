"""A hollow product on pure white without anybody in it: the front, and its inside where a second photo shows it."""

from pydantic import Field

from tools.context import Context, Result
from tools.engines.decoded import Product, placed_once
from tools.engines.hollow import End, fit_inside
from tools.engines.progress import Progress
from tools.engines.sketches import cutout_sketch
from tools.engines.upright import lean_of
from tools.errors import BadRequest
from tools.laying import begun, lay, straightened
from tools.product_photo import ProductPhoto, open_product
from tools.specs.base import Spec
from tools.specs.markets import MARKETS
from tools.specs.recipe import Inside, Recipe
from tools.specs.words import HARD, Aspect, Market, Size, frame_pixels
from tools.tiles import fitted, say_fit, say_rest, shadowed, tile_recipe, white_gap

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
    started = begun()
    context.report(Progress("cut out", 0.0))
    photo = open_product(args.product, context)
    context.report(Progress("cut out", 0.3, cutout_sketch(photo.cutout)))
    second = open_product(args.inside, context) if args.inside else None
    if second is not None and second.product.id == photo.product.id:
        raise BadRequest("The inside is the same photo as the front: give a second one, or leave the inside out.")
    rule = MARKETS[args.market] if args.market else None
    rotation, leaning = straightened(photo)
    size = frame_pixels(args.aspect or (rule.aspect if rule else "1:1"), args.size)
    fit, size = fitted(photo, size, rule, rotation, may_shrink="size" not in args.model_fields_set)
    recipe = tile_recipe("ghost_mannequin", photo, fit, size, 0 if shadowed(rule) else None)
    joined = _joined(photo, second, recipe) if second is not None else None
    if joined is not None:
        recipe = recipe.model_copy(update={"develop": (*recipe.develop, joined), "mode": "warped"})
    context.report(Progress("white studio", 0.9))
    gap = white_gap(photo)
    asset = lay(context, photo, recipe, None, started, gap)
    said = [_say(photo, args.inside, joined), say_fit(fit, rule, asset), leaning if rotation else "",
            say_rest(rule, asset, gap)]  # fmt: skip
    data = {"fill": round(fit.fill, 4), "market": args.market, "inside": joined is not None, "cast_gap": gap}
    return Result(" ".join(filter(None, said)), (asset,), data)


def _joined(photo: ProductPhoto, second: ProductPhoto, recipe: Recipe) -> Inside | None:
    """Return where the second photo goes behind the first, if its inside can show."""
    if photo.product.category in HARD:
        return None
    front = Product(photo.source, photo.cutout, photo.product.id, photo.cutout_sha256)
    placed = placed_once(front, recipe.placement, recipe.width, recipe.height)
    alpha = second.cutout[..., 3]
    end: End = "bottom" if photo.product.category in OPENS_BELOW else "top"
    return fit_inside(placed.alpha, alpha, (second.product.id, second.cutout_sha256), end, lean_of(alpha).correction)


def _say(photo: ProductPhoto, inside: str | None, joined: Inside | None) -> str:
    what = (photo.product.category or "product").replace("_", " ")
    if joined is not None:
        return (
            "The ghost mannequin is joined from two photos: the inside was resized and moved behind the opening "
            "(mode warped: geometry only, no colour was changed)."
        )
    if photo.product.category in HARD:
        return f"This is a plain tile: a {what} has no inside to show."
    if inside:
        return (
            "This is a plain tile: nothing of the second photo would show in the opening of the first. Take both from "
            "the same place, the second with the front folded back."
        )
    return (
        f"This is a plain tile: what is inside the {what} cannot be known from one photo. Send a second one of the same "
        "thing, with its inside in view, and it is joined behind the opening."
    )
