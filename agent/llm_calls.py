"""Tool calls in a model's answer: native ones, and JSON in its text in the forms that models write. Pure."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from agent.llm_stream import Said
from agent.llm_tools import KEEP
from prompts import table
from tools.errors import BadRequest

MOST_CALLS = 12
MOST_STARTS = 60
"""Braces that are tried as the beginning of JSON; a text of nothing but braces would take for ever."""
LONGEST_WORDS = 400
_THOUGHTS = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
_NOT_FOR_A_PERSON = re.compile(r"[{}<>\[\]`]|https?:|\b(?:img|a|\$)\d|_|\btool\b|\bJSON\b", re.IGNORECASE)
_LISTS = ("steps", "tool_calls", "calls", "plan")
_NAMES, _ARGUMENTS = ("tool", "name", "function"), ("args", "arguments", "parameters")


@dataclass(frozen=True)
class Call:
    """One call as the model meant it; nothing about it is checked yet."""

    tool: str
    args: dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """The calls in order, and the model's words for the person (empty when they are not fit for one)."""

    calls: tuple[Call, ...]
    words: str = ""


def read_answer(said: Said) -> Reading:
    """Return what ``said`` asks for. Raises ``BadRequest`` with what the model should do better."""
    text = _THOUGHTS.sub("", said.text)
    if said.calls:
        calls = [Call(name, _arguments(name, written)) for name, written in said.calls]
        words = text
    else:
        found = list(_json_in(text))
        calls = [call for value in found for call in _calls(value)]
        words = next((value["reply"] for value in found if isinstance(value, dict) and _has_reply(value)), "")
    if not calls and _lets_stand(text):
        return Reading((Call(KEEP, {}),))
    if not calls:
        raise BadRequest("The answer holds no tool call.")
    if len(calls) > MOST_CALLS:
        raise BadRequest(f"{len(calls)} steps are too many: call only the tools that the brief asks for.")
    return Reading(tuple(calls), fit(words))


def _lets_stand(text: str) -> bool:
    """Whether a short answer says in prose that the draft stands."""
    plain = " ".join(re.sub(r"[^a-z_ ]", " ", text.lower()).split())
    said = f" {plain} "
    denied = " not " in said or " no " in said or len(plain) > LONGEST_WORDS
    return not denied and any(f" {words} " in said for words in table("llm_answers")["draft_stands"])


def _has_reply(value: dict[str, Any]) -> bool:
    return isinstance(value.get("reply"), str)


def _arguments(name: str, written: str) -> dict[str, Any]:
    try:
        value = json.loads(written) if written.strip() else {}
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"The arguments of {name[:40]} are not valid JSON.") from error
    if not isinstance(value, dict):
        raise BadRequest(f"The arguments of {name[:40]} must be a JSON object.")
    return value


def _json_in(text: str) -> Iterator[Any]:
    """Give each JSON object or list in ``text``, fenced or bare, from left to right."""
    decoder, at = json.JSONDecoder(), 0
    for _ in range(MOST_STARTS):
        begin = re.compile(r"[{\[]").search(text, at)
        if begin is None:
            return
        try:
            value, at = decoder.raw_decode(text, begin.start())
        except (ValueError, RecursionError):
            at = begin.end()
            continue
        yield value


def _calls(value: Any) -> Iterator[Call]:
    if isinstance(value, list):
        for item in value:
            yield from _calls(item)
        return
    if not isinstance(value, dict):
        return
    if call := _one(value):
        yield call
        return
    for name in _LISTS:
        if isinstance(value.get(name), list):
            yield from _calls(value[name])


def _one(value: dict[str, Any]) -> Call | None:
    if isinstance(value.get("function"), dict):
        value = value["function"]
    name = next((value[key] for key in _NAMES if isinstance(value.get(key), str)), None)
    if name is None:
        return None
    given: Any = next((value[key] for key in _ARGUMENTS if key in value), {})
    if isinstance(given, str):
        given = _arguments(name, given)
    if not isinstance(given, dict):
        raise BadRequest(f"The arguments of {name[:40]} must be a JSON object.")
    return Call(name, given)


def fit(words: str) -> str:
    """Return the words when a person can be shown them, else nothing: no code, no names of tools, no addresses."""
    plain = " ".join(words.split())
    return "" if len(plain) > LONGEST_WORDS or _NOT_FOR_A_PERSON.search(plain) else plain
