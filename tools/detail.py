"""A close look at one part of the product, at the photo's own pixels."""

import time
from typing import Annotated, Any, get_args

import numpy as np
from pydantic import BeforeValidator, Field

from tools.context import Context, Result
from tools.engines.composite import place_whole
from tools.engines.image import to_float
from tools.engines.posing import pose_of
from tools.engines.progress import Progress
from tools.engines.telling import Region, clamped, telling_region, window_size
from tools.errors import BadRequest, ToolFailed
from tools.product_photo import ProductPhoto, open_product
from tools.saving import save_picture
from tools.specs.base import Spec
from tools.specs.recipe import Recipe
from tools.specs.steps import Placement
from tools.specs.words import Aspect, Part, frame_pixels

Side = Annotated[int, Field(ge=0, le=100_000)]
Box = tuple[Side, Side, Side, Side]

_SAME: dict[str, Part] = {
    "gem": "stone", "diamond": "stone", "face": "dial", "buckle": "clasp", "lock": "clasp", "hardware": "metal",
    "weave": "texture", "knit": "texture", "fabric": "texture", "leather": "texture", "seam": "stitching",
    "stitches": "stitching", "engraving": "logo", "middle": "centre", "center": "centre", "lenses": "lens",
    "temple": "hinge", "rim": "edge", "band": "strap",
}  # fmt: skip


def _known(value: Any) -> Any:
    """Return the part that free words name, or what was given."""
    if not isinstance(value, str):
        return value
    words = value.lower().replace("_", " ").split()
    known = [_SAME.get(form, form) for word in words for form in (word, word.removesuffix("s"))]
    return next((word for word in known if word in get_args(Part)), value)


FEW = 500
"""Pixels of the longer side under which a detail is small even for a page's thumbnail."""

DULL = 0.45
"""Sharpness, against the product's sharpest, under which a part that was asked for is said to be soft."""


class DetailArgs(Spec):
    """Which product, and which part of it."""

    product: str = Field(description="the product's photo, for example img1")
    region: Annotated[Part | Box | None, BeforeValidator(_known)] = Field(
        None, description="a part, or a box [x, y, width, height] in pixels of the photo; the most telling if left out"
    )
    aspect: Aspect = Field("1:1", description="ratio of the sides")


def detail(args: DetailArgs, context: Context) -> Result:
    """Show one part of the product close up: a crop of the photo at its own pixels, never enlarged or changed."""
    started = time.monotonic()
    context.report(Progress("cut out", 0.0))
    photo = open_product(args.product, context)
    context.report(Progress("detail", 0.7))
    region = _region(args, photo)
    recipe = Recipe(
        tool="detail",
        source_sha256=photo.product.id,
        cutout_sha256=photo.cutout_sha256,
        width=region.width,
        height=region.height,
        placement=Placement(scale=1.0, x=-region.x, y=-region.y),
        pose=pose_of(to_float(photo.cutout[..., 3]), photo.product.category, photo.product.view, None),
    )
    picture = np.ascontiguousarray(place_whole(photo.source, recipe.placement, recipe.width, recipe.height))
    asset = save_picture(context, picture, recipe, None, started, None)
    box = [region.x, region.y, region.width, region.height]
    return Result(_say(args, region), (asset,), {"region": box, "sharpness": round(region.sharpness, 3)})


def _region(args: DetailArgs, photo: ProductPhoto) -> Region:
    alpha = to_float(photo.cutout[..., 3])
    frame = frame_pixels(args.aspect)
    if isinstance(args.region, tuple):
        return _boxed(args.region, frame, alpha.shape)
    try:
        size = window_size(alpha, frame)
    except ValueError as error:
        raise ToolFailed("No product was found in the photo: mark it with the mask tool, or use another.") from error
    return telling_region(to_float(photo.source), alpha, size, args.region)


def _boxed(box: tuple[int, int, int, int], frame: tuple[int, int], shape: tuple[int, ...]) -> Region:
    """Return the window round a box that was named: all of it, widened to the frame's ratio as far as the photo goes.

    Raises ``BadRequest`` when the box is empty or lies outside of the photo.
    """
    x, y, width, height = box
    if width < 1 or height < 1 or x >= shape[1] or y >= shape[0]:
        raise BadRequest(f"The box {list(box)} lies outside of the photo, which is {shape[1]}×{shape[0]} px.")
    width, height = min(width, shape[1] - x), min(height, shape[0] - y)
    factor = max(width / frame[0], height / frame[1])
    factor = min(factor, shape[1] / frame[0], shape[0] / frame[1])
    size = max(1, round(frame[0] * factor)), max(1, round(frame[1] * factor))
    size = min(size[0], shape[1]), min(size[1], shape[0])
    return clamped((x + width / 2, y + height / 2), size, shape, 1.0)


def _say(args: DetailArgs, region: Region) -> str:
    """Return what a person should know of the detail."""
    longest = max(region.width, region.height)
    asked = isinstance(args.region, str)
    what = f"The {args.region} close up" if asked else "The part you marked" if args.region else "The most telling part"
    said = [f"{what}, {region.width}×{region.height} px at 1:1: the photo's own pixels, nothing enlarged."]
    if asked:
        said.append("I look for it by its place and its look: if it is another part, mark it with a box.")
    if asked and region.sharpness < DULL:
        said.append("It is less sharp there than elsewhere in the photo: a photo focused on it would show more.")
    if longest < FEW and not isinstance(args.region, tuple):
        said.append(
            f"That is few: where the product is over {2 * FEW:,} px long in its photo a detail has over {FEW}, "
            "so shoot it bigger, or the part itself from near."
        )
    return " ".join(said)
