"""What a price comes to that was told in pieces: per carat, without tax, in instalments, stone and mount apart."""

import re
from functools import lru_cache

from agent.money import Priced, field_prices, figures_of, money_words, named_figures, priced, spelled
from agent.numerals import numbers_in
from agent.text import Text, fold
from prompts import table

TAX = 1.2
_BEFORE, _BEHIND = 34, 26
"""Letters before and behind a price in which a word belongs to it."""
_NO_MORE = 1_000
"""Carats, rates and times above this are something else."""
_FRACTIONS = {"half": 2.0, "third": 3.0, "quarter": 4.0}
_MONEY = re.compile(r"eur|dollar|pound|lira|[€$£₺]|円|元|円")
_RATES_BEFORE = re.compile(r"(\d{1,3})\s?x\s?(?:de |a |of |di |von |van )")


def highest_price(texts: tuple[Text, ...], fields: tuple[str | None, ...] = ()) -> float | None:
    """Return the highest price in euro that ``texts`` (messages) or ``fields`` (price fields) come to, or None."""
    found = [whole for text in texts for whole in _wholes(text)]
    found += [price for field in fields if field for price in field_prices(field)]
    found += _of_parts(texts)
    if found and (factor := max(map(_times, texts), default=1.0)) > 1:
        found.append(max(found) * factor)
    return max(found + _pointed_at(texts), default=None)


@lru_cache(maxsize=256)
def _wholes(text: Text) -> tuple[float, ...]:
    """Return what each price of a message comes to."""
    by_clause = {(price.euro, *_clause(figures_of(text), price)): price for price in priced(text)}
    return (*(price.euro * _factor(figures_of(text), price) for price in by_clause.values()), *named_figures(text))


def _factor(plain: str, price: Priced) -> float:
    before, behind = _clause(plain, price)
    factor = _carats(plain, before, behind) * _rates(before, behind)
    factor *= next((by for name, by in _FRACTIONS.items() if money_words(name).search(before)), 1.0)
    if money_words("net").search(before) or money_words("net").search(behind):
        factor *= TAX
    if money_words("twice").search(before[-16:]):
        factor *= 2.0
    if money_words("pair").search(plain) and (money_words("each").search(before) or money_words("each").search(behind)):
        factor *= 2.0
    return factor


def _clause(plain: str, price: Priced) -> tuple[str, str]:
    before = re.split(r"[;!?\n。]|[,、，](?!\d)", plain[max(0, price.start - _BEFORE) : price.start])[-1]
    behind = re.split(r"[;!?\n。、，]|,\s", plain[price.end : price.end + _BEHIND])[0]
    return before, behind


def _carats(plain: str, before: str, behind: str) -> float:
    """Return how many carats a price per carat is to be taken for."""
    if not (money_words("per_carat").search(before) or money_words("per_carat").search(behind)):
        return 1.0
    counted = [
        number.value
        for number in numbers_in(plain)
        if money_words("carats").match(plain[number.end :].lstrip(" -")) and 0 < number.value < _NO_MORE
    ]
    written = re.findall(r"(\d+(?:[.,]\d+)?)\s?-?(?:ct|carats?|karat|quilates?|carati|karaat|カラット|克拉)", plain)
    return max([1.0, *counted, *(float(one.replace(",", ".")) for one in written)])


def _rates(before: str, behind: str) -> float:
    """Return how many instalments of a price there are: '12 instalments of 1,500', '10x de'."""
    if match := _RATES_BEFORE.search(before):
        return float(match[1]) if int(match[1]) > 2 else 1.0
    counts = [
        number.value
        for part in (before, behind)
        for number in numbers_in(part)
        if money_words("instalments").match(part[number.end :].lstrip(" -x")) and 1 < number.value < _NO_MORE
    ]
    return max(counts, default=1.0)


def _of_parts(texts: tuple[Text, ...]) -> list[float]:
    """Return what the pieces of a price come to when at least two different ones were told."""
    told: dict[str, float] = {}
    base = 0.0
    for text in texts:
        reached = 0
        for price in priced(text):
            if part := _part(figures_of(text), price, reached):
                told[part] = max(told.get(part, 0.0), price.euro)
            else:
                base = max(base, price.euro)
            reached = price.end
    added = any(money_words("plus").search(text.plain) for text in texts)
    return [sum(told.values()) + (base if added else 0.0)] if len(told) > 1 or (told and added) else []


def told_in_part(texts: tuple[Text, ...]) -> bool:
    """Return whether a deposit or a rest was told: then no figure is known to be the whole price."""
    return any(_parts(part).search(text.plain) and priced(text) for part in ("first", "rest") for text in texts)


def _part(plain: str, price: Priced, reached: int) -> str | None:
    before = re.split(r"[;!?\n。]", plain[max(reached, price.start - 2 * _BEFORE) : price.start])[-1]
    behind = re.split(r"[,;!?\n。、，.]", plain[price.end : price.end + _BEHIND])[0]
    return _part_beside(before, behind)


@lru_cache(maxsize=512)
def _part_beside(before: str, behind: str) -> str | None:
    near = [(match.start(), part) for part in table("currencies")["parts"] for match in _parts(part).finditer(before)]
    if near:
        return str(max(near)[1])
    return next((part for part in table("currencies")["parts"] if _parts(part).search(behind)), None)


@lru_cache(maxsize=16)
def _parts(part: str) -> re.Pattern[str]:
    words = [fold(word) for cell in table("currencies")["parts"][part].values() for word in cell]
    return re.compile("|".join(map(spelled, words)))


def _times(text: Text) -> float:
    """Return by what a price is multiplied in words: 'times ten, in euros', 'x 10'."""
    plain = figures_of(text)
    if not (money_words("price_words").search(plain) or _MONEY.search(plain)):
        return 1.0
    found = [
        number.value
        for number in numbers_in(plain)
        if 1 < number.value < _NO_MORE and _multiplies(plain[max(0, number.start - 16) : number.start].rstrip())
    ]
    return max(found, default=1.0)


def _multiplies(before: str) -> bool:
    return any(match.end() == len(before) for match in money_words("times").finditer(before)) or before.endswith("×")


def _pointed_at(texts: tuple[Text, ...]) -> list[float]:
    """Return the bare figures of the talk when a message says that "that number" is the price."""
    points = any(
        money_words("points_at_figure").search(text.plain) and money_words("price_words").search(text.plain)
        for text in texts
    )
    return (
        [number.value for text in texts for number in numbers_in(text.plain) if number.value >= 1_000] if points else []
    )
