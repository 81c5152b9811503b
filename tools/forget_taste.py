"""What was liked is forgotten: the next picture starts from the plain look again."""

from pydantic import Field

from tools.brand_styles import brand_of
from tools.context import Context, Result
from tools.specs.base import Spec
from tools.specs.style import spoken_brand


class ForgetTasteArgs(Spec):
    """Whose."""

    brand: str = Field("", max_length=200, description="the brand; empty for the house's own")


def forget_taste(args: ForgetTasteArgs, context: Context) -> Result:
    """Forget what a brand liked and how its pictures were changed; its remembered looks stay."""
    brand = brand_of(args.brand, context)
    gone, who = context.store.ledger.marks.forget_liked(brand), spoken_brand(brand)
    if not gone:
        return Result(f"Nothing was noted of what is liked for {who}; there is nothing to forget. Looks have names.")
    return Result(f"Forgotten what was liked for {who}: the next picture starts from the plain look again.")
