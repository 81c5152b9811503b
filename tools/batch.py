"""A sheet of products: the tool by which the talk carries one out, row by row."""

from pydantic import Field

from tools.context import Context, Result
from tools.errors import EngineUnavailable
from tools.specs.sheet import Order


class BatchArgs(Order):
    """Which sheet, and what is ordered for the rows that order nothing themselves."""

    sheet: str = Field(description="the sheet that was sent, a CSV or XLSX: img1")


def batch(args: BatchArgs, context: Context) -> Result:
    """Make the pictures of a sheet of products, once its quote was agreed to; run again, it goes on where it was."""
    if context.sheets is None:
        raise EngineUnavailable("No sheets are carried out here; start Parure by its own command.")
    sheet = context.store.ledger.find_asset(args.sheet, context.thread)
    return context.sheets.carry(sheet, Order.model_validate(args.model_dump(exclude={"sheet"})), context)
