"""Whether a model's plan is the whole of what was asked, and no more."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tools.errors import BadRequest
from tools.prices import CREDITS, price
from tools.specs.plan import Plan, Step

MORE = 1
"""Pictures that a model may add to what the words plainly ask for."""
DEAREST = CREDITS["reference_shoot"]
_SAME = {"change_background": "reference_shoot"}
_ONLY_WHEN_ASKED = frozenset(
    {"classify", "undo", "forget_style", "remember_style", "check_listing", "export", "batch", "recall_style"}
)
_ONLY_TELL = frozenset({"estimate", "export", "check_listing", "classify"})
_CHANGES = frozenset({"edit", "reframe", "undo"})
_SHOTS = frozenset({"reference_shoot", "change_background", "white_studio"})
_OUTPUT = re.compile(r"\$([1-9]\d*)")
_PICTURES = ("product", "asset", "image", "person")


def cost(steps: tuple[Step, ...]) -> int:
    """Return the credits of ``steps``."""
    return sum(price(step.tool, step.args) for step in steps)


def only_asked(steps: tuple[Step, ...], base: Plan) -> tuple[Step, ...]:
    """Return ``steps`` without those that nobody asked for; one edit where one is asked.

    A picture more may be the model's taste, but not where the words ask for nothing but a change to one.
    """
    asked = {step.tool for step in base.steps}
    unasked = _ONLY_WHEN_ASKED | (_SHOTS if asked and asked <= _CHANGES else frozenset())
    tells = all(step.tool in _ONLY_TELL for step in steps)  # that is what it means; what is left undone is doubted
    places: dict[int, int] = {}
    kept: list[Step] = []
    edited: int | None = None
    one_edit = sum(step.tool == "edit" for step in base.steps) == 1
    for number, step in enumerate(steps, start=1):
        if step.tool in unasked - asked and not tells:
            continue
        if step.tool == "edit" and one_edit and edited is not None:
            kept[edited - 1] = _joined(kept[edited - 1], step)
            places[number] = edited
            continue
        kept.append(step.model_copy(update={"args": moved(step.args, places)}))
        places[number] = len(kept)
        edited = len(kept) if step.tool == "edit" else edited
    return tuple(kept)


def _joined(first: Step, second: Step) -> Step:
    changes = {**(first.args.get("changes") or {}), **(second.args.get("changes") or {})}
    return Step(tool="edit", args=first.args | {"changes": changes})


def with_later(steps: tuple[Step, ...], base: Plan, known: frozenset[str]) -> tuple[Step, ...]:
    """Return ``steps`` and, behind them, the asked steps of tools that the model was not offered."""
    whole = list(steps)
    places: dict[int, int] = {}
    for number, step in enumerate(base.steps, start=1):
        if step.tool in known or any(step.tool == mine.tool for mine in steps):
            same = [place for place, mine in enumerate(whole, start=1) if alike(mine.tool) == alike(step.tool)]
            places[number] = same[-1] if same else len(whole)
        else:
            whole.append(step.model_copy(update={"args": moved(step.args, places)}))
            places[number] = len(whole)
    return tuple(whole)


def moved(value: Any, places: dict[int, int]) -> Any:
    """Return arguments whose ``$1`` means the step that now stands at ``places[1]``. Raises ``BadRequest``."""
    if isinstance(value, dict):
        return {key: moved(item, places) for key, item in value.items()}
    if isinstance(value, list):
        return [moved(item, places) for item in value]
    if isinstance(value, str) and (match := _OUTPUT.fullmatch(value)):
        if int(match[1]) not in places:
            raise BadRequest(f"{value} is no step that makes a picture.")
        return f"${places[int(match[1])]}"
    return value


def alike(tool: str) -> str:
    """Return the name under which tools of one purpose count as one."""
    return _SAME.get(tool, tool)


@dataclass(frozen=True)
class Doubt:
    """What a plan lacks of what the words ask for: tools, and other things in words. A model may know better.

    ``sure``: a surface that was named is lost, and nobody knows better than that.
    """

    tools: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    sure: bool = False

    def __bool__(self) -> bool:
        return bool(self.tools or self.things)

    @property
    def said(self) -> str:
        """The doubt as a sentence for the model."""
        parts = [("asks for", tuple(dict.fromkeys(self.tools))), ("names", self.things)]
        return " ".join(f"The brief also {verb}: {', '.join(things)}." for verb, things in parts if things)


NO_DOUBT = Doubt()


def check_whole(steps: tuple[Step, ...], base: Plan, surfaces: tuple[str, ...]) -> Doubt:
    """Return what is asked for and missing. Raises ``BadRequest`` for more pictures than that, and for a broken budget.

    ``surfaces`` are those that the brief names; another one in ``base`` is only its taste.
    """
    if not steps:
        raise BadRequest("None of these calls makes what the brief asks for.")
    for step in steps:
        if step.tool == "edit" and not step.args.get("changes"):
            raise BadRequest("edit: changes is missing.")
    most = max(cost(base.steps) + DEAREST, pictures(base.steps) * DEAREST)
    if base.steps and (pictures(steps) > pictures(base.steps) + MORE or cost(steps) > most):
        raise BadRequest("These are more pictures than the brief asks for: make only those.")
    if (total := cost(steps)) > (base.budget if base.budget is not None else total):
        raise BadRequest(f"This costs {total} credits and {base.budget} are allowed.")
    missing = tuple(step.tool for step in base.steps if not any(_serves(s.tool, step.tool) for s in steps))
    dropped = sorted(set(_named(base.steps, surfaces)) - set(_named(steps, surfaces)))
    lost = set(dropped) & set(surfaces)
    return Doubt(missing, tuple(sorted(lost)) if missing else tuple(dropped), sure=bool(lost))


def pictures(steps: tuple[Step, ...]) -> int:
    """Return how many pictures ``steps`` make that are paid for."""
    return sum(int(step.args.get("variants", 1)) for step in steps if step.tool in CREDITS or step.tool == "edit")


def _serves(tool: str, asked: str) -> bool:
    """Whether ``tool`` does what ``asked`` would: a set is a background, but a colour or an own photo is no set."""
    return tool == asked or (asked != "change_background" and alike(tool) == alike(asked))


def _named(steps: tuple[Step, ...], surfaces: tuple[str, ...]) -> Iterator[str]:
    """Give what a plan must not lose: its pictures, surfaces, ratios, numbers of pictures."""
    for step in steps:
        yield from (str(step.args[name]) for name in _PICTURES if str(step.args.get(name, "")).startswith("img"))
        yield from filter(None, [step.args.get("aspect")])
        yield from filter(surfaces.__contains__, [(step.args.get("scene") or {}).get("surface")])
    for tool in {alike(step.tool) for step in steps}:
        count = sum(int(step.args.get("variants", 1)) for step in steps if alike(step.tool) == tool)
        if count > 1 and tool != "reframe":
            yield f"{count} pictures by {tool}"
