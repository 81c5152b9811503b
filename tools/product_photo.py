"""A product's photo, decoded and cut out: once per product, then from the store."""

import hashlib
from dataclasses import dataclass

from tools.context import Context
from tools.engines import reading
from tools.engines.cutout.result import CutOut, Packed, pack
from tools.engines.cutout.things import only
from tools.engines.cutout.version import CUTTER
from tools.engines.decoded import Kept, decoded_file, decoded_rgba_file, keep_decoded
from tools.engines.image import Bytes8, to_float
from tools.engines.reading import Reading
from tools.errors import BadRequest, Refused
from tools.known_again import known_by_cutout, recognised
from tools.photo_file import PHOTO, cut_photo, read_photo
from tools.specs.asset import Asset
from tools.specs.product import Product
from tools.specs.touch import TouchUp
from tools.store.images import Images

UNSURE = 0.25
"""Confidence under which a person is asked to look at the cut-out: of real photos told more, most cut-outs are good."""


@dataclass(frozen=True)
class ProductPhoto:
    """A product's photo and its cut-out, decoded when they are asked for.

    They are kept in the memory that all share (``tools/engines/decoded.py``), not in here: ten people who wait for a
    render would hold ten large photos meanwhile.
    """

    product: Product
    cutout_sha256: str
    images: Images
    name: str

    @property
    def source(self) -> Bytes8:
        """The photo, H×W×3, 8-bit sRGB."""
        sha256 = self.product.id
        return decoded_file(sha256, lambda: self.images.read(sha256), self.name).pixels

    @property
    def cutout(self) -> Bytes8:
        """Foreground colour and straight alpha, H×W×4, 8-bit sRGB."""
        sha256 = self.cutout_sha256
        return decoded_rgba_file(sha256, lambda: self.images.read(sha256), "the cut-out")


def open_product(ref: str, context: Context) -> ProductPhoto:
    """Return the product photo that ``ref`` names: an upload, or a made picture's photo.

    It is cut out the first time, and when an older cutter did it, and the cut-out kept with the product; one that its
    owner touched up comes in its place. Raises ``BadRequest`` when there is no such photo, ``Refused`` when policy
    declined the product, ``EngineUnavailable`` when the network's weights are missing. Of a person before a set, it is
    the person with what they wear, cut out of their try-on.
    """
    if (person := _person_on_set(ref, context)) is not None:
        return person
    upload = find_upload(ref, context)
    product = product_of(upload, context)
    refuse_if_declined(product)
    photo = read_photo(upload, context)
    if is_outdated(product):
        product = cut_anew(product, cut_photo(photo, context), context)
    if _holds_all(product):
        product = _with_piece(product, context)
    touched = touched_up(product, context)
    sha256 = touched.cutout_sha256 if touched else str(product.cutout_sha256)
    return ProductPhoto(product, sha256, context.store.images, upload.note or PHOTO)


def _person_on_set(ref: str, context: Context) -> ProductPhoto | None:
    """Return the person that ``ref`` shows before a set, cut out of the try-on it was made of; nothing for no such."""
    asset = context.store.ledger.find_asset(ref, context.thread)
    recipe = asset.recipe
    if recipe is None or recipe.scene is None or recipe.scene.stance is None:
        return None
    if (worn := context.store.ledger.by_output(recipe.source_sha256)) is not None and worn.recipe is not None:
        product = context.store.ledger.product(worn.recipe.source_sha256)
        if product is not None:
            refuse_if_declined(product)
    person = Product(id=recipe.source_sha256, cutout_sha256=recipe.cutout_sha256)
    return ProductPhoto(person, recipe.cutout_sha256, context.store.images, "the try-on")


def find_upload(ref: str, context: Context) -> Asset:
    """Return the uploaded photo behind ``ref``. Raises ``BadRequest`` when there is none."""
    ledger = context.store.ledger
    asset = ledger.find_asset(ref, context.thread)
    if asset.recipe is not None:
        asset = ledger.find_asset(asset.recipe.source_sha256, context.thread)
    if asset.tool != "upload":
        raise BadRequest(f"{ref} is not a product's photo: upload one, or name an upload such as img1.")
    return asset


def product_of(upload: Asset, context: Context) -> Product:
    """Return what is known of the product on ``upload``; what was never seen is kept from now on.

    A refused one is known again by its picture.
    """
    product = recognised(upload, context) or context.store.ledger.product(upload.sha256)
    if product is None:
        product = Product(id=upload.sha256, size_mm=None, refusal=None)
        context.store.ledger.save_product(product)
    return product


def refuse_if_declined(product: Product) -> None:
    """Raise ``Refused`` when policy declined the product."""
    if product.refusal is not None:
        raise Refused(product.refusal.rule, product.refusal.reason, product.refusal.advice)


def _holds_all(product: Product) -> bool:
    """Whether the cut-out still holds several things, one of which was chosen."""
    several = product.piece not in (None, "all") and (product.pieces or 2) > 1
    return several and product.whole_sha256 in (None, product.cutout_sha256)


def is_outdated(product: Product | None) -> bool:
    """Return whether the product must be cut out: it never was, or an older cutter did it."""
    return product is None or product.cutout_sha256 is None or product.cutter < CUTTER


def cut_anew(product: Product, cutout: CutOut, context: Context) -> Product:
    """Return the product with a new cut-out of all that its photo shows; what was touched up on the old one stays.

    Raises ``Refused`` when the cut-out shows a refused product.
    """
    refuse_if_declined(known_by_cutout(product, cutout, context))
    afresh = {"whole_sha256": None} | ({"pieces": None} if product.cutout_sha256 is not None else {})
    return keep_cutout(product.model_copy(update=afresh), cutout, context)


def touched_up(product: Product, context: Context) -> TouchUp | None:
    """Return what the owner touched up on the chosen piece of ``product``; else that piece of the touched-up whole."""
    touches = context.store.ledger.touches
    touched, whole = touches.find(context.owner, product), touches.find_whole(context.owner, product)
    if touched is not None or whole is None:
        return touched
    images = context.store.images
    rgba = decoded_rgba_file(whole.cutout_sha256, lambda: images.read(whole.cutout_sha256), "the cut-out")
    chosen = only(to_float(rgba[..., 3]), product.piece or "all")
    packed = pack(CutOut(chosen, to_float(rgba[..., :3]), 1.0))
    sha256 = images.put(packed.png, "png")
    keep_decoded(sha256, packed.rgba)
    taken_away = tuple(stroke for stroke in whole.strokes if stroke.aid is not None)
    piece = TouchUp(strokes=taken_away, base_sha256=sha256, cutout_sha256=sha256)
    touches.save(context.owner, product, piece)
    return piece


def _with_piece(product: Product, context: Context) -> Product:
    """Return the product whose cut-out holds only the piece that was chosen of several; all of it stays kept, too."""
    images = context.store.images
    whole_sha256 = product.whole_sha256 or product.cutout_sha256
    whole = decoded_rgba_file(str(whole_sha256), lambda: images.read(str(whole_sha256)), "the cut-out")
    alpha = to_float(whole[..., 3])
    chosen = only(alpha, product.piece or "all")
    trust = 1.0 if product.confidence is None else product.confidence
    cutout = CutOut(chosen, to_float(whole[..., :3]), trust, product.unsure)
    return keep_cutout(product.model_copy(update={"whole_sha256": whole_sha256}), cutout, context)


_READINGS: Kept[Reading] = Kept(64, lambda _: 1)
"""What was read off the last photos: a second for a large one."""


def reading_of(photo: ProductPhoto) -> Reading:
    """Return what ``photo`` says of how it was taken."""
    return _READINGS.get((photo.product.id, photo.cutout_sha256), lambda: _read(photo.source, photo.cutout))


def read_early(source_sha256: str, source: Bytes8, cutout: Packed) -> None:
    """Read a photo (H×W×3) whose cut-out nobody keeps yet."""
    sha256 = hashlib.sha256(cutout.png).hexdigest()
    _READINGS.get((source_sha256, sha256), lambda: _read(source, cutout.rgba))


def _read(source: Bytes8, cutout: Bytes8) -> Reading:
    return reading.read_photo(to_float(source), to_float(cutout[..., 3]))


def keep_cutout(product: Product, cutout: CutOut, context: Context) -> Product:
    """Store the cut-out as RGBA PNG and return the product that has it; colour is 0 where alpha is 0."""
    packed = pack(cutout)
    sha256 = context.store.images.put(packed.png, "png")
    keep_decoded(sha256, packed.rgba)
    judged = {"confidence": min(max(cutout.confidence, 0.0), 1.0), "unsure": cutout.unsure}
    kept = product.model_copy(update={"cutout_sha256": sha256, "cutter": CUTTER, **judged})
    context.store.ledger.save_product(kept)
    return kept
