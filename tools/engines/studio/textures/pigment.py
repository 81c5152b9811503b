"""Mixing colours over a tile."""

from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import srgb_to_linear
from tools.engines.studio.noise import Field

Rgb = NDArray[np.float32]
Paint = NDArray[np.float32]

DARKEST, BRIGHTEST = 0.02, 0.93
"""Bounds of an albedo: coal and fresh snow."""


class Sheets(TypedDict):
    """The three arrays of a texture."""

    color_linear: Paint
    height: Field
    roughness: Field


def linear_of(tint: str) -> Rgb:
    """Return the linear RGB (3 numbers) of ``#rrggbb``."""
    srgb = np.array([int(tint[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.float32) / np.float32(255)
    return np.asarray(srgb_to_linear(srgb), dtype=np.float32)


def mix(first: Rgb | Paint, second: Rgb | Paint, share: Field) -> Paint:
    """Return N×N×3, ``first`` where ``share`` is 0 and ``second`` where it is 1."""
    part = share[..., None]
    return np.asarray(first + (second - first) * part, dtype=np.float32)


def cast(field: Field, weights: tuple[float, float, float]) -> Paint:
    """Return the factor 1 + field·weights for the three channels: a variation of light and hue at once."""
    return np.asarray(1 + field[..., None] * np.array(weights, dtype=np.float32), dtype=np.float32)


def sheets(color: Paint, height: Field, roughness: Field) -> Sheets:
    """Return the arrays of a texture, bounded, with zero-mean height."""
    return {
        "color_linear": np.clip(color, DARKEST, BRIGHTEST).astype(np.float32),
        "height": (height - height.mean()).astype(np.float32),
        "roughness": np.clip(roughness, 0.02, 1.0).astype(np.float32),
    }
