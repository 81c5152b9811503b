"""Figures of a try-on in a message: handles as @0.41,0.38, ring sizes as EU 54, US 7 or UK N."""

import re
from typing import Any

from agent.scan import find
from agent.text import Text

_HANDLE = re.compile(r"@\s*([01](?:\.\d{1,4})?)\s*[,;/ ]\s*([01](?:\.\d{1,4})?)(?![\d.])")
_RING = re.compile(
    r"\b(?:(EU|FR|DE|ISO)\s?(4\d|5\d|6\d|7[0-6])|(US)\s?(\d{1,2}(?:\.5)?)|(UK)\s?([A-Z](?:\.5|½)?))(?!\w)"
)
MOST = 4


def worn_figures(text: Text) -> dict[str, Any]:
    """Return the arguments ``handles``, ``ring_size`` and ``scale_bar`` that a message holds."""
    found: dict[str, Any] = {}
    handles = [[float(x), float(y)] for x, y in _HANDLE.findall(text.raw)]
    if handles:
        found["handles"] = handles[:MOST]
    if (ring := _RING.search(text.raw)) is not None:
        found["ring_size"] = " ".join(part for part in ring.groups() if part)
    if any(hit.meaning == "scale_bar" for hit in find("worn_extras", text)):
        found["scale_bar"] = True
    return found
