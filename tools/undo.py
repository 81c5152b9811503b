"""Go back: an edit's parent is the picture before it, and it is still there."""

from pydantic import Field

from tools.context import Context, Result
from tools.errors import BadRequest
from tools.specs.base import Spec


class UndoArgs(Spec):
    """What to take back."""

    asset: str = Field(description="the picture whose last change is taken back, for example a2")
    to: str | None = Field(None, description="another picture to go back to, if one is named")


def undo(args: UndoArgs, context: Context) -> Result:
    """Go back to the picture that this one was made from; nothing is rendered or lost."""
    ledger = context.store.ledger
    asset = ledger.find_asset(args.asset, context.thread)
    if args.to is not None:
        wished = ledger.find_asset(args.to, context.thread)
        if wished.tool == "upload":
            raise BadRequest(f"{args.to} is a photo; name a picture that was made, such as a1.")
        name = ledger.save_asset(wished, context.thread)
        return Result(f"Back to {name}.", (wished,), {"asset": name})
    parent = None if asset.parent is None else ledger.find_asset(asset.parent, context.thread)
    if parent is None or parent.tool == "upload":
        raise BadRequest(f"{args.asset} is a first picture; there is nothing before it to go back to.")
    name = ledger.save_asset(parent, context.thread)
    return Result(f"Back to {name}, as it was before {args.asset}.", (parent,), {"asset": name})
