"""A language model that is always right: it says the plan that a file of briefs expects, and nothing else.

An expectation is a value, a list (any of them) or an operator; the first value that meets it is what the model says.
The form is that of ``tests/data/sellers.jsonl``, which is also that of ../shared/data/briefs.
"""

import copy
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from llm_setup import OFFLINE, REGISTRY, ScriptedModel

from agent.llm_planner import LanguagePlanner
from agent.llm_stream import Said
from tools.specs.brief import Brief
from tools.specs.plan import Plan

Row = dict[str, Any]
Step = dict[str, Any]
PICTURES = frozenset({
    "reference_shoot", "white_studio", "ghost_mannequin", "detail", "try_on", "edit", "reframe", "remove_background",
    "change_background", "video",
})  # fmt: skip
COUNTED = PICTURES - {"reframe", "remove_background", "video"}
MOST_VARIANTS = 4
WITH_VARIANTS = frozenset({"reference_shoot", "white_studio", "edit"})
OF_A_PRODUCT = frozenset({"reference_shoot", "white_studio", "ghost_mannequin", "detail", "try_on"})
OF_A_PICTURE = frozenset({
    "edit", "reframe", "remove_background", "change_background", "video", "export", "check_listing",
})  # fmt: skip
ASK = {"question": "Which of the two do you mean?", "choices": ["The first", "The second"]}


@dataclass(frozen=True)
class Meant:
    """What a brief's expectation comes to: steps, or a question, or a refusal that policy must speak."""

    steps: tuple[Step, ...]
    asks: bool = False
    refused: bool = False

    @property
    def said(self) -> Said:
        """The answer of a model that means this, as native calls."""
        if self.asks:
            return Said(calls=(("ask", json.dumps(ASK)),))
        calls = tuple((step["tool"], json.dumps(step["args"])) for step in self.steps)
        return Said("Gladly.", calls)


def meant(row: Row) -> Meant | None:
    """Return what the strong model means by a brief; nothing where the file leaves it open."""
    expect = row["expect"]
    if expect["refusal_rule"] is not None or expect["question"] is True:
        return Meant((), asks=expect["refusal_rule"] is None, refused=expect["refusal_rule"] is not None)
    if not expect["tools"]:
        return None
    steps: list[Step] = [{"tool": _first(tool), "args": {}} for tool in expect["tools"]]
    told = {path.split(" | ")[0]: (path.split(" | "), wanted) for path, wanted in expect["args"].items()}
    for paths, wanted in sorted(told.values(), key=lambda one: not (isinstance(one[1], dict) and "each" in one[1])):
        if not paths[0].startswith("@"):
            _put(paths, wanted, steps)
    if "@outputs" in told:
        _make(int(_value(told["@outputs"][1])), steps)
    return Meant(tuple(_with_pictures(steps, row)))


def _first(wanted: Any) -> Any:
    return wanted[0] if isinstance(wanted, list) else wanted


def _value(wanted: Any) -> Any:
    """Return the first value that meets an expectation."""
    if not isinstance(wanted, dict):
        return _first(wanted)
    ((operator, than), *_) = wanted.items()
    return {
        "gt": lambda: than + 0.3, "gte": lambda: than, "lt": lambda: than - 0.3, "lte": lambda: than,
        "any": lambda: None, "icontains": lambda: _first(than), "has": lambda: list(than), "lacks": lambda: None,
    }[operator]()  # fmt: skip


def _put(paths: list[str], wanted: Any, steps: list[Step]) -> None:
    """Write a value where one of ``paths`` points; in each of several steps its own where they are told apart."""
    tools = [step["tool"] for step in steps]
    path = next((path for path in paths if path.split(".")[0] in tools), None)
    if path is None:  # of a talk's picture rather than of a new one
        path = next((path for path in paths if path.startswith("reframe.")), paths[0])
    tool, *names = path.split(".")
    mine = [step for step in steps if step["tool"] == tool]
    each = wanted["each"] if isinstance(wanted, dict) and "each" in wanted else [wanted] * max(1, len(mine))
    for number, one in enumerate(each):
        if number >= len(mine):
            mine.append({"tool": tool, "args": {}})
            steps.append(mine[-1])
        value = _value(_fitting(one, names[-1]))
        if value is None:
            continue
        args = mine[number]["args"]
        for name in names[:-1]:
            args = args.setdefault(name, {})
        args[names[-1]] = _first(value) if names[-1].endswith("_color") else value


def _fitting(wanted: Any, name: str) -> Any:
    """Return of several values those that suit the argument: a ratio, or the name of a platform."""
    if not (isinstance(wanted, list) and name in ("aspect", "preset")):
        return wanted
    return [value for value in wanted if (":" in str(value)) == (name == "aspect")] or wanted


def _make(outputs: int, steps: list[Step]) -> None:
    """Make the first counted step as often as is asked."""
    made = sum(step["tool"] in COUNTED for step in steps)
    first = next((step for step in steps if step["tool"] in COUNTED), None)
    if first is None or made >= outputs:
        return
    if first["tool"] in WITH_VARIANTS and made == 1:
        first["args"]["variants"] = min(outputs, MOST_VARIANTS)
        steps += [
            {"tool": first["tool"], "args": first["args"] | {"variants": min(MOST_VARIANTS, outputs - done)}}
            for done in range(MOST_VARIANTS, outputs, MOST_VARIANTS)
        ]
    else:
        steps += [copy.deepcopy(first) for _ in range(outputs - made)]


def _with_pictures(steps: list[Step], row: Row) -> list[Step]:
    """Return the steps with the picture that each works on, where nothing is said of it."""
    images, assets = row["images"], (row["thread"] or {}).get("assets") or []
    roles = [image["role"] for image in images]
    product = next((f"img{at + 1}" for at, role in enumerate(roles) if role in ("product", "unknown")), "img1")
    person = next((f"img{at + 1}" for at, role in enumerate(roles) if role == "person"), None)
    made = None
    for number, step in enumerate(steps, start=1):
        tool, args = step["tool"], step["args"]
        if tool in OF_A_PRODUCT:
            args.setdefault("product", product)
        if tool in OF_A_PICTURE:
            args.setdefault("asset", made or (product if images and not assets else assets[-1] if assets else product))
        if tool == "try_on" and person:
            args.setdefault("person", person)
        if tool == "classify":
            args.setdefault("image", product)
        if tool == "recall_style":
            args.setdefault("query", row["brief"])
        if tool == "reframe":
            args.setdefault("aspect", "1:1")
        made = f"${number}" if tool in PICTURES else made
    return steps


def rows(file: Path) -> list[Row]:
    """Return the lines of a file of briefs."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def brief(row: Row) -> Brief:
    return Brief.model_validate(
        {"text": row["brief"], **{name: row[name] for name in ("images", "thread", "price", "brand")}}
    )


def kept(said: Any, done: Any) -> bool:
    """Whether all that was said is there as it was said; more may be there, which the words name."""
    if isinstance(said, dict):
        return isinstance(done, dict) and all(name in done and kept(value, done[name]) for name, value in said.items())
    if isinstance(said, list):
        return isinstance(done, list) and all(value in done for value in said)
    return bool(said == done)


def obeyed(row: Row, wanted: Meant, plan: Plan) -> bool:
    if wanted.refused:
        return plan.refusal is not None and not plan.steps
    if wanted.asks:
        turned_down = plan.refusal is not None and plan.refusal.rule in row["expect"].get("or_refuse", ())
        return (plan.question is not None or turned_down) and not plan.steps
    tools = [step.tool for step in plan.steps] == [step["tool"] for step in wanted.steps]
    done = [step.model_dump(mode="json")["args"] for step in plan.steps]
    return plan.question is None and tools and all(map(kept, (step["args"] for step in wanted.steps), done))


def held_to(file: Path) -> tuple[int, list[str]]:
    """Return how many briefs of a file the strong model plans, and those whose plan is not what it said."""
    lost, count = [], 0
    for row in rows(file):
        if (wanted := meant(row)) is None:
            continue
        count += 1
        plan = LanguagePlanner(ScriptedModel(wanted.said), OFFLINE, REGISTRY).plan(brief(row))
        if not obeyed(row, wanted, plan):
            said = wanted.steps or "a question"
            lost.append(f"{row['id']} {row['brief'][:60]!r}: {said} became {plan.question} {plan.steps}")
    return count, lost
