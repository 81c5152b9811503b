"""What the tools that make white tiles share: the fit to a market's rule, the recipe, what is said of a tile."""

import numpy as np

from tools.engines.color import cast_gap
from tools.engines.image import to_float
from tools.engines.posing import pose_of
from tools.engines.tile import FILL, OVER, SHADOWS, Fit, fit_tile
from tools.errors import ToolFailed
from tools.laying import CAST_SEEN
from tools.product_photo import ProductPhoto, reading_of
from tools.specs.asset import Asset
from tools.specs.markets import MarketRule, size_faults
from tools.specs.recipe import Recipe
from tools.specs.steps import OwnShadow
from tools.specs.words import frame_pixels

SMALLEST = 500
"""Pixels of the longer side that a tile has at least, however small its photo is."""


def shadowed(rule: MarketRule | None) -> bool:
    """Return whether a tile for ``rule`` may have a shadow."""
    return rule is None or rule.shadow


def fitted(
    photo: ProductPhoto,
    size: tuple[int, int],
    rule: MarketRule | None,
    rotation: float = 0.0,
    may_shrink: bool = False,
    share: float = 1.0,
) -> tuple[Fit, tuple[int, int]]:
    """Return where the product goes in a frame of ``size``, filled to the market's rule, and the frame.

    ``share`` is how much of that the photo's part of the product may take, where a second photo adds to it.

    With ``may_shrink`` a photo with too few pixels gets a smaller frame, down to what the market takes, rather than
    one that it leaves empty. Raises ``ToolFailed`` when there is no product.
    """
    asked = share * (rule.fill + OVER if rule and rule.fill else FILL)
    alpha = photo.cutout[..., 3]
    try:
        fit = fit_tile(alpha, *size, asked, rotation)
    except ValueError as error:
        raise ToolFailed("No product was found in the photo: mark it with the mask tool, or use another.") from error
    smaller = _smaller(size, fit, rule)
    if not (may_shrink and fit.too_small and smaller < size):
        return fit, size
    return fit_tile(alpha, *smaller, asked, rotation), smaller


def smallest(rule: MarketRule | None) -> int:
    """Return the pixels that a tile's longer side has at least."""
    return max(SMALLEST, (rule.min_long or 0) if rule else 0)


def _smaller(size: tuple[int, int], fit: Fit, rule: MarketRule | None) -> tuple[int, int]:
    """Return the frame that the product fills as asked, or the smallest that the market takes."""
    least_long = smallest(rule)
    least_short = (rule.min_short or 0) if rule else 0
    factor = max(fit.fill / fit.asked * 0.999, least_long / max(size), least_short / min(size))
    return round(size[0] * factor), round(size[1] * factor)


def white_gap(photo: ProductPhoto) -> float:
    """Return CIEDE2000 between the photo's white and pure white."""
    return cast_gap(np.array(reading_of(photo).white, np.float32), np.ones(3, np.float32))


def tile_recipe(tool: str, photo: ProductPhoto, fit: Fit, size: tuple[int, int], number: int | None) -> Recipe:
    """Return the recipe of a tile with the shadow of variant ``number``, or with none."""
    product = photo.product
    shadow = OwnShadow(strength=0.0)
    if number is not None:
        drawn = SHADOWS[number % len(SHADOWS)]
        shadow = OwnShadow(strength=drawn.strength, side=drawn.side, spread=drawn.spread)
    return Recipe(
        tool=tool,
        source_sha256=product.id,
        cutout_sha256=photo.cutout_sha256,
        mode="warped" if fit.placement.rotation else "exact",
        width=size[0],
        height=size[1],
        placement=fit.placement,
        pose=pose_of(to_float(photo.cutout[..., 3]), product.category, product.view, None),
        develop=(shadow,),
        seed=number or 0,
    )


def say_fit(fit: Fit, rule: MarketRule | None, asset: Asset, what: str = "A white tile") -> str:
    """Return how big ``what`` is and how much of it the product fills, in a sentence or two."""
    said = f"{what}, {asset.width}×{asset.height} px; the product fills {fit.fill:.0%} of the limiting side."
    if max(asset.width, asset.height) < max(frame_pixels("1:1")) * 0.97:
        said += " It is smaller than usual, because the photo has no more pixels: a bigger photo gives a bigger tile."
    if fit.too_small:
        asks = f", and {rule.name} asks for {rule.fill:.0%}" if rule and rule.fill and fit.fill < rule.fill else ""
        said += (
            f" The photo has too few pixels to fill more without enlarging beyond 1.5 ×{asks}: "
            "use a bigger photo or a smaller size."
        )
    elif fit.placement.scale > 1:
        said += f" The photo was enlarged {fit.placement.scale:.2f} × for it; a bigger photo would be sharper."
    if fit.cut_off:
        said += " The product reaches the photo's edge and looks cut off there: a photo with room round it helps."
    return said


def say_rest(rule: MarketRule | None, asset: Asset, gap: float) -> str:
    """Return what else a person should know of a tile: a missing shadow, a tint, the market's sizes."""
    said = [] if shadowed(rule) or rule is None else [f"It has no shadow: {rule.name} asks for nothing but white."]
    if gap > CAST_SEEN:
        said.append(f"The photo's light is tinted against pure white (ΔE {gap:.0f}); the product keeps it as it is.")
    said += size_faults(rule, asset.width, asset.height) if rule else ()
    return " ".join(said)
