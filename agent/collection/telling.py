"""A sheet in words: what it would cost and how it was read, and what became of it."""

from agent.collection.reading import some
from agent.collection.totals import Sku, skus_of, totals
from agent.questions import sentence
from tools.specs.sheet import Quote, Report, RowOutcome, SkuLine

MOST_LINES = 12
"""Rows of which a question says why nothing is made of them; of more it says how many."""


def asked(quote: Quote) -> str:
    """Return the question before a sheet is carried out: its price, how it was read, and what will not be made."""
    sheet = quote.sheet
    hard = sum(row.hardness == "hard" for row in sheet.rows)
    lines = [sentence("sheet_rows", sheet=sheet.name, rows=len(sheet.rows), hard=hard, soft=len(sheet.rows) - hard)]
    lines.append(
        sentence("sheet_columns", columns=", ".join(f"{what} = “{head}”" for what, head in sheet.columns.items()))
    )
    if sheet.unused:
        lines.append(sentence("sheet_unused", columns=some(list(sheet.unused))))
    lines += (*sheet.remarks, *quote.remarks)[:MOST_LINES]
    lines += _not_made(quote.outcomes)
    if quote.made:
        lines.append(sentence("sheet_made", made=quote.made))
    if not quote.pictures:
        return "\n".join([*lines, sentence("sheet_nothing")])
    lines.append(sentence("sheet_cost", pictures=quote.pictures, credits=quote.credits))
    if quote.left is not None and quote.left < quote.credits:
        lines.append(sentence("sheet_short", left=quote.left))
    return "\n".join([*lines, sentence("ask_quote")])


def reply(report: Report) -> str:
    """Return what became of a sheet, in a few sentences."""
    counts = totals(report)
    said = [sentence("sheet_done", pictures=counts["pictures"], skus=counts["done"], credits=counts["credits"])]
    for status in ("refused", "failed", "skipped"):
        if names := [sku.row.sku for sku in skus_of(report) if sku.status == status]:
            said.append(sentence(f"sheet_{status}", count=len(names), names=some(names)))
    if report.stopped:
        said.append(sentence("sheet_stopped", why=report.stopped))
    return " ".join(said)


def lines_of(report: Report) -> tuple[SkuLine, ...]:
    """Return a sheet as a table, a line a product; what went well says nothing."""
    return tuple(
        SkuLine(
            sku=sku.row.sku,
            status=sku.status,
            made=tuple((each.output, each.asset) for each in sku.outcomes if each.asset),
            text=_why(sku),
            credits=sku.credits,
            seconds=sku.seconds,
        )
        for sku in skus_of(report)
    )


def _why(sku: Sku) -> str:
    """Return why something of a product is not made, each reason once."""
    reasons = (f"{each.text} {each.advice}".strip() for each in sku.outcomes if each.status != "done")
    return " ".join(dict.fromkeys(reasons))


def _not_made(outcomes: tuple[RowOutcome, ...]) -> list[str]:
    """Return why some rows give nothing, each reason once, with the SKUs that it is about."""
    by_reason: dict[str, dict[str, None]] = {}
    for outcome in outcomes:
        by_reason.setdefault(f"{outcome.text} {outcome.advice}".strip(), {})[outcome.sku] = None
    lines = [f"{some(list(skus))}: {reason}" for reason, skus in by_reason.items()]
    more = len(lines) - MOST_LINES
    return lines[:MOST_LINES] + ([sentence("sheet_more", count=more)] if more > 0 else [])
