"""A refused product, known again by its picture as another file: resized, recompressed, cropped, mirrored.

Only the photos that were refused by words are remembered; a photo in which one is known again gets its refusal, which
holds at every door as any refusal does. Nothing is looked at while nothing is refused.
"""

from contextlib import suppress

from tools.context import Context
from tools.engines.cutout.result import CutOut
from tools.engines.decoded import Kept, decoded
from tools.engines.image import Mask, to_float
from tools.engines.recognition.agreement import ALIKE, ALIKE_CUT_OUT, agreement
from tools.engines.recognition.search import find
from tools.engines.recognition.traits import (
    VERSION,
    Traits,
    pack,
    pack_outline,
    traits_of,
    traits_of_cutout,
    unpack,
    unpack_outline,
)
from tools.errors import BadRequest, EngineUnavailable, ToolFailed
from tools.photo_file import PHOTO, glance
from tools.specs.asset import Asset
from tools.specs.product import Product, Refusal
from tools.store.store import Store

KNOWN_AGAIN = (
    "It was known again by its picture: product {first} was declined before. That can be lifted at the machine only, "
    "with `parure refusals lift {first}`, or for this photo alone with `parure refusals lift {this}`."
)
SHOWN = 16
"""Digits of an id that are said."""
LOOKS = 2
"""Refused products that are cut out for the sake of one other cut-out."""

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
    return _refused_as(
        product, _FOUND.get(key, lambda: _found(_seen(upload.sha256, context.store), asked, context)), context
    )


def known_by_cutout(product: Product, cutout: CutOut, context: Context) -> Product:
    """Return the product, refused if its new cut-out shows a refused one, whatever set it was put on."""
    asked = tuple(first for first in context.store.ledger.refused_first() if first not in product.unlike)
    if not asked or product.refusal is not None:
        return product
    seen = traits_of_cutout(cutout.foreground, cutout.alpha)
    first = _found_cut_out(seen, asked, context) if seen is not None else None
    return _refused_as(product, first, context) or product


def _refused_as(product: Product, first: str | None, context: Context) -> Product | None:
    """Return the product with the refusal of the one that it was known as, which is kept."""
    ledger = context.store.ledger
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


def _found(seen: Traits, firsts: tuple[str, ...], context: Context) -> str | None:
    """Return the first of the refused products that is seen."""
    for first in firsts:
        known = _known(first, context.store)
        lie = find(known, seen) if known is not None else None
        if known is None or lie is None:
            continue
        if agreement(known, seen, lie, _outline(first, known, context)) >= ALIKE:
            return first
    return None


def _seen(photo: str, store: Store) -> Traits:
    return _TRAITS.get(("seen", photo), lambda: _traits(photo, store))


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
    """Return where a refused product is in its photo; nothing, for all of it, when that is unknown."""
    kept = context.store.ledger.appearances.look(product) or _look_at(product, traits, context)
    outline = unpack_outline(kept[0]) if kept is not None else None
    return outline if outline is not None and (outline > 0.5).any() else None


def _found_cut_out(seen: Traits, firsts: tuple[str, ...], context: Context) -> str | None:
    """Return the first of the refused products whose cut-out looks like the one that is seen.

    Those that nobody has looked at are looked at on the way, a few each time: it takes a second for each.
    """
    left = LOOKS
    for first in firsts:
        kept, known = context.store.ledger.appearances.look(first), _known(first, context.store)
        if kept is None and known is not None and left:
            kept, left = _look_at(first, known, context), left - 1
        if kept is None or not kept[1]:
            continue
        cutout = unpack(kept[1])
        lie = find(cutout, seen)
        product = None if cutout.product is None else to_float(cutout.product)
        if lie is not None and agreement(cutout, seen, lie, product) >= ALIKE_CUT_OUT:
            return first
    return None


def _look_at(product: str, traits: Traits, context: Context) -> tuple[bytes, bytes] | None:
    """Return outline and cut-out of a refused product, which are kept; nothing when its photo or the cutter is gone."""
    store = context.store
    try:
        store.images.read(product)
        upload, known = store.ledger.find_asset(product, context.thread), store.ledger.product(product)
    except (BadRequest, ToolFailed):
        return None
    try:
        small, alpha = glance(upload, known.cutout_sha256 if known else None, context)
    except EngineUnavailable:
        return None
    cutout = traits_of_cutout(small, alpha)
    look = pack_outline(alpha, traits), b"" if cutout is None else pack(cutout)
    store.ledger.appearances.save_look(product, *look)
    return look
