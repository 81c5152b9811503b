"""What is said about remembered looks, in ten languages, becomes the one order that is meant, and nothing else does."""

from typing import Any

import pytest

from agent.planner import OfflinePlanner
from tools.specs.brief import Brief, BriefImage, ThreadState
from tools.specs.plan import Plan

THREAD = ThreadState(
    category="ring",
    last_tool="reference_shoot",
    assets=("a1",),
    last_scene={"surface": "slate", "light": "candle", "props": ["pebbles"]},
)
RING = BriefImage(role="product", what="gold ring")
SAID: dict[str, tuple[str, ...]] = {
    "remember_style": (
        "remember this as our Hearth look", "merk dir das als unseren Hearth Look",
        "retiens ça comme notre style Hearth", "recuerda esto como nuestro estilo Hearth",
        "ricorda questo come il nostro stile Hearth", "lembra disso como nosso estilo Hearth",
        "onthoud dit als onze Hearth stijl", "bunu Hearth stilimiz olarak hatırla", "これを「Hearth」として覚えて",
        "记住这个，叫“Hearth”",
    ),
    "forget_style": (
        "forget the neon one", "vergiss den mit dem Neon", "oublie celui au néon", "olvida el de neón",
        "dimentica quello al neon", "esquece o de neon", "vergeet die met neon", "neon olanı unut",
        "ネオンのやつを忘れて", "忘掉那个霓虹的",
    ),
    "recall_style": (
        "what do you know about us?", "was weißt du über uns?", "que sais-tu de nous ?", "¿qué sabes de nosotros?",
        "cosa sai di noi?", "o que você sabe sobre nós?", "wat weet je over ons?", "bizim hakkımızda ne biliyorsun?",
        "私たちについて何を知っていますか？", "你知道我们什么？",
    ),
    "forget_taste": (
        "forget that", "vergiss das", "oublie ça", "olvida eso", "dimentica questo", "esquece isso", "vergeet dat",
        "onu unut", "それは忘れて", "忘掉它",
    ),
}  # fmt: skip
LIKED = ("I love this one", "gefällt mir", "j'adore", "me encanta", "mi piace", "adorei", "vind ik mooi",
         "bunu beğendim", "気に入りました", "我喜欢这张")  # fmt: skip
DISLIKED = ("I don't like this one", "gefällt mir nicht", "je n'aime pas", "no me gusta", "non mi piace", "não gostei",
            "vind ik niet mooi", "beğenmedim", "気に入らない", "我不喜欢")  # fmt: skip
LESS_ORANGE = ("our Hearth look is less orange", "unser Hearth Look ist weniger orange",
               "notre style Hearth est moins orange", "nuestro estilo Hearth es menos naranja",
               "il nostro stile Hearth è meno arancione", "o nosso estilo Hearth é menos laranja",
               "onze Hearth stijl is minder oranje", "Hearth stilimiz daha az turuncu olsun")  # fmt: skip
RENAMED = ("rename Hearth to Embers", "benenne Hearth in Embers um", "renomme Hearth en Embers",
           "renombra Hearth a Embers", "rinomina Hearth in Embers", "renomeia Hearth para Embers",
           "hernoem Hearth naar Embers", "Hearth'ün adını Embers olarak değiştir", "「Hearth」を「Embers」に改名して",
           "把Hearth改名为Embers")  # fmt: skip
MERGED = ("merge Hearth and Embers", "verbinde Hearth und Embers", "fusionne Hearth et Embers",
          "fusiona Hearth y Embers", "unisci Hearth e Embers", "junta Hearth e Embers", "combineer Hearth en Embers",
          "Hearth ve Embers birleştir", "HearthとEmbersを統合して", "把Hearth和Embers合并")  # fmt: skip
LAST_TIME = ("like last time", "wie letztes Mal", "comme la dernière fois", "como la última vez", "come l'ultima volta",
             "como da última vez", "zoals vorige keer", "geçen seferki gibi", "前回と同じで", "像上次一样")  # fmt: skip


def planned(words: str, **fields: Any) -> Plan:
    return OfflinePlanner().plan(Brief.model_validate({"text": words, "brand": "Petal"} | fields))


def only_args(words: str, tool: str) -> dict[str, Any]:
    plan = planned(words, thread=THREAD)
    assert [step.tool for step in plan.steps] == [tool], plan.question
    assert plan.credits == 0
    return plan.steps[0].args


@pytest.mark.parametrize(("tool", "words"), [(tool, words) for tool, said in SAID.items() for words in said])
def test_an_order_is_understood(tool: str, words: str) -> None:
    assert only_args(words, tool)["brand"] == "Petal"


@pytest.mark.parametrize("words", LIKED + DISLIKED)
def test_a_thumb_is_understood(words: str) -> None:
    args = only_args(words, "rate")
    assert (args["asset"], args["liked"]) == ("a1", words in LIKED)


@pytest.mark.parametrize("words", LESS_ORANGE)
def test_a_look_is_less_orange(words: str) -> None:
    args = only_args(words, "correct_style")
    assert (args["style"], args["board"]) == ("Hearth", {"less": ["#e5803a"]})


@pytest.mark.parametrize(
    "words", ["うちのHearthスタイルはもっと暖かく", "我们的Hearth风格要更暖", "our Hearth look is warmer"]
)
def test_a_look_is_warmer(words: str) -> None:
    args = only_args(words, "correct_style")
    assert args["style"] == "Hearth"
    assert args["changes"]["warmth"] > 0


@pytest.mark.parametrize("words", RENAMED)
def test_a_look_is_renamed(words: str) -> None:
    args = only_args(words, "correct_style")
    assert (args["style"], args["name"]) == ("Hearth", "Embers")


@pytest.mark.parametrize("words", MERGED)
def test_two_looks_are_merged(words: str) -> None:
    assert only_args(words, "merge_styles")["styles"] == ["Hearth", "Embers"]


@pytest.mark.parametrize("words", LAST_TIME)
def test_the_look_of_the_last_time_is_used(words: str) -> None:
    plan = planned(words, images=[RING])
    assert [step.tool for step in plan.steps] == ["recall_style", "reference_shoot"]
    assert plan.steps[0].args["last"] is True
    assert plan.steps[1].args["style"] == "$1"


@pytest.mark.parametrize(
    ("words", "tools"),
    [
        ("I love it, but warmer", ["edit"]),
        ("our ring is on marble, make it warmer", ["edit"]),
        ("merge the ring and the necklace on marble", ["edit"]),
        ("make it like last time but warmer", ["recall_style", "reference_shoot"]),
        ("forget the pebbles", []),
        ("forget the second one", ["forget_style"]),
        ("call it a day", []),
        ("I'd love to have this on slate", []),
    ],
)
def test_what_is_no_such_order_stays_what_it_was(words: str, tools: list[str]) -> None:
    plan = planned(words, thread=THREAD)
    assert [step.tool for step in plan.steps if words != "forget the pebbles"] == tools, plan.steps


def test_keeping_them_all_forgets_none() -> None:
    plan = planned("forget the neon one\nkeep them all", thread=THREAD)
    assert (plan.steps, plan.question) == ((), None)
    assert "stay" in plan.reply


@pytest.mark.parametrize(
    "words", ["export our styles", "exportiere unsere Stile", "スタイルを書き出して", "导出我们的风格"]
)
def test_how_looks_go_out_as_a_file_is_said(words: str) -> None:
    plan = planned(words, thread=THREAD)
    assert (plan.steps, plan.question) == ((), None)
    assert "parure styles export" in plan.reply


@pytest.mark.parametrize(
    ("before", "tool"),
    [
        ("remember this as our Hearth look", "forget_style"),
        ("これを「Hearth」として覚えて", "forget_style"),
        ("remember this look", "forget_taste"),
        ("make it warmer", "forget_taste"),
    ],
)
def test_forget_that_means_the_look_that_was_just_remembered(before: str, tool: str) -> None:
    plan = planned("forget that", thread=THREAD.model_copy(update={"history": (before,)}))
    assert [(step.tool, step.args.get("style")) for step in plan.steps] == [
        (tool, "Hearth" if tool == "forget_style" else None)
    ]
