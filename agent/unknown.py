"""Nouns of a brief that no word list knows, after "on", "with", "next to" or alone between commas: they are said."""

import re
from collections.abc import Iterator
from functools import lru_cache

from agent.nearby import denied
from agent.scan import Hit, find
from agent.text import PAUSE, Text
from tools.specs.category_words import category_of

_LISTS = (
    "surfaces", "backdrops", "lights", "props", "cameras", "places", "moods", "looks", "leaves", "hours", "unbuilt",
    "colours", "colour_nouns", "stuffs", "intents", "markets", "light_from", "edits", "frames", "wearing", "pictures",
    "parts", "motions", "degrees", "alterations", "logic", "counts", "ordinals", "policy", "sizes", "aids", "pieces",
    "leanings", "captions", "answers", "finishes", "displays", "board_light", "engines",
)  # fmt: skip
_FAINT = ("colours", "colour_nouns", "stuffs", "degrees")
"""Lists whose words tell what a thing is like and not what it is: the honey of a "honey dipper"."""

_MOST, _MOST_CJK, _ALONE = 4, 8, 4
"""Words, and characters of Chinese and Japanese, that a noun has at most; words that a clause of one noun has."""

_AND = frozenset({"and", "&", "und", "en", "et", "y", "e", "ed", "和"})
_KANJI = re.compile(r"[\u30a0-\u30ff\u3400-\u9fff々ー]")


@lru_cache(maxsize=64)
def unknown_things(text: Text) -> tuple[str, ...]:
    """Return the nouns after a small word that puts a thing on a set, in the person's words, where no list has them."""
    known = covered(text)
    places = {at for hit in find("places", text) for at in range(hit.start, hit.end)}  # said back with their words
    found = [
        span
        for span, head in _nouns(text)
        if not known.intersection(_heads(text, span, head))
        and not places.intersection(range(span.start, span.end))
        and _is_thing(text, span)
    ]
    return tuple(dict.fromkeys(text.spoken(span.start, span.end) for span in found))


def _heads(text: Text, span: Hit, head: int) -> range:
    """Return the tokens by which a noun is known: its head; of a Chinese one any character, for words have no ends."""
    return range(span.start, span.end) if text.language == "zh" else range(head, head + 1)


@lru_cache(maxsize=64)
def unknown_clauses(text: Text) -> tuple[str, ...]:
    """Return what stands alone between two pauses, up to four words, none of which any list knows: "…, figs, …"."""
    if text.language in ("ja", "zh"):
        return ()
    known, little, faint = covered(text), small(text), covered(text, _FAINT)
    found = []
    for span in _clauses(text):
        start, end = span.start, span.end
        while start < end and start in little:
            start += 1
        while end > start and end - 1 in little:
            end -= 1
        places = set(range(start, end))
        alone = 0 < len(places) <= _ALONE and not places & (little | known - faint) and not places <= faint
        if alone and len(places) < len(text.tokens) and _is_thing(text, Hit("", start, end)):
            found.append(text.spoken(start, end))
    return tuple(found)


def _clauses(text: Text) -> Iterator[Hit]:
    """Yield what stands between two pauses, or between a pause and the text's end."""
    start = 0
    for at, token in enumerate((*text.tokens, PAUSE)):
        if token == PAUSE:
            yield Hit("", start, at)
            start = at + 1


def _nouns(text: Text) -> Iterator[tuple[Hit, int]]:
    """Yield (where a noun stands, which of its words is the head)."""
    ends = _at(text, "ends")
    for hit in find("companions", text):
        if hit.meaning in ("before", "before_first"):
            span = _after(text, hit.end, ends)
            while span.end > span.start:
                yield span, span.start if hit.meaning == "before_first" else span.end - 1
                joined = span.end < len(text.tokens) and text.tokens[span.end] in _AND
                span = _after(text, span.end + 1, ends) if joined else Hit("", 0, 0)
        elif hit.meaning == "behind":
            span = _until(text, hit.start, ends)
            if span.end > span.start:
                yield span, span.end - 1


def _after(text: Text, start: int, ends: set[int]) -> Hit:
    """Return the noun that begins at ``start``, its articles left out."""
    skipped = _at(text, "skip")
    while start in skipped:
        start += 1
    end, most = start, _MOST_CJK if text.language == "zh" else _MOST
    starts = {hit.start for hit in find("companions", text) if hit.meaning in ("before", "before_first")}
    while end < len(text.tokens) and end - start < most and end not in ends and end not in starts:
        if text.tokens[end] == PAUSE or (end > start and text.tokens[end].endswith(("ing", "ly"))):
            break
        end += 1
    return Hit("", start, end)


def _until(text: Text, end: int, ends: set[int]) -> Hit:
    """Return the noun that stops before ``end``: a Turkish word or two, a run of kanji or katakana."""
    start, japanese = end, text.language == "ja"
    most = _MOST_CJK if japanese else 2
    while start > 0 and end - start < most and text.tokens[start - 1] != PAUSE:
        token = text.tokens[start - 1]
        if (japanese and not _KANJI.match(token)) or (not japanese and start - 1 in ends | _at(text, "skip")):
            break
        start -= 1
    return Hit("", start, end)


def _is_thing(text: Text, span: Hit) -> bool:
    """Whether a noun is wished for, and is neither the product nor a number nor a sign."""
    words = text.spoken(span.start, span.end)
    letters = all(token.isalpha() for token in text.tokens[span.start : span.end])
    return letters and len(words) > (0 if text.language in ("ja", "zh") else 2) and not denied(text, span) and (
        category_of(words) is None
    )  # fmt: skip


@lru_cache(maxsize=64)
def covered(text: Text, lists: tuple[str, ...] = _LISTS) -> frozenset[int]:
    """Return the tokens that some list has a meaning for, and those of nouns that no set is made of."""
    hits = [hit for name in lists for hit in find(name, text) if hit.meaning != "style"]
    own = ("no_thing", "visual") if lists is _LISTS else ("visual",)
    hits += [hit for hit in find("companions", text) if hit.meaning in own]
    return frozenset(at for hit in hits for at in range(hit.start, hit.end))


def small(text: Text) -> frozenset[int]:
    """Return the tokens of small words: a clause that holds one says something, it does not name a thing."""
    hits = (hit for hit in find("companions", text) if hit.meaning not in ("no_thing", "visual"))
    return frozenset(at for hit in hits for at in range(hit.start, hit.end))


def _at(text: Text, meaning: str) -> set[int]:
    hits = (hit for hit in find("companions", text) if hit.meaning == meaning)
    return {at for hit in hits for at in range(hit.start, hit.end)}
