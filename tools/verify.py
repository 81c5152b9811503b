"""The receipt of a saved picture, measured again from the files that are kept."""

import hashlib
from dataclasses import dataclass

from tools.clip_proof import clip_receipt, measured_clip, painted_origin
from tools.engines.clip.proof import MOST
from tools.engines.receipt import differences, measure, strays
from tools.errors import BadRequest
from tools.saving import evidence_of
from tools.specs.asset import Asset, Receipt
from tools.specs.recipe import Recipe
from tools.store.store import Store


@dataclass(frozen=True)
class Proof:
    """``differences`` is empty when all is as the receipt says."""

    asset: Asset
    kept: Receipt
    fresh: Receipt
    differences: tuple[str, ...]


def verify(saved: bytes, name: str, store: Store) -> Proof:
    """Measure the picture in ``saved`` against its stored photo and cut-out.

    Raises ``BadRequest`` when the file is none that was saved here (one changed pixel makes it so), or has no
    receipt, and ``ToolFailed`` when a stored file is damaged.
    """
    asset = store.ledger.by_output(hashlib.sha256(saved).hexdigest())
    if asset is None:
        raise BadRequest(
            f"{name} is not a picture that was saved here, or it was changed since: nothing vouches for it."
        )
    if asset.recipe is None or asset.receipt is None:
        raise BadRequest(f"{name} is known here, but it has no receipt: only made pictures can be verified.")
    recipe, kept = asset.recipe, asset.receipt
    if asset.moves:
        proved = measured_clip(saved, asset, recipe, store)
        origin = painted_origin(recipe, store.images)
        again = clip_receipt(recipe, proved, hashlib.sha256(saved).hexdigest(), kept.seconds, kept.cast_gap, origin)
        checks = {
            "The product in it is not the photo.": proved.proof.mean_difference > MOST,
            "It measures otherwise than it did.": again != kept,
        }
        return Proof(asset, kept, again, tuple(sentence for sentence, off in checks.items() if off))
    evidence = evidence_of(saved, recipe, store.images)
    fresh = measure(evidence, recipe, kept.seconds, kept.cast_gap)
    found = differences(kept, fresh)
    if recipe.mode == "warped" and (off := strays(evidence, recipe)) > fresh.max_diff:
        found += (f"What shows in the opening is up to {off} of 255 steps off the second photo.",)
    if recipe.mode == "graded" and (off := strays(evidence, recipe)):
        found += (f"The product is up to {off} of 255 steps off the one exposure and white balance it was given.",)
    found += _of_the_try_on(recipe, store)
    return Proof(asset, kept, fresh, found)


def _of_the_try_on(recipe: Recipe, store: Store) -> tuple[str, ...]:
    """Return what is wrong with the try-on that a picture of a person was made of: its product and its skin."""
    source = store.ledger.by_output(recipe.source_sha256)
    if source is None or source.recipe is None or source.recipe.worn is None:
        return ()
    proof = verify(store.images.read(source.sha256), "the try-on", store)
    return tuple(f"Of the try-on it was made of: {sentence}" for sentence in proof.differences)
