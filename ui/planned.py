"""Plans and runs in words, and whole files of briefs."""

import json
from pathlib import Path
from typing import Any

from agent.app import build
from agent.settings import read_settings
from tools.errors import BadRequest
from tools.specs.plan import Plan
from tools.store.spending import Spent
from ui.attached import read_briefs
from ui.delivered import plan_form, write_file

Spendings = tuple[tuple[str, int, Spent], ...]
"""(model, answers, tokens and cost together)."""


def plan_file(briefs: Path, out: Path | None) -> int:
    """Plan every brief of a JSONL file into another, one process for all; return how many. Raises ``BadRequest``."""
    if out is None:
        raise BadRequest("Name the file the plans go to with --out PLANS.jsonl.")
    rows = read_briefs(briefs)
    assistant = build(read_settings())
    try:
        lines = [json.dumps({"id": id, **plan_form(assistant.plan(brief))}, ensure_ascii=False) for id, brief in rows]
    finally:
        assistant.close()
    write_file(out, ("\n".join(lines) + "\n").encode())
    return len(lines)


def show_plan(plan: Plan) -> str:
    """Return the plan for a person to read."""
    lines = [plan.reply] if plan.reply else []
    if plan.question and plan.question not in plan.reply:
        lines.append(plan.question)
    for number, step in enumerate(plan.steps, start=1):
        lines.append(f"  {number}. {step.tool}  {json.dumps(step.args, ensure_ascii=False)}")
    lines += [f"Not done: {part.what}. {part.reason}" for part in plan.declined]
    if plan.steps:
        lines.append(f"{plan.credits} credits.")
    return "\n".join(lines)


def spending_form(models: Spendings) -> list[dict[str, Any]]:
    """Return what language models were asked as plain data."""
    return [
        {"model": model, "answers": count, "read": sum_.read, "written": sum_.written, "cents": sum_.cents}
        for model, count, sum_ in models
    ]


def show_spending(models: Spendings) -> list[str]:
    """Return what language models were asked, a line a model."""
    return [
        f"{model}: {count} answers, {'' if sum_.counted else 'about '}{sum_.read} tokens read, {sum_.written} written"
        + ("." if sum_.cents is None else f", {sum_.cents:.2f} cents.")
        for model, count, sum_ in models
    ]


def show_run(form: dict[str, Any]) -> str:
    """Return a run's form for a person to read."""
    lines = [form["reply"]] if form["reply"] else []
    if form["question"] and form["question"] not in form["reply"]:
        lines.append(form["question"])
    lines += [f"Not done: {part['what']}. {part['reason']}" for part in form["declined"]]
    lines += [f"{asset['name']}: {asset['path']} ({asset['width']}×{asset['height']})" for asset in form["assets"]]
    lines.append(f"{form['seconds']:.1f} s; go on with --thread {form['thread']}")
    return "\n".join(lines)
