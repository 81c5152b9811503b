"""Generative engines in the talk: one is used when the words ask for one, offered where the studio cannot do it.

It is never taken in silence: without such words no step gets an engine, whatever a model of language would like.
"""

import re
from typing import cast

from agent.facts import Facts
from agent.nearby import denied
from agent.questions import Question, options, sentence
from agent.scan import Hit, find
from agent.text import PAUSE, read_text
from tools.specs.category_words import category_of
from tools.specs.plan import Step
from tools.specs.words import Engine

PAINTS = frozenset({"reference_shoot", "change_background"})
"""Tools whose sets an engine may paint."""
PAINTS_PERSON = "try_on"
"""The tool that an engine may paint a person for, where there is no photo of one."""
MOVES = "video"
"""The tool whose clip an engine may make, product and all."""
MOST_WORDS = 1_500


def engine_asked(facts: Facts) -> Engine | None:
    """Return the engine that the words ask for; where they leave open which, one that is set up, else diffusion."""
    named = [hit.meaning for hit in _hits(facts)]
    for engine in ("diffusion", "remote"):
        if engine in named:
            return cast(Engine, engine)
    if "any" not in named and "whole" not in named:
        return None
    return cast(Engine, facts.brief.engines[0]) if facts.brief.engines else "diffusion"


def paints_all(facts: Facts) -> bool:
    """Return whether the product too is to be painted: it is asked for, or another view of a soft one is."""
    if engine_asked(facts) is None:
        return False
    return any(hit.meaning == "whole" for hit in _hits(facts)) or (bool(facts.altered) and not facts.hard)


def with_engine(steps: tuple[Step, ...], facts: Facts) -> tuple[Step, ...]:
    """Return ``steps`` with the engine that is asked for, and its words, on those that it can paint."""
    engine = engine_asked(facts)
    if engine is None:
        return steps
    more = {"engine": engine, "prompt": _prompt(facts)}
    whole = paints_all(facts)
    made = []
    for step in steps:
        if step.tool in PAINTS and not (step.args.get("scene") or {}).get("place", "").startswith("img"):
            mode = {"mode": "generated"} if whole and step.tool == "reference_shoot" else {}
            step = Step(tool=step.tool, args=step.args | more | mode)
        elif step.tool == PAINTS_PERSON and not step.args.get("person"):
            step = Step(tool=step.tool, args=step.args | {"engine": engine, "prompt": person_words(facts)})
        elif step.tool == MOVES and not any(other.tool in (*PAINTS, PAINTS_PERSON) for other in steps):
            step = Step(tool=step.tool, args=step.args | more)  # of a set that it paints too, the studio has no depth
        made.append(step)
    return tuple(made)


def painted(steps: tuple[Step, ...]) -> bool:
    """Return whether an engine paints what the steps make."""
    return any(step.args.get("engine") not in (None, "studio") for step in steps)


def paints_product(steps: tuple[Step, ...]) -> bool:
    """Return whether an engine paints the product, too: a whole picture, or a clip."""
    clips = any(step.tool == MOVES and step.args.get("engine") for step in steps)
    return clips or any(step.args.get("mode") == "generated" for step in steps)


def paints_person(steps: tuple[Step, ...]) -> bool:
    """Return whether an engine paints a person for the product."""
    return any(step.tool == PAINTS_PERSON and step.args.get("engine") for step in steps)


def person_words(facts: Facts) -> str:
    """Return what the words say of who wears it, and where; not a word of the product, which no model may paint."""
    clauses = [_of_the_person(clause) for clause in re.split(r"[,;.!?\n，、。；]+", _prompt(facts))]
    return ", ".join(clause for clause in clauses if clause)


def _of_the_person(clause: str) -> str:
    """Return a clause from where it is worn on, when the product is named before; nothing when it is named after."""
    if category_of(clause) is None:
        return clause.strip()
    text = read_text(clause)
    hits = [hit for hit in find("intents", text) if hit.meaning == "on_model"]
    rest = text.as_written(hits[-1].start, len(text.tokens)).strip() if hits else ""
    return rest if category_of(rest) is None else ""


def offered(facts: Facts) -> str:
    """Return what is said where the studio cannot build a thing: which engine could, in what time, at what price."""
    return " ".join(sentence(f"engine_{engine}") for engine in facts.engines or ("none",))


def nobody_wears(facts: Facts) -> str:
    """Return what is said with a picture that nobody wears the product in, and how one comes about."""
    return sentence(f"engine_soft_{next(iter(facts.engines), 'none')}")


def with_painted_view(asked: Question, facts: Facts) -> Question:
    """Return the question about an alteration with the way that an engine has for a soft thing, where one is set up."""
    engine = next(iter(facts.brief.engines), None)
    if facts.hard or engine is None:
        return asked
    said = f"{asked.text} {sentence(f'engine_view_{engine}')}"
    return Question(said, (*asked.options, *options(f"engine_view_{engine}")))


def _hits(facts: Facts) -> list[Hit]:
    return [hit for hit in find("engines", facts.text) if not denied(facts.text, hit)]


def _prompt(facts: Facts) -> str:
    """Return the person's words without those that name the engine."""
    text, parts, at = facts.text, [], 0
    for hit in [*_hits(facts), Hit("", len(text.tokens), len(text.tokens))]:
        start = hit.start
        while start > at and text.tokens[start - 1] in _BEFORE:
            start -= 1
        if start > at:
            parts.append(text.as_written(at, start).strip(" ,;."))
        at = hit.end
        while at < len(text.tokens) and text.tokens[at] in (PAUSE, *_AFTER):
            at += 1
    return ", ".join(part for part in parts if part)[:MOST_WORDS]


_BEFORE = frozenset("with by using use the mit der dem avec le con el il com met de".split())  # noqa: SIM905
_AFTER = frozenset({"engine", "model", "please", "bitte"})
