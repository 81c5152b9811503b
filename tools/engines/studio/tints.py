"""Colours written as #rrggbb."""

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import LUMINANCE, srgb_to_linear

DARK = 0.16
"""Linear luminance below which a wall is dark."""


def hex_linear(color: str) -> NDArray[np.float32]:
    """Return the linear RGB (3 numbers) of ``#rrggbb``."""
    srgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.float32) / 255
    return np.asarray(srgb_to_linear(srgb), dtype=np.float32)


def mixed(first: str, second: str, share: float) -> str:
    """Return ``#rrggbb`` of ``first`` moved towards ``second`` by ``share``, in sRGB."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def is_dark(color: str) -> bool:
    """Say whether ``#rrggbb`` is dark for a wall."""
    return float(hex_linear(color) @ LUMINANCE) < DARK
