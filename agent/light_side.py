"""To which side a message moves the light, or the shadow, which falls to the other one."""

from typing import Any

from agent.nearby import beside, near
from agent.scan import Hit, find
from agent.text import Text

_LIT_FROM = {"left": "left", "right": "right", "up": "top"}
_ACROSS = {"left": "right", "right": "left", "back": "front", "front": "back", "top": "left"}
_USUAL = "left"
"""The side of the key light where nothing says otherwise (``Scene.light_from``)."""
_REACH = 4


def moves(text: Text) -> tuple[Hit, ...]:
    """Return where the words say to which side something goes."""
    return tuple(hit for hit in find("degrees", text) if hit.meaning.startswith("position"))


def is_of_light(text: Text, move: Hit) -> bool:
    """Return whether light or shadow is what moves: its word stands in the move's words or right before."""
    return bool(_movers(text, move))


def light_side(text: Text, scene: dict[str, Any] | None) -> str | None:
    """Return where the light is to come from: "light to the right", "shadow to the left", "on the other side".

    ``scene``: the picture's, whose light comes from one side now.
    """
    for move in moves(text):
        side = _LIT_FROM.get(move.meaning.removeprefix("position_"))
        if side and (movers := _movers(text, move)):
            return _ACROSS[side] if all(map(_is_shadow, movers)) and side != "top" else side
    if any(_is_turned(text, hit) for hit in find("light_words", text)):
        return _ACROSS[str((scene or {}).get("light_from") or _USUAL)]
    return None


def only_placed(text: Text) -> frozenset[str]:
    """Return the qualities that are named for their side alone: nobody asks for more shadow, or more "Licht"."""
    turned = any(_is_turned(text, hit) for hit in find("light_words", text))
    if not turned and not any(is_of_light(text, move) for move in moves(text)):
        return frozenset()
    named: dict[str, list[bool]] = {}
    for hit in find("edits", text):
        name, bare = hit.meaning.split(" ")[0], hit.meaning.endswith("+")
        if _is_shadow(hit):
            bare = bare and (hit.width == 1 or text.language in ("ja", "zh"))
        else:
            bare = bare and any(other.meets(hit) for other in beside("light_words", text, hit))
        named.setdefault(name, []).append(bare)
    return frozenset(name for name, bare in named.items() if all(bare))


def _movers(text: Text, move: Hit) -> list[Hit]:
    found = [*(hit for hit in beside("light_words", text, move) if hit.meaning == "light")]
    found += [hit for hit in beside("edits", text, move) if _is_shadow(hit)]
    return [hit for hit in found if hit.meets(move) or near(text, move, hit, 2, 0)]


def _is_turned(text: Text, hit: Hit) -> bool:
    """Whether "the other side" is said of light or shadow."""
    if hit.meaning != "other_side":
        return False
    lights = (other for other in beside("light_words", text, hit) if other.meaning == "light")
    named = (*lights, *(other for other in beside("edits", text, hit) if _is_shadow(other)))
    named += beside("lights", text, hit)
    return any(other.meets(hit) or near(text, hit, other, _REACH, 2) for other in named)


def _is_shadow(hit: Hit) -> bool:
    return hit.meaning.startswith("shadow")
