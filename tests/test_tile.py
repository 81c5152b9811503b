"""The packshot tile: literal white, filled and centred, a soft grey shadow, the photo's own pixels."""

import time

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import binary_dilation, gaussian_filter

from tools.context import Context
from tools.engines.composite import place
from tools.engines.encode import encode_png
from tools.engines.image import Bytes8
from tools.engines.own_shadow import Shadow, draw_shadow
from tools.engines.receipt import Evidence, measure
from tools.engines.tile import FILL, MAX_ENLARGEMENT, SHADOWS, fit_tile, lay_on, shadow_of
from tools.errors import ToolFailed
from tools.saving import save_picture
from tools.specs.markets import MARKETS, size_faults
from tools.specs.recipe import Pose, Recipe
from tools.specs.steps import Placement
from tools.store.store import Store


def make_tile(source: Bytes8, cutout: Bytes8, recipe: Recipe) -> Bytes8:
    """Return the 8-bit H×W×3 tile of ``recipe``: its shadow, all else literal white.

    ``source`` is H×W×3, ``cutout`` H×W×4 of the same size. The core holds the photo's pixels.
    """
    placed = place(source, cutout, recipe.placement, recipe.width, recipe.height)
    white = np.ones((recipe.height, recipe.width, 3), np.float32)
    return lay_on(white, placed, draw_shadow(placed.alpha, shadow_of(recipe), recipe.pose))


def bag(tone: int = 90) -> tuple[Bytes8, Bytes8]:
    """A box with a soft edge and a handle, 300×400, on a light backdrop."""
    solid = np.zeros((300, 400), np.float32)
    solid[120:250, 80:330] = 1
    solid[60:120, 150:260] = 1
    solid[80:120, 170:240] = 0
    alpha = (gaussian_filter(solid, 0.6) * 255 + 0.5).astype(np.uint8)
    texture = np.random.default_rng(3).integers(-20, 20, (300, 400, 3))
    colours = np.clip(tone + texture, 0, 255).astype(np.uint8)
    share = (alpha / 255.0)[..., None]
    source = (colours * share + 235 * (1 - share) + 0.5).astype(np.uint8)
    return source, np.dstack([colours, alpha])


def recipe_of(cutout: Bytes8, size: tuple[int, int] = (512, 512), seed: int = 0, pose: Pose = "standing") -> Recipe:
    fit = fit_tile(cutout[..., 3], *size)
    return Recipe(tool="white_studio", source_sha256="s", cutout_sha256="c", width=size[0], height=size[1],
                  placement=fit.placement, pose=pose, seed=seed)  # fmt: skip


@pytest.mark.parametrize("pose", ["standing", "lying"])
@pytest.mark.parametrize("tone", [20, 250])
def test_a_tile_is_product_shadow_and_literal_white(pose: Pose, tone: int) -> None:
    source, cutout = bag(tone)
    recipe = recipe_of(cutout, pose=pose)
    tile = make_tile(source, cutout, recipe)
    placed = place(source, cutout, recipe.placement, 512, 512)
    opacity = draw_shadow(placed.alpha, SHADOWS[0], pose)

    np.testing.assert_array_equal(tile[placed.alpha == 255], placed.source[placed.alpha == 255])
    outside = placed.alpha == 0
    assert (tile[outside & (opacity < 1 / 512)] == 255).all()
    assert (np.ptp(tile[outside].astype(int), axis=1) == 0).all()  # the shadow is neutral
    darkest = int(tile[outside].min())
    assert 255 * (1 - 0.35) - 1 <= darkest <= 255 * (1 - 0.15)
    for edge in (tile[0], tile[-1], tile[:, 0], tile[:, -1]):
        assert (edge == 255).all()
    assert (tile == 255).all(2).mean() > 0.3


def test_the_shadow_lies_under_the_base_and_not_over_the_top() -> None:
    _, cutout = bag()
    recipe = recipe_of(cutout)
    alpha = place(cutout[..., :3].copy(), cutout, recipe.placement, 512, 512).alpha
    opacity = draw_shadow(alpha, Shadow(0.3), "standing")
    rows, columns = np.nonzero(alpha > 127)
    base = int(rows.max())
    under = opacity[base + 2, columns.min() + 60 : columns.max() - 60]
    assert under.min() > 0.15
    assert opacity[: base - 120].max() < 0.01
    assert opacity[base + 60 :].max() < 0.01


def test_a_ring_touches_at_its_lowest_point_only() -> None:
    y, x = np.mgrid[:400, :400] - 200.0
    ring = ((np.hypot(x, y) < 150) & (np.hypot(x, y) > 130)).astype(np.uint8) * 255
    opacity = draw_shadow(ring, Shadow(0.3), "standing")
    assert opacity[352, 200] > 0.15
    assert opacity[300, 80] < 0.02  # beside the climbing flank
    assert opacity[:300].max() < 0.02


def test_a_lying_thing_is_shadowed_all_round() -> None:
    disc = (np.hypot(*(np.mgrid[:400, :400] - 200.0)) < 120).astype(np.uint8) * 255
    opacity = draw_shadow(disc, Shadow(0.3), "lying")
    ring = binary_dilation(disc > 0, iterations=2) & (disc == 0)
    assert opacity[ring].min() > 0.04


@settings(deadline=None, max_examples=40)
@given(
    box=st.tuples(st.integers(0, 250), st.integers(0, 150), st.integers(20, 150), st.integers(20, 150)),
    frame=st.sampled_from([(512, 512), (456, 572), (680, 384)]),
    fill=st.floats(0.5, 0.9),
)
def test_a_product_is_centred_and_filled(box: tuple[int, int, int, int], frame: tuple[int, int], fill: float) -> None:
    alpha = np.zeros((300, 400), np.uint8)
    alpha[box[1] : box[1] + box[3], box[0] : box[0] + box[2]] = 255
    fit = fit_tile(alpha, *frame, fill)
    placed = place(np.zeros((300, 400, 3), np.uint8), np.dstack([alpha] * 4), fit.placement, *frame).alpha
    rows, columns = np.nonzero(placed > 127)
    assert abs((rows.min() + rows.max() + 1) / 2 - frame[1] / 2) <= 1.5
    assert abs((columns.min() + columns.max() + 1) / 2 - frame[0] / 2) <= 1.5
    assert fit.placement.scale <= MAX_ENLARGEMENT
    reached = max((np.ptp(columns) + 1) / frame[0], (np.ptp(rows) + 1) / frame[1])
    assert abs(reached - fit.fill) < 0.012
    assert fit.too_small == (fit.fill < fill - 0.005)
    assert not fit.too_small or fit.placement.scale == MAX_ENLARGEMENT


def test_what_a_photo_lacks_is_known() -> None:
    _, cutout = bag()
    assert fit_tile(cutout[..., 3], 384, 384).fill == pytest.approx(FILL, abs=1e-3)
    assert fit_tile(cutout[..., 3], 2048, 2048).too_small
    assert not fit_tile(cutout[..., 3], 512, 512).cut_off
    assert not fit_tile(cutout[40:, :, 3], 512, 512).cut_off
    assert fit_tile(cutout[:220, :, 3], 512, 512).cut_off
    with pytest.raises(ValueError, match="nothing"):
        fit_tile(np.zeros((40, 40), np.uint8), 64, 64)


def test_variants_differ_and_repeat() -> None:
    source, cutout = bag()
    tiles = [make_tile(source, cutout, recipe_of(cutout, seed=seed)) for seed in range(4)]
    for first in range(4):
        np.testing.assert_array_equal(tiles[first], make_tile(source, cutout, recipe_of(cutout, seed=first)))
        for second in range(first):
            assert int(np.abs(tiles[first].astype(int) - tiles[second]).max()) >= 8


def test_a_large_frame_has_the_same_shadow() -> None:
    _, cutout = bag()
    alpha = place(cutout[..., :3].copy(), cutout, recipe_of(cutout).placement, 512, 512).alpha
    large = np.kron(alpha, np.ones((4, 4), np.uint8))
    small_opacity = draw_shadow(alpha, Shadow(0.3), "standing")
    large_opacity = draw_shadow(large, Shadow(0.3), "standing")[2::4, 2::4]
    assert float(np.abs(small_opacity - large_opacity).mean()) < 0.004


def test_market_sizes() -> None:
    assert size_faults(MARKETS["amazon"], 1600, 1600) == ()
    assert "at least 1000" in size_faults(MARKETS["amazon"], 912, 912)[0]
    assert "at most 2100" in size_faults(MARKETS["amazon_jewelry"], 4096, 4096)[0]
    assert "advises" in size_faults(MARKETS["etsy"], 1144, 912)[0]
    assert size_faults(MARKETS["web"], 10, 10) == ()


def kept(store: Store, source: Bytes8, cutout: Bytes8) -> tuple[Context, Recipe]:
    """A context whose store holds the photo and its cut-out, and the recipe of a tile of them."""
    recipe = recipe_of(cutout).model_copy(
        update={
            "source_sha256": store.images.put(encode_png(source), "png"),
            "cutout_sha256": store.images.put(encode_png(cutout), "png"),
        }
    )
    return Context(store, FakeCutter(), FakeStudio(), "test"), recipe


def test_a_saved_tile_carries_a_receipt_of_the_file(store: Store) -> None:
    source, cutout = bag()
    context, recipe = kept(store, source, cutout)
    tile = make_tile(source, cutout, recipe)
    asset = save_picture(context, tile, recipe, None, time.monotonic(), 1.5)

    assert asset.receipt is not None
    assert asset.receipt.max_diff == 0
    assert asset.receipt.core_share > 0.85
    assert asset.receipt.output_sha256 == asset.sha256
    assert asset.receipt.cast_gap == 1.5
    assert store.ledger.find_asset("a1", "test") == asset
    saved, photo, mask = (store.images.read(h) for h in (asset.sha256, recipe.source_sha256, recipe.cutout_sha256))
    evidence = Evidence(saved, photo, mask)
    again = measure(evidence, recipe, asset.receipt.seconds, 1.5)
    assert again == asset.receipt


def test_a_picture_that_lost_a_pixel_is_not_kept(store: Store) -> None:
    source, cutout = bag()
    context, recipe = kept(store, source, cutout)
    tile = make_tile(source, cutout, recipe)
    tile[256, 256, 0] ^= 1
    with pytest.raises(ToolFailed, match="1 of 255 steps"):
        save_picture(context, tile, recipe, None, time.monotonic(), None)
    assert store.ledger.assets("test") == ()


def test_another_placement_than_the_recipes_is_not_kept(store: Store) -> None:
    source, cutout = bag()
    context, recipe = kept(store, source, cutout)
    shifted = recipe.model_copy(update={"placement": Placement(scale=1.0, x=0, y=0)})
    with pytest.raises(ToolFailed, match="not kept"):
        save_picture(context, make_tile(source, cutout, recipe), shifted, None, time.monotonic(), None)


def test_ghosts_round_the_edge_are_left_to_the_white() -> None:
    source, cutout = bag()
    cutout[10, 10, 3] = 4
    tile = make_tile(source, cutout, replace_size(recipe_of(cutout)))
    assert (tile[10, 10] == 255).all()


def replace_size(recipe: Recipe) -> Recipe:
    return recipe.model_copy(update={"width": 400, "height": 300, "placement": Placement(scale=1.0, x=0, y=0)})
