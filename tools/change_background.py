"""The same product before something else: a colour, a gradient, a set, or the person's own photo."""

import time

from pydantic import Field

from tools.before_photo import before_photo
from tools.context import Context, Result
from tools.engines.image import to_float
from tools.engines.posing import pose_of
from tools.engines.progress import Progress
from tools.engines.sketches import cutout_sketch
from tools.laying import CAST_SEEN, kept_in_place, lay
from tools.painting import SETS, painter_for
from tools.person_on_set import person_on_set
from tools.photo_file import names_picture
from tools.product_photo import ProductPhoto, open_product
from tools.reference_shoot import ReferenceShootArgs, reference_shoot
from tools.shoot import scene_of
from tools.specs.asset import Asset
from tools.specs.base import Spec
from tools.specs.recipe import Recipe
from tools.specs.scene import SceneWish
from tools.specs.steps import DevelopStep, OwnShadow, Paper, Placement
from tools.specs.words import Engine, nearest_aspect
from tools.still import still_behind
from tools.tiles import white_gap
from tools.worn_cut import try_on_behind

LONGEST = 4096
"""Pixels of the longer side that a picture on plain ground has at most."""

ON_PAPER = 0.24
"""Strength of the own shadow on paper."""


class ChangeBackgroundArgs(Spec):
    """Which picture, and what is to be behind its product."""

    asset: str = Field(description="a product's photo (img1) or a made picture (a1); a try-on keeps its person")
    scene: SceneWish = Field(
        default_factory=SceneWish,
        description="one colour in palette for a plain ground, two for a gradient, a set, or place: img2 for a photo",
    )
    engine: Engine | None = Field(None, description="studio unless the person names another")
    prompt: str | None = Field(None, max_length=2000, description="words for a generative engine")


def change_background(args: ChangeBackgroundArgs, context: Context) -> Result:
    """Put the product of any picture before a colour, a gradient, a set or an own photo; its pixels stay untouched."""
    asset = still_behind(context.store.ledger.find_asset(args.asset, context.thread), context)
    if (worn := try_on_behind(asset, context)) is not None and args.engine in (None, "studio"):
        return _behind_person(args, worn, asset, context)
    place = args.scene.place or ""
    if args.engine not in (None, "studio"):
        painter_for(args.engine, SETS, context)
    elif names_picture(place):
        return before_photo(args.asset, asset, context.store.ledger.find_asset(place, context.thread), context)
    elif _is_paper(args.scene):
        return _on_paper(args, asset, context)
    wanted = ReferenceShootArgs(
        product=args.asset,
        scene=args.scene,
        aspect=nearest_aspect(asset.width, asset.height),
        engine=args.engine,
        prompt=args.prompt,
    )
    return reference_shoot(wanted, context)


def _behind_person(args: ChangeBackgroundArgs, worn: Asset, asset: Asset, context: Context) -> Result:
    """Set the person of a try-on before something else, product and all; a colour alone is paper behind them."""
    scene = args.scene
    if _is_paper(scene) and scene.backdrop is None:
        scene = scene.model_copy(update={"backdrop": "seamless", "backdrop_color": scene.palette[0]})
    own = (asset.width, asset.height) == (worn.width, worn.height)
    aspect = None if own else nearest_aspect(asset.width, asset.height)
    made, said = person_on_set(worn, scene, (aspect, "1k"), "change_background", context)
    return Result(said, (made,), {"try_on": worn.id, "scene": scene_of(made)})


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
    made = lay(context, photo, _kept(asset, photo, steps), asset.id, started, gap)
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


def _kept(asset: Asset, photo: ProductPhoto, steps: tuple[DevelopStep, ...]) -> Recipe:
    """Return the recipe of the same frame with the product where it was; a very large photo is made smaller."""
    if asset.recipe is not None:
        return kept_in_place(asset, photo, steps, "change_background")
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
