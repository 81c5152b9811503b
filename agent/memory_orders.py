"""Messages that are about what is remembered, and about little else: know, correct, rename, merge, forget, like."""

import re

from agent.choices import chose
from agent.facts import Facts, gather
from agent.followups import set_changes
from agent.outputs import forget, recall
from agent.qualities import numeric_changes
from agent.reading_board import board_changes
from agent.reading_scene import read_scene
from agent.references import picked
from agent.scan import Hit, find, said
from agent.spelling import understand
from agent.style_words import SOON, matched, name_given, name_in
from agent.text import PAUSE
from tools.specs.brief import Brief
from tools.specs.plan import Step

FEW, FEW_SIGNS = 4, 8
"""Further words, or Chinese and Japanese signs, that a bare order may have: now, please, thanks."""
_ORDERS = frozenset({"about_brand", "forget_one", "rename_style", "merge_styles"})
_CAPITAL = re.compile(r"[^\W\d_a-z]")


def memory_order(facts: Facts) -> tuple[Step, ...] | None:
    """Return the steps of a message that is an order about what is remembered; nothing when it is none.

    No steps: what was to be forgotten stays after all, or a file is asked for.
    """
    hits = {hit.meaning: hit for hit in find("memory", facts.text)}
    if "about_brand" in hits and not facts.sets_a_scene:
        step = recall(facts)
        return (Step(tool=step.tool, args=step.args | {"about": True}),)
    if asks_for_a_file(facts):
        return ()
    if facts.pictures.products or facts.brief.images:
        return None
    if chose(facts.text, "keep_all") and _forgets(facts, hits):
        return ()
    if (order := _corrected(facts) or _renamed(facts, hits) or _merged(facts, hits)) is not None:
        return (order,)
    if _forgets(facts, hits):
        return (forget(facts),)
    return _bare(facts, hits)


def orders_by_itself(brief: Brief, answer: str) -> bool:
    """Return whether what came back to a question is no answer but an order: "forget the neon one"."""
    facts = gather(brief.model_copy(update={"text": answer}))
    return bool(memory_order(facts)) and any(hit.meaning in _ORDERS for hit in find("memory", facts.text))


def asks_for_a_file(facts: Facts) -> bool:
    """Return whether looks are to be taken out or in as a file, which is done at the machine."""
    return any(hit.meaning == "file_styles" for hit in find("memory", facts.text))


def _forgets(facts: Facts, hits: dict[str, Hit]) -> bool:
    """Return whether a look is to be forgotten: "forget the neon one", and not the second picture."""
    if "forget_one" not in hits:
        return False
    assets = facts.brief.thread.assets if facts.brief.thread else ()
    dense = facts.text.language in ("ja", "zh", "tr")
    order = understand(facts.text.raw.partition("\n")[0])  # "keep them all" below it is an answer, and no picture
    return picked(order, assets) is None and (dense or hits["forget_one"].start < SOON)


def _corrected(facts: Facts) -> Step | None:
    """Return the step of 'our Hearth look is less orange'; nothing where nothing is different."""
    found = matched("correct", facts.text.raw)
    name, rest = name_in(found.get("old", "")), understand(found.get("rest", ""))
    if name is None or rest.empty:
        return None
    colours = board_changes(rest)
    scene = read_scene(rest)
    changes = set_changes(rest, scene, None) | numeric_changes(rest)
    if colours:
        changes = {key: value for key, value in changes.items() if not key.endswith("_color")}
    if not (changes or colours):
        return None
    args = {"brand": facts.brand, "style": name, "changes": changes}
    return Step(tool="correct_style", args=args | ({"board": colours} if colours else {}))


def _renamed(facts: Facts, hits: dict[str, Hit]) -> Step | None:
    found = matched("rename", facts.text.raw) if "rename_style" in hits else {}
    old, new = name_in(found.get("old", "")), name_in(found.get("new", ""))
    return (old and new and Step(tool="correct_style", args={"brand": facts.brand, "style": old, "name": new})) or None


def _merged(facts: Facts, hits: dict[str, Hit]) -> Step | None:
    """Return the step of 'merge Hearth and Embers': two names, or a word for looks beside them."""
    found = matched("merge", facts.text.raw) if "merge_styles" in hits else {}
    one, two = name_in(found.get("one", "")), name_in(found.get("two", ""))
    if not (one and two) or facts.sets_a_scene:
        return None
    return Step(tool="merge_styles", args={"brand": facts.brand, "styles": [one, two]}) if _names(one, two) else None


def _names(*words: str) -> bool:
    return all(_CAPITAL.match(word) for word in words)


def _bare(facts: Facts, hits: dict[str, Hit]) -> tuple[Step, ...] | None:
    """Return the step of a thumb, or of 'forget that', in a message that says nothing more."""
    if "forget_taste" in hits and _little_else(facts, hits["forget_taste"]):
        if name := _just_remembered(facts):
            return (Step(tool="forget_style", args={"brand": facts.brand, "style": name}),)
        return (Step(tool="forget_taste", args={"brand": facts.brand}),)
    for meaning, liked in (("dislike", False), ("like", True)):
        if meaning in hits and facts.follows_up and _little_else(facts, hits[meaning]):
            return (Step(tool="rate", args={"brand": facts.brand, "asset": facts.asset, "liked": liked}),)
    return None


def _just_remembered(facts: Facts) -> str | None:
    """Return the name of the look that the message before had remembered: 'forget that' means it."""
    before = facts.brief.thread.history[-1:] if facts.brief.thread else ()
    words = understand(before[0]) if before else None
    if words is None or not said("intents", "remember_style", words):
        return None
    return name_given(words.raw)


def _little_else(facts: Facts, hit: Hit) -> bool:
    rest = sum(token != PAUSE for token in facts.text.tokens) - hit.width
    few = FEW_SIGNS if facts.text.language in ("ja", "zh") else FEW
    plain = facts.scene.empty and not numeric_changes(facts.text) and not facts.aspects and facts.variants < 2
    return plain and rest <= few and not facts.wants("video", "export", "remember_style", "undo", "white", "on_model")
