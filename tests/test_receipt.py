"""The receipt finds a single changed pixel, and says what differs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import gaussian_filter

from tools.engines.composite import lay_back, place
from tools.engines.encode import decode, encode_png
from tools.engines.image import Bytes8
from tools.engines.receipt import Evidence, differences, measure
from tools.errors import BadRequest
from tools.specs.recipe import Recipe
from tools.specs.steps import Placement

FRAME = (110, 90)


def product() -> tuple[Bytes8, Bytes8]:
    """A noisy photo and a blobby cut-out of it, 80×100."""
    rng = np.random.default_rng(7)
    source = rng.integers(0, 256, (80, 100, 3), np.uint8)
    blob = gaussian_filter(rng.random((80, 100)), 9)
    alpha = np.clip((blob - np.median(blob)) / blob.std() * 4 + 1.5, 0, 1) * 255
    return source, np.dstack([source, alpha.astype(np.uint8)])


SOURCE, CUTOUT = product()
SOURCE_FILE, CUTOUT_FILE = encode_png(SOURCE), encode_png(CUTOUT)


def recipe_at(scale: float, x: int, y: int) -> Recipe:
    return Recipe(
        tool="white_studio", source_sha256="s", cutout_sha256="c", width=FRAME[0], height=FRAME[1],
        placement=Placement(scale=scale, x=x, y=y),
    )  # fmt: skip


def saved(recipe: Recipe) -> bytes:
    placed = place(SOURCE, CUTOUT, recipe.placement, recipe.width, recipe.height)
    return encode_png(lay_back(np.full((recipe.height, recipe.width, 3), 0.4, np.float32), placed))


@settings(deadline=None, max_examples=60)
@given(scale=st.floats(0.2, 1.5), x=st.integers(-120, 120), y=st.integers(-100, 100), step=st.sampled_from([-1, 1, 90]))
def test_any_placement_is_exact_and_any_changed_core_pixel_is_found(scale: float, x: int, y: int, step: int) -> None:
    recipe = recipe_at(scale, x, y)
    file = saved(recipe)
    receipt = measure(Evidence(file, SOURCE_FILE, CUTOUT_FILE), recipe)
    assert receipt.max_diff == 0
    assert 0 <= receipt.core_share <= 1

    core = place(SOURCE, CUTOUT, recipe.placement, *FRAME).core
    assert receipt.core_pixels == core.sum()
    if not core.any():
        return
    pixels = decode(file).pixels.copy()
    row, column = np.argwhere(core)[len(np.argwhere(core)) // 2]
    before = int(pixels[row, column, 1])
    pixels[row, column, 1] = np.clip(before + step, 0, 255) if 0 <= before + step <= 255 else before - step
    changed = measure(Evidence(encode_png(pixels), SOURCE_FILE, CUTOUT_FILE), recipe)
    assert changed.max_diff > 0
    assert "inside its core" in differences(receipt, changed)[0]


def test_the_same_files_show_no_difference() -> None:
    recipe = recipe_at(0.8, 5, -3)
    evidence = Evidence(saved(recipe), SOURCE_FILE, CUTOUT_FILE)
    old = measure(evidence, recipe, seconds=3.0, cast_gap=2.0)
    assert differences(old, measure(evidence, recipe)) == ()
    assert old.seconds == 3.0
    assert old.core_share > 0.5


def test_another_photo_cutout_or_placement_is_named() -> None:
    recipe = recipe_at(1.0, 0, 0)
    evidence = Evidence(saved(recipe), SOURCE_FILE, CUTOUT_FILE)
    old = measure(evidence, recipe)

    other = SOURCE.copy()
    other[40, 50] ^= 1
    found = " ".join(differences(old, measure(Evidence(evidence.saved, encode_png(other), CUTOUT_FILE), recipe)))
    assert "photo is not the one" in found

    smaller = CUTOUT.copy()
    smaller[40:50, 40:60, 3] = 0
    found = " ".join(differences(old, measure(Evidence(evidence.saved, SOURCE_FILE, encode_png(smaller)), recipe)))
    assert "cut-out is not the one" in found
    assert "The core has" in found

    moved = " ".join(differences(old, measure(evidence, recipe_at(1.0, 1, 0))))
    assert "placement" in moved
    assert "inside its core" in moved


def test_a_pixel_of_the_set_is_found_by_its_hash() -> None:
    recipe = recipe_at(0.5, 60, 45)
    file = saved(recipe)
    old = measure(Evidence(file, SOURCE_FILE, CUTOUT_FILE), recipe)
    pixels = decode(file).pixels.copy()
    pixels[0, 0, 0] ^= 1
    fresh = measure(Evidence(encode_png(pixels), SOURCE_FILE, CUTOUT_FILE), recipe)
    assert fresh.max_diff == 0
    assert any("pixels are not those" in sentence for sentence in differences(old, fresh))


def test_files_that_do_not_belong_together_are_refused() -> None:
    recipe = recipe_at(1.0, 0, 0)
    with pytest.raises(BadRequest, match="recipe says"):
        measure(Evidence(SOURCE_FILE, SOURCE_FILE, CUTOUT_FILE), recipe)
    with pytest.raises(BadRequest, match="photo's size"):
        measure(Evidence(saved(recipe), SOURCE_FILE, encode_png(CUTOUT[:70])), recipe)
    with pytest.raises(BadRequest, match="damaged"):
        measure(Evidence(saved(recipe)[:-200], SOURCE_FILE, CUTOUT_FILE), recipe)


def test_a_cut_out_picture_keeps_its_pixels_too() -> None:
    recipe = Recipe(tool="remove_background", source_sha256="s", cutout_sha256="c", width=100, height=80,
                    placement=Placement(scale=1.0, x=0, y=0))  # fmt: skip
    receipt = measure(Evidence(CUTOUT_FILE, SOURCE_FILE, CUTOUT_FILE), recipe)
    assert receipt.max_diff == 0
    assert receipt.core_pixels > 1000
