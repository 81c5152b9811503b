"""The one table of credits. One credit is one cent of what it would cost elsewhere."""

from collections.abc import Mapping
from typing import Any

from tools.specs.markets import MARKETS

CREDITS: Mapping[str, int] = {
    "reference_shoot": 4,
    "change_background": 4,
    "rerun": 4,
    "try_on": 3,
    "white_studio": 1,
    "ghost_mannequin": 1,
    "detail": 1,
    "remove_background": 1,
    "video": 10,
}
"""What is not in it costs nothing, ``edit`` and ``reframe`` apart."""

RENDERED_CHANGES = frozenset(
    {
        "light",
        "light_from",
        "surface",
        "backdrop",
        "display",
        "surface_color",
        "backdrop_color",
        "prop_color",
        "caption",
        "leaf",
        "add",
        "remove",
        "camera",
        "zoom",
        "product_scale",
        "product_position",
    }
)
"""Changes of an edit that need a new render."""


def price(tool: str, args: Mapping[str, Any]) -> int:
    """Return what one call costs in credits. A hosted engine adds what it charges; that is known only afterwards."""
    if tool == "edit":
        each = 1 if RENDERED_CHANGES & set(args.get("changes", {})) else 0
    elif tool == "reframe":
        each = 1
    else:
        each = CREDITS.get(tool, 0)
    variants = 1 if _alike(tool, args) else args.get("variants", 1)
    return each * (variants if isinstance(variants, int) and variants > 0 else 1)


def _alike(tool: str, args: Mapping[str, Any]) -> bool:
    """Return whether variants would be one picture: tiles differ in their shadow, which some markets forbid."""
    market = args.get("market")
    return tool == "white_studio" and market in MARKETS and not MARKETS[market].shadow
