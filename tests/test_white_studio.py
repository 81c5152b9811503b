"""White tile and see-through cut-out as tools: from an upload to kept assets and what is said."""

import numpy as np
import pytest
from fakes import FakeStudio
from scipy.ndimage import gaussian_filter

from tools.context import Context
from tools.engines.cutout.result import CutOut
from tools.engines.decode import decode
from tools.engines.encode import encode_png
from tools.engines.image import Bytes8, Image, as_float, to_bytes
from tools.errors import BadRequest, EngineUnavailable, Refused, ToolFailed
from tools.remove_background import RemoveBackgroundArgs, remove_background
from tools.specs.asset import Asset
from tools.specs.product import Product, Refusal
from tools.store.store import Store
from tools.white_studio import WhiteStudioArgs, white_studio

HEIGHT, WIDTH = 900, 1200


def true_alpha() -> Image:
    solid = np.zeros((HEIGHT, WIDTH), np.float32)
    solid[225:675, 270:960] = 1
    solid[360:500, 450:780] = 0
    return np.asarray(gaussian_filter(solid, 0.7), np.float32)


class KnownCutter:
    """Cuts what the test painted, with the true matte."""

    def cut(self, image: Image | Bytes8) -> CutOut:
        image = as_float(image)
        foreground = np.full((HEIGHT, WIDTH, 3), (0.6, 0.1, 0.1), np.float32)
        return CutOut(alpha=true_alpha(), foreground=foreground, confidence=1.0)


class EmptyCutter:
    """Finds nothing."""

    def cut(self, image: Image | Bytes8) -> CutOut:
        image = as_float(image)
        return CutOut(alpha=np.zeros((HEIGHT, WIDTH), np.float32), foreground=image, confidence=0.0)


@pytest.fixture
def context(store: Store) -> Context:
    """A talk with one uploaded photo, img1: a red frame on a light wall."""
    alpha = true_alpha()[..., None]
    photo = encode_png(to_bytes(np.array([0.6, 0.1, 0.1], np.float32) * alpha + np.float32(0.85) * (1 - alpha)))
    sha256 = store.images.put(photo, "png")
    upload = Asset(
        id=sha256[:16], sha256=sha256, suffix="png", width=WIDTH, height=HEIGHT, tool="upload", note="red.png"
    )
    assert store.ledger.save_asset(upload, "talk") == "img1"
    return Context(store, KnownCutter(), FakeStudio(), "talk")


def pixels_of(asset: Asset, context: Context) -> Bytes8:
    return decode(context.store.images.read(asset.sha256)).rgba


def test_four_tiles_of_one_photo(context: Context) -> None:
    result = white_studio(WhiteStudioArgs(product="img1", variants=4), context)
    assert len({asset.sha256 for asset in result.assets}) == 4
    for number, asset in enumerate(result.assets):
        assert (asset.width, asset.height, asset.tool) == (1024, 1024, "white_studio")
        assert asset.receipt is not None
        assert asset.receipt.max_diff == 0
        assert asset.receipt.core_share > 0.85
        assert asset.receipt.seed == number
        pixels = pixels_of(asset, context)
        assert (pixels[[0, -1]] == 255).all()
        assert (pixels[512, 512, :3] == 255).all()  # the frame's hole is open
    assert "85%" in result.text
    assert "enlarged 1." not in white_studio(WhiteStudioArgs(product="img1", aspect="9:16"), context).text


def test_the_same_call_gives_the_same_picture(context: Context) -> None:
    first = white_studio(WhiteStudioArgs(product="img1"), context).assets[0]
    second = white_studio(WhiteStudioArgs(product="img1"), context).assets[0]
    assert first.sha256 == second.sha256


def test_a_market_sets_ratio_and_rules(context: Context) -> None:
    story = white_studio(WhiteStudioArgs(product="img1", market="instagram_story"), context)
    assert story.assets[0].width < story.assets[0].height
    amazon = white_studio(WhiteStudioArgs(product="img1", market="amazon"), context)
    assert amazon.data["fill"] >= 0.85
    large = white_studio(WhiteStudioArgs(product="img1", market="amazon", size="2k"), context)
    assert "too few pixels" in large.text
    assert "Amazon asks for 85%" in large.text
    assert large.assets[0].recipe is not None
    assert large.assets[0].recipe.placement.scale == 1.5


@pytest.mark.parametrize(
    ("args", "error", "words"),
    [
        ({"engine": "diffusion"}, EngineUnavailable, "leave the engine out"),
        ({"mode": "generated"}, BadRequest, "leave the mode out"),
        ({"product": "img7"}, BadRequest, "img7"),
    ],
)
def test_what_cannot_be_done_is_said(
    context: Context, args: dict[str, str], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        white_studio(WhiteStudioArgs.model_validate({"product": "img1", **args}), context)
    assert [name for name, _ in context.store.ledger.assets("talk")] == ["img1"]


def test_unused_words_are_not_dropped_silently(context: Context) -> None:
    result = white_studio(WhiteStudioArgs(product="img1", prompt="with a kitten"), context)
    assert "not used" in result.text


def test_no_product_in_the_photo(context: Context) -> None:
    empty = Context(context.store, EmptyCutter(), FakeStudio(), "talk")
    with pytest.raises(ToolFailed, match="No product was found"):
        white_studio(WhiteStudioArgs(product="img1"), empty)


def test_a_stop_is_heard(context: Context) -> None:
    stopped = Context(context.store, KnownCutter(), FakeStudio(), "talk", cancelled=lambda: True)
    with pytest.raises(ToolFailed, match="stopped"):
        white_studio(WhiteStudioArgs(product="img1"), stopped)


def test_a_refused_product_gets_no_tile(context: Context) -> None:
    upload = context.store.ledger.find_asset("img1", "talk")
    refusal = Refusal(rule="counterfeit", reason="It is a copy.", advice="Show the original.")
    context.store.ledger.save_product(Product(id=upload.sha256, refusal=refusal))
    with pytest.raises(Refused, match="copy"):
        white_studio(WhiteStudioArgs(product="img1"), context)
    with pytest.raises(Refused, match="copy"):
        remove_background(RemoveBackgroundArgs(asset="img1"), context)


def test_a_cut_out_is_the_photo_with_its_alpha(context: Context) -> None:
    asset = remove_background(RemoveBackgroundArgs(asset="img1"), context).assets[0]
    assert asset.receipt is not None
    assert asset.recipe is not None
    assert (asset.width, asset.height, asset.tool) == (WIDTH, HEIGHT, "remove_background")
    assert (asset.receipt.mode, asset.receipt.max_diff) == ("exact", 0)
    placement = asset.recipe.placement
    assert (placement.scale, placement.x, placement.y) == (1.0, 0, 0)
    pixels = pixels_of(asset, context)
    np.testing.assert_array_equal(pixels[..., 3], to_bytes(true_alpha()))
    assert (pixels[pixels[..., 3] == 0] == 0).all()
    edge = (pixels[..., 3] > 0) & (pixels[..., 3] < 255)
    assert int(np.abs(pixels[edge][:, :3].astype(int) - (153, 26, 26)).max()) <= 1  # no wall in the edge


def test_the_set_of_a_made_picture_is_taken_away(context: Context) -> None:
    tile = white_studio(WhiteStudioArgs(product="img1"), context).assets[0]
    asset = remove_background(RemoveBackgroundArgs(asset="a1"), context).assets[0]
    assert (asset.width, asset.height, asset.parent) == (1024, 1024, tile.id)
    assert asset.receipt is not None
    assert asset.receipt.max_diff == 0
    pixels, before = pixels_of(asset, context), pixels_of(tile, context)
    opaque = pixels[..., 3] == 255
    np.testing.assert_array_equal(pixels[opaque], before[opaque])
    assert pixels[2, 2, 3] == 0
