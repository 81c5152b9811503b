"""The receipt of a clip: from its file, and measured again."""

from tools.engines.clip.proof import Expected, Proved, prove
from tools.engines.decoded import Product, decoded, decoded_rgba
from tools.errors import BadRequest
from tools.filmed import filmed, moving
from tools.plain_clip import plain_film
from tools.specs.asset import Asset, Receipt
from tools.specs.recipe import Recipe
from tools.store.store import Store


def clip_receipt(recipe: Recipe, proved: Proved, output: str, seconds: float, cast_gap: float | None) -> Receipt:
    """Return the receipt of a clip whose file has the SHA-256 ``output``."""
    return Receipt(
        mode=recipe.mode, engine=recipe.engine, core_pixels=proved.core_pixels, core_share=proved.core_share,
        max_diff=proved.max_diff, source_sha256=recipe.source_sha256, cutout_sha256=recipe.cutout_sha256,
        pixels_sha256=proved.pixels_sha256, output_sha256=output, placement=recipe.placement, seed=recipe.seed,
        seconds=seconds, cast_gap=cast_gap, clip=proved.proof,
    )  # fmt: skip


def measured_clip(saved: bytes, asset: Asset, recipe: Recipe, store: Store) -> Proved:
    """Return what the file ``saved`` shows of the clip ``asset``. Raises ``BadRequest`` when its photo is not there."""
    return prove(saved, _product(asset, recipe, store))


def _product(asset: Asset, recipe: Recipe, store: Store) -> Expected:
    images = store.images
    if recipe.scene is not None:
        photo = decoded(images.read(recipe.source_sha256), "the product's photo").pixels
        cutout = decoded_rgba(images.read(recipe.cutout_sha256), "the cut-out")
        return moving(filmed(Product(photo, cutout, recipe.source_sha256, recipe.cutout_sha256), recipe))
    still = None if asset.parent is None else store.ledger.by_id(asset.parent)
    if still is None:
        raise BadRequest("The picture that this clip was made of is not here any more.")
    return plain_film(images, still, recipe).product
