"""Which stuff of the set is behind the product: "velvet behind, marble below"."""

from agent.nearby import beside, denied
from agent.scan import Hit, find
from agent.text import PAUSE, Text

_AS = {"velvet": "drape", "silk": "drape", "linen": "drape", "paper": "seamless", "sand": "horizon", "snow": "horizon"}
"""The backdrop that a stuff behind the product is; any other is a wall."""
_REACH = 3


def behind(text: Text) -> tuple[Hit, ...]:
    """Return the stuffs that are said to be behind, in the words of the ground."""
    return tuple(hit for hit in find("surfaces", text) if not denied(text, hit) and is_behind(text, hit))


def backdrop_of(stuff: Hit) -> str:
    """Return the backdrop that comes nearest to a stuff behind the product."""
    return _AS.get(stuff.meaning, "wall")


def is_behind(text: Text, stuff: Hit) -> bool:
    """Return whether a stuff is said to be behind: the word follows, its colour or the wall's between at most."""
    for where in beside("wheres", text, stuff):
        if where.start < stuff.end or where.meaning != "behind":
            continue
        gap = range(stuff.end, where.start)
        if len(gap) <= _REACH and all(_is_its_own(text, at) for at in gap):
            return True
    return False


def _is_its_own(text: Text, at: int) -> bool:
    if text.tokens[at] == PAUSE:
        return False
    return any(
        hit.start <= at < hit.end for name in ("colours", "backdrops", "colour_nouns") for hit in find(name, text)
    )
