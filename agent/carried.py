"""Steps that were tried and errors that ended a turn, in the plain form that a checkpoint keeps."""

from typing import Any

from agent.run import Done
from tools.context import Result
from tools.errors import BadRequest, BudgetExceeded, EngineUnavailable, ParureError, Refused, ToolFailed
from tools.registry import Outcome
from tools.specs.plan import Step
from tools.store.ledger import Ledger

_KINDS: dict[str, type[ParureError]] = {
    kind.__name__: kind for kind in (BadRequest, ToolFailed, EngineUnavailable, BudgetExceeded)
}


def error_form(error: ParureError | None) -> dict[str, Any] | None:
    """Return an error as plain data, or nothing for none."""
    if error is None:
        return None
    if isinstance(error, Refused):
        return {"kind": "Refused", "rule": error.rule, "reason": error.reason, "advice": error.advice}
    return {"kind": type(error).__name__, "sentence": error.sentence}


def revive_error(form: dict[str, Any] | None) -> ParureError | None:
    """Return the error of ``error_form``."""
    if form is None:
        return None
    if form["kind"] == "Refused":
        return Refused(form["rule"], form["reason"], form["advice"])
    return _KINDS.get(form["kind"], ToolFailed)(form["sentence"])


def step_form(done: Done) -> dict[str, Any]:
    """Return a tried step as plain data."""
    step, outcome = done
    return {
        "step": step.model_dump(mode="json"),
        "text": outcome.text,
        "assets": [asset.id for asset in outcome.assets],
        "data": outcome.result.data if outcome.result else None,
        "credits": outcome.credits,
        "error": error_form(outcome.error),
    }


def revive_step(form: dict[str, Any], ledger: Ledger, thread: str) -> Done:
    """Return the tried step of ``step_form``, its pictures read from the ledger."""
    step = Step.model_validate(form["step"])
    error = revive_error(form["error"])
    result = None
    if error is None:
        assets = tuple(ledger.find_asset(name, thread) for name in form["assets"])
        result = Result(form["text"], assets, form["data"] or {})
    return step, Outcome(step.tool, result, error, form["credits"])
