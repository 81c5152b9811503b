"""Whether a piece is bespoke: made for one client, or the only one, and not one of the cheap handmade kind."""

from agent.nearby import meant, near
from agent.scan import Hit, find, said
from agent.text import Text

_ON = frozenset(
    "on onto against behind over auf sur sobre su sul sulla no na em op vor devant fondo sfondo fundo".split()  # noqa: SIM905
)
_BY = frozenset({"by", "von", "par", "por", "da", "door"})
_CERTAIN = {"one_client": ("a_certain",)}
_REACH, _CLOSE = 6, 3
_ON_AFTER = frozenset(["uzerinde", "ustunde", "上", "の"])


def one_of_a_kind(text: Text) -> bool:
    """Return whether ``text`` tells of a bespoke piece.

    A commission is one whatever it is made of, unless that is cheap; a one-off is one unless it is cheap or handmade.
    """
    precious = said("policy", "value_sign", text)
    cheap = _is(text, "cheap_sign") and not precious
    if (meant(text, "commission") or _for_one_client(text)) and not cheap:
        return True
    crafted = cheap or (_is(text, "craft_sign") and not precious)
    return bool(meant(text, "bespoke")) and not crafted


def maybe_bespoke(text: Text, seen: Text) -> Hit | None:
    """Return what may mean a bespoke piece: 'made to order' of something precious. ``seen``: what the pictures show."""
    precious = said("policy", "value_sign", text) or said("policy", "value_sign", seen)
    return next(iter(meant(text, "made_to_order")), None) if precious else None


def _for_one_client(text: Text) -> bool:
    """'Eigens für diese Kundin geschmiedet': making and one client in one breath, and not of the pictures.

    'Made for a bride' is anybody's: brides and queens need an "only".
    """
    hits = find("policy_context", text)

    def found(*meanings: str) -> list[Hit]:
        return [hit for hit in hits if hit.meaning in meanings]

    of_pictures = found("picture_word")
    made = [hit for hit in found("made_word") if not any(near(text, hit, other, 3, 1) for other in of_pictures)]
    return any(
        any(near(text, whom, verb, _REACH, _REACH) for verb in made)
        and any(near(text, whom, word, _CLOSE, _CLOSE) for word in found("only_for", *_CERTAIN.get(whom.meaning, ())))
        for whom in found("one_client", "somebody")
        if not text.tokens[whom.end - 1].endswith("s") and not _by(text, whom)
    )


def _by(text: Text, client: Hit) -> bool:
    return bool(_BY & set(text.tokens[max(0, client.start - 3) : client.start]))


def _is(text: Text, meaning: str) -> bool:
    return any(hit.meaning == meaning and not _of_the_set(text, hit) for hit in find("policy", text))


def _of_the_set(text: Text, hit: Hit) -> bool:
    """Whether a material is what the product stands on: 'bespoke ring on wood' is no wooden ring."""
    before, after = text.tokens[max(0, hit.start - 2) : hit.start], text.tokens[hit.end : hit.end + 2]
    return bool(_ON & set(before)) or bool(_ON_AFTER & set(after))
