"""How a product is to be shown, in the words of briefs: heard in ten languages, and not where it is denied."""

import pytest

from agent.edits import changes_of
from agent.facts import Facts, gather
from agent.reading_scene import wish
from tools.specs.brief import Brief, ThreadState


def facts(text: str, category: str = "necklace") -> Facts:
    return gather(Brief.model_validate({"text": text, "images": [{"role": "product", "what": category}]}))


@pytest.mark.parametrize(
    ("text", "display"),
    [
        ("my necklace on a bust, linen wall", "bust"),
        ("hang this bag on a hook against a plaster wall", "hang"),
        ("scarf hanging over a rod", "hang"),
        ("watch on its cushion on walnut", "cushion"),
        ("wallet leaning against a block of concrete", "lean"),
        ("earrings on a card, soft window light", "card"),
        ("brooch on a slope of marble", "slope"),
        ("necklace laid flat on silk", "lie"),
        ("Kette auf einer Büste, Leinen", "bust"),
        ("ce sac suspendu à un crochet", "hang"),
        ("reloj sobre un cojín de terciopelo", "cushion"),
        ("anello su un cuscino", "cushion"),
        ("bolsa pendurada num gancho", "hang"),
        ("tas hangend aan een haak", "hang"),
        ("yüzük yastık üzerinde", "cushion"),
        ("このネックレスをトルソーに、大理石", "bust"),
        ("手表放在软垫上，木板", "cushion"),
        ("no bust please, on linen", None),
        ("ring without the cushion on marble", None),
        ("take it off the bust and put it on slate", None),
        ("hanging earrings on marble", None),
        ("bag with its strap hanging on sand", None),
        ("don't hang it, on linen", None),
    ],
)
def test_how_it_is_to_be_shown(text: str, display: str | None) -> None:
    assert wish(facts(text).scene).get("display") == display


def test_a_later_message_changes_it() -> None:
    thread = ThreadState.model_validate({"assets": ["a1"], "last_scene": {"surface": "marble", "display": "card"}})
    said = gather(Brief(text="hang it from a peg", thread=thread))
    assert changes_of(said)["display"] == "hang"
    assert "display" not in changes_of(gather(Brief(text="make it warmer", thread=thread)))


def test_a_tile_may_stand_or_lie_but_what_carries_it_needs_a_set() -> None:
    assert not facts("catalogue tile of the shoes standing upright, white background", "shoes").sets_a_scene
    assert facts("earrings on a card", "earring").sets_a_scene
