"""What a message wants done: a tile, a clip, a check, a step back; readings that only seem so are left out."""

from agent.alterations import altering
from agent.money import prices_in
from agent.nearby import beside, denied, near
from agent.qualities import numeric_changes
from agent.reading_frame import seconds
from agent.references import marks
from agent.scan import Hit, find, said
from agent.style_words import about_looks
from agent.text import PAUSE, Text
from tools.specs.category_words import category_of

_DENIABLE = frozenset(
    {"video", "on_model", "white", "ghost", "detail", "export", "recall_style", "scene", "straighten", "own_background"}
)
_BACK_AND_ON = ("export", "video", "detail", "check_listing", "remove_background", "reframe")
"""Wishes beside which "the one before" names a picture and asks for no step back."""
_ARTICLES = ("with", "for", "to", "by", "par", "por", "con", "mit", "durch", "door")
_ALONE = ("on", "in", "all", "auf")
_BEHIND = ("please", "pls", "plz", "thanks")
SOON = 5
"""Tokens behind a word for a price among which its amount is told."""


def read_intents(text: Text, person_shown: bool) -> frozenset[str]:
    """Return what ``text`` wants. A person's photo beside a product is there to wear it."""
    hits = find("intents", text)
    found = {hit.meaning for hit in hits if _meant(text, hit)}
    if said("memory", "last_look", text):
        found |= {"recall_style", "last_look"}
    if said("spent", "spent", text):
        found |= {"estimate", "spent"}
    if person_shown and ("white" not in found or find("wearing", text)):
        found.add("on_model")
    if "product_only" in found:
        found.discard("on_model")
    if seconds(text):
        found.add("video")
    if "cost_word" in found and "?" in text.plain and not prices_in(text):
        found.add("estimate")
    if "undo" in found and _names_the_one_before(text, hits, found):
        found.discard("undo")
    return frozenset(about_looks(found, hits, text, not find("surfaces", text) and not find("props", text)))


def _meant(text: Text, hit: Hit) -> bool:
    if hit.meaning in _DENIABLE and denied(text, hit, beyond_and=False) and not _own_denial(text, hit):
        return False
    if hit.meaning == "on_model":
        return not any(near(text, hit, other, 0, 1) for other in beside("surfaces", text, hit))  # "try it on slate"
    if hit.meaning == "white":
        if any(stone.start == hit.end for stone in beside("surfaces", text, hit)):
            return False  # "on white marble"
        return (hit.width > 1 or _stands_alone(text, hit)) and not _of_black(text, hit)
    if hit.meaning == "video":
        return not _for_hair(text, hit) and not any(
            other.is_wider(hit) for other in beside("edits", text, hit)
        )  # "grain, like film"
    if hit.meaning == "detail":
        own = altering(text)
        return own is None or not own.meets(hit)  # "show the clasp closed" asks for no close-up
    if hit.meaning == "estimate":
        return "?" in text.plain or not _tells_a_price(text, hit)
    return True


def _for_hair(text: Text, hit: Hit) -> bool:
    """Whether a clip is one for the hair by the word before it: "pearl hair clip"."""
    ours = "" if text.language in ("ja", "zh") else " "
    alone, whole = (ours.join(text.tokens[max(0, hit.start - back) : hit.end]) for back in (0, 1 if ours else 2))
    return category_of(whole) == "hair_accessory" and category_of(alone) != "hair_accessory"


def _names_the_one_before(text: Text, hits: tuple[Hit, ...], found: set[str]) -> bool:
    """Whether a step back is only seemingly asked for: "export the one before"."""
    before = [mark for mark in marks(text) if mark.meaning == "previous"]
    steps = [hit for hit in hits if hit.meaning == "undo"]
    wanted = bool(found.intersection(_BACK_AND_ON)) or bool(numeric_changes(text))
    return wanted and all(any(mark.meets(step) for mark in before) for step in steps)


def _tells_a_price(text: Text, hit: Hit) -> bool:
    """Whether a figure follows "costs", or an amount of money such words as "price on" the tag."""
    if hit.width == 1:
        return any(token.isdecimal() for token in text.tokens[hit.end : hit.end + 3])
    behind = range(hit.end, min(hit.end + SOON, len(text.tokens) - 1))
    figures = (place for place in behind if text.tokens[place].isdecimal())
    return any(prices_in(text.part(place, place + 2)) for place in figures)


def _own_denial(text: Text, hit: Hit) -> bool:
    """Verbs such as 'remove' before 'white background' deny nothing when white is what is wanted after 'to'."""
    swaps = (small for small in find("logic", text) if small.meaning == "instead_of")
    return any(near(text, hit, small, 6, 0) for small in swaps) and any(
        token in _ARTICLES for token in text.tokens[: hit.start]
    )


def _of_black(text: Text, hit: Hit) -> bool:
    """Whether the white is that of a picture without colour: "in black and white"."""
    return any(other.meets(hit) for other in beside("greys", text, hit))


def _stands_alone(text: Text, hit: Hit) -> bool:
    """'gloves, white' asks for white; 'white gloves' describes."""
    before = hit.start == 0 or text.tokens[hit.start - 1] in (PAUSE, *_ALONE)
    before = before or any(other.end == hit.start for other in beside("markets", text, hit))  # "Etsy white"
    after = hit.end == len(text.tokens) or text.tokens[hit.end] in (PAUSE, *_BEHIND)
    long_word = len(text.tokens[hit.start]) > 5
    return (before and after) or long_word
