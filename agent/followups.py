"""What a follow-up changes: numbers with a direction and an amount, and parts of the set."""

from collections.abc import Iterator
from typing import Any

from agent.light_side import is_of_light, moves
from agent.nearby import denied
from agent.qualities import SLIGHT, STRONG, USUAL, numeric_changes
from agent.reading_caption import caption
from agent.reading_scene import SceneWords
from agent.scan import find
from agent.text import PAUSE, Text
from tools.specs.brief import ThreadState
from tools.specs.numbers import Numbers

_RELATIVE = frozenset({"more", "less", "too", "not_so", "again", "a_bit", "much", "half", "double", "opposite"})
_SIDES = ("left", "right", "up", "down", "centre")


def relative_changes(text: Text, last: dict[str, Any] | None) -> dict[str, float]:
    """Return the last edit's numbers once more or taken back: 'a touch less', 'half of that', 'still a bit more'."""
    numbers = {name: value for name, value in (last or {}).items() if isinstance(value, int | float) and value}
    degrees = {hit.meaning for hit in find("degrees", text)}
    if not numbers or not degrees & _RELATIVE:
        return {}
    if "opposite" in degrees:
        return {name: _within(-value - _way(value) * USUAL) for name, value in numbers.items()}
    if "half" in degrees:
        return {name: round(-value / 2, 3) for name, value in numbers.items()}
    if "double" in degrees:
        return {name: _within(value) for name, value in numbers.items()}
    back = bool(degrees & {"less", "too", "not_so"})
    amount = SLIGHT if "a_bit" in degrees or "too" in degrees else STRONG if "much" in degrees else SLIGHT
    return {name: (-amount if back else amount) * _way(value) for name, value in numbers.items()}


def _way(value: float) -> int:
    return 1 if value > 0 else -1


def _within(value: float) -> float:
    return round(max(-1.0, min(1.0, value)), 3)


def set_changes(text: Text, words: SceneWords, last_scene: dict[str, Any] | None) -> dict[str, Any]:
    """Return the parts of the set that change. What is there already and named again is what goes away."""
    scene = last_scene or {}
    changes: dict[str, Any] = {}
    for key in ("surface", "backdrop", "light", "light_from", "camera", "display"):
        fresh = [value for value in words.named.get(key, ()) if value != scene.get(key)]
        if fresh:
            changes[key] = fresh[0]
    changes |= _colours(words, changes, scene)
    there = set(scene.get("props") or ())
    named, absent = words.named.get("props", ()), words.absent.get("props", ())
    remove = [prop for prop in absent if prop in there or not there]
    exchanged = [prop for prop in named if prop in there and _exchange(text)]
    if any(hit.meaning == "all_props" and denied(text, hit) for hit in find("logic", text)):
        remove = list(there)
    add = [prop for prop in named if prop not in there]
    if remove or exchanged or absent:
        changes["remove"] = list(dict.fromkeys([*remove, *exchanged])) or list(absent)
    if add:
        changes["add"] = add
    return changes


def _colours(words: SceneWords, changes: dict[str, Any], scene: dict[str, Any]) -> dict[str, Any]:
    """Return the colours that are said; one said of the set as a whole is the backdrop's.

    Whoever paints the wall means what is behind the product, be it an arch or paper: that stays what it is.
    """
    said = {f"{name}_color": colour for name, colour in words.colors.items()}
    loose = [colour for colour in words.palette if colour not in words.colors.values()]
    if loose:
        said.setdefault("backdrop_color", loose[0])
    if "backdrop" in words.colors and changes.get("backdrop") == "wall" and scene.get("backdrop"):
        del changes["backdrop"]
    return said | ({"leaf": words.leaf} if words.leaf else {})


def leaning(text: Text) -> dict[str, float]:
    """Return the light and colour that a wish has apart from what it goes by: "like this but lighter"."""
    if not find("leanings", text) and not any(token.endswith("er") for token in _edit_words(text)):
        return {}
    return {name: amount for name, amount in numeric_changes(text).items() if name in Numbers.model_fields}


def _edit_words(text: Text) -> Iterator[str]:
    return (text.tokens[hit.start] for hit in find("edits", text))


def position(text: Text) -> str | None:
    """Return where the product is to go in the frame, as ``product_position`` wants it: no side of room for words."""
    if caption(text):
        return None
    found = [hit.meaning.removeprefix("position_") for hit in moves(text) if not is_of_light(text, hit)]
    side = next((name for name in found if name in _SIDES), None)
    return "center" if side == "centre" else side


def _exchange(text: Text) -> bool:
    return any(hit.meaning in ("instead_of", "post_instead_of") for hit in find("logic", text))


def nothing_but_small_words(text: Text) -> bool:
    """Return whether a text holds little beside degree words, as 'a touch less please' does."""
    covered = sum(hit.width for hit in find("degrees", text))
    words = sum(token != PAUSE for token in text.tokens)
    return covered > 0 and words - covered <= (6 if text.language in ("ja", "zh") else 3)


def asset_of(thread: ThreadState | None) -> str | None:
    """Return the newest picture of the thread."""
    return thread.assets[-1] if thread and thread.assets else None


def moves_only(text: Text) -> bool:
    """Return whether all words that name a side of the light say where the product goes: "nach links"."""
    places = moves(text)
    sides = find("light_from", text)
    return all(any(side.meets(hit) for hit in places) for side in sides)
