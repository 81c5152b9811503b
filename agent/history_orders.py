"""Messages about what was made before, and little else: go forward again, compare two, make it with this product."""

import json
from typing import Any

from agent.facts import Facts
from agent.qualities import numeric_changes
from agent.references import picks, points_back
from agent.scan import Hit, find
from agent.text import PAUSE
from tools.specs.plan import Step

FEW, FEW_SIGNS = 5, 10
"""Further words, or Chinese and Japanese signs, that such an order may have: please, now, the picture."""


def history_order(facts: Facts) -> tuple[Step, ...] | None:
    """Return the steps of a message that is an order about the talk's pictures; nothing when it is none."""
    assets = facts.brief.thread.assets if facts.brief.thread else ()
    hits = {hit.meaning: hit for hit in find("history", facts.text)}
    if (recipe := _recipe_in(facts.text.raw)) is not None and facts.pictures.products:
        return tuple(Step(tool="rerun", args={"product": each, "recipe": recipe}) for each in facts.pictures.products)
    if not assets or not hits:
        return None
    named = picks(facts.text, assets)
    if "rerun" in hits and facts.pictures.products:
        return _rerun(facts, named[0] if named else assets[-1])
    if facts.brief.images:
        return None
    if "compare" in hits and (named or _little_else(facts, hits["compare"])):
        return _compare(assets, named)
    if "redo" in hits and facts.follows_up and _little_else(facts, hits["redo"]):
        return (Step(tool="redo", args={"asset": named[0] if named else assets[-1]}),)
    elsewhere = bool(named) and named[0] != assets[-1] and not points_back(facts.text)
    if "back_to" in hits and elsewhere and _little_else(facts, hits["back_to"]):
        return (Step(tool="undo", args={"asset": assets[-1], "to": named[0]}),)
    return None


def _recipe_in(raw: str) -> dict[str, Any] | None:
    """Return the recipe that was pasted into a message as JSON, or nothing."""
    start, end = raw.find("{"), raw.rfind("}")
    if start < 0 or end < start or '"scene"' not in raw:
        return None
    try:
        found = json.loads(raw[start : end + 1])
    except ValueError:
        return None
    return found if isinstance(found, dict) and found.get("scene") and "version" in found else None


def _rerun(facts: Facts, asset: str) -> tuple[Step, ...]:
    return tuple(Step(tool="rerun", args={"product": each, "asset": asset}) for each in facts.pictures.products)


def _compare(assets: tuple[str, ...], named: tuple[str, ...]) -> tuple[Step, ...] | None:
    """Return the step that compares the two that are named, one with the last, or the last two."""
    two = named[:2] if len(named) > 1 else (*(each for each in named if each != assets[-1]), assets[-1])
    if len(two) < 2:
        two = assets[-2:]
    return (Step(tool="compare", args={"first": two[0], "asset": two[1]}),) if len(two) == 2 else None


def _little_else(facts: Facts, hit: Hit) -> bool:
    rest = sum(token != PAUSE for token in facts.text.tokens) - hit.width
    few = FEW_SIGNS if facts.text.language in ("ja", "zh") else FEW
    return rest <= few and facts.scene.empty and not numeric_changes(facts.text) and not facts.wants("video", "white")
