"""What a plan would cost, before anything is made."""

from pydantic import Field

from tools.context import Context, Result
from tools.prices import price
from tools.specs.base import Spec
from tools.specs.plan import Step


class EstimateArgs(Spec):
    """What to price."""

    plan: tuple[Step, ...] = Field((), description="the steps as they would be run")


def estimate(args: EstimateArgs, context: Context) -> Result:
    """Say what the steps would cost in credits; nothing is made or charged."""
    priced = [{"tool": step.tool, "credits": price(step.tool, step.args)} for step in args.plan]
    total = sum(price(step.tool, step.args) for step in args.plan)
    left = context.store.ledger.balance()
    tail = "Credits are unlimited here." if left is None else f"You have {left}."
    return Result(f"This would cost {total} credits. {tail}", data={"credits": total, "steps": priced, "left": left})
