"""What a message corrects of a moodboard: "without the green", "more of the rust", "softer light than there"."""

import re
from typing import Any

from agent.nearby import beside, denied, near
from agent.scan import Hit, find
from agent.text import PAUSE, Text, read_text

SOFTER = 0.6
_HEX = re.compile(r"#[0-9a-f]{6}\b", re.IGNORECASE)
_MARK = "hexcolour"
_OF_A_THING = ("colour_nouns", "surfaces", "backdrops", "props")
_DENSE = ("ja", "zh", "tr")


def board_changes(text: Text) -> dict[str, Any]:
    """Return the corrections in the words of ``BoardChanges``; nothing where none is said."""
    marked = text if not _HEX.search(text.raw) else read_text(_HEX.sub(f" {_MARK} ", text.raw))
    changes: dict[str, list[Any]] = {}
    hits = _colours(marked, text)
    taken: set[Hit] = set()
    for at, hit in enumerate(hits):
        if hit in taken or _of_a_thing(marked, hit):
            continue
        way = _way(marked, hit)
        after = next((other for other in hits[at + 1 :] if near(marked, hit, other, 0, 3)), None)
        if way == "without" and _exchanged(marked, hit) and after is not None and not denied(marked, after):
            changes.setdefault("swap", []).append([hit.meaning, after.meaning])
            taken.add(after)
        elif way:
            changes.setdefault(way, []).append(hit.meaning)
    found: dict[str, Any] = {name: _once(colors) for name, colors in changes.items()}
    light = [hit.meaning for hit in find("board_light", text)]
    return found | ({"softness": SOFTER if light[0] == "softer" else -SOFTER} if light else {})


def _once(values: list[Any]) -> list[Any]:
    return list({str(value): value for value in values}.values())


def _colours(marked: Text, text: Text) -> list[Hit]:
    """Return the colours that are said, hex ones as well, in their order."""
    hexes = iter(match.lower() for match in _HEX.findall(text.raw))
    said = [Hit(next(hexes), at, at + 1) for at, token in enumerate(marked.tokens) if token == _MARK]
    return sorted([*said, *find("colours", marked)], key=lambda hit: hit.start)


def _way(text: Text, hit: Hit) -> str | None:
    if denied(text, hit) or _denied_behind(text, hit):
        return "without"
    after = 3 if text.language in _DENSE else 0
    for degree in beside("degrees", text, hit):
        if degree.meaning in ("more", "less") and near(text, hit, degree, 2, after):
            return degree.meaning
    return None


def _denied_behind(text: Text, hit: Hit) -> bool:
    """Whether a no stands right behind, as it does in Japanese and Turkish."""
    behind = (small for small in beside("logic", text, hit) if 0 <= small.start - hit.end <= 1)
    return text.language in _DENSE and any(small.meaning == "negation" for small in behind)


def _exchanged(text: Text, hit: Hit) -> bool:
    return any(
        small.meaning in ("instead_of", "post_instead_of") and near(text, hit, small, 2, 2)
        for small in beside("logic", text, hit)
    )


def _of_a_thing(text: Text, hit: Hit) -> bool:
    """Whether the colour is a thing's ("without the green ribbon"), or a tint ("more green")."""
    if any(edit.meets(hit) for edit in beside("edits", text, hit)):
        return True
    follows = text.tokens[hit.end : hit.end + 1]
    return (
        bool(follows)
        and follows[0] != PAUSE
        and any(other.start == hit.end for name in _OF_A_THING for other in beside(name, text, hit))
    )
