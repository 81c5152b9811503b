"""Remembered looks are found by words that are not theirs, in other languages too, and never another brand's."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from agent.themes import themes_of
from tools.specs.style import Style
from tools.store.nearness import Telling, nearness
from tools.store.style_memory import StyleMemory

DATA = Path(__file__).parent / "data"
Asked = list[tuple[str, str, str]]
"""(brand, name of the look that is meant, words)."""


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[StyleMemory]:
    opened = StyleMemory(tmp_path / "styles", reduce=themes_of)
    yield opened
    opened.close()


def found(memory: StyleMemory, asked: Asked) -> float:
    """Return the share of ``asked`` whose look is among the first three; no hit may be of another brand."""
    right = 0
    for brand, name, words in asked:
        hits = memory.recall(brand, words)
        assert {hit.style.brand for hit in hits} == {brand}
        assert len(hits) == 3
        assert hits[0].score < 1.0, "nothing is asked for by its name"
        right += name in {hit.style.name for hit in hits}
    return right / len(asked)


def test_looks_of_two_brands_are_found_in_five_languages(memory: StyleMemory) -> None:
    """The fast part of ``scripts/bench_recall.py``."""
    told = yaml.safe_load((DATA / "recall.yaml").read_text("utf-8"))
    languages, asked = list(told[0]), []
    for place, look in enumerate(told):
        brand, noted = (("Petal", "en"), ("Quill", "tr"))[place % 2]
        memory.remember(Style(brand=brand, name=f"No {place}", note=look[noted][0]), None)
        asked += [(brand, f"No {place}", look[language][1]) for language in languages]
    assert found(memory, asked) >= 0.97


@pytest.mark.slow
def test_a_hundred_looks_of_ten_brands_by_another_hand(memory: StyleMemory) -> None:
    told = json.loads((DATA / "styles.json").read_text("utf-8"))
    for each in told:
        memory.remember(Style(brand=each["brand"], name=each["name"], note=each["note"]), None)
    assert (len(told), len({each["brand"] for each in told})) == (100, 10)
    assert found(memory, [(each["brand"], each["name"], each["query"]) for each in told]) >= 0.97


@pytest.mark.parametrize(
    ("one", "other", "meaning"),
    [
        ("Kerzenlicht auf Samt", "candlelit velvet", "surfaces:velvet"),
        ("夜の街", "night in the city", "themes:city"),
        ("öğle vakti plaj", "plage à midi", "themes:beach"),
        ("verschneiter Tannenwald im Schnee", "neve fresca", "themes:winter"),
    ],
)
def test_two_languages_say_the_same_theme(one: str, other: str, meaning: str) -> None:
    assert meaning in themes_of(one) & themes_of(other)


def test_a_part_of_a_longer_phrase_is_no_theme_of_its_own() -> None:
    assert "themes:winter" not in themes_of("ice cream")
    assert "themes:sweets" in themes_of("ice cream")


def telling(text: str, vector: tuple[float, float] = (1.0, 0.0)) -> Telling:
    return Telling(np.asarray(vector, np.float32), themes_of(text), text)


def test_a_theme_settles_what_the_encoder_mixes_up() -> None:
    looks = [telling("marble at a window"), telling("slate at a window"), telling("wood at a window")]
    assert int(np.argmax(nearness(telling("the Schiefer one"), looks))) == 1


@given(st.lists(st.text(max_size=30), min_size=1, max_size=6), st.text(max_size=30), st.randoms())
def test_the_order_of_the_looks_is_nothing_to_their_nearness(notes: list[str], question: str, dice: Random) -> None:
    turned = list(range(len(notes)))
    dice.shuffle(turned)
    scores = nearness(telling(question), [telling(note) for note in notes])
    again = nearness(telling(question), [telling(notes[place]) for place in turned])
    assert again == pytest.approx([scores[place] for place in turned])
    assert all(-1.001 <= score <= 1.001 for score in scores)
