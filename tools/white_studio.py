"""The catalogue picture: the product alone on pure white."""

import time

from pydantic import Field

from tools.context import Context, Result
from tools.engines.progress import Progress
from tools.engines.sketches import cutout_sketch
from tools.errors import BadRequest, EngineUnavailable, ToolFailed
from tools.laying import lay, straightened
from tools.person_on_white import on_white, person_on_white
from tools.product_photo import open_product
from tools.specs.base import Spec
from tools.specs.markets import MARKETS
from tools.specs.words import Aspect, Engine, Market, Mode, Size, frame_pixels
from tools.specs.words import Placement as PlacedAt
from tools.tiles import fitted, say_fit, say_rest, shadowed, tile_recipe, white_gap
from tools.try_on import Point, TryOnArgs, try_on
from tools.worn_cut import try_on_behind


class WhiteStudioArgs(Spec):
    """What the tile shall be."""

    product: str = Field(description="the product's photo: img1, a1, or an asset id")
    person: str | None = Field(None, description="the photo of a person who wears it: they are cut out with it")
    aspect: Aspect | None = Field(None, description="ratio of the frame; 1:1, or the market's own, when left out")
    size: Size = Field("1k", description="1k is about 1 megapixel, 2k about 4, 4k about 16")
    variants: int = Field(1, ge=1, le=4, description="how many, each with another shadow")
    market: Market | None = Field(None, description="the marketplace whose rules the tile must meet")
    mode: Mode | None = Field(None, description="exact, or warped: a thing that leans is turned upright, if asked")
    engine: Engine | None = Field(None, description="leave out: the tile needs no engine")
    prompt: str | None = Field(None, max_length=2000, description="for generative engines; unused here, and said")
    placement: PlacedAt | None = Field(None, description="where the person wears it; by its kind when left out")
    size_mm: float | None = Field(None, gt=1, le=1200, description="the size of what the person wears")
    ring_size: str | None = Field(None, max_length=12, description="the person's ring size: EU 54, US 7 or UK N")
    handles: tuple[Point, ...] = Field(
        (), max_length=4, description="points of the person's photo (0..1 across and down) that the product hangs from"
    )


def white_studio(args: WhiteStudioArgs, context: Context) -> Result:
    """Put the product on pure white, filled and centred, with its own soft shadow; not a pixel of it is changed."""
    _check(args)
    if args.person or try_on_behind(context.store.ledger.find_asset(args.product, context.thread), context):
        return _with_person(args, context)
    started = time.monotonic()
    context.report(Progress("cut out", 0.0))
    photo = open_product(args.product, context)
    context.report(Progress("cut out", 0.1, cutout_sketch(photo.cutout)))
    rule = MARKETS[args.market] if args.market else None
    rotation, leaning = straightened(photo) if args.mode == "warped" else (0.0, "")
    size = frame_pixels(args.aspect or (rule.aspect if rule else "1:1"), args.size)
    fit, size = fitted(photo, size, rule, rotation, may_shrink="size" not in args.model_fields_set)
    gap = white_gap(photo)
    assets = []
    count = args.variants if shadowed(rule) else 1  # what differs from variant to variant is the shadow
    for number in range(count):
        if context.cancelled():
            raise ToolFailed("The white studio was stopped.")
        context.report(Progress("white studio", (number + 0.5) / count))
        recipe = tile_recipe("white_studio", photo, fit, size, number if shadowed(rule) else None)
        assets.append(lay(context, photo, recipe, None, started, gap))
    data = {"fill": round(fit.fill, 4), "market": args.market, "cast_gap": gap}
    what = "A white tile" if count == 1 else f"{count} white tiles with different shadows"
    said = [say_fit(fit, rule, assets[0], what), leaning, say_rest(rule, assets[0], gap)]
    if count < args.variants:
        said.append("There is one: variants differ in their shadow alone, and this has none.")
    said.append("The words of the prompt were not used: nothing is generated here." if args.prompt else "")
    return Result(" ".join(filter(None, said)), tuple(assets), data)


def _with_person(args: WhiteStudioArgs, context: Context) -> Result:
    """Put the product on the person, unless it is on them already, and both on white."""
    asset, said = context.store.ledger.find_asset(args.product, context.thread), ""
    made = try_on_behind(asset, context) or asset
    if args.person:
        wish = args.model_dump(include={"product", "person", "placement", "size_mm", "ring_size", "handles"})
        worn = try_on(TryOnArgs.model_validate(wish | {"size": args.size}), context)
        made, said = worn.assets[0], worn.text
    if context.cancelled():
        raise ToolFailed("The white studio was stopped.")
    return on_white(made, said, person_on_white(made, args.aspect, args.size, args.market, context))


def _check(args: WhiteStudioArgs) -> None:
    if args.engine not in (None, "studio"):
        raise EngineUnavailable(f"The engine {args.engine} is not in this version: leave the engine out.")
    if args.mode not in (None, "exact", "warped"):
        raise BadRequest(f"A white tile is made in the mode exact or warped, not {args.mode}: leave the mode out.")
