"""Ratio, size, number of pictures, market and budget, from words and figures."""

import re
from math import log

from agent.nearby import denied, near
from agent.numerals import parse_figure, word_value
from agent.scan import Hit, find, said
from agent.spelling import understand
from agent.text import PAUSE, Text
from tools.specs.words import PIXELS_1K

_RATIO = re.compile(r"(?<![\d:.])(\d{1,2})\s?(?::|/|x|by|zu|à|a|op|对|比)\s?(\d{1,2})(?![\d:])")
_PIXELS = re.compile(r"(\d{3,5})\s?(?:px)?\s?(?:x|×|by|\*|auf|sur|por)\s?(\d{3,5})")
_BUDGET = re.compile(
    r"(?:max\w*|budget|up to|at most|no more than|not more than|under|within|limit|only|höchstens|hochstens|bis zu|"
    r"nicht mehr als|jusqu'a|moins de|pas plus de|como mucho|hasta|no mas de|menos de|al massimo|fino a|non piu di|"
    r"meno di|no maximo|ate|nao mais de|hooguit|tot|niet meer dan|en fazla|至多|最多|不超过|上限|最大)"
    r"\D{0,14}?(\d{1,6})\s?(?:credits?|cr\b|kredi|credit\w*|creditos?|crediti|クレジット|积分|点数)"
)
_BUDGET_BEHIND = re.compile(
    r"(\d{1,6})\s?(?:credits?|kredi\w*|creditos?|crediti|クレジット|积分)\s?"
    r"(?:max|tops|limit|or less|budget|maximum|以内|まで|以下|i gecme|altinda|を超えない)"
)
_LENGTH = re.compile(
    r"(\d+(?:[.,]\d+)?)\s?(mm\b|cm\b|millimet|centimet|zentimet|milimet|santim|inch|ミリ|センチ|毫米|厘米)"
)
_MM = {
    "mm": 1,
    "cm": 10,
    "mi": 1,
    "ce": 10,
    "ze": 10,
    "sa": 10,
    "in": 25.4,
    "ミリ": 1,
    "セン": 10,
    "毫米": 1,
    "厘米": 10,
}
_LEFT = re.compile(
    r"(\d{1,6})\s?(?:credits?|creds|cr|kredi\w*|creditos?|crediti)\s(?:left|remaining|to spend|ubrig|restants?|"
    r"quedan|rimasti|restantes|over|kaldi)"
)
MAX_CLIPS = 4
_TALL = ("9:16", "2:3", "3:4", "4:5")
_OTHER_NUMBER = re.compile(r"[^\d\n]{0,24}\b([1-9])\b[^\d\n€$£¥]{0,16}")
_ORDERED = re.compile(
    r"\b(?:do|make|give me|want|need|get me|shoot|mach|gib mir|fais|fais m'en|haz|fammi|faz|faca|maak|geef me)"
    r"\s(?:me\s)?"
    r"([2-9])(?:$|\s(?:on|in|with|of them|then|please|pls|auf|mit|dann|sur|avec|alors|en|con|su|em|com|op|met|dan)\b)"
)
"""A number of pictures that no noun follows: "do 2 on marble"."""
_SIZE_BY_PIXELS = ((1_600_000, "1k"), (7_000_000, "2k"))


def aspects(text: Text) -> tuple[str, ...]:
    """Return the ratios asked for, nearest of the known ones, in the order they are said."""
    found: list[tuple[int, str]] = []
    for match in _PIXELS.finditer(text.plain):
        found.append((match.start(), nearest_aspect(int(match[1]), int(match[2]))))
    for match in _RATIO.finditer(text.plain):
        width, height = int(match[1]), int(match[2])
        if f"{width}:{height}" in PIXELS_1K or (":" in match[0] and _is_ratio(width, height)):
            found.append((match.start(), nearest_aspect(width, height)))
    hits = [hit for hit in find("frames", text) if not denied(text, hit)]
    tall = any(hit.meaning in _TALL for hit in hits)  # "vertical, for stories" is one ratio
    named = [_named(hit, text) for hit in hits if not (hit.meaning == "upright" and tall)]
    named += ["4:5"] if not named and _portrait_alone(text) else []
    if not found and not named:
        named = [aspect for market, aspect in _MARKET_ASPECT.items() if market in markets(text)]
    ordered = [aspect for _, aspect in sorted(found)]
    return tuple(dict.fromkeys([*ordered, *(named if not ordered else _other_than(named, ordered))]))


def _named(hit: Hit, text: Text) -> str:
    """Return the ratio of a name; "upright" is a reel's where a clip is meant, else a feed's."""
    if hit.meaning != "upright":
        return hit.meaning
    return "9:16" if said("intents", "video", text) or seconds(text) else "4:5"


def _portrait_alone(text: Text) -> bool:
    """Whether "portrait" is all that a clause says: a ratio then, and nobody's face."""
    tokens = (PAUSE, *text.tokens, PAUSE)
    return any(
        tokens[at] == "portrait" and tokens[at - 1] in (PAUSE, "in") and tokens[at + 1] in (PAUSE, "please", "pls")
        for at in range(1, len(tokens) - 1)
    )


def _is_ratio(width: int, height: int) -> bool:
    """Whether two figures may be a frame: 10:10, 8:15 and 12:30 are times of day."""
    return min(width, height) > 0 and max(width, height) <= 21 and width != height and (height < 10 or height > 14)


def _other_than(named: list[str], ordered: list[str]) -> list[str]:
    """A name beside a figure of its own kind says the same ("4:5 for the feed", "1080x1920 story")."""
    upright = set(_TALL)
    wide = {"16:9", "21:9", "3:2", "4:3", "5:4"}
    return [n for n in named if not any({n, o} <= upright or {n, o} <= wide or n == o for o in ordered)]


_MARKET_ASPECT = {"instagram_story": "9:16", "instagram_feed": "4:5"}


def nearest_aspect(width: int, height: int) -> str:
    """Return the known ratio nearest to ``width`` by ``height``."""
    if width <= 0 or height <= 0:
        return "1:1"
    return min(PIXELS_1K, key=lambda name: abs(log(width / height) - log(_value(name))))


def _value(name: str) -> float:
    width, height = name.split(":")
    return int(width) / int(height)


def size(text: Text) -> str | None:
    """Return 1k, 2k or 4k when the words or the pixels ask for it."""
    if match := _PIXELS.search(text.plain):
        pixels = int(match[1]) * int(match[2])
        named = next((name for bound, name in _SIZE_BY_PIXELS if pixels <= bound), "4k")
        return None if named == "1k" else named
    return next((hit.meaning for hit in find("sizes", text) if not denied(text, hit)), None)


def size_mm(text: Text) -> float | None:
    """Return the product's size that is said, in millimetres."""
    match = _LENGTH.search(text.plain)
    if match is None:
        return None
    value = parse_figure(match[1]) * _MM[match[2][:2]]
    return value if 1 <= value <= 2_000 else None


def variants(text: Text) -> int:
    """Return how many pictures are asked for, 1 when nothing is said. Not yet bounded by four.

    An answer such as "yes but only 2" puts another number in the place of the one that was asked about.
    """
    before, _, answer = text.raw.rpartition("\n")
    if before and (other := _OTHER_NUMBER.fullmatch(answer.strip())) and variants(understand(before)) > 1:
        return int(other[1])
    nouns = find("counts", text)
    for hit in nouns:
        if hit.meaning.startswith("word_"):
            if any(near(text, hit, noun, 0, 2) for noun in nouns if noun.meaning == "noun"):
                return int(hit.meaning.removeprefix("word_"))
            continue
        if (number := _number_before(text, hit)) and 2 <= number <= 50:
            return number
    match = _ORDERED.search(text.plain)
    return int(match[1]) if match else 1


def clips(text: Text) -> int:
    """Return how many clips are asked for: 1 when no number says otherwise."""
    if seconds(text):
        return 1  # the figure is their length
    words = (text.tokens[hit.start - 1] for hit in find("intents", text) if hit.meaning == "video" and hit.start)
    counted = (int(word) if word.isdecimal() and len(word) == 1 else small_number(word) for word in words)
    return next((min(number, MAX_CLIPS) for number in counted if number), 1)


def _number_before(text: Text, noun: Hit) -> int | None:
    """Return the whole number that stands at most two words before ``noun`` in the same clause."""
    reach = 3 if text.language in ("ja", "zh") else 2
    if any(hit.start <= noun.start < hit.end for hit in find("ordinals", text)):
        return None  # the second picture is not two
    for at in range(noun.start - 1, max(-1, noun.start - 2 - reach), -1):
        token = text.tokens[at]
        if token == ",":
            break
        if token.isdecimal() and len(token) <= 2:
            return None if text.tokens[max(0, at - 1)].isdecimal() and at else int(token)  # the 9 of 16:9
        if word := small_number(token):
            return word
    return None


def small_number(token: str) -> int | None:
    """Return 2 to 12 for a number word, None for anything else; 'one' and its like are articles."""
    value = word_value(token)
    return value if value is not None and 2 <= value <= 12 else None


def seconds(text: Text) -> int | None:
    """Return the length asked of a clip in seconds, within 2 to 10."""
    match = re.search(
        r"(\d{1,3})\s?-?(?:(?:s|secs?|sek|sn|seg|seconds?|secondi|secondes?|seconden|sekunden?)\b|saniye|segund|secund|秒)",
        text.plain,
    )
    value = int(match[1]) if match else _spelled_seconds(text)
    return None if value is None else max(2, min(10, value))


def _spelled_seconds(text: Text) -> int | None:
    units = ("second", "sekunde", "seconde", "segundo", "secondo", "saniye", "secondi")
    for index, token in enumerate(text.tokens[1:], start=1):
        if (token.startswith(units) or token in ("sec", "secs")) and (value := small_number(text.tokens[index - 1])):
            return value
    return None


def markets(text: Text) -> tuple[str, ...]:
    """Return the markets and presets named."""
    hits = [hit for hit in find("markets", text) if not denied(text, hit)]
    return tuple(dict.fromkeys(hit.meaning for hit in hits))


def budget(text: Text) -> int | None:
    """Return the credits the words allow at most."""
    match = _BUDGET.search(text.plain) or _BUDGET_BEHIND.search(text.plain) or _LEFT.search(text.plain)
    return int(match[1]) if match else None


def says_one_picture(text: Text) -> bool:
    """Return whether all wishes are meant for one picture."""
    return said("logic", "one_picture", text)
