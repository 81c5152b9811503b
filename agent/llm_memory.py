"""What a language model may know besides the brief: the brand's facts, and what tools say that only tell."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from agent.understood import set_words
from tools.registry import Outcome

MOST_LOOKS = 8
LONGEST_NOTE = 80
Call = Callable[[str, dict[str, Any]], Outcome]


@dataclass(frozen=True)
class Memory:
    """``brand`` gives a brand's facts as plain data, ``look_up`` what a tool says that only tells."""

    brand: Callable[[str], dict[str, Any]] = field(default=lambda brand: {})
    look_up: Callable[[str, dict[str, Any]], str] = field(default=lambda tool, args: "nothing is known")


def memory_by(call: Call) -> Memory:
    """Return the memory behind the registry's door, ``call``."""
    return Memory(
        lambda brand: _facts(call("recall_style", {"brand": brand, "query": "everything", "about": True})),
        lambda tool, args: _told(call(tool, args)),
    )


def _facts(outcome: Outcome) -> dict[str, Any]:
    """Return a brand's remembered looks, a line each, and what it liked; nothing where nothing is known."""
    data = outcome.result.data if outcome.result else {}
    styles = data.get("styles", ())
    liked = data.get("liked") if data.get("pictures") else ""
    return {"remembered": [_look(style) for style in styles[:MOST_LOOKS]], "brand_likes": liked}


def _look(style: dict[str, Any]) -> str:
    """Return one remembered look in words: its name as a tool takes it, its set, its note."""
    words = f"{style['style']}: {set_words(style).strip()}; {style['note'][:LONGEST_NOTE]}"
    return " ".join(words.split())


def _told(outcome: Outcome) -> str:
    """Return what a tool said, with the names of the looks that it found."""
    found = outcome.result.data.get("styles", ()) if outcome.result else ()
    names = ", ".join(str(style["style"]) for style in found)
    return f"{outcome.text} ({names})" if names else outcome.text
