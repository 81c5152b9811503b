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


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("ring on slate next to a teapot", "teapot"),
        ("earrings on marble with starfish and a teapot", "starfish, teapot"),
        ("ring on linen, honey dipper, morning light", "honey dipper"),
        ("Ring auf Marmor neben einer Teekanne und Granatapfelkernen", "teekanne, granatapfelkernen"),
        ("bague sur du marbre à côté d'une théière", "theiere"),
        ("reloj sobre pizarra con una brújula antigua", "brujula antigua"),
        ("anello su marmo accanto a una teiera", "teiera"),
        ("anel sobre mármore ao lado de uma chaleira", "chaleira"),
        ("ring op marmer naast een theepot", "theepot"),
        ("yüzük mermer üzerinde, çaydanlık yanında", "caydanlik"),
        ("大理石の上に指輪を、急須の横に置いて", "急須"),
        ("戒指放在大理石上,旁边放茶壶", "茶壶"),
    ],
)
def test_a_noun_that_no_list_knows_is_said(words: str, said: str) -> None:
    assert said in planned(words).reply


@pytest.mark.parametrize(
    "words",
    [
        "hey there, could you make a nice picture of this ring on marble, thanks so much",
        "ring on slate with lots of contrast and a cool mood, for our website",
        "please shoot the ring on concrete with care, it's for the homepage",
        "Guten Tag, bitte den Ring auf Marmor mit viel Platz, für unsere Website, danke",
        "bonjour, la bague sur du marbre avec beaucoup de contraste, merci beaucoup",
        "hola, el anillo sobre mármol con mucha luz, gracias",
        "ciao, l'anello su marmo con luce morbida, grazie mille",
        "anel sobre mármore com bastante contraste, obrigado",
        "ring on marble with a book, on a podium, before a sage wall",
    ],
)
def test_small_talk_is_no_noun_of_a_set(words: str) -> None:
    reply = planned(words).reply
    assert "none of these" not in reply
    assert "nothing about" not in reply


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("ring on marble, leave room for text on the left, 16:9", "left"),
        ("Ring auf Marmor, Platz für Text oben", "top"),
        ("bague sur du marbre, laisse de la place pour un texte à droite", "right"),
        ("anillo sobre mármol con espacio para el texto a la izquierda", "left"),
        ("anello su marmo, spazio per una scritta in alto", "top"),
        ("anel no mármore, espaço para texto embaixo", "bottom"),
        ("ring op marmer, ruimte voor tekst aan de linkerkant", "left"),
        ("yüzük mermer üzerinde, solda yazı için yer bırak", "left"),
        ("大理石の上の指輪、右側に文字を入れる余白を", "right"),
        ("戒指放在大理石上,左边留白放文字", "left"),
        ("ring on slate with copy space, story", "top"),
        ("ring on slate with negative space, banner", "left"),
        ("ring on slate, light from the left, negative space on the right", "right"),
    ],
)
def test_room_for_words_is_read(words: str, side: str) -> None:
    scene = wished(words)
    assert scene.caption == side
    assert scene.place is None
    assert "free for words" in planned(words).reply
    assert (scene.light_from == "left") == ("light from the left" in words)


def test_room_for_words_in_a_talk_moves_the_product_and_nothing_else() -> None:
    thread = {"assets": ["a1"], "last_tool": "reference_shoot", "last_scene": {"surface": "marble"}}
    assert planned("more space for text at the top", [], thread).steps[0].args["changes"] == {"caption": "top"}


def test_finish_contrast_and_shadows_of_a_first_brief_are_carried() -> None:
    step = planned("ring on polished travertine, high contrast, muted tones, soft shadows").steps[0]
    assert step.args["scene"]["polish"] == 1.0
    assert step.args["scene"]["contrast"] < 0
    assert step.args["tone"] == {"contrast": 0.2, "saturation": -0.2}
    assert "tone" not in planned("ring on dark wood, send it by friday").steps[0].args
