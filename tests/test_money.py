import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.money import prices_in
from agent.numerals import numbers_in, parse_figure, parse_han
from agent.price_sums import highest_price
from agent.text import read_text
from prompts import table
from tools.prices import CREDITS, price

PRICES = [
    ("1.200,50 €", 1200.5),
    ("1,200.50 EUR", 1200.5),
    ("CHF 90'000", 90_000 * 1.07),
    ("EUR 75 000", 75_000),
    ("75k €", 75_000),
    ("€1.2m", 1_200_000),
    ("12 lakh rupees", 1_200_000 * 0.0098),
    ("₹12,00,000", 1_200_000 * 0.0098),
    ("fifteen thousand dollars", 15_000 * 0.87),
    ("twenty-two thousand five hundred euros", 22_500),
    ("fünfundsiebzigtausend Euro", 75_000),
    ("quatre-vingt mille euros", 80_000),
    ("treinta y cinco mil euros", 35_000),
    ("settantacinquemila euro", 75_000),
    ("quinze mil euros", 15_000),
    ("vijfentwintigduizend euro", 25_000),
    ("on beş bin dolar", 15_000 * 0.87),
    ("五万元", 50_000 * 0.122),
    ("15万円", 150_000 * 0.0056),
    ("十二万三千円", 123_000 * 0.0056),
    ("estimate 90,000 - 120,000 CHF", 120_000 * 1.07),
    ("75,OOO euros", 75_000),
    ("120.000,-", 120_000),
    ("12.5k euro", 12_500),
    ("it costs half of nothing, 49 bucks", 49 * 0.87),
    ("75 grand", 75_000),
    ("2 BTC", 160_000),
]
WHOLE = [
    ("the diamond is 9,000 EUR per carat and has 2 carats", 18_000),
    ("9,500 EUR excl. VAT", 11_400),
    ("12 instalments of 1,500 EUR", 18_000),
    ("the setting is 4,000 EUR and the stone another 9,000 EUR", 13_000),
    ("half of the price is 8,000 EUR", 16_000),
    ("9,999 EUR plus 500 EUR for the stone", 10_499),
    ("each earring is 6,000 EUR, sold as a pair", 12_000),
    ("two rings, 6,000 EUR and 7,000 EUR", 7_000),
    ("a 9,000 EUR ring plus a 2,000 EUR candle set", 9_000),
    ("2 x 40 EUR", 40),
    ("the budget for this 45,000 EUR ring", 45_000),
]
NO_PRICE = [
    "it's 18k",
    "it looks like a million dollars",
    "a donation of 20,000 EUR",
    "100k fans love it",
    "a giveaway worth 15,000 EUR",
    "18k gold ring",
    "14k gold",
    "1080x1920",
    "max 50 credits",
    "4k please",
    "30 SKUs",
    "50k followers",
    "our budget is $20,000",
    "5 seconds",
    "it is 4:5",
    "a 42 mm watch",
    "",
]


@pytest.mark.parametrize(("text", "euro"), PRICES)
def test_a_price_in_any_notation(text: str, euro: float) -> None:
    assert max(prices_in(read_text(text))) == pytest.approx(euro)


@pytest.mark.parametrize(("text", "euro"), WHOLE)
def test_what_was_told_in_pieces_comes_to_a_whole(text: str, euro: float) -> None:
    assert highest_price((read_text(text),)) == pytest.approx(euro)


@pytest.mark.parametrize("text", NO_PRICE)
def test_what_is_no_price(text: str) -> None:
    assert prices_in(read_text(text)) == ()


def test_the_highest_price_counts_over_messages_and_fields() -> None:
    told = (read_text("it costs 40 euros"), read_text("well, 12.000 €"))
    assert highest_price(told, ("90 EUR", None)) == 12_000
    assert highest_price((), ("45000",)) == 45_000
    assert highest_price((read_text("hello"),)) is None


@pytest.mark.parametrize("code", sorted(table("currencies")["rates"]))
def test_every_currency_code_is_read(code: str) -> None:
    rate = table("currencies")["rates"][code]
    assert max(prices_in(read_text(f"price {code} 3000"))) == pytest.approx(3000 * rate)
    assert max(prices_in(read_text(f"price 3000 {code}"))) == pytest.approx(3000 * rate)


@given(st.integers(min_value=1, max_value=10**9))
def test_grouping_marks_never_change_the_value(value: int) -> None:
    grouped = f"{value:,}"
    for mark in (",", ".", "'", " "):
        assert parse_figure(grouped.replace(",", mark)) == value


def test_han_numerals() -> None:
    assert parse_han("二十万") == 200_000
    assert parse_han("三百五十") == 350
    assert parse_han("一亿二千万") == 120_000_000


@given(st.text(max_size=300))
def test_numbers_are_found_or_not_but_nothing_breaks(text: str) -> None:
    for number in numbers_in(read_text(text).plain):
        assert number.start < number.end


def test_the_price_table() -> None:
    assert CREDITS["reference_shoot"] == 4
    assert price("reference_shoot", {"variants": 3}) == 12
    assert price("edit", {"changes": {"warmth": 0.2}}) == 0
    assert price("edit", {"changes": {"surface": "wood"}}) == 1
    assert price("export", {}) == 0
    assert price("video", {}) == 10
