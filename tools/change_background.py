"""The same product before something else: a colour, a gradient, a set, or the person's own photo."""

import math
import re
import time
from typing import cast

import numpy as np
from pydantic import Field

from tools.context import Context, Result
from tools.engines.color import cast_gap
from tools.engines.decoded import decoded
from tools.engines.framing import frame
from tools.engines.image import Image, to_float
from tools.engines.posing import pose_of
from tools.engines.progress import Progress
from tools.engines.reading import Reading, read_backdrop
from tools.engines.sketches import cutout_sketch
from tools.errors import BadRequest, EngineUnavailable, ToolFailed
from tools.laying import CAST_SEEN, lay
from tools.product_photo import ProductPhoto, open_product, reading_of, refuse_if_declined
from tools.reference_shoot import ReferenceShootArgs, reference_shoot
from tools.specs.asset import Asset
from tools.specs.base import Spec
from tools.specs.recipe import Contact, DevelopStep, Grain, Inside, OwnBackdrop, OwnShadow, Paper, Placement, Recipe
from tools.specs.scene import SceneWish
from tools.specs.words import PIXELS_1K, Aspect, Engine, frame_pixels
from tools.tiles import white_gap

LONGEST = 4096
"""Pixels of the longer side that a picture on plain ground has at most."""

ON_PAPER, ON_PHOTO = 0.24, 0.35
"""Strength of the own shadow on paper, and on a photo, which has shadows of its own to stand beside."""

DEPTH = 0.0012
"""Blur that sets a photo behind the product, in shares of the frame's longer side, where it is sharper."""

SOFTEST = 0.006
"""And the most that a soft product asks for."""

LARGE = 3_500_000
"""Pixels of a backdrop from which on the frame has 4 MP."""

_PICTURE = re.compile(r"(?:img|a)[1-9]\d*|[0-9a-f]{16}")


class ChangeBackgroundArgs(Spec):
    """Which picture, and what is to be behind its product."""

    asset: str = Field(description="a product's photo (img1) or a made picture (a1)")
    scene: SceneWish = Field(
        default_factory=SceneWish,
        description="one colour in palette for a plain ground, two for a gradient, a set, or place: img2 for a photo",
    )
    engine: Engine | None = Field(None, description="studio unless the person names another")
    prompt: str | None = Field(None, max_length=2000, description="words for a generative engine")


def change_background(args: ChangeBackgroundArgs, context: Context) -> Result:
    """Put the product of any picture before a colour, a gradient, a set or an own photo; its pixels stay untouched."""
    if args.engine not in (None, "studio"):
        raise EngineUnavailable(f"The {args.engine} engine is not in this version. Leave it out to use the studio.")
    asset = context.store.ledger.find_asset(args.asset, context.thread)
    place = args.scene.place or ""
    if _PICTURE.fullmatch(place):
        return _before_photo(args, asset, context.store.ledger.find_asset(place, context.thread), context)
    if _is_paper(args.scene):
        return _on_paper(args, asset, context)
    wanted = ReferenceShootArgs(product=args.asset, scene=args.scene, aspect=_ratio(asset.width, asset.height))
    return reference_shoot(wanted, context)


def _is_paper(scene: SceneWish) -> bool:
    """Whether the wish is a colour or two and nothing that needs a set."""
    if not scene.palette or scene.backdrop not in (None, "seamless", "gradient"):
        return False
    rest = scene.model_dump(exclude={"palette", "backdrop", "backdrop_color"}, exclude_defaults=True)
    return not any(rest.values())


def _on_paper(args: ChangeBackgroundArgs, asset: Asset, context: Context) -> Result:
    started = time.monotonic()
    context.report(Progress("cut out", 0.0))
    photo = open_product(args.asset, context)
    context.report(Progress("cut out", 0.5, cutout_sketch(photo.cutout)))
    step = _paper(args.scene)
    steps = (step, OwnShadow(strength=ON_PAPER))
    gap = white_gap(photo)
    made = lay(context, photo, _kept_in_place(asset, photo, steps), asset.id, started, gap)
    ground = step.top if step.top == step.bottom else f"a gradient from {step.top} to {step.bottom}"
    said = f"The product on {ground}, where it was, {made.width}×{made.height} px, untouched, with its own shadow."
    if gap > CAST_SEEN:
        said += f" The photo's light is tinted (ΔE {gap:.0f} against white); the product keeps it as it is."
    return Result(said, (made,), {"cast_gap": gap})


def _paper(scene: SceneWish) -> Paper:
    """Return the ground that a palette asks for: a single colour with the word gradient fades to a paler one."""
    top, bottom = scene.palette[0], scene.palette[min(1, len(scene.palette) - 1)]
    if scene.backdrop == "gradient" and top == bottom:
        paler = [round(int(bottom[at : at + 2], 16) * 0.45 + 255 * 0.55) for at in (1, 3, 5)]
        bottom = "#" + "".join(f"{value:02x}" for value in paler)
    return Paper(top=top, bottom=bottom)


def _kept_in_place(asset: Asset, photo: ProductPhoto, steps: tuple[DevelopStep, ...]) -> Recipe:
    """Return the recipe of the same frame with the product where it was; a very large photo is made smaller."""
    if asset.recipe is not None:
        old = asset.recipe
        if old.mode not in ("exact", "warped"):
            raise BadRequest(f"This picture is {old.mode}, not exact: name the product's photo instead.")
        inside = tuple(step for step in old.develop if isinstance(step, Inside))
        changed = {"tool": "change_background", "scene": None, "develop": (*steps, *inside), "parent": old.sha256}
        changed |= {"mode": "warped" if old.placement.rotation or inside else "exact"}
        return old.model_copy(update=changed | {"cutout_sha256": photo.cutout_sha256})
    height, width = photo.source.shape[:2]
    scale = round(min(1.0, LONGEST / max(width, height)), 6)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return _first(photo, size, Placement(scale=scale, x=0, y=0), steps)


def _first(photo: ProductPhoto, size: tuple[int, int], placement: Placement, steps: tuple[DevelopStep, ...]) -> Recipe:
    product = photo.product
    return Recipe(
        tool="change_background",
        source_sha256=product.id,
        cutout_sha256=photo.cutout_sha256,
        width=size[0],
        height=size[1],
        placement=placement,
        pose=pose_of(to_float(photo.cutout[..., 3]), product.category, product.view, None),
        develop=steps,
    )


def _before_photo(args: ChangeBackgroundArgs, asset: Asset, behind: Asset, context: Context) -> Result:
    """Lay the product before a person's own photo: the photo gives the frame, unless the picture has one already."""
    started = time.monotonic()
    if behind.sha256 == asset.sha256:
        raise BadRequest("The background is the same picture as the product's: name another photo for it.")
    shown = context.store.ledger.product(behind.sha256)
    if shown is not None:
        refuse_if_declined(shown)
    context.report(Progress("cut out", 0.0))
    photo = open_product(args.asset, context)
    context.report(Progress("cut out", 0.5, cutout_sketch(photo.cutout)))
    pixels = to_float(decoded(context.store.images.read(behind.sha256), behind.note or "the backdrop").pixels)
    read, own = read_backdrop(pixels), reading_of(photo)
    recipe = _recipe_before(asset, photo, behind, pixels)
    matched = _matched(recipe, behind, (own, read), pixels)
    recipe = recipe.model_copy(update={"develop": (*matched, *recipe.develop)})
    gap = cast_gap(np.array(own.white, np.float32), np.array(read.white, np.float32))
    made = lay(context, photo, recipe, asset.id, started, gap)
    return Result(_say_before(made, behind, pixels, gap), (made,), {"cast_gap": gap})


def _recipe_before(asset: Asset, photo: ProductPhoto, behind: Asset, pixels: Image) -> Recipe:
    if asset.recipe is not None:
        return _kept_in_place(asset, photo, ())
    alpha, product = to_float(photo.cutout[..., 3]), photo.product
    pose = pose_of(alpha, product.category, product.view, None)
    aspect = _ratio(pixels.shape[1], pixels.shape[0])
    size = frame_pixels(aspect, "2k" if pixels.shape[0] * pixels.shape[1] >= LARGE else "1k")
    try:
        framed = frame(alpha, product.category, pose, "front", size, product.size_mm)
        if framed.placement.scale > 1:
            size = frame_pixels(aspect, "1k")
            framed = frame(alpha, product.category, pose, "front", size, product.size_mm)
    except ValueError as error:
        raise ToolFailed("No product was found in the photo: mark it with the mask tool, or use another.") from error
    return _first(photo, size, framed.placement, ())


def _matched(
    recipe: Recipe, behind: Asset, readings: tuple[Reading, Reading], pixels: Image
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
        OwnShadow(strength=ON_PHOTO),
    )


def _say_before(made: Asset, behind: Asset, pixels: Image, gap: float) -> str:
    name = behind.note or "your photo"
    said = [f"The product before {name}, {made.width}×{made.height} px: laid in untouched, its contact shadow drawn."]
    said.append("The photo behind was softened and grained to match; say where the product should stand if not there.")
    if made.width > 1.5 * pixels.shape[1] or made.height > 1.5 * pixels.shape[0]:
        said.append(f"{name} is small for this frame and looks soft: a bigger one would be better.")
    if made.recipe is not None and made.recipe.placement.scale > 1:
        said.append(f"The product is shown {made.recipe.placement.scale:.2f} times its photographed size.")
    if gap > CAST_SEEN:
        said.append(f"The two photos' light differs in colour (ΔE {gap:.0f}); neither was changed.")
    return " ".join(said)


def _ratio(width: int, height: int) -> Aspect:
    """Return the ratio of ours that is nearest to width : height."""

    def far(aspect: str) -> float:
        size = PIXELS_1K[aspect]
        return abs(math.log(width / height * size[1] / size[0]))

    return cast(Aspect, min(PIXELS_1K, key=far))
