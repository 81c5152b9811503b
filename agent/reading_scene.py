"""The set a brief asks for: surface, backdrop, light, props, camera, palette, mood and place."""

from dataclasses import dataclass, field
from typing import Any

from agent.alterations import altering
from agent.nearby import beside, denied, near
from agent.reading_caption import caption_side
from agent.reading_colours import read_colours
from agent.scan import Hit, find
from agent.text import PAUSE, Text
from agent.wheres import backdrop_of, behind
from prompts import table
from tools.specs.category_words import category_of

_KEY = {
    "surfaces": "surface", "backdrops": "backdrop", "lights": "light", "cameras": "camera", "light_from": "light_from",
    "props": "props", "displays": "display",
}  # fmt: skip
_OF_A_LOOK = ("surface", "backdrop", "props")


@dataclass(frozen=True)
class SceneWords:
    """What the words name. ``named`` holds every value by key in the order it was said, ``absent`` what is unwanted.

    ``colors`` are those said of one thing (surface, backdrop, prop), ``palette`` all of them. ``guessed``: words that
    no list knows and that ``look`` is the nearest to.
    """

    named: dict[str, tuple[str, ...]]
    absent: dict[str, tuple[str, ...]]
    palette: tuple[str, ...] = ()
    colors: dict[str, str] = field(default_factory=dict)
    look: str | None = None
    leaf: str | None = None
    hour: str | None = None
    moods: tuple[str, ...] = ()
    mood_words: str = ""
    guessed: str = ""
    place: str | None = None
    place_kind: str | None = None
    spots: tuple[Hit, ...] = field(default=())

    @property
    def empty(self) -> bool:
        """Whether no set is described."""
        return not (any(self.named.values()) or self.palette or self.moods or self.place or self.look)

    def first(self, key: str) -> str | None:
        """Return the first value named for ``key``."""
        return next(iter(self.named.get(key, ())), None)


def read_scene(text: Text) -> SceneWords:
    """Return the words of ``text`` that describe a set."""
    named: dict[str, tuple[str, ...]] = {}
    absent: dict[str, tuple[str, ...]] = {}
    looks = looks_in(text)
    for name, key in _KEY.items():
        hits = [
            hit
            for hit in find(name, text)
            if not _shadowed(name, hit, text) and not _product_word(name, hit, text) and not _part_of_name(hit, looks)
        ]
        absent[key] = _values(hit for hit in hits if denied(text, hit))
        named[key] = _wanted(_values(hit for hit in hits if not denied(text, hit)), absent[key])
    _set_back(named, behind(text))
    moods = [hit for hit in find("moods", text) if not denied(text, hit)]
    whole = (*looks, *moods, *find("captions", text), *find("companions", text))  # a depth of field has no field
    places = [hit for hit in find("places", text) if not denied(text, hit) and not _part_of_name(hit, whole)]
    colours = read_colours(text, looks)
    leaf = next((hit.meaning for hit in find("leaves", text)), None) if "leaf_shadow" in named["props"] else None
    return SceneWords(
        named=named,
        absent=absent,
        palette=colours.palette,
        colors=colours.of,
        look=looks[0].meaning if looks else None,
        leaf=leaf,
        hour=next((hit.meaning for hit in find("hours", text) if not denied(text, hit)), None),
        moods=_values(hit for hit in moods if not _part_of_name(hit, looks)),
        mood_words=", ".join(dict.fromkeys(" ".join(text.tokens[hit.start : hit.end]) for hit in moods)),
        place=_place_words(text, places),
        place_kind=places[0].meaning if places else None,
    )


def _set_back(named: dict[str, tuple[str, ...]], back: tuple[Hit, ...]) -> None:
    """Take the stuffs ``back`` out of the ground; what is nearest to the first is the backdrop if none is named."""
    if back:
        stuffs = _values(back)
        named["surface"] = tuple(value for value in named["surface"] if value not in stuffs)
        named["backdrop"] = named["backdrop"] or (backdrop_of(back[0]),)


def looks_in(text: Text) -> tuple[Hit, ...]:
    """Return the named looks of a text: not those that name the product, as "winter hat" and "Christmas brooch" do."""
    found = (hit for hit in find("looks", text) if not denied(text, hit))
    return tuple(hit for hit in found if not category_of(" ".join(text.tokens[hit.end : hit.end + 1])))


def wish(words: SceneWords, steered: bool = False) -> dict[str, Any]:
    """Return the scene arguments. What is left open follows from the mood, else from the place's nearest look.

    ``steered``: a moodboard or a remembered style fills that instead.
    """
    scene = _named(words)
    for mood in () if words.look or steered else words.moods:
        meant = table("mood_looks")[mood]
        if not words.place_kind and not any(words.named.get(key) for key in _OF_A_LOOK):
            scene.setdefault("look", meant["look"])
        scene.setdefault("light", meant["light"])
        if not words.place_kind:
            scene.setdefault("surface", meant["surface"])
    if words.hour and not (words.look or steered):
        scene.setdefault("light", words.hour)
    if words.moods and not (words.look or steered) and (contrast := table("mood_looks")[words.moods[0]]["contrast"]):
        scene["contrast"] = contrast
    if words.mood_words:
        scene["mood"] = words.mood_words[:400]
    return scene | (_placed(words, scene) if words.place and words.place_kind else {})


def _placed(words: SceneWords, scene: dict[str, Any]) -> dict[str, Any]:
    """Return what a place adds to ``scene``; a named look is a set already, and some places are built as one."""
    built: dict[str, Any] = {} if words.look else table("place_looks")[str(words.place_kind)]
    if "look" in built and not _dressed(words):
        return {"look": built["look"], "place": str(words.place)[:200]}
    added: dict[str, Any] = {
        key: built[key] for key in ("surface", "backdrop", "light", "leaf") if key in built and key not in scene
    }
    props = [prop for prop in built.get("props", ()) if prop not in words.absent.get("props", ())]
    if props:
        added["props"] = list(dict.fromkeys([*scene.get("props", ()), *props]))
    return added | {"place": str(words.place)[:200]}


def _dressed(words: SceneWords) -> bool:
    """Return whether the words say more of a set than its place."""
    return bool(any(words.named.values()) or any(words.absent.values()) or words.moods or words.hour)


def is_set(words: SceneWords) -> bool:
    """Return whether the studio has a set of its own for the place, and does not only come near it."""
    return bool(words.place_kind and table("place_looks")[words.place_kind].get("set"))


def place_said(words: SceneWords) -> str:
    """Return the name of the sentence that says what becomes of the place."""
    return "place_set" if is_set(words) else "place"


def _named(words: SceneWords) -> dict[str, Any]:
    """Return what the words say outright."""
    scene: dict[str, Any] = {"look": words.look} if words.look else {}
    for key in ("surface", "backdrop", "light", "light_from", "camera", "display"):
        if value := words.first(key):
            scene[key] = value
    if props := words.named.get("props"):
        scene["props"] = list(props)
    if words.leaf:
        scene["leaf"] = words.leaf
    if words.palette:
        scene["palette"] = list(words.palette)
    return scene | {f"{name}_color": colour for name, colour in words.colors.items()}


def offer(words: SceneWords) -> str | None:
    """Return what the studio builds in place of a place, in words, or None."""
    if not words.place_kind:
        return None
    scene, built = wish(words), table("place_looks")[words.place_kind]
    if "look" in built and scene.get("look") == built["look"]:
        return str(built["offer"])
    if words.look:
        return f"the look {words.look.replace('_', ' ')}"
    parts = [key for key in ("surface", "backdrop", "light", "props") if key in built and scene.get(key) != built[key]]
    if not parts:
        return str(built["offer"])
    things = [scene["surface"], scene["backdrop"], *scene.get("props", ())]
    light = [f"{scene['light']} light"] if "light" in scene else []
    return ", ".join(str(thing).replace("_", " ") for thing in (*things, *light))


def _values(hits: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit.meaning for hit in hits))


def _wanted(named: tuple[str, ...], absent: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is named without what is refused beside it: "not on marble, everyone does marble; water"."""
    kept = tuple(value for value in named if value not in absent)
    return kept or named


def _shadowed(name: str, hit: Hit, text: Text) -> bool:
    """Whether another list has the longer reading: leaf shadows are no surface, steps under a sun no camera."""
    longer = {"surfaces": ("props", "lights"), "props": ("lights", "backdrops"), "backdrops": ("lights", "props"),
              "lights": ("props",), "cameras": ("light_from",), "light_from": ("cameras",),
              "displays": ("cameras", "intents")}[name]  # fmt: skip
    for other in longer:
        for found in beside(other, text, hit):
            if found.is_wider(hit) and not (name == "surfaces" and other == "props" and _cloth(found, hit)):
                return True
    if name in ("surfaces", "light_from") and (own := altering(text)) and own.meaning == "whole" and own.covers(hit):
        return True  # "show it from behind" lights nothing
    if name == "surfaces" and (_own_stone(text, hit) or category_of(text.spoken(hit.start, hit.end))):
        return True  # the "Seidentuch" is the product
    return name == "light_from" and (_of_shadow(text, hit) or _of_caption(text, hit))


def _own_stone(text: Text, hit: Hit) -> bool:
    """Whether a longer name tells that a stone is the product's: "the missing stone", and no "the stone"."""
    parts = (other for other in beside("alterations", text, hit) if other.meaning == "part" and other.covers(hit))
    return any(other.width - (text.tokens[other.start] in ("the", "a")) > hit.width for other in parts)


def _product_word(name: str, hit: Hit, text: Text) -> bool:
    """Whether "hanging" is a word for the product or for a part of it: hanging earrings, its strap hanging."""
    if name != "displays" or hit.width > 1:
        return False
    if category_of(" ".join(text.tokens[hit.end : hit.end + 1])):
        return True
    return any(part.end == hit.start for part in beside("parts", text, hit))


def _part_of_name(hit: Hit, looks: tuple[Hit, ...]) -> bool:
    """Whether a word is only part of a look's name: the candle of "velvet candle", the marble of "bright marble"."""
    return any(look.covers(hit) and look.width > 1 for look in looks)


def _cloth(prop: Hit, surface: Hit) -> bool:
    """Draped silk is a fold of cloth and the silk it is made of."""
    return prop.meaning == "fabric_fold" and surface.meaning in ("silk", "linen", "velvet")


def _of_shadow(text: Text, hit: Hit) -> bool:
    """A side said of the shadow is not the light's."""
    shadows = [other for other in beside("edits", text, hit) if other.meaning.startswith("shadow")]
    return any(near(text, hit, shadow, 1, 0) for shadow in shadows)


def _of_caption(text: Text, hit: Hit) -> bool:
    """A side on which room is left for words is not the light's."""
    side = caption_side(text)
    return side is not None and hit.start <= side.start < hit.end


def _place_words(text: Text, places: list[Hit]) -> str | None:
    """Return the place with the words that say which: 'rooftop at dusk'."""
    if not places:
        return None
    first = places[0]
    end = first.end
    while end < len(text.tokens) and end - first.end < 3 and text.tokens[end] != PAUSE:
        end += 1
    return text.spoken(first.start, end)
