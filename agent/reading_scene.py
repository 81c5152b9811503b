"""The set a brief asks for: surface, backdrop, light, props, camera, palette, mood and place."""

import re
from dataclasses import dataclass, field
from typing import Any

from agent.nearby import beside, denied, near
from agent.scan import Hit, find
from agent.text import PAUSE, Text
from prompts import table

_ONE_WORD = ("surfaces", "backdrops", "lights", "cameras", "light_from")
_KEY = {
    "surfaces": "surface", "backdrops": "backdrop", "lights": "light", "cameras": "camera", "light_from": "light_from",
}  # fmt: skip
_HEX = re.compile(r"#[0-9a-f]{6}\b")


@dataclass(frozen=True)
class SceneWords:
    """What the words name. ``named`` holds every value by key in the order it was said, ``absent`` what is unwanted."""

    named: dict[str, tuple[str, ...]]
    absent: dict[str, tuple[str, ...]]
    palette: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    mood_words: str = ""
    place: str | None = None
    place_kind: str | None = None
    spots: tuple[Hit, ...] = field(default=())

    @property
    def empty(self) -> bool:
        """Whether no set is described."""
        return not (any(self.named.values()) or self.palette or self.moods or self.place)

    def first(self, key: str) -> str | None:
        """Return the first value named for ``key``."""
        return next(iter(self.named.get(key, ())), None)


def read_scene(text: Text) -> SceneWords:
    """Return the words of ``text`` that describe a set."""
    named: dict[str, tuple[str, ...]] = {}
    absent: dict[str, tuple[str, ...]] = {}
    places = [hit for hit in find("places", text) if not denied(text, hit)]
    for name in _ONE_WORD:
        hits = [hit for hit in find(name, text) if not _shadowed(name, hit, text)]
        named[_KEY[name]] = _values(hit for hit in hits if not denied(text, hit))
        absent[_KEY[name]] = _values(hit for hit in hits if denied(text, hit))
    props = [hit for hit in find("props", text) if not _shadowed("props", hit, text)]
    named["props"] = _values(hit for hit in props if not denied(text, hit))
    absent["props"] = _values(hit for hit in props if denied(text, hit))
    moods = [hit for hit in find("moods", text) if not denied(text, hit)]
    return SceneWords(
        named=named,
        absent=absent,
        palette=_palette(text),
        moods=_values(iter(moods)),
        mood_words=", ".join(dict.fromkeys(" ".join(text.tokens[hit.start : hit.end]) for hit in moods)),
        place=_place_words(text, places),
        place_kind=places[0].meaning if places else None,
    )


def wish(words: SceneWords) -> dict[str, Any]:
    """Return the scene arguments. What is left open follows from the mood, else from the place's nearest look."""
    scene: dict[str, Any] = {}
    for key in ("surface", "backdrop", "light", "light_from", "camera"):
        if value := words.first(key):
            scene[key] = value
    if props := words.named.get("props"):
        scene["props"] = list(props)
    if words.palette:
        scene["palette"] = list(words.palette)
    for mood in words.moods:
        look = table("mood_looks")[mood]
        scene.setdefault("light", look["light"])
        if not words.place_kind:
            scene.setdefault("surface", look["surface"])
    if words.mood_words:
        scene["mood"] = words.mood_words[:400]
    if words.place and words.place_kind:
        near_look = table("place_looks")[words.place_kind]
        scene.setdefault("surface", near_look["surface"])
        scene.setdefault("backdrop", near_look["backdrop"])
        scene["place"] = words.place[:200]
    return scene


def offer(words: SceneWords) -> str | None:
    """Return what the studio builds in place of a place, in words, or None."""
    return str(table("place_looks")[words.place_kind]["offer"]) if words.place_kind else None


def _values(hits: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit.meaning for hit in hits))


def _shadowed(name: str, hit: Hit, text: Text) -> bool:
    """Whether another list has the longer reading: leaf shadows are no surface, steps under a sun no camera."""
    longer = {"surfaces": ("props", "lights"), "props": ("lights", "backdrops"), "backdrops": ("lights", "props"),
              "lights": ("props",), "cameras": ("light_from",), "light_from": ("cameras",)}[name]  # fmt: skip
    width = hit.end - hit.start
    for other in longer:
        for found in beside(other, text, hit):
            covers = found.start <= hit.start and hit.end <= found.end and found.end - found.start > width
            if covers and not (name == "surfaces" and other == "props" and _cloth(found, hit)):
                return True
    return name == "light_from" and _of_shadow(text, hit)


def _cloth(prop: Hit, surface: Hit) -> bool:
    """Draped silk is a fold of cloth and the silk it is made of."""
    return prop.meaning == "fabric_fold" and surface.meaning in ("silk", "linen", "velvet")


def _of_shadow(text: Text, hit: Hit) -> bool:
    """A side said of the shadow is not the light's."""
    shadows = [other for other in beside("edits", text, hit) if other.meaning.startswith("shadow")]
    return any(near(text, hit, shadow, 1, 0) for shadow in shadows)


def _place_words(text: Text, places: list[Hit]) -> str | None:
    """Return the place with the words that say which: 'rooftop at dusk'."""
    if not places:
        return None
    first = places[0]
    end = first.end
    while end < len(text.tokens) and end - first.end < 3 and text.tokens[end] != PAUSE:
        end += 1
    joiner = "" if text.language in ("ja", "zh") else " "
    return joiner.join(text.tokens[first.start : end])


def _palette(text: Text) -> tuple[str, ...]:
    """Return the colours of the set: hex ones, and colour words beside a word for the set."""
    found = _HEX.findall(text.plain)
    nouns = [*find("colour_nouns", text), *find("surfaces", text), *find("backdrops", text)]
    for hit in find("colours", text):
        if denied(text, hit) or hit.meaning in found:
            continue
        behind = 1 if hit.meaning != "#ffffff" else 0
        if any(near(text, hit, noun, 1, behind) for noun in nouns if noun.start >= hit.end or noun.end <= hit.start):
            found.append(hit.meaning)
    return tuple(dict.fromkeys(found))[:6]
