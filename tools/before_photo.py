"""A product before a person's own photo of a place: where it stands, how large, in which light, with what shadow."""

import math
import time

import numpy as np

from tools.context import Context, Result
from tools.engines.color import cast_gap
from tools.engines.decoded import decoded
from tools.engines.image import Bytes8, to_float
from tools.engines.place_photo.setting import Setting, Thing, read_around, set_into
from tools.engines.place_photo.sun import PlaceLight
from tools.engines.posing import pose_of
from tools.engines.progress import Progress
from tools.engines.reading import Reading, read_backdrop
from tools.engines.sketches import cutout_sketch
from tools.engines.studio.sizes import longest_mm, thickness_mm
from tools.errors import BadRequest, ToolFailed
from tools.known_again import recognised
from tools.laying import kept_in_place, lay
from tools.photo_words import Facts, say_before
from tools.product_photo import ProductPhoto, open_product, reading_of, refuse_if_declined
from tools.specs.asset import Asset
from tools.specs.recipe import Recipe
from tools.specs.steps import CastShadow, Contact, DevelopStep, Grain, OwnBackdrop, OwnShadow, PhotoView
from tools.specs.words import frame_pixels, nearest_aspect

POOL = 0.10
"""Strength of the shadow that an open sky leaves round a product, beside the one that the key throws."""

CAST = (0.72, 0.34)
"""Share of light that the key's shadow takes, in bare sun and under an overcast sky."""

DEPTH = 0.0012
"""Blur that sets a photo behind the product, in shares of the frame's longer side, where it is sharper."""

SOFTEST = 0.006
"""And the most that a soft product asks for."""

LARGE = 3_500_000
"""Pixels of a backdrop from which on the frame has 4 MP."""

ASIDE = 45.0
"""Azimuth in degrees of a light of which only the side is known; of one that nothing is known of, on the left."""


def before_photo(ref: str, asset: Asset, behind: Asset, context: Context) -> Result:
    """Set the product of ``asset`` into a person's own photo ``behind``; its pixels stay as they are.

    The photo gives the frame, unless the picture has one already. Raises ``BadRequest`` when both are one picture,
    ``ToolFailed`` when there is no product.
    """
    started = time.monotonic()
    if behind.sha256 == asset.sha256:
        raise BadRequest("The background is the same picture as the product's: name another photo for it.")
    known = recognised(behind, context) or context.store.ledger.product(behind.sha256)
    if known is not None:
        refuse_if_declined(known)
    context.report(Progress("cut out", 0.0))
    photo = open_product(ref, context)
    context.report(Progress("cut out", 0.5, cutout_sketch(photo.cutout)))
    pixels = decoded(context.store.images.read(behind.sha256), behind.note or "the backdrop").pixels
    read, own = read_backdrop(to_float(pixels)), reading_of(photo)
    recipe, setting = _set(asset, photo, pixels)
    matched = (*_matched(recipe, behind, (own, read), pixels), *_in_place(setting, own, photo))
    recipe = recipe.model_copy(update={"develop": (*matched, *recipe.develop)})
    gap = cast_gap(np.array(own.white, np.float32), np.array(read.white, np.float32))
    made = lay(context, photo, recipe, asset.id, started, gap)
    small = made.width > 1.5 * pixels.shape[1] or made.height > 1.5 * pixels.shape[0]
    facts = Facts(setting, own, photo.product.view, _longest(photo), small)
    return Result(say_before(made, behind.note or "your photo", facts, gap), (made,), {"cast_gap": gap})


def _set(asset: Asset, photo: ProductPhoto, pixels: Bytes8) -> tuple[Recipe, Setting]:
    """Return the recipe without its develop steps, and what was read off the place; a made picture keeps its frame."""
    alpha, product = to_float(photo.cutout[..., 3]), photo.product
    thing = Thing(alpha, pose_of(alpha, product.category, product.view, None), _longest(photo))
    try:
        if asset.recipe is not None:
            kept = kept_in_place(asset, photo, (), "change_background")
            kept = kept.model_copy(update={"pose": thing.pose})
            return kept, read_around(pixels, thing, kept.placement, (kept.width, kept.height))
        aspect = nearest_aspect(pixels.shape[1], pixels.shape[0])
        size = frame_pixels(aspect, "2k" if pixels.shape[0] * pixels.shape[1] >= LARGE else "1k")
        setting = set_into(pixels, thing, size)
        if setting.placement.scale > 1:
            size = frame_pixels(aspect, "1k")
            setting = set_into(pixels, thing, size)
    except ValueError as error:
        raise ToolFailed("No product was found in the photo: mark it with the mask tool, or use another.") from error
    recipe = Recipe(
        tool="change_background",
        source_sha256=product.id,
        cutout_sha256=photo.cutout_sha256,
        width=size[0],
        height=size[1],
        placement=setting.placement,
        pose=thing.pose,
    )
    return recipe, setting


def _matched(
    recipe: Recipe, behind: Asset, readings: tuple[Reading, Reading], pixels: Bytes8
) -> tuple[DevelopStep, ...]:
    """Return the steps that make the backdrop as soft and as grainy as the product is in the frame."""
    own, read = readings
    longest = max(recipe.width, recipe.height)
    resized = max(recipe.width / pixels.shape[1], recipe.height / pixels.shape[0])
    soft, sharp = own.blur * recipe.placement.scale, read.blur * resized
    blur = max(DEPTH * longest, math.sqrt(max(0.0, soft**2 - sharp**2)))
    grain = own.grain * min(1.0, recipe.placement.scale), read.grain * min(1.0, resized)
    missing = math.sqrt(max(0.0, grain[0] ** 2 - (0.3 * grain[1]) ** 2))  # the blur takes most of its own away
    return (
        OwnBackdrop(sha256=behind.sha256, blur=round(min(blur, SOFTEST * longest), 2)),
        Grain(sigma=round(min(missing, 0.02), 4)),
        Contact(strength=1.0),
        OwnShadow(strength=POOL),
    )


def _in_place(setting: Setting, own: Reading, photo: ProductPhoto) -> tuple[DevelopStep, ...]:
    """Return the steps that make the product stand in its place: what is in focus, and the shadow that it throws."""
    light = setting.survey.light
    horizon = round(min(20.0, max(-20.0, setting.horizon)), 4)
    hard, soft = CAST
    view = PhotoView(
        window=setting.window,
        horizon=horizon,
        far=round(min(400.0, setting.shown.far), 2),
        least=round(min(400.0, setting.shown.least), 2),
    )
    cast = CastShadow(
        azimuth=round(_azimuth(light, own), 1),
        elevation=round(light.elevation, 1),
        softness=round(light.softness, 3),
        strength=round(hard + (soft - hard) * light.softness, 3),
        horizon=horizon,
        thickness=round(min(1.0, thickness_mm(photo.product.category) / _longest(photo)), 3),
    )
    return view, cast


def _longest(photo: ProductPhoto) -> float:
    """Return the product's longer side in millimetres: as told, else as usual."""
    return photo.product.size_mm or longest_mm(photo.product.category)


def _azimuth(light: PlaceLight, own: Reading) -> float:
    """Return the light's azimuth: the place's, or the product's own where the place does not tell."""
    if light.sided:
        return light.azimuth
    return ASIDE if own.light_from == "right" else -ASIDE
