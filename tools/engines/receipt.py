"""The proof of a picture: measured on the saved file, opened again, never assumed (CONTRACT.md, The receipt)."""

import hashlib
from dataclasses import dataclass, replace

import numpy as np

from tools.engines.composite import PRESENT, Placed
from tools.engines.decode import Photo, decode
from tools.engines.decoded import Product, decoded, decoded_rgba, placed_once
from tools.engines.grade import grade_in, graded
from tools.engines.hollow import in_opening
from tools.engines.image import Bytes8
from tools.engines.worn.dressed import Scenery, product_on, prove_worn
from tools.errors import BadRequest
from tools.specs.asset import Receipt
from tools.specs.recipe import Recipe
from tools.specs.steps import Inside
from tools.specs.worn import WornProof


@dataclass(frozen=True)
class Evidence:
    """The files a receipt is about, as bytes: the saved picture, the uploaded photo, the cut-out (RGBA PNG).

    ``inside`` is the second photo and its cut-out, where the recipe has one; ``person`` the person's photo and the
    frame's masks, of a try-on.
    """

    saved: bytes
    source: bytes
    cutout: bytes
    inside: tuple[bytes, bytes] | None = None
    person: tuple[bytes, bytes] | None = None


def measure(evidence: Evidence, recipe: Recipe, seconds: float = 0.0, cast_gap: float | None = None) -> Receipt:
    """Return what the files show; every hash is taken from the bytes given, none from ``recipe``.

    ``max_diff`` is against the placed photo in every mode: in ``graded`` it says how far the grade moved it, in
    ``warped`` the placed photo is the one that was turned.
    Raises ``BadRequest`` when a file cannot be read or the three do not fit each other.
    """
    picture, placed = opened(evidence, recipe)
    present = int((placed.alpha > PRESENT).sum())
    core = int(placed.core.sum())
    return Receipt(
        mode=recipe.mode,
        engine=recipe.engine,
        core_pixels=core,
        core_share=core / present if present else 0.0,
        max_diff=_largest(picture, placed.source, placed),
        source_sha256=_sha256(evidence.source),
        cutout_sha256=_sha256(evidence.cutout),
        pixels_sha256=pixels_sha256(picture.pixels),
        output_sha256=_sha256(evidence.saved),
        placement=recipe.placement,
        seed=recipe.seed,
        seconds=seconds,
        cast_gap=cast_gap,
        worn=_of_person(picture, placed, evidence, recipe),
    )


def strays(evidence: Evidence, recipe: Recipe) -> int:
    """Return the largest difference, in 8-bit steps over the core, from what the recipe's mode promises.

    That is the placed photo in ``exact``, the placed photo through the one stated grade in ``graded``, and the turned
    photo in ``warped``, with the second one where it shows in an opening. Raises ``BadRequest`` as ``measure`` does.
    """
    picture, placed = opened(evidence, recipe)
    off = _largest(picture, graded(placed.source, grade_in(recipe)), placed)
    step = recipe.step(Inside)
    if step is None or evidence.inside is None:
        return off
    source, cutout = evidence.inside
    product = Product(
        decoded(source, "the second photo").pixels,
        decoded_rgba(cutout, "its cut-out"),
        _sha256(source),
        _sha256(cutout),
    )
    behind = in_opening(placed_once(product, step.placement, recipe.width, recipe.height), step)
    seen = replace(behind, core=behind.core & (placed.alpha == 0))
    return max(off, _largest(picture, seen.source, seen))


def pixels_sha256(pixels: Bytes8) -> str:
    """Return the SHA-256 over the decoded RGB bytes (H×W×3, row by row)."""
    return hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest()


def differences(old: Receipt, fresh: Receipt) -> tuple[str, ...]:
    """Return one sentence for each thing in which a fresh measurement departs from the receipt that was kept."""
    found = []
    if fresh.mode in ("exact", "warped") and fresh.max_diff > 0:
        found.append(f"The product differs from the photo by up to {fresh.max_diff} of 255 steps inside its core.")
    elif fresh.max_diff != old.max_diff:
        found.append(f"The product's largest difference is {fresh.max_diff} steps, the receipt says {old.max_diff}.")
    if fresh.worn is not None and fresh.worn.most_changed > 0:
        found.append(f"Outside the product's contact the person was changed by up to {fresh.worn.most_changed} of 255.")
    for field, sentence in _SENTENCES.items():
        if getattr(old, field) != getattr(fresh, field):
            found.append(sentence.format(old=getattr(old, field), fresh=getattr(fresh, field)))
    if abs(old.core_share - fresh.core_share) > 1e-6:
        found.append(f"The core's share is {fresh.core_share:.4f}, the receipt says {old.core_share:.4f}.")
    return tuple(found)


_SENTENCES = {
    "output_sha256": "The saved file is not the one that was measured.",
    "pixels_sha256": "The picture's pixels are not those that were measured.",
    "source_sha256": "The product's photo is not the one the picture was made from.",
    "cutout_sha256": "The cut-out is not the one the picture was made with.",
    "core_pixels": "The core has {fresh} pixels, the receipt says {old}.",
    "placement": "The placement is not the one in the receipt.",
    "mode": "The mode is {fresh}, the receipt says {old}.",
    "engine": "The engine is {fresh}, the receipt says {old}.",
    "worn": "The map, the scale or the contact zone of the try-on is not the one in the receipt.",
    "seed": "The seed is {fresh}, the receipt says {old}.",
}


def opened(evidence: Evidence, recipe: Recipe) -> tuple[Photo, Placed]:
    """Return (the saved picture as it was read, the product placed anew). Raises ``BadRequest`` as ``measure`` does."""
    source = decoded(evidence.source, "the product's photo").pixels
    cutout = decoded_rgba(evidence.cutout, "the cut-out")
    picture = decode(evidence.saved, "the saved picture")
    if source.shape[:2] != cutout.shape[:2]:
        raise BadRequest("The cut-out is not of the photo's size: cut the product out again.")
    height, width = picture.pixels.shape[:2]
    if (width, height) != (recipe.width, recipe.height):
        raise BadRequest(f"The saved picture is {width}×{height}, its recipe says {recipe.width}×{recipe.height}.")
    if recipe.worn is not None:
        return picture, product_on(recipe.worn, _scenery(evidence, source, cutout), (width, height))
    product = Product(source, cutout, _sha256(evidence.source), _sha256(evidence.cutout))
    return picture, placed_once(product, recipe.placement, width, height)


def _scenery(evidence: Evidence, source: Bytes8, cutout: Bytes8) -> Scenery:
    if evidence.person is None:
        raise BadRequest("The person's photo of this try-on is not here any more.")
    person, masks = (decoded(each, name).pixels for each, name in zip(evidence.person, _OF_PERSON, strict=True))
    return Scenery(source, cutout, person, masks)


_OF_PERSON = ("the person's photo", "the masks")


def _of_person(picture: Photo, placed: Placed, evidence: Evidence, recipe: Recipe) -> WornProof | None:
    """Return what a try-on left of the person: outside the contact zone every bit."""
    if recipe.worn is None or evidence.person is None:
        return None
    person = decoded(evidence.person[0], _OF_PERSON[0]).pixels
    return prove_worn(picture.pixels, person, placed.alpha, recipe.worn)


def _largest(picture: Photo, expected: Bytes8, placed: Placed) -> int:
    """Return the largest difference over the core in 8-bit steps."""
    core = placed.core
    difference = np.abs(picture.pixels[core].astype(np.int16) - expected[core].astype(np.int16))
    return int(difference.max(initial=0))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
