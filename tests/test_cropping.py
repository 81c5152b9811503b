"""Crops and focus without a render: the plate's window, the product anew from its photo, and the way back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from test_changes import RECIPE, SCENE, photo

from tools.changes import changed_recipe
from tools.cropping import MOST, as_rendered, whole, window_of
from tools.edit import Changes
from tools.engines.composite import place
from tools.engines.crop import cropped
from tools.engines.defocus import defocused, spread_of
from tools.errors import BadRequest
from tools.specs.base import digest
from tools.specs.recipe import Recipe
from tools.specs.steps import Crop, Defocus, Placement
from tools.specs.words import Aspect

SMALL = limits(deadline=None, max_examples=40)


def change(recipe: Recipe = RECIPE, **values: object) -> Recipe:
    return changed_recipe(recipe, Changes.model_validate(values), photo(), 0)


def crop_of(recipe: Recipe) -> Crop:
    step = recipe.step(Crop)
    assert step is not None
    return step


@SMALL
@given(st.floats(0.05, 1.0))
def test_closer_is_a_crop_of_the_same_plate(zoom: float) -> None:
    closer = change(zoom=zoom)
    assert closer.geometry() == RECIPE.geometry()
    assert (closer.width, closer.height) == (RECIPE.width, RECIPE.height)
    assert closer.placement.scale > RECIPE.placement.scale
    left, top, across, down = crop_of(closer).window
    assert -1 <= left <= left + across <= RECIPE.width + 1
    assert -1 <= top <= top + down <= RECIPE.height + 1
    scale = closer.width / across
    assert closer.placement.scale == pytest.approx(RECIPE.placement.scale * scale)
    assert closer.placement.x == pytest.approx((RECIPE.placement.x - left) * scale, abs=1e-3)
    assert closer.placement.y == pytest.approx((RECIPE.placement.y - top) * scale, abs=1e-3)


def test_what_is_too_close_for_the_plate_is_the_lens_s_again() -> None:
    once = change(change(zoom=0.8), zoom=0.8)
    assert once.step(Crop) is None
    assert once.geometry() != RECIPE.geometry()
    assert once.frame_mm < RECIPE.frame_mm / MOST


def test_farther_gives_a_crop_back() -> None:
    back = change(change(zoom=0.6), zoom=-0.6)
    assert back.step(Crop) is None
    assert (back.placement, back.frame_mm) == (RECIPE.placement, RECIPE.frame_mm)
    assert change(change(zoom=0.6), zoom=-0.9).frame_mm > RECIPE.frame_mm


@pytest.mark.parametrize("aspect", ["1:1", "5:4", "3:2", "2:3"])
def test_a_cut_takes_whole_pixels_and_keeps_the_product_s(aspect: Aspect) -> None:
    cut = change(crop=aspect)
    across, down = map(int, aspect.split(":"))
    assert cut.width / cut.height == pytest.approx(across / down, rel=0.02)
    assert cut.placement.scale == RECIPE.placement.scale
    left, top = crop_of(cut).window[:2]
    assert (left, top) == (round(left), round(top))
    pixels = np.random.default_rng(0).integers(0, 255, (100, 100, 3), dtype=np.uint8)
    rgba = photo().cutout
    before = place(pixels, rgba, RECIPE.placement, RECIPE.width, RECIPE.height)
    after = place(pixels, rgba, cut.placement, cut.width, cut.height)
    part = before.source[int(top) : int(top) + cut.height, int(left) : int(left) + cut.width]
    assert (part[after.core] == after.source[after.core]).all()


def test_a_cut_that_would_cut_the_product_is_not_made() -> None:
    with pytest.raises(BadRequest, match="would not fit"):
        change(RECIPE.model_copy(update={"placement": Placement(scale=2.0, x=0, y=20)}), crop="21:9")


def test_edits_go_on_from_a_crop_and_a_new_set_is_cropped_alike() -> None:
    closer = change(zoom=0.4)
    warmer = change(closer, warmth=0.3)
    assert crop_of(warmer) == crop_of(closer)
    slate = change(warmer, surface="slate")
    assert crop_of(slate) == crop_of(closer)
    assert whole(slate).scene == slate.scene
    assert (whole(slate).width, whole(slate).placement) == (RECIPE.width, RECIPE.placement)
    assert Recipe.model_validate_json(slate.model_dump_json()) == slate


def test_softer_is_a_step_and_sharper_than_rendered_is_the_lens_s() -> None:
    soft = change(blur=0.4)
    assert soft.geometry() == RECIPE.geometry()
    assert soft.step(Defocus) == Defocus(amount=0.4)
    less = change(soft, blur=-0.1)
    assert less.step(Defocus) == Defocus(amount=0.3)
    lens = as_rendered(soft).scene
    assert lens is not None
    assert RECIPE.scene is not None
    assert lens.blur == pytest.approx(RECIPE.scene.blur + 0.4)
    anew = change(soft, surface="slate")
    assert anew.step(Defocus) is None
    assert anew.scene is not None
    assert anew.scene.blur == lens.blur


def test_recipes_from_before_are_called_what_they_were_called() -> None:
    assert digest(whole(RECIPE)) == digest(RECIPE)
    assert window_of(RECIPE).scale == 1.0


@SMALL
@given(st.integers(0, 20), st.integers(0, 12))
def test_whole_pixels_are_taken_as_they_are(left: int, top: int) -> None:
    picture = np.random.default_rng(left).random((40, 50, 3), dtype=np.float32)
    crop = Crop(width=50, height=40, placement=RECIPE.placement, frame_mm=9, window=(left, top, 30, 28))
    assert (cropped(picture, crop, 30, 28) == picture[top : top + 28, left : left + 30]).all()


def test_a_closer_crop_is_where_it_says() -> None:
    across = np.tile(np.arange(60, dtype=np.float32), (40, 1))
    crop = Crop(width=60, height=40, placement=RECIPE.placement, frame_mm=9, window=(10.25, 5, 30, 20))
    made = cropped(across, crop, 60, 40)
    wished = 10.25 + (np.arange(60) + 0.5) / 2 - 0.5
    np.testing.assert_allclose(made[20, 4:-4], wished[4:-4], atol=0.02)


def stripes() -> np.ndarray:
    bars = (np.arange(96) // 2 % 2).astype(np.float32)
    return np.repeat(np.tile(bars, (80, 1))[..., None], 3, axis=2)


@SMALL
@given(st.floats(2.0, 20.0))
def test_what_is_in_focus_stays_and_what_is_far_goes_soft(radius: float) -> None:
    near = np.where(np.arange(80)[:, None] < 40, 0.0, 1.0).astype(np.float32).repeat(96, axis=1)
    made = defocused(stripes(), near, np.zeros((80, 96), np.float32), radius)
    assert (made[40:] == stripes()[40:]).all()
    assert made[:36].std() < 0.6 * stripes()[:36].std()
    assert made.mean() == pytest.approx(0.5, abs=0.02)


def test_softer_is_monotonic() -> None:
    near = np.full((80, 96), 0.5, np.float32)
    spread = [defocused(stripes(), near, np.zeros((80, 96), np.float32), r).std() for r in (1.0, 2.0, 3.0, 4.0)]
    assert spread == sorted(spread, reverse=True)


def test_a_stand_in_is_not_spread_into_the_set() -> None:
    plate = np.full((60, 60, 3), 0.2, np.float32)
    alpha = np.zeros((60, 60), np.float32)
    alpha[20:40, 20:40] = 1
    plate[alpha > 0] = 5.0
    made = defocused(plate, np.zeros((60, 60), np.float32), alpha, 6.0)
    assert made[alpha == 0].max() == pytest.approx(0.2, abs=1e-3)


def test_the_lens_s_discs_add_as_squares() -> None:
    open_wide, shut = (RECIPE.model_copy(update={"scene": SCENE.model_copy(update={"blur": b})}) for b in (0.3, 0.0))
    assert spread_of(open_wide, 0.4) ** 2 + spread_of(shut, 0.3) ** 2 == pytest.approx(spread_of(shut, 0.7) ** 2)
