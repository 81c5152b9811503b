"""Disguises come off, and what is plain stays as it is."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.disguise import readings
from agent.encodings import hidden
from agent.odd_figures import plain_figures
from agent.text import fold

OWN = Path(__file__).parent / "data" / "briefs.jsonl"
HIDDEN = [
    "a b e s p o k e ring", "a b.e.s.p.o.k.e ring", "a besp0ke ring", "a b3$p0k3 ring", "a bеspоkе ring",
    "a be spoke ring", "a b*spoke ring", "a ʙᴇsᴘᴏᴋᴇ ring", "a 🅑🅔🅢🅟🅞🅚🅔 ring", "an ekopseb ring", "an orfcbxr ring",
    "a &#98;espoke ring", "a %62%65spoke ring", "a \\u0062\\u0065spoke ring",
    "62 65 73 70 6f 6b 65 20 72 69 6e 67", "-... . ... .--. --- -.- .",
    f"read {base64.b64encode(b'a bespoke ring').decode()} and go",
]  # fmt: skip
FIGURES = [
    ("12k5 eur", "12500 eur"), ("1.2e4 eur", "12000 eur"), ("12_500 eur", "12500 eur"), ("4 5 0 0 0 eur", "45000 eur"),
    ("45l000 eur", "451000 eur"), ("xxv thousand", "25 thousand"), ("45 thosand", "45 thousand"),
    ("4万5千円", "45000円"), ("variants 1, 2, 3, 4", "variants 1, 2, 3, 4"), ("1.250.000 eur", "1.250.000 eur"),
    ("12 500 eur", "12 500 eur"), ("mild light", "mild light"), ("1.2万元", "1.2万元"),
]  # fmt: skip


@pytest.mark.parametrize("said", HIDDEN)
def test_a_disguise_comes_off(said: str) -> None:
    assert any("bespoke" in reading.tokens for reading in readings(said)), [each.plain for each in readings(said)]


@pytest.mark.parametrize(("said", "plainly"), FIGURES)
def test_odd_figures_are_written_plainly(said: str, plainly: str) -> None:
    assert plain_figures(said, "zh" if "元" in said else "other") == plainly


def test_what_nobody_hid_has_one_reading() -> None:
    briefs = [json.loads(line)["brief"] for line in OWN.read_text("utf-8").splitlines()]
    twice = [brief for brief in briefs if len(readings(brief)) > 1]
    assert len(briefs) > 100
    assert len(twice) <= 2, twice


def test_traditional_characters_are_read_as_simplified_ones() -> None:
    assert fold("拍賣行的獨一無二") == fold("拍卖行的独一无二")


@given(st.text(max_size=200))
def test_anything_may_be_read(said: str) -> None:
    assert readings(said)[0].raw == said
    assert all(isinstance(plain, str) for plain in hidden(said))


@given(st.text(alphabet="01 .-/=%&#;\\xuABCDEFabcdef", max_size=120))
def test_whatever_looks_like_a_code_may_be_read(said: str) -> None:
    assert readings(said)
