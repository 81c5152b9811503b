"""What a text about a look is about, in the house's own words: the same for ten languages and many ways to say it."""

from functools import lru_cache

from agent.scan import scanner
from agent.text import read_text

LISTS = ("themes", "surfaces", "lights", "looks", "moods", "places", "props", "hours")
LONGEST = 2_000
"""Characters that are read."""


@lru_cache(maxsize=4096)
def themes_of(text: str) -> frozenset[str]:
    """Return the meanings of ``text`` in the lists of what sets are made of, each as ``list:meaning``."""
    tokens = read_text(text[:LONGEST]).tokens
    return frozenset(f"{name}:{meaning}" for name in LISTS for meaning in scanner(name).meanings(tokens))
