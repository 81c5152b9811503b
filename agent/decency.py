"""Whether nudity or harm is asked for."""

from agent.nearby import beside, near
from agent.scan import Hit, find
from agent.text import Text

_NO = frozenset("not no never pas nicht keine kein non sin sans ohne geen niet sem não zonder senza".split())  # noqa: SIM905
_SET = ("surfaces", "backdrops", "lights", "props")
_SET_REACH = 3
_THINGS = ("surfaces", "backdrops", "stuffs", "lights", "props")


def indecent(text: Text, person_shown: bool) -> bool:
    """Return whether ``text`` asks for nudity or harm: a bare wall and a blood orange are neither."""
    if any(hit.meaning == "nothing_else" and _worn(text, hit, person_shown) for hit in find("policy", text)):
        return True
    found = [hit for hit in find("policy", text) if hit.meaning in ("nudity", "harm")]
    clothed = [hit for hit in find("logic", text) if hit.meaning == "not_negation"]
    return any(
        (hit.start == 0 or text.tokens[hit.start - 1] not in _NO) and not (hit.width == 1 and _of_a_thing(text, hit))
        for hit in found
        if hit not in clothed
    )


def _of_a_thing(text: Text, hit: Hit) -> bool:
    """'Nackter Beton', 'pierre nue': what is bare is the set."""
    return any(near(text, hit, other, 0, 0) for name in _THINGS for other in beside(name, text, hit)) and not any(
        other.meaning == "person" for other in find("pictures", text)
    )


def _worn(text: Text, hit: Hit, person_shown: bool) -> bool:
    """'She wears the necklace and nothing else', and not 'the ring on slate and nothing else'."""
    on_somebody = person_shown or any(
        other.meaning in ("person", "on_model") for name in ("pictures", "intents") for other in find(name, text)
    )
    set_named = any(near(text, hit, other, _SET_REACH, 0) for name in _SET for other in beside(name, text, hit))
    return on_somebody and not set_named
