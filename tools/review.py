"""A measured look at new pictures: is the product exact, and what else is off. Silent when all is well."""

from collections.abc import Callable
from dataclasses import dataclass

from tools.engines.image import Image, Mask
from tools.errors import BadRequest, ToolFailed
from tools.product_photo import UNSURE
from tools.shoot import DISAGREE
from tools.specs.asset import Asset, Receipt
from tools.specs.finding import CUTOUT, Finding
from tools.specs.recipe import Recipe
from tools.specs.steps import Inside, OwnBackdrop, Paper
from tools.store.store import Store

RIM = 0.15
"""Share of the product's edge that may keep the old backdrop's brightness; on good pictures it is under 0.09."""
HOVERS = -0.05
"""The set is darker than this where a thing touches it; on good pictures -0.2 or less, over a gap of 3 % about 0."""
SET_BURNT, SET_CRUSHED = 0.03, 0.30
"""Shares of the set without a tone left; a dark set may be black in its corners."""
PRODUCT_BURNT, PRODUCT_CRUSHED = 0.06, 0.20
"""The same of the product, whose tones are the photo's: glints and black leather stay under it."""
SMALL = 0.25
"""Share of the frame's width or height, whichever is larger, under which a product is lost."""
SMALL_ON_TILE = 0.79
"""The same on a white tile: one per cent under the least that a market asks for."""
CUT = 0.01
"""Share of the frame's border that the product may run over, as a chain or a strap does."""
ENLARGED = 1.45
"""From this scale on, a photo has no pixels left for a bigger product (``framing.LARGEST_SCALE``)."""
MIRRORS = frozenset({"glass", "mirror", "water", "acrylic"})
"""On these the product's own reflection begins under its base, and no contact can be read."""


@dataclass(frozen=True)
class _Look:
    """One picture (H×W×3 sRGB) with its product's ``alpha`` and ``core`` in the frame, and how it was made."""

    name: str
    picture: Image
    alpha: Mask
    core: Mask
    recipe: Recipe
    receipt: Receipt

    def finding(self, check: str, measured: tuple[float, float], text: str, fix: str | None = None) -> Finding:
        """Return a finding; ``measured`` is (value, limit)."""
        value, limit = measured
        return Finding(asset=self.name, check=check, value=round(value, 4), limit=limit, text=text, fix=fix)


def _cutout(name: str, asset: Asset, store: Store) -> Finding | None:
    """Say that a cut-out is unsure, while nobody touched it up. An edit does not say it again."""
    product = None if asset.recipe is None else store.ledger.product(asset.recipe.source_sha256)
    if product is None or asset.recipe is None or product.confidence is None or product.confidence >= UNSURE:
        return None
    if product.cutout_sha256 != asset.recipe.cutout_sha256 or asset.recipe.parent is not None:
        return None
    spots = len(product.unsure)
    where = f" {spots} spot{' is' if spots == 1 else 's are'} marked;" if spots else ""
    text = f"I am not sure of the cut-out:{where} look at its edge, and touch it up where I was wrong."
    return Finding(asset=name, check=CUTOUT, value=round(product.confidence, 4), limit=UNSURE, text=text, fix=None)


def review(made: tuple[tuple[str, Asset], ...], store: Store) -> tuple[Finding, ...]:
    """Return what is off in the pictures ``made`` (short name, asset); nothing when all is well.

    A picture that was not composed here, or whose files are gone, has nothing to be measured against.
    """
    found: list[Finding] = []
    for name, asset in made:
        unsure = _cutout(name, asset, store)
        found += [unsure] if unsure is not None else []
        look = _looked(name, asset, store)
        if look is not None:
            found.extend(finding for check in _CHECKS if (finding := check(look)) is not None)
    return tuple(found)


def _looked(name: str, asset: Asset, store: Store) -> _Look | None:
    """Return the picture with its product placed anew, from what was decoded and placed when it was made.

    A clip was measured frame by frame, and of what a model painted nobody knows where it is.
    """
    from tools.engines.image import to_float
    from tools.engines.receipt import Evidence, opened

    recipe, receipt, images = asset.recipe, asset.receipt, store.images
    if recipe is None or receipt is None or asset.moves or recipe.mode == "generated":
        return None
    try:
        photo, cutout = images.read(recipe.source_sha256), images.read(recipe.cutout_sha256)
        picture, placed = opened(Evidence(images.read(asset.sha256), photo, cutout), recipe)
    except (BadRequest, ToolFailed):
        return None
    return _Look(name, to_float(picture.pixels), to_float(placed.alpha), placed.core.astype("float32"), recipe, receipt)


def _exactness(look: _Look) -> Finding | None:
    if look.recipe.mode not in ("exact", "warped") or look.receipt.max_diff == 0:
        return None
    text = f"The product's pixels differ from the photo's by up to {look.receipt.max_diff} of 255 steps."
    return look.finding("exactness", (look.receipt.max_diff, 0.0), text, "undo")


def _halo(look: _Look) -> Finding | None:
    from tools.engines.quality import halo

    light, dark = halo(look.picture, look.alpha)
    if max(light, dark) <= RIM:
        return None
    side = "light" if light >= dark else "dark"
    text = (
        f"A {side} rim of the photo's backdrop is left on {max(light, dark):.0%} of the product's edge; "
        "a photo on a plain backdrop of another brightness would cut cleaner."
    )
    return look.finding("halo", (max(light, dark), RIM), text)


def _contact(look: _Look) -> Finding | None:
    from tools.engines.quality import contact_gap
    from tools.engines.studio.display import RAISED

    scene = look.recipe.scene
    if scene is None or look.recipe.pose != "standing" or scene.camera == "flat_lay" or scene.surface in MIRRORS:
        return None
    if scene.display in RAISED:
        return None  # it touches elsewhere than under itself
    gap = contact_gap(look.picture, look.alpha)
    if gap <= HOVERS:
        return None
    text = "The product seems to hover: the set is not darker where it should touch."
    return look.finding("contact", (gap, HOVERS), text, "deeper shadow")


def _clipping_of_set(look: _Look) -> Finding | None:
    from tools.engines.quality import clipping

    if look.recipe.scene is None:
        return None  # a tile is white by rule
    found = clipping(look.picture, look.alpha <= 0)
    if found.burnt > SET_BURNT:
        text = f"{found.burnt:.0%} of the set is burnt out to plain white."
        return look.finding("set_burnt", (found.burnt, SET_BURNT), text, "darker")
    if found.crushed > SET_CRUSHED:
        text = f"{found.crushed:.0%} of the set is plain black."
        return look.finding("set_crushed", (found.crushed, SET_CRUSHED), text, "brighter")
    return None


def _clipping_of_product(look: _Look) -> Finding | None:
    from tools.engines.quality import clipping

    found = clipping(look.picture, look.core > 0)
    if found.burnt > PRODUCT_BURNT:
        text = f"{found.burnt:.0%} of the product is burnt out in the photo itself; a darker exposure would keep it."
        return look.finding("product_burnt", (found.burnt, PRODUCT_BURNT), text)
    if found.crushed > PRODUCT_CRUSHED:
        text = f"{found.crushed:.0%} of the product is black in the photo itself; a brighter exposure would show it."
        return look.finding("product_crushed", (found.crushed, PRODUCT_CRUSHED), text)
    return None


def _white(look: _Look) -> Finding | None:
    """A tile's ground is literal white, or the neutral grey of the shadow, and white along the frame."""
    from tools.engines.quality import off_white

    if not _is_tile(look.recipe):
        return None
    outside = look.alpha <= 0
    if (inside := look.recipe.step(Inside)) is not None:
        x, y, width, height = inside.opening
        outside[max(0, y) : y + height, max(0, x) : x + width] = False
    found = off_white(look.picture, outside)
    if not found:
        return None
    text = f"{found} pixels round the product are neither pure white nor its grey shadow."
    return look.finding("white", (found, 0.0), text)


def _is_tile(recipe: Recipe) -> bool:
    return recipe.on_ground and recipe.step(Paper) is None and recipe.step(OwnBackdrop) is None


def _fill(look: _Look) -> Finding | None:
    from tools.engines.quality import fill
    from tools.engines.showing import SMALLER

    if look.recipe.tool == "detail":
        return None  # a detail is a part by its nature
    found = fill(look.alpha)
    small = SMALL_ON_TILE if _is_tile(look.recipe) else SMALL
    if found.cut > CUT and (look.recipe.scene is None or look.recipe.scene.camera != "macro"):
        return look.finding("cut_off", (found.cut, CUT), "The frame cuts the product off.", "smaller")
    scene = look.recipe.scene
    if found.share >= small or (scene is not None and (scene.caption or scene.display in SMALLER or scene.holder)):
        return None  # room was asked for, or is what carries it
    if look.recipe.placement.scale >= ENLARGED:
        text = f"The product fills only {found.share:.0%} of the frame: the photo is too small for more."
        return look.finding("fill", (found.share, small), text)
    text = f"The product fills only {found.share:.0%} of the frame."
    return look.finding("fill", (found.share, small), text, "bigger")


def _cast(look: _Look) -> Finding | None:
    gap = look.receipt.cast_gap
    if gap is None or gap <= DISAGREE or look.recipe.mode == "graded":
        return None
    text = f"Product and light disagree in colour (ΔE {gap:.0f})."
    return look.finding("cast", (gap, DISAGREE), text, "grade the product too")


def _level(look: _Look) -> Finding | None:
    from tools.engines.grade import SEEN, seen_darker_by

    stops = seen_darker_by(look.recipe)
    if not stops or look.recipe.mode == "graded" or look.recipe.parent is None:
        return None
    than = "darker" if stops < 0 else "brighter"
    text = f"The set's light is {abs(stops):.1f} stops {than} than the light of the product's photo."
    return look.finding("level", (abs(stops), SEEN), text, "grade the product too")


_CHECKS: tuple[Callable[[_Look], Finding | None], ...] = (
    _exactness,
    _halo,
    _contact,
    _clipping_of_set,
    _clipping_of_product,
    _white,
    _fill,
    _cast,
    _level,
)
