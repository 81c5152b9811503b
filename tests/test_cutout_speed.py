"""What makes the cut-out fast changes nothing: threads, tiles, and morphology by another library."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import ndimage
from test_cutout import SIZE, photo, ring

from tools.engines.cutout.backdrop import read_backdrop
from tools.engines.cutout.lab import EIGHT, Region, around, dot, length, slope
from tools.engines.cutout.matte import matte_clutter, matte_plain
from tools.engines.cutout.morphology import CROSS, FARTHEST, depth, dilated, eroded, filled, grown, highest, opened
from tools.engines.cutout.pipeline import ClassicCutter
from tools.engines.cutout.threads import at_once
from tools.engines.image import Image, Mask


@pytest.fixture(scope="module")
def large() -> tuple[Image, Mask]:
    """A ring over four tiles."""
    matte = np.kron(ring(), np.ones((2, 2), np.float32))
    return np.kron(photo(ring(), (0.75, 0.55, 0.2), 0.9), np.ones((2, 2, 1), np.float32)), matte


def test_the_matte_does_not_know_how_many_threads_made_it(large: tuple[Image, Mask]) -> None:
    image, matte = large
    mask = matte > 0.5
    backdrop = read_backdrop(image)
    known = [matte_plain(image, mask, backdrop, 1.0, threads) for threads in (1, 3)]
    unknown = [matte_clutter(image, mask, 1.0, threads) for threads in (1, 3)]
    for one, three in (known, unknown):
        assert np.array_equal(one[0], three[0])
        assert np.array_equal(one[1], three[1])
        assert 0.0 < float(one[0].mean()) < 1.0


def test_work_at_once_keeps_its_order_and_its_error() -> None:
    assert at_once(lambda number: number * number, range(9), threads=3) == [number * number for number in range(9)]
    with pytest.raises(ZeroDivisionError):
        at_once(lambda number: 1 // number, [1, 0], threads=2)


def regions() -> list[Region]:
    rng = np.random.default_rng(11)
    soft = ndimage.gaussian_filter(rng.random((90, 130)), 3)
    along_the_frame = np.zeros((40, 50), bool)
    along_the_frame[:12] = along_the_frame[:, 44:] = True
    return [soft > 0.5, rng.random((61, 47)) > 0.3, along_the_frame]


@pytest.mark.parametrize("region", regions(), ids=["blobs", "grain", "along the frame"])
@pytest.mark.parametrize("element", [CROSS, EIGHT], ids=["four", "eight"])
@pytest.mark.parametrize("times", [1, 3])
def test_morphology_is_scipys(region: Region, element: Region, times: int) -> None:
    pairs: list[tuple[Callable[..., Region], Callable[..., Region]]] = [
        (eroded, ndimage.binary_erosion), (dilated, ndimage.binary_dilation), (opened, ndimage.binary_opening),
    ]  # fmt: skip
    for ours, theirs in pairs:
        assert np.array_equal(ours(region, element, times), theirs(region, element, iterations=times))


@pytest.mark.parametrize("region", regions(), ids=["blobs", "grain", "along the frame"])
def test_holes_depth_and_growth_are_scipys(region: Region) -> None:
    assert np.array_equal(filled(region), ndimage.binary_fill_holes(region))
    deep = ndimage.distance_transform_edt(region)
    assert np.array_equal(depth(region), deep.astype(np.float32))
    assert np.array_equal(highest(depth(region), 5), ndimage.maximum_filter(deep, 5).astype(np.float32))
    seed = np.zeros_like(region)
    seed[::17, ::13] = True
    assert np.array_equal(grown(seed, region, 4), ndimage.binary_dilation(seed, iterations=4, mask=region))


def test_a_region_without_an_outside_is_deep() -> None:
    assert depth(np.ones((20, 30), bool)).min() == FARTHEST
    assert not eroded(np.ones((20, 30), bool))[0].any()


def test_pixel_sums_are_numpys() -> None:
    rng = np.random.default_rng(5)
    image, other = (rng.random((SIZE, SIZE, 3)).astype(np.float32) for _ in range(2))
    assert np.allclose(dot(image, other), (image * other).sum(axis=-1), atol=1e-6)
    assert np.allclose(length(image), np.linalg.norm(image, axis=-1), atol=1e-6)
    ramp = np.linspace(0.0, 30.0, SIZE, dtype=np.float32)
    tilted = np.repeat(ramp[None, :, None], SIZE, axis=0).repeat(3, axis=-1)
    assert np.allclose(slope(tilted)[:, 1:-1], 30.0 / (SIZE - 1) * 3**0.5, rtol=1e-3)
    mean, weight = around(tilted, np.ones((SIZE, SIZE), bool), 2.0)
    assert np.allclose(mean[:, 20:-20], tilted[:, 20:-20], rtol=1e-3)
    assert np.allclose(weight, 1.0, atol=1e-5)


def test_a_part_of_a_backdrop_is_what_lies_there(large: tuple[Image, Mask]) -> None:
    whole = read_backdrop(large[0])
    part = whole.part((slice(20, 90), slice(30, 170)))
    assert np.array_equal(part.distance, whole.distance[20:90, 30:170])
    assert np.allclose(part.base_rgb, whole.base_rgb[20:90, 30:170], atol=1e-5)
    assert np.allclose(part.edge[8:-8, 8:-8], whole.edge[28:82, 38:162], atol=1e-4)
    assert part.shape == whole.shape == large[1].shape


def test_the_mask_does_not_know_how_much_empty_backdrop_there_is() -> None:
    drawn = photo(ring(), (0.7, 0.5, 0.2), 0.8, grain=0.0)
    wide = np.pad(drawn, ((200, 200), (300, 100), (0, 0)), mode="edge")
    tight, loose = (
        ClassicCutter(lambda image: np.full(image.shape[:2], 0.5, np.float32)).cut(each) for each in (drawn, wide)
    )
    assert np.abs(loose.alpha[200:-200, 300:-100] - tight.alpha).mean() < 1e-3
    assert not loose.alpha[:200].any()
    assert not loose.alpha[:, :300].any()
