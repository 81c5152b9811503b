"""What a product is said to cost, in euro, from any wording; the highest figure counts."""

import re
from functools import lru_cache

from agent.numerals import Number, numbers_in
from agent.scan import Scanner
from agent.text import Text, fold, read_text
from prompts import table

_REACH = 26
"""How many letters a price word or a budget word reaches."""
_CARATS = frozenset({8, 9, 10, 14, 18, 20, 21, 22, 24})
_BARE_PRICE = 200.0
"""A bare figure under this is no price even beside 'it is' (sizes, days, pieces)."""


def highest_price(texts: tuple[Text, ...], fields: tuple[str | None, ...] = ()) -> float | None:
    """Return the highest price in euro that ``texts`` (messages) or ``fields`` (price fields) state, or None."""
    found = [price for text in texts for price in prices_in(text)]
    found += [price for field in fields if field for price in _field(field)]
    return max(found, default=None)


def prices_in(text: Text) -> tuple[float, ...]:
    """Return the prices of the product that a message states, in euro."""
    plain = text.plain
    found = []
    for number in numbers_in(plain):
        currency = _currency_at(plain, number, text.language)
        if currency is None and not _bare_price(plain, number):
            continue
        if _is_other_money(plain, number):
            continue
        found.append(number.value * _rate(currency or _default(text.language)))
    return (*found, *_named_figures(text, plain))


def _field(field: str) -> tuple[float, ...]:
    """A price field is a price whatever its form; without a currency it is euro."""
    text = read_text(field)
    return tuple(
        number.value * _rate(_currency_at(text.plain, number, text.language) or "EUR")
        for number in numbers_in(text.plain)
    )


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
    before = re.compile(rf"(?<![^\W\d_])({words})\s?\.?\s?$")
    after = re.compile(
        rf"^\s?[.,]?-?\s?(?:de |d'|di )?({words})(?![^\W\d_]|\w)"
        r"|^\s?(円|元|块|日元|欧元|美元|美金|刀|ユーロ|ドル)"
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


@lru_cache(maxsize=2)
def _words(name: str) -> re.Pattern[str]:
    words = [fold(word) for cell in table("currencies")[name].values() for word in cell]
    latin = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True) if word.isascii())
    other = "|".join(re.escape(word) for word in words if not word.isascii())
    return re.compile(rf"(?<![^\W\d_])(?:{latin})(?![^\W\d_])|{other}")


def _bare_price(plain: str, number: Number) -> bool:
    """Return whether a figure without a currency is a price: a price word right beside it says so."""
    if number.value < _BARE_PRICE or _is_measure(plain, number):
        return False
    before = plain[max(0, number.start - _REACH) : number.start]
    clause = re.split(r"[,;!?\n]", before)[-1]
    behind = plain[number.end : number.end + 6]
    if number.scaled and not clause.strip() and not behind.strip(" .,!?"):
        return True  # "75k." says nothing else than a price
    if behind.startswith((",-", ".-")) or plain[number.start : number.end].endswith(("grand", "riesen")):
        return True
    return bool(_words("price_words").search(clause)) or bool(
        _words("price_words").match(plain[number.end : number.end + 12].lstrip())
    )


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


def _is_other_money(plain: str, number: Number) -> bool:
    around = re.split(r"[,;!?\n]", plain[max(0, number.start - _REACH) : number.start])[-1]
    behind = re.split(r"[,;!?\n.]", plain[number.end : number.end + 18])[0]
    return bool(_words("not_the_price").search(around) or _words("not_the_price").search(behind))


@lru_cache(maxsize=1)
def _figure_names() -> Scanner:
    merged: dict[str, list[str]] = {}
    for name, value in table("currencies")["figures"].items():
        merged.setdefault(str(value), []).append(f"{name} figure" if name in ("five", "six", "seven") else name)
    return Scanner(merged)


def _named_figures(text: Text, plain: str) -> tuple[float, ...]:
    """Return 'six figures' and its like as the least they can mean."""
    if _words("not_the_price").search(plain):
        return ()
    return tuple(float(hit.meaning) for hit in _figure_names().scan(text.tokens))
