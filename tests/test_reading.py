"""Reading a photo: white, sharpness, noise and the side of its light."""

import numpy as np
import pytest
from scipy import ndimage as ndi

from tools.engines.reading import read_photo


def photo(white: tuple[float, float, float] = (0.9, 0.9, 0.9), lit: str = "left") -> tuple[np.ndarray, np.ndarray]:
    y, x = np.mgrid[:200, :200]
    inside = np.hypot(x - 100, y - 100) < 60
    image = np.ones((200, 200, 3), np.float32) * np.array(white, np.float32)
    ramp = (160 - x if lit == "left" else x - 40) / 120
    image[inside] = (0.2 + 0.6 * ramp[inside])[:, None]
    stripes = inside & (y % 20 < 10)
    image[stripes] *= 0.5
    return image, inside.astype(np.float32)


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_lit_side_is_the_light_s_side(side: str) -> None:
    assert read_photo(*photo(lit=side)).light_from == side


def test_even_light_has_no_side() -> None:
    image, alpha = photo()
    image[alpha > 0] = 0.5
    assert read_photo(image, alpha).light_from is None


def test_mirroring_turns_the_side() -> None:
    image, alpha = photo(lit="left")
    mirrored = np.ascontiguousarray(image[:, ::-1]), np.ascontiguousarray(alpha[:, ::-1])
    assert read_photo(*mirrored).light_from == "right"


def test_a_warm_white_is_read_and_a_red_wall_is_not() -> None:
    warm = read_photo(*photo((0.92, 0.90, 0.85))).white
    assert warm[0] > 1.0 > warm[2]
    assert read_photo(*photo((0.9, 0.2, 0.2))).white == pytest.approx((1, 1, 1), abs=0.02)


def test_a_soft_photo_is_softer() -> None:
    image, alpha = photo()
    soft = np.asarray(ndi.gaussian_filter(image, (2, 2, 0)), np.float32)
    assert read_photo(soft, alpha).blur > read_photo(image, alpha).blur + 0.5


def test_noise_is_measured() -> None:
    image, alpha = photo()
    noisy = image + np.random.default_rng(1).normal(0, 0.01, image.shape[:2])[..., None].astype(np.float32)
    assert read_photo(noisy.astype(np.float32), alpha).grain == pytest.approx(0.01, rel=0.25)
    assert read_photo(image, alpha).grain < 0.001


def test_a_paper_white_backdrop_is_white_whatever_the_product_s_colour() -> None:
    image, alpha = photo((1.0, 1.0, 1.0))
    image[alpha > 0] = (0.8, 0.7, 0.5)
    assert read_photo(image, alpha).white == (1.0, 1.0, 1.0)
