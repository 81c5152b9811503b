"""The tools as a language model reads them: the registry's schemas, made short enough for a small model."""

from typing import Any

from prompts import table
from tools.registry import Registry

KEEP, ASK = "keep_draft", "ask"
"""What a model may call besides the tools: neither makes anything."""

NOT_PLANNED = frozenset({
    "estimate", "mask", "correct_style", "merge_styles", "rate", "forget_taste",
    "redo", "compare", "rerun",
})  # fmt: skip
"""A question of cost is answered before the model is asked; a mask needs points that nobody can plan blindly; what is
said about remembered looks and likings is plain in the words, and would only make the tools' list longer."""
THE_PERSONS = ("mode", "engine", "prompt")
"""Arguments that only a person chooses: no model is told of them, and what one writes there is left out."""
LOOK_UPS = frozenset({"recall_style", "estimate"})
"""Tools that only tell: a model may call them while it plans, and is told what they say."""
SHORT_VALUES = 40
_DROPPED = ("title", "default", "additionalProperties")


def offered(registry: Registry) -> tuple[dict[str, Any], ...]:
    """Return name, description and parameters of each tool that a plan may use."""
    return tuple(
        schema | {"parameters": short(schema["parameters"])}
        for schema in registry.schemas()
        if schema["name"] not in NOT_PLANNED
    )


def answers() -> tuple[dict[str, Any], ...]:
    """Return what a model may call instead of a tool: that the draft is right, or a question."""
    told = table("llm_answers")
    text = {"type": "string"}
    choices = {"type": "array", "items": text, "maxItems": 4}
    asked = {"type": "object", "properties": {"question": text, "choices": choices}, "required": ["question"]}
    kept = {"type": "object", "properties": {}}
    return (
        {"name": KEEP, "description": told[KEEP], "parameters": kept},
        {"name": ASK, "description": told[ASK], "parameters": asked},
    )


def in_words(tools: tuple[dict[str, Any], ...]) -> str:
    """Return ``tools`` as a line each, and a line for each object among their arguments: a fifth of their schemas."""
    objects: dict[str, str] = {}
    lines = [f"{tool['name']}({_listed(tool['parameters'], objects)})  {tool['description']}" for tool in tools]
    return "\n".join([*lines, *(f"{name} = {inside}" for name, inside in objects.items())])


def _listed(schema: dict[str, Any], objects: dict[str, str]) -> str:
    required = schema.get("required", ())
    return ", ".join(
        f"{name}{'' if name in required else '?'}{_values(name, part, objects)}"
        for name, part in schema.get("properties", {}).items()
    )


def _values(name: str, part: dict[str, Any], objects: dict[str, str]) -> str:
    """Return the values of an argument; an object is written once, under the argument's name, as a list of its own."""
    if "enum" in part:
        values = "|".join(map(str, part["enum"]))
        if len(values) < SHORT_VALUES:
            return f": {values}"
        return "" if objects.setdefault(name, values) == values else f": {values}"
    if part.get("type") == "object":
        objects[name] = f"{{{_listed(part, objects)}}}"
        return ": {…}"
    if part.get("type") == "array":
        return f"[]{_values(name, part.get('items', {}), objects)}"
    return ""


def short(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a JSON schema with its references filled in, and without titles, defaults, null as an alternative."""
    short_form: dict[str, Any] = _short(schema, schema.get("$defs", {}))
    return {key: value for key, value in short_form.items() if key != "description"}  # the tool has its own


def _short(part: Any, known: dict[str, Any]) -> Any:
    if isinstance(part, list):
        return [_short(item, known) for item in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        meant = known[part["$ref"].rpartition("/")[2]]
        part = meant | {key: value for key, value in part.items() if key != "$ref"}
    if "anyOf" in part:
        rest = {key: value for key, value in part.items() if key != "anyOf"}
        choices = [choice for choice in part["anyOf"] if choice.get("type") != "null"]
        part = rest | (choices[0] if len(choices) == 1 else {"anyOf": choices})
        if "$ref" in part:
            return _short(part, known)
    return {
        key: _properties(inner, known) if key == "properties" else _short(inner, known)
        for key, inner in part.items()
        if key not in _DROPPED and key != "$defs"
    }


def _properties(properties: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    return {name: _short(value, known) for name, value in properties.items() if name not in THE_PERSONS}
