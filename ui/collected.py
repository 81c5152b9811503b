"""A sheet on the command line: its quote, its pictures as files, and the report beside them."""

import csv
import io
import json
import re
import time
import unicodedata
from pathlib import Path
from typing import Any, cast, get_args

from agent.collection.opening import THREAD, SheetCall
from agent.collection.reading import outputs_in
from agent.collection.telling import asked, reply
from agent.collection.totals import skus_of, totals
from tools.errors import BadRequest, BudgetExceeded, ParureError, Refused, ToolFailed
from tools.specs.sheet import Order, Quote, Report, RowOutcome
from tools.specs.words import Output
from ui.delivered import write_file
from ui.door import Desk

REPORT = "collection"
COLUMNS = ("row", "sku", "output", "status", "file", "rule", "text", "advice", "credits", "seconds")
REPORT_EVERY = 5.0
"""Seconds between two reports while it runs: a kill leaves one that is not much older."""
LONGEST_NAME = 80
_NO_NAME = re.compile(r"[^\w.\- ]+|\.{2,}")
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
_FORMULA = ("=", "+", "-", "@", "\t")
Form = dict[str, Any]


def sheet_call(sheet: Path, photos: Path | None, thread: str | None, order: Form) -> SheetCall:
    """Return the call for a sheet. Raises ``BadRequest`` for an output that there is not."""
    outputs: list[Output] = []
    for said in order.pop("outputs") or ():
        for word in said.split(","):
            outputs += [cast(Output, word.strip())] if word.strip() in get_args(Output) else _read_output(word)
    wanted = Order(outputs=tuple(dict.fromkeys(outputs)), **{name: value for name, value in order.items() if value})
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
        self._taken: dict[str, int] = {}
        self._reported = time.monotonic()

    def take(self, outcome: RowOutcome) -> None:
        """Write one picture, and now and then the report."""
        key = outcome.row, outcome.output
        self._outcomes[key] = outcome
        if outcome.status == "done":
            name = self._name(outcome)
            write_file(self._folder / name, self._desk.picture(outcome.sha256))
            self._files[key] = name
        if time.monotonic() - self._reported > REPORT_EVERY:
            self.report(Report(sheet=self._sheet, outcomes=self._in_order()))

    def report(self, report: Report) -> Form:
        """Write the report as CSV and as JSON, and return it as ``--json`` shows it."""
        form = collection_form(report, self._files)
        rows = [_line(outcome, self._files.get((outcome.row, outcome.output), "")) for outcome in report.outcomes]
        write_file(self._folder / f"{REPORT}.csv", table(rows))
        whole = json.dumps(form, ensure_ascii=False, indent=2)
        write_file(self._folder / f"{REPORT}.json", whole.encode())
        self._reported = time.monotonic()
        return form | {"out": str(self._folder), "report": [f"{REPORT}.csv", f"{REPORT}.json"]}

    def _in_order(self) -> tuple[RowOutcome, ...]:
        return tuple(self._outcomes[key] for key in sorted(self._outcomes, key=lambda key: key[0]))

    def _name(self, outcome: RowOutcome) -> str:
        """Return SKU_output.png; of several rows with one SKU the further ones have their row's number in it."""
        name = f"{file_stem(outcome.sku)}_{outcome.output}"
        if self._taken.setdefault(name.casefold(), outcome.row) != outcome.row:
            name = f"{file_stem(outcome.sku)}_{outcome.row}_{outcome.output}"
        return f"{name}.png"


def file_stem(sku: str) -> str:
    """Return a SKU as the beginning of a file's name, on any system."""
    plain = _NO_NAME.sub("_", unicodedata.normalize("NFC", sku)).strip(" .")[:LONGEST_NAME]
    return f"_{plain}" if not plain or _RESERVED.fullmatch(plain) else plain


def table(rows: list[Form]) -> bytes:
    """Return rows as CSV for any spreadsheet: with a mark for UTF-8, and nothing in it that is taken for a formula."""
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _line(outcome: RowOutcome, file: str) -> Form:
    return outcome.model_dump(mode="json", include=set(COLUMNS)) | {"file": file}


def collection_form(report: Report, files: dict[tuple[int, str], str]) -> Form:
    """Return what became of a sheet, SKU by SKU."""
    skus = []
    for sku in skus_of(report):
        outputs = [_line(outcome, files.get((outcome.row, outcome.output), "")) for outcome in sku.outcomes]
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
        "not_made": [_line(outcome, "") for outcome in quote.outcomes],
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
