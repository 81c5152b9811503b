"""A refused product, known again by its picture as another file: resized, recompressed, cropped, mirrored.

Only the photos that were refused by words are remembered; a photo in which one is known again gets its refusal, which
holds at every door as any refusal does. Nothing is looked at while nothing is refused.
"""

from contextlib import suppress

from tools.context import Context
from tools.engines.decoded import Kept, decoded
from tools.engines.image import Mask
from tools.engines.recognition.agreement import ALIKE, agreement
from tools.engines.recognition.search import find
from tools.engines.recognition.traits import VERSION, Traits, pack, pack_outline, traits_of, unpack, unpack_outline
from tools.errors import BadRequest, EngineUnavailable, ToolFailed
from tools.photo_file import PHOTO, glance
from tools.specs.asset import Asset
from tools.specs.product import Product, Refusal
from tools.store.store import Store

KNOWN_AGAIN = (
    "It was known again by its picture: it is product {first}, which was declined before. At the machine "
    "`parure refusals lift {first}` lifts that, and `parure refusals lift {this}` for this photo alone."
)
SHOWN = 16
"""Digits of an id that are said."""

_TRAITS: Kept[Traits] = Kept(60_000_000, lambda traits: traits.nbytes)
_FOUND: Kept[str | None] = Kept(1000, lambda _: 1)
"""Which refused product a photo shows, by home, photo and those that it was compared with."""


def recognised(upload: Asset, context: Context) -> Product | None:
    """Return the product on ``upload`` if it is a refused one, known by its file or by its picture; that is kept.

    Raises ``ToolFailed`` when somebody cancels the look that this may take.
    """
    ledger = context.store.ledger
    firsts = ledger.refused_first()
    if not firsts:
        return None
    product = ledger.product(upload.sha256) or Product(id=upload.sha256, size_mm=None, refusal=None)
    if product.refusal is not None:
        return product
    asked = tuple(first for first in firsts if first not in product.unlike)
    key = (context.store.home, upload.sha256, asked)
    first = _FOUND.get(key, lambda: _found(upload.sha256, asked, context))
    if first is None or (known := ledger.product(first)) is None or known.refusal is None:
        return None
    again = product.model_copy(update={"refusal": _said(known.refusal, first, product.id), "known_as": first})
    ledger.save_product(again)
    return again


def remember(product: str, store: Store) -> None:
    """Keep what a refused product looks like, so that it is known without its file."""
    if not store.ledger.appearances.has(product, VERSION):
        with suppress(BadRequest, ToolFailed):  # its file is gone: it is known by its hash alone
            store.ledger.appearances.save(product, VERSION, pack(_traits(product, store)))


def _said(refusal: Refusal, first: str, this: str) -> Refusal:
    told = KNOWN_AGAIN.format(first=first[:SHOWN], this=this[:SHOWN])
    return refusal.model_copy(update={"advice": f"{refusal.advice} {told}"})


def _found(photo: str, firsts: tuple[str, ...], context: Context) -> str | None:
    """Return the first of the refused products that the photo with this id shows."""
    seen = _TRAITS.get(("seen", photo), lambda: _traits(photo, context.store))
    for first in firsts:
        known = _known(first, context.store)
        lie = find(known, seen) if known is not None else None
        if known is None or lie is None:
            continue
        if agreement(known, seen, lie, _outline(first, known, context)) >= ALIKE:
            return first
    return None


def _traits(photo: str, store: Store) -> Traits:
    read = decoded(store.images.read(photo), PHOTO)
    return traits_of(read.pixels, read.alpha)


def _known(product: str, store: Store) -> Traits | None:
    """Return the kept traits of a refused product, made now if need be; nothing when its photo is gone."""
    remember(product, store)
    appearances = store.ledger.appearances
    if not appearances.has(product, VERSION):
        return None
    return _TRAITS.get(("known", product), lambda: unpack(appearances.traits(product)))


def _outline(product: str, traits: Traits, context: Context) -> Mask | None:
    """Return where a refused product is in its photo, looked at once; nothing, for all of it, when that is unknown."""
    appearances = context.store.ledger.appearances
    kept = appearances.outline(product)
    if kept is None:
        alpha = _looked_at(product, context)
        if alpha is None:
            return None
        kept = pack_outline(alpha, traits)
        appearances.save_outline(product, kept)
    outline = unpack_outline(kept)
    return outline if (outline > 0.5).any() else None


def _looked_at(product: str, context: Context) -> Mask | None:
    """Return the alpha of a refused product; nothing when its photo is gone or nothing cuts it out."""
    ledger = context.store.ledger
    try:
        context.store.images.read(product)
        upload, known = ledger.find_asset(product, context.thread), ledger.product(product)
    except (BadRequest, ToolFailed):
        return None
    with suppress(EngineUnavailable):
        return glance(upload, known.cutout_sha256 if known else None, context)[1]
    return None
