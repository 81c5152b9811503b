"""The try-on as a tool: what is placed, what is refused and why, and what its receipt proves."""

import math
from dataclasses import replace

import numpy as np
import painted_hand as painted
import pytest

from tools.context import Context
from tools.engines.decode import decode
from tools.engines.encode import encode_png
from tools.engines.image import Bytes8
from tools.engines.worn.scale_bar import bar_box
from tools.errors import BadRequest
from tools.specs.asset import Asset
from tools.specs.product import Product
from tools.specs.words import Category, hardness_of
from tools.specs.worn import Wrap
from tools.try_on import TryOnArgs, try_on
from tools.verify import verify

PRODUCTS = {"watch": painted.watch, "bracelet": painted.bracelet, "ring": painted.ring}


def keep(context: Context, pixels: Bytes8, name: str, kind: Category | None = None) -> Asset:
    sha256 = context.store.images.put(encode_png(pixels), "png")
    height, width = pixels.shape[:2]
    asset = Asset(id=sha256[:16], sha256=sha256, suffix="png", width=width, height=height, tool="upload", note=name)
    context.store.ledger.save_asset(asset, context.thread)
    if kind is not None:
        context.store.ledger.save_product(Product(id=sha256, category=kind, hardness=hardness_of(kind)))
    return asset


def sitting(
    context: Context, kind: Category = "watch", person: Bytes8 | None = None, mirrored: bool = False
) -> Context:
    """Return a talk with a product, img1, and a person who agreed, img2."""
    keep(context, PRODUCTS[kind](), f"{kind}.png", kind)
    upload = keep(context, painted.photo(mirrored=mirrored) if person is None else person, "person.png")
    context.store.ledger.give_consent(upload.id)
    return replace(context, onlooker=painted.SeesHand(painted.hand(mirrored)))


def put_on(context: Context, **args: object) -> tuple[Asset, str]:
    result = try_on(TryOnArgs.model_validate({"product": "img1", "person": "img2", **args}), context)
    return result.assets[0], result.text


@pytest.mark.parametrize("kind", ["watch", "bracelet", "ring"])
def test_it_is_put_on_and_proved(context: Context, kind: Category) -> None:
    context = sitting(context, kind)
    asset, said = put_on(context)
    receipt = asset.receipt
    assert receipt is not None
    assert receipt.worn is not None
    assert (receipt.mode, receipt.max_diff, receipt.worn.most_changed) == ("warped", 0, 0)
    assert receipt.core_pixels > 30
    assert "±" in said
    saved = context.store.images.read(asset.sha256)
    assert verify(saved, "it", context.store).differences == ()
    picture, person = decode(saved, "it").pixels, painted.photo()
    x, y, width, height = receipt.worn.zone
    outside = np.ones(picture.shape[:2], bool)
    outside[y : y + height, x : x + width] = False
    np.testing.assert_array_equal(picture[outside], person[outside])
    assert (picture[~outside] != person[~outside]).any()


def test_a_mask_of_origins_that_went_with_a_photo_is_kept_again(context: Context) -> None:
    context = sitting(context)
    before = put_on(context)[0].receipt
    assert before is not None
    assert before.origin is not None
    assert context.store.images.remove(before.origin.mask_sha256)
    again = put_on(context)[0].receipt
    assert again is not None
    assert again.origin == before.origin
    assert context.store.images.path(before.origin.mask_sha256).is_file()


def test_one_changed_pixel_is_vouched_for_by_nobody(context: Context) -> None:
    context = sitting(context)
    asset, _ = put_on(context)
    picture = decode(context.store.images.read(asset.sha256), "it").pixels.copy()
    picture[5, 5, 0] ^= 1
    with pytest.raises(BadRequest, match="nothing vouches"):
        verify(encode_png(picture), "it", context.store)


def test_a_watch_is_as_large_as_it_is_and_the_scale_holds_the_truth(context: Context) -> None:
    context = sitting(context)
    asset, _ = put_on(context, size_mm=40)
    assert asset.recipe is not None
    worn = asset.recipe.worn
    assert worn is not None
    assert abs(math.log(worn.scale.px_per_mm / painted.PX)) < worn.scale.plus_minus < 0.16
    assert worn.size_plus_minus == 0
    wrap = worn.warps[0]
    assert isinstance(wrap, Wrap)
    case_px = 211 / wrap.scale  # the case is 211 pixels of the product's photo wide
    assert case_px == pytest.approx(40 * worn.scale.px_per_mm, rel=0.05)
    assert wrap.radius * 2 == pytest.approx(painted.ARM_MM * painted.PX, rel=0.06)


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_dial_is_never_mirrored(context: Context, mirrored: bool) -> None:
    """12 lies towards the little finger, and 3 a quarter clockwise from it, on either hand."""
    context = sitting(context, mirrored=mirrored)
    asset, _ = put_on(context)
    picture = decode(context.store.images.read(asset.sha256), "it").pixels.astype(int)
    red = (picture[..., 0] > 150) & (picture[..., 1] < 70) & (picture[..., 2] < 70)
    y, x = np.nonzero(red)
    assert asset.recipe is not None
    assert asset.recipe.worn is not None
    wrap = asset.recipe.worn.warps[0]
    assert isinstance(wrap, Wrap)
    twelve = math.radians(wrap.turn)
    three = np.array([-math.sin(twelve), math.cos(twelve)])
    assert math.cos(twelve) * (-1 if mirrored else 1) > 0.9
    towards = np.array([x.mean() - wrap.x, y.mean() - wrap.y])
    assert float(towards @ three) / np.linalg.norm(towards) > 0.95


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (painted.photo(sleeve=True), "sleeve|no clear outline|width could not"),
        (painted.photo(worn=True), "worn"),
    ],
)
def test_a_covered_wrist_is_refused(context: Context, person: Bytes8, words: str) -> None:
    context = sitting(context, person=person)
    with pytest.raises(BadRequest, match=words) as refused:
        put_on(context)
    assert "Photograph the bare wrist" in str(refused.value)
    assert [name for name, _ in context.store.ledger.assets(context.thread)] == ["img1", "img2"]


def test_the_palm_shows_no_dial(context: Context) -> None:
    context = replace(sitting(context), onlooker=painted.SeesHand(replace(painted.hand(), right=0.0)))
    with pytest.raises(BadRequest, match="palm"):
        put_on(context)


def test_nobody_in_the_photo(context: Context) -> None:
    context = replace(sitting(context), onlooker=painted.SeesHand())
    with pytest.raises(BadRequest, match="No hand was found"):
        put_on(context)


def test_a_word_is_needed_for_a_person(context: Context) -> None:
    keep(context, painted.watch(), "watch.png", "watch")
    keep(context, painted.photo(), "person.png")
    with pytest.raises(BadRequest, match="--consent"):
        put_on(context)


def test_a_wrong_view_of_the_product_is_refused(context: Context) -> None:
    keep(context, painted.bracelet(), "watch.png", "watch")
    upload = keep(context, painted.photo(), "person.png")
    context.store.ledger.give_consent(upload.id)
    with pytest.raises(BadRequest, match="straight above"):
        put_on(replace(context, onlooker=painted.SeesHand(painted.hand())))


@pytest.mark.parametrize("kind", ["scarf", "hat", "shoes"])
def test_what_drapes_is_refused_with_another_way(context: Context, kind: Category) -> None:
    keep(context, painted.watch(), "it.png", kind)
    upload = keep(context, painted.photo(), "person.png")
    context.store.ledger.give_consent(upload.id)
    with pytest.raises(BadRequest, match="Photograph it worn"):
        put_on(context)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ({"person": None}, "photo of the person"),
        ({"mode": "exact"}, "warped"),
        ({"ring_size": "54 thumbs"}, "EU 54"),
        ({"handles": [[2.0, 0.5]]}, "shares of the photo"),
        ({"placement": "feet"}, "wrist"),
    ],
)
def test_a_wrong_call_is_corrected(context: Context, args: dict[str, object], words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        put_on(sitting(context), **args)


def test_a_given_wrist_makes_it_surer_and_a_ratio_cuts_round_it(context: Context) -> None:
    context = sitting(context)
    usual, _ = put_on(context)
    given, _ = put_on(context, wrist_mm=152, aspect="1:1")
    assert usual.recipe is not None
    assert given.recipe is not None
    assert usual.recipe.worn is not None
    assert given.recipe.worn is not None
    assert given.recipe.worn.scale.plus_minus < usual.recipe.worn.scale.plus_minus
    assert given.width == given.height == painted.WIDTH
    assert given.recipe.worn.top > 0
    assert verify(context.store.images.read(given.sha256), "it", context.store).differences == ()


def test_a_scale_bar_is_as_long_as_it_says_and_verified(context: Context) -> None:
    context = sitting(context)
    asset, _ = put_on(context, scale_bar=True)
    assert asset.recipe is not None
    worn = asset.recipe.worn
    assert worn is not None
    assert worn.bar_mm is not None
    saved = context.store.images.read(asset.sha256)
    assert verify(saved, "it", context.store).differences == ()
    x, y, width, height = bar_box(worn.bar_mm, worn.scale.px_per_mm, (asset.width, asset.height))
    corner = decode(saved, "it").pixels[y : y + height, x : x + width].max(-1)
    longest = max(int((row < 60).sum()) for row in corner)
    assert longest == pytest.approx(worn.bar_mm * worn.scale.px_per_mm, abs=2)
