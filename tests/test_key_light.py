"""The key light of drawn things whose light is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.engines.key_light import KeyLight, key_of, mean_direction, mirrored, signs_of, vector_of
from tools.engines.rounded import normals_of

SIDE = 140


def lit(azimuth: float, elevation: float, wide: float = 0.35, high: float = 0.35, ambient: float = 0.15):
    """Return (photo, alpha) of a grey ellipsoid on white, a little glossy, lit from there, without a shadow."""
    y, x = np.mgrid[:SIDE, :SIDE] / SIDE - 0.5
    u, v = x / wide, -y / high
    inside = u * u + v * v < 1
    normal = np.stack([u / wide, v / high, np.sqrt(np.clip(1 - u * u - v * v, 0, 1)) / min(wide, high)], -1)
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-9)
    a, e = np.radians([azimuth, elevation])
    light = np.array([np.cos(e) * np.sin(a), np.sin(e), np.cos(e) * np.cos(a)])
    half = light + np.array([0.0, 0.0, 1.0])
    half /= np.linalg.norm(half)
    shade = 0.5 * (ambient + np.clip(normal @ light, 0, 1)) + 0.4 * np.clip(normal @ half, 0, 1) ** 40
    linear = np.where(inside, np.clip(shade, 0, 1), 0.9)
    image = np.repeat(linear[..., None] ** (1 / 2.2), 3, axis=-1).astype(np.float32)
    return image, inside.astype(np.float32)


def off(azimuth: float, elevation: float, image: np.ndarray, alpha: np.ndarray) -> float:
    """Return the angle in degrees between the light and where it is told to be."""
    key = key_of(image, alpha)
    assert key is not None
    a, e = np.radians([azimuth, elevation])
    light = np.array([np.cos(e) * np.sin(a), np.sin(e), np.cos(e) * np.cos(a)])
    return float(np.degrees(np.arccos(np.clip(light @ key.towards, -1, 1))))


@pytest.mark.parametrize("azimuth", [-70, -35, 35, 70])
@pytest.mark.parametrize("elevation", [25, 50])
@pytest.mark.parametrize(("wide", "high"), [(0.35, 0.35), (0.2, 0.4), (0.4, 0.22)])
def test_a_shaded_ellipsoid_tells_its_light(azimuth: float, elevation: float, wide: float, high: float) -> None:
    assert off(azimuth, elevation, *lit(azimuth, elevation, wide, high)) < 35


def with_shadow(azimuth: float, elevation: float) -> tuple[np.ndarray, np.ndarray]:
    """Return a lit ellipsoid that stands on a plain ground, and its sheared shadow there."""
    image, alpha = lit(azimuth, elevation, 0.12, 0.2)
    a, e = np.radians([azimuth, elevation])
    y, x = np.mgrid[:SIDE, :SIDE] / SIDE - 0.5
    long, foot = 1 / np.tan(e), 0.2
    height = (y - foot) / (-np.cos(a) * long * -0.3) if abs(np.cos(a)) > 1e-3 else 0 * y
    shadow = (np.hypot((x + height * np.sin(a) * long) / 0.12, (height - 0.2) / 0.2) < 1) & (alpha < 0.5)
    image = image.copy()
    image[shadow] *= 0.6
    return image, alpha


angles = st.floats(-140, 140).filter(lambda a: abs(abs(a) - 90) > 12)


@settings(max_examples=12, deadline=None)
@given(azimuth=angles, elevation=st.floats(25, 65))
def test_a_mirror_mirrors_the_light(azimuth: float, elevation: float) -> None:
    image, alpha = with_shadow(azimuth, elevation)
    here = key_of(image, alpha)
    there = key_of(np.ascontiguousarray(image[:, ::-1]), np.ascontiguousarray(alpha[:, ::-1]))
    assert (here is None) == (there is None)
    if here and there:
        assert np.allclose(np.array(here.towards) * [-1, 1, 1], there.towards, atol=0.06)


@settings(max_examples=8, deadline=None)
@given(azimuth=angles, elevation=st.floats(25, 65), exposure=st.floats(0.5, 1.0))
def test_exposure_changes_nothing(azimuth: float, elevation: float, exposure: float) -> None:
    image, alpha = with_shadow(azimuth, elevation)
    signs = signs_of(image, alpha)
    darker = signs_of((image * exposure ** (1 / 2.2)).astype(np.float32), alpha)
    assert signs is not None
    assert darker is not None
    apart = mean_direction(signs) - mean_direction(darker)
    assert float(np.linalg.norm(apart)) < 0.12


@pytest.mark.parametrize(("azimuth", "side"), [(-50, -1), (50, 1), (-125, -1), (125, 1)])
def test_a_shadow_tells_the_side(azimuth: float, side: int) -> None:
    key = key_of(*with_shadow(azimuth, 40))
    assert key is not None
    assert key.towards[0] * side > 0.3


def test_twice_mirrored_is_the_same() -> None:
    signs = signs_of(*with_shadow(-50, 40))
    assert signs is not None
    assert np.array_equal(mirrored(mirrored(signs)), signs)


def test_nothing_is_told_of_nothing() -> None:
    empty = np.full((60, 60, 3), 0.8, np.float32)
    assert key_of(empty, np.zeros((60, 60), np.float32)) is None
    flat = np.full((90, 90, 3), 0.5, np.float32)
    spot = np.zeros((90, 90), np.float32)
    spot[30:60, 30:60] = 1.0
    assert key_of(flat, spot) is None


@settings(max_examples=30)
@given(azimuth=st.floats(-179, 179), elevation=st.floats(1, 80), camera=st.floats(0, 89))
def test_a_direction_seen_from_anywhere_comes_back(azimuth: float, elevation: float, camera: float) -> None:
    x, y, z = vector_of(azimuth, elevation, camera)
    back = KeyLight((x, y, z), 1.0).seen_from(camera)
    assert np.allclose(vector_of(*back, 0.0), vector_of(azimuth, elevation, 0.0), atol=1e-6)


def test_a_ball_is_rounded_as_a_ball() -> None:
    y, x = np.mgrid[:81, :81] - 40.0
    normal = normals_of(np.hypot(x, y) < 38)
    assert normal[40, 40] == pytest.approx((0, 0, 1), abs=0.02)
    assert normal[40, 67] == pytest.approx((27 / 38, 0, np.sqrt(1 - (27 / 38) ** 2)), abs=0.06)
    assert normal[13, 40] == pytest.approx((0, 27 / 38, np.sqrt(1 - (27 / 38) ** 2)), abs=0.06)


def test_a_large_photo_says_the_same() -> None:
    image, alpha = with_shadow(50, 40)
    small, large = (key_of(image.repeat(n, 0).repeat(n, 1), alpha.repeat(n, 0).repeat(n, 1)) for n in (2, 12))
    assert small is not None
    assert large is not None
    assert np.allclose(small.towards, large.towards, atol=0.15)
