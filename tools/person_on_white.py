"""A person who wears the product on literal white: the try-on first, then its cut-out laid on nothing."""

import time

import numpy as np

from tools.context import Context, Result
from tools.engines.composite import placed_size
from tools.engines.decoded import Product, placed_once
from tools.engines.person.framed import place_person
from tools.engines.progress import Progress
from tools.engines.tile import lay_on
from tools.errors import BadRequest
from tools.saving import save_picture
from tools.specs.asset import Asset
from tools.specs.markets import MARKETS, MarketRule, size_faults
from tools.specs.recipe import Recipe
from tools.specs.steps import OwnShadow
from tools.specs.words import Aspect, Market, Size, frame_pixels
from tools.worn_cut import NOBODY, CutPerson, cut_worn


def person_on_white(
    made: Asset, aspect: Aspect | None, size: Size, market: Market | None, context: Context
) -> tuple[Asset, str]:
    """Return the person of the try-on ``made`` on literal white, kept, and what is said of it.

    Raises ``BadRequest`` when nobody can be made out.
    """
    started = time.monotonic()
    context.report(Progress("white studio", 0.5))
    cut = cut_worn(made, context)
    rule = MARKETS[market] if market else None
    recipe = _recipe(made, cut, frame_of_person(made, aspect or (rule.aspect if rule else None), size))
    placed = placed_once(
        Product(cut.picture, cut.cutout, made.sha256, cut.sha256), recipe.placement, recipe.width, recipe.height
    )
    white = np.ones((recipe.height, recipe.width, 3), np.float32)
    picture = lay_on(white, placed, np.zeros(placed.alpha.shape, np.float32), None)
    asset = save_picture(context, picture, recipe, made.id, started, None)
    return asset, _say(asset, rule)


def frame_of_person(made: Asset, aspect: Aspect | None, size: Size) -> tuple[int, int]:
    """Return the frame's width and height: of the photo's own ratio where none is asked for."""
    if aspect is None:
        return made.width, made.height
    wide, high = frame_pixels(aspect, size)
    shrink = min(1.0, max(made.width, made.height) / max(wide, high))
    return placed_size(wide, high, shrink)


def _recipe(made: Asset, cut: CutPerson, size: tuple[int, int]) -> Recipe:
    try:
        placement = place_person(cut.cutout[..., 3], size)
    except ValueError as error:
        raise BadRequest(NOBODY) from error
    return Recipe(
        tool="white_studio", source_sha256=made.sha256, cutout_sha256=cut.sha256, mode="warped", width=size[0],
        height=size[1], placement=placement, develop=(OwnShadow(strength=0.0),),
        parent=None if made.recipe is None else made.recipe.sha256,
    )  # fmt: skip


def on_white(made: Asset, said: str, shown: tuple[Asset, str]) -> Result:
    """Return the result of both pictures; ``said`` is of the try-on."""
    return Result(f"{said} {shown[1]}".strip(), (shown[0],), {"try_on": made.id})


def _say(asset: Asset, rule: MarketRule | None) -> str:
    faults = " ".join(size_faults(rule, asset.width, asset.height)) if rule else ""
    return (
        f"The person with the product stands on literal white (255, 255, 255), {asset.width}×{asset.height} px, cut "
        f"out of the try-on: skin and product are its own pixels, and there is no shadow. {faults}"
    ).strip()
