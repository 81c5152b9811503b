"""Figures in odd notation, rewritten as plain ones: 12k5, 1.2e4, 12_500, 45OOO, XXV thousand, 12w, thosand."""

import re
from functools import lru_cache

from agent.numerals import number_pieces
from agent.spelling import one_slip
from agent.text import Language, fold
from prompts import table

_AFTER = r"(?=\s?(?:k\b|thousand|tausend|mille|mila|mil\b|duizend|bin\b|eur|€|\$|usd|dollar|pound|£|chf|gbp|lira|tl\b))"
_ROMAN = re.compile(rf"\b(?=[mdclxvi]{{2,}})m*(?:cm|cd|d?c{{0,3}})(?:xc|xl|l?x{{0,3}})(?:ix|iv|v?i{{0,3}})\b{_AFTER}")
_VALUES = {"m": 1000, "d": 500, "c": 100, "l": 50, "x": 10, "v": 5, "i": 1}
_AS_LETTERS = re.compile(rf"(?<![^\W_])(?=[\dlio.,]*[\do][.,]?[\do])[\dlio][\dlio.,]*{_AFTER}")
_SPACE = r"(?: [.,] | {1,3}|\.[, .]?\.?)"
_APART = re.compile(
    rf"(?<![\d.,])(?:\d{_SPACE}){{3,18}}\d(?![\d.,]?\d)"
    r"|(?<![\d.,])(?:(?:\d ){1,12}\d(?= ?[万億亿])|(?:\d\.){1,12}\d(?=\.[万億亿]))"
)
_HANGUL = re.compile(r"(\d[\d.,]*)\s?([십백천])?([만억])?\s?(?=원)")
_UNITS = {None: 1, "십": 10, "백": 100, "천": 1000, "만": 10_000, "억": 100_000_000}
_LONG_SCALE = 7


@lru_cache(maxsize=512)
def plain_figures(plain: str, language: Language) -> str:
    """Return a folded text with its figures written plainly. Pure; other words stay as they are."""
    made = _APART.sub(lambda m: re.sub(r"\D", "", m.group()), re.sub(r"(?<=\d)_(?=\d)", "", plain))
    made = re.sub(r"(?<=[\d万億亿])[ .]+(?=[万億亿円元])", "", made)
    made = re.sub(r"\b(\d{1,4})k(\d{1,3})\b", lambda m: f"{int(m[1]) * 1000 + int(m[2].ljust(3, '0'))}", made)
    made = re.sub(r"\b(\d{1,3}(?:\.\d+)?)e\+?(\d)\b", lambda m: f"{float(m[1]) * 10 ** int(m[2]):.0f}", made)
    made = _ROMAN.sub(lambda m: _roman(m.group()), made)
    made = _AS_LETTERS.sub(lambda m: m.group().translate(str.maketrans("lio", "110")), made)
    made = re.sub(r"(\d+)(万|萬|億|亿)(\d+)(千|百)", lambda m: _grouped(*m.groups()), made)
    made = re.sub(r"(?<=\d)\s?t(?=\s?€|eur)", " k ", made)
    made = re.sub(r"((?:₹|\brs\.?|\binr)\s?\d[\d.,]*)\s?l\b", r"\1 lakh", made)
    made = re.sub(r"[a-z]*(?:ue|oe|ae)[a-z]*", lambda m: _umlauts(m.group()), made)
    made = re.sub(r"\b([a-z]+) k\b", lambda m: f"{m[1]} thousand" if number_pieces(m[1]) else m[0], made)
    made = _HANGUL.sub(lambda m: f"{float(m[1].replace(',', '')) * _UNITS[m[2]] * _UNITS[m[3]]:.0f}", made)
    made = re.sub(r"\s*लाख\s*", " lakh ", made)
    if language == "zh":
        made = re.sub(r"(\d+(?:\.\d+)?)\s?w(?![a-z])", r"\1万", made)
    return re.sub(rf"[a-z]{{{_LONG_SCALE - 1},}}", lambda m: _scale(m.group()), made)


def _grouped(high: str, group: str, low: str, unit: str) -> str:
    groups = table("numbers")["han_groups"]
    return str(int(high) * int(groups[group]) + int(low) * (1000 if unit == "千" else 100))


def _umlauts(word: str) -> str:
    """Return a number word that is written without its umlauts as the lists have it: fuenfzigtausend."""
    short = re.sub("(?<=[aou])e", "", word)
    return short if len(word) > _LONG_SCALE and number_pieces(short) else word


def _roman(letters: str) -> str:
    values = [_VALUES[letter] for letter in letters]
    whole = sum(-one if one < two else one for one, two in zip(values, [*values[1:], 0], strict=False))
    return str(whole) if letters else ""


@lru_cache(maxsize=4096)
def _scale(word: str) -> str:
    """Return the word for a thousand or the like that ``word`` is a slip of."""
    if word in _scales():
        return word
    return next((scale for scale in _scales() if scale[0] == word[0] and one_slip(word, scale)), word)


@lru_cache(maxsize=1)
def _scales() -> tuple[str, ...]:
    words = (fold(word) for scale in table("numbers")["scales"].values() for word in scale)
    return tuple(word for word in words if len(word) >= _LONG_SCALE and word.isascii())
