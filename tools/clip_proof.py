"""The receipt of a clip: from its file, and measured again."""

from dataclasses import asdict

import numpy as np

from tools.engines.clip.frames import Part
from tools.engines.clip.proof import Expected, Proved, prove
from tools.engines.decoded import Product, decoded, decoded_rgba
from tools.engines.encode import encode_png
from tools.engines.generative.origin import origin, shares
from tools.engines.image import Image
from tools.errors import BadRequest
from tools.filmed import filmed, moving
from tools.plain_clip import plain_film
from tools.specs.asset import Asset, Origin, Receipt
from tools.specs.recipe import Recipe
from tools.store.images import Images
from tools.store.store import Store


def clip_receipt(
    recipe: Recipe, proved: Proved, output: str, seconds: float, cast_gap: float | None, origin: Origin | None = None
) -> Receipt:
    """Return the receipt of a clip whose file has the SHA-256 ``output``."""
    return Receipt(
        mode=recipe.mode, engine=recipe.engine, core_pixels=proved.core_pixels, core_share=proved.core_share,
        max_diff=proved.max_diff, source_sha256=recipe.source_sha256, cutout_sha256=recipe.cutout_sha256,
        pixels_sha256=proved.pixels_sha256, output_sha256=output, placement=recipe.placement, seed=recipe.seed,
        seconds=seconds, cast_gap=cast_gap, clip=proved.proof, origin=origin,
    )  # fmt: skip


def measured_clip(saved: bytes, asset: Asset, recipe: Recipe, store: Store) -> Proved:
    """Return what the file ``saved`` shows of the clip ``asset``. Raises ``BadRequest`` when its photo is not there."""
    return prove(saved, _product(asset, recipe, store))


def painted_origin(recipe: Recipe, images: Images) -> Origin | None:
    """Return that a model made every pixel of a clip in the mode ``generated``, its mask kept; nothing of others."""
    if recipe.mode != "generated":
        return None
    nowhere = np.zeros((recipe.height, recipe.width), np.uint8)
    mask = origin(nowhere, nowhere.astype(np.float32))
    return Origin(mask_sha256=images.put(encode_png(mask), "png"), **asdict(shares(mask)))


def nothing_photographed(_: int) -> tuple[Image, Part]:
    """Return, for any frame, that no pixel of it is the photo's: what ``prove`` expects of a clip that was painted."""
    return np.zeros((1, 1, 4), np.float32), (slice(0, 1), slice(0, 1))


def _product(asset: Asset, recipe: Recipe, store: Store) -> Expected:
    images = store.images
    if recipe.mode == "generated":
        return nothing_photographed
    if recipe.scene is not None:
        photo = decoded(images.read(recipe.source_sha256), "the product's photo").pixels
        cutout = decoded_rgba(images.read(recipe.cutout_sha256), "the cut-out")
        return moving(filmed(Product(photo, cutout, recipe.source_sha256, recipe.cutout_sha256), recipe))
    still = None if asset.parent is None else store.ledger.by_id(asset.parent)
    if still is None:
        raise BadRequest("The picture that this clip was made of is not here any more.")
    return plain_film(images, still, recipe).product
