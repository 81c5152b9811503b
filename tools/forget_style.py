"""A remembered look taken out again, off the disk and out of the talk."""

from pydantic import Field

from tools.brand_styles import brand_of, styles_of, the_one
from tools.context import Context, Result
from tools.errors import ToolFailed
from tools.specs.base import Spec


class ForgetStyleArgs(Spec):
    """What to forget."""

    brand: str = Field("", max_length=200, description="the brand; empty for the house's own")
    style: str = Field(min_length=1, max_length=2000, description="its name, brand/name, or words that name it")


def forget_style(args: ForgetStyleArgs, context: Context) -> Result:
    """Forget a brand's remembered look: it is removed from the disk, and from the messages that told of it."""
    ledger, brand = context.store.ledger, brand_of(args.brand or args.style.rpartition("/")[0], context)
    style = the_one(args.style, brand, context, "forgotten")
    styles_of(context).forget(style.brand, style.name)
    ledger.marks.rename_style(style.brand, style.ref, "")
    ledger.redaction.strike(style, context.thread)
    if left := styles_of(context).traces(style):
        raise ToolFailed(f"That look is taken out, but {left} files still hold it; say 'forget' once more.")
    return Result("That look is forgotten: no file here holds it any more, and the messages about it are struck out.")
