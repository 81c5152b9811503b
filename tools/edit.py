"""Change a picture: light, colour, set, camera or the product's place; each change is a new picture with a parent."""

import time
from typing import Literal, get_args

from pydantic import Field

from tools.changes import changed_ground, changed_recipe
from tools.context import Context, Result
from tools.engines.color import hex_linear, linear_to_lab
from tools.engines.color_names import name_of
from tools.engines.relight import relit
from tools.engines.tile import shadow_of
from tools.errors import BadRequest, EngineUnavailable, ToolFailed
from tools.laying import lay
from tools.painting import refuse_rebuilt, same_set
from tools.person_on_set import refuse_of_person
from tools.product_photo import open_product
from tools.shoot import has_plate, not_displayed, not_shown, placed_of, say_cast, scene_of, take
from tools.specs.asset import Asset
from tools.specs.base import Spec, digest
from tools.specs.numbers import Amount, LightNumbers
from tools.specs.recipe import Recipe
from tools.specs.scene import HexColor
from tools.specs.words import (
    Aid,
    Aspect,
    Backdrop,
    Camera,
    Caption,
    Display,
    Engine,
    Leaf,
    Light,
    LightFrom,
    LightName,
    Mode,
    Prop,
    Surface,
)
from tools.still import still_behind
from tools.taking_away import take_away
from tools.unseen import refuse_unseen


class Changes(LightNumbers):
    """What is different. Numbers run from -1 to 1 and add to what is there; 0 changes nothing."""

    light: Light | None = None
    light_from: LightFrom | None = None
    surface: Surface | None = None
    backdrop: Backdrop | None = None
    surface_color: HexColor | None = Field(None, description="the surface in this colour, #rrggbb")
    backdrop_color: HexColor | None = Field(None, description="the backdrop in this colour")
    prop_color: HexColor | None = Field(None, description="cloth, flowers and ceramics in this colour")
    palette: tuple[HexColor, ...] = Field(
        (),
        max_length=2,
        description="grade the set towards one colour, or two (of its shadows, of its lights)",
    )
    leaf: Leaf | None = Field(None, description="whose leaves the leaf shadow is of")
    add: tuple[Prop, ...] = Field((), description="props to add")
    remove: tuple[str, ...] = Field((), description="props to take away; or stand, hand, bust, cushion, tag")
    camera: Camera | None = None
    display: Display | None = Field(None, description="how it is shown")
    caption: Caption | None = Field(None, description="the side of the picture to leave free for words")
    zoom: Amount = Field(0.0, description="+ closer, - farther")
    crop: Aspect | None = Field(None, description="cut the picture to this ratio; nothing more is rendered")
    product_scale: Amount = Field(0.0, description="+ larger in the frame")
    product_position: Literal["left", "right", "up", "down", "center"] | tuple[Amount, Amount] | None = Field(
        None, description="a side, or (right, down) in half frames"
    )
    blur: Amount = Field(0.0, description="+ softer background")


class EditArgs(Spec):
    """Which picture, and what to change about it."""

    asset: str = Field(description="the picture, for example a1")
    changes: Changes = Field(default_factory=Changes, description="what is different")
    variants: int = Field(1, ge=1, le=4)
    mode: Mode | None = Field(
        None, description="graded: the product follows the set's white and exposure, if the person asks; exact: not"
    )
    engine: Engine | None = None
    prompt: str | None = Field(None, max_length=2000)


def edit(args: EditArgs, context: Context) -> Result:
    """Change the light, the colours, the set or the framing of a picture; the product stays untouched or is graded."""
    if args.engine not in (None, "studio"):
        raise EngineUnavailable(
            f"Edits are the studio's; the {args.engine} engine paints new pictures. Leave it out to use the studio."
        )
    if args.mode not in (None, "exact", "graded"):
        raise BadRequest(f"Mode {args.mode} is not in this version; the product stays as photographed, or is graded.")
    asset = still_behind(context.store.ledger.find_asset(args.asset, context.thread), context)
    if asset.recipe is not None and asset.recipe.scene is None and asset.recipe.on_ground:
        return _on_ground(args, asset, context)
    if asset.recipe is None or asset.recipe.scene is None:
        raise BadRequest(
            f"{args.asset} has no set to change: it is a photo or cut out of one. Ask for a picture on a set first."
        )
    if asset.recipe.scene.stance is not None:
        refuse_of_person(args.changes.model_dump(exclude_defaults=True), args.mode)
    told = _without_aids(args, context)
    photo = open_product(args.asset, context)
    recipes = [changed_recipe(asset.recipe, args.changes, photo, v, args.mode) for v in range(args.variants)]
    staged = placed_of(photo, recipes[0].geometry())
    if not all(same_set(asset.recipe, recipe) for recipe in recipes):
        refuse_rebuilt(asset.recipe, "camera, things and lights")
    if args.variants == 1:
        refuse_unseen(asset.recipe, recipes[0], staged)
    rendered = not all(has_plate(context, recipe) for recipe in recipes)
    lit = rendered and has_plate(context, recipes[0].model_copy(update={"develop": ()}))
    taken = [take(context, photo, recipe, asset.id) for recipe in recipes]
    asked = args.changes
    left = not_shown(asked.add, asked.backdrop, asked.backdrop_color, recipes[0].geometry(), staged)
    left += not_displayed(asked.display, asked.camera, recipes[0], photo)
    absent = absent_lights(context, recipes[0], asked)
    left += say_lights(absent) + (RENDERED_LIGHTS if lit else "")
    cast = say_cast(taken[0]) if asset.recipe.scene.stance is None else ""  # a person is graded by nobody
    there = args.changes.model_copy(update=dict.fromkeys(absent, 0.0))
    return Result(
        f"{told}Changed: {said(there, args.mode) or 'nothing'}.{cast}{left}",
        tuple(t.asset for t in taken),
        {"rendered": rendered, "cast_gap": taken[0].cast_gap, "scene": scene_of(taken[0].asset)},
    )


RENDERED_LIGHTS = (
    " The lights of this set were not there one by one yet, so they were rendered; from now on they change at once."
)


def absent_lights(context: Context, recipe: Recipe, asked: LightNumbers) -> list[LightName]:
    """Return the lights that were to change and the set of ``recipe`` has not got."""
    there = context.store.plates.light_names(digest(recipe.geometry())) if relit(recipe) else None
    named: tuple[LightName, ...] = ("rim", "wall", "glow")
    return [] if there is None else [name for name in named if getattr(asked, name) and name not in there]


def say_lights(absent: list[LightName]) -> str:
    """Return a sentence about lights that the set has not got, or nothing."""
    missing = [LIGHT_WORDS[name] for name in absent]
    return f" This set has no {' and no '.join(missing)}, so that stays as it was." if missing else ""


LIGHT_WORDS: dict[LightName, str] = {
    "rim": "rim light", "wall": "light of its own on the backdrop", "glow": "candle, neon or lamp"
}  # fmt: skip


def _without_aids(args: EditArgs, context: Context) -> str:
    """Take what holds or shows the product out of its cut-out, if that is asked, and say what became of it.

    Raises ``ToolFailed`` when nothing was taken and nothing else is to change.
    """
    aids = tuple(aid for aid in get_args(Aid) if aid in args.changes.remove)
    if not aids:
        return ""
    told = take_away(aids, args.asset, context)
    text = " ".join(each.sentence for each in told)
    nothing_else = args.mode is None and args.changes == Changes(remove=args.changes.remove)
    if nothing_else and all(each.state in ("unsure", "none") for each in told):
        raise ToolFailed(text)
    return f"{text} "


def _on_ground(args: EditArgs, asset: Asset, context: Context) -> Result:
    """Change the shadow of a tile, or the product's size and place on it; nothing is cut out or rendered again."""
    started = time.monotonic()
    recipe, gap = asset.recipe, asset.receipt.cast_gap if asset.receipt else None
    assert recipe is not None
    if args.mode is not None and args.mode != recipe.mode:
        raise BadRequest(f"This picture's product is {recipe.mode}; on plain ground that stays so: leave the mode out.")
    told = _without_aids(args, context)
    photo = open_product(args.asset, context)
    made = lay(context, photo, changed_ground(recipe, args.changes, photo), asset.id, started, gap or 0.0)
    assert made.recipe is not None
    gone = args.changes.shadow < 0 and shadow_of(made.recipe).strength == 0
    words = said(args.changes).replace("softer shadows", "no shadow") if gone else said(args.changes)
    text = f"{told}Changed: {words}."
    if args.variants > 1:
        text += " One picture: on plain ground there is nothing for variants to differ in."
    return Result(text, (made,), {"rendered": False, "cast_gap": gap, "scene": None})


WORDS = {
    "warmth": ("warmer", "cooler"), "exposure": ("brighter", "darker"), "contrast": ("more contrast", "less contrast"),
    "saturation": ("more colourful", "less colourful"), "tint": ("towards magenta", "towards green"),
    "shadow": ("deeper shadows", "softer shadows"), "zoom": ("closer", "farther"),
    "product_scale": ("the product larger", "the product smaller"), "blur": ("a softer set", "a sharper set"),
    "grain": ("more grain", "less grain"), "vignette": ("darker corners", "brighter corners"),
    "key": ("a brighter key light", "a dimmer key light"), "fill": ("more fill light", "less fill light"),
    "rim": ("more rim light", "less rim light"), "wall": ("more light on the backdrop", "less light on the backdrop"),
    "glow": ("more glow", "less glow"), "key_warmth": ("a warmer key light", "a cooler key light"),
    "fill_warmth": ("a warmer fill light", "a cooler fill light"),
    "daytime": ("later in the day", "earlier in the day"),
}  # fmt: skip


MODE_WORDS: dict[str | None, str] = {
    "graded": "the product follows the light", "exact": "the product as photographed"
}  # fmt: skip


def said(changes: Changes, mode: Mode | None = None) -> str:
    """Return the changes in words, or 'nothing'."""
    words = [pair[0 if getattr(changes, name) > 0 else 1] for name, pair in WORDS.items() if getattr(changes, name)]
    for name in ("surface", "backdrop", "light", "camera", "display"):
        if getattr(changes, name):
            words.append(str(getattr(changes, name)).replace("_", " "))
    words += [f"the {name} in {color}" for name, color in _colors(changes) if color]
    names = [name_of(linear_to_lab(hex_linear(color))) for color in changes.palette]
    words += [f"graded towards {' and '.join(dict.fromkeys(names))}"] if names else []
    words += [f"cut to {changes.crop}"] if changes.crop else []
    words += [f"room for words, {changes.caption}"] if changes.caption else []
    words += [f"light from the {changes.light_from}"] if changes.light_from else []
    words += [f"with {p.replace('_', ' ')}" for p in changes.add]
    words += [f"without {p.replace('_', ' ')}" for p in changes.remove]
    words += ["the product moved"] if changes.product_position else []
    words += [MODE_WORDS[mode]] if mode in MODE_WORDS else []
    return ", ".join(words) or "nothing"


def _colors(changes: Changes) -> tuple[tuple[str, str | None], ...]:
    named = (("surface", changes.surface_color), ("backdrop", changes.backdrop_color), ("props", changes.prop_color))
    return tuple((name, name_of(linear_to_lab(hex_linear(color))) if color else None) for name, color in named)
