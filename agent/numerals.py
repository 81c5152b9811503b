"""Numbers as people write them: 1.200,50, 90'000, 12,00,000, 75k, five thousand, fünfundsiebzigtausend, 五万, 15万."""

import re
from functools import lru_cache
from typing import NamedTuple

from agent.text import fold
from prompts import table

_FIGURE = re.compile(r"\d[\d.,'’ \u00a0\u202f]*\d|\d")
_GROUPED = re.compile(r"^\d{1,3}([.,' \u00a0\u202f])\d{2,3}(?:\1\d{2,3})*(?:[.,]\d{1,2})?$")
_HAN = re.compile("[〇零一二两兩三四五六七八九壱弐十百千仟佰万萬亿億]+")


class Number(NamedTuple):
    """A value at ``start:end`` of a folded text. ``scaled``: it came with a k, thousand or million."""

    value: float
    start: int
    end: int
    scaled: bool


def numbers_in(plain: str) -> tuple[Number, ...]:
    """Return the numbers of a folded text in the order they stand."""
    found = list(_figures(plain))
    taken = [(number.start, number.end) for number in found]
    for number in (*_han(plain), *_words(plain)):
        if all(number.end <= start or end <= number.start for start, end in taken):
            found.append(number)
            taken.append((number.start, number.end))
    return tuple(sorted(found, key=lambda number: number.start))


def _figures(plain: str) -> list[Number]:
    found = []
    for match in _FIGURE.finditer(plain):
        for start, text in _split(match.start(), match.group()):
            end = start + len(text)
            factor, length = (1.0, 0) if _is_length(plain, start, end) else _scale_after(plain, end)
            found.append(Number(parse_figure(text) * factor, start, end + length, factor > 1))
    return found


def _split(start: int, text: str) -> list[tuple[int, str]]:
    """Keep grouped figures in one piece (75 000), split the rest at spaces (2 900)."""
    if " " not in text and "\u00a0" not in text and "\u202f" not in text:
        return [(start, text)]
    if _GROUPED.match(text) or re.fullmatch(r"\d(?: \d){3,}", text):
        return [(start, text)]
    return [(start + part.start(), part.group()) for part in re.finditer(r"[\d.,'’]*\d", text)]


def parse_figure(text: str) -> float:
    """Return the value of one written figure, whatever marks its thousands and decimals."""
    digits = re.sub(r"[ '’\u00a0\u202f]", "", text)
    marks = re.sub(r"\d", "", digits)
    if not marks:
        return float(digits)
    last = marks[-1]
    tail = len(digits) - digits.rindex(last) - 1
    mixed = len(set(marks)) == 2
    if (tail == 3 and not mixed) or (len(marks) > 1 and not mixed):
        return float(digits.replace(".", "").replace(",", ""))
    whole, _, fraction = digits.rpartition(last)
    whole = re.sub(r"[.,]", "", whole)
    return float(f"{whole or 0}{'' if tail == 3 and mixed else '.'}{fraction or 0}")


def _scale_after(plain: str, end: int) -> tuple[float, int]:
    """Return the factor that follows a figure (k, thousand, 万, lakh) and how long its word is."""
    match = re.match(r"\s?-?([^\W\d_]+)", plain[end:])
    if not match:
        return 1.0, 0
    word = match.group(1)
    groups = table("numbers")["han_groups"] | {"千": 1000, "百": 100}
    if word[0] in groups:
        han = re.match(r"[千百]?[万萬亿億]?", word)
        letters = han.group() if han else ""
        factor = 1.0
        for letter in letters:
            factor *= groups[letter]
        return factor, match.start(1) + len(letters)
    factor = _scales().get(word, 0)
    if factor and word not in ("cent", "cents") and not (word == "m" and match.start(1) > 0):
        return float(factor), match.end()
    return 1.0, 0


def _is_length(plain: str, start: int, end: int) -> bool:
    """Whether a figure is in millimetres: "mm" is a million only beside a currency."""
    return (
        bool(re.match(r"\s?mm\b", plain[end:]))
        and not re.search(r"[$€£¥₺₹]\s?$|\b[a-z]{3}\s?$", plain[:start])
        and not re.match(r"\s?mm\s?(?:[$€£¥₺₹]|usd|eur|gbp|chf|dollar|euro)", plain[end:])
    )


def _han(plain: str) -> list[Number]:
    found = []
    for match in _HAN.finditer(plain):
        value = parse_han(match.group())
        if len(match.group()) > 1 or value >= 2:
            found.append(Number(value, match.start(), match.end(), value >= 1000))
    return found


def parse_han(text: str) -> float:
    """Return the value of a Chinese or Japanese numeral such as 五万 or 十二万三千."""
    numbers = table("numbers")
    digits, scales, groups = numbers["han_digits"], numbers["han_scales"], numbers["han_groups"]
    total, section, digit = 0, 0, 0
    for letter in text:
        if letter in digits:
            digit = digits[letter]
        elif letter in scales:
            section += (digit or 1) * scales[letter]
            digit = 0
        else:
            total += (section + digit or 1) * groups[letter]
            section, digit = 0, 0
    return float(total + section + digit)


@lru_cache(maxsize=1)
def _scales() -> dict[str, float]:
    return {fold(str(word)): float(value) for value, words in table("numbers")["scales"].items() for word in words}


@lru_cache(maxsize=1)
def _values() -> dict[str, float]:
    return {fold(str(word)): float(value) for value, words in table("numbers")["values"].items() for word in words}


@lru_cache(maxsize=1)
def _glue() -> frozenset[str]:
    return frozenset(fold(word) for word in table("numbers")["glue"])


def word_value(token: str) -> int | None:
    """Return the value of one spelled or Chinese number word, or None."""
    if token in _values():
        return int(_values()[token])
    return int(parse_han(token)) if _HAN.fullmatch(token) else None


def _words(plain: str) -> list[Number]:
    """Read runs of number words. A run counts when it reaches ten; smaller ones are rather articles."""
    found: list[Number] = []
    run: list[float] = []
    start = end = reached = 0
    for match in re.finditer(r"[^\W\d_]+", plain):
        word = match.group()
        pieces = None if word == "mm" else number_pieces(word)  # a millimetre, but for a figure before it
        joins = bool(run) and not plain[reached : match.start()].strip(" -'")
        if joins and pieces is None and word in _glue():
            reached = match.end()
            continue
        if run and not (joins and pieces):
            found.extend(_close(run, start, end))
            run = []
        if pieces:
            start = start if run else match.start()
            run += pieces
            end = reached = match.end()
    return found + _close(run, start, end)


def _close(run: list[float], start: int, end: int) -> list[Number]:
    value = _compose(run) if run else 0.0
    return [Number(value, start, end, value >= 1000)] if value >= 10 else []


def _compose(run: list[float]) -> float:
    total = section = 0.0
    for piece in run:
        if piece >= 1000 and piece in _scales().values():
            total += (section or 1) * piece
            section = 0
        elif piece == 100:
            section = (section or 1) * 100
        elif piece == 20 and section == 4:  # quatre-vingts
            section = 80
        else:
            section += piece
    return total + section


@lru_cache(maxsize=4096)
def number_pieces(word: str) -> list[float] | None:
    """Return the number words a word is made of, or None when it is not made of them."""
    known = _values() | _scales()
    if word in known and len(word) > 1:
        return [known[word]]
    if len(word) < 6 or len(word) > 60:
        return None
    best: list[list[float] | None] = [None] * (len(word) + 1)
    best[0] = []
    for end in range(1, len(word) + 1):
        for size in range(min(end, 12), 0, -1):
            before, piece = best[end - size], word[end - size : end]
            if before is None or best[end] is not None:
                continue
            if piece in known and size > 2:
                best[end] = [*before, known[piece]]
            elif piece in _glue() and before:
                best[end] = before
    return best[-1] or None
