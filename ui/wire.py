"""What goes through the HTTP door, as plain JSON: results and errors, there and back."""

from typing import Any

from pydantic import Field

from agent.carried import error_form, revive_error
from agent.run import RunResult
from tools.context import Result
from tools.specs.asset import Asset, Receipt
from tools.specs.base import Spec
from tools.specs.brief import Brief
from tools.specs.plan import Plan
from tools.verify import Proof

Form = dict[str, Any]


class PlanCall(Spec):
    """A brief to plan. Its pictures are paths on this machine."""

    brief: Brief
    thread: str | None = Field(None, min_length=1, max_length=200)


class RunCall(Spec):
    """A brief to carry out, as one message of ``thread``."""

    brief: Brief
    thread: str = Field(min_length=1, max_length=200)
    yes: bool = False
    consent: bool = False


class PathCall(Spec):
    """A picture file on this machine, by its absolute path, and what else its tool is told."""

    path: str = Field(min_length=1, max_length=4096)
    args: Form = Field(default_factory=dict)


class StylesCall(Spec):
    """Something to do with a brand's remembered looks."""

    action: str = Field(max_length=40)
    given: Form = Field(default_factory=dict)


def run_result_form(result: RunResult) -> Form:
    """Return a run's result as plain data."""
    return {
        "plan": result.plan.model_dump(mode="json"),
        "thread": result.thread,
        "reply": result.reply,
        "made": [[name, asset.model_dump(mode="json")] for name, asset in result.made],
        "error": error_form(result.error),
        "seconds": result.seconds,
    }


def revive_run_result(form: Form) -> RunResult:
    """Return the result of ``run_result_form``."""
    return RunResult(
        Plan.model_validate(form["plan"]),
        form["thread"],
        form["reply"],
        tuple((name, Asset.model_validate(asset)) for name, asset in form["made"]),
        revive_error(form["error"]),
        form["seconds"],
    )


def result_form(result: Result) -> Form:
    """Return a tool's result as plain data."""
    return {
        "text": result.text,
        "assets": [asset.model_dump(mode="json") for asset in result.assets],
        "data": result.data,
    }


def revive_result(form: Form) -> Result:
    """Return the result of ``result_form``."""
    return Result(form["text"], tuple(Asset.model_validate(asset) for asset in form["assets"]), form["data"])


def proof_form(proof: Proof) -> Form:
    """Return a proof as plain data."""
    return {
        "asset": proof.asset.model_dump(mode="json"),
        "kept": proof.kept.model_dump(mode="json"),
        "fresh": proof.fresh.model_dump(mode="json"),
        "differences": list(proof.differences),
    }


def revive_proof(form: Form) -> Proof:
    """Return the proof of ``proof_form``."""
    return Proof(
        Asset.model_validate(form["asset"]),
        Receipt.model_validate(form["kept"]),
        Receipt.model_validate(form["fresh"]),
        tuple(form["differences"]),
    )
