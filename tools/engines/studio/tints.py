"""Colours written as #rrggbb."""

from colorsys import hls_to_rgb, rgb_to_hls

from tools.engines.color import LUMINANCE, hex_linear

DARK = 0.16
"""Linear luminance below which a wall is dark."""

MUTED = 0.45
"""How much of a surface's saturation the wall behind it takes."""


def mixed(first: str, second: str, share: float) -> str:
    """Return ``#rrggbb`` of ``first`` moved towards ``second`` by ``share``, in sRGB."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def is_dark(color: str) -> bool:
    """Say whether ``#rrggbb`` is dark for a wall."""
    return float(hex_linear(color) @ LUMINANCE) < DARK


def tonal(usual: str, said: str) -> str:
    """Return the colour of a wall behind a surface of the colour ``said``: its hue, muted, halfway to the ``usual``."""
    _, light, _ = rgb_to_hls(*_channels(usual))
    hue, own, strong = rgb_to_hls(*_channels(said))
    made = hls_to_rgb(hue, (light + own) / 2, strong * MUTED)
    return "#" + "".join(f"{round(value * 255):02x}" for value in made)


def _channels(color: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(color[1:])
    return red / 255, green / 255, blue / 255
