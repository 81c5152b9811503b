"""The colours of a set: which thing each is said of, the backdrop, the ground, a prop, or the set as a whole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from agent.nearby import beside, denied
from agent.scan import Hit, find
from agent.text import PAUSE, Text, read_text
from agent.wheres import is_behind

Of = Literal["surface", "backdrop", "prop", "set"]

_HEX = re.compile(r"#[0-9a-f]{6}\b")
_BESIDE = 24
"""Characters beside a hex colour in which its thing is looked for."""
_WHITE = "#ffffff"
WHITE_STUFF = "#f4f2ee"
"""White as a material has it: nothing but light is pure white."""

COLOURED_PROPS = frozenset({"sphere", "fabric_fold", "ribbon", "flowers"})
"""Props that take a colour; of the others it is the stuff's own."""

_BEFORE, _LINKED = 1, 3
_KIND: dict[str, Of] = {"surfaces": "surface", "backdrops": "backdrop"}


@dataclass(frozen=True)
class Colours:
    """``palette`` holds every colour that is said, ``of`` those that are said of one thing."""

    palette: tuple[str, ...] = ()
    of: dict[str, str] = field(default_factory=dict)


class _Noun(NamedTuple):
    of: Of
    start: int
    end: int


def read_colours(text: Text, looks: tuple[Hit, ...] = ()) -> Colours:
    """Return the colours of the set: hex ones, and colour words beside a word for a thing in it, or one of ``looks``.

    A colour is of the noun that it stands next to: "black velvet" is black below, "the wall sage" is sage behind.
    """
    palette: list[str] = _HEX.findall(text.plain)
    of: dict[str, str] = dict(_hex_of(text))
    nouns = tuple(_nouns(text, looks))
    for hit in _colours(text, nouns):
        noun = None if denied(text, hit) or _unwished(text, hit) else _said_of(text, hit, nouns)
        if noun is None:
            continue
        colour = WHITE_STUFF if hit.meaning == _WHITE and noun.of in ("surface", "prop") else hit.meaning
        palette.append(colour)
        for each in _compound(noun, nouns, text):
            of.setdefault(each, colour)
    for hit in () if "surface" in of else find("stuffs", text):
        surface, _, colour = hit.meaning.partition(" ")
        if not denied(text, hit) and any(other.meaning == surface for other in beside("surfaces", text, hit)):
            of["surface"] = colour
            palette.append(colour)
    return Colours(tuple(dict.fromkeys(palette))[:6], {name: colour for name, colour in of.items() if name != "set"})


def _colours(text: Text, nouns: tuple[_Noun, ...]) -> Iterator[Hit]:
    """Yield the colours that are said; those that are metals too only right beside a thing of the set."""
    for hit in find("metallics", text):
        if any(noun.of != "set" and (noun.start == hit.end or noun.end == hit.start) for noun in nouns):
            yield hit
    yield from find("colours", text)


def _unwished(text: Text, hit: Hit) -> bool:
    """Whether there is too much of the colour: "the wall is too green", "less blue in the background"."""
    degrees = (other for other in beside("degrees", text, hit) if other.end == hit.start)
    return any(degree.meaning in ("too", "less", "not_so") for degree in degrees)


def _nouns(text: Text, looks: tuple[Hit, ...]) -> Iterator[_Noun]:
    for name, of in _KIND.items():
        yield from (_Noun(_place(of, hit, text), hit.start, hit.end) for hit in find(name, text))
    for hit in find("colour_nouns", text):
        yield _Noun(hit.meaning, hit.start, hit.end)  # type: ignore[arg-type]
    yield from (_Noun("prop", hit.start, hit.end) for hit in find("props", text) if hit.meaning in COLOURED_PROPS)
    yield from (_Noun("set", hit.start, hit.end) for hit in looks)


def _place(of: Of, hit: Hit, text: Text) -> Of:
    return "backdrop" if of == "surface" and is_behind(text, hit) else of


def _said_of(text: Text, hit: Hit, nouns: tuple[_Noun, ...]) -> _Noun | None:
    """Return the noun that a colour is said of, or none: the one it is part of, else the nearest, else the next."""
    near: list[tuple[int, int, _Noun]] = []
    for noun in nouns:
        if noun.start <= hit.start and hit.end <= noun.end and noun.end - noun.start > hit.end - hit.start:
            return noun
        if noun.start >= hit.end:
            gap, most = text.tokens[hit.end : noun.start], 0 if hit.meaning == _WHITE else _BEFORE
            if len(gap) <= most and PAUSE not in gap:
                near.append((len(gap), 0, noun))
        elif noun.end <= hit.start:
            gap = text.tokens[noun.end : hit.start]
            linked = len(gap) <= _LINKED and all(_is_link(text, at) for at in range(noun.end, hit.start))
            if PAUSE not in gap and (len(gap) <= _BEFORE or linked):
                near.append((len(gap), 1, noun))
    return min(near, default=(0, 0, None), key=lambda found: found[:2])[2]


def _is_link(text: Text, at: int) -> bool:
    return any(hit.start <= at < hit.end for hit in find("colour_links", text))


def _compound(noun: _Noun, nouns: tuple[_Noun, ...], text: Text) -> set[Of]:
    """Return what a colour paints: of "a pink plaster wall" both, since the wall is of the plaster."""
    return {noun.of} | {other.of for other in nouns if other.start == noun.end and other.of != "set"}


def _hex_of(text: Text) -> Iterator[tuple[str, str]]:
    """Give (thing, colour) of hex colours right before or after a thing: "on #f2c4cf paper", "wall in #112233"."""
    for match in _HEX.finditer(text.plain):
        after = text.plain[match.end() : match.end() + _BESIDE].split()[:1]
        before = [word for word in text.plain[max(0, match.start() - _BESIDE) : match.start()].split() if word != "in"]
        for words in (after, before[-1:]):
            noun = next(_nouns(read_text(" ".join(words)), ()), None)
            if noun is not None and noun.of != "set":
                yield noun.of, match[0]
                break
