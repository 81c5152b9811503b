"""Product photos in the store, the mask tool and the classifier, with a cutter that takes the dark part."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from tools.classify import ClassifyArgs, classify
from tools.context import Context
from tools.engines.cutout.result import CutOut
from tools.engines.encode import encode_png
from tools.engines.image import Bytes8, Image, as_float
from tools.engines.progress import Cancelled, Report
from tools.errors import BadRequest, Refused
from tools.mask import MaskArgs, mask
from tools.product_photo import open_product
from tools.specs.asset import Asset
from tools.specs.product import Product, Refusal
from tools.specs.recipe import Recipe
from tools.store.store import Store


@dataclass
class DarkCutter:
    """Takes what is darker than grey for the product, and counts how often it was asked."""

    calls: list[tuple[int, ...]] = field(default_factory=list)

    def cut(self, image: Image | Bytes8) -> CutOut:
        image = as_float(image)
        self.calls.append(image.shape)
        alpha = (image.mean(axis=-1) < 0.5).astype(np.float32)
        return CutOut(alpha=alpha, foreground=image, confidence=0.9, unsure=((1, 2, 3, 4),), advice=("Go closer.",))


class NoStudio:
    def render(self, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> Image:
        raise AssertionError("no set is made here")

    def close(self) -> None:
        pass


@pytest.fixture
def context(tmp_path: Path):  # type: ignore[no-untyped-def]
    store = Store.open(tmp_path)
    yield Context(store=store, cutter=DarkCutter(), studio=NoStudio(), thread="t")
    store.close()


def picture() -> Bytes8:
    pixels = np.full((80, 100, 3), 240, np.uint8)
    pixels[20:60, 30:70] = (40, 60, 80)
    return pixels


def upload(context: Context, pixels: Bytes8, note: str = "IMG_1.png") -> Asset:
    sha256 = context.store.images.put(encode_png(pixels), "png")
    height, width = pixels.shape[:2]
    asset = Asset(
        id=sha256[:16], sha256=sha256, suffix="png", width=width, height=height, tool="upload", parent=None, note=note
    )
    context.store.ledger.save_asset(asset, context.thread)
    return asset


def calls(context: Context) -> list[tuple[int, ...]]:
    assert isinstance(context.cutter, DarkCutter)
    return context.cutter.calls


def test_a_product_is_cut_once_and_kept(context: Context) -> None:
    asset = upload(context, picture())
    first, second = open_product("img1", context), open_product(asset.sha256, context)
    assert len(calls(context)) == 1
    assert first.cutout_sha256 == second.cutout_sha256
    assert np.array_equal(first.source, picture())
    assert np.array_equal(first.cutout[..., 3] == 255, picture().mean(axis=-1) < 128)
    assert np.all(first.cutout[first.cutout[..., 3] == 0] == 0)
    kept = context.store.ledger.product(asset.sha256)
    assert kept is not None
    assert kept.cutout_sha256 == first.cutout_sha256


def test_a_photo_with_its_own_alpha_is_not_cut(context: Context) -> None:
    alpha = np.zeros((80, 100), np.uint8)
    alpha[10:50, 10:50] = 255
    upload(context, np.dstack([picture(), alpha]))
    assert np.array_equal(open_product("img1", context).cutout[..., 3], alpha)
    assert calls(context) == []


def test_a_refused_product_is_not_opened(context: Context) -> None:
    asset = upload(context, picture())
    refusal = Refusal(rule="bespoke", reason="It is one of a kind.", advice="Book a photographer.")
    context.store.ledger.save_product(Product(id=asset.sha256, size_mm=None, refusal=refusal))
    with pytest.raises(Refused, match="one of a kind"):
        open_product("img1", context)
    with pytest.raises(Refused):
        mask(MaskArgs(image="img1"), context)


def test_an_unknown_reference_is_a_bad_request(context: Context) -> None:
    with pytest.raises(BadRequest):
        open_product("img7", context)


def test_the_mask_tool_reports_what_the_contract_says(context: Context) -> None:
    upload(context, picture())
    data = mask(MaskArgs(image="img1"), context).data
    assert data["confidence"] == 0.9
    assert data["unsure"] == [[1, 2, 3, 4]]
    assert data["instances"] == 1
    assert data["advice"] == ["Go closer."]
    assert data["cutout_sha256"] == open_product("img1", context).cutout_sha256


def test_marks_change_the_kept_cutout(context: Context) -> None:
    upload(context, picture())
    before = open_product("img1", context)
    mask(MaskArgs(image="img1", erase=((30, 20, 20, 40),)), context)
    after = open_product("img1", context)
    assert after.cutout_sha256 != before.cutout_sha256
    assert after.cutout[40, 38, 3] == 0
    assert after.cutout[40, 62, 3] == 255


@pytest.mark.parametrize("mark", [(500, 10), (10, -1), (10, 10, 0, 5)])
def test_a_mark_outside_is_a_bad_request(context: Context, mark: tuple[int, ...]) -> None:
    upload(context, picture())
    with pytest.raises(BadRequest, match="100×80"):
        mask(MaskArgs.model_validate({"image": "img1", "keep": [mark]}), context)


def test_the_file_name_names_the_product(context: Context) -> None:
    asset = upload(context, picture(), note="leather-wallet.png")
    data = classify(ClassifyArgs(image="img1"), context).data
    assert (data["category"], data["hardness"], data["question"]) == ("wallet", "soft", None)
    kept = context.store.ledger.product(asset.sha256)
    assert kept is not None
    assert kept.category == "wallet"


def test_an_unnamed_lump_is_asked_about(context: Context) -> None:
    upload(context, picture())
    data = classify(ClassifyArgs(image="img1"), context).data
    assert data["category"] is None
    assert data["question"]


def test_a_glance_is_small_and_not_kept(context: Context) -> None:
    asset = upload(context, np.repeat(np.repeat(picture(), 10, axis=0), 10, axis=1))
    classify(ClassifyArgs(image="img1"), context)
    assert max(calls(context)[0][:2]) <= 640
    kept = context.store.ledger.product(asset.sha256)
    assert kept is not None
    assert kept.cutout_sha256 is None
