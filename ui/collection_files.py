"""The files of a collection: their names, the report as a table, and all of it in a zip."""

import csv
import io
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator
from typing import Any

from tools.errors import ParureError
from tools.specs.sheet import RowOutcome
from tools.store.store import Store

REPORT = "collection"
COLLECTION = f"{REPORT}.zip"
CHUNK = 1 << 20
COLUMNS = ("row", "sku", "output", "status", "file", "rule", "text", "advice", "credits", "seconds")
LONGEST_NAME = 80
_NO_NAME = re.compile(r"[^\w.\- ]+|\.{2,}")
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
_FORMULA = ("=", "+", "-", "@", "\t")
Form = dict[str, Any]


class Names:
    """Names of a collection's files: SKU_output.png; of several with one SKU the others have their row's number too."""

    def __init__(self) -> None:
        self._taken: dict[str, str] = {}

    def of(self, outcome: RowOutcome) -> str:
        """Return the name of a picture; the same picture keeps its name."""
        stem, picture = file_stem(outcome.sku), f"{outcome.row} {outcome.sha256}"
        for name in (stem, f"{stem}_{outcome.row}", f"{stem}_{outcome.row}_{outcome.sha256[:6]}"):
            whole = f"{name}_{outcome.output}.png"
            if self._taken.setdefault(whole.casefold(), picture) == picture:
                break
        return whole


def pack(store: Store, thread: str) -> Iterator[bytes] | None:
    """Return a zip of all pictures of a thread's sheets, and the report; nothing where there are none."""
    outcomes = store.ledger.collections.all(thread)
    return _packed(store, outcomes) if outcomes else None


def _packed(store: Store, outcomes: tuple[RowOutcome, ...]) -> Iterator[bytes]:
    names, rows = Names(), []
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
            for outcome in outcomes:
                name = names.of(outcome) if outcome.status == "done" else ""
                if name and not _put(packed, name, store, outcome):
                    name = ""
                rows.append(line_of(outcome, name))
            packed.writestr(f"{REPORT}.csv", table(rows))
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def _put(packed: zipfile.ZipFile, name: str, store: Store, outcome: RowOutcome) -> bool:
    """Pack a picture; one that is gone from the store stays out, and the table shows no file for it."""
    try:
        packed.writestr(name, store.images.read(outcome.sha256))
    except (ParureError, OSError):
        return False
    return True


def line_of(outcome: RowOutcome, file: str) -> Form:
    """Return a line of the report."""
    return outcome.model_dump(mode="json", include=set(COLUMNS)) | {"file": file}


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
