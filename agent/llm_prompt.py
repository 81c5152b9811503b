"""What the language model is asked: the rules, the tools, and the brief with its draft quoted as material."""

import json
from collections.abc import Mapping
from typing import Any

from agent.facts import Facts
from agent.llm import Question
from agent.llm_pictures import Sight, shown
from agent.llm_tools import NOT_PLANNED, answers, in_words, offered
from agent.understood import set_words
from prompts import load
from tools.registry import Registry
from tools.specs.plan import Plan

LONGEST_BRIEF = 4_000
LONGEST_WORDS = 200
EARLIER = 6
"""Messages of the talk that are told."""


def question(facts: Facts, base: Plan, registry: Registry, sight: Sight, brand: Mapping[str, Any]) -> Question:
    """Return what is asked about the brief of ``facts``: with tools and thumbnails, and as text alone.

    ``base`` is the offline plan, ``brand`` what is known of the brand.
    """
    tools = (*answers(), *offered(registry))
    system = {"role": "system", "content": load("system")}
    text = load("plan", material=_quoted(material(facts, base, brand)))
    listed = load("tools_in_text", tools=in_words(tools))
    return Question(
        messages=(system, {"role": "user", "content": _with_pictures(text, facts, sight)}),
        tools=tools,
        plain=({"role": "system", "content": f"{load('system')}\n{listed}"}, {"role": "user", "content": text}),
    )


def _quoted(told: dict[str, Any]) -> str:
    """Return ``told`` as JSON, a line a thing, without a backtick: nothing in it can end the fence around it."""
    lines = (f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in told.items())
    return "{" + ",\n".join(lines).replace("`", "\\u0060") + "}"


def material(facts: Facts, base: Plan, brand: Mapping[str, Any]) -> dict[str, Any]:
    """Return the brief as plain data. As JSON it stays inside its quotes, whatever is written in it."""
    brief, thread = facts.brief, facts.brief.thread
    told: dict[str, Any] = {"brief": brief.text[:LONGEST_BRIEF], "category": facts.category, "brand": facts.brand}
    told["pictures"] = [
        {"name": name, "role": _role(name, facts) or image.role, "shows": image.what[:LONGEST_WORDS]}
        for name, image in ((f"img{number}", image) for number, image in enumerate(brief.images, start=1))
    ]
    if thread:
        told["earlier"] = [message[:LONGEST_WORDS] for message in thread.history[-EARLIER:]]
        told["made_before"] = list(thread.assets)
        told["meant_picture"] = facts.asset
        told["its_set"] = set_words(thread.last_scene or {}).strip()
        told["last_change"] = thread.last_changes
    told |= brand
    told["draft"] = [{"tool": step.tool, "args": step.args} for step in base.steps if step.tool not in NOT_PLANNED]
    return {key: value for key, value in told.items() if value}


def _role(name: str, facts: Facts) -> str | None:
    pictures = facts.pictures
    groups = {"product": pictures.products, "person": (pictures.person,), "inspiration": pictures.inspiration}
    return next((role for role, names in groups.items() if name in names), None)


def _with_pictures(text: str, facts: Facts, sight: Sight) -> str | list[dict[str, Any]]:
    pictures = shown(facts.brief, facts.pictures, sight)
    if not pictures:
        return text
    parts: list[dict[str, Any]] = [{"type": "text", "text": text}]
    for name, url in pictures:
        parts += [{"type": "text", "text": f"{name}:"}, {"type": "image_url", "image_url": {"url": url}}]
    return parts
