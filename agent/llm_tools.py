"""The tools as a language model reads them: the registry's schemas, made short enough for a small model."""

from typing import Any

from tools.registry import Registry

NOT_PLANNED = frozenset({
    "estimate", "mask", "correct_style", "merge_styles", "know_brand", "rate", "forget_taste",
    "redo", "compare", "rerun",
})  # fmt: skip
"""A question of cost is answered before the model is asked; a mask needs points that nobody can plan blindly; what is
said about remembered looks and likings is plain in the words, and would only make the tools' list longer."""
THE_PERSONS = ("mode", "engine", "prompt")
"""Arguments that only a person chooses: no model is told of them, and what one writes there is left out."""
_DROPPED = ("title", "default", "additionalProperties")


def offered(registry: Registry) -> tuple[dict[str, Any], ...]:
    """Return name, description and parameters of each tool that a plan may use."""
    return tuple(
        schema | {"parameters": short(schema["parameters"])}
        for schema in registry.schemas()
        if schema["name"] not in NOT_PLANNED
    )


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
