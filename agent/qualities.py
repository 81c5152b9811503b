"""What is said of light and colour: a quality, which way and how far, as a wish or as a complaint."""

import re
from collections.abc import Sequence
from functools import lru_cache

from agent.alterations import altering
from agent.nearby import AND, beside, clause, denied, near
from agent.scan import Hit, find
from agent.text import PAUSE, Text
from tools.specs.numbers import LightNumbers

_FIGURE = re.compile(
    rf"\b({'|'.join(name.replace('_', ' ') for name in LightNumbers.model_fields)})\s?([+−-]\s?[01](?:\.\d+)?)\b"
)
SLIGHT, USUAL, STRONG = 0.2, 0.4, 0.7
_OF_LIGHT = frozenset({"warmth", "exposure", "tint"})
_DENSE = ("ja", "zh", "tr")
_THINGS = ("props", "surfaces", "backdrops", "colour_nouns", "lights")
_OF_SHADOW_BEFORE, _OF_SHADOW_BEHIND = 4, 3
"""Tokens between shadows and the word that says how soft they are, which comes behind or before."""
_SHORT = 4
"""Words that may stand beside a complaint that is a whole message: "hmm, a bit dark here"."""


def numeric_changes(text: Text, casts: bool = True) -> dict[str, float]:
    """Return parameter -> signed amount for every quality that is named ('a bit warmer' is warmth 0.2).

    ``casts``: a colour that there is too much of is one too, 'less orange'; of a moodboard it is the board's.
    """
    changes = figures(text)
    hits = qualities(text) if casts else _named(text)
    for hit in hits:
        parameter, sign = hit.meaning.split(" ")
        direction = (1 if sign == "+" else -1) * _turn(text, hit, hits)
        all_of_it = parameter == "shadow" and sign == "+" and denied(text, hit)  # "no shadow" leaves none
        whole = all_of_it or _is_grey(text, hit)
        changes.setdefault(parameter, direction * (1.0 if whole else _amount(text, hit, hits)))
    return changes


def figures(text: Text) -> dict[str, float]:
    """Return what is said as a chip shows it: "warmth +0.3, exposure -0.1"."""
    said = {
        match[1].replace(" ", "_"): float(match[2].replace("−", "-").replace(" ", ""))
        for match in _FIGURE.finditer(text.raw.lower())
    }
    return {name: max(-1.0, min(1.0, value)) for name, value in said.items() if value}


def softer_light(text: Text) -> float:
    """Return how much deeper shadows get in the light that is wished: "softer light" takes from them; 0: none is."""
    hits = {hit.meaning for hit in find("board_light", text)}
    return (-USUAL if "softer" in hits else 0.0) + (USUAL if "harder" in hits else 0.0)


def contradictions(text: Text) -> tuple[str, ...]:
    """Return the parameters that are to go both ways at once ('warmer but cooler'); a limit is none."""
    ways: dict[str, set[float]] = {}
    hits = qualities(text)
    for hit in hits:
        if _is_limit(text, hit, hits):
            continue
        parameter, sign = hit.meaning.split(" ")
        direction = (1 if sign == "+" else -1) * _turn(text, hit, hits)
        ways.setdefault(parameter, set()).add(direction)
    return tuple(name for name, found in ways.items() if len(found) > 1)


@lru_cache(maxsize=64)
def qualities(text: Text) -> tuple[Hit, ...]:
    """Return where light and colour are spoken of, colours that the picture has too much of included."""
    named = _named(text)
    casts = [hit for hit in find("casts", text) if not any(hit.meets(other) for other in named)]
    both = sorted([*named, *casts], key=lambda hit: hit.start)
    return tuple(hit for hit in both if hit in named or _is_cast(text, hit, both))


def degree(text: Text, hit: Hit) -> float:
    """Return how far the small words right beside a thing turn it up or down: "less rim light"; 0 when none does."""
    small = {other.meaning for other in beside("degrees", text, hit) if near(text, hit, other, 1, 2)}
    way = -1 if small & {"less", "too", "not_so"} else 1 if "more" in small else 0
    return way * (SLIGHT if "a_bit" in small else STRONG if "much" in small else USUAL)


def _named(text: Text) -> tuple[Hit, ...]:
    own = altering(text)  # "the lenses darker" is asked of the product, and declined
    found = (hit for hit in find("edits", text) if not _is_other_word(text, hit))
    return _softened(text, tuple(hit for hit in found if not (own and own.covers(hit))))


def _softened(text: Text, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Return ``hits`` with what is said of bare shadows taken as theirs: "the shadows are too harsh, softer please"."""
    soft = [hit for hit in hits if hit.meaning == "contrast -"]
    bare = next((hit for hit in hits if hit.meaning == "shadow +" and hit.width == 1), None)
    if bare is None or not any(_OF_SHADOW_BEFORE >= hit.start - bare.end >= -_OF_SHADOW_BEHIND for hit in soft):
        return hits
    kept = (hit for hit in hits if hit != bare and hit not in soft[1:])
    return tuple(hit._replace(meaning="shadow -") if hit == soft[0] else hit for hit in kept)


def _is_cast(text: Text, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether a colour is one of the whole picture: "less orange", "it looks green"; no "more green leaves"."""
    degrees = {degree.meaning for degree in _beside(text, hit, hits) if near(text, hit, degree, 1, 1)}
    if degrees & {"too", "less", "not_so"} or complains(text, hit):
        return not _followed_by_thing(text, hit)
    return "more" in degrees and not any(
        near(text, hit, thing, 2, 1) for name in _THINGS for thing in beside(name, text, hit)
    )


def _followed_by_thing(text: Text, hit: Hit) -> bool:
    return any(thing.start == hit.end for name in _THINGS for thing in beside(name, text, hit))


@lru_cache(maxsize=256)
def complains(text: Text, hit: Hit) -> bool:
    """Return whether the words say how the picture is: "it looks a bit dark" asks for more light."""
    if hit.meaning.split(" ")[0] not in _OF_LIGHT or _compares(text, hit):
        return False
    degrees = {degree.meaning for degree in beside("degrees", text, hit) if near(text, hit, degree, 2, 1)}
    if degrees & {"more", "less", "too", "not_so"}:
        return False  # these turn it by themselves
    start, end = clause(text, hit)
    small = [other for other in beside("complaints", text, hit) if start <= other.start < end]
    if any(other.meaning == "cast" and near(text, hit, other, 2, 1) for other in small) or _is_tinge(text, hit):
        return True  # "the blue cast has to go"
    if any(other.meaning == "wish" for other in small):
        return False
    if any(other.meaning == "post" and near(text, hit, other, 0, 2) for other in small):
        return True
    is_said = (other for other in small if other.meaning == "is" and other.end <= hit.start)
    if any(_only_degrees(text, other.end, hit.start) for other in is_said):
        return True
    return _is_all(text, hit)


def _is_tinge(text: Text, hit: Hit) -> bool:
    """Whether the word itself says that there is too much of its colour: "Blaustich"."""
    return text.tokens[hit.end - 1].endswith("stich")


def _is_all(text: Text, hit: Hit) -> bool:
    """Whether a little of the quality is all that is said: "bit dark", "etwas hell", "biraz koyu"."""
    before = [degree for degree in beside("degrees", text, hit) if degree.end == hit.start]
    words = sum(token != PAUSE for token in text.tokens)
    little = any(degree.meaning == "a_bit" for degree in before) and len(find("edits", text)) <= 1
    return little and text.language not in ("ja", "zh") and words <= sum(d.width for d in before) + hit.width + _SHORT


def _only_degrees(text: Text, start: int, end: int) -> bool:
    """Whether nothing but words of degree stands between, and few of them."""
    covered = {at for degree in find("degrees", text) for at in range(degree.start, degree.end)}
    loose = [at for at in range(start, end) if at not in covered]
    return end - start <= 4 and len(loose) <= (2 if text.language in _DENSE else 1)


def _compares(text: Text, hit: Hit) -> bool:
    """Whether the word is a comparative, a verb or a longer phrase: these are wishes."""
    word = text.tokens[hit.start]
    if text.language == "ja":
        return text.tokens[hit.end - 1] != "い"
    if text.language == "zh":
        return False
    return hit.width > 1 or word.endswith(("er", "ere", "eren", "eres", "en", "less", "ness"))


def _is_grey(text: Text, hit: Hit) -> bool:
    """Whether all colour is to go: "in black and white"."""
    return hit.meaning == "saturation -" and any(other.meets(hit) for other in beside("greys", text, hit))


def _is_limit(text: Text, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether the word only bounds one before it: "darker, but not that dark"."""
    earlier = any(other.meaning == hit.meaning and other.start < hit.start for other in hits)
    return earlier and any(degree.meaning in ("not_so", "too") for degree in _beside(text, hit, hits))


def _is_other_word(text: Text, hit: Hit) -> bool:
    """Whether the word is part of a longer one of another list ('hard shadows' is a light, 'zoom' a camera's way)."""
    for name in ("lights", "props", "moods", "frames", "policy", "colours", "surfaces"):
        for other in beside(name, text, hit):
            if other.is_wider(hit):
                return True
    return False


def _beside(text: Text, hit: Hit, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return the degree words that belong to ``hit``: nearer to it than to any other quality, in its clause.

    One inside its own phrase ('too big' stands in the list as it is) has been heard already.
    """
    reach = 5 if text.language in ("ja", "zh", "tr") else 3
    return tuple(
        degree
        for degree in beside("degrees", text, hit)
        if near(text, hit, degree, reach, 3)
        and not hit.meets(degree)
        and not any(_between(text, degree, other, hit) for other in hits if other != hit)
    )


def _between(text: Text, degree: Hit, other: Hit, hit: Hit) -> bool:
    """Whether ``other`` stands between the degree word and ``hit``, or takes it as its own from before."""
    if other.meets(degree):
        return True
    low, high = sorted((degree.start, hit.start))
    if low < other.start < high:
        return True
    follows = hit.end <= degree.start
    return follows and other.start >= degree.end and text.language not in ("ja", "tr")


def _turn(text: Text, hit: Hit, hits: Sequence[Hit]) -> int:
    """Return -1 when a small word turns the quality round: less, too, not so, without."""
    if (before := _joined(text, hit, hits)) is not None:
        return _turn(text, before, hits)
    meanings = {degree.meaning for degree in _beside(text, hit, hits)}
    comparative = hit.width == 1 and text.tokens[hit.start].endswith("er")
    if "less" in meanings or "not_so" in meanings or ("too" in meanings and not comparative and "more" not in meanings):
        return -1
    if complains(text, hit):
        return -1
    return -1 if denied(text, hit, beyond_and=False) and not comparative else 1


def _joined(text: Text, hit: Hit, hits: Sequence[Hit]) -> Hit | None:
    """Return the quality before an "and", whose small word holds for this one too: "too dark and cold"."""
    before = [other for other in hits if other.end <= hit.start]
    if not before or _compares(text, hit) or _compares(text, before[-1]) or _beside(text, hit, hits):
        return None
    gap = text.tokens[before[-1].end : hit.start]
    return before[-1] if len(gap) == 1 and gap[0] in AND else None


def _amount(text: Text, hit: Hit, hits: Sequence[Hit]) -> float:
    meanings = {degree.meaning for degree in _beside(text, hit, hits)}
    if "a_bit" in meanings or any(other != hit and other.meaning == hit.meaning and _is_limit(text, other, hits)
                                  for other in hits):  # fmt: skip
        return SLIGHT
    return STRONG if "much" in meanings else USUAL
