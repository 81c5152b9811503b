"""A model's calls checked like anybody's: the tool exists, its arguments fit, its references are there."""

import re
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from agent.facts import Facts
from agent.llm_calls import Call
from agent.llm_tools import NOT_PLANNED, THE_PERSONS
from tools.errors import BadRequest
from tools.invalid import say_invalid
from tools.registry import LATER, Registry, args_model
from tools.specs.plan import Step

_SINGLE, _SEVERAL = ("product", "person", "asset", "image"), ("inspiration", "assets")
_OUTPUT = re.compile(r"\$([1-9]\d?)")
_NOTHING: tuple[Any, ...] = (None, "", "none", "null", "None", [], {}, ())
_MAKES_NO_PICTURE = frozenset({"classify", "estimate", "check_listing", "forget_style", "export"})


@dataclass(frozen=True)
class Refs:
    """The pictures that may be named, and the ones that are meant when a wrong name is given."""

    known: frozenset[str]
    product: str | None
    person: str | None
    asset: str | None


def refs_of(facts: Facts) -> Refs:
    """Return the references that the brief and its talk allow; every other picture belongs to somebody else."""
    count = len(facts.brief.images)
    thread = facts.brief.thread
    products = facts.pictures.products or (("img1",) if facts.asset else ())
    names = {f"img{number}" for number in range(1, count + 1)} | set(thread.assets if thread else ()) | set(products)
    sole = products[0] if len(products) == 1 else None
    return Refs(frozenset(names), sole, facts.person, facts.asset or sole)


def checked_steps(calls: tuple[Call, ...], registry: Registry, refs: Refs) -> tuple[Step, ...]:
    """Return the steps with the arguments that were given. Raises ``BadRequest`` naming the first thing wrong."""
    models = {tool.__name__: args_model(tool) for tool in registry.tools if tool.__name__ not in NOT_PLANNED}
    steps: list[Step] = []
    for call in calls:
        if call.tool == "estimate" and len(calls) == 1:
            return (Step(tool="estimate", args=call.args),)
        if call.tool in LATER and call.tool not in models:
            steps.append(_later(call, refs, steps))
            continue
        if call.tool not in models:
            raise BadRequest(f"There is no tool {call.tool[:40]!r}. There are: {', '.join(models)}.")
        steps.append(_checked(call, models[call.tool], refs, steps))
    return tuple(steps)


def validated(step: Step, registry: Registry) -> Step:
    """Return ``step`` when its arguments fit. Raises ``BadRequest``."""
    model = next((args_model(tool) for tool in registry.tools if tool.__name__ == step.tool), None)
    if model is None:  # of a later version: it says itself that it cannot be done yet
        return step
    return Step(tool=step.tool, args=_validate(step.tool, step.args, model))


def _checked(call: Call, model: type[BaseModel], refs: Refs, before: list[Step]) -> Step:
    args = {name: value for name, value in _without_nothing(call.args).items() if name not in THE_PERSONS}
    for name in _SINGLE:
        if name in model.model_fields and (name in args or model.model_fields[name].is_required()):
            if (ref := _single(name, args.get(name), refs, before)) is None:
                args.pop(name, None)
            else:
                args[name] = ref
    for name in _SEVERAL:
        if name in args:
            given = args[name] if isinstance(args[name], list) else [args[name]]
            args[name] = [ref for ref in given if _is_there(ref, refs, before)]
    return Step(tool=call.tool, args=_validate(call.tool, args, model))


def _later(call: Call, refs: Refs, before: list[Step]) -> Step:
    """Return a call of a tool that a later version brings; the plan holds it, and says so when it is carried out."""
    args = {name: value for name, value in _without_nothing(call.args).items() if name not in THE_PERSONS}
    wanted = ("product", "person") if call.tool == "try_on" else ("asset",)
    for name in wanted:
        if (ref := _single(name, args.get(name), refs, before)) is None:
            raise BadRequest(f"{call.tool}: there is no photo of a person.")
        args[name] = ref
    return Step(tool=call.tool, args=args)


def _validate(tool: str, args: dict[str, Any], model: type[BaseModel]) -> dict[str, Any]:
    try:
        checked = model.model_validate(args)
    except ValidationError as error:
        raise BadRequest(f"{tool}: {say_invalid(error)}") from error
    return checked.model_dump(mode="json", exclude_unset=True)


def _without_nothing(value: Any) -> Any:
    """Leave out what a weak model writes for what it does not know."""
    if isinstance(value, dict):
        kept = {key: _without_nothing(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if not _is_nothing(item)}
    if isinstance(value, list):
        return [_without_nothing(item) for item in value if not _is_nothing(item)]
    return value


def _is_nothing(value: Any) -> bool:
    return any(value is nothing or (type(value) is type(nothing) and value == nothing) for nothing in _NOTHING)


def _single(name: str, given: Any, refs: Refs, before: list[Step]) -> str | None:
    """Return a reference that exists: the given one, else the only one that can be meant. Raises ``BadRequest``."""
    if name == "person":
        return refs.person  # the words and roles say who wears it; a product's photo is nobody
    if _is_there(given, refs, before):
        return str(given)
    meant = refs.product if name == "product" else refs.asset
    if meant is None:
        raise BadRequest(f"{name} must be one of {', '.join(sorted(refs.known)) or 'the pictures'}, not {given!r:.40}.")
    return meant


def _is_there(ref: Any, refs: Refs, before: list[Step]) -> bool:
    if not isinstance(ref, str):
        return False
    if match := _OUTPUT.fullmatch(ref):
        number = int(match[1])
        return number <= len(before) and before[number - 1].tool not in _MAKES_NO_PICTURE
    return ref in refs.known
