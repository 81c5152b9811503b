"""What holds, shows or labels the product in its photo and is to go: "without the stand", "take off the tag"."""

import re
from typing import Any, cast, get_args

from agent.choices import chose
from agent.facts import Facts
from agent.nearby import beside, clause, denied, near
from agent.scan import Hit, find
from agent.text import Text
from tools.specs.plan import Step
from tools.specs.words import Aid, Category

AIDS: tuple[str, ...] = get_args(Aid)
_JOINED = 3
"""Words at most between two things that one "without" takes away."""
_OUTPUT = re.compile(r"\$([1-9]\d*)")
_OF_A_WATCH = frozenset({"second", "seconds", "hour", "minute", "sweep", "watch", "clock"})
_OTHER_WORD = frozenset({
    "bag", "bags", "made", "crafted", "painted", "written", "drawn", "stitched", "picked", "out", "still", "alone",
})  # fmt: skip
"""After hand or stand: a hand bag, what is made by hand, what should stand out."""
_KEPT = frozenset({
    "not", "never", "dont", "keep", "nicht", "behalte", "lass", "ne", "pas", "garde", "no", "deja", "non", "lascia",
    "nao", "mantenha", "niet", "houd", "别",
})  # fmt: skip


def aids_in(text: Text, category: Category | None) -> tuple[Aid, ...]:
    """Return what ``text`` wants taken away from the product's photo, each once."""
    found: list[Aid] = []
    last: Hit | None = None
    for hit in find("aids", text):
        if hit.meaning == "away" or not _is_aid(text, hit, category):
            continue
        joined = last is not None and near(text, hit, last, _JOINED, 0)
        if joined or (_away(text, hit) and not _kept(text, hit)):
            found.append(cast(Aid, "hand" if hit.meaning == "hands" else hit.meaning))
            last = hit
    return tuple(dict.fromkeys(found))


def aids_of(facts: Facts) -> tuple[Aid, ...]:
    """Return what a message wants taken away. A podium that no set has is what the photo's product stands on."""
    found = aids_in(facts.text, facts.category)
    if "podium" in facts.scene.absent.get("props", ()) and not has_podium(facts):
        found = (*found, "stand") if "stand" not in found else found
    if "stand" in found and has_podium(facts):  # the one that is seen
        found = tuple(aid for aid in found if aid != "stand")
    return found


def has_podium(facts: Facts) -> bool:
    """Whether the last picture's set has a podium."""
    thread = facts.brief.thread
    return "podium" in ((thread.last_scene or {}).get("props") or ()) if thread else False


def taken_away_first(steps: tuple[Step, ...], facts: Facts) -> tuple[Step, ...]:
    """Return ``steps`` with those before them that take away what holds or shows the products; ``$1`` moves along.

    An edit takes it away itself, unless the person said to do so where it is only likely.
    """
    aids, anyway = aids_of(facts), chose(facts.text, "take_away")
    if not aids or any(step.tool == "mask" for step in steps):
        return steps
    shown = [str(step.args.get("product") or step.args.get("asset") or "$") for step in steps if _shows(step, anyway)]
    refs = [ref for ref in dict.fromkeys(shown) if not ref.startswith("$")]
    args = {"without": list(aids)} | ({"anyway": True} if anyway else {})
    first = tuple(Step(tool="mask", args={"image": ref} | args) for ref in refs)
    return first + tuple(moved(step, len(first)) for step in steps)


def moved(step: Step, by: int) -> Step:
    """Return a step that stands ``by`` places later: what it takes of earlier steps moves along."""
    return Step(tool=step.tool, args=_moved(step.args, by)) if by else step


def asked_of(step: Step) -> tuple[Aid, ...]:
    """Return what a planned step is to take away."""
    named = step.args.get("without", ()) if step.tool == "mask" else ()
    if step.tool == "edit":
        named = (step.args.get("changes") or {}).get("remove", ())
    return tuple(cast(Aid, name) for name in named if name in AIDS)


def _shows(step: Step, anyway: bool) -> bool:
    return anyway or not asked_of(step)


def _moved(value: Any, by: int) -> Any:
    if isinstance(value, str) and (match := _OUTPUT.fullmatch(value)):
        return f"${int(match[1]) + by}"
    if isinstance(value, dict):
        return {name: _moved(each, by) for name, each in value.items()}
    return [_moved(each, by) for each in value] if isinstance(value, list | tuple) else value


def _is_aid(text: Text, hit: Hit, category: Category | None) -> bool:
    """Whether the word is not part of another: a watch's hands, a hand bag, a ghost mannequin, a longer name."""
    before, after = text.tokens[: hit.start][-1:], text.tokens[hit.end : hit.end + 1]
    if hit.meaning in ("hand", "hands") and (
        _OF_A_WATCH & set(before) or (hit.meaning == "hands" and category == "watch")
    ):
        return False
    if hit.meaning in ("hand", "stand") and _OTHER_WORD & set(after):
        return False
    others = (other for name in ("intents", "parts", "surfaces") for other in beside(name, text, hit))
    return not any(other.is_wider(hit) for other in others)


def _away(text: Text, hit: Hit) -> bool:
    """Whether it is denied, or a verb beside it takes it away."""
    reach = 5 if text.language in ("ja", "zh", "tr") else 3
    verbs = (other for other in beside("aids", text, hit) if other.meaning == "away")
    return denied(text, hit) or any(near(text, hit, verb, reach, reach) for verb in verbs)


def _kept(text: Text, hit: Hit) -> bool:
    """Whether taking it away is denied: "don't remove the stand", "keep the stand"."""
    start, _ = clause(text, hit)
    words = text.tokens[max(start, hit.start - 5) : hit.start]
    small = (other for other in beside("logic", text, hit) if other.meaning == "negation")
    verbs = [other for other in small if start <= other.start < hit.start]
    said = [word for word in words if word in _KEPT]
    return bool(said) and (said[0] in ("keep", "behalte", "garde", "mantenha", "houd") or len(verbs) > 1)
