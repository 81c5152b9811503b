"""The product on a set: the picture this program exists for."""

import logging
import re
import time
from pathlib import PurePath
from typing import Any

from pydantic import Field

from tools.changes import changed_steps
from tools.context import Context, Result
from tools.engines.composite import Placed
from tools.engines.framing import box_of
from tools.engines.grade import in_mode
from tools.engines.image import Image, to_float
from tools.engines.match import first_steps
from tools.engines.mood_grade import grade_towards
from tools.engines.progress import Progress
from tools.engines.reading import Reading
from tools.engines.sketches import cutout_sketch
from tools.engines.studio.horizon import off_the_line
from tools.engines.studio.variants import reframed
from tools.engines.unlikeness import unlikeness
from tools.errors import BadRequest, EngineUnavailable
from tools.framed import framed_on
from tools.guide import Guide, read_guide
from tools.painting import HOW_TO_SET, SETS, Bill, order_of, painted_set, painter_for, say_painted
from tools.painting_whole import painted_whole, whole_result
from tools.product_photo import ProductPhoto, open_product, reading_of
from tools.sets import say_light, scene_like, set_of
from tools.shared_set import first_of, joined
from tools.shoot import Taken, not_displayed, not_shown, placed_of, plate_of, room_said, say_cast, scene_of, take
from tools.specs.base import Spec, canonical_json, seed_of
from tools.specs.board import Board
from tools.specs.board_changes import BoardChanges
from tools.specs.numbers import Numbers
from tools.specs.recipe import Recipe
from tools.specs.scene import Scene, SceneWish
from tools.specs.steps import Contact, Painted
from tools.specs.words import Aspect, Engine, Mode, Size, frame_pixels
from tools.try_on import TryOnArgs, try_on

LOG = logging.getLogger(__name__)

SHARED = " It stands on the very set of the first picture: the empty set is rendered once for all."


class ReferenceShootArgs(Spec):
    """What to shoot."""

    product: str = Field(description="the product's photo, for example img1")
    person: str | None = Field(None, description="a person's photo, for pictures with someone in them")
    scene: SceneWish = Field(default_factory=SceneWish, description="the set")
    inspiration: tuple[str, ...] = Field((), description="moodboard pictures, for example img2")
    style: str | None = Field(None, description="a remembered style, brand/name")
    aspect: Aspect = Field("4:5", description="ratio of the sides")
    size: Size = Field("1k", description="1k about 1 megapixel, 2k about 4, 4k about 16")
    like: str | None = Field(None, description="a picture whose set is used again for this product, a1 or $1")
    tone: Numbers = Field(default_factory=Numbers, description="how it differs from its board, style or look")
    board: BoardChanges = Field(default_factory=BoardChanges, description="what is corrected of its moodboard")
    variants: int = Field(1, ge=1, le=4, description="how many different pictures")
    mode: Mode | None = Field(None, description="exact unless the person asks: graded follows the light")
    engine: Engine | None = Field(None, description="studio unless the person names another")
    prompt: str | None = Field(None, max_length=2000, description="words for a generative engine")


def reference_shoot(args: ReferenceShootArgs, context: Context) -> Result:
    """Build a set around the photographed product and take a picture of it; the product's pixels stay untouched."""
    _check(args)
    if args.person:
        wish = args.model_dump(include={"product", "person", "aspect", "size", "scene"}, exclude_unset=True)
        return try_on(TryOnArgs.model_validate({"scene": args.scene} | wish), context)
    if args.engine not in (None, "studio"):
        painter_for(args.engine, SETS, context)
    context.report(Progress("cut out", 0.0))
    photo = open_product(args.product, context)
    context.report(Progress("cut out", 0.01, cutout_sketch(photo.cutout)))
    guide = read_guide(args.scene, args.inspiration, args.style, context, args.board)
    reading = reading_of(photo)
    like = scene_like(args.like, args.scene, context) if args.like else None
    laid = [recipe_of(args, (guide, like), (photo, reading), variant) for variant in range(args.variants)]
    if args.like:
        laid[0] = on_the_set_of(args.like, laid[0], (photo, reading), context)
    if args.mode == "generated":
        recipes = [finished(each, guide, args, context, photo) for each in laid]
        orders = [(recipe, order_of(args, recipe, context)) for recipe in recipes]
        return whole_result([painted_whole(recipe, photo, order, context) for recipe, order in orders], photo, context)
    taken, recipes, bill = [], [], Bill()
    for each in laid:
        started = time.monotonic()
        recipe = finished(each, guide, args, context, photo)
        if args.engine not in (None, "studio"):
            made = painted_set(recipe, photo, order_of(args, recipe, context), context)
            recipe, bill = in_mode(made.recipe, args.mode or "exact"), bill.plus(made)
        recipes.append(recipe)
        taken.append(take(context, photo, recipe, started=started))
    text = (say_painted(recipes, bill) or _say(args, recipes[0], photo, reading)) + guide.said + say_cast(taken[0])
    text += _left(args, recipes[0], photo)
    text += SHARED if recipes[0].shared else ""
    data = {"scene": scene_of(taken[0].asset), "cast_gap": taken[0].cast_gap} | guide.data
    if args.inspiration:
        data["shot"] = _again(args, context)
    return Result(text, tuple(t.asset for t in taken), data | _apart(taken), charged=bill.credits)


def _left(args: ReferenceShootArgs, recipe: Recipe, photo: ProductPhoto) -> str:
    """Return sentences about what was asked for and is not in the set; nothing of one that a model painted."""
    if recipe.step(Painted) is not None:
        return ""
    asked = args.scene
    left = not_shown(asked.props, asked.backdrop, asked.backdrop_color, recipe, placed_of(photo, recipe))
    return left + not_displayed(asked.display, asked.camera, recipe, photo)


def on_the_set_of(ref: str, own: Recipe, read: tuple[ProductPhoto, Reading], context: Context) -> Recipe:
    """Return ``own`` on the very set of the picture ``ref``, or as it is where that is no set for it."""
    old = context.store.ledger.find_asset(ref, context.thread).recipe
    return own if old is None else on_the_set_in(old, own, read, context)


def on_the_set_in(old: Recipe, own: Recipe, read: tuple[ProductPhoto, Reading], context: Context) -> Recipe:
    """Return ``own`` on the very set that ``old`` is a recipe of, or as it is where that is no set for it."""
    photo, reading = read
    made = joined(own, first_of(old, context), photo)
    if made is None or made.scene is None:
        return own
    steps = (*first_steps(made.scene, reading, made.placement.scale), Contact(strength=1.0))
    return made.model_copy(update={"develop": steps})


def _again(args: ReferenceShootArgs, context: Context) -> dict[str, Any]:
    """Return what to ask for to have this board once more, corrected: the arguments, its pictures by their ids."""
    find = context.store.ledger.find_asset
    kept = args.model_dump(mode="json", exclude_defaults=True, include={"scene", "tone", "board", "aspect", "size"})
    return kept | {"inspiration": [find(ref, context.thread).id for ref in args.inspiration]}


def _apart(taken: list[Taken]) -> dict[str, Any]:
    """Return, and log, how different the variants are: mean ΔE2000 of each pair at 64 px."""
    if len(taken) < 2:
        return {}
    apart = unlikeness([each.glance for each in taken])
    LOG.info("variants differ by %s (mean ΔE2000 of pairs at 64 px)", apart)
    return {"variants_apart": apart}


def _check(args: ReferenceShootArgs) -> None:
    if args.mode == "generated" and args.engine in (None, "studio"):
        raise EngineUnavailable(f"Painting a product needs a generative engine. {HOW_TO_SET}")
    if args.mode == "warped":
        raise BadRequest("Mode warped is not in this version; a picture is made in mode exact, or graded.")
    if re.fullmatch(r"(?:img|a)[1-9]\d*", args.scene.place or ""):
        raise BadRequest("A set is not built from a photo: to put the product before one, change its background.")
    if args.person and args.engine not in (None, "studio"):
        raise EngineUnavailable("A person is set before what the studio builds: leave the engine out.")


def _seed(args: ReferenceShootArgs, photo: ProductPhoto, variant: int) -> int:
    """Return a seed that depends on what was asked and on nothing else."""
    text = f"{photo.cutout_sha256}|{canonical_json(args)}|{variant}"
    return seed_of(text)


def recipe_of(
    args: ReferenceShootArgs, given: tuple[Guide, Scene | None], read: tuple[ProductPhoto, Reading], variant: int
) -> Recipe:
    """Return what is rendered for a variant: its set, where the product stands, the photo's own white and grain."""
    photo, reading = read
    scene, pose = set_of(given[0], photo, reading, variant, given[1])
    size = frame_pixels(args.aspect, args.size)
    alpha = to_float(photo.cutout[..., 3])
    framed = framed_on(photo, scene, pose, size)
    placement, wider = reframed(framed.placement, box_of(alpha), size, variant, scene.caption)
    placement, farther = off_the_line(placement, box_of(alpha), size, scene, pose)
    return Recipe(
        tool="reference_shoot",
        source_sha256=photo.product.id,
        cutout_sha256=photo.cutout_sha256,
        width=size[0],
        height=size[1],
        placement=placement,
        frame_mm=framed.frame_mm * wider * farther,
        thickness_mm=framed.thickness_mm,
        scene=scene,
        pose=pose,
        kind=photo.product.category,
        develop=(*first_steps(scene, reading, placement.scale), Contact(strength=1.0)),
        seed=_seed(args, photo, variant),
    )


def finished(recipe: Recipe, guide: Guide, args: ReferenceShootArgs, context: Context, photo: ProductPhoto) -> Recipe:
    """Return ``recipe`` graded towards its moodboard, then as the brief differs from it, in the mode that is asked."""
    if guide.board is not None:
        placed = placed_of(photo, recipe)
        plate, _ = plate_of(context, recipe, placed)
        recipe = graded_to(guide.board, recipe, plate, placed)
    if (told := args.tone.plus(guide.numbers)) != Numbers():
        recipe = recipe.model_copy(update={"develop": changed_steps(recipe.develop, told)})
    return in_mode(recipe, "exact" if args.mode in (None, "generated") else args.mode)


def graded_to(board: Board, recipe: Recipe, plate: Image, placed: Placed) -> Recipe:
    """Return ``recipe`` with develop steps that bring its set near ``board``; ``plate`` and ``placed`` are its own."""
    numbers = grade_towards(board, plate, 1.0 - to_float(placed.alpha), recipe.develop)
    return recipe.model_copy(update={"develop": changed_steps(recipe.develop, numbers)})


def _say(args: ReferenceShootArgs, recipe: Recipe, photo: ProductPhoto, reading: Reading) -> str:
    scene = recipe.scene
    assert scene is not None
    what = (photo.product.category or "product").replace("_", " ")
    text = f"Your {what} on {scene.surface} in {scene.light.replace('_', ' ')}"
    text += ", untouched, pixel for pixel." if recipe.mode == "exact" else "."
    if args.mode == "graded" and recipe.mode == "exact":
        text += " The set has the photo's own white: there was nothing to grade."
    if recipe.placement.scale > 1.0:
        text += (
            f" It is shown {recipe.placement.scale:.2f} times its photographed size: a bigger photo would be sharper."
        )
    text += say_light(args.scene, scene, recipe.pose, reading)
    if scene.caption:
        text += f" {room_said(scene)}"
    if args.scene.place:
        name = PurePath(args.scene.place).name
        text += f" '{name}' is a set of the studio here, and no photo of the place: one of yours can be the background."
    return text
