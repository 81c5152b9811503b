"""A report by its SKUs, and in numbers."""

from dataclasses import dataclass
from typing import get_args

from tools.specs.sheet import Report, Row, RowOutcome, Status
from tools.specs.words import Route

_WORST: tuple[Status, ...] = ("refused", "failed", "skipped", "done")
"""A SKU is what the worst of its outputs is."""


@dataclass(frozen=True)
class Sku:
    """One row of a sheet with what became of it."""

    row: Row
    outcomes: tuple[RowOutcome, ...]

    @property
    def status(self) -> Status:
        """Done when all of it is."""
        found = {outcome.status for outcome in self.outcomes}
        return next(status for status in _WORST if status in found)

    @property
    def route(self) -> Route:
        """Hard or soft, or refused."""
        return "refused" if self.status == "refused" else self.row.hardness

    @property
    def credits(self) -> int:
        """What the SKU cost."""
        return sum(outcome.credits for outcome in self.outcomes)

    @property
    def seconds(self) -> float:
        """How long it took."""
        return round(sum(outcome.seconds for outcome in self.outcomes), 3)


def skus_of(report: Report) -> tuple[Sku, ...]:
    """Return the rows that something became of, in the sheet's order."""
    by_row: dict[int, list[RowOutcome]] = {}
    for outcome in report.outcomes:
        by_row.setdefault(outcome.row, []).append(outcome)
    rows = (row for row in report.sheet.rows if row.number in by_row)
    return tuple(Sku(row, tuple(by_row[row.number])) for row in rows)


def totals(report: Report) -> dict[str, int]:
    """Return how many SKUs ended how, and what all of them cost."""
    found = [sku.status for sku in skus_of(report)]
    counts = {status: found.count(status) for status in get_args(Status)}
    return {"rows": len(report.sheet.rows), **counts, "pictures": report.count("done"), "credits": report.credits}
