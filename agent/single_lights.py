"""What is said of one light of a set: "less rim light", "dim the key", "a warmer key light", "no candle glow"."""

from dataclasses import dataclass, field

from agent.nearby import beside, denied, near
from agent.qualities import degree, numeric_changes, qualities
from agent.scan import Hit, find
from agent.text import Text

PUT_OUT = "put_out"
TINTED = frozenset({"key", "fill"})
"""Lights whose colour an edit can change by itself."""


@dataclass(frozen=True)
class OneLight:
    """``changes``: numbers of ``edit.changes``; ``taken``: those of the whole picture that meant one light;
    ``lights``: light words that only named one."""

    changes: dict[str, float] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    lights: frozenset[str] = frozenset()


def one_light(text: Text) -> OneLight:
    """Return what ``text`` says of single lights; a light that is only named is none of them."""
    changes: dict[str, float] = {}
    taken: set[str] = set()
    heard: list[Hit] = []
    whole = numeric_changes(text)
    for noun in (hit for hit in find("single_lights", text) if hit.meaning != PUT_OUT):
        quality = _quality(text, noun)
        if _is_out(text, noun):
            changes.setdefault(noun.meaning, -1.0)
        elif amount := degree(text, noun) if quality is None else 0.0:
            changes.setdefault(noun.meaning, amount)
        elif quality in whole and (quality == "exposure" or noun.meaning in TINTED):
            assert quality is not None
            changes.setdefault(noun.meaning if quality == "exposure" else f"{noun.meaning}_warmth", whole[quality])
            taken.add(quality)
        else:
            continue
        heard.append(noun)
    return OneLight(changes, frozenset(taken), _only_named(text, heard))


def _quality(text: Text, noun: Hit) -> str | None:
    """Return the quality that stands right beside the light, ``exposure`` or ``warmth``: "brighter key light"."""
    named = (hit for hit in qualities(text) if near(text, noun, hit, 1, 2) and not hit.meets(noun))
    words = [hit.meaning.split(" ")[0] for hit in named]
    return next((word for word in words if word in ("exposure", "warmth")), None)


def _is_out(text: Text, noun: Hit) -> bool:
    off = (hit for hit in beside("single_lights", text, noun) if hit.meaning == PUT_OUT)
    return denied(text, noun) or any(near(text, noun, hit, 2, 2) for hit in off)


def _only_named(text: Text, heard: list[Hit]) -> frozenset[str]:
    """Return the light words of which each place in the text is one of the lights ``heard``."""
    hits = find("lights", text)
    return frozenset(
        hit.meaning
        for hit in hits
        if all(any(noun.meets(other) for noun in heard) for other in hits if other.meaning == hit.meaning)
    )
