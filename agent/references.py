"""Which pictures of a talk a message means: "the second", "the one before", "all of them", "1 darker, 3 warmer"."""

import re
from functools import lru_cache

from agent.nearby import beside
from agent.scan import Hit, find
from agent.text import PAUSE, Text

_NAME = re.compile(r"\ba\d+\b")
_SIGN = re.compile(r"#\s?(\d{1,2})\b|^\s*(\d{1,2})\s?[:)](?!\s?\d)")
_LISTED = re.compile(r"^\W*((?:\d(?:\s?(?:,|&|\+|and|und|et|y|e|en|ve|と|和)\s?))+\d)\b(?!\s?(?:[:x×/.]\s?\d|sec|s\b))")
_OF_THINGS = ("props", "surfaces", "backdrops", "lights", "colour_nouns", "aids", "parts", "colours")
_REACH = 2
"""Words between "all" and the things of a set that it may be said of: "alle die Kiesel"."""
_NOT = ("not", "nicht", "pas", "no", "non", "nao", "niet", "degil", "不", "别")
_TIME = re.compile(r"s|secs?|sek|sn|seg|fps|(?:second|sekund|segund|secund|saniye|秒).*")
_GLUE = frozenset("and & und et y e en ed ve plus the das die den la le el il o a de het und also と 和 跟 也".split())  # noqa: SIM905


def picked(text: Text, assets: tuple[str, ...]) -> str | None:
    """Return the one picture that "the second one", "a2" or "#2" means; the first of several, or nothing."""
    return next(iter(picks(text, assets)), None)


@lru_cache(maxsize=256)
def picks(text: Text, assets: tuple[str, ...]) -> tuple[str, ...]:
    """Return the pictures that the words point at, in their order, each once."""
    named = [token for token in _NAME.findall(text.plain) if token in assets]
    if named or not assets:
        return tuple(dict.fromkeys(named))
    found: list[str] = []
    for hit in marks(text):
        found.extend(_meant(hit, assets))
    if not found and (sign := _SIGN.search(text.plain)) and 0 < int(sign[1] or sign[2]) <= len(assets):
        found = [assets[int(sign[1] or sign[2]) - 1]]
    return tuple(dict.fromkeys(found or _figures(text, assets)))


def _figures(text: Text, assets: tuple[str, ...]) -> list[str]:
    """Return the pictures that bare figures name: "2 and 4 as stories", no "2 and a half"."""
    match = _LISTED.match(text.plain)
    numbers = [int(figure) for figure in re.findall(r"\d+", match[1])] if match else []
    return [assets[number - 1] for number in numbers if number <= len(assets)] if all(numbers) else []


def by_figures(text: Text, assets: tuple[str, ...]) -> bool:
    """Return whether bare figures name pictures, so that they count none."""
    return bool(assets) and bool(_figures(text, assets))


def picks_missing(text: Text, assets: tuple[str, ...]) -> bool:
    """Return whether the words point at a picture that is not there ("the fourth" of two)."""
    numbers = [int(hit.meaning) for hit in marks(text) if hit.meaning.isdecimal()]
    return bool(assets) and any(number > len(assets) for number in numbers)


def points_back(text: Text) -> bool:
    """Return whether a picture before the last is pointed at by its place: "the one before"."""
    return any(hit.meaning == "previous" for hit in marks(text))


@lru_cache(maxsize=256)
def marks(text: Text) -> tuple[Hit, ...]:
    """Return where the words point at pictures, what is denied ("not the first") or said of things left out."""
    return tuple(
        hit for hit in find("ordinals", text) if not any(each(text, hit) for each in (_denied, _of_things, _of_time))
    )


def parted(text: Text, assets: tuple[str, ...]) -> tuple[tuple[tuple[str, ...], Text], ...]:
    """Return (pictures, what is said of them) for a message that says different things of several pictures.

    "First one: cooler. Second one: more contrast" are two; "the first and the third darker" is one for both. What
    stands before the first mark belongs to it.
    """
    hits = [hit for hit in marks(text) if _meant(hit, assets)]
    parts: list[tuple[tuple[str, ...], int, int]] = []
    group: tuple[str, ...] = ()
    start = 0
    for number, hit in enumerate(hits):
        group = (*group, *_meant(hit, assets))
        end = hits[number + 1].start if number + 1 < len(hits) else len(text.tokens)
        if all(token in _GLUE or token == PAUSE for token in text.tokens[hit.end : end]) and number + 1 < len(hits):
            continue
        parts.append((group, start, end))
        group, start = (), end
    if group and parts:
        parts[-1] = ((*parts[-1][0], *group), parts[-1][1], len(text.tokens))
    if len(parts) < 2 or any(_bare(text, start, end, hits) for _, start, end in parts):
        return ((picks(text, assets), text),)
    return tuple((tuple(dict.fromkeys(meant)), text.part(start, end)) for meant, start, end in parts)


def _bare(text: Text, start: int, end: int, hits: list[Hit]) -> bool:
    """Whether a part holds no more than its marks: "darker in the second, and also the third"."""
    marked = {at for hit in hits for at in range(hit.start, hit.end)}
    return all(at in marked or text.tokens[at] in _GLUE or text.tokens[at] == PAUSE for at in range(start, end))


def _meant(hit: Hit, assets: tuple[str, ...]) -> tuple[str, ...]:
    if hit.meaning == "all":
        return assets
    if hit.meaning == "both":
        return assets[-2:]
    if hit.meaning == "last":
        return assets[-1:]
    if hit.meaning == "previous":
        return assets[-2:-1]
    return assets[int(hit.meaning) - 1 : int(hit.meaning)]


def _denied(text: Text, hit: Hit) -> bool:
    """Whether the mark itself is denied: "not the first", while "lose the pebbles in the first" points at it."""
    return text.tokens[max(0, hit.start - 1) : hit.start] in tuple((word,) for word in _NOT)


def _of_time(text: Text, hit: Hit) -> bool:
    """Whether a figure counts seconds: "turn it into a 4 s reel" names no a4."""
    figure, unit = text.tokens[hit.end - 1], text.tokens[hit.end : hit.end + 1]
    return figure.isdecimal() and bool(unit) and _TIME.fullmatch(unit[0]) is not None


def _of_things(text: Text, hit: Hit) -> bool:
    """Whether "all" or "both" is said of things on the set: "alle Kiesel weg", "both lights"."""
    if hit.meaning not in ("all", "both") or text.language in ("ja", "zh"):
        return False
    return any(
        hit.end <= other.start <= hit.end + _REACH and PAUSE not in text.tokens[hit.end : other.start]
        for name in _OF_THINGS
        for other in beside(name, text, hit)
    )
