"""Surfaces: the same from the same seed, tileable, in range."""

from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from tools.engines.studio.materials import TRUE_TILES_MM, true_tile
from tools.engines.studio.noise import cells, fractal, per_cell, warp
from tools.engines.studio.texture_cache import TextureCache
from tools.engines.studio.textures.catalog import PAINTED, SURFACES, TRUE_TO_SCALE, make_texture
from tools.engines.studio.textures.pigment import BRIGHTEST, DARKEST, linear_of
from tools.errors import BadRequest
from tools.specs.words import Surface

SIZE = 256
NAMES = sorted(SURFACES)


def seam_ratio(field: NDArray[np.float32], axis: int) -> float:
    """Return the mean step across the wrap against the mean step between neighbours near it."""
    step = np.abs(np.diff(np.concatenate([field, np.take(field, [0], axis)], axis), axis=axis))
    wrap = float(np.take(step, [-1], axis).mean())
    return wrap / max(float(np.percentile(step.mean(axis=1 - axis), 97)), 1e-6)


def test_every_surface_of_the_contract_can_be_made() -> None:
    assert set(get_args(Surface)) | {"seamless_paper"} == set(SURFACES)


@pytest.mark.parametrize("name", NAMES)
def test_arrays_hold_the_promise(name: str) -> None:
    texture = make_texture(name, 3, size=SIZE)
    assert texture.color_linear.shape == (SIZE, SIZE, 3)
    assert texture.height.shape == texture.roughness.shape == (SIZE, SIZE)
    for values in (texture.color_linear, texture.height, texture.roughness):
        assert values.dtype == np.float32
        assert np.isfinite(values).all()
    assert texture.color_linear.min() >= DARKEST - 1e-6
    assert texture.color_linear.max() <= BRIGHTEST + 1e-6
    assert 0.0 < texture.roughness.min() <= texture.roughness.max() <= 1.0
    assert abs(float(texture.height.mean())) < 1e-3
    assert texture.tile_mm > 20
    assert 0 < texture.bump_mm < 5


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_tile_and_another_seed_another(name: str) -> None:
    first, again, other = (make_texture(name, seed, size=SIZE) for seed in (5, 5, 6))
    assert np.array_equal(first.color_linear, again.color_linear)
    assert np.array_equal(first.height, again.height)
    assert np.array_equal(first.roughness, again.roughness)
    assert not np.array_equal(first.height, other.height)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("axis", [0, 1])
def test_the_tile_repeats_without_a_seam(name: str, axis: int) -> None:
    texture = make_texture(name, 2, size=SIZE)
    assert seam_ratio(texture.height, axis) < 1.6
    assert seam_ratio(texture.color_linear.mean(axis=-1), axis) < 1.6


def test_a_seam_would_be_found() -> None:
    ramp = np.broadcast_to(np.linspace(0, 1, SIZE, dtype=np.float32), (SIZE, SIZE))
    assert seam_ratio(np.ascontiguousarray(ramp), 1) > 20


@pytest.mark.parametrize("name", NAMES)
def test_a_tint_recolours_the_base(name: str) -> None:
    blue = make_texture(name, 1, "#5070c0", size=SIZE).color_linear.mean(axis=(0, 1))
    red = make_texture(name, 1, "#c05040", size=SIZE).color_linear.mean(axis=(0, 1))
    assert blue[2] > blue[0]
    assert red[0] > red[2]


@pytest.mark.parametrize("name", ["plaster", "linen", "concrete", "seamless_paper", "acrylic", "silk"])
def test_the_mean_colour_is_near_the_tint(name: str) -> None:
    mean = make_texture(name, 1, "#c8a890", size=SIZE).color_linear.mean(axis=(0, 1))
    assert np.abs(mean / linear_of("#c8a890") - 1).max() < 0.3


def test_an_unknown_surface_is_a_bad_request() -> None:
    with pytest.raises(BadRequest, match="choose one of"):
        make_texture("chrome", 0)


def test_noise_keeps_its_large_features_at_every_size() -> None:
    small, large = fractal(256, 3.0, 4), fractal(512, 3.0, 4)
    assert np.corrcoef(small.ravel(), large[::2, ::2].ravel())[0, 1] > 0.98


def test_noise_is_longer_along_its_stretch() -> None:
    field = fractal(256, 2.0, 1, stretch=(6.0, 1.0))
    assert np.abs(np.diff(field, axis=1)).mean() < 0.5 * np.abs(np.diff(field, axis=0)).mean()


def test_warp_by_whole_pixels_is_a_roll() -> None:
    field = fractal(64, 2.0, 9)
    assert np.allclose(warp(field, 3.0, -2.0), np.roll(field, (2, -3), axis=(0, 1)), atol=1e-5)


def test_cells_are_numbered_and_the_nearest_is_nearer() -> None:
    first, second, nearest = cells(128, 8, 3)
    assert (first <= second).all()
    assert nearest.min() >= 0
    assert len(np.unique(nearest)) > 60
    assert len(np.unique(per_cell(nearest, 1))) == len(np.unique(nearest))


@pytest.mark.parametrize("name", NAMES)
def test_every_tint_comes_from_one_file_and_looks_as_if_made_for_itself(name: str, tmp_path: Path) -> None:
    cache = TextureCache(tmp_path)
    for tint in ("#c9b79c", "#34506b"):
        made, kept = make_texture(name, 1, tint, SIZE), cache.get(name, 1, tint, SIZE)
        difference = np.abs(made.color_linear - kept.color_linear)
        assert difference.mean() < 0.02 * made.color_linear.mean()
        assert (made.specular, made.tile_mm) == pytest.approx((kept.specular, kept.tile_mm))
    assert len(list(tmp_path.iterdir())) == (1 if name in PAINTED else 2)


@pytest.mark.parametrize("name", sorted(TRUE_TO_SCALE))
@pytest.mark.parametrize("tile_mm", [TRUE_TILES_MM[0], TRUE_TILES_MM[-1]])
def test_what_is_true_to_scale_holds_the_promise_at_every_tile(name: str, tile_mm: float) -> None:
    texture = make_texture(name, 2, size=SIZE, tile_mm=tile_mm)
    assert texture.tile_mm == tile_mm
    for values in (texture.color_linear, texture.height, texture.roughness):
        assert np.isfinite(values).all()
    assert max(seam_ratio(texture.height, axis) for axis in (0, 1)) < 1.6


def test_a_weave_has_as_many_threads_a_millimetre_on_every_tile() -> None:
    """The strongest wave along a row: two threads, one over and one under."""
    found = []
    for tile_mm, size in ((20.0, 512), (40.0, 1024)):
        height = make_texture("linen", 1, size=size, tile_mm=tile_mm).height
        power = np.abs(np.fft.rfft(height, axis=1)).mean(0)
        power[: round(0.6 * tile_mm)] = 0  # what is longer than two threads is no weave
        found.append(int(power.argmax()) / tile_mm)
    assert found[0] == pytest.approx(found[1], rel=0.05)


def test_a_tile_is_about_as_wide_as_the_frame() -> None:
    assert [true_tile(frame) for frame in (20.0, 38.0, 100.0, 150.0, 480.0, 900.0)] == [
        30.0,
        60.0,
        120.0,
        240.0,
        480.0,
        480.0,
    ]


def test_pores_beside_a_ring_are_no_larger_than_in_life_and_lie_along_the_layers() -> None:
    """True pores are 0.5 to 5 mm; a few of 10 mm are met on a block beside a bag."""
    height = make_texture("travertine", 0, size=768, tile_mm=60.0).height
    found = ndimage.find_objects(ndimage.label(height < -0.35)[0])
    high, long = (np.array([side[axis].stop - side[axis].start for side in found]) * 60.0 / 768 for axis in (0, 1))
    assert len(found) > 100
    assert np.maximum(high, long).max() < 6.0
    assert long.mean() > high.mean()


@pytest.mark.parametrize(("tile_mm", "joints"), [(60.0, 0), (120.0, 1), (240.0, 2), (480.0, 4)])
def test_boards_are_as_wide_on_every_tile(tile_mm: float, joints: int) -> None:
    rows = make_texture("wood", 0, size=512, tile_mm=tile_mm).color_linear.mean(axis=(1, 2))
    dark = np.roll(rows < 0.6 * np.median(rows), 512 // 16)
    assert ndimage.label(dark)[1] == joints


def test_grain_runs_along_the_boards() -> None:
    color = make_texture("wood", 0, size=512, tile_mm=60.0).color_linear.mean(axis=-1)
    assert np.abs(np.diff(color, axis=1)).mean() < 0.4 * np.abs(np.diff(color, axis=0)).mean()
