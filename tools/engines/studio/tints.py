"""Colours written as #rrggbb."""

from tools.engines.color import LUMINANCE, hex_linear

DARK = 0.16
"""Linear luminance below which a wall is dark."""


def mixed(first: str, second: str, share: float) -> str:
    """Return ``#rrggbb`` of ``first`` moved towards ``second`` by ``share``, in sRGB."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def is_dark(color: str) -> bool:
    """Say whether ``#rrggbb`` is dark for a wall."""
    return float(hex_linear(color) @ LUMINANCE) < DARK
