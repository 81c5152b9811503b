"""Along the product the studio's set goes over into the painted one without a step of colour."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from products import alpha_of
from scipy import ndimage as ndi

from tools.engines.color import delta_e, linear_to_srgb, srgb_to_lab
from tools.engines.generative.origin import origin, shares
from tools.engines.generative.seam import joined, reach_of
from tools.engines.image import Bytes8, Image

SHADES = st.tuples(*[st.floats(0.06, 0.8)] * 3)
KINDS = st.sampled_from(["bag", "watch", "hat", "eyewear", "earring"])


def slope(top: tuple[float, ...], bottom: tuple[float, ...], shape: tuple[int, ...]) -> Image:
    """A smooth wall of light: linear RGB from ``top`` to ``bottom``, as sRGB."""
    share = np.linspace(0, 1, shape[0])[:, None, None]
    linear = np.array(top) * (1 - share) + np.array(bottom) * share
    wall = linear_to_srgb(np.broadcast_to(linear, (*shape, 3)).astype(np.float32))
    return np.asarray(wall, np.float32)


def alpha(kind: str, long: int = 120) -> Bytes8:
    return np.pad(alpha_of(kind, long=long), 40)


def off(first: Image, second: Image, where: Bytes8) -> float:
    return float(delta_e(srgb_to_lab(first[where > 0]), srgb_to_lab(second[where > 0])).mean())


@settings(max_examples=8)
@given(kind=KINDS, studio=st.tuples(SHADES, SHADES), model=st.tuples(SHADES, SHADES))
def test_no_step_on_smooth_sets(
    kind: str, studio: tuple[tuple[float, ...], ...], model: tuple[tuple[float, ...], ...]
) -> None:
    placed = alpha(kind)
    start, painted = slope(*studio, placed.shape), slope(*model, placed.shape)
    image = joined(painted, start, placed).image
    away = ndi.distance_transform_edt(placed == 0)
    reach = reach_of(placed)
    for low, high in ((0, 2), (0, reach), (reach - 2, reach + 2)):  # at the product, all along, where the band ends
        ring = ((away > low) & (away <= high)).astype(np.uint8)
        assert off(image, painted, ring) <= 1.0


def test_the_contact_shadow_stays() -> None:
    placed = alpha("bag")
    away = ndi.distance_transform_edt(placed == 0)
    start = slope((0.5, 0.4, 0.3), (0.5, 0.4, 0.3), placed.shape)
    shade = (1.0 - 0.6 * np.exp(-away / 2.0)).astype(np.float32)[..., None]
    shaded = np.asarray(linear_to_srgb(((start / 1.0) ** 2.2 * shade).astype(np.float32)), np.float32)
    painted = slope((0.1, 0.2, 0.5), (0.1, 0.2, 0.5), placed.shape)
    image = joined(painted, shaded, placed).image
    touching = (away > 0) & (away <= 1.5)
    beyond = (away > reach_of(placed)) & (away < reach_of(placed) + 3)
    assert image[touching].mean() < 0.9 * image[beyond].mean()
    assert off(image, painted, beyond.astype(np.uint8)) <= 1.0
    dark, lit = image[touching].mean(0), painted[touching].mean(0)
    assert dark[2] / dark[0] == pytest.approx(lit[2] / lit[0], rel=0.35)  # dark, and of the painted set's colour


def test_what_a_model_left_of_the_old_edge_is_gone() -> None:
    placed = alpha("watch")
    away = ndi.distance_transform_edt(placed == 0)
    start, clean = slope((0.4,) * 3, (0.4,) * 3, placed.shape), slope((0.3, 0.25, 0.2), (0.3, 0.25, 0.2), placed.shape)
    painted = clean.copy()
    painted[(away > 0) & (away <= 2)] = (0.9, 0.1, 0.1)
    image = joined(painted, start, placed).image
    rim = ((away > 0) & (away <= 2)).astype(np.uint8)
    assert off(painted, clean, rim) > 20
    assert off(image, clean, rim) < 5


def test_beyond_the_band_nothing_is_touched() -> None:
    placed = alpha("hat")
    rng = np.random.default_rng(0)
    start, painted = (rng.random((*placed.shape, 3), dtype=np.float32) for _ in range(2))
    image = joined(painted, start, placed).image
    beyond = ndi.distance_transform_edt(placed == 0) > reach_of(placed)
    assert (image[beyond] == painted[beyond]).all()
    nothing = joined(painted, start, np.zeros_like(placed))
    assert (nothing.image == painted).all()


@given(st.integers(0, 255), st.floats(0, 1))
def test_origins_are_a_whole(covered: int, by_studio: float) -> None:
    mask = origin(np.full((2, 3), covered, np.uint8), np.full((2, 3), by_studio, np.float32))
    assert (mask.astype(int).sum(-1) == 255).all()
    told = shares(mask)
    assert told.photograph + told.path_tracer + told.model == pytest.approx(1.0, abs=1e-5)
    assert told.photograph == pytest.approx(covered / 255, abs=1e-5)
