"""What a follow-up changes: numbers with a direction and an amount, and parts of the set."""

from collections.abc import Iterator
from typing import Any

from agent.nearby import beside, denied, near
from agent.reading_caption import caption
from agent.reading_scene import SceneWords
from agent.scan import Hit, find
from agent.text import PAUSE, Text
from tools.specs.brief import ThreadState
from tools.specs.numbers import Numbers

SLIGHT, USUAL, STRONG = 0.2, 0.4, 0.7
_SIDES = ("left", "right", "up", "down", "centre")


def numeric_changes(text: Text) -> dict[str, float]:
    """Return parameter -> signed amount for every quality that is named ('a bit warmer' is warmth 0.2)."""
    changes: dict[str, float] = {}
    qualities = [hit for hit in find("edits", text) if not _is_other_word(text, hit)]
    for hit in qualities:
        parameter, sign = hit.meaning.split(" ")
        direction = (1 if sign == "+" else -1) * _turn(text, hit, qualities)
        all_of_it = parameter == "shadow" and sign == "+" and denied(text, hit)  # "no shadow" leaves none
        changes.setdefault(parameter, direction * (1.0 if all_of_it else _amount(text, hit, qualities)))
    return changes


def contradictions(text: Text) -> tuple[str, ...]:
    """Return the parameters that are to go both ways at once ('warmer but cooler')."""
    ways: dict[str, set[float]] = {}
    qualities = [hit for hit in find("edits", text) if not _is_other_word(text, hit)]
    for hit in qualities:
        parameter, sign = hit.meaning.split(" ")
        direction = (1 if sign == "+" else -1) * _turn(text, hit, qualities)
        ways.setdefault(parameter, set()).add(direction)
    return tuple(name for name, found in ways.items() if len(found) > 1)


def relative_changes(text: Text, last: dict[str, Any] | None) -> dict[str, float]:
    """Return the last edit's numbers once more or taken back a little: 'a touch less', 'still a bit more'."""
    numbers = {name: value for name, value in (last or {}).items() if isinstance(value, int | float) and value}
    degrees = {hit.meaning for hit in find("degrees", text)}
    if not numbers or not degrees & {"more", "less", "too", "not_so", "again", "a_bit", "much"}:
        return {}
    back = bool(degrees & {"less", "too", "not_so"})
    amount = SLIGHT if "a_bit" in degrees or "too" in degrees else STRONG if "much" in degrees else SLIGHT
    return {name: (-amount if back else amount) * (1 if value > 0 else -1) for name, value in numbers.items()}


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
    found = [
        hit.meaning.removeprefix("position_") for hit in find("degrees", text) if hit.meaning.startswith("position")
    ]
    side = next((name for name in found if name in _SIDES), None)
    return "center" if side == "centre" else side


def _exchange(text: Text) -> bool:
    return any(hit.meaning in ("instead_of", "post_instead_of") for hit in find("logic", text))


def _is_other_word(text: Text, hit: Hit) -> bool:
    """Whether the word is part of a longer one of another list ('hard shadows' is a light, 'zoom' a camera's way)."""
    for name in ("lights", "props", "moods", "frames", "policy", "colours", "surfaces"):
        for other in beside(name, text, hit):
            if other.is_wider(hit):
                return True
    return False


def _beside(text: Text, hit: Hit, qualities: list[Hit]) -> tuple[Hit, ...]:
    """Return the degree words that belong to ``hit``: nearer to it than to any other quality, in its clause.

    One inside its own phrase ('too big' stands in the list as it is) has been heard already.
    """
    reach = 5 if text.language in ("ja", "zh", "tr") else 3
    return tuple(
        degree
        for degree in beside("degrees", text, hit)
        if near(text, hit, degree, reach, 3)
        and not hit.covers(degree)
        and not any(_between(text, degree, other, hit) for other in qualities if other != hit)
    )


def _between(text: Text, degree: Hit, other: Hit, hit: Hit) -> bool:
    """Whether ``other`` stands between the degree word and ``hit``, or takes it as its own from before."""
    low, high = sorted((degree.start, hit.start))
    if low < other.start < high:
        return True
    follows = hit.end <= degree.start
    return follows and other.start >= degree.end and text.language not in ("ja", "tr")


def _turn(text: Text, hit: Hit, qualities: list[Hit]) -> int:
    """Return -1 when a small word turns the quality round: less, too, not so, without."""
    meanings = {degree.meaning for degree in _beside(text, hit, qualities)}
    comparative = hit.width == 1 and text.tokens[hit.start].endswith("er")
    if "less" in meanings or "not_so" in meanings or ("too" in meanings and not comparative and "more" not in meanings):
        return -1
    return -1 if denied(text, hit) and not comparative else 1


def _amount(text: Text, hit: Hit, qualities: list[Hit]) -> float:
    meanings = {degree.meaning for degree in _beside(text, hit, qualities)}
    if "a_bit" in meanings:
        return SLIGHT
    return STRONG if "much" in meanings else USUAL


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
    places = [hit for hit in find("degrees", text) if hit.meaning.startswith("position")]
    sides = find("light_from", text)
    return all(any(side.meets(hit) for hit in places) for side in sides)
