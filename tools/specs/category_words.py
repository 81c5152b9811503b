"""The one reading of the words for categories, views and 'worn'. The words are data in ``category_table``."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from tools.specs.category_table import NOT_A_CATEGORY, STRONG, VIEWS, WEAK, WORN
from tools.specs.words import Category, View


class Found(NamedTuple):
    """A word of the table in a text. ``start`` and ``end`` count tokens (Latin) or characters (CJK)."""

    start: int
    end: int
    category: Category | None
    strong: bool


_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_COMPOUNDED = ("de", "nl")
_NO_ENDING = ("ring", "tassen")  # offering, Kaffeetassen


def tokens_of(text: str) -> list[str]:
    """Return lower-case words without accents; camelCase, dashes, digits' neighbours and underscores split."""
    spaced = _HUMP.sub(" ", unicodedata.normalize("NFKC", text)).casefold().replace("ı", "i")
    plain = "".join(c for c in unicodedata.normalize("NFKD", spaced) if not unicodedata.combining(c))
    return re.findall(r"[a-z]+|[0-9]+", plain)


def category_of(text: str) -> Category | None:
    """Return the category a text names, the first one if several, or ``None``. Pure; text is material, not orders."""
    if not text.strip():
        return None
    found = _latin(tokens_of(text)) + _cjk(text)
    strong = [hit for hit in found if hit.strong]
    hits = [hit for hit in (strong or found) if hit.category]
    if not hits:
        return None
    head = hits[0]
    for hit in hits[1:]:  # in a run of neighbours the last is the head: a shoe bag is a bag
        if hit.start != head.end:
            break
        head = hit
    return head.category


def view_of(text: str) -> View | None:
    """Return the view a text names, or ``None``."""
    return next((view for view, words in VIEWS.items() if _says(text, words)), None)


def says_worn(text: str) -> bool:
    """Return whether a text says that the product is worn by somebody."""
    return _says(text, WORN)


def _says(text: str, words: str) -> bool:
    line = f" {' '.join(tokens_of(text))} "
    return any((word in text) if _CJK.search(word) else f" {word} " in line for word in _split(words))


def _split(cell: str) -> list[str]:
    return [word.strip() for word in cell.split(",") if word.strip()]


@lru_cache(maxsize=1)
def _phrases() -> dict[tuple[str, ...], tuple[Category | None, bool]]:
    """Token tuples of every Latin word; later lines win, so that blocked phrases hide all else."""
    table: dict[tuple[str, ...], tuple[Category | None, bool]] = {}
    for category, cell in WEAK.items():
        table.update({tuple(word.split()): (category, False) for word in _split(cell) if not _CJK.search(word)})
    for language in reversed(next(iter(STRONG.values()))):  # English last: its reading of a shared word wins
        for category, cells in STRONG.items():
            words = [word for word in _split(cells.get(language, "")) if not _CJK.search(word)]
            table.update({tuple(word.split()): (category, True) for word in words})
    table.update({tuple(word.split()): (None, True) for word in _split(NOT_A_CATEGORY)})
    return table


@lru_cache(maxsize=1)
def _endings() -> tuple[tuple[str, Category], ...]:
    """German and Dutch nouns of four letters and more that end a compound, longest first."""
    ends = [
        (word, category)
        for category, cells in STRONG.items()
        for language in _COMPOUNDED
        for word in _split(cells[language])
        if " " not in word and len(word) >= 4 and word not in _NO_ENDING
    ]
    return tuple(sorted(ends, key=lambda end: -len(end[0])))


def _latin(words: list[str]) -> list[Found]:
    """Return the longest matches from left to right."""
    table = _phrases()
    found: list[Found] = []
    at = 0
    while at < len(words):
        for length in (4, 3, 2, 1):
            hit = table.get(tuple(words[at : at + length])) if at + length <= len(words) else None
            if hit:
                found.append(Found(at, at + length, *hit))
                at += length
                break
        else:
            compound = next(
                (c for end, c in _endings() if words[at].endswith(end) and len(words[at]) > len(end) + 2), None
            )
            if compound:
                found.append(Found(at, at + 1, compound, True))
            at += 1
    return found


@lru_cache(maxsize=2)
def _cjk_words(first: str) -> tuple[tuple[str, Category, bool], ...]:
    """Return the words, longest first; one that both languages have, as 手袋, is read as in the ``first`` one."""
    strong = [
        (word, category, True)
        for language in sorted(("ja", "zh"), key=lambda language: language != first)
        for category, cells in STRONG.items()
        for word in _split(cells[language])
    ]
    weak = [(word, category, False) for category, cell in WEAK.items() for word in _split(cell) if _CJK.search(word)]
    return tuple(sorted(strong + weak, key=lambda entry: -len(entry[0])))


def _cjk(text: str) -> list[Found]:
    """Return Japanese and Chinese words, longest first, in the order of the text. No spaces there, so by substring."""
    if not _CJK.search(text):
        return []
    taken = [False] * len(text)
    found: list[Found] = []
    for word, category, strong in _cjk_words("ja" if _KANA.search(text) else "zh"):
        at = text.find(word)
        while at >= 0:
            if not any(taken[at : at + len(word)]):
                taken[at : at + len(word)] = [True] * len(word)
                found.append(Found(at, at + len(word), category, strong))
            at = text.find(word, at + len(word))
    return sorted(found)
