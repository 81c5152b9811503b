"""The key light of drawn things whose light is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.engines.key_light import key_of, mirrored, signs_of
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
    half = (light + [0, 0, 1]) / np.linalg.norm(light + [0, 0, 1])
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
