"""A person who wears the product before a path-traced wall, window or horizon, in the light of their photo.

The try-on is the source of this picture, the person's cut-out its product: both receipts hold.
"""

import time
from typing import Any

from tools.context import Context
from tools.cropping import as_rendered
from tools.engines.composite import lay_back
from tools.engines.decoded import Product, placed_once
from tools.engines.develop import develop
from tools.engines.grade import gap_of
from tools.engines.match import first_steps
from tools.engines.person.framed import place_person
from tools.engines.person.photo_light import PhotoLight, photo_light
from tools.engines.progress import Progress
from tools.engines.studio.key import words_of
from tools.engines.studio.person_set import THROWN, left_out, person_scene, stance_of
from tools.engines.studio.resolve import Photo
from tools.errors import BadRequest, ToolFailed
from tools.person_on_white import frame_of_person
from tools.photo_file import names_picture
from tools.saving import save_picture
from tools.shoot import plate_of
from tools.specs.asset import Asset
from tools.specs.base import canonical_json, seed_of
from tools.specs.numbers import LightNumbers
from tools.specs.recipe import Recipe
from tools.specs.scene import Scene, SceneWish, Stance
from tools.specs.steps import DevelopStep, Exposure, Placement
from tools.specs.words import Aspect, Mode, Size
from tools.worn_cut import NOBODY, CutPerson, cut_worn

THICK_MM = 160.0
"""How thick a body is at most, as far as its shadow is concerned."""

NOT_WHOLE = (
    "Of this person only a part could be told from what is behind them, and half a body would float before a set: "
    "photograph them before a wall that is lighter or darker than all they wear."
)


def person_on_set(
    made: Asset, wish: SceneWish, frame: tuple[Aspect | None, Size], tool: str, context: Context
) -> tuple[Asset, str]:
    """Return the person of the try-on ``made`` before the set of ``wish``, kept, and what is said of it.

    ``frame`` is the ratio (nothing: the photo's own) and the size, ``tool`` the one that was called. Raises
    ``BadRequest`` when nobody can be made out, or the place is a photo.
    """
    started = time.monotonic()
    if names_picture(wish.place or ""):
        raise BadRequest(
            "A person is set before what the studio builds, not before a photo: name a wall, a window or a horizon."
        )
    context.studio.warm_up()
    context.report(Progress("cut out", 0.3))
    cut = cut_worn(made, context)
    light = _light_of(cut, context)
    recipe = _recipe(made, cut, wish, light, (frame_of_person(made, *frame), frame[0] is None, tool))
    asset = _taken(recipe, cut, made.id, started, context)
    assert recipe.scene is not None
    return asset, _say(asset, recipe.scene, wish, light)


OF_A_PERSON = frozenset(
    {
        "light", "light_from", "backdrop", "surface", "surface_color", "backdrop_color", "palette", "leaf", "add",
        "remove", "blur", *LightNumbers.model_fields,
    }
)  # fmt: skip
"""What can be changed of the set behind a person."""


def refuse_of_person(changes: dict[str, Any], mode: Mode | None) -> None:
    """Raise ``BadRequest`` for a change that a person before a set has not."""
    things = [*changes.get("add", ()), *changes.get("remove", ())]
    others = [name for name in changes if name not in OF_A_PERSON]
    others += [thing for thing in things if thing not in THROWN]
    if others or mode is not None:
        what = ", ".join(name.replace("_", " ") for name in others) or f"the mode {mode}"
        raise BadRequest(
            f"Of a person before a set, {what} cannot change: say another wall, window, horizon, light or colour, or "
            "another ratio."
        )


def another_frame(asset: Asset, worn: Asset, aspect: Aspect, context: Context) -> tuple[Asset, str]:
    """Return the person of the try-on ``worn`` before the very set of ``asset`` in another ratio, and what is said."""
    old = asset.recipe
    assert old is not None
    assert old.scene is not None
    assert worn.recipe is not None
    assert worn.recipe.worn is not None
    started = time.monotonic()
    cut = cut_worn(worn, context)
    size = frame_of_person(worn, aspect, "1k")
    placement = _placed(cut, size)
    px_per_mm = worn.recipe.worn.scale.px_per_mm * placement.scale
    stance = _stance(_light_of(cut, context), placement, size, px_per_mm)
    whole = as_rendered(old)
    set_again = whole.scene or old.scene
    recipe = whole.model_copy(
        update={
            "tool": "reframe", "width": size[0], "height": size[1], "placement": placement, "parent": old.sha256,
            "cutout_sha256": cut.sha256, "scene": set_again.model_copy(update={"stance": stance}),
            "frame_mm": round(size[0] / px_per_mm, 3),
        }
    )  # fmt: skip
    made = _taken(recipe, cut, asset.id, started, context)
    return made, f"The same set in {aspect}, the person whole in it."


def _recipe(
    made: Asset, cut: CutPerson, wish: SceneWish, light: PhotoLight, how: tuple[tuple[int, int], bool, str]
) -> Recipe:
    """Return what is rendered; ``how``: the frame's width and height, whether it is the photo's own, the tool."""
    size, own, tool = how
    assert made.recipe is not None
    assert made.recipe.worn is not None
    placement = Placement(scale=1.0, x=0, y=0) if own and size == (made.width, made.height) else _placed(cut, size)
    px_per_mm = made.recipe.worn.scale.px_per_mm * placement.scale
    stance = _stance(light, placement, size, px_per_mm)
    told = light.reading
    scene = person_scene(wish, Photo("front", told.light_from, told.softness, told.tone), told.key, stance)
    asked = f"{cut.sha256}|{canonical_json(wish)}|{size}"
    return Recipe(
        tool=tool, source_sha256=made.sha256, cutout_sha256=cut.sha256, mode="warped", width=size[0], height=size[1],
        placement=placement, scene=scene, pose="standing", thickness_mm=THICK_MM,
        frame_mm=round(size[0] / px_per_mm, 3),
        develop=_steps(scene, light, placement.scale),
        seed=seed_of(asked), parent=made.recipe.sha256,
    )  # fmt: skip


def _light_of(cut: CutPerson, context: Context) -> PhotoLight:
    try:
        return photo_light(cut.picture, cut.cutout[..., 3], context.onlooker.look(cut.picture))
    except ValueError as error:
        raise BadRequest(NOT_WHOLE) from error


def _stance(light: PhotoLight, placement: Placement, size: tuple[int, int], px_per_mm: float) -> Stance:
    return stance_of(light.rows.placed(placement.scale, placement.y), size[1], px_per_mm)


def _taken(recipe: Recipe, cut: CutPerson, parent: str, started: float, context: Context) -> Asset:
    """Render the set of ``recipe``, lay the person on it and keep the picture."""
    if context.cancelled():
        raise ToolFailed("The picture was stopped.")
    product = Product(cut.picture, cut.cutout, recipe.source_sha256, cut.sha256)
    placed = placed_once(product, recipe.placement, recipe.width, recipe.height)
    plate, _ = plate_of(context, recipe, placed)
    context.report(Progress("develop", 0.95))
    picture = lay_back(develop(plate, recipe.develop, recipe.seed), placed)
    return save_picture(context, picture, recipe, parent, started, gap_of(recipe))


def _placed(cut: CutPerson, size: tuple[int, int]) -> Placement:
    try:
        return place_person(cut.cutout[..., 3], size)
    except ValueError as error:
        raise BadRequest(NOBODY) from error


def _steps(scene: Scene, light: PhotoLight, scale: float) -> tuple[DevelopStep, ...]:
    """Return the steps that give the set the photo's white, exposure, sharpness and grain."""
    first = first_steps(scene, light.reading, scale)
    return first if not light.stops else (*first[:1], Exposure(stops=light.stops), *first[1:])


def _say(asset: Asset, scene: Scene, wish: SceneWish, light: PhotoLight) -> str:
    behind = {"wall": "a wall", "window": "a window", "horizon": "a horizon", "sky": "the sky", "arch": "an arch",
              "drape": "a drape", "seamless": "paper", "gradient": "a plain ground"}[scene.backdrop]  # fmt: skip
    said = [
        f"The person with the product stands before {behind} of the studio, {asset.width}×{asset.height} px: skin, "
        "hair and product are the photographs' own pixels, all behind them is path-traced."
    ]
    key = light.reading.key
    if key is not None and not wish.light_from:
        off = "the face" if light.by_face else "the photo"
        said.append(f"The key light stands where {off} says it stood: {words_of(*key.seen_from(0.0))}.")
    if asset.receipt is not None and asset.receipt.origin is not None:
        said.append(f"{asset.receipt.origin.photograph:.0%} of the picture is photograph.")
    if gone := ", ".join(left_out(wish)):
        said.append(f"Left out, for no ground is in the picture: {gone}.")
    return " ".join(said)
