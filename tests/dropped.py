"""What of a brief's set words ended nowhere: in no step, not declined, not said."""

import re
from typing import Any

from agent.nearby import denied
from agent.planner import OfflinePlanner
from agent.reading_finer import finer
from agent.reading_scene import read_scene
from agent.scan import find, scanner
from agent.spelling import understand
from agent.text import Text
from tools.specs.brief import Brief
from tools.specs.category_words import category_of
from tools.specs.plan import Plan

_ELSEWHERE = frozenset("home page site website store shop feed grid story web instagram etsy amazon".split())  # noqa: SIM905
SETS = frozenset({"reference_shoot", "change_background", "edit"})
_AFTER = re.compile(
    r"\b(?:on|next to|beside|behind|among|against|in front of|surrounded by|on top of) (?:an? |the |some )?(\w+)"
)
_KNOWN = tuple(
    [
        "surfaces",
        "backdrops",
        "lights",
        "props",
        "cameras",
        "places",
        "moods",
        "looks",
        "leaves",
        "hours",
        "unbuilt",
        "colours",
        "colour_nouns",
        "stuffs",
        "intents",
        "markets",
        "light_from",
        "edits",
        "frames",
        "wearing",
        "pictures",
        "parts",
        "motions",
        "degrees",
        "alterations",
        "logic",
        "counts",
        "ordinals",
        "guard",
        "policy",
    ]
)


def dropped(row: dict[str, Any]) -> list[str]:
    """Return the set words of a row of briefs that are neither used nor said, if a set is made of it at all."""
    plan = _plan(row)
    if not any(step.tool in SETS for step in plan.steps):
        return []
    text = understand(row["brief"])
    return [*_unused(text, plan, row.get("thread") or {}), *_unknown(text, plan), *_finer(text, plan)]


def carried_and_said(row: dict[str, Any]) -> str:
    """Return the scene or changes of the steps and what the reply says beside what will be made."""
    plan = _plan(row)
    sets = [step.args.get("scene") or step.args.get("changes") for step in plan.steps if step.tool in SETS]
    return f"{sets} | {plan.reply.partition('. ')[2]}" if sets else ""


def _plan(row: dict[str, Any]) -> Plan:
    brief = {"text": row["brief"], "images": row["images"], "thread": row.get("thread"), "price": row.get("price")}
    return OfflinePlanner().plan(Brief.model_validate(brief))


def _finer(text: Text, plan: Plan) -> list[str]:
    """Return what is said of room for words, of the finish and of the shadows, and is in no step."""
    scenes = [step.args.get("scene") or step.args.get("changes") or {} for step in plan.steps if step.tool in SETS]
    names = {"contrast": "shadow"}
    return [
        f"{name} {value}"
        for name, value in finer(text, None).items()
        if not any(name in scene or names.get(name) in scene for scene in scenes)
    ]


def _unused(text: Text, plan: Plan, thread: dict[str, Any]) -> list[str]:
    """Return the words that have a meaning for a set and reached neither a step nor the reply."""
    words, used = read_scene(text), _used(plan)
    named = [value for values in words.named.values() for value in values]
    style = any(step.tool == "recall_style" for step in plan.steps)
    named += [
        "" if style else words.look or "",
        words.leaf or "",
        *words.palette,
        words.hour if "light" not in str(plan.steps) else "",
    ]
    last = thread.get("last_scene") or {}
    named = [value for value in named if value not in map(str, last.values())]
    missing = [value for value in named if value and value not in used and not _told(text, value, plan.reply)]
    missing += [mood for mood in words.moods if words.mood_words not in used]
    missing += [words.place] if words.place and words.place not in used and words.place not in plan.reply else []
    said = [hit for hit in find("unbuilt", text) if not denied(text, hit)]
    spoken = [" ".join(text.tokens[hit.start : hit.end]) for hit in said]
    shown = " ".join(step.model_dump_json() for step in plan.steps)
    return missing + [word for word in spoken if word not in plan.reply and word not in shown]


def _told(text: Text, value: str, reply: str) -> bool:
    """Whether the reply says a value, in the vocabulary's words or in the person's."""
    hits = [hit for name in ("surfaces", "backdrops", "lights", "cameras") for hit in find(name, text)]
    spoken = [" ".join(text.tokens[hit.start : hit.end]) for hit in hits if hit.meaning == value]
    return any(words in reply for words in (value.replace("_", " "), *spoken))


def _used(plan: Plan) -> set[str]:
    """Return every text in the arguments of the steps."""
    found: set[str] = set()

    def gather(value: Any) -> None:
        if isinstance(value, dict):
            for inner in value.values():
                gather(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                gather(inner)
        else:
            found.add(str(value))

    for step in plan.steps:
        gather(step.args)
    for name in {str((step.args.get("scene") or {}).get("look")) for step in plan.steps}:
        found.add(name)
    return found


def _unknown(text: Text, plan: Plan) -> list[str]:
    """Return the words after 'on', 'next to', 'behind' … that no list knows."""
    known = set().union(*(scanner(name).vocabulary for name in _KNOWN))
    found = []
    for match in _AFTER.finditer(" ".join(text.tokens)):
        word = match[1]
        if word in _ELSEWHERE or word in known or word.rstrip("s") in known or category_of(word) or word in plan.reply:
            continue
        found.append(word)
    return found
