"""A campaign is one set: its empty plate is made once, each product adds what it does to it, old recipes stay."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio, encoded, kept, photo
from hypothesis import given
from hypothesis import strategies as st

from tools.context import Context
from tools.engines.studio.patch import changed, hidden, laid, part_of, without_nan
from tools.product_photo import open_product
from tools.reference_shoot import ReferenceShootArgs, reference_shoot
from tools.rerun import RerunArgs, rerun
from tools.shared_set import first_of, joined, prepare
from tools.shoot import placed_of, plate_of, take
from tools.specs.base import canonical_json
from tools.specs.recipe import Recipe
from tools.store.store import Store


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    store = Store.open(tmp_path)
    yield Context(store, FakeCutter(), FakeStudio(), "t")
    store.close()


def uploaded(context: Context, seed: int, size: tuple[int, int] = (96, 80)) -> str:
    return kept(encoded(photo(*size, seed=seed), "PNG"), context, "upload", None).id


def shot(context: Context, product: str, like: str | None = None, **scene: object) -> tuple[Recipe, str, str]:
    args = {"product": product, "scene": {"surface": "travertine", **scene}, "like": like}
    result = reference_shoot(ReferenceShootArgs.model_validate(args), context)
    recipe = result.assets[0].recipe
    assert recipe is not None
    return recipe, result.assets[0].id, result.text


def studio_of(context: Context) -> FakeStudio:
    assert isinstance(context.studio, FakeStudio)
    return context.studio


def test_the_next_products_add_only_themselves_to_the_empty_set(context: Context) -> None:
    first, asset, text = shot(context, uploaded(context, 1))
    assert first.shared is None
    assert "very set" not in text
    prepare(first, context)
    assert studio_of(context).renders == 2
    for number in (2, 3):
        recipe, _, text = shot(context, uploaded(context, number), asset)
        assert recipe.stands_on is not None
        assert "very set of the first picture" in text
        assert (recipe.scene, recipe.seed, recipe.frame_mm) == (first.scene, first.seed, first.frame_mm)
    assert (studio_of(context).renders, studio_of(context).on_sets) == (2, 2)


def test_a_look_that_goes_round_another_product_stands_on_the_same_set(context: Context) -> None:
    first, asset, _ = shot(context, uploaded(context, 1))
    product = uploaded(context, 2)
    made = rerun(RerunArgs(product=product, asset=asset), context)
    recipe = made.assets[0].recipe
    assert recipe is not None
    assert recipe.stands_on is not None
    assert "very set of the first picture" in made.text
    assert (recipe.scene, recipe.seed, recipe.frame_mm) == (first.scene, first.seed, first.frame_mm)
    assert recipe.emptied().placement == first.placement
    alone = rerun(RerunArgs(product=product, recipe=first), context).assets[0].recipe
    assert alone is not None
    assert alone.shared is None


def test_the_plate_is_the_empty_one_but_for_what_the_product_does(context: Context) -> None:
    _, asset, _ = shot(context, uploaded(context, 1))
    product = uploaded(context, 2)
    recipe, _, _ = shot(context, product, asset)
    plate, rendered = plate_of(context, recipe, placed_of(open_product(product, context), recipe))
    assert not rendered  # it was kept
    half = recipe.height // 2
    assert np.allclose(plate[half:], 0.1, atol=1e-3)
    assert not np.allclose(plate[:half], 0.1, atol=1e-2)


def test_the_feet_of_all_stand_in_one_row(context: Context) -> None:
    product, other = uploaded(context, 1), uploaded(context, 2, (104, 70))
    first, asset, _ = shot(context, product)
    second, _, _ = shot(context, other, asset)
    feet = [
        np.flatnonzero((placed_of(open_product(ref, context), recipe).alpha > 127).any(1))[-1]
        for ref, recipe in ((product, first), (other, second))
    ]
    if second.pose == "standing":
        assert feet[0] == feet[1]
    assert second.shared is not None


def test_a_product_that_is_moved_has_a_set_of_its_own(context: Context) -> None:
    _, asset, _ = shot(context, uploaded(context, 1))
    product = uploaded(context, 2)
    recipe, _, _ = shot(context, product, asset)
    moved = recipe.model_copy(update={"placement": recipe.placement.model_copy(update={"x": recipe.placement.x + 9})})
    assert moved.stands_on is None
    before = studio_of(context).on_sets
    take(context, open_product(product, context), moved)
    assert studio_of(context).on_sets == before
    assert moved.geometry().shared is None


@pytest.mark.parametrize("scene", [{"surface": "sand"}, {"camera": "flat_lay"}])
def test_what_is_not_true_of_another_product_is_not_shared(context: Context, scene: dict[str, object]) -> None:
    own, asset, _ = shot(context, uploaded(context, 1), None, **scene)
    second, _, _ = shot(context, uploaded(context, 2), asset)
    other = {**scene} if scene.get("surface") else {}
    assert (second.shared is None) or (not other and second.scene == own.scene)


def test_no_set_is_shared_that_is_seen_from_elsewhere(context: Context) -> None:
    first, _, _ = shot(context, uploaded(context, 1))
    product = uploaded(context, 2)
    own, _, _ = shot(context, product)
    photo_of = open_product(product, context)
    assert own.scene is not None
    there = first_of(first, context)
    assert joined(own, there, photo_of) is not None
    steep = own.model_copy(update={"scene": own.scene.model_copy(update={"camera": "flat_lay"})})
    assert joined(steep, there, photo_of) is None
    far = own.model_copy(update={"frame_mm": own.frame_mm * 2})
    assert joined(far, there, photo_of) is None


def test_an_old_recipe_keeps_its_name() -> None:
    old = Path("tests/golden/recipes/v1.json").read_text()
    assert "shared" not in canonical_json(Recipe.model_validate_json(old))


@given(st.integers(0, 90), st.integers(0, 90), st.integers(1, 30), st.integers(1, 30))
def test_a_part_holds_all_that_counts(x: int, y: int, wide: int, high: int) -> None:
    share = np.zeros((120, 120), np.float32)
    share[y : y + high, x : x + wide] = 1.0
    assert share[part_of(share)].sum() == share.sum()


def test_a_sample_that_is_no_number_is_left_out() -> None:
    samples = np.ones((2, 4, 3), np.float32)
    samples[0, 1] = np.nan
    samples[1, :, 0] = np.inf
    assert without_nan(samples).tolist() == [[1.0, 1.0, 1.0], [0.0, 0.0, 0.0]]


def test_a_product_leaves_what_it_does_not_reach() -> None:
    empty = np.full((20, 20, 3), 0.5, np.float32)
    share = np.zeros((8, 8), np.float32)
    share[4, 4] = 1.0
    made = laid(np.zeros((8, 8, 3), np.float32), share, empty, (slice(5, 13), slice(3, 11)))
    assert made[9, 7].max() == 0.0
    made[9, 7] = 0.5
    assert (made == empty).all()


def test_only_what_the_photo_hides_for_good_is_not_sampled() -> None:
    alpha = np.zeros((40, 40), np.float32)
    alpha[10:30, 10:30] = 1.0
    alpha[18:22, 18:22] = 0.9  # a lens
    gone = hidden(alpha)
    assert gone[14, 14]
    assert not gone[alpha < 1.0].any()
    assert not gone[10:13].any()


def test_a_shadow_counts_and_noise_does_not() -> None:
    random = np.random.default_rng(3)
    empty = np.full((96, 76, 3), 0.4, np.float32)
    full = empty + random.normal(0, 0.02, empty.shape).astype(np.float32)
    assert np.percentile(changed(full, empty), 99) < 0.02
    full[40:60, 20:40] *= 0.8
    assert changed(full, empty)[50, 30] > 0.05
