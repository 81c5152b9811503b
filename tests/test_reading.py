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


def ball(fill: float, shadow_blur: float) -> tuple[np.ndarray, np.ndarray]:
    """A grey ball under a light from the upper left with ``fill``, its shadow to the right on a pale backdrop."""
    y, x = np.mgrid[:300, :300].astype(np.float32)
    across, down = (x - 130) / 70, (y - 150) / 70
    inside = np.hypot(across, down) < 1
    towards = np.sqrt(np.clip(1 - across**2 - down**2, 0, 1))
    lambert = np.clip(-0.6 * across - 0.4 * down + 0.69 * towards, 0, 1)
    shadow = ndi.gaussian_filter((np.hypot((x - 180) / 90, (y - 190) / 40) < 1).astype(np.float32), shadow_blur)
    linear = 0.75 * (1 - 0.6 * (1 - fill) * shadow)
    linear[inside] = (0.6 * (fill + (1 - fill) * lambert))[inside]
    image = np.repeat(np.clip(linear, 0, 1)[..., None] ** np.float32(1 / 2.2), 3, axis=2)
    return image.astype(np.float32), inside.astype(np.float32)


def test_a_softbox_reads_softer_than_the_sun() -> None:
    sun, window, softbox = (read_photo(*ball(*light)).softness for light in ((0.03, 0.8), (0.15, 2.5), (0.8, 25.0)))
    assert sun < 0.5
    assert softbox > 0.85
    assert sun < window < softbox


def test_a_black_and_white_product_on_paper_white_is_not_taken_for_hard_light() -> None:
    image, alpha = photo((1.0, 1.0, 1.0))
    image[alpha > 0] = 0.9
    image[(alpha > 0) & (np.mgrid[:200, :200][0] > 100)] = 0.05
    assert read_photo(image, alpha).softness > 0.6


def test_the_tone_is_the_product_s_own() -> None:
    image, alpha = photo()
    image[alpha > 0] = 0.1
    assert read_photo(image, alpha).tone == pytest.approx(0.1, abs=0.01)
