"""What a plan would cost, before anything is made; without a plan, what the talk has cost."""

from pydantic import Field

from tools.context import Context, Result
from tools.prices import price
from tools.specs.base import Spec
from tools.specs.plan import Step


class EstimateArgs(Spec):
    """What to price."""

    plan: tuple[Step, ...] = Field((), description="the steps as they would be run; none asks what was spent so far")


def estimate(args: EstimateArgs, context: Context) -> Result:
    """Say what the steps would cost in credits, or without any what this talk has cost; nothing is made or charged."""
    priced = [{"tool": step.tool, "credits": price(step.tool, step.args)} for step in args.plan]
    total = sum(price(step.tool, step.args) for step in args.plan)
    left = context.store.ledger.balance()
    tail = "Credits are unlimited here." if left is None else f"You have {left}."
    if not args.plan:
        spent = context.store.ledger.calls.spent(context.thread)
        return Result(f"This talk has cost {spent} credits so far. {tail}", data={"spent": spent, "left": left})
    return Result(f"This would cost {total} credits. {tail}", data={"credits": total, "steps": priced, "left": left})
