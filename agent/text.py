"""A brief's words made comparable: one spelling, one token a word, one a Chinese or Japanese character."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from prompts import table

PAUSE = ","
"""The token that every pause between clauses becomes."""

_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "’": "'", "‘": "'", "`": "'", "´": "'"}
    | dict(zip("аеорсухікмтнѕјԁԛԝһցъьү", "aeopcyxikmthsjdqwhgbbv", strict=True))  # Cyrillic that looks Latin
    | dict(zip("αεικνορτυχγ", "aeikvoptuxy", strict=True))  # Greek
    | dict(zip("ոսօցհզ", "nuoghq", strict=True))  # Armenian
    | dict.fromkeys("\u2010\u2011\u2012\u2043\u2212\ufe63\uff0d", "-")
)
_LATIN_IN_NAME = re.compile(
    r"(?:LATIN (?:CAPITAL |SMALL )?LETTER (?:SMALL CAPITAL |TURNED |REVERSED |SCRIPT |OPEN )?|"
    r"(?:NEGATIVE )?(?:CIRCLED|SQUARED) LATIN (?:CAPITAL|SMALL) LETTER |REGIONAL INDICATOR SYMBOL LETTER )([A-Z])"
    r"(?: WITH .*)?"
)
"""Letters that are drawn as another one, told by their name in Unicode: small capitals, squares, flags, hooks."""
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | {chr(code) for code in range(0xFE00, 0xFE10)}
_AS_DIGITS = str.maketrans("oli", "011")
_ACCENTS = re.compile("[\u0300-\u036f]")  # the Latin ones only: Japanese voicing marks stay
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_LETTER_O = re.compile(r"(?<=\d)([.,]?)(o{1,3})(?![^\W\d_])")  # 75,OOO
_ALL_O = re.compile(r"(?<![^\W_])[1li]?[o0]{1,3}(?:[.,][o0]{3})+(?![^\W_])")  # lOO,OOO
_NOT = re.compile(r"\b(do|does|is|are|was|should|would|did|ca|wo|could)n'?t\b")
CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆"
_TOKEN = re.compile(rf"[{CJK}]|\d+|[^\W\d_{CJK}]+|[,;.:!?()\n\r、。！？；…–—|]|[^\w\s]")
_LEFT_OUT = frozenset("'-/\"&:_*#")
_PAUSES = frozenset(",;.!?+\n\r、。！？；…–—|()")

Language = Literal["ja", "zh", "tr", "other"]


@dataclass(frozen=True)
class Text:
    """One text. ``plain`` is its comparable spelling, ``tokens`` its words with ``PAUSE`` between clauses."""

    raw: str
    plain: str
    tokens: tuple[str, ...]
    language: Language

    @property
    def words(self) -> str:
        """The tokens as one line, slips put right; Chinese and Japanese as written."""
        return self.raw if self.language in ("ja", "zh") else " ".join(self.tokens)

    def spoken(self, start: int, end: int) -> str:
        """Return the tokens from ``start`` up to ``end`` as they are said: with spaces where the language has them."""
        word = self._joined(start, end)
        if self.language not in ("ja", "zh"):
            return word
        at = self.plain.find(word)
        as_written = at >= 0 and len(self.raw) == len(self.plain)  # in its own characters, not the simplified ones
        return self.raw[at : at + len(word)] if as_written else word

    def as_written(self, start: int, end: int) -> str:
        """Return the tokens from ``start`` up to ``end`` as the person wrote them, where that can be told."""
        at = [match.span() for match in _spans(self.plain)]
        if len(at) != len(self.tokens) or len(self.raw) != len(self.plain) or not start < end <= len(at):
            return self.spoken(start, end)
        return self.raw[at[start][0] : at[end - 1][1]]

    def part(self, start: int, end: int) -> "Text":
        """Return the tokens from ``start`` up to ``end`` as a text of their own, in its comparable spelling."""
        at = [match.span() for match in _spans(self.plain)]
        if len(at) != len(self.tokens) or not start < end <= len(at):
            plain = self._joined(start, end)
        else:
            plain = self.plain[at[start][0] : at[end - 1][1]]
        return Text(raw=plain, plain=plain, tokens=self.tokens[start:end], language=self.language)

    def _joined(self, start: int, end: int) -> str:
        return ("" if self.language in ("ja", "zh") else " ").join(self.tokens[start:end])

    @property
    def empty(self) -> bool:
        """Whether it holds no word at all."""
        return not any(token[0].isalnum() for token in self.tokens)


def fold(text: str) -> str:
    """Return ``text`` in one spelling: compatible forms, lower case, no accents, no look-alike letters."""
    if text.isascii():
        return text.lower().replace("`", "'")  # all that the rest does to plain letters, in a tenth of the time
    spelled = unicodedata.normalize("NFKC", text).casefold()
    spelled = "".join(map(_drawn_as, spelled)).translate(_LETTERS)
    spelled = _ACCENTS.sub("", unicodedata.normalize("NFD", spelled))
    return unicodedata.normalize("NFC", spelled)


@lru_cache(maxsize=4096)
def _drawn_as(letter: str) -> str:
    """Return the plain letter that ``letter`` is a drawing of; nothing for one that is not seen."""
    if letter.isascii():
        return letter
    if letter in _simplified():
        return _simplified()[letter]
    if unicodedata.category(letter) in ("Cf", "Me") or letter in _UNSEEN:
        return ""
    if letter in "ßıøæœłđ" or "\u00c0" <= letter <= "\u017f":
        return letter
    match = _LATIN_IN_NAME.fullmatch(unicodedata.name(letter, ""))
    return match[1].lower() if match else letter


@lru_cache(maxsize=1)
def _simplified() -> dict[str, str]:
    """Return traditional Chinese characters by their simplified form, so that one list reads both."""
    pairs = table("han")
    return dict(zip(pairs["traditional"], pairs["simplified"], strict=True))


def tokens_of(plain: str) -> tuple[str, ...]:
    """Return the tokens of a folded text; apostrophes and hyphens divide words, clause marks become ``PAUSE``."""
    found = (match.group() for match in _spans(plain))
    return tuple(PAUSE if token in _PAUSES else token for token in found)


def _spans(plain: str) -> Iterator[re.Match[str]]:
    """Yield where the tokens of a folded text stand in it."""
    return (match for match in _TOKEN.finditer(plain) if match.group() not in _LEFT_OUT)


@lru_cache(maxsize=256)
def read_text(raw: str) -> Text:
    """Return ``raw`` as a :class:`Text`. Pure; any string will do."""
    plain = _ALL_O.sub(lambda match: match[0].translate(_AS_DIGITS), fold(raw))
    plain = _LETTER_O.sub(lambda match: match[1] + "0" * len(match[2]), plain)
    plain = _REPEATED.sub(r"\1\1", _NOT.sub(r"\1 not", plain))
    return Text(raw=raw, plain=plain, tokens=tokens_of(plain), language=_language(raw))


def _language(raw: str) -> Language:
    if re.search("[\u3040-\u30ff]", raw):
        return "ja"
    if re.search("[\u4e00-\u9fff]", raw):
        return "zh"
    if re.search("[ğışİĞŞ]", raw):
        return "tr"
    return "other"
