"""What a brief names of a set and the studio has not got: it is said, never dropped in silence."""

from collections.abc import Iterable

from agent.facts import Facts
from agent.nearby import beside, denied, near
from agent.questions import sentence
from agent.scan import Hit, find
from agent.text import PAUSE, Text
from agent.unknown import unknown_clauses, unknown_things
from prompts import table
from tools.specs.category_words import category_of
from tools.specs.plan import Step

SHOOTS = frozenset({"reference_shoot", "change_background", "edit", "try_on"})
_OTHERS = (
    "surfaces", "backdrops", "lights", "props", "places", "looks", "cameras", "intents", "colours", "parts", "displays",
    "captions",
)  # fmt: skip
"""Lists whose longer reading of a word is meant: a "perfume bottle" is no bottle, "tea light" no tea."""


def unbuilt(facts: Facts, steps: tuple[Step, ...]) -> tuple[str, ...]:
    """Return a sentence for each kind of thing that is named and not built, in the person's own words."""
    sets = [step for step in steps if step.tool in SHOOTS]
    if not sets:
        return ()
    text, found = facts.text, [hit for hit in find("unbuilt", facts.text) if _meant(facts, hit)]
    said = []
    things = [_words(text, [hit]) for hit in found if hit.meaning == "thing"]
    worn = all(step.tool == "try_on" for step in sets)
    named = [] if worn else [words for words in unknown_things(text) if _unseen(facts, words)]
    named += _further_places(facts)
    things = list(dict.fromkeys([*(thing for thing in things if not any(thing in words for words in named)), *named]))
    if things:
        said.append(sentence("unbuilt_thing", what=", ".join(things)))
    if alone := ", ".join(words for words in unknown_clauses(text) if words not in named and _unseen(facts, words)):
        said.append(sentence("not_understood", what=alone))
    for kind in ("wet", "shape", "open_book"):
        if words := _words(text, (_whole(text, hit) for hit in found if hit.meaning == kind)):
            said.append(sentence(f"unbuilt_{kind}", what=words))
    if seconds := _seconds(facts, sets):
        said.append(sentence("unbuilt_second", what=seconds))
    poses = _words(text, (hit for hit in found if hit.meaning == "pose"))
    if poses and not facts.person:
        said.append(sentence("unbuilt_pose", what=poses))
    return tuple(said)


def _further_places(facts: Facts) -> list[str]:
    """Return the places that are named beside the first one and that no set of the studio shows."""
    text, first = facts.text, facts.scene.place or ""
    hits = (hit for hit in find("places", text) if hit.meaning != facts.scene.place_kind and _meant(facts, hit))
    words = (_words(text, [hit]) for hit in hits if not table("place_looks")[hit.meaning].get("set"))
    return [each for each in words if each not in first]


def _seconds(facts: Facts, sets: list[Step]) -> str:
    """Return the further surfaces, backdrops and lights that are named and in none of the pictures."""
    used = [(step.args.get("scene") or {}) | (step.args.get("changes") or {}) for step in sets]
    last = (facts.brief.thread.last_scene if facts.brief.thread else None) or {}
    left = [
        _spoken(facts.text, f"{key}s", value)
        for key in ("surface", "backdrop", "light", "camera", "display")
        for value in facts.scene.named.get(key, ())
        if value != last.get(key) and any(key in scene for scene in used)
        and not any(scene.get(key) == value for scene in used)
    ]  # fmt: skip
    return ", ".join(left)


def _spoken(text: Text, name: str, value: str) -> str:
    """Return the words of the list ``name`` that said ``value``."""
    return next((_words(text, [hit]) for hit in find(name, text) if hit.meaning == value), value.replace("_", " "))


def _meant(facts: Facts, hit: Hit) -> bool:
    """Whether a thing is wished for: not denied, no part of a longer word, and not the product itself."""
    text = facts.text
    if denied(text, hit) or category_of(" ".join(text.tokens[hit.end : hit.end + 1])):
        return False  # a butterfly brooch is no butterfly
    for name in _OTHERS:
        for other in beside(name, text, hit):
            if other.covers(hit) and (other.width > hit.width or (hit.meaning == "thing" and name != "colours")):
                return hit.meaning in ("open_book", "wet", "shape")
    if hit.meaning == "wet":
        return any(near(text, hit, ground, 2, 2) for ground in (*find("surfaces", text), *find("colour_nouns", text)))
    return _unseen(facts, " ".join(text.tokens[hit.start : hit.end]))


def _unseen(facts: Facts, words: str) -> bool:
    """Whether no picture is said to show it, as "the ring with the oak leaves" may be, and no mood was read in it."""
    shown = " ".join(image.what for image in facts.brief.images).casefold()
    return words not in shown and words not in facts.scene.guessed


def _whole(text: Text, hit: Hit) -> Hit:
    """Return a hit that ends in 'of' with the words that follow it: "a strip of hard sun"."""
    end = hit.end
    while text.tokens[hit.end - 1] in ("of", "de", "di") and end < min(len(text.tokens), hit.end + 2):
        if text.tokens[end] == PAUSE:
            break
        end += 1
    return hit._replace(end=end)


def _words(text: Text, hits: Iterable[Hit]) -> str:
    return ", ".join(dict.fromkeys(text.spoken(hit.start, hit.end) for hit in hits))
