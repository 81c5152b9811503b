"""What the check for phantoms found in a painted picture, in the words that it is kept and said in."""

from collections.abc import Iterable, Sequence

from tools.engines.generative.found import Phantom

SEEN = {"product": "a second product ", "text": "writing ", "logo": "a sign or logo "}
"""What the check finds, as it is said before the place."""


def faults(found: Iterable[Phantom]) -> float:
    """Return how much was found: a second product weighs most."""
    return sum(each.score + (each.kind == "product") for each in found)


def hints_of(found: Iterable[Phantom], frame: tuple[int, ...]) -> tuple[str, ...]:
    """Return what was found in a frame of (height, width), each by its kind and its place in words."""
    return tuple(f"{each.kind} {where(each.box, frame)}" for each in found)


def say_hints(hints: Sequence[str]) -> str:
    """Return the sentence that warns of ``hints``, a space before it; or nothing."""
    seen = list(dict.fromkeys(SEEN[hint.split()[0]] + hint.partition(" ")[2] for hint in hints))
    return f" Look at it before you use it: I see what may be {', '.join(seen)}." if seen else ""


def where(box: tuple[int, int, int, int], frame: tuple[int, ...]) -> str:
    """Return in words where a box (x, y, width, height) lies in a frame of (height, width)."""
    down, across = (box[1] + box[3] / 2) / frame[0], (box[0] + box[2] / 2) / frame[1]
    row = "top" if down < 1 / 3 else "bottom" if down > 2 / 3 else "middle"
    return f"at the {row} {'left' if across < 1 / 3 else 'right' if across > 2 / 3 else 'middle'}"
