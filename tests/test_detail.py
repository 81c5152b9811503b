"""A detail is a crop at the photo's own pixels: the sharpest telling part, or the one that was named."""

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio
from products import pixels_of, upload
from pydantic import ValidationError

from tools.context import Context
from tools.detail import DetailArgs, detail
from tools.engines.image import Bytes8
from tools.errors import BadRequest, ToolFailed
from tools.review import review
from tools.store.store import Store
from tools.verify import verify

HEIGHT, WIDTH = 700, 1000
LOGO = (620, 300)
"""Where the painted product has its only fine detail, (x, y)."""


def plain(fine: bool = True) -> Bytes8:
    """A dull brown box with a small fine pattern on it."""
    rgba = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    rgba[100:600, 100:900] = (120, 80, 50, 255)
    y, x = np.mgrid[:60, :90]
    pattern = np.where((x // 4 + y // 4) % 2, 240, 20).astype(np.uint8)
    if fine:
        rgba[LOGO[1] : LOGO[1] + 60, LOGO[0] : LOGO[0] + 90, :3] = pattern[..., None]
    return rgba


@pytest.fixture
def context(store: Store) -> Context:
    opened = Context(store, FakeCutter(), FakeStudio(), "t")
    upload(opened, plain(), "box.png", "bag")
    return opened


def region_of(args: DetailArgs, context: Context) -> tuple[int, int, int, int]:
    x, y, width, height = detail(args, context).data["region"]
    return x, y, width, height


def test_the_telling_part_is_found_and_stands_in_the_middle(context: Context) -> None:
    result = detail(DetailArgs(product="img1"), context)
    x, y, width, height = result.data["region"]
    assert abs(x + width / 2 - (LOGO[0] + 45)) < 60
    assert abs(y + height / 2 - (LOGO[1] + 30)) < 60
    asset = result.assets[0]
    assert (asset.width, asset.height) == (width, height)
    assert max(width, height) <= 0.5 * 800 + 1
    np.testing.assert_array_equal(pixels_of(asset, context), plain()[y : y + height, x : x + width, :3])
    assert asset.receipt is not None
    assert (asset.receipt.mode, asset.receipt.max_diff, asset.receipt.placement.scale) == ("exact", 0, 1.0)
    assert verify(context.store.images.read(asset.sha256), "detail.png", context.store).differences == ()
    assert "1:1" in result.text
    assert [each.check for each in review((("a1", asset),), context.store) if each.check in ("fill", "cut_off")] == []


@pytest.mark.parametrize(
    ("region", "side"), [("left", (0, 300)), ("right", (450, 1000)), ("logo", (400, 800)), ("the logo", (400, 800))]
)
def test_a_named_part_is_looked_for(region: str, side: tuple[int, int], context: Context) -> None:
    args = DetailArgs.model_validate({"product": "img1", "region": region})
    x, _, width, _ = region_of(args, context)
    assert side[0] <= x + width / 2 <= side[1]


def test_a_box_is_shown_whole_in_the_ratio_that_was_asked(context: Context) -> None:
    x, y, width, height = region_of(DetailArgs(product="img1", region=(600, 280, 130, 100), aspect="4:5"), context)
    assert x <= 600
    assert y <= 280
    assert x + width >= 730
    assert y + height >= 380
    assert width / height == pytest.approx(4 / 5, rel=0.03)
    wide = region_of(DetailArgs(product="img1", region=(0, 0, 1000, 700), aspect="21:9"), context)
    assert wide[2] <= WIDTH
    assert wide[3] <= HEIGHT


def test_few_pixels_are_said(context: Context) -> None:
    upload(context, plain()[250:420, 560:780], "tiny.png", "bag")
    with_few = detail(DetailArgs(product="img1"), context)
    assert "That is few" in with_few.text


@pytest.mark.parametrize(
    ("region", "words"), [((1200, 10, 40, 40), "outside of the photo"), ((10, 10, 0, 40), "outside of the photo")]
)
def test_a_box_beside_the_photo_is_refused(region: tuple[int, int, int, int], words: str, context: Context) -> None:
    with pytest.raises(BadRequest, match=words):
        detail(DetailArgs(product="img1", region=region), context)


def test_what_is_no_part_and_no_product_is_said(context: Context) -> None:
    with pytest.raises(ValidationError, match="stone"):
        DetailArgs.model_validate({"product": "img1", "region": "the soul of it"})
    assert DetailArgs.model_validate({"product": "img1", "region": "the belt's buckle"}).region == "clasp"
    empty = np.zeros((80, 80, 4), np.uint8)
    empty[..., :3] = 200
    upload(context, empty, "empty.png")
    with pytest.raises(ToolFailed, match="No product was found"):
        detail(DetailArgs(product="img2"), context)


def test_a_plain_thing_gets_a_detail_too(context: Context) -> None:
    name = upload(context, plain(fine=False), "plain.png", "bag")
    x, y, width, height = region_of(DetailArgs(product=name), context)
    assert (plain(fine=False)[y : y + height, x : x + width, 3] > 0).mean() > 0.5
