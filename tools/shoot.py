"""From a recipe to a kept picture: the plate from the cache or the studio, developed, the product laid back."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tools.context import Context
from tools.engines.color import Colours, srgb_to_linear
from tools.engines.composite import Placed, lay_back
from tools.engines.contact import contact_layer, contact_strength, touched
from tools.engines.crop import cropped
from tools.engines.decoded import Kept, Product, decoded_file, placed_once
from tools.engines.defocus import defocused, spread_of
from tools.engines.develop import develop
from tools.engines.framing import CAPTION_HIGH, CAPTION_WIDE
from tools.engines.grade import cast_side, gap_of, graded_product, seen_darker_by
from tools.engines.image import Image, Mask, to_bytes, to_float
from tools.engines.light_mix import mixed
from tools.engines.posing import view_of as photo_view
from tools.engines.progress import Progress
from tools.engines.relight import relit, weights_of
from tools.engines.showing import Looked, refusal
from tools.engines.sketches import set_sketch
from tools.engines.studio.display_sets import walled
from tools.engines.studio.layout import left_out
from tools.engines.studio.looks import SKIES
from tools.engines.studio.seen import extent_of, view_of
from tools.engines.studio.tone import inverse_tone
from tools.engines.unlikeness import glance
from tools.errors import ToolFailed
from tools.nearness import nearness_of
from tools.product_photo import ProductPhoto
from tools.saving import save_picture
from tools.shared_set import pixels_of, shared_plate
from tools.specs.asset import Asset
from tools.specs.base import digest
from tools.specs.recipe import Recipe
from tools.specs.scene import Scene
from tools.specs.steps import Crop, Defocus, Painted, Relight
from tools.specs.words import Camera, Display
from tools.store.plates import Lights

DISAGREE = 8.0
"""From this cast gap on, the product and the light visibly disagree (CONTRACT.md)."""


@dataclass(frozen=True)
class Taken:
    """A picture that was taken, and whether it cost a render."""

    asset: Asset
    rendered: bool
    cast_gap: float
    glance: Colours


def take(
    context: Context, photo: ProductPhoto, recipe: Recipe, parent: str | None = None, started: float | None = None
) -> Taken:
    """Make the picture of ``recipe`` and keep it. Raises ``ToolFailed`` when it is cancelled.

    ``started`` is ``time.monotonic()`` when the work began; nothing: now.
    """
    started = time.monotonic() if started is None else started
    placed, staged = placed_of(photo, recipe), placed_of(photo, recipe.geometry())
    if not placed.core.any():
        raise ToolFailed("The product would lie outside the picture. Move it back in, or make it smaller.")
    plate, rendered = plate_of(context, recipe, staged)
    context.report(Progress("develop", 0.95))
    background = _touched(develop(plate, recipe.develop, recipe.seed), photo, recipe)
    whole = recipe.mode == "generated"  # the model painted the product, too
    picture = to_bytes(background) if whole else lay_back(background, graded_product(placed, recipe))
    gap = gap_of(recipe)
    asset = save_picture(context, picture, recipe, parent, started, gap)
    if recipe.step(Painted) is None:
        context.behind(recipe, lambda: pixels_of(recipe.geometry(), staged.rgba, context))
    return Taken(asset, rendered, gap, glance(plate))


_LAYERS: Kept[Mask] = Kept(24_000_000, lambda layer: layer.nbytes)
"""Where the products of the last pictures touch their sets: light and tones do not change it."""


def _touched(background: Image, photo: ProductPhoto, recipe: Recipe) -> Image:
    """Return the developed set darkened where the product touches it."""
    if contact_strength(recipe) <= 0:
        return background
    frame = recipe.geometry()
    key = (photo.product.id, photo.cutout_sha256, digest(frame))
    layer = _LAYERS.get(key, lambda: contact_layer(photo.source, photo.cutout, frame))
    crop = recipe.step(Crop)
    part = cropped(layer, crop, recipe.width, recipe.height) if crop else layer
    return touched(background, part, recipe)


def placed_of(photo: ProductPhoto, recipe: Recipe) -> Placed:
    """Return the product in the frame of ``recipe``; the last ones are kept."""
    return placed_once(product_in(photo), recipe.placement, recipe.width, recipe.height)


def product_in(photo: ProductPhoto) -> Product:
    """Return the product of ``photo``, decoded."""
    return Product(photo.source, photo.cutout, photo.product.id, photo.cutout_sha256)


def plate_of(context: Context, recipe: Recipe, placed: Placed) -> tuple[Image, bool]:
    """Return (the set as the recipe lights, focuses and crops it, whether something of it had to be rendered).

    ``placed`` is the product in the frame of the recipe's geometry.
    """
    steps = tuple(step for step in recipe.develop if isinstance(step, Painted | Relight | Defocus | Crop))
    if not steps:
        return _whole(context, recipe, placed)
    rendered: list[bool] = []

    def made() -> Image:
        plate, now = _lit(context, recipe, placed)
        rendered.append(now)
        if (soft := recipe.step(Defocus)) is not None:
            near = nearness_of(context, recipe, placed)
            plate = defocused(plate, near, to_float(placed.alpha), spread_of(recipe.geometry(), soft.amount))
        crop = recipe.step(Crop)
        return cropped(plate, crop, recipe.width, recipe.height) if crop else plate

    if not has_plate(context, recipe):
        return made(), any(rendered)
    return _READY.get((str(context.store.home), digest(recipe.geometry()), steps), made), any(rendered)


_READY: Kept[Image] = Kept(30_000_000, lambda plate: plate.nbytes)
"""The last plates that were lit, focused or cropped otherwise: what is developed once is developed again."""


def _lit(context: Context, recipe: Recipe, placed: Placed) -> tuple[Image, bool]:
    """Return (the plate of the recipe's geometry in its light, whether something of it had to be rendered)."""
    if (step := recipe.step(Painted)) is not None:
        return painted_plate(context, step), False
    plate, rendered = _whole(context, recipe, placed)
    if not relit(recipe):
        return plate, rendered
    plates, now = _lights(context, recipe, placed)
    return mixed(plate, plates, weights_of(recipe)), rendered or now


def painted_plate(context: Context, step: Painted) -> Image:
    """Return the set that a model painted as a plate: what develops to it when nothing is changed."""
    images = context.store.images
    pixels = decoded_file(step.sha256, lambda: images.read(step.sha256), "the painted set").pixels
    return inverse_tone(srgb_to_linear(to_float(pixels)))


def _whole(context: Context, recipe: Recipe, placed: Placed) -> tuple[Image, bool]:
    """Return (the plate of all lights as the set has them, whether it had to be rendered)."""
    frame = recipe.geometry()
    key = digest(frame)
    kept = context.store.plates.get(key)
    if kept is not None and kept.shape == (frame.height, frame.width, 3):
        return kept, False

    def report(progress: Progress) -> None:
        if progress.preview is not None:
            progress = replace(progress, preview=set_sketch(progress.preview, placed))
        context.report(progress)

    if frame.stands_on is not None:
        plate = shared_plate(context, frame, placed.rgba, report)
    else:
        plate = context.studio.render(frame, np.ascontiguousarray(placed.rgba), report, context.cancelled)
    return context.store.plates.put(key, plate), True


def _lights(context: Context, recipe: Recipe, placed: Placed) -> tuple[Lights, bool]:
    """Return (one plate for each light of the recipe's geometry, whether they had to be rendered)."""
    frame, plates = recipe.geometry(), context.store.plates
    kept = plates.lights(digest(frame))
    if kept and all(plate.shape == (frame.height, frame.width, 3) for plate in kept.values()):
        return kept, False
    product = pixels_of(frame, placed.rgba, context)
    made = context.studio.lights(frame, product, context.report, context.cancelled)
    return plates.put_lights(digest(frame), made), True


def has_plate(context: Context, recipe: Recipe) -> bool:
    """Say whether ``recipe`` can be made without a render."""
    if recipe.step(Painted) is not None:
        return True
    plates, key = context.store.plates, digest(recipe.geometry())
    return plates.has(key) and (not relit(recipe) or plates.has_lights(key))


def scene_of(asset: Asset) -> dict[str, Any] | None:
    """Return the asset's scene as plain data, or nothing when it has none."""
    if asset.recipe is None or asset.recipe.scene is None:
        return None
    return asset.recipe.scene.model_dump(mode="json")


def room_said(scene: Scene) -> str:
    """Return the sentence on the room that ``scene`` leaves for words, or nothing."""
    if scene.caption is None:
        return ""
    wide = scene.caption in ("left", "right")
    share, of = (CAPTION_WIDE, "width") if wide else (CAPTION_HIGH, "height")
    where = f"on the {scene.caption}" if wide else f"at the {scene.caption}"
    return f"Room for words is {where}: {share:.0%} of the {of}."


def say_cast(taken: Taken) -> str:
    """Return the sentence about product and light at odds, in colour or brightness, or the grade that joins them."""
    recipe = taken.asset.recipe
    if recipe is None:
        return ""
    if recipe.mode == "graded":
        return " The product is graded: one exposure and one white balance over all of it, and nothing else."
    stops = -seen_darker_by(recipe)
    if taken.cast_gap <= DISAGREE and not stops:
        return ""
    differs, back = [], []
    if taken.cast_gap > DISAGREE:
        side = cast_side(recipe)
        differs.append(f"{side} (ΔE {taken.cast_gap:.0f})")
        back.append("warmer" if side == "cooler" else "cooler")
    if stops:
        differs.append(f"{'darker' if stops > 0 else 'brighter'} ({abs(stops):.1f} stops)")
    ways = " or ".join(f"'{way}'" for way in (*back, "undo"))
    return (
        f" The set's light is now {' and '.join(differs)} than the light the product was photographed in: "
        f"its own pixels stay untouched. Say 'grade the product too' to have it follow (mode graded: one exposure and "
        f"white balance over all of it), or {ways}."
    )


def not_shown(
    props: Sequence[str], backdrop: str | None, backdrop_color: str | None, recipe: Recipe, placed: Placed
) -> str:
    """Return a sentence about what was asked for and the set of ``recipe`` has no place for, or nothing."""
    if recipe.scene is None or not (props or backdrop or backdrop_color or recipe.scene.backdrop in SKIES):
        return ""
    product = placed.rgba
    extent = extent_of(recipe, product, view_of(recipe, product))
    sky = recipe.scene.backdrop if recipe.scene.backdrop in SKIES and not extent.from_above else None
    behind = backdrop or ("wall" if backdrop_color else sky)
    gone = left_out(recipe.scene, recipe.frame_mm, extent, recipe.seed) if props or behind else ()
    left = [name.replace("_", " ") for name in props if name in gone]
    said = f" There is no room on this set for: {', '.join(left)}." if left else ""
    if behind not in (None, "wall", "drape") and walled(extent):
        said += f" It hangs on a wall right behind it, so the {behind} is not in the picture."
    if behind and "backdrop" in gone:
        why = "nothing is behind it" if extent.from_above else "as the product was, a set shows its ground only"
        said += f" Seen from above {why}, so the {behind} is not in the picture."
    return said


DISPLAYS: dict[str, str] = {
    "stand": "standing", "lie": "lying", "lean": "leaning", "hang": "hanging", "bust": "on a bust", "card": "on a card",
    "cushion": "on a cushion", "slope": "on a slope",
}  # fmt: skip


def not_displayed(wished: Display | None, camera: Camera | None, recipe: Recipe, photo: ProductPhoto) -> str:
    """Return a sentence about how the product was to be shown and could not be, why, and what was done instead."""
    if wished is None or recipe.scene is None:
        return ""
    category = photo.product.category
    alpha = to_float(photo.cutout[..., 3])
    view = photo_view(alpha, category, photo.product.view)
    why = refusal(Looked(alpha, category, view), wished, camera)
    if not why:
        return ""
    done = DISPLAYS[recipe.scene.display or ("lie" if recipe.pose == "lying" else "stand")]
    return f" It could not be shown {DISPLAYS[wished]}, because {why}; it is {done} instead."
