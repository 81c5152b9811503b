"""The one resampling of a straightened product: where it lands, what it keeps, and that it is measured as such."""

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio
from products import alpha_of, cutout_of, upload

from tools.context import Context
from tools.engines.composite import place, place_whole
from tools.engines.encode import encode_png
from tools.engines.turned import turn_channels
from tools.engines.upright import MOST_DEGREES, lean_of
from tools.specs.steps import Placement
from tools.store.store import Store
from tools.verify import verify
from tools.white_studio import WhiteStudioArgs, white_studio


@pytest.mark.parametrize("kind", ["bag", "watch", "eyewear", "hat", "earring"])
@pytest.mark.parametrize("lean", [-9.0, -3.4, 0.0, 5.2, 11.0])
def test_a_lean_is_read_off_the_outline(kind: str, lean: float) -> None:
    found = lean_of(alpha_of(kind, lean))
    assert found.sure
    assert found.degrees == pytest.approx(lean, abs=0.35)
    assert found.correction == pytest.approx(-lean, abs=0.35)


def test_what_has_no_upright_is_left_as_it_lies() -> None:
    assert lean_of(alpha_of("ring", 7.0)).correction == 0.0  # a ring is the same at any angle
    boot = np.zeros((300, 300), np.uint8)
    boot[40:260, 60:130] = 255
    boot[190:260, 60:260] = 255
    assert lean_of(boot).correction == 0.0
    far = lean_of(alpha_of("watch", MOST_DEGREES + 3))
    assert far.beyond
    assert far.correction == 0.0
    assert lean_of(np.zeros((50, 50), np.uint8)).correction == 0.0


@pytest.mark.parametrize(("scale", "rotation"), [(1.4, 8.0), (1.0, -5.0), (0.37, 11.0), (0.11, -3.0)])
def test_a_turned_photo_keeps_its_middle_its_size_and_its_colour(scale: float, rotation: float) -> None:
    cutout = np.zeros((300, 400, 4), np.uint8)
    cutout[90:210, 80:320] = (200, 40, 90, 255)
    source = np.ascontiguousarray(cutout[..., :3])
    placed = place(source, cutout, Placement(scale=scale, x=9, y=30, rotation=rotation), 700, 500)
    rows, columns = np.nonzero(placed.alpha > 127)
    assert columns.mean() + 0.5 == pytest.approx(9 + 200 * scale, abs=0.6)
    assert rows.mean() + 0.5 == pytest.approx(30 + 150 * scale, abs=0.6)
    assert len(rows) == pytest.approx(120 * 240 * scale**2, rel=0.02)
    inner = placed.core & (np.abs(placed.source.astype(int) - (200, 40, 90)).max(-1) <= 1)
    assert inner.sum() > 0.9 * placed.core.sum()


def test_strips_and_windows_change_nothing() -> None:
    source = np.ascontiguousarray(cutout_of("bag")[..., :3])
    placement = Placement(scale=0.6, x=20, y=-14, rotation=4.0)
    whole = turn_channels(source, placement, 500, 400)
    window = (slice(37, 301), slice(80, 333))
    np.testing.assert_array_equal(turn_channels(source, placement, 500, 400, window)[window], whole[window])


def test_no_rotation_is_the_exact_placement() -> None:
    source = np.ascontiguousarray(cutout_of("bag")[..., :3])
    whole = np.dstack([source, np.full(source.shape[:2], 255, np.uint8)])
    placement = Placement(scale=0.5, x=3, y=4)
    placed = place(source, whole, placement, 300, 200)
    np.testing.assert_array_equal(place_whole(source, placement, 300, 200), placed.source)


def test_a_straightened_tile_says_so_and_is_proved(store: Store) -> None:
    context = Context(store, FakeCutter(), FakeStudio(), "t")
    upload(context, cutout_of("watch", 6.0), "watch.png", "watch")
    result = white_studio(WhiteStudioArgs(product="img1", mode="warped"), context)
    asset = result.assets[0]
    assert asset.receipt is not None
    assert (asset.receipt.mode, asset.receipt.max_diff) == ("warped", 0)
    assert asset.receipt.placement.rotation == pytest.approx(-6.0, abs=0.35)
    assert "Straightened by 6" in result.text
    saved = store.images.read(asset.sha256)
    assert verify(saved, "tile.png", store).differences == ()


def test_a_straight_one_stays_exact_and_a_wish_is_never_silent(store: Store) -> None:
    context = Context(store, FakeCutter(), FakeStudio(), "t")
    upload(context, cutout_of("watch"), "watch.png", "watch")
    upload(context, cutout_of("watch", 6.0), "leaning.png", "watch")
    straight = white_studio(WhiteStudioArgs(product="img1", mode="warped"), context)
    assert straight.assets[0].receipt is not None
    assert straight.assets[0].receipt.mode == "exact"
    assert "straight in the photo already" in straight.text
    unasked = white_studio(WhiteStudioArgs(product="img2"), context)
    assert unasked.assets[0].receipt is not None
    assert unasked.assets[0].receipt.mode == "exact"
    assert unasked.assets[0].receipt.placement.rotation == 0.0


def test_a_changed_pixel_of_a_warped_tile_is_found(store: Store) -> None:
    from tools.engines.decode import decode
    from tools.engines.receipt import measure, strays
    from tools.saving import evidence_of

    context = Context(store, FakeCutter(), FakeStudio(), "t")
    upload(context, cutout_of("bag", 4.0), "bag.png", "bag")
    asset = white_studio(WhiteStudioArgs(product="img1", mode="warped"), context).assets[0]
    assert asset.recipe is not None
    pixels = decode(store.images.read(asset.sha256)).pixels.copy()
    pixels[pixels.shape[0] // 2, pixels.shape[1] // 2, 1] ^= 4
    evidence = evidence_of(encode_png(pixels), asset.recipe, store.images)
    assert measure(evidence, asset.recipe).max_diff == 4
    assert strays(evidence, asset.recipe) == 4
