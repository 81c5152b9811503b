"""Colour mathematics against published figures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.engines.color import (
    Colours,
    adapt,
    cast_gap,
    delta_e,
    kelvin_of,
    lab_to_linear,
    linear_to_lab,
    linear_to_srgb,
    luminance,
    srgb_to_lab,
    srgb_to_linear,
    white_of,
)

ONE = np.ones(3, np.float32)


def colour(*values: float) -> Colours:
    return np.array(values, np.float32)


def test_srgb_and_linear_undo_each_other() -> None:
    steps = np.arange(256, dtype=np.float32) / 255
    back = linear_to_srgb(srgb_to_linear(steps))
    assert back.dtype == np.float32
    np.testing.assert_allclose(back, steps, atol=1e-6)
    assert srgb_to_linear(colour(0.5))[0] == pytest.approx(0.21404, abs=1e-5)


@pytest.mark.parametrize(
    ("hexadecimal", "lab"),
    [("ffffff", (100, 0, 0)), ("ff0000", (53.24, 80.09, 67.20)), ("00ff00", (87.73, -86.18, 83.18)),
     ("777777", (50.03, 0, 0))],
)  # fmt: skip
def test_lab_of_known_colours(hexadecimal: str, lab: tuple[float, float, float]) -> None:
    srgb = np.frombuffer(bytes.fromhex(hexadecimal), np.uint8).astype(np.float32) / 255
    np.testing.assert_allclose(srgb_to_lab(srgb), lab, atol=0.05)
    np.testing.assert_allclose(linear_to_srgb(lab_to_linear(colour(*lab))), srgb, atol=0.003)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
    ],
)
def test_ciede2000_by_sharma_wu_and_dalal(first: tuple[float, ...], second: tuple[float, ...], expected: float) -> None:
    assert float(delta_e(colour(*first), colour(*second))) == pytest.approx(expected, abs=2e-3)


def test_white_weighs_one() -> None:
    assert float(luminance(ONE)) == pytest.approx(1.0, abs=1e-6)
    np.testing.assert_allclose(linear_to_lab(ONE), (100, 0, 0), atol=0.01)


def test_neutral_is_neutral_and_warm_is_amber() -> None:
    np.testing.assert_allclose(white_of(6504), ONE, atol=5e-4)
    warm, cold = white_of(3200), white_of(10_000)
    assert warm[0] > warm[1] > warm[2]
    assert cold[0] < cold[1] < cold[2]


@given(st.floats(1700, 24_000))
def test_a_white_gives_its_temperature_back(kelvin: float) -> None:
    assert kelvin_of(white_of(kelvin)) == pytest.approx(kelvin, rel=0.01)


def test_adaptation_turns_one_white_into_the_other() -> None:
    warm, cold = white_of(3000), white_of(9000)
    np.testing.assert_allclose(adapt(warm, warm, cold), cold, atol=1e-5)
    picture = np.random.default_rng(0).random((4, 5, 3), np.float32)
    np.testing.assert_allclose(adapt(adapt(picture, ONE, warm), warm, ONE), picture, atol=1e-4)


def test_the_cast_gap_sees_colour_and_not_brightness() -> None:
    assert cast_gap(ONE * np.float32(0.2), ONE) == pytest.approx(0, abs=1e-3)
    assert cast_gap(white_of(5000), white_of(6504)) > 5
    assert cast_gap(white_of(3000), white_of(6504)) > cast_gap(white_of(5000), white_of(6504))
    with pytest.raises(ValueError, match="light in it"):
        cast_gap(ONE * 0, ONE)


@pytest.mark.parametrize("kelvin", [1000, 30_000])
def test_beyond_the_formula_is_said(kelvin: float) -> None:
    with pytest.raises(ValueError, match="1667"):
        white_of(kelvin)
