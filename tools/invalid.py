"""A wrong field, said in one sentence."""

from typing import Any

from pydantic import ValidationError

LONGEST_SHOWN = 60


def say_invalid(error: ValidationError) -> str:
    """Return a sentence for the first thing that is wrong: the field, what it may be, and what was given."""
    first = error.errors(include_url=False)[0]
    name = ".".join(str(part) for part in first["loc"]) or "the arguments"
    context: dict[str, Any] = first.get("ctx", {})
    kind = first["type"]
    if kind == "missing":
        return f"{name} is missing."
    if kind == "extra_forbidden":
        return f"{name} is not an argument; leave it out."
    if kind == "string_too_long":
        return f"{name} is longer than {context['max_length']:,} characters; shorten it."
    if kind == "literal_error":
        return f"{name} must be one of {context['expected']}, not {_shown(first['input'])}."
    message = first["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
    return f"{name} must be {message}, not {_shown(first['input'])}."


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
