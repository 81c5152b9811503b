"""What stands beside a found word and turns its meaning: a no, an instead, a style word, a pause."""

from bisect import bisect_left

from agent.scan import Hit, find
from agent.text import PAUSE, Text

REACH = 3
"""How many words a small word reaches."""
_WINDOW = 16

_PICTURES = frozenset({"photo", "photos", "picture", "pictures", "image", "images", "foto", "fotos"})
"""'The certificate photo' is no style, whatever it is to look like."""
AND = frozenset("and und et y e en ed ve then n plus puis luego poi depois dann dan sonra と 和 并 然后".split())  # noqa: SIM905
_TOWARDS = frozenset("to with for into by in zu gegen durch mit par pour avec por con a com door naar met".split())  # noqa: SIM905
"""'Switch to linen' wants the linen; 'switch the marble' does not want the marble."""


def clause(text: Text, hit: Hit) -> tuple[int, int]:
    """Return the start and end of the clause that holds ``hit``, in tokens."""
    start = hit.start
    while start > 0 and text.tokens[start - 1] != PAUSE:
        start -= 1
    end = hit.end
    while end < len(text.tokens) and text.tokens[end] != PAUSE:
        end += 1
    return start, end


def near(text: Text, hit: Hit, other: Hit, before: int = REACH, after: int = REACH) -> bool:
    """Return whether ``other`` ends at most ``before`` tokens before ``hit`` or begins ``after`` behind it."""
    if other.end <= hit.start:
        gap = text.tokens[other.end : hit.start]
        return len(gap) <= before and PAUSE not in gap
    if other.start >= hit.end:
        gap = text.tokens[hit.end : other.start]
        return len(gap) <= after and PAUSE not in gap
    return True


def beside(name: str, text: Text, hit: Hit) -> tuple[Hit, ...]:
    """Return what the list ``name`` finds close to ``hit``: a long text must not cost the square of its words."""
    hits = find(name, text)
    first = bisect_left(hits, hit.start - _WINDOW, key=lambda other: other.start)
    return hits[first : bisect_left(hits, hit.end + _WINDOW, key=lambda other: other.start)]


def denied(text: Text, hit: Hit, beyond_and: bool = True) -> bool:
    """Return whether ``hit`` is meant as absent: without it, instead of it, it weg.

    ``beyond_and``: a no reaches over an "and" ("no shells and pebbles"), but not to an order ("cut it and export").
    """
    for small in beside("logic", text, hit):
        if not beyond_and and small.end <= hit.start and AND & set(text.tokens[small.end : hit.start]):
            continue
        if small.meets(hit) and small.meaning not in ("negation", "post_negation"):
            continue
        reach = REACH if small.meaning == "negation" else 1  # "swap the marble for linen" denies the marble alone
        if small.meaning == "instead_of" and _TOWARDS & set(text.tokens[small.end : hit.start]):
            continue
        if small.meaning in ("negation", "instead_of") and small.end <= hit.start and near(text, hit, small, reach, 0):
            return True
        if small.meaning == "post_negation" and small.start >= hit.end and near(text, hit, small, 0, 2):
            return True
        if small.meaning == "post_instead_of" and small.start >= hit.end and near(text, hit, small, 0, 1):
            return True
    return False


def only_style(text: Text, hit: Hit) -> bool:
    """Return whether ``hit`` only colours a style: "museum-style light", "ambiance musée"."""
    return any(
        small.meaning == "style"
        and near(text, hit, small, 1, 1)
        and not hit.is_wider(small)  # 'nobody has one like it' holds its own "like"
        and not _of(text, hit, small)
        for small in beside("logic", text, hit)
    )


def _of(text: Text, hit: Hit, style: Hit) -> bool:
    """A 'like' or 'as' that compares what came before it is no style of what follows ("make it look. Auction lot")."""
    return style.end <= hit.start and text.tokens[style.start] in ("light", "lighting", "campaign", "licht")


def pretending(text: Text) -> bool:
    """Return whether the text asks to act as if something were not so."""
    return any(hit.meaning == "pretend" for hit in find("logic", text))


def meant(text: Text, meaning: str, name: str = "policy") -> tuple[Hit, ...]:
    """Return the hits of ``meaning`` that are meant: not denied (unless the text pretends), no style word."""
    return tuple(
        hit
        for hit in find(name, text)
        if hit.meaning == meaning
        and (meaning == "counterfeit" or text.tokens[hit.end - 1] in _PICTURES or not only_style(text, hit))
        and (pretending(text) or not denied(text, hit))
    )
