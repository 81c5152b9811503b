"""The product's colour along its edge, where the backdrop is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tools.engines.color import linear_to_srgb, srgb_to_linear
from tools.engines.cutout.foreground import foreground_over
from tools.engines.cutout.guided import guided
from tools.engines.cutout.known_backdrop import known_backdrop
from tools.engines.image import to_bytes

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


def test_what_is_linear_in_the_photo_stays_as_it_is() -> None:
    photo = np.random.default_rng(3).random((40, 50, 3)).astype(np.float32).repeat(4, 0).repeat(4, 1)
    values = np.asarray(photo @ np.array([0.5, 0.2, 0.1], np.float32) + 0.1, np.float32)
    assert np.abs(guided(values, photo, 6) - values).max() < 0.01


def test_noise_that_the_photo_does_not_have_is_calmed() -> None:
    alpha = disc()
    photo = photographed(alpha, (0.2, 0.1, 0.1), (0.9, 0.9, 0.9))
    edge = (alpha > 0) & (alpha < 1)
    wrong = np.where(edge, alpha + np.random.default_rng(1).normal(0, 0.2, alpha.shape), alpha).astype(np.float32)
    calm = guided(wrong, photo, 3)
    assert np.abs(calm - alpha)[edge].mean() < 0.6 * np.abs(wrong - alpha)[edge].mean()


def test_a_wrong_alpha_leaves_the_colour_near_the_product() -> None:
    alpha, product, behind = disc(), (0.35, 0.15, 0.1), (0.2, 0.7, 0.3)
    photo = photographed(alpha, product, behind)
    edge = (alpha > 0.1) & (alpha < 1)
    wrong = np.clip(alpha + np.where(edge, np.random.default_rng(2).normal(0, 0.2, alpha.shape), 0), 0, 1)
    carried = np.full_like(photo, 0.5)
    share = wrong.astype(np.float32)
    both = photo, np.broadcast_to(np.array(behind, np.float32), photo.shape)
    colours = foreground_over(both, share, carried, edge, 3)
    assert np.abs(colours - np.array(product, np.float32)).mean() < 0.05


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
