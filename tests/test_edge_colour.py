"""The product's colour along its edge, where the backdrop is known."""

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image as Pillow
from scipy import ndimage

from tools.engines.color import linear_to_srgb, srgb_to_linear
from tools.engines.cutout.known_backdrop import known_backdrop, projected
from tools.engines.cutout.rim import Scene, put_right, signs, spots
from tools.engines.cutout.rim_colour import PALER, no_paler, rim_colour
from tools.engines.image import to_bytes, to_float

Colour = tuple[float, float, float]


def disc(side: int = 96, radius: float = 30.0) -> NDArray[np.float32]:
    """Return a disc's coverage, its edge about 2 px wide."""
    down, across = np.mgrid[:side, :side] - (side - 1) / 2
    return np.asarray(np.clip((radius - np.hypot(down, across)) / 2 + 0.5, 0, 1), np.float32)


def photographed(alpha: NDArray[np.float32], product: Colour, behind: Colour) -> NDArray[np.float32]:
    """Return the disc in front of a plain backdrop, mixed in linear light and kept in 8 bits."""
    front, back = (srgb_to_linear(np.asarray(colour, np.float32)) for colour in (product, behind))
    mixed = linear_to_srgb(alpha[..., None] * front + (1 - alpha[..., None]) * back)
    return np.asarray(np.round(mixed * 255) / 255, np.float32)


def as_jpeg(photo: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the photo after a camera kept it as JPEG, its chroma at half the size."""
    kept = BytesIO()
    Pillow.fromarray(to_bytes(photo)).save(kept, "JPEG", quality=92)
    return to_float(np.asarray(Pillow.open(kept)))


def blurred(matte: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(ndimage.gaussian_filter(matte, 0.7), np.float32)


def banded(side: int = 96) -> NDArray[np.float32]:
    """Return H×W×3 linear light of metal: bands from near black to near white across it."""
    turn = np.arctan2(*(np.mgrid[:side, :side] - (side - 1) / 2))
    light = 0.06 + 0.6 * np.cos(4.0 * turn) ** 8
    return np.asarray(light[..., None] * np.array([1.0, 0.75, 0.35]), np.float32)


@pytest.mark.parametrize(
    ("behind", "left"), [((0.9, 0.9, 0.88), 0.8), ((0.15, 0.15, 0.17), 0.8), ((0.3, 0.6, 0.5), 1.0)]
)
def test_the_network_puts_the_alpha_of_shaded_metal_right(behind: Colour, left: float) -> None:
    """``left`` is the share of the projection's error that may be left: hardly any hue of gold is that of green."""
    alpha = blurred(disc())
    back = srgb_to_linear(np.asarray(behind, np.float32))
    photo = as_jpeg(linear_to_srgb(alpha[..., None] * banded() + (1 - alpha[..., None]) * back))
    field = np.broadcast_to(np.array(behind, np.float32), photo.shape).copy()
    found = projected(photo, field, alpha > 0.4, 0.5, 3)
    assert found is not None
    right, _ = known_backdrop(photo, field, alpha > 0.4, 0.5, 3)
    assert np.array_equal(right[~found.band], found.alpha[~found.band])
    assert np.abs(right - alpha)[found.band].mean() < left * np.abs(found.alpha - alpha)[found.band].mean()


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), step=st.integers(1, 3))
def test_whatever_the_photo_alpha_and_colour_stay_in_their_range(seed: int, step: int) -> None:
    rng = np.random.default_rng(seed)
    image, behind, colour = rng.random((3, 24, 20, 3)).astype(np.float32)
    mask = rng.random((24, 20)) > 0.5
    scene, at = Scene(image, behind, colour), spots(np.ones_like(mask), 3 * step)
    seen = signs(scene, mask - np.float32(0.5), mask.astype(np.float32), 1.0, at)
    alpha = put_right(seen, mask.astype(np.float32), at)
    mixed = rim_colour(scene, seen, alpha, at, 3 * step)
    assert 0.0 <= alpha.min() <= alpha.max() <= 1.0
    assert mixed.min() >= 0.0
    assert mixed.max() <= 1.0 + 1e-6


@pytest.mark.parametrize("behind", [(0.93, 0.93, 0.92), (0.1, 0.1, 0.12), (0.3, 0.6, 0.5)])
@given(product=st.tuples(*[st.floats(0.02, 0.98)] * 3))
@settings(max_examples=15, deadline=None)
def test_the_edge_is_the_products_colour_and_the_inside_the_photos(behind: Colour, product: Colour) -> None:
    alpha = disc()
    photo = photographed(alpha, product, behind)
    field = np.broadcast_to(np.array(behind, np.float32), photo.shape).copy()
    told, colour = known_backdrop(photo, field, alpha > 0.5, 0.3, 3)
    solid = to_bytes(told) == 255
    assert np.array_equal(colour[solid], photo[solid])
    seen = (alpha > 0.3) & (told > 0.1)
    assert colour.min() >= 0.0
    assert colour.max() <= 1.0
    if np.linalg.norm(np.subtract(product, behind)) > 0.3:
        assert np.abs(colour[seen] - np.array(product, np.float32)).mean() < 0.06


@given(own=st.floats(0.0, 0.5), share=st.floats(-0.2, 1.0))
def test_a_rim_is_no_paler_than_the_product_round_about(own: float, share: float) -> None:
    behind, means = np.full((1, 3), 0.95, np.float32), np.full((1, 3, 3), own, np.float32)
    mixed = np.clip(means[:, 0] + np.float32(share) * (behind - means[:, 0]), 0.0, 1.0)
    nearest = own + PALER * (0.95 - own)
    assert no_paler(mixed, means, behind) == pytest.approx(np.minimum(mixed, nearest), abs=1e-4)
