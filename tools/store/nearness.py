"""How near remembered looks are to a question in words: by meaning, by the house's own words, by letters.

A sentence encoder knows what is alike in general and mixes looks up that differ in a detail; the words that sellers use
of sets settle those, in whatever language; letters find names and spellings that neither knows. Words and letters that
all looks share count little (Sparck Jones, "A statistical interpretation of term specificity", 1972, as in BM25).
"""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

THEMES, LETTERS = 0.7, 0.3
"""What the house's words and the letters weigh beside the sentence's meaning."""


@dataclass(frozen=True)
class Telling:
    """A text to compare: its sentence vector of unit length, what it is about, and itself."""

    vector: NDArray[np.float32]
    themes: frozenset[str]
    text: str


def nearness(question: Telling, looks: Sequence[Telling]) -> list[float]:
    """Return for each of ``looks`` how near it is to ``question``, up to 1, which the same words reach."""
    themes = _alike(Counter(question.themes), [Counter(look.themes) for look in looks])
    letters = _alike(_pieces(question.text), [_pieces(look.text) for look in looks])
    meant = [float(question.vector @ look.vector) for look in looks]
    whole = 1.0 + THEMES + LETTERS
    return [(m + THEMES * t + LETTERS * p) / whole for m, t, p in zip(meant, themes, letters, strict=True)]


def _alike(question: Mapping[str, int], looks: Sequence[Mapping[str, int]]) -> list[float]:
    """Return the cosine of ``question`` with each of ``looks``; what is in few of them weighs most."""
    found = Counter(part for look in looks for part in look)
    heavy = {part: _rarity(found[part], len(looks)) for part in {*found, *question}}
    asked = _weighed(question, heavy)
    return [_cosine(asked, _weighed(look, heavy)) for look in looks]


def _rarity(count: int, of: int) -> float:
    return math.log(1.0 + (of - count + 0.5) / (count + 0.5))


def _weighed(parts: Mapping[str, int], heavy: Mapping[str, float]) -> dict[str, float]:
    return {part: math.sqrt(count) * heavy[part] for part, count in parts.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    lengths = math.sqrt(_square(one.values()) * _square(other.values()))
    return sum(weight * other[part] for part, weight in one.items() if part in other) / lengths if lengths else 0.0


def _square(values: Iterable[float]) -> float:
    return sum(value * value for value in values)


@lru_cache(maxsize=4096)
def _pieces(text: str) -> Counter[str]:
    """Return the runs of three and four letters of each word; of Chinese and Japanese, pairs of characters."""
    found: Counter[str] = Counter()
    for word in unicodedata.normalize("NFKC", text).casefold().replace(",", " ").split():
        framed = f" {word} "
        sizes = (2,) if any(letter > "\u2e80" for letter in word) else (3, 4)
        found.update(framed[at : at + size] for size in sizes for at in range(len(framed) - size + 1))
    return found
