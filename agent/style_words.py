"""What a message wants with remembered looks, where the word lists alone do not settle it."""

import re
from collections.abc import Sequence
from functools import cache

from agent.scan import Hit, find
from agent.text import Text
from prompts import table
from tools.specs.style import same, told

_NAME = re.compile(r"\w[\W_]+(?:[\w]{2,8}\s+)?[\"“«„]?[^\W\d_a-z]")
"""A word that begins with a capital, or in a script without any, after the first word."""

_QUOTES = "\"'“”„«»「」『』‘’ ,;:"
LONGEST = 300
"""Characters of an order that names looks."""
NAME_WORDS = 5

SHORT = 6
SOON = 3
"""Words that may stand before: please, ok, now."""


def about_looks(found: set[str], hits: Sequence[Hit], text: Text, plain: bool) -> set[str]:
    """Return the intents of a message without those that one about remembered looks only seems to have.

    'Remember this as our Hearth look' recalls nothing, and nor does forgetting. 'Forget Hearth' names a look, 'forget
    the sand' a thing: ``plain`` says that nothing of a set was named.
    """
    starts = {hit.meaning: hit.start for hit in reversed(hits)}
    kept = set(found) - {"forget_named"}
    if "forget_named" in found and plain and starts["forget_named"] == 0 and _names(text):
        kept.add("forget_style")
    if "forget_style" in kept:
        kept.discard("recall_style")
    if "remember_style" in found and name_given(text.raw):
        kept.discard("recall_style")
    if starts.get("remember_style", len(text.tokens)) < starts.get("recall_style", 0):
        kept.discard("recall_style")
    return kept


def only_keeps(text: Text) -> bool:
    """Return whether a message begins with remembering: its further words tell of the look and not of a change.

    'Remember this as Hearth, our slate in candle light' changes nothing; 'warmer, and remember it' does.
    """
    return any(hit.meaning == "remember_style" and hit.start < SOON for hit in find("intents", text))


def _names(text: Text) -> bool:
    return len(text.tokens) <= SHORT and _NAME.search(text.raw) is not None


def name_given(raw: str) -> str | None:
    """Return the name under which a look is to be remembered ("remember this as Hearth"), or nothing."""
    line = _line(raw)
    for pattern in _patterns("remember"):
        for found in pattern.finditer(line):
            if name := _cleaned(found["name"]):
                return name
    return None


def _cleaned(words: str) -> str | None:
    for tail in _patterns("no_part"):
        words = tail.sub("", words)
    name = told(name_in(words) or "")
    is_name = name and not any(pattern.match(same(name)) for pattern in _patterns("no_name"))
    return name[0].upper() + name[1:] if is_name else None


def matched(kind: str, raw: str) -> dict[str, str]:
    """Return the parts that the patterns ``kind`` of ``style_names.yaml`` find in the first line of a message."""
    for pattern in _patterns(kind):
        if found := pattern.match(_line(raw)):
            return {name: value for name, value in found.groupdict().items() if value}
    return {}


def _line(raw: str) -> str:
    return " ".join(raw.split("\n", 1)[0].split()).rstrip(" .!。！")[:LONGEST]


def name_in(words: str) -> str | None:
    """Return the name that ``words`` are, without quotes; nothing when they are too many for one."""
    name = words.strip(_QUOTES)
    return name if name and len(name.split()) <= NAME_WORDS else None


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in table("style_names")[kind])
