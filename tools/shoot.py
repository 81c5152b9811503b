"""From a recipe to a kept picture: the plate from the cache or the studio, developed, the product laid back."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tools.context import Context
from tools.engines.color import Colours, srgb_to_linear
from tools.engines.composite import Placed, lay_back
from tools.engines.contact import with_contact
from tools.engines.decoded import Product, decoded_file, placed_once
from tools.engines.develop import develop
from tools.engines.framing import CAPTION_HIGH, CAPTION_WIDE
from tools.engines.grade import cast_side, gap_of, graded_product, seen_darker_by
from tools.engines.image import Image, to_bytes, to_float
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
from tools.product_photo import ProductPhoto
from tools.saving import save_picture
from tools.specs.asset import Asset
from tools.specs.base import digest
from tools.specs.recipe import Painted, Recipe
from tools.specs.scene import Scene
from tools.specs.words import Camera, Display, LightName

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
    placed = placed_of(photo, recipe)
    if not placed.core.any():
        raise ToolFailed("The product would lie outside the picture. Move it back in, or make it smaller.")
    plate, rendered = plate_of(context, recipe, placed)
    context.report(Progress("develop", 0.95))
    background = with_contact(develop(plate, recipe.develop, recipe.seed), photo.source, photo.cutout, recipe)
    whole = recipe.mode == "generated"  # the model painted the product, too
    picture = to_bytes(background) if whole else lay_back(background, graded_product(placed, recipe))
    gap = gap_of(recipe)
    asset = save_picture(context, picture, recipe, parent, started, gap)
    if recipe.step(Painted) is None:
        context.behind(recipe, lambda: np.ascontiguousarray(placed.rgba))
    return Taken(asset, rendered, gap, glance(plate))


def placed_of(photo: ProductPhoto, recipe: Recipe) -> Placed:
    """Return the product in the frame of ``recipe``; the last ones are kept."""
    product = Product(photo.source, photo.cutout, photo.product.id, photo.cutout_sha256)
    return placed_once(product, recipe.placement, recipe.width, recipe.height)


def plate_of(context: Context, recipe: Recipe, placed: Placed) -> tuple[Image, bool]:
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
    key = digest(recipe.geometry())
    kept = context.store.plates.get(key)
    if kept is not None and kept.shape == (recipe.height, recipe.width, 3):
        return kept, False

    def report(progress: Progress) -> None:
        if progress.preview is not None:
            progress = replace(progress, preview=set_sketch(progress.preview, placed))
        context.report(progress)

    plate = context.studio.render(recipe.geometry(), np.ascontiguousarray(placed.rgba), report, context.cancelled)
    return context.store.plates.put(key, plate), True


def _lights(context: Context, recipe: Recipe, placed: Placed) -> tuple[dict[LightName, Image], bool]:
    """Return (one plate for each light of the recipe's geometry, whether they had to be rendered)."""
    key = digest(recipe.geometry())
    kept = context.store.plates.lights(key)
    if kept and all(plate.shape == (recipe.height, recipe.width, 3) for plate in kept.values()):
        return kept, False
    product = np.ascontiguousarray(placed.rgba)
    made = context.studio.lights(recipe.geometry(), product, context.report, context.cancelled)
    return context.store.plates.put_lights(key, made), True


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
    if recipe.scene is None:
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
