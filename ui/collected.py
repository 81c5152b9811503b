"""A sheet on the command line: its quote, its pictures as files, and the report beside them."""

import json
import time
from pathlib import Path
from typing import Any, cast, get_args

from agent.collection.opening import THREAD, SheetCall
from agent.collection.reading import outputs_in
from agent.collection.telling import asked, reply
from agent.collection.totals import skus_of, totals
from tools.errors import BadRequest, BudgetExceeded, ParureError, Refused, ToolFailed
from tools.specs.sheet import Order, Quote, Report, RowOutcome
from tools.specs.words import Output
from ui.collection_files import REPORT, Names, line_of, table
from ui.delivered import write_file
from ui.door import Desk

REPORT_EVERY = 5.0
"""Seconds between two reports while it runs: a kill leaves one that is not much older."""
Form = dict[str, Any]


def sheet_call(sheet: Path, photos: Path | None, thread: str | None, order: Form) -> SheetCall:
    """Return the call for a sheet. Raises ``BadRequest`` for an output that there is not."""
    outputs: list[Output] = []
    for said in order.pop("outputs") or ():
        for word in said.split(","):
            outputs += [cast(Output, word.strip())] if word.strip() in get_args(Output) else _read_output(word)
    wanted = Order(
        outputs=tuple(dict.fromkeys(outputs)), **{name: value for name, value in order.items() if value is not None}
    )
    return SheetCall(sheet=str(sheet), photos=photos and str(photos), order=wanted, thread=thread or THREAD)


def _read_output(word: str) -> tuple[Output, ...]:
    if not (found := outputs_in(word)):
        raise BadRequest(f"{word.strip()[:40]!r} is no output; there are: {', '.join(get_args(Output))}.")
    return found


class Folder:
    """The folder that a sheet's pictures go to, each as soon as it is made."""

    def __init__(self, folder: Path, desk: Desk, quote: Quote) -> None:
        self._folder = folder
        self._desk = desk
        self._sheet = quote.sheet
        self._outcomes: dict[tuple[int, str], RowOutcome] = {}
        self._files: dict[tuple[int, str], str] = {}
        self._names = Names()
        self._reported = time.monotonic()

    def take(self, outcome: RowOutcome) -> None:
        """Write one picture, and now and then the report."""
        key = outcome.row, outcome.output
        self._outcomes[key] = outcome
        if outcome.status == "done":
            name = self._names.of(outcome)
            write_file(self._folder / name, self._desk.picture(outcome.sha256))
            self._files[key] = name
        if time.monotonic() - self._reported > REPORT_EVERY:
            self.report(Report(sheet=self._sheet, outcomes=self._in_order()))

    def report(self, report: Report) -> Form:
        """Write the report as CSV and as JSON, and return it as ``--json`` shows it."""
        form = collection_form(report, self._files)
        rows = [line_of(outcome, self._files.get((outcome.row, outcome.output), "")) for outcome in report.outcomes]
        write_file(self._folder / f"{REPORT}.csv", table(rows))
        whole = json.dumps(form, ensure_ascii=False, indent=2)
        write_file(self._folder / f"{REPORT}.json", whole.encode())
        self._reported = time.monotonic()
        return form | {"out": str(self._folder), "report": [f"{REPORT}.csv", f"{REPORT}.json"]}

    def _in_order(self) -> tuple[RowOutcome, ...]:
        return tuple(self._outcomes[key] for key in sorted(self._outcomes, key=lambda key: key[0]))


def collection_form(report: Report, files: dict[tuple[int, str], str]) -> Form:
    """Return what became of a sheet, SKU by SKU."""
    skus = []
    for sku in skus_of(report):
        outputs = [line_of(outcome, files.get((outcome.row, outcome.output), "")) for outcome in sku.outcomes]
        about = {"sku": sku.row.sku, "row": sku.row.number, "category": sku.row.category, "route": sku.route}
        cost = {"status": sku.status, "credits": sku.credits, "seconds": sku.seconds}
        skus.append(about | cost | {"outputs": outputs})
    told = {"sheet": report.sheet.name, "question": None, "reply": reply(report), "stopped": report.stopped or None}
    return told | totals(report) | {"seconds": report.seconds, "skus": skus, "remarks": list(report.sheet.remarks)}


def quote_form(quote: Quote) -> Form:
    """Return a quote that waits for a yes."""
    sheet = quote.sheet
    return {
        "sheet": sheet.name,
        "question": asked(quote),
        "credits": quote.credits,
        "pictures": quote.pictures,
        "made": quote.made,
        "left": quote.left,
        "rows": len(sheet.rows),
        "columns": sheet.columns,
        "unused": list(sheet.unused),
        "remarks": list(sheet.remarks),
        "not_made": [line_of(outcome, "") for outcome in quote.outcomes],
        "skus": [],
    }


def show_skus(form: Form) -> str:
    """Return what became of a sheet for a person to read: a line a SKU."""
    lines = []
    for sku in form["skus"]:
        made = ", ".join(each["file"] for each in sku["outputs"] if each["file"])
        why = " ".join(dict.fromkeys(each["text"] for each in sku["outputs"] if each["status"] != "done"))
        lines.append(
            f"{sku['sku']}: {sku['status']}, {sku['credits']} credits, {sku['seconds']:.1f} s. {made} {why}".rstrip()
        )
    return "\n".join([*lines, form["reply"]])


def error_of(report: Report) -> ParureError | None:
    """Return why the command does not end with 0: the credits ran out, it was stopped, or nothing was made at all."""
    if report.over_budget:
        return BudgetExceeded(reply(report))
    if report.stopped:
        return ToolFailed(reply(report))
    if report.count("done") or not report.outcomes:
        return None
    refusals = [outcome for outcome in report.outcomes if outcome.status == "refused"]
    if refusals and len(refusals) == len(report.outcomes):
        return Refused(refusals[0].rule, refusals[0].text, refusals[0].advice)
    return BadRequest(reply(report))
