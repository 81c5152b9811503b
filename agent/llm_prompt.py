"""What the language model is asked: the rules, the tools, and the brief quoted as material."""

import json
from typing import Any

from agent.facts import Facts
from agent.llm import Question
from agent.llm_pictures import Sight, shown
from agent.llm_tools import offered
from prompts import load
from tools.registry import Registry

LONGEST_BRIEF = 4_000
LONGEST_WORDS = 200
EARLIER = 6
"""Messages of the talk that are told."""


def question(facts: Facts, registry: Registry, sight: Sight) -> Question:
    """Return what is asked about the brief of ``facts``: with tools and thumbnails, and as text alone."""
    tools = offered(registry)
    system = {"role": "system", "content": load("system")}
    text = load("plan", material=_quoted(material(facts)))
    listed = load("tools_in_text", tools="\n".join(json.dumps(tool) for tool in tools))
    return Question(
        messages=(system, {"role": "user", "content": _with_pictures(text, facts, sight)}),
        tools=tools,
        plain=({"role": "system", "content": f"{load('system')}\n{listed}"}, {"role": "user", "content": text}),
    )


def _quoted(told: dict[str, Any]) -> str:
    """Return ``told`` as JSON without a backtick, so that nothing in it can end the fence around it."""
    return json.dumps(told, ensure_ascii=False, indent=1).replace("`", "\\u0060")


def material(facts: Facts) -> dict[str, Any]:
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
        told["its_scene"] = {key: value for key, value in (thread.last_scene or {}).items() if value}
        told["last_change"] = thread.last_changes
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
