"""A recipe once more: the same set, light and look round another product, or from a recipe that was saved as JSON."""

from pydantic import Field

from tools.changes import changed_steps
from tools.context import Context, Result
from tools.differing import amounts
from tools.errors import BadRequest
from tools.guide import read_guide
from tools.product_photo import open_product, reading_of
from tools.reference_shoot import SHARED, ReferenceShootArgs, on_the_set_in, recipe_of
from tools.shoot import say_cast, scene_of, take
from tools.specs.base import Spec, digest
from tools.specs.numbers import Numbers
from tools.specs.recipe import Recipe
from tools.specs.scene import SceneWish
from tools.specs.steps import Defocus, DevelopStep, Grain, Relight, Toning
from tools.specs.words import nearest_aspect
from tools.still import still_behind

TURNED = ("warmth", "tint", "exposure", "contrast", "saturation", "vignette")
"""What was turned by hand and goes along; white point, sharpness and grain are each photo's own."""

ALONG = (Relight, Toning, Defocus)
"""Steps that go along as they are: the set's lights, its grade, its focus."""


class RerunArgs(Spec):
    """Which recipe, on which product."""

    product: str = Field(description="the product's photo, for example img2")
    asset: str | None = Field(None, description="the picture whose recipe it is, for example a1")
    recipe: Recipe | None = Field(None, description="or a recipe as JSON, as it was saved")


def rerun(args: RerunArgs, context: Context) -> Result:
    """Make the picture of a recipe again with another product: same set, light and look, its own place and camera."""
    old = _recipe(args, context)
    if old.scene is None:
        raise BadRequest("This recipe has no set; ask for the tile or the background of the other product instead.")
    photo = open_product(args.product, context)
    if photo.product.id == old.source_sha256 and photo.cutout_sha256 == old.cutout_sha256:
        taken = take(context, photo, old.model_copy(update={"clip": None}))
        return Result(f"The same recipe once more.{say_cast(taken)}", (taken.asset,), {"scene": scene_of(taken.asset)})
    laid = ReferenceShootArgs(product=args.product, aspect=nearest_aspect(old.width, old.height))
    guide = read_guide(SceneWish(), (), None, context)
    reading = reading_of(photo)
    new = recipe_of(laid, (guide, old.scene), (photo, reading), 0)
    if args.asset is not None:  # a recipe from elsewhere comes without the product that its set was built round
        new = on_the_set_in(old, new, (photo, reading), context)
    told, own = amounts(old), amounts(new)
    turned = {name: max(-1.0, min(1.0, round(told[name] - own[name], 6))) for name in TURNED}
    numbers = Numbers(**turned)
    new = new.model_copy(
        update={
            "tool": "rerun",
            "develop": with_along(changed_steps(new.develop, numbers), old.develop),
            "parent": digest(old),
            "samples": old.samples,
        }
    )
    taken = take(context, photo, new)
    of, on_it = args.asset or "the recipe", SHARED if new.stands_on is not None else ""
    return Result(
        f"The set and the look of {of}, round this product.{on_it}{say_cast(taken)}",
        (taken.asset,),
        {"scene": scene_of(taken.asset), "cast_gap": taken.cast_gap},
    )


def with_along(steps: tuple[DevelopStep, ...], old: tuple[DevelopStep, ...]) -> tuple[DevelopStep, ...]:
    """Return a new product's ``steps`` with those of an ``old`` recipe that are the set's; a grade last but grain."""
    own = [step for step in steps if not isinstance(step, ALONG)]
    taken = [step for step in old if isinstance(step, ALONG)]
    first = [step for step in taken if not isinstance(step, Toning)]
    last = [step for step in taken if isinstance(step, Toning)]
    at = next((number for number, step in enumerate(own) if isinstance(step, Grain)), len(own))
    return (*first, *own[:at], *last, *own[at:])


def _recipe(args: RerunArgs, context: Context) -> Recipe:
    if (args.asset is None) == (args.recipe is None):
        raise BadRequest("Name a picture or give a recipe: one of the two.")
    if args.recipe is not None:
        return args.recipe
    asset = still_behind(context.store.ledger.find_asset(str(args.asset), context.thread), context)
    if asset.recipe is None:
        raise BadRequest(f"{args.asset} is a photo and has no recipe; name a made picture such as a1.")
    return asset.recipe
