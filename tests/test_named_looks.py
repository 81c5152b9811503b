"""Named looks are found by their words, made of what there is, and nothing that a brief names is dropped in silence."""

import json
from pathlib import Path
from typing import get_args

import pytest
from briefed import SAGE, planned, wished
from dropped import dropped

import prompts
from tools.engines.studio.looks import LOOKS, PALETTES
from tools.engines.studio.resolve import Photo, resolve
from tools.specs.scene import SceneWish
from tools.specs.words import Look


def test_every_look_has_words_three_palettes_and_a_set_that_is_there() -> None:
    assert tuple(prompts.lexicon("looks")) == tuple(LOOKS) == get_args(Look)
    assert all(len(palettes) == 3 for palettes in PALETTES.values())
    moods = {look["look"] for look in prompts.table("mood_looks").values()}
    assert moods <= set(LOOKS)


@pytest.mark.parametrize(
    ("words", "look"),
    [
        ("in the slate evening look", "slate_evening"),
        ("spring please", "spring_blossom"),
        ("something for Christmas", "christmas_ribbon"),
        ("minimal", "minimal_paper"),
        ("beach look", "beach_horizon"),
        ("weihnachtlich", "christmas_ribbon"),
        ("dark academia", "library_leather"),
    ],
)
def test_a_look_is_named(words: str, look: str) -> None:
    wish = wished(words)
    assert wish.look == look
    assert resolve(wish, Photo()).surface == LOOKS[look].surface


@pytest.mark.parametrize("look", get_args(Look))
def test_each_english_name_is_its_look(look: str) -> None:
    assert wished(f"a picture in the {look.replace('_', ' ')} look").look == look


def test_palettes_go_by_variant_or_by_the_colour_that_is_said() -> None:
    wish = SceneWish(look="spring_blossom")
    assert len({resolve(wish, Photo(), shade).backdrop_tint for shade in range(3)}) == 3
    sage = wished("spring in sage")
    assert resolve(sage, Photo()).backdrop_tint == SAGE
    assert resolve(sage, Photo()).surface_tint == PALETTES["spring_blossom"][1].surface


def test_a_winter_hat_is_no_winter_look() -> None:
    assert wished("winter hat on wood").look is None


# ---- nothing is dropped in silence


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("ring on wet slate", "wet"),
        ("ring on concrete with a strip of hard sun", "strip of hard sun"),
        ("ring on leather surface with an open book", "open book"),
        ("belt rolled up on linen", "rolled up"),
        ("ring on wood next to lemons and a champagne glass", "lemons, champagne glass"),
        ("Ring auf Holz mit Zitronen", "zitronen"),
    ],
)
def test_what_the_studio_has_not_got_is_said(words: str, said: str) -> None:
    assert said in planned(words).reply


def test_what_is_not_asked_for_is_not_apologised_for() -> None:
    assert "none of these" not in planned("butterfly brooch on moss, no feathers").reply
    assert wished("brooch on moss, morning mood").light == "soft_window"


DEV = Path(__file__).parents[2] / "shared" / "data" / "briefs" / "dev.jsonl"


@pytest.mark.skipif(not DEV.exists(), reason="the evaluation briefs are not here")
def test_no_noun_of_a_brief_that_names_a_set_is_dropped() -> None:
    rows = [json.loads(line) for line in DEV.read_text("utf-8").splitlines()]
    assert {row["id"]: words for row in rows if (words := dropped(row))} == {}
