"""What a first brief says of its set beside things: the ground's finish, how deep shadows are, how strong colours."""

from typing import Any

from agent.nearby import beside, denied, near
from agent.qualities import numeric_changes
from agent.reading_caption import caption
from agent.scan import find
from agent.text import Text

HALF = 0.5
"""A first brief's word weighs half of what it weighs as a change of a picture that is there."""

_ALWAYS = ("contrast", "saturation", "grain")
_OF_LIGHT = ("warmth", "exposure", "tint")


def polish(text: Text) -> float | None:
    """Return the finish, 0 matt to 1 polished, that is said of the surface or of what it is a kind of."""
    for hit in find("finishes", text):
        grounds = (*beside("surfaces", text, hit), *beside("stuffs", text, hit))
        if not denied(text, hit) and any(near(text, hit, ground, 2, 2) for ground in grounds):
            return float(hit.meaning)
    return None


def tone(text: Text) -> dict[str, float]:
    """Return how strong contrast, colour and grain are to be, and the light's warmth where it is said of the light."""
    kept = set(_ALWAYS)
    visual = [hit for hit in find("companions", text) if hit.meaning == "visual"]
    for hit in find("edits", text):
        name = hit.meaning.split(" ")[0]
        if name in _OF_LIGHT and any(near(text, hit, noun, 0, 1) for noun in visual):
            kept.add(name)
    return {name: round(HALF * amount, 3) for name, amount in numeric_changes(text).items() if name in kept}


def shadows(text: Text) -> float | None:
    """Return the depth of the shadows that is said, -1 to 1, or nothing."""
    amount = numeric_changes(text).get("shadow")
    return None if amount is None else max(-1.0, min(1.0, amount))


def depth(text: Text) -> float | None:
    """Return how shallow the depth of field is to be, -1 to 1, or nothing.

    "Sharp" alone says it of the product; deeper it is only where the words mean the whole picture.
    """
    amount = numeric_changes(text).get("blur")
    whole = any(hit.width > 1 for hit in find("edits", text) if hit.meaning == "blur -")
    return amount if amount is not None and (amount > 0 or whole) else None


def finer(text: Text, aspect: str | None) -> dict[str, Any]:
    """Return the scene arguments that are said outright here: ``caption``, ``polish``, ``contrast``, ``blur``."""
    said = {
        "caption": caption(text, aspect), "polish": polish(text), "contrast": shadows(text), "blur": depth(text),
    }  # fmt: skip
    return {name: value for name, value in said.items() if value is not None}
