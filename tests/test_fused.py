"""The product's colour along an edge whose backdrop is not known."""

import numpy as np
from scipy import ndimage
from test_cutout import disc
from test_second_opinion import busy

from tools.engines.cutout.foreground import SOLID, foreground
from tools.engines.cutout.fused import fused
from tools.engines.image import Image, Mask


def soft(matte: Mask) -> Mask:
    """A lens's edge."""
    return np.asarray(ndimage.gaussian_filter(matte, 1.2), np.float32)


def over(product: Image, matte: Mask) -> Image:
    share = matte[..., None]
    return np.asarray(share * product + (1.0 - share) * busy(), np.float32)


def worst(found: Image, product: Image, matte: Mask) -> float:
    return float(np.abs(found - product).max(axis=-1)[matte > 0.2].max())


def leather(matte: Mask) -> Image:
    """One colour with a fine grain, H×W×3."""
    grain = 0.02 * np.random.default_rng(3).normal(size=(*matte.shape, 1))
    return np.asarray(np.array([0.45, 0.2, 0.1], np.float32) + grain, np.float32)


def test_the_old_backdrop_is_gone_from_the_edge() -> None:
    matte = soft(disc(120, 120, 70))
    product = leather(matte)
    image = over(product, matte)
    assert worst(image, product, matte) > 0.3
    assert worst(fused(image, matte, 4), product, matte) < 0.12


def test_it_is_nearer_than_one_estimate_where_alpha_is_too_low() -> None:
    matte = soft(disc(120, 120, 70))
    product = leather(matte)
    image, wrong = over(product, matte), matte**2
    rim = (matte > 0.1) & (wrong < SOLID)
    off = [np.abs(found - product)[rim].mean() for found in (fused(image, wrong, 4), foreground(image, wrong))]
    assert off[0] < 0.75 * off[1]


def test_the_inside_is_the_photos_own() -> None:
    matte = soft(disc(120, 120, 70))
    image = over(leather(matte), matte)
    solid = matte >= SOLID
    assert np.array_equal(fused(image, matte, 4)[solid], image[solid])


def test_without_any_product_nearby_it_still_answers() -> None:
    matte = 0.3 * soft(disc(120, 120, 30))
    found = fused(over(leather(matte), matte), matte.astype(np.float32), 4)
    assert np.isfinite(found).all()
    assert found.min() >= 0.0
    assert found.max() <= 1.0
