"""Whether a mark or a make is asked for that the product does not have."""

from agent.nearby import denied, meant, near, only_style
from agent.scan import Hit, find
from agent.text import PAUSE, Text

_BESIDE = 3
_VERB_REACH = 6


def counterfeits(text: Text) -> bool:
    """Return whether ``text`` speaks of a fake, or asks for another house's mark or make."""
    if meant(text, "counterfeit"):
        return True
    houses = tuple(hit for hit in find("houses", text) if hit.meaning != "harmless" and not denied(text, hit))
    return bool(houses) and any(
        asked(text, houses) for asked in (_their_mark, _foreign_mark, _written, _made_alike, _copied)
    )


def _said(text: Text, meaning: str, name: str = "policy") -> tuple[Hit, ...]:
    return tuple(hit for hit in find(name, text) if hit.meaning == meaning)


def _their_mark(text: Text, _: tuple[Hit, ...]) -> bool:
    return bool(_said(text, "their_mark"))


def _foreign_mark(text: Text, houses: tuple[Hit, ...]) -> bool:
    """An adding word, a house and a mark in one breath."""
    marks, verbs = _said(text, "logo"), (*_said(text, "attach"), *_said(text, "inscribe"))
    return any(
        near(text, house, mark, _BESIDE, _BESIDE)
        and any(near(text, mark, verb, _VERB_REACH, _VERB_REACH) for verb in verbs)
        for house in houses
        if not only_style(text, house)
        for mark in marks
    )


def _written(text: Text, houses: tuple[Hit, ...]) -> bool:
    """'Engrave Cartier', 'write Omega on the dial': such a verb needs no word for a mark."""
    verbs = _said(text, "inscribe")
    return any(
        near(text, house, verb, _BESIDE, _BESIDE) and not only_style(text, house) and not _leads_on(text, house)
        for house in houses
        for verb in verbs
    )


def _made_alike(text: Text, houses: tuple[Hit, ...]) -> bool:
    """'Make it look like a Rolex': the product, and not its picture, is to be taken for the house's."""
    return any(
        near(text, house, seems, _BESIDE, _BESIDE) and not _leads_on(text, house) and not _of_the_picture(text, seems)
        for house in houses
        for seems in _said(text, "seem_like", "policy_context")
    )


def _copied(text: Text, houses: tuple[Hit, ...]) -> bool:
    return any(
        near(text, house, copy, _BESIDE, _BESIDE) and not denied(text, copy) and not _leads_on(text, house)
        for house in houses
        for copy in _said(text, "copy")
    )


def _leads_on(text: Text, house: Hit) -> bool:
    """Whether the house only names a look, a colour or a shop: 'like a Tiffany campaign', 'Cartier red'."""
    return any(
        other.start in (house.end, house.end + 1) and PAUSE not in text.tokens[house.end : other.start]
        for name, meanings in (("policy_context", {"house_noun"}), ("logic", {"style"}), ("colours", None))
        for other in find(name, text)
        if meanings is None or other.meaning in meanings
    )


def _of_the_picture(text: Text, seems: Hit) -> bool:
    return any(near(text, seems, other, 3, 0) for other in _said(text, "picture_word", "policy_context"))
