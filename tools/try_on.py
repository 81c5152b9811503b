"""The product on a person's photo: two real photographs, and only the glue between them is made.

Without such a photo an engine that is named paints a person (``tools/painted_person.py``).
"""

import math
import time

from pydantic import Field

from tools.context import Context, Result
from tools.creator_set import best_of
from tools.engines.person.scale import ring_diameter
from tools.engines.progress import Progress
from tools.engines.sketches import cutout_sketch
from tools.engines.worn.laid import Laid, Wish
from tools.errors import BadRequest, ToolFailed
from tools.painted_person import INSTEAD, Frame, check_painted, painted_person, say_nobody
from tools.painting import HOW_TO_SET, SETS, Order, painter_for
from tools.person_on_set import person_on_set
from tools.photo_file import read_photo
from tools.product_photo import ProductPhoto, open_product
from tools.shoot import scene_of
from tools.specs.asset import Asset
from tools.specs.base import Spec, canonical_json, seed_of
from tools.specs.scene import SceneWish
from tools.specs.words import PIXELS_1K, Aspect, Category, Engine, Mode, Placement, Size
from tools.wearing import Sitting, dress, frame_of, lay_on_person

PLACES: dict[Category, Placement] = {
    "ring": "finger", "watch": "wrist", "bracelet": "wrist", "eyewear": "eyes", "earring": "ear", "necklace": "neck",
    "bag": "hand", "brooch": "lapel", "hair_accessory": "hair", "belt": "waist", "hat": "head",
}  # fmt: skip
"""Where each kind is worn, of those that can be put on."""

Point = tuple[float, float]


class TryOnArgs(Spec):
    """What to put on whom."""

    product: str = Field(description="the product's photo, for example img1")
    person: str | None = Field(
        None,
        description="the person's photo, for example img2; required, unless an engine paints a person: ask for one",
    )
    people: tuple[str, ...] = Field(
        (), max_length=30, description="all photos of this person, if there are several: the one that suits is taken"
    )
    placement: Placement | None = Field(None, description="where it is worn; by its kind when left out")
    size_mm: float | None = Field(
        None, gt=1, le=1200, description="the product's size: a watch's case, a bracelet's length, a front's width"
    )
    ring_size: str | None = Field(None, max_length=12, description="the finger's ring size: EU 54, US 7 or UK N")
    wrist_mm: float | None = Field(None, ge=100, le=260, description="the wrist's girth in millimetres")
    handles: tuple[Point, ...] = Field(
        (), max_length=4, description="points of the person's photo (0..1 across and down) that the product hangs from"
    )
    scale_bar: bool = Field(False, description="draw a scale bar in millimetres into a corner")
    scene: SceneWish | None = Field(
        None, description="a wall, window or horizon to set the person before; else they stay where they were"
    )
    aspect: Aspect | None = Field(None, description="ratio of the frame; the photo's own when left out")
    size: Size = Field("1k", description="1k is about 1 megapixel, 2k about 4, 4k about 16")
    variants: int = Field(1, ge=1, le=4, description="there is one true picture of it; more are not made")
    mode: Mode | None = Field(None, description="leave out: warped, geometry only")
    engine: Engine | None = Field(None, description="paints the person where there is no photo of one")
    prompt: str | None = Field(None, max_length=2000, description="for an engine: who the person is, and where")


def try_on(args: TryOnArgs, context: Context) -> Result:
    """Put the product on a person's photo: warped, never repainted; the person is untouched but for its shadow."""
    _check(args)
    if args.person is None:
        return _on_painted(args, context)
    started = time.monotonic()
    scene = args.scene if args.scene != SceneWish() else None
    if scene is not None:
        context.studio.warm_up()
    several = [person_photo(each, context) for each in args.people]  # each needs the word
    context.report(Progress("cut out", 0.0))
    photo = open_product(args.product, context)
    context.report(Progress("cut out", 0.1, cutout_sketch(photo.cutout)))
    category = worn_kind(photo, args.placement, bool(args.handles))
    chosen, why = args.person, ""
    if len(several) > 1 and not args.handles:
        chosen, why = best_of(args.people, category, photo.cutout[..., 3], context)
    upload = person_photo(chosen, context)
    frame, scale = frame_of(read_photo(upload, context).pixels, args.size, "size" in args.model_fields_set)
    if context.cancelled():
        raise ToolFailed("The try-on was stopped.")
    context.report(Progress("try on", 0.3))
    laid = lay_on_person(category, frame, photo.cutout[..., 3], _wish(args, frame.shape), context.onlooker)
    sitting = Sitting(photo, upload.sha256, laid, scale, (frame.shape[0], frame.shape[1]), args.scale_bar)
    ratio = None if args.aspect is None else PIXELS_1K[args.aspect]
    asset = dress(context, sitting, None if scene else ratio, started)
    said = [*filter(None, [why]), _say(category, laid, "the person's photo"), *laid.notes, *_unused(args)]
    data = {"placed": True, "part": laid.part, "scale": _scale_of(laid)}
    if scene is None:
        return Result(" ".join(said), (asset,), data)
    shown, told = person_on_set(asset, scene, (args.aspect, args.size), "try_on", context)
    return Result(" ".join([*said, told]), (shown,), data | {"try_on": asset.id, "scene": scene_of(shown)})


def _scale_of(laid: Laid) -> dict[str, object]:
    return {"px_per_mm": laid.scale.px_per_mm, "plus_minus": laid.scale.plus_minus, "source": laid.scale.source}


def _on_painted(args: TryOnArgs, context: Context) -> Result:
    """Put the product on a person whom the engine paints: the product is warped as on any photo, never repainted."""
    assert args.engine is not None
    started = time.monotonic()
    painter_for(args.engine, SETS, context, INSTEAD)
    context.report(Progress("cut out", 0.0))
    photo = open_product(args.product, context)
    context.report(Progress("cut out", 0.1, cutout_sketch(photo.cutout)))
    category = worn_kind(photo, args.placement, by_hand=True)
    check_painted(category, photo.cutout[..., 3])
    order = Order(args.engine, _who(args))
    told = Frame(args.aspect, args.size, _seed(args, photo))
    wish = _wish(args, (1, 1))
    nobody = painted_person(category, photo, wish, order, told, context)
    height, width = nobody.frame.shape[:2]
    sitting = Sitting(photo, nobody.sha256, nobody.laid, 1.0, (height, width), args.scale_bar, nobody.painted)
    asset = dress(context, sitting, None, started)
    said = [say_nobody(nobody), _say(category, nobody.laid, "the painted picture"), *nobody.laid.notes, *_one(args)]
    data = {"placed": True, "part": nobody.laid.part, "scale": _scale_of(nobody.laid), "person": "generated"}
    return Result(" ".join(said), (asset,), data, charged=nobody.bill.credits)


def _who(args: TryOnArgs) -> str:
    """Return the words for the person and where they are."""
    scene = args.scene or SceneWish()
    light = scene.light.replace("_", " ") if scene.light else ""
    parts = [args.prompt or "", scene.place or "", scene.mood, light]
    return ", ".join(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _seed(args: TryOnArgs, photo: ProductPhoto) -> int:
    """Return a seed that depends on what was asked and on nothing else."""
    text = f"{photo.cutout_sha256}|{canonical_json(args)}"
    return seed_of(text)


def _check(args: TryOnArgs) -> None:
    paints = args.engine not in (None, "studio")
    if args.person is None and not paints:
        raise BadRequest(
            "To show it worn I need a photo of the person who wears it: upload one. Or have an engine paint a person "
            f"for it, which must be set up: {HOW_TO_SET}"
        )
    if args.person is not None and paints:
        raise BadRequest("On your person's photo nothing is painted: leave the engine out, or the photo.")
    if args.person is None and args.handles:
        raise BadRequest("Nobody can know where a person stands who is not painted yet: leave the points out.")
    if args.mode not in (None, "warped"):
        raise BadRequest(f"A try-on is made in the mode warped, not {args.mode}: leave the mode out.")
    if any(not 0 <= value <= 1 for point in args.handles for value in point):
        raise BadRequest("Handles are shares of the photo, from 0 at its left or top to 1: correct them.")
    if args.ring_size is not None and ring_diameter(args.ring_size) is None:
        raise BadRequest(f"{args.ring_size!r} is no ring size that I know: write EU 54, US 7 or UK N.")


def person_photo(ref: str | None, context: Context) -> Asset:
    """Return the person's photo. Raises ``BadRequest`` when it is none, or nobody gave their word for it."""
    upload = context.store.ledger.find_asset(str(ref), context.thread)
    if upload.tool != "upload":
        raise BadRequest(f"{ref} is not a person's photo: upload one, or name an upload such as img2.")
    if not context.store.ledger.has_consent(upload.id):
        raise BadRequest(
            "A person's photo needs your word that they agreed (or are you): attach it again and tick the box "
            "below it, or on the command line give --consent."
        )
    return upload


def worn_kind(photo: ProductPhoto, placement: Placement | None, by_hand: bool) -> Category:
    """Return what is put on, by points that a hand sets or without. Raises ``BadRequest`` with what to do instead."""
    category = photo.product.category
    if category is None:
        raise BadRequest("I do not know what the product is: say it in the brief, for example 'this watch'.")
    if category not in PLACES or (category == "hat" and not by_hand):
        raise BadRequest(
            _NEVER.get(category, f"Nothing puts a {category.replace('_', ' ')} on a photo yet. {_INSTEAD}")
        )
    if placement not in (None, PLACES[category], *_ALSO[category]):
        raise BadRequest(f"A {category} goes on the {PLACES[category]} here, not on the {placement}.")
    return category


_INSTEAD = "Photograph it worn, and that photo can be set, cut out and framed."
_NEVER = {
    "scarf": f"A scarf drapes anew on each neck, and its photo does not say how: it is not put on. {_INSTEAD}",
    "hat": (
        "A hat's brim and crown must be seen from exactly the head's height, and that is hardly ever so: it is not put "
        f"on. {_INSTEAD} A knitted one goes on with two handles at the temples."
    ),
}
_ALSO: dict[Category, tuple[Placement, ...]] = {
    "ring": ("hand",),
    "watch": ("hand", "cuff"),
    "bracelet": ("hand", "cuff"),
    "eyewear": ("head",),
    "earring": ("head",),
    "necklace": ("chest",),
    "bag": ("shoulder",),
    "brooch": ("chest", "shoulder"),
    "hair_accessory": ("head",),
    "belt": (),
    "hat": ("hair",),
}
"""Other words for the same place."""


def _wish(args: TryOnArgs, shape: tuple[int, ...]) -> Wish:
    height, width = shape[:2]
    handles = tuple((x * width, y * height) for x, y in args.handles)
    body = ring_diameter(args.ring_size) if args.ring_size else args.wrist_mm
    return Wish(args.size_mm, body, handles)


def _say(category: Category, laid: Laid, ground: str) -> str:
    size, off = laid.size_mm, math.hypot(laid.size_plus_minus, laid.scale.plus_minus)
    digits = 1 if size < 30 else 0
    source = {"given": "the size you gave", "wrist": "the wrist and the hand"}.get(laid.scale.source, laid.scale.source)
    usual = " (what is usual for its kind: give its own with --size-mm)" if laid.size_plus_minus else ""
    return (
        f"The {category.replace('_', ' ')} is on, its {laid.sized} {size:.{digits}f} mm ± {off:.0%}{usual}, scaled by "
        f"{source}. Mode warped: its pixels were moved and not repainted, and outside its contact {ground} is "
        "untouched bit for bit."
    )


def _one(args: TryOnArgs) -> list[str]:
    return ["One was painted; ask again in other words for another person."] if args.variants > 1 else []


def _unused(args: TryOnArgs) -> list[str]:
    said = []
    if args.variants > 1:
        said.append("There is one: nothing about it is made up that could vary.")
    if args.scale_bar and args.scene not in (None, SceneWish()):
        said.append("The scale bar stayed with the surroundings that were taken away: leave the set out to have it.")
    if args.prompt:
        said.append("The words of the prompt were not used: nothing is generated here.")
    return said
