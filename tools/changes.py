"""How changes make a new recipe of an old one. Pure: nothing is rendered or kept here."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, get_args

from tools.cropping import focused, whole
from tools.engines.develop import CONTRAST, GRAIN, STOPS, VIGNETTE
from tools.engines.grade import in_mode
from tools.engines.image import to_float
from tools.engines.posing import view_of
from tools.engines.showing import Looked, shown_as
from tools.engines.studio.key import seen_anew
from tools.engines.studio.looks import BRIGHTNESS_OF_LIGHT, SKIES, SKY_OF_LIGHT, WARMTH_OF_LIGHT
from tools.engines.studio.resolve import Photo, resolve
from tools.engines.tile import shadow_of
from tools.errors import BadRequest
from tools.framed import framed_on
from tools.moving import moved, placed_again
from tools.product_photo import ProductPhoto
from tools.relighting import relighted
from tools.specs.base import digest
from tools.specs.numbers import Numbers
from tools.specs.recipe import Recipe
from tools.specs.scene import HexColor, Scene, SceneWish
from tools.specs.steps import (
    CastShadow,
    Contact,
    Contrast,
    DevelopStep,
    Exposure,
    Grain,
    Inside,
    OwnBackdrop,
    OwnShadow,
    Saturation,
    Toning,
    Vignette,
    WhiteBalance,
)
from tools.specs.words import Aid, Camera, Display, Mode

if TYPE_CHECKING:
    from tools.edit import Changes

AIDS: tuple[str, ...] = get_args(Aid)

SOFT = 0.02
"""Blur of an own backdrop at amount 1, in shares of the frame's longer side."""


def changed_recipe(
    old: Recipe, changes: "Changes", photo: ProductPhoto, variant: int, mode: Mode | None = None
) -> Recipe:
    """Return ``old`` with ``changes`` in ``mode`` (nothing: the mode it has); its parent is ``old``.

    Raises ``BadRequest`` when nothing would change.
    """
    before, old = old, whole(old)
    assert old.scene is not None
    scene = changed_scene(old.scene, changes.model_copy(update={"blur": 0.0}))
    lit = relighted(old.develop, changes, scene.light != old.scene.light)
    new = old.model_copy(
        update={
            "tool": "edit",
            "scene": scene,
            "develop": toned_steps(changed_steps(lit, changes, scene.warmth - old.scene.warmth), changes.palette),
            "parent": digest(before),
            "seed": old.seed + variant * 7919,
            "cutout_sha256": photo.cutout_sha256,
        }
    )
    smaller = any(aid in changes.remove for aid in AIDS) and photo.cutout_sha256 != old.cutout_sha256
    if changes.camera or changes.display or smaller or scene.caption != old.scene.caption:
        new = _recast(new, (changes.camera, changes.display), photo)
    new = focused(new, changes.blur, new.geometry() != old.geometry())
    new = placed_again(new, before, changes, photo)
    new = in_mode(new, mode or old.mode)
    if mode == "graded" and new.mode != "graded":
        raise BadRequest("The set has the product's own white and exposure: there is nothing to grade it to.")
    if variant == 0 and (new.geometry(), new.develop, new.mode) == (before.geometry(), before.develop, before.mode):
        raise BadRequest("Nothing would change. Say what should be different, for example 'warmer' or 'on slate'.")
    return Recipe.model_validate(new.model_dump())


OWN_LIGHT = 0.5  # softness of the product's own light where an older set is put into another light

ON_GROUND = frozenset({"shadow", "zoom", "product_scale", "product_position"})
IN_PHOTO = ON_GROUND | {"blur"}
"""What can be changed of a product on plain ground, and on a photo; its light's side, too, if it throws a shadow."""

AZIMUTHS: dict[str, float] = {"left": -50.0, "right": 50.0, "top": -15.0, "back": 165.0, "front": -8.0}
"""Where the light of a side stands, in degrees as in ``CastShadow``."""

TOP_LIGHT = 70.0
"""Elevation of a light from above."""

DARKEST = 0.35
"""Opacity of the own shadow at its deepest; an amount of 1 goes all the way from none."""


def changed_ground(old: Recipe, changes: "Changes", photo: ProductPhoto) -> Recipe:
    """Return ``old``, a recipe without a set, with another shadow, place or size of the product; its parent is ``old``.

    Raises ``BadRequest`` for a change that plain ground does not have, and when nothing would change.
    """
    own = old.step(OwnBackdrop)
    rest = changes.model_copy(update={"remove": tuple(name for name in changes.remove if name not in AIDS)})
    asked = rest.model_dump(exclude_defaults=True)
    cast = old.step(CastShadow)
    allowed = {"shadow"} if old.step(Inside) else IN_PHOTO if own else ON_GROUND
    allowed = allowed | {"light_from"} if cast else allowed
    if others := [name.replace("_", " ") for name in asked if name not in allowed]:
        raise BadRequest(
            f"There is no set here whose {', '.join(others)} could change; what can: {_listed(allowed)}. "
            "Ask for a picture on a set, or for another background."
        )
    shade = shadow_of(old)
    strength = round(min(DARKEST, max(0.0, shade.strength + DARKEST * changes.shadow)), 4)
    steps: list[DevelopStep] = [
        s for s in old.develop if not isinstance(s, OwnShadow | OwnBackdrop | Contact | CastShadow)
    ]
    if own:
        soft = max(0.0, own.blur + changes.blur * SOFT * max(old.width, old.height))
        steps.append(own.model_copy(update={"blur": round(soft, 2)}))
    if contact := old.step(Contact):
        steps.append(Contact(strength=round(min(1.0, max(0.0, contact.strength + changes.shadow)), 4)))
    steps.append(OwnShadow(strength=strength, side=shade.side, spread=shade.spread))
    if cast:
        steps.append(turned_light(cast, changes))
    told = {"tool": "edit", "develop": tuple(steps), "parent": digest(old), "cutout_sha256": photo.cutout_sha256}
    new = moved(old.model_copy(update=told), changes, photo)
    elsewhere = new.placement != old.placement or new.cutout_sha256 != old.cutout_sha256
    same = (strength, new.step(OwnBackdrop), new.step(CastShadow)) == (shade.strength, own, cast)
    if same and not elsewhere:
        raise BadRequest("Nothing would change. Say what should be different, for example 'a deeper shadow'.")
    return Recipe.model_validate(new.model_dump())


def turned_light(cast: CastShadow, changes: "Changes") -> CastShadow:
    """Return the shadow deeper or fainter, and of a light from the side that is said."""
    update: dict[str, float] = {"strength": round(min(0.9, max(0.0, cast.strength + 0.9 * changes.shadow)), 4)}
    if changes.light_from:
        update["azimuth"] = AZIMUTHS[changes.light_from]
        if changes.light_from == "top":
            update["elevation"] = max(cast.elevation, TOP_LIGHT)
    return cast.model_copy(update=update)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(name.replace("_", " ") for name in names))


def changed_scene(old: Scene, changes: "Changes") -> Scene:
    """Return the scene with its named parts exchanged and its numbers moved, within their bounds."""
    update: dict[str, Any] = {}
    if changes.surface and changes.surface != old.surface:
        fresh = resolve(SceneWish(surface=changes.surface, light=old.light, palette=old.palette), Photo())
        update |= {"surface": fresh.surface, "surface_tint": fresh.surface_tint, "support": fresh.support}
        if old.backdrop == resolve(SceneWish(surface=old.surface), Photo()).backdrop:
            update |= {"backdrop": fresh.backdrop, "backdrop_tint": fresh.backdrop_tint}
    if changes.backdrop and changes.backdrop != old.backdrop:
        update["backdrop"] = changes.backdrop
        if changes.backdrop in SKIES or old.backdrop in SKIES:
            light = changes.light or old.light
            update["backdrop_tint"] = resolve(
                SceneWish(surface=changes.surface or old.surface, backdrop=changes.backdrop, light=light), Photo()
            ).backdrop_tint
    if changes.light and changes.light != old.light:
        update |= {
            "light": changes.light,
            "brightness": BRIGHTNESS_OF_LIGHT[changes.light],
            "warmth": WARMTH_OF_LIGHT.get(changes.light, 0.0),
            "own_light": OWN_LIGHT if old.own_light is None else old.own_light,
        }
    update |= _colors(old, changes)
    if changes.caption:
        update["caption"] = changes.caption
    if changes.light_from:
        update |= {"light_from": changes.light_from, "key_azimuth": None, "key_elevation": None}
    kept = tuple(p for p in old.props if p not in changes.remove)
    props = kept + tuple(p for p in changes.add if p not in kept)
    for support in ("podium", "steps"):
        if support in changes.add:
            update["support"] = support
        elif support in changes.remove and old.support == support:
            update["support"] = "ground"
    update |= {
        "props": props,
        "blur": min(1.0, max(0.0, old.blur + changes.blur)),
    }
    return Scene.model_validate(old.model_copy(update=update).model_dump())


def _colors(old: Scene, changes: "Changes") -> dict[str, Any]:
    """Return the tints that are said, and the leaf; a sky changes with the hour of its light."""
    said = {
        "surface_tint": changes.surface_color, "backdrop_tint": changes.backdrop_color,
        "prop_tint": changes.prop_color, "leaf": changes.leaf,
    }  # fmt: skip
    update = {name: value for name, value in said.items() if value}
    sky = old.backdrop in SKIES and old.backdrop_tint == SKY_OF_LIGHT[old.light]
    if changes.light and not changes.backdrop and sky:
        return {"backdrop_tint": SKY_OF_LIGHT[changes.light]} | update
    return update


def changed_steps(steps: tuple[DevelopStep, ...], changes: Numbers, warmth: float = 0.0) -> tuple[DevelopStep, ...]:
    """Return the develop steps with ``changes`` added, one step of each kind. ``warmth`` is the light's own change."""
    total = WhiteBalance(warmth=changes.warmth + warmth, tint=changes.tint)
    stops, contrast, saturation, grain = (
        changes.exposure * STOPS,
        changes.contrast * CONTRAST,
        changes.saturation,
        changes.grain * GRAIN,
    )
    fall = changes.vignette * VIGNETTE
    rest: list[DevelopStep] = []
    for step in steps:
        match step:
            case WhiteBalance():
                total = WhiteBalance(warmth=total.warmth + step.warmth, tint=total.tint + step.tint)
            case Exposure():
                stops += step.stops
            case Contrast():
                contrast += step.amount
            case Saturation():
                saturation += step.amount
            case Grain():
                grain += step.sigma
            case Vignette() if changes.vignette:
                fall += step.amount
            case _:
                rest.append(step)
    made: list[DevelopStep] = list(rest)
    made += [_rounded(total)] if total.warmth or total.tint else []
    made += [Exposure(stops=_bounded(stops))] if stops else []
    made += [Contrast(amount=_bounded(contrast, 1.0))] if contrast else []
    made += [Saturation(amount=_bounded(saturation, 1.0))] if saturation else []
    made += [Vignette(amount=_bounded(fall, 1.6))] if changes.vignette else []
    made += [Grain(sigma=_bounded(max(grain, 0.0), 0.08))]
    return tuple(made)


def toned_steps(steps: tuple[DevelopStep, ...], palette: tuple[HexColor, ...]) -> tuple[DevelopStep, ...]:
    """Return ``steps`` graded towards ``palette``, or as they were before; a grade comes last but for grain."""
    before = next((step for step in steps if isinstance(step, Toning)), None)
    grade = Toning(dark=palette[0], light=palette[-1]) if palette else before
    kept = [step for step in steps if not isinstance(step, Toning)]
    at = next((n for n, step in enumerate(kept) if isinstance(step, Grain)), len(kept))
    return (*kept[:at], *([grade] if grade else []), *kept[at:])


def _bounded(value: float, limit: float = 4.0) -> float:
    return round(min(limit, max(-limit, value)), 6)


def _rounded(step: WhiteBalance) -> WhiteBalance:
    return WhiteBalance(warmth=_bounded(step.warmth, 2.0), tint=_bounded(step.tint, 2.0))


def _recast(recipe: Recipe, wished: tuple[Camera | None, Display | None], photo: ProductPhoto) -> Recipe:
    """Return the recipe framed anew: for another camera or display, for words, or because less is left of the cut-out.

    What is not ``wished`` stays, but for the camera where the display changes.
    """
    scene = recipe.scene
    assert scene is not None
    product = photo.product
    alpha = to_float(photo.cutout[..., 3])
    camera, display = wished[0], wished[1] or scene.display
    view = view_of(alpha, product.category, product.view)
    kept = camera if camera or wished[1] else scene.camera
    choice = shown_as(Looked(alpha, product.category, view), display, kept)
    own = {"camera": choice.camera, "display": choice.display}
    if own != {"camera": scene.camera, "display": scene.display}:
        own["holder"] = None  # it was made for another view
    shown = scene.model_copy(update=own)
    framed = framed_on(photo, shown, choice.pose, (recipe.width, recipe.height))
    return recipe.model_copy(
        update={
            "pose": choice.pose,
            "scene": seen_anew(scene, recipe.pose, shown, choice.pose),
            "placement": framed.placement,
            "frame_mm": framed.frame_mm,
        }
    )
