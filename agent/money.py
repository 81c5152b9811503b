"""What a product is said to cost, in euro, from any wording."""

import re
from functools import lru_cache
from typing import NamedTuple

from agent.numerals import Number, numbers_in
from agent.odd_figures import plain_figures
from agent.scan import Scanner
from agent.text import Text, fold, read_text
from prompts import table
from tools.specs.category_words import category_of

_REACH = 26
"""How many letters a price word or a budget word reaches."""
_CARATS = frozenset({8, 9, 10, 14, 18, 20, 21, 22, 24})
_IS = re.compile(
    r"(?:\bis|'s|\bare|\bist|\bsind|\bfait|\best|\bson|\bes|\be|\bsono|\bsao|\bzijn|\bsale|\bviene|\bgoes)"
    r"\s(?:about |around |roughly |over |nearly |almost |just |some |only |like |ca\.? |circa |etwa |rund |environ )?$"
)
_FOR = re.compile(r"\b(?:for|at|from|fur|um|ab|pour|a|por|desde|per|da|voor|vanaf|asking|want|wants)\s$")
_KARAT = re.compile(r"(?:8|9|10|12|14|18|21|22|24)\s?k")
_IT_IS = frozenset({"its", "it's", "it is"})
"""'It is 18k' speaks of gold."""
_LEAST_SPOKEN = 5_000.0
"""A figure with a k or a thousand below this is rather a size: 'the file is 4k'."""
_TURKISH = r"(?:'?(?:l[iu][kg]\w*|[yn]?[aeiu]|[dt][ae]n?|[dt][iu]r|s[iu]))?"
"""Endings of a currency: euroluk, liraya, dolardan."""
_BARE_PRICE = 200.0
"""A bare figure under this is no price even beside 'it is' (sizes, days, pieces)."""


class Priced(NamedTuple):
    """A price in euro at ``start:end`` of a message's :func:`figures_of`."""

    euro: float
    start: int
    end: int


def prices_in(text: Text) -> tuple[float, ...]:
    """Return the prices of the product that a message states, in euro."""
    return (*(price.euro for price in priced(text)), *named_figures(text))


@lru_cache(maxsize=256)
def figures_of(text: Text) -> str:
    """Return the comparable spelling of a message, its figures written plainly."""
    plain = plain_figures(text.plain, text.language)
    return money_words("idioms").sub(lambda idiom: " " * len(idiom.group()), plain)


@lru_cache(maxsize=256)
def priced(text: Text) -> tuple[Priced, ...]:
    """Return the prices of the product that a message states, where they stand."""
    plain = figures_of(text)
    found = []
    for number in numbers_in(plain):
        currency = _currency_at(plain, number, text.language) or _counting(plain, number)
        if currency is None and not _bare_price(plain, number):
            continue
        if _is_other_money(plain, number, currency) or _is_karat_behind(plain, number):
            continue
        found.append(Priced(number.value * _rate(currency or _default(text.language)), number.start, number.end))
    return tuple(found)


def field_prices(field: str) -> tuple[float, ...]:
    """A price field is a price whatever its form; without a currency it is euro."""
    text = read_text(field)
    plain = figures_of(text)
    return tuple(
        number.value * _rate(_currency_at(plain, number, text.language) or "EUR") for number in numbers_in(plain)
    )


def _counting(plain: str, number: Number) -> str | None:
    """Lakh and crore are counted in rupees."""
    written = plain[number.start : number.end]
    crores = written.endswith("cr") and _of_a_thing(plain, number)
    return "INR" if crores or re.search(r"(?:lakhs?|lacs?|crores?)$", written) else None


def states_currency(field: str) -> bool:
    """Return whether a price field says in which currency it is."""
    text = read_text(field)
    return any(_currency_at(text.plain, number, text.language) is not None for number in numbers_in(text.plain))


def _rate(code: str) -> float:
    return float(table("currencies")["rates"][code])


def _default(language: str) -> str:
    by_language = table("currencies")["by_language"]["none"]
    return str(by_language.get(language, by_language["default"]))


@lru_cache(maxsize=1)
def _signs() -> tuple[dict[str, str], re.Pattern[str], re.Pattern[str]]:
    """Return sign -> code, and the patterns of a currency straight before and straight behind a number."""
    codes: dict[str, str] = {fold(code): code for code in table("currencies")["rates"]}
    for code, names in table("currencies")["names"].items():
        codes.update({fold(name).rstrip("*"): code for name in names})
    codes |= {sign: "" for sign in ("¥", "￥")}
    words = "|".join(re.escape(sign) for sign in sorted(codes, key=len, reverse=True))
    before = re.compile(rf"(?<![^\W_])({words})\s?\.?\s?$")
    after = re.compile(
        rf"^\s?[.,]?-?\s?(?:de |d'|di )?({words}){_TURKISH}(?![^\W\d_]|\w)"
        r"|^\s?(円|元|块|日元|欧元|美元|美金|刀|ユーロ|ドル|원|रुपये)"
    )
    return codes, before, after


def _currency_at(plain: str, number: Number, language: str) -> str | None:
    codes, before, after = _signs()
    match = before.search(plain[max(0, number.start - 14) : number.start]) or after.match(
        plain[number.end : number.end + 24]
    )
    if match:
        sign = next(group for group in match.groups() if group)
        return codes[sign] or _yen_or_yuan(language)
    return _range_currency(plain, number, language)


def _range_currency(plain: str, number: Number, language: str) -> str | None:
    """In '90,000 - 120,000 CHF' the first figure's currency stands behind the second."""
    match = re.match(r"\s?(?:-|–|to|bis|a|à|~|〜)\s?\d[\d.,' ]*\s?[km]?\s?", plain[number.end : number.end + 24])
    if not match:
        return None
    rest = _signs()[2].match(plain[number.end + match.end() : number.end + match.end() + 16])
    return (_signs()[0][next(g for g in rest.groups() if g)] or _yen_or_yuan(language)) if rest else None


def _yen_or_yuan(language: str) -> str:
    signs = table("currencies")["by_language"]["¥"]
    return str(signs.get(language, signs["default"]))


@lru_cache(maxsize=32)
def money_words(name: str) -> re.Pattern[str]:
    """Return the pattern of a word list of ``currencies.yaml``, all languages at once, in folded text."""
    words = [fold(word) for cell in table("currencies")[name].values() for word in cell]
    return re.compile("|".join(map(spelled, sorted(words, key=len, reverse=True))))


def spelled(word: str) -> str:
    """Return the pattern of a word that stands by itself; Chinese and Japanese have no spaces to tell by."""
    if not word.isascii():
        return re.escape(word)
    return (r"(?<![^\W\d_])" if word[0].isalpha() else "") + re.escape(word) + r"(?![^\W\d_])"


def _bare_price(plain: str, number: Number) -> bool:
    """Return whether a figure without a currency is a price: a price word right beside it says so."""
    if number.value < _BARE_PRICE or _is_measure(plain, number):
        return False
    if spoken_as_price(plain, number):
        return True
    before = plain[max(0, number.start - _REACH) : number.start]
    clause = re.split(r"[,;!?\n]", before)[-1]
    behind = plain[number.end : number.end + 6]
    if number.scaled and not clause.strip() and not behind.strip(" .,!?"):
        return True  # "75k." says nothing else than a price
    if behind.startswith((",-", ".-")) or plain[number.start : number.end].endswith(("grand", "riesen")):
        return True
    said = [match.group() for match in money_words("price_words").finditer(clause)]
    if _KARAT.fullmatch(plain[number.start : number.end]) and set(said) <= _IT_IS:
        return False
    return bool(said) or bool(money_words("price_words").match(plain[number.end : number.end + 12].lstrip()))


def _is_measure(plain: str, number: Number) -> bool:
    after = plain[number.end : number.end + 10].lstrip()
    if re.match(
        r"(?:x|×|by)\s?\d|px|pixel|mm|cm|g\b|gold|karat|carat|ct\b|mp\b|dpi|%|skus?|pieces|pcs|times|hours", after
    ):
        return True
    figure = re.match(r"\d+", plain[number.start : number.end])
    small = bool(figure) and number.scaled and int(figure.group()) in _CARATS if figure else False
    return (
        small
        and re.match(r"(?:yellow |white |rose |solid )?(?:gold|or\b|oro|ouro|goud|altin|plated)", after) is not None
    )


def _is_karat_behind(plain: str, number: Number) -> bool:
    """Whether "14k gold" stands behind a whole price, whose currency is not its own: "900 eur 14k gold"."""
    if not (_KARAT.fullmatch(plain[number.start : number.end]) and _is_measure(plain, number)):
        return False
    return re.search(r"\d\s?[^\d\s]{1,7}\s$", plain[max(0, number.start - 14) : number.start]) is not None


def spoken_as_price(plain: str, number: Number) -> bool:
    """Whether a figure with a k or a thousand is what something "is" or is had "for": 'the ring is 20k'."""
    if not number.scaled or number.value < _LEAST_SPOKEN:
        return False
    if _KARAT.fullmatch(plain[number.start : number.end]):
        return False
    before, behind = plain[max(0, number.start - _REACH) : number.start], plain[number.end : number.end + 2]
    ends = not behind.strip() or behind[0] in ",;.!?)"
    return bool(_IS.search(before)) or (ends and bool(_FOR.search(before)))


def _is_other_money(plain: str, number: Number, currency: str | None) -> bool:
    """Whether other money is spoken of, or what is counted; the nearest word tells, and a price of a thing is one."""
    around = re.split(r"[,;!?\n。、，；]", plain[max(0, number.start - _REACH) : number.start])[-1]
    behind = re.split(r"[,;!?\n.。、，；]", plain[number.end : number.end + 18])[0]
    other = _other_money(around, behind, ("not_the_price",) if currency else ("not_the_price", "counted"))
    return bool(other) and not (other == "before" and currency and _of_a_thing(plain, number))


@lru_cache(maxsize=512)
def _other_money(around: str, behind: str, lists: tuple[str, ...]) -> str:
    """Return on which side of a figure a word says that it is no price; nothing when a price word is nearer."""
    if any(money_words(name).search(behind) for name in lists):
        return "behind"
    other = max((last.start() for name in lists for last in money_words(name).finditer(around)), default=-1)
    nearest = [
        last for last in money_words("price_words").finditer(around) if not money_words("worth").match(last.group())
    ]
    return "before" if other >= 0 and other > max((last.start() for last in nearest), default=-1) else ""


def _of_a_thing(plain: str, number: Number) -> bool:
    """Whether a price is a thing's: 'the budget for this 45,000 EUR ring'."""
    after = re.split(r"[,;!?\n.:。、，；]", plain[number.end : number.end + 40])[0]
    return category_of(" ".join(re.findall(r"\w+", after)[:3])) is not None


@lru_cache(maxsize=1)
def _figure_names() -> Scanner:
    merged: dict[str, list[str]] = {}
    for name, value in table("currencies")["figures"].items():
        merged.setdefault(str(value), []).append(f"{name} figure" if name in ("five", "six", "seven") else name)
    return Scanner(merged)


def named_figures(text: Text) -> tuple[float, ...]:
    """Return 'six figures' and its like as the least they can mean."""
    if money_words("not_the_price").search(text.plain):
        return ()
    return tuple(float(hit.meaning) for hit in _figure_names().scan(text.tokens))
