"""Reads slips of the pen: a word the lists do not know, one slip away from one they do, is taken for that."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from agent.scan import forms, scanner
from agent.text import Text, read_text
from tools.specs.category_table import NOT_A_CATEGORY, STRONG, WEAK

SHORTEST = 5
LONG = 7
"""Letters from which a stem that takes any ending is looked for in slips too."""
_MOST_WORDS = 400
_LISTS = (
    "surfaces", "backdrops", "displays", "lights", "props", "cameras", "intents", "edits", "policy", "moods", "frames",
    "markets", "places", "colours", "light_from", "degrees", "logic", "alterations", "counts", "wearing", "houses",
    "motions", "ordinals", "celebrities", "sizes", "colour_nouns", "aids", "looks", "stuffs", "leaves", "hours",
    "unbuilt",
)  # fmt: skip
_RIGHT = ("guard", "companions", "pictures", "markets", "leanings", "pieces", "captions", "answers")
"""Lists whose words are right as they are, and no slip's meaning."""
_WORD = re.compile(r"[a-z]+")


@lru_cache(maxsize=256)
def understand(raw: str) -> Text:
    """Return ``raw`` read, with slips put right in its tokens; ``raw`` and ``plain`` stay as written."""
    text = read_text(raw)
    tokens = tuple(put_right(token) for token in text.tokens[:_MOST_WORDS]) + text.tokens[_MOST_WORDS:]
    return text if tokens == text.tokens else replace(text, tokens=tokens)


@lru_cache(maxsize=4096)
def put_right(token: str) -> str:
    """Return the word of the lists that ``token`` is a slip of, else ``token``."""
    if len(token) < SHORTEST or not _WORD.fullmatch(token):
        return token
    known, slips, beginnings, endings = _tables()
    if any(form in known for form in forms(token)) or _covered(token, beginnings, endings):
        return token
    near = {word for key in (token, *_shortened(token)) for word in slips.get(key, ())}
    fitting = [word for word in near if word[0] == token[0] and one_slip(token, word)]
    return min(fitting, key=lambda word: (sorted(word) != sorted(token), word), default=token)


def _covered(token: str, beginnings: frozenset[str], endings: frozenset[str]) -> bool:
    starts = any(token[:length] in beginnings for length in range(3, len(token) + 1))
    return starts or any(token[-length:] in endings for length in range(3, len(token)))


@lru_cache(maxsize=1)
def _tables() -> tuple[frozenset[str], dict[str, tuple[str, ...]], frozenset[str], frozenset[str]]:
    """Return the known words, shortened word -> words, and the beginnings and endings that stand for many words."""
    kept = set().union(*(scanner(name).vocabulary for name in _RIGHT))
    known = set(_category_words()) | kept
    beginnings: set[str] = set()
    endings: set[str] = set()
    for name in _LISTS:
        known |= scanner(name).vocabulary
        beginnings |= scanner(name).beginnings
        endings |= scanner(name).endings
    slips: dict[str, list[str]] = {}
    stems = {stem for stem in scanner("policy").beginnings if len(stem) >= LONG}
    for word in sorted((known - kept) | stems):
        if len(word) > SHORTEST and _WORD.fullmatch(word):
            for key in (word, *_shortened(word)):
                slips.setdefault(key, []).append(word)
    return (
        frozenset(known),
        {key: tuple(words) for key, words in slips.items()},
        frozenset(beginnings),
        frozenset(endings),
    )


def _category_words() -> Iterable[str]:
    cells = [cell for languages in STRONG.values() for cell in languages.values()]
    for cell in (*cells, *WEAK.values(), NOT_A_CATEGORY):
        yield from _WORD.findall(cell)


def _shortened(word: str) -> tuple[str, ...]:
    return tuple(word[:at] + word[at + 1 :] for at in range(1, len(word)))


def one_slip(written: str, meant: str) -> bool:
    """Return whether one letter is missing, too many, wrong or two are swapped."""
    if abs(len(written) - len(meant)) > 1:
        return False
    at = next((i for i, (one, two) in enumerate(zip(written, meant, strict=False)) if one != two), None)
    if at is None:
        return True
    rest, other = written[at:], meant[at:]
    if rest[2:] == other[2:] and rest[:2] == other[1::-1]:
        return True
    swapped_only = len(meant) == SHORTEST + 1 and len(rest) == len(other)
    return rest[1:] == other or rest == other[1:] or (rest[1:] == other[1:] and not (swapped_only and at > 3))
