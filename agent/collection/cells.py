"""A sheet's file as rows of text, whatever wrote it: CSV of any encoding and divider, or XLSX."""

import csv
import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePath
from typing import Any

from tools.errors import BadRequest
from tools.specs.sheet import MOST_ROWS

SHEETS = frozenset({".csv", ".tsv", ".xlsx", ".xlsm"})
"""Endings of files that are sheets."""
TEXT_SHEETS = frozenset({".csv", ".tsv"})
OTHER_SHEETS = frozenset({".xls", ".ods", ".numbers", ".xlsb", ".gsheet"})
ZIP = "zip"
MOST_BYTES = 20_000_000
MOST_UNPACKED = 200_000_000
MOST_COLUMNS = 100
LONGEST_CELL = 2_000
MOST_READ = MOST_ROWS + 1_000
"""Rows that are read: titles above the headings and empty rows are no products."""
SAMPLED, MOST_HEAD = 20, 5_000
"""Rows, and characters of each, by which a file's divider is told."""
DIVIDERS = (";", "\t", ",", "|")
ENCODINGS = ["cp1252", "cp1254", "cp932", "gb18030", "big5", "mac_roman"]
"""What spreadsheets write that write no UTF, in ten languages: with all others among them a short text is misread."""
GUESSED = 65_536
"""Bytes from which an encoding that is not said is guessed."""
_SIGN = re.compile(r"\[\$([^\]\-]+)[^\]]*\]|([€£¥₺₹₽₩₪฿])|\"\s*([A-Z]{3}|kr|zł|Fr\.?)\s*\"|(\$)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
Rows = list[list[str]]


def is_sheet(name: str) -> bool:
    """Return whether a file of this name is a sheet, one that cannot be read included."""
    return PurePath(name).suffix.lower() in SHEETS | OTHER_SHEETS


def is_file(suffix: str) -> bool:
    """Return whether a file with this ending (without the dot) is no picture but a sheet, or a zip of photos."""
    return suffix == ZIP or is_sheet(f"x.{suffix}")


def read_cells(data: bytes, name: str) -> Rows:
    """Return the rows of a sheet's file as text, the first one first, empty ones included.

    Raises ``BadRequest`` for a file that is no sheet, too large, damaged or locked.
    """
    ending = PurePath(name).suffix.lower()
    if ending not in SHEETS:
        raise BadRequest(f"{name} is no sheet that I read: save it as CSV or XLSX.")
    if len(data) > MOST_BYTES:
        raise BadRequest(f"{name} is larger than {MOST_BYTES // 1_000_000} MB: leave pictures out of it, or divide it.")
    rows = _text_rows(data, name) if ending in TEXT_SHEETS else _book_rows(data, name)
    return [[_cleaned(cell) for cell in row[:MOST_COLUMNS]] for row in rows]


def _cleaned(cell: str) -> str:
    return _CONTROL.sub(" ", unicodedata.normalize("NFC", cell)).strip()[:LONGEST_CELL]


def _text_rows(data: bytes, name: str) -> Rows:
    text = _decoded(data, name).lstrip("\ufeff")
    said, _, rest = text.partition("\n")
    if (told := re.fullmatch(r"sep=(.)", said.strip(), re.IGNORECASE)) is not None:  # Excel writes it, and hides it
        return _divided(rest, told.group(1), name)
    head = "\n".join(islice((line[:MOST_HEAD] for line in text.splitlines() if line.strip()), SAMPLED))
    return _divided(text, max(DIVIDERS, key=lambda divider: _columns(head, divider)), name)


def _columns(head: str, divider: str) -> tuple[int, int]:
    """Return in how many rows ``divider`` gives as many cells as in most, and how many: a decimal comma does not."""
    widths = Counter(len(row) for row in csv.reader(io.StringIO(head), delimiter=divider) if len(row) > 1)
    width, rows = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return rows, width


def _divided(text: str, divider: str, name: str) -> Rows:
    try:
        return _bounded(csv.reader(io.StringIO(text, newline=""), delimiter=divider), name)
    except csv.Error as error:
        raise BadRequest(f"{name} is damaged ({error}): save it as CSV once more.") from error


def _decoded(data: bytes, name: str) -> str:
    if b"\x00" in data[:4] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadRequest(f"{name} is no text: save it as CSV or XLSX.")
    try:
        return data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        return _guessed(data, name)


def _guessed(data: bytes, name: str) -> str:
    """Return the text of a file that is no UTF: older spreadsheets write what their country used."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:GUESSED], cp_isolation=ENCODINGS).best()
    if best is None:
        raise BadRequest(f"{name} is no text that I can read: save it as CSV in UTF-8, or as XLSX.")
    return data.decode(best.encoding, errors="replace")


def _bounded(rows: Iterable[list[str]], name: str) -> Rows:
    read = list(islice(rows, MOST_READ + 1))
    if len(read) > MOST_READ:
        raise BadRequest(f"{name} has more than {MOST_ROWS:,} rows: divide it into several sheets.")
    return read


def _book_rows(data: bytes, name: str) -> Rows:
    from openpyxl import load_workbook

    _check_book(data, name)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            read = (_bounded(_lines(sheet), name) for sheet in shown)
            return next((rows for rows in read if any(any(row) for row in rows)), [])
        finally:
            book.close()
    except BadRequest:
        raise
    except (ValueError, KeyError, OSError, TypeError, AttributeError, SyntaxError, zipfile.BadZipFile) as error:
        raise BadRequest(f"{name} cannot be opened ({type(error).__name__}): save it as CSV or XLSX anew.") from error


def _check_book(data: bytes, name: str) -> None:
    """Raise ``BadRequest`` for what is no XLSX, and for one that would fill the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(each.file_size for each in packed.infolist())
    except zipfile.BadZipFile as error:
        raise BadRequest(f"{name} is no XLSX, or is locked with a password: save it as CSV.") from error
    if size > MOST_UNPACKED:
        raise BadRequest(f"{name} is too large when it is unpacked: save it as CSV.")


def _lines(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows(max_col=MOST_COLUMNS):
        yield [_told(cell.value, getattr(cell, "number_format", "") or "") for cell in row]


def _told(value: object, shown_as: str) -> str:
    """Return a cell as it is seen: a price has the currency of its number's format."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    plain = str(int(value)) if float(value).is_integer() else f"{value:.10g}"
    sign = _SIGN.search(shown_as)
    return f"{plain} {next(group for group in sign.groups() if group).strip()}" if sign else plain
