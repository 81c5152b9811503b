"""What a product's own picture says of it, whatever a person calls it: hard, soft, or neither for sure."""

from tools.context import Context
from tools.engines.shape import measure_shape
from tools.engines.sight.kinds import opinion
from tools.photo_file import glance
from tools.product_photo import find_upload
from tools.specs.product import Looks, Product

SURE = 0.8
"""Share of the hard kinds, or of the soft ones, from which on the pixels are believed."""


def looked_at(product: Product, context: Context) -> Product:
    """Return the product with what its picture looks like: a quick look the first time, kept from then on.

    Raises ``BadRequest`` when its photo is not there, ``EngineUnavailable`` when the network's weights are missing.
    """
    if product.looks is not None:
        return product
    photo, alpha = glance(find_upload(product.id, context), product.cutout_sha256, context)
    hard = opinion(photo, alpha).hard if measure_shape(alpha) else 0.5
    seen = product.model_copy(update={"looks": looks_of(hard)})
    context.store.ledger.save_product(seen)
    return seen


def looks_of(hard: float) -> Looks:
    """Return what a probability of a hard accessory amounts to."""
    if hard >= SURE:
        return "hard"
    return "soft" if hard <= 1.0 - SURE else "unsure"
