"""A remembered look taken out again, off the disk and out of the talk."""

from pydantic import Field

from tools.brand_styles import brand_of, known_at, styles_of
from tools.context import Context, Result
from tools.errors import BadRequest
from tools.specs.base import Spec
from tools.specs.style import Style, told


class ForgetStyleArgs(Spec):
    """What to forget."""

    brand: str = Field("", max_length=200, description="the brand; empty for the house's own")
    style: str = Field(min_length=1, max_length=2000, description="its name, brand/name, or words that name it")


def forget_style(args: ForgetStyleArgs, context: Context) -> Result:
    """Forget a brand's remembered look: it is removed from the disk, and from the messages that told of it."""
    style = _meant(args, context)
    styles_of(context).forget(style.brand, style.name)
    context.store.ledger.redaction.strike(style, context.thread)
    return Result("That look is forgotten: no file here holds it any more, and the messages about it are struck out.")


def _meant(args: ForgetStyleArgs, context: Context) -> Style:
    """Return the one style that is named. Nothing is forgotten on a guess: one that is only near is not taken."""
    brand, _, name = args.style.rpartition("/")
    brand = brand_of(args.brand or brand)
    exact = styles_of(context).find(brand, told(name))
    if exact is not None:
        return exact
    named = [hit.style for hit in styles_of(context).recall(brand, args.style) if hit.score >= 1.0]
    if not named:
        raise BadRequest(f"Which look shall be forgotten? {known_at(brand, context)}")
    return named[0]
