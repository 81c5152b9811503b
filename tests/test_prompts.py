from importlib.resources import files
from typing import get_args

import pytest

import prompts
from agent.scan import scanner
from tools.specs import words

TABLES = {
    "currencies", "han", "llm_answers", "numbers", "mood_looks", "options", "place_looks", "refusals", "replies",
    "step_words", "style_names", "understood",
}  # fmt: skip
NAMES = sorted(file.name.removesuffix(".yaml") for file in files("prompts").joinpath("lexicon").iterdir())
MEANINGS = {
    "surfaces": words.Surface,
    "backdrops": words.Backdrop,
    "lights": words.Light,
    "light_from": words.LightFrom,
    "props": words.Prop,
    "cameras": words.Camera,
    "markets": words.Market,
}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in TABLES])
def test_every_word_list_is_read(name: str) -> None:
    assert prompts.lexicon(name)
    assert scanner(name).vocabulary or scanner(name).beginnings


@pytest.mark.parametrize("name", sorted(MEANINGS))
def test_the_lists_say_every_word_of_the_contract_and_no_other(name: str) -> None:
    assert set(prompts.lexicon(name)) == set(get_args(MEANINGS[name]))


@pytest.mark.parametrize(
    "name", ["surfaces", "backdrops", "lights", "props", "cameras", "moods", "intents", "edits", "themes", "memory"]
)
def test_ten_languages_say_nearly_everything(name: str) -> None:
    for meaning, languages in prompts.table(name).items():
        missing = {"en", "de", "fr", "es", "it", "pt", "nl", "tr", "ja", "zh"} - set(languages)
        assert len(missing) <= 2 or "any" in languages, (meaning, missing)


def test_moods_and_places_point_at_words_of_the_contract() -> None:
    assert set(prompts.table("mood_looks")) == set(prompts.lexicon("moods"))
    assert set(prompts.table("place_looks")) == set(prompts.lexicon("places"))
    for look in prompts.table("mood_looks").values():
        assert look["light"] in get_args(words.Light)
        assert look["surface"] in get_args(words.Surface)


def test_a_template_is_filled_strictly() -> None:
    assert prompts.fill("a {b}", "t", b=1) == "a 1"
    with pytest.raises(ValueError, match="no value for b"):
        prompts.fill("a {b}", "t")
    with pytest.raises(ValueError, match="nothing uses c"):
        prompts.fill("a {b}", "t", b=1, c=2)


def test_what_is_not_there_is_said() -> None:
    with pytest.raises(LookupError, match="no prompts/nothing"):
        prompts.load("nothing")
    with pytest.raises(LookupError):
        prompts.lexicon("nothing")


def test_a_table_is_no_word_list() -> None:
    with pytest.raises(ValueError, match="must map languages"):
        prompts.lexicon("currencies")
