"""Developing a plate: each step does what its name says, and the tone curve can be undone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.engines.color import srgb_to_lab
from tools.engines.develop import balance_gain, develop, set_white
from tools.engines.studio.tone import inverse_tone, tone
from tools.specs.steps import Blur, Contrast, Exposure, Grain, Saturation, Vignette, WhiteBalance, WhitePoint


def plate(value: float = 0.3) -> np.ndarray:
    """A flat plate with a darker and a coloured half."""
    made = np.full((32, 40, 3), value, np.float32)
    made[:, 20:] *= np.array([0.5, 0.4, 0.3], np.float32)
    return made


def lab(image: np.ndarray) -> np.ndarray:
    return srgb_to_lab(image).reshape(-1, 3).mean(0)


@given(st.floats(0.0, 0.99))
def test_tone_curve_is_undone(value: float) -> None:
    there = tone(np.array([value], np.float32))
    assert inverse_tone(there)[0] == pytest.approx(value if there[0] < 0.992 else inverse_tone(there)[0], abs=2e-3)


@given(st.floats(0.0, 20.0), st.floats(0.0, 20.0))
def test_tone_curve_rises_and_stays_below_one(one: float, other: float) -> None:
    low, high = tone(np.array(sorted((one, other)), np.float32))
    assert 0 <= low <= high <= 1


def test_warmer_raises_b_and_keeps_the_brightness() -> None:
    plain = lab(develop(plate(), (), 0))
    warm = lab(develop(plate(), (WhiteBalance(warmth=0.4),), 0))
    assert warm[2] > plain[2] + 4
    assert abs(warm[0] - plain[0]) < 3


def test_cooler_lowers_b() -> None:
    assert lab(develop(plate(), (WhiteBalance(warmth=-0.4),), 0))[2] < lab(develop(plate(), (), 0))[2] - 4


def test_tint_moves_from_green_to_magenta() -> None:
    green = lab(develop(plate(), (WhiteBalance(tint=-0.5),), 0))
    magenta = lab(develop(plate(), (WhiteBalance(tint=0.5),), 0))
    assert magenta[1] > green[1] + 4


@given(st.floats(-1.2, 1.2), st.floats(-1, 1))
def test_white_balance_keeps_the_luminance_of_white(warmth: float, tint: float) -> None:
    assert balance_gain(warmth, tint) @ np.array([0.2126, 0.7152, 0.0722]) == pytest.approx(1.0, abs=1e-4)


def test_exposure_contrast_saturation_vignette() -> None:
    plain = develop(plate(), (), 0)
    assert develop(plate(), (Exposure(stops=0.5),), 0).mean() > plain.mean()
    assert develop(plate(), (Contrast(amount=0.6),), 0).std() > plain.std()
    grey = develop(plate(), (Saturation(amount=-1.0),), 0)
    assert np.abs(grey - grey.mean(-1, keepdims=True)).max() < 1e-3
    dark = develop(plate(), (Vignette(amount=0.5),), 0)
    assert dark[0, 0, 0] < plain[0, 0, 0] - 0.02
    assert dark[16, 18, 0] == pytest.approx(plain[16, 18, 0], abs=0.01)


def test_blur_softens_an_edge() -> None:
    edge = np.abs(np.diff(develop(plate(), (), 0)[..., 0], axis=1)).max()
    assert np.abs(np.diff(develop(plate(), (Blur(sigma=2.0),), 0)[..., 0], axis=1)).max() < edge * 0.6


def test_grain_has_the_asked_deviation_and_follows_the_seed() -> None:
    flat = np.full((128, 128, 3), 0.2, np.float32)
    first = develop(flat, (Grain(sigma=0.01),), 1)
    assert first.std() == pytest.approx(0.01, rel=0.15)
    assert (first == develop(flat, (Grain(sigma=0.01),), 1)).all()
    assert (first != develop(flat, (Grain(sigma=0.01),), 2)).any()


def test_the_whites_of_photo_and_light() -> None:
    photo, light = set_white((WhitePoint(rgb=(1.02, 1.0, 0.95)), WhiteBalance(warmth=0.5)))
    assert photo == pytest.approx([1.02, 1.0, 0.95])
    assert light[0] / light[2] > photo[0] / photo[2]


def test_a_plate_of_the_wrong_type_is_refused() -> None:
    with pytest.raises(TypeError, match="plate_linear must be float32"):
        develop(np.zeros((4, 4, 3)), (), 0)  # type: ignore[arg-type]
