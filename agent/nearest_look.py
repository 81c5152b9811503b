"""A mood that no list knows, and the look that is nearest to it in meaning: "coastal grandmother" is the sea's."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from agent.facts import Facts
from agent.nearby import denied
from agent.reading_scene import SceneWords
from agent.scan import Hit, find
from agent.text import PAUSE, Text
from agent.unknown import covered, small, unknown_clauses
from prompts import table
from tools.errors import EngineUnavailable

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""From N texts to N rows of unit length."""

MARKED, BARE = 0.30, 0.70
"""The likeness that is enough where the words say that they are a mood, and where they only stand alone."""
_MOST = 3
"""Words, and twice as many Chinese or Japanese characters, that a mood has at most."""


_SMALL = 5
"""Letters of the small words that end a mood: articles, prepositions, "make"."""
_ENDINGS = ("core", "punk", "goth", "wave", "coded")
_OWN = (
    "surfaces", "backdrops", "lights", "props", "moods", "looks", "places", "colours", "frames", "markets", "intents",
    "motions", "hours",
)  # fmt: skip
"""Lists whose words have a meaning of their own: they are no part of a mood."""


class Nearest(Protocol):
    """Finds the look that means most the same."""

    def __call__(self, words: tuple[str, ...], least: float) -> tuple[str, str] | None:
        """Return (look, words) of those ``words`` that are most like a look, at least ``least``, 0 to 1, or nothing."""
        ...


def nearest_by(encode: Encode) -> Nearest:
    """Return the finder that compares by ``encode``; without its engine it finds nothing."""

    @lru_cache(maxsize=1)
    def anchors() -> tuple[tuple[str, ...], NDArray[np.float32]]:
        pairs = [(look, words) for look, cells in table("look_moods").items() for words in cells["en"].split(", ")]
        return tuple(look for look, _ in pairs), encode([words for _, words in pairs])

    @lru_cache(maxsize=256)
    def find_nearest(words: tuple[str, ...], least: float) -> tuple[str, str] | None:
        try:
            looks, known = anchors()
            likeness = encode(words) @ known.T
        except EngineUnavailable:
            return None
        said, best = np.unravel_index(int(np.argmax(likeness)), likeness.shape)
        return (looks[best], words[said]) if likeness[said, best] >= least else None

    return find_nearest


def with_nearest(facts: Facts, nearest: Nearest | None) -> Facts:
    """Return ``facts`` with the look that is nearest to a mood which no list knows, if a set leaves that open."""
    scene = facts.scene
    open_set = not (scene.look or scene.moods or scene.place) and not facts.wants("recall_style")
    if nearest is None or not open_set or facts.pictures.inspiration or facts.follows_up:
        return facts
    for words, least in _moods(facts.text):
        if found := nearest(words, least):
            return replace(facts, scene=_guessed(scene, *found))
    return facts


def _guessed(scene: SceneWords, look: str, words: str) -> SceneWords:
    return replace(scene, look=look, guessed=words, mood_words=", ".join(filter(None, [scene.mood_words, words])))


def _moods(text: Text) -> list[tuple[tuple[str, ...], float]]:
    """Return the words that may be a mood, in several lengths, those first that are marked as one."""
    marked = [words for hit in find("mood_marks", text) if not denied(text, hit) and (words := _beside(text, hit))]
    alone = (*_made_up(text), *unknown_clauses(text), *_whole(text))
    return [*((words, MARKED) for words in marked), *(((words,), BARE) for words in alone)]


def _made_up(text: Text) -> list[str]:
    """Return the words that are made like the name of a mood: "balletcore"."""
    known = covered(text)
    return [word for at, word in enumerate(text.tokens) if at not in known and word.endswith(_ENDINGS)]


def _whole(text: Text) -> list[str]:
    """Return the message itself where it is one or two words that no list knows."""
    few = 0 < len(text.tokens) <= 2 and not (covered(text) | small(text)) and PAUSE not in text.tokens
    return [text.spoken(0, len(text.tokens))] if few else []


def _beside(text: Text, mark: Hit) -> tuple[str, ...]:
    """Return the words right before or behind a mark, from the longest to the nearest one alone."""
    most = 2 * _MOST if text.language in ("ja", "zh") else _MOST
    skipped = covered(text, _OWN) | {at for at in small(text) if len(text.tokens[at]) <= _SMALL}
    if mark.meaning == "before":
        start = mark.start
        while start > 0 and mark.start - start < most and _free(text, start - 1, skipped):
            start -= 1
        return tuple(text.spoken(at, mark.start) for at in range(start, mark.start))
    end = mark.end
    while end < len(text.tokens) and end - mark.end < most and _free(text, end, skipped):
        end += 1
    return tuple(text.spoken(mark.end, at) for at in range(end, mark.end, -1))


def _free(text: Text, at: int, skipped: frozenset[int]) -> bool:
    return at not in skipped and text.tokens[at] != PAUSE and text.tokens[at].isalpha()
