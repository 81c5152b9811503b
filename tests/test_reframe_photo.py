"""A plain photo in another ratio: the photo stays whole, its smooth backdrop goes on, and busy ones are declined."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio, pattern, png
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.context import Context
from tools.engines.continued import Window, continued, is_plain
from tools.engines.image import Bytes8
from tools.errors import EngineUnavailable
from tools.prices import price
from tools.registry import Outcome, Registry
from tools.specs.asset import Asset
from tools.store.store import Store
from tools.verify import verify


def backdrop(width: int = 160, height: int = 120, fall: float = 40.0, grain: float = 1.5) -> Bytes8:
    """Return a paper that grows darker to one side and downwards, with grain."""
    y, x = np.mgrid[:height, :width]
    tone = 225 - fall * (x / width) ** 2 - fall / 2 * y / height
    noise = np.random.default_rng(3).normal(0, grain, (height, width, 3))
    return np.clip(tone[..., None] + noise, 0, 255).astype(np.uint8)


def on_it(picture: Bytes8) -> Bytes8:
    height, width = picture.shape[:2]
    rows, columns = np.mgrid[:height, :width]
    inside = ((rows - height / 2) / (height / 3)) ** 2 + ((columns - width / 2) / (width / 3)) ** 2 < 1
    return np.asarray(np.where(inside[..., None], np.uint8(90), picture), np.uint8)


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    store = Store.open(tmp_path)
    yield Context(store, FakeCutter(), FakeStudio(), "t")
    store.close()


def upload(context: Context, picture: Bytes8) -> Asset:
    data = png(picture)
    sha256 = context.store.images.put(data, "png")
    asset = Asset(
        id=sha256[:16], sha256=sha256, suffix="png", width=picture.shape[1], height=picture.shape[0], tool="upload"
    )
    context.store.ledger.save_asset(asset, "t")
    return asset


def reframed(context: Context, aspect: str, asset: str = "img1") -> Outcome:
    return Registry(lambda *_: None, price).call("reframe", {"asset": asset, "aspect": aspect}, context)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.floats(0, 60))
def test_the_photo_stays_whole_and_the_seam_is_smooth(left: int, right: int, top: int, fall: float) -> None:
    photo = backdrop(fall=fall)
    window = Window(left, top, 160, 120)
    whole = continued(photo, window, (160 + left + right, 120 + top), 1)
    assert np.array_equal(whole[top : top + 120, left : left + 160], photo)
    if left:
        across = whole[top:, left - 1].astype(float).mean() - whole[top:, left].astype(float).mean()
        assert abs(across) < 2.0
    tones = whole.astype(float).mean(-1)
    assert tones.min() > photo.min() - 12
    assert tones.max() < photo.max() + 12


def test_the_grain_goes_on() -> None:
    whole = continued(backdrop(grain=3.0), Window(100, 0, 160, 120), (300, 120), 1).astype(float)
    inside, beyond = (np.diff(whole[:, part], axis=0).std() for part in (slice(120, 160), slice(10, 50)))
    assert beyond == pytest.approx(inside, rel=0.35)


def test_plain_is_told_from_busy() -> None:
    plain = backdrop().astype(np.float32) / 255
    busy = np.asarray(pattern(160, 120, 5), np.float32) / 255
    assert is_plain(plain, (True, True))
    assert not is_plain(busy, (True, True))


@pytest.mark.parametrize(("aspect", "ratio"), [("9:16", 9 / 16), ("16:9", 16 / 9), ("1:1", 1.0)])
def test_a_photo_gets_another_ratio_and_its_product_is_exact(context: Context, aspect: str, ratio: float) -> None:
    upload(context, on_it(backdrop()))
    outcome = reframed(context, aspect)
    assert outcome.error is None, outcome.text
    made = outcome.assets[0]
    assert made.width / made.height == pytest.approx(ratio, rel=0.02)
    assert made.receipt is not None
    assert made.receipt.max_diff == 0
    assert verify(context.store.images.read(made.sha256), "x.png", context.store).differences == ()
    again = reframed(context, "4:5", "a1")
    assert again.error is None
    assert again.assets[0].width / again.assets[0].height == pytest.approx(0.8, rel=0.02)


def test_a_busy_backdrop_needs_an_engine(context: Context) -> None:
    upload(context, on_it(np.array(pattern(160, 120, 5))))
    outcome = reframed(context, "9:16")
    assert isinstance(outcome.error, EngineUnavailable)
    assert "engine" in outcome.text
    assert outcome.credits == 0


def test_a_tile_is_laid_out_anew(context: Context) -> None:
    upload(context, on_it(backdrop()))
    Registry(lambda *_: None, price).call("white_studio", {"product": "img1"}, context)
    outcome = reframed(context, "4:5", "a1")
    assert outcome.error is None
    assert outcome.assets[0].width < outcome.assets[0].height
    assert "already" in reframed(context, "1:1", "a1").text
