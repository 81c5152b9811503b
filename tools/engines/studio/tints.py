"""Colours written as #rrggbb."""

from colorsys import hls_to_rgb, rgb_to_hls

import numpy as np

from tools.engines.color import LUMINANCE, hex_linear, linear_to_srgb

DARK = 0.16
"""Linear luminance below which a wall is dark."""

MUTED = 0.45
"""How much of a surface's saturation the wall behind it takes."""


BLACK = 0.002
"""Linear value that black is taken for: it has no hue to keep."""


def mixed(first: str, second: str, share: float) -> str:
    """Return ``#rrggbb`` of ``first`` moved towards ``second`` by ``share``, in sRGB."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def is_dark(color: str) -> bool:
    """Say whether ``#rrggbb`` is dark for a wall."""
    return float(hex_linear(color) @ LUMINANCE) < DARK


def raised(color: str, least: float) -> str:
    """Return ``#rrggbb`` of the same hue with a linear luminance of at least ``least``, as far as there is such."""
    linear = hex_linear(color)
    if float(linear @ LUMINANCE) >= least:
        return color
    linear = np.maximum(linear, np.float32(BLACK))
    brighter = linear_to_srgb(np.minimum(linear * np.float32(least / float(linear @ LUMINANCE)), np.float32(1)))
    return "#" + "".join(f"{round(float(value) * 255):02x}" for value in brighter)


def tonal(usual: str, said: str) -> str:
    """Return the colour of a wall behind a surface of the colour ``said``: its hue, muted, halfway to the ``usual``."""
    _, light, _ = rgb_to_hls(*_channels(usual))
    hue, own, strong = rgb_to_hls(*_channels(said))
    made = hls_to_rgb(hue, (light + own) / 2, strong * MUTED)
    return "#" + "".join(f"{round(value * 255):02x}" for value in made)


def _channels(color: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(color[1:])
    return red / 255, green / 255, blue / 255
