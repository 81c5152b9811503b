"""Go forward again: what was made of a picture last, and taken back, is still there."""

from pydantic import Field

from tools.context import Context, Result
from tools.errors import BadRequest
from tools.specs.base import Spec
from tools.still import still_behind


class RedoArgs(Spec):
    """From where to go forward."""

    asset: str = Field(description="the picture whose next version comes back, for example a1")


def redo(args: RedoArgs, context: Context) -> Result:
    """Bring back the picture that was made of this one last and then undone; nothing is rendered."""
    ledger = context.store.ledger
    asset = still_behind(ledger.find_asset(args.asset, context.thread), context)
    later = [(name, each) for name, each in ledger.assets(context.thread) if each.parent == asset.id and not each.moves]
    if not later:
        raise BadRequest(f"Nothing was made of {args.asset} that was taken back; there is nothing to go forward to.")
    name, made = later[-1]
    ledger.save_asset(made, context.thread)
    others = [other for other, _ in later[:-1]]
    branches = f" Other branches of {args.asset}: {', '.join(others)}." if others else ""
    return Result(f"Forward to {name}, made of {args.asset}.{branches}", (made,), {"asset": name, "branches": others})
