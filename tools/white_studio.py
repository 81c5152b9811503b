"""The catalogue picture: the product alone on pure white."""

import time

import numpy as np
from pydantic import Field

from tools.context import Context, Result
from tools.engines.color import cast_gap
from tools.engines.image import to_float
from tools.engines.posing import pose_of
from tools.engines.progress import Progress
from tools.engines.sketches import cutout_sketch
from tools.engines.tile import FILL, Fit, fit_tile, make_tile
from tools.errors import BadRequest, EngineUnavailable, ToolFailed
from tools.product_photo import ProductPhoto, open_product, reading_of
from tools.saving import save_picture
from tools.specs.asset import Asset
from tools.specs.base import Spec
from tools.specs.markets import MARKETS, MarketRule, size_faults
from tools.specs.recipe import Recipe
from tools.specs.words import Aspect, Engine, Market, Mode, Size, frame_pixels

CAST_SEEN = 8.0
"""Above this cast gap product and white visibly disagree (CONTRACT.md, The receipt)."""


class WhiteStudioArgs(Spec):
    """What the tile shall be."""

    product: str = Field(description="the product's photo: img1, a1, or an asset id")
    person: str | None = Field(None, description="a person to wear it; needs an engine that this version lacks")
    aspect: Aspect | None = Field(None, description="ratio of the frame; 1:1, or the market's own, when left out")
    size: Size = Field("1k", description="1k is about 1 megapixel, 2k about 4, 4k about 16")
    variants: int = Field(1, ge=1, le=4, description="how many, each with another shadow")
    market: Market | None = Field(None, description="the marketplace whose rules the tile must meet")
    mode: Mode | None = Field(None, description="exact: the product's pixels stay as photographed")
    engine: Engine | None = Field(None, description="leave out: the tile needs no engine")
    prompt: str | None = Field(None, max_length=2000, description="for generative engines; unused here, and said")


def white_studio(args: WhiteStudioArgs, context: Context) -> Result:
    """Put the product on pure white, filled and centred, with its own soft shadow; not a pixel of it is changed."""
    _check(args)
    started = time.monotonic()
    context.report(Progress("cut out", 0.0))
    photo = open_product(args.product, context)
    context.report(Progress("cut out", 0.1, cutout_sketch(photo.cutout)))
    rule = MARKETS[args.market] if args.market else None
    width, height = frame_pixels(args.aspect or (rule.aspect if rule else "1:1"), args.size)
    fit = _fit(photo, width, height, rule)
    gap = _cast_gap(photo)
    assets = []
    for number in range(args.variants):
        if context.cancelled():
            raise ToolFailed("The white studio was stopped.")
        context.report(Progress("white studio", (number + 0.5) / args.variants))
        assets.append(_take(context, photo, _recipe(photo, fit, width, height, number), started, gap))
    data = {"fill": round(fit.fill, 4), "market": args.market, "cast_gap": gap}
    return Result(_say(args, fit, rule, assets[0], gap), tuple(assets), data)


def _check(args: WhiteStudioArgs) -> None:
    if args.person:
        raise EngineUnavailable(
            "A person wearing the product needs try-on or a generative engine, and this version has neither: "
            "leave the person out, and the product gets its white tile."
        )
    if args.engine not in (None, "studio"):
        raise EngineUnavailable(f"The engine {args.engine} is not in this version: leave the engine out.")
    if args.mode not in (None, "exact"):
        raise BadRequest(f"A white tile is made in the mode exact, not {args.mode}: leave the mode out.")


def _fit(photo: ProductPhoto, width: int, height: int, rule: MarketRule | None) -> Fit:
    asked = max(FILL, (rule.fill or 0) + 0.01) if rule else FILL
    try:
        return fit_tile(photo.cutout[..., 3], width, height, asked)
    except ValueError as error:
        raise ToolFailed("No product was found in the photo: mark it with the mask tool, or use another.") from error


def _cast_gap(photo: ProductPhoto) -> float:
    reading = reading_of(photo)
    return cast_gap(np.array(reading.white, np.float32), np.ones(3, np.float32))


def _recipe(photo: ProductPhoto, fit: Fit, width: int, height: int, number: int) -> Recipe:
    product = photo.product
    return Recipe(
        tool="white_studio",
        source_sha256=product.id,
        cutout_sha256=photo.cutout_sha256,
        width=width,
        height=height,
        placement=fit.placement,
        pose=pose_of(to_float(photo.cutout[..., 3]), product.category, product.view, None),
        seed=number,
    )


def _take(context: Context, photo: ProductPhoto, recipe: Recipe, started: float, gap: float) -> Asset:
    return save_picture(context, make_tile(photo.source, photo.cutout, recipe), recipe, None, started, gap)


def _say(args: WhiteStudioArgs, fit: Fit, rule: MarketRule | None, asset: Asset, gap: float) -> str:
    """Return what a person should know of the tiles, in a few sentences."""
    tiles = "A white tile" if args.variants == 1 else f"{args.variants} white tiles with different shadows"
    said = [f"{tiles}, {asset.width}×{asset.height} px; the product fills {fit.fill:.0%} of the limiting side."]
    if fit.too_small:
        asks = f"{rule.name} asks for {rule.fill:.0%}" if rule and rule.fill and fit.fill < rule.fill else ""
        said.append(
            "The photo has too few pixels to fill more without enlarging beyond 1.5 ×"
            + (f", and {asks}" if asks else "")
            + ": use a bigger photo or a smaller size."
        )
    elif fit.placement.scale > 1:
        said.append(f"The photo was enlarged {fit.placement.scale:.2f} × for it; a bigger photo would be sharper.")
    if fit.cut_off:
        said.append("The product reaches the photo's edge and looks cut off there: a photo with room round it helps.")
    if gap > CAST_SEEN:
        said.append(f"The photo's light is tinted against pure white (ΔE {gap:.0f}); the product keeps it as it is.")
    said += size_faults(rule, asset.width, asset.height) if rule else ()
    if args.prompt:
        said.append("The words of the prompt were not used: nothing is generated here.")
    return " ".join(said)
