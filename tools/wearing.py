"""From a person's photo and a cut-out product to a kept try-on."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tools.context import Context
from tools.engines.composite import PRESENT, place_channels, placed_size
from tools.engines.decoded import decoded_file
from tools.engines.encode import encode_png
from tools.engines.image import Bytes8
from tools.engines.person.seen import Onlooker, Person
from tools.engines.worn.dressed import Scenery, dressed, product_on, zone_of
from tools.engines.worn.from_points import lay_bag, lay_necklace, necklace_on
from tools.engines.worn.laid import Laid, Wish, moved
from tools.engines.worn.on_clothes import lay_belt, lay_brooch, lay_hat, lay_in_hair
from tools.engines.worn.on_face import earrings_on, lay_earrings, lay_spectacles, spectacles_on
from tools.engines.worn.on_finger import lay_ring, ring_on
from tools.engines.worn.on_wrist import bracelet_on, lay_bracelet, lay_watch, watch_on
from tools.engines.worn.scale_bar import bar_length
from tools.errors import BadRequest
from tools.product_photo import ProductPhoto
from tools.saving import save_picture
from tools.specs.asset import Asset
from tools.specs.recipe import Recipe
from tools.specs.steps import Placement
from tools.specs.words import SIZE_FACTOR, Category, Size
from tools.specs.worn import Flat, PaintedPerson, Worn

MEGAPIXEL = 1_048_576
LARGER = 2.0
"""A person's photo is not enlarged by more, and not at all unless a size is asked for."""

LEAST_SHOWN = 60
"""Pixels of a product that are seen at least; less is no try-on."""

Lay = Callable[[Bytes8, Person, Bytes8, Wish], Laid]
BY_KIND: dict[Category, Lay] = {
    "watch": lay_watch,
    "bracelet": lay_bracelet,
    "ring": lay_ring,
    "eyewear": lay_spectacles,
    "earring": lay_earrings,
    "necklace": lay_necklace,
    "bag": lay_bag,
    "brooch": lay_brooch,
    "hair_accessory": lay_in_hair,
    "belt": lay_belt,
    "hat": lay_hat,
}

VIEWS: dict[Category, Callable[[Bytes8], object]] = {
    "watch": watch_on,
    "bracelet": bracelet_on,
    "ring": ring_on,
    "eyewear": spectacles_on,
    "earring": earrings_on,
    "necklace": necklace_on,
}
"""What reads the view of a product off its cut-out (H×W), or raises ``BadRequest`` with how to photograph it."""

POINTS: dict[Category, tuple[int, int]] = {
    "earring": (1, 2), "necklace": (2, 2), "bag": (1, 1), "brooch": (1, 1), "hair_accessory": (1, 2), "belt": (2, 2),
    "hat": (2, 2),
}  # fmt: skip
"""How few and how many points a kind hangs from; the others find their place themselves."""


@dataclass(frozen=True)
class Sitting:
    """A product on a person whose photo was resized by ``scale`` to ``shape`` (height, width); ``bar``: drawn.

    ``painted`` tells of a person who is none: a model painted them.
    """

    photo: ProductPhoto
    person_sha256: str
    laid: Laid
    scale: float
    shape: tuple[int, int]
    bar: bool = False
    painted: PaintedPerson | None = None


def frame_of(person: Bytes8, size: Size, enlarge: bool) -> tuple[Bytes8, float]:
    """Return the person's photo (H×W×3) at about the pixels of ``size``, and by how much it was resized."""
    height, width = person.shape[:2]
    factor = math.sqrt(MEGAPIXEL * SIZE_FACTOR[size] ** 2 / (height * width))
    scale = round(min(factor, LARGER if enlarge else 1.0), 6)
    wide, high = placed_size(width, height, scale)
    return place_channels(person, Placement(scale=scale, x=0, y=0), wide, high), scale


def lay_on_person(category: Category, frame: Bytes8, alpha: Bytes8, wish: Wish, onlooker: Onlooker) -> Laid:
    """Return how the product of ``alpha`` lies on the person of ``frame``, as ``onlooker`` sees them.

    Raises ``BadRequest`` with what to photograph instead, ``EngineUnavailable`` when a network is missing.
    """
    lay = BY_KIND.get(category)
    if lay is None:
        raise BadRequest(f"Putting a {category} on a photo is not in this version.")
    return lay(frame, onlooker.look(frame), alpha, wish)


def dress(context: Context, sitting: Sitting, ratio: tuple[int, int] | None, started: float) -> Asset:
    """Make the try-on and keep it; ``ratio`` cuts the frame round the product. Raises as ``save_picture`` does."""
    laid, images = sitting.laid, context.store.images
    scenery = Scenery(
        sitting.photo.source,
        sitting.photo.cutout,
        decoded_file(sitting.person_sha256, lambda: images.read(sitting.person_sha256), "the person's photo").pixels,
        laid.masks,
    )
    seen = _shown(sitting, scenery)
    left, top, width, height = _window(seen, sitting, ratio)
    masks = laid.masks[top : top + height, left : left + width]
    masks_sha256 = images.put(encode_png(masks), "png")
    worn = Worn(
        person_sha256=sitting.person_sha256, person_scale=sitting.scale, left=left, top=top, part=laid.part,
        warps=tuple(moved(warp, left, top) for warp in laid.warps), masks_sha256=masks_sha256, shadow=laid.shadow,
        softness=laid.softness, scale=laid.scale, size_mm=laid.size_mm, size_plus_minus=laid.size_plus_minus,
        bar_mm=bar_length(laid.scale.px_per_mm, width) if sitting.bar else None, painted=sitting.painted,
    )  # fmt: skip
    kept = decoded_file(masks_sha256, lambda: images.read(masks_sha256), "the masks").pixels
    picture = dressed(worn, Scenery(scenery.source, scenery.cutout, scenery.person, kept), (width, height))
    recipe = Recipe(
        tool="try_on", source_sha256=sitting.photo.product.id, cutout_sha256=sitting.photo.cutout_sha256, mode="warped",
        width=width, height=height, placement=_about(worn), kind=sitting.photo.product.category, worn=worn,
        **_engine_of(sitting.painted),
    )  # fmt: skip
    return save_picture(context, picture, recipe, None, started, None)


def _engine_of(painted: PaintedPerson | None) -> dict[str, Any]:
    return {} if painted is None else {"engine": painted.engine, "seed": painted.seed}


def _about(worn: Worn) -> Placement:
    """Return roughly where the photo lies; the map itself is in ``Recipe.worn``."""
    warp = worn.warps[0]
    if isinstance(warp, Flat):
        a, b, _, d, e, _, _, _, depth = warp.matrix
        scale = math.sqrt(abs(a * e - b * d)) / max(abs(depth), 1e-9)
        return Placement(scale=min(8.0, max(1e-4, 1 / max(scale, 1e-6))), x=0, y=0)
    at = warp.at if warp.op == "wrap" else warp.middle
    scale = min(8.0, 1 / warp.scale)
    return Placement(scale=scale, x=round(warp.x - at[0] * scale), y=round(warp.y - at[1] * scale))


def _shown(sitting: Sitting, scenery: Scenery) -> Bytes8:
    """Return the product's alpha on the whole photo. Raises ``BadRequest`` where next to nothing of it would show."""
    laid, (height, width) = sitting.laid, sitting.shape
    worn = Worn(
        person_sha256=sitting.person_sha256, person_scale=sitting.scale, part=laid.part, warps=laid.warps,
        masks_sha256="", shadow=laid.shadow, softness=laid.softness, scale=laid.scale, size_mm=laid.size_mm,
    )  # fmt: skip
    alpha = product_on(worn, scenery, (width, height)).alpha
    if int((alpha > PRESENT).sum()) < LEAST_SHOWN:
        raise BadRequest(
            "Nothing of the product would show there: it lies behind the body or beyond the picture. Set the points "
            "elsewhere, or take another photo of the person."
        )
    return alpha


def _window(alpha: Bytes8, sitting: Sitting, ratio: tuple[int, int] | None) -> tuple[int, int, int, int]:
    """Return (left, top, width, height) of the frame: all of it, or the largest part of ``ratio`` round the product."""
    height, width = sitting.shape
    if ratio is None:
        return 0, 0, width, height
    zone = zone_of(alpha, sitting.laid.shadow)
    rows, columns = zone.any(1).nonzero()[0], zone.any(0).nonzero()[0]
    factor = min(width / ratio[0], height / ratio[1])
    wide, high = max(1, min(width, round(ratio[0] * factor))), max(1, min(height, round(ratio[1] * factor)))
    x, y = (columns[0] + columns[-1]) / 2, (rows[0] + rows[-1]) / 2
    left, top = (
        int(min(max(0, at - side / 2), limit - side)) for at, side, limit in ((x, wide, width), (y, high, height))
    )
    return left, top, wide, high
