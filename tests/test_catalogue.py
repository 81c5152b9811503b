"""White tiles as a marketplace reads them: literal white, filled to the rule, a shadow only where it may be."""

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from products import OUTLINES, cutout_of, pixels_of, upload
from pydantic import ValidationError
from scipy.ndimage import gaussian_filter

from tools.context import Context
from tools.edit import Changes, EditArgs, edit
from tools.engines.composite import place
from tools.engines.decoded import decoded_rgba
from tools.engines.lifted_shadow import tile_shadow
from tools.engines.tile import FILL, SHADOWS, shadow_of
from tools.errors import BadRequest, Refused
from tools.ghost_mannequin import GhostMannequinArgs, ghost_mannequin
from tools.prices import price
from tools.review import review
from tools.specs.asset import Asset
from tools.specs.markets import MARKETS
from tools.specs.product import Product, Refusal
from tools.specs.steps import OwnShadow
from tools.specs.words import Market
from tools.store.store import Store
from tools.white_studio import WhiteStudioArgs, white_studio

KINDS = {"bag": "bag", "watch": "watch", "eyewear": "eyewear", "ring": "ring", "hat": "hat", "necklace": "necklace"}
LINE_7 = 0.01
"""How far the fill may be off the rule (issue 4, line 7)."""


@pytest.fixture
def context(store: Store) -> Context:
    return Context(store, FakeCutter(), FakeStudio(), "t")


def ground_and_fill(asset: Asset, context: Context) -> tuple[int, float]:
    """Return (pixels beside product and shadow that are not literal white, the product's measured fill)."""
    recipe = asset.recipe
    assert recipe is not None
    images = context.store.images
    cutout = decoded_rgba(images.read(recipe.cutout_sha256))
    source = np.ascontiguousarray(decoded_rgba(images.read(recipe.source_sha256))[..., :3])
    placed = place(source, cutout, recipe.placement, recipe.width, recipe.height)
    shadow = tile_shadow(source, placed, shadow_of(recipe), recipe)
    outside = (placed.alpha == 0) & (shadow == 0)
    rows, columns = np.nonzero(placed.alpha > 127)
    fill = max((np.ptp(columns) + 1) / recipe.width, (np.ptp(rows) + 1) / recipe.height)
    return int((pixels_of(asset, context)[outside] != 255).any(-1).sum()), float(fill)


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(sorted(KINDS)),
    market=st.sampled_from([None, *MARKETS]),
    tone=st.sampled_from([12, 120, 250]),
    lean=st.sampled_from([0.0, 5.0]),
    warped=st.booleans(),
)
def test_line_7(
    kind: str, market: Market | None, tone: int, lean: float, warped: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = Store.open(tmp_path_factory.mktemp("home"))
    context = Context(store, FakeCutter(), FakeStudio(), "t")
    upload(context, cutout_of(kind, lean, tone=tone), f"{kind}.png", KINDS[kind])  # type: ignore[arg-type]
    args = WhiteStudioArgs(product="img1", market=market, mode="warped" if warped else None)
    asset = white_studio(args, context).assets[0]
    stray, fill = ground_and_fill(asset, context)
    rule = (MARKETS[market].fill if market else None) or FILL
    assert stray == 0
    assert rule - 0.004 <= fill <= rule + LINE_7  # whole pixels of a frame of 608 and more
    assert [found.check for found in review((("a1", asset),), store) if found.check in ("white", "fill")] == []
    store.close()


@pytest.mark.parametrize("market", ["amazon", "amazon_jewelry"])
def test_where_only_white_is_allowed_there_is_no_shadow(market: Market, context: Context) -> None:
    upload(context, cutout_of("ring"), "ring.png", "ring")
    result = white_studio(WhiteStudioArgs(product="img1", market=market, variants=3), context)
    assert len(result.assets) == 1
    assert "no shadow" in result.text
    assert "There is one" in result.text
    assert ground_and_fill(result.assets[0], context)[0] == 0
    recipe = result.assets[0].recipe
    assert recipe is not None
    assert recipe.step(OwnShadow) == OwnShadow(strength=0.0)
    assert price("white_studio", {"market": market, "variants": 3}) == 1
    assert price("white_studio", {"market": "etsy", "variants": 3}) == 3


def test_a_small_photo_gives_a_smaller_tile_or_a_sentence(context: Context) -> None:
    upload(context, cutout_of("bag", long=340), "small.png", "bag")
    shrunk = white_studio(WhiteStudioArgs(product="img1"), context)
    assert max(shrunk.assets[0].width, shrunk.assets[0].height) < 1024
    assert shrunk.data["fill"] == pytest.approx(FILL, abs=LINE_7)
    assert "smaller than usual" in shrunk.text
    asked = white_studio(WhiteStudioArgs(product="img1", size="1k"), context)
    assert asked.assets[0].width == 1024
    assert "too few pixels" in asked.text
    assert asked.assets[0].recipe is not None
    assert asked.assets[0].recipe.placement.scale == 1.5
    found = review((("a2", asked.assets[0]),), context.store)
    assert "fill" in [each.check for each in found]
    upload(context, cutout_of("bag", long=90), "tiny.png", "bag")
    assert white_studio(WhiteStudioArgs(product="img2", market="amazon"), context).assets[0].width == 1000


def test_the_shadow_is_an_edit_without_another_cut_out(context: Context) -> None:
    upload(context, cutout_of("bag"), "bag.png", "bag")
    first = white_studio(WhiteStudioArgs(product="img1"), context).assets[0]
    uncut = Context(context.store, NoCutter(), FakeStudio(), "t")
    gone = edit(EditArgs(asset="a1", changes=Changes(shadow=-1.0)), uncut)
    assert gone.text == "Changed: no shadow."
    deeper = edit(EditArgs(asset="a2", changes=Changes(shadow=1.0)), uncut).assets[0]
    assert gone.assets[0].parent == first.id
    for asset, strength in ((gone.assets[0], 0.0), (deeper, 0.35)):
        assert asset.recipe is not None
        assert asset.receipt is not None
        assert asset.receipt.max_diff == 0
        assert asset.recipe.step(OwnShadow) == OwnShadow(strength=strength)
    counts = [(pixels_of(each, context) < 250).all(-1).sum() for each in (gone.assets[0], first, deeper)]
    assert counts[0] + 1000 < counts[1] < counts[2]


class NoCutter:
    """Fails the test that cuts a second time."""

    def cut(self, image: object) -> None:
        raise AssertionError("cut out again")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (Changes(warmth=0.4), "There is no set here whose warmth could change"),
        (Changes(surface="marble", shadow=0.2), "whose surface could change"),
        (Changes(blur=0.3), "whose blur could change"),
        (Changes(), "Nothing would change"),
    ],
)
def test_what_a_tile_has_not_cannot_change(changes: Changes, words: str, context: Context) -> None:
    upload(context, cutout_of("bag"), "bag.png", "bag")
    white_studio(WhiteStudioArgs(product="img1"), context)
    with pytest.raises(BadRequest, match=words):
        edit(EditArgs(asset="a1", changes=changes), context)
    with pytest.raises(BadRequest, match="stays so"):
        edit(EditArgs(asset="a1", changes=Changes(shadow=0.2), mode="graded"), context)
    with pytest.raises(BadRequest, match="no set to change"):
        edit(EditArgs(asset="img1", changes=Changes(shadow=0.2)), context)


def test_a_shadow_of_the_photo_is_lifted_to_the_tile(store: Store) -> None:
    """A shadow to the right of the product alone, which no drawing from the mask would give."""
    rgba = cutout_of("bag")
    alpha = rgba[..., 3:].astype(np.float32) / 255
    rows, columns = np.nonzero(rgba[..., 3] > 127)
    base, right = int(rows.max()), int(columns.max())
    ground = np.full((*alpha.shape[:2], 1), 226, np.float32)
    ground[base - 70 : base + 10, right - 10 : right + 90] *= 0.6
    ground = gaussian_filter(ground, (4, 4, 0))
    photo = (rgba[..., :3] * alpha + ground * (1 - alpha)).astype(np.uint8)
    context = Context(store, FakeCutter(), FakeStudio(), "t")
    upload(context, rgba, "bag.png", "bag")
    recipe = white_studio(WhiteStudioArgs(product="img1"), context).assets[0].recipe
    assert recipe is not None
    placed = place(photo, rgba, recipe.placement, recipe.width, recipe.height)
    lifted = tile_shadow(photo, placed, SHADOWS[0], recipe)
    plain = tile_shadow(np.full_like(photo, 226), placed, SHADOWS[0], recipe)
    place_of = recipe.placement
    row, column = (round((at) * place_of.scale + by) for at, by in ((base - 30, place_of.y), (right + 30, place_of.x)))
    assert lifted[row, column] > 0.12
    assert plain[row, column] < 0.05
    assert float(lifted.max()) <= SHADOWS[0].strength + 1e-6
    for edge in (lifted[0], lifted[-1], lifted[:, 0], lifted[:, -1]):
        assert not edge.any()


def test_review_sees_ground_that_is_not_white(context: Context) -> None:
    from tools.engines.quality import off_white

    picture = np.ones((60, 60, 3), np.float32)
    outside = np.ones((60, 60), np.bool_)
    outside[20:40, 20:40] = False
    picture[20:40, 20:40] = 0.2
    picture[41:44, 20:40] = 0.8  # a shadow is no fault
    assert off_white(picture, outside) == 0
    picture[5, 5] = (1.0, 0.99, 0.9)
    picture[50, 30] = 0.4
    picture[0, 3] = 0.98
    assert off_white(picture, outside) == 3


def test_two_photos_make_a_hollow_thing(context: Context) -> None:
    upload(context, cutout_of("front", 4.0, tone=60), "front.png", "bag")
    upload(context, cutout_of("inside", -2.0, long=780, tone=200), "inside.png", "bag")
    result = ghost_mannequin(GhostMannequinArgs(product="img1", inside="img2"), context)
    asset = result.assets[0]
    assert asset.receipt is not None
    assert (asset.receipt.mode, asset.receipt.max_diff) == ("warped", 0)
    assert result.data["inside"]
    assert "joined from two photos" in result.text
    pixels = pixels_of(asset, context)
    opening = pixels[: asset.height // 2, asset.width // 2]
    assert (np.abs(opening.astype(int) - 200).max(-1) < 50).any()  # the inside's tone behind the front
    dark = (pixels < 235).any(-1)
    columns = np.nonzero(dark.any(0))[0]
    assert (np.ptp(columns) + 1) / asset.width == pytest.approx(FILL, abs=0.02)
    assert (columns.min() + columns.max()) / 2 == pytest.approx(asset.width / 2, abs=4)
    assert [found.check for found in review((("a1", asset),), context.store) if found.check == "white"] == []


def test_a_pixel_in_the_opening_is_proved_too(context: Context) -> None:
    from tools.engines.encode import encode_png
    from tools.engines.receipt import strays
    from tools.saving import evidence_of
    from tools.specs.steps import Inside

    upload(context, cutout_of("front", tone=60), "front.png", "bag")
    upload(context, cutout_of("inside", tone=200), "inside.png", "bag")
    asset = ghost_mannequin(GhostMannequinArgs(product="img1", inside="img2"), context).assets[0]
    assert asset.recipe is not None
    step = asset.recipe.step(Inside)
    assert step is not None
    pixels = pixels_of(asset, context).copy()
    middle = pixels[:, asset.width // 2].astype(int)
    row = int(np.nonzero(np.abs(middle - 200).max(-1) < 45)[0][20])
    assert strays(evidence_of(encode_png(pixels), asset.recipe, context.store.images), asset.recipe) == 0
    pixels[row, asset.width // 2, 0] ^= 8
    assert strays(evidence_of(encode_png(pixels), asset.recipe, context.store.images), asset.recipe) == 8


@pytest.mark.parametrize(
    ("kind", "category", "inside", "words"),
    [
        ("hat", "hat", None, "cannot be known from one photo"),
        ("watch", "watch", "inside", "has no inside to show"),
        ("bag", "bag", "bag", "nothing of the second photo would show"),
    ],
)
def test_without_an_inside_it_is_a_plain_tile_and_says_so(
    kind: str, category: str, inside: str | None, words: str, context: Context
) -> None:
    upload(context, cutout_of(kind), "front.png", category)  # type: ignore[arg-type]
    if inside:
        upload(context, cutout_of(inside, long=600, tone=90), "second.png")
    result = ghost_mannequin(GhostMannequinArgs(product="img1", inside="img2" if inside else None), context)
    assert words in result.text
    assert "plain tile" in result.text
    assert not result.data["inside"]
    stray, _ = ground_and_fill(result.assets[0], context)
    assert stray == 0


def test_a_second_photo_with_few_pixels_makes_the_tile_smaller(context: Context) -> None:
    upload(context, cutout_of("front", long=900), "front.png", "bag")
    upload(context, cutout_of("inside", long=450), "inside.png", "bag")
    shrunk = ghost_mannequin(GhostMannequinArgs(product="img1", inside="img2"), context)
    assert shrunk.data["inside"]
    assert shrunk.assets[0].width < 1024
    asked = ghost_mannequin(GhostMannequinArgs(product="img1", inside="img2", size="2k"), context)
    assert not asked.data["inside"]
    assert "would be enlarged" in asked.text


def test_bad_pairs_end_in_a_sentence(context: Context) -> None:
    upload(context, cutout_of("front"), "front.png", "bag")
    with pytest.raises(BadRequest, match="same photo as the front"):
        ghost_mannequin(GhostMannequinArgs(product="img1", inside="img1"), context)
    with pytest.raises(BadRequest, match="img7"):
        ghost_mannequin(GhostMannequinArgs(product="img1", inside="img7"), context)
    name = upload(context, cutout_of("inside"), "inside.png")
    asset = context.store.ledger.find_asset(name, "t")
    refusal = Refusal(rule="counterfeit", reason="It is a copy.", advice="Show the original.")
    context.store.ledger.save_product(Product(id=asset.sha256, refusal=refusal))
    with pytest.raises(Refused, match="copy"):
        ghost_mannequin(GhostMannequinArgs(product="img1", inside=name), context)
    with pytest.raises(ValidationError):
        GhostMannequinArgs(product="img1", size="8k")  # type: ignore[arg-type]


def test_there_is_an_outline_for_each_kind() -> None:
    assert set(KINDS) <= set(OUTLINES)
