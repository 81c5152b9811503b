"""A thumb up or down for a picture: what is liked is offered first from then on."""

from pydantic import Field

from tools.brand_styles import brand_of
from tools.context import Context, Result
from tools.errors import BadRequest
from tools.specs.base import Spec
from tools.specs.style import spoken_brand
from tools.specs.taste import Mark
from tools.still import still_behind


class RateArgs(Spec):
    """Which picture, and how it was liked."""

    brand: str = Field("", max_length=200, description="the brand; empty for the house's own")
    asset: str = Field(description="the picture, for example a1")
    liked: bool = Field(True, description="false: it was not liked")


def rate(args: RateArgs, context: Context) -> Result:
    """Note that a picture was liked, or not; a set that was liked is offered first where a brief leaves it open."""
    asset = still_behind(context.store.ledger.find_asset(args.asset, context.thread), context)
    if asset.recipe is None or asset.recipe.scene is None:
        raise BadRequest(f"{args.asset} has no set: a thumb tells of sets and their light. Name a picture on a set.")
    brand, marks = brand_of(args.brand, context), context.store.ledger.marks
    scene = asset.recipe.scene.model_dump(mode="json")
    known = marks.find(brand, asset.id) or Mark(asset=asset.id, parent=asset.parent or "", scene=scene)
    marks.note(brand, known.model_copy(update={"thumb": 1 if args.liked else -1}))
    who = spoken_brand(brand)
    if args.liked:
        return Result(
            f"Noted that {args.asset} is liked: where a brief for {who} leaves the set open, this comes first."
        )
    return Result(f"Noted that {args.asset} is not liked: nothing for {who} starts from it.")
