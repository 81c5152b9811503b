"""Room that is to be left for words in the picture, and on which side: "space for copy above"."""

from typing import cast

from agent.nearby import clause, denied
from agent.scan import Hit, find
from agent.text import Text
from tools.specs.words import Caption

REACH = 5
"""Words between the room and its side."""

WIDE = frozenset({"21:9", "16:9", "3:2", "4:3", "5:4"})


def caption(text: Text, aspect: str | None = None) -> Caption | None:
    """Return the side on which room is wanted for words; where none is said, the left of a wide frame, else the top."""
    if side := caption_side(text):
        return cast(Caption, side.meaning)
    if not any(hit.meaning == "room" and not denied(text, hit) for hit in find("captions", text)):
        return None
    return "left" if aspect in WIDE else "top"


def caption_side(text: Text) -> Hit | None:
    """Return where the side of the room for words is said, the nearest to it."""
    hits = find("captions", text)
    for room in (hit for hit in hits if hit.meaning == "room" and not denied(text, hit)):
        sides = [hit for hit in hits if hit.meaning != "room" and _beside_room(text, hit, room)]
        if sides:
            return min(sides, key=lambda hit: _gap(hit, room))
    return None


def _beside_room(text: Text, side: Hit, room: Hit) -> bool:
    """Whether a side may be the room's: in its clause and no more than ``REACH`` words away."""
    start, end = clause(text, room)
    return start <= side.start < end and _gap(side, room) <= REACH


def _gap(one: Hit, other: Hit) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
