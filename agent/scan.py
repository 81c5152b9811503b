"""Finds a word list's meanings in a text, by words and not by letters, from left to right, the longest first."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from agent.text import PAUSE, Text, fold, tokens_of
from prompts import lexicon

MAX_GAP = 3
MOST_KEPT = 20_000
_GAP = ".."
_PLAIN = re.compile(r"[a-z]+\*?(?: [a-z]+\*?)*")
"""A phrase that is its own tokens: most are, and reading the lists is what a first message waits for."""


class Hit(NamedTuple):
    """A meaning found at ``tokens[start:end]``."""

    meaning: str
    start: int
    end: int

    @property
    def width(self) -> int:
        """How many tokens it takes."""
        return self.end - self.start

    def meets(self, other: "Hit") -> bool:
        """Return whether the two share a token."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Hit") -> bool:
        """Return whether every token of ``other`` is one of this."""
        return self.start <= other.start and other.end <= self.end

    def is_wider(self, other: "Hit") -> bool:
        """Return whether this is a longer reading of ``other``: it covers it, and more."""
        return self.covers(other) and self.width > other.width


@dataclass(frozen=True)
class _Phrase:
    meaning: str
    parts: tuple[str, ...]


class Scanner:
    """A word list made ready for finding. ``word*`` takes any ending, ``*word`` any beginning, ``..`` a few words."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        self._exact: dict[str, list[_Phrase]] = {}
        self._endings: dict[str, list[_Phrase]] = {}
        self._beginnings: dict[str, list[_Phrase]] = {}
        self._begun: dict[str, tuple[_Phrase, ...]] = {}
        self.vocabulary: set[str] = set()
        self.beginnings: set[str] = set()
        self.endings: set[str] = set()
        for meaning, phrases in words.items():
            for phrase in phrases:
                self._add(meaning, phrase)

    def scan(self, tokens: Sequence[str]) -> tuple[Hit, ...]:
        """Return what is found, without overlaps."""
        hits: list[Hit] = []
        at = 0
        while at < len(tokens):
            best = max(
                (Hit(p.meaning, at, end) for p in self._starting(tokens[at]) if (end := _end(p.parts, tokens, at))),
                key=lambda hit: hit.end,
                default=None,
            )
            if best:
                hits.append(best)
            at = best.end if best else at + 1
        return tuple(hits)

    def meanings(self, tokens: Sequence[str]) -> frozenset[str]:
        """Return every meaning that is found, of words that have several each: but not of a part of a longer phrase."""
        hits = {
            Hit(phrase.meaning, at, end)
            for at, token in enumerate(tokens)
            for phrase in self._starting(token)
            if (end := _end(phrase.parts, tokens, at))
        }
        return frozenset(hit.meaning for hit in hits if not any(other.is_wider(hit) for other in hits))

    def _add(self, meaning: str, phrase: str) -> None:
        parts = _parts(phrase)
        if not parts:
            raise ValueError(f"{meaning}: {phrase!r} holds no word")
        first = parts[0]
        entry = _Phrase(meaning, parts)
        if first.endswith("*"):
            self._endings.setdefault(first[:-1], []).append(entry)
        elif first.startswith("*"):
            self._beginnings.setdefault(first[1:], []).append(entry)
        else:
            self._exact.setdefault(first, []).append(entry)
        for part in parts:
            if part.endswith("*"):
                self.beginnings.add(part[:-1])
            elif part.startswith("*"):
                self.endings.add(part[1:])
            elif part != _GAP:
                self.vocabulary.add(part)

    def _starting(self, token: str) -> tuple[_Phrase, ...]:
        """Return the phrases that may begin with ``token``; kept, because texts repeat their words."""
        if token not in self._begun:
            if len(self._begun) > MOST_KEPT:
                self._begun.clear()
            self._begun[token] = tuple(self._beginning(token))
        return self._begun[token]

    def _beginning(self, token: str) -> Iterable[_Phrase]:
        for form in forms(token):
            yield from self._exact.get(form, ())
        for length in range(2, min(len(token), 24) + 1):
            yield from self._endings.get(token[:length], ())
        for length in range(3, min(len(token), 24)):
            yield from self._beginnings.get(token[-length:], ())


@lru_cache(maxsize=4096)
def forms(token: str) -> tuple[str, ...]:
    """Return the forms a word may have in a list: itself, then without a plural ending."""
    found = [token]
    for ending, kept in (("s", 3), ("es", 5), ("e", 5), ("n", 5), ("en", 5)):
        if token.endswith(ending) and not token.endswith("ss") and len(token) - len(ending) >= kept:
            found.append(token[: -len(ending)])
    return tuple(found)


@lru_cache(maxsize=64)
def scanner(name: str) -> Scanner:
    """Return the scanner of ``prompts/lexicon/<name>.yaml``."""
    return Scanner(lexicon(name))


@lru_cache(maxsize=4096)
def find(name: str, text: Text) -> tuple[Hit, ...]:
    """Return what the word list ``name`` finds in ``text``."""
    return scanner(name).scan(text.tokens)


def said(name: str, meaning: str, text: Text) -> bool:
    """Return whether ``meaning`` of the list ``name`` is in ``text`` at all."""
    return any(hit.meaning == meaning for hit in find(name, text))


def _parts(phrase: str) -> tuple[str, ...]:
    if _PLAIN.fullmatch(phrase):
        return tuple(phrase.split())
    parts: list[str] = []
    for piece in fold(phrase).split():
        if piece == _GAP:
            parts.append(_GAP)
            continue
        before, after = piece.startswith("*"), piece.endswith("*")
        words = [word for word in tokens_of(piece.strip("*")) if word != PAUSE]
        if words and before:
            words[0] = "*" + words[0]
        if words and after:
            words[-1] += "*"
        parts.extend(words)
    return tuple(parts)


def _end(parts: tuple[str, ...], tokens: Sequence[str], start: int) -> int:
    """Return where ``parts`` end when they begin at ``start``, or 0."""
    at = start
    for index, part in enumerate(parts):
        if part == _GAP:
            rest = parts[index + 1 :]
            ends = (_end(rest, tokens, at + skip) for skip in range(MAX_GAP + 1) if PAUSE not in tokens[at : at + skip])
            return next((end for end in ends if end), 0)
        if at >= len(tokens) or not _is(part, tokens[at]):
            return 0
        at += 1
    return at


def _is(part: str, token: str) -> bool:
    if part.endswith("*"):
        return token.startswith(part[:-1])
    if part.startswith("*"):
        return token.endswith(part[1:])
    return part in forms(token)
