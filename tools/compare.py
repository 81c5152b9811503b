"""Two pictures of a talk side by side, and what they differ in."""

from pydantic import Field

from tools.context import Context, Result
from tools.differing import differences
from tools.errors import BadRequest
from tools.specs.base import Spec


class CompareArgs(Spec):
    """Which two pictures."""

    first: str = Field(description="a picture, for example a1")
    asset: str = Field(description="the picture that is held against it, for example a2")


def compare(args: CompareArgs, context: Context) -> Result:
    """Say in words what two made pictures differ in; nothing is made."""
    ledger = context.store.ledger
    one, two = (ledger.find_asset(ref, context.thread) for ref in (args.first, args.asset))
    if one.id == two.id:
        raise BadRequest(f"{args.first} and {args.asset} are one picture; name two.")
    if one.recipe is None or two.recipe is None:
        raise BadRequest("Only made pictures can be compared: a photo has no recipe. Name two such as a1 and a2.")
    found = differences(one.recipe, two.recipe)
    said = "; ".join(found) or "nothing: they are made alike"
    return Result(f"{args.asset} against {args.first}: {said}.", (), {"differences": list(found)})
