"""The same picture in another ratio: the set is rendered wider or taller, never stretched."""

from pydantic import Field

from tools.context import Context, Result
from tools.cropping import as_rendered
from tools.errors import BadRequest
from tools.framed import framed_on
from tools.painting import refuse_rebuilt
from tools.person_on_set import another_frame
from tools.product_photo import find_upload, open_product
from tools.reframe_photo import reframe_photo
from tools.shoot import say_cast, take
from tools.specs.base import Spec, digest
from tools.specs.steps import Continued
from tools.specs.words import Aspect, frame_pixels
from tools.still import still_behind
from tools.white_studio import WhiteStudioArgs, white_studio
from tools.worn_cut import try_on_behind

SAME = 0.02
"""Ratios nearer than this are one ratio."""


class ReframeArgs(Spec):
    """Which picture, and its new ratio."""

    asset: str = Field(description="the picture, for example a1")
    aspect: Aspect = Field(description="the new ratio of the sides")


def reframe(args: ReframeArgs, context: Context) -> Result:
    """Give a picture another ratio: more of its set is rendered, or a photo's plain backdrop carried on."""
    asset = still_behind(context.store.ledger.find_asset(args.asset, context.thread), context)
    old = asset.recipe
    if abs(asset.width / asset.height / _ratio(args.aspect) - 1) < SAME:
        raise BadRequest(f"{args.asset} is already in {args.aspect}. Name another ratio.")
    if old is None or old.step(Continued) is not None:
        return reframe_photo(find_upload(asset.id, context), args.aspect, context)
    if old.tool == "white_studio":
        return white_studio(WhiteStudioArgs(product=asset.id, aspect=args.aspect), context)
    if (worn := try_on_behind(asset, context)) is not None and old.scene is not None:
        made, said = another_frame(asset, worn, args.aspect, context)
        return Result(said, (made,), {"try_on": worn.id})
    if old.scene is None:
        raise BadRequest(f"{args.asset} has no set to extend. Ask for the tile or the picture again in {args.aspect}.")
    refuse_rebuilt(old, "frame")
    size = frame_pixels(args.aspect)
    factor = round(max(1.0, (old.width * old.height / (size[0] * size[1])) ** 0.5))
    size = (size[0] * factor, size[1] * factor)
    photo = open_product(args.asset, context)
    framed = framed_on(photo, old.scene, old.pose, size)
    recipe = as_rendered(old).model_copy(
        update={
            "tool": "reframe",
            "cutout_sha256": photo.cutout_sha256,
            "width": size[0],
            "height": size[1],
            "placement": framed.placement,
            "frame_mm": framed.frame_mm,
            "parent": digest(old),
        }
    )
    taken = take(context, photo, recipe, asset.id)
    return Result(f"The same set in {args.aspect}.{say_cast(taken)}", (taken.asset,), {"cast_gap": taken.cast_gap})


def _ratio(aspect: Aspect) -> float:
    width, height = frame_pixels(aspect)
    return width / height
