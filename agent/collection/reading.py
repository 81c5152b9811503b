"""From the rows of a sheet's file to its products."""

import hashlib
import re
from collections import Counter
from pathlib import PurePosixPath
from typing import cast

from agent.collection.cells import read_cells
from agent.collection.columns import Columns, read_columns
from agent.money import states_currency
from agent.price_sums import highest_price
from agent.scan import find
from agent.text import read_text
from tools.errors import BadRequest
from tools.specs.category_words import category_of
from tools.specs.sheet import MOST_ROWS, Row, Sheet
from tools.specs.words import Market, Output

MOST_NAMED = 5
"""SKUs that a sentence names; of more it says how many."""
_FIGURE = re.compile(r"[\d一二三四五六七八九十百千万萬億]")
_BETWEEN = re.compile(r"[,;/|+&\n、，；／]+")


def read_sheet(data: bytes, name: str) -> Sheet:
    """Return the products of a sheet's file. Raises ``BadRequest`` with a sentence that says how to put it right."""
    cells = read_cells(data, name)
    columns = read_columns(cells, name)
    numbered = enumerate(cells[columns.row + 1 :], start=columns.row + 2)
    rows = tuple(_row(number, cells, columns) for number, cells in numbered if any(cells))
    if not rows:
        raise BadRequest(f"{name} has headings and no product under them.")
    if len(rows) > MOST_ROWS:
        raise BadRequest(f"{name} has {len(rows):,} products; {MOST_ROWS:,} fit: divide it into several sheets.")
    return Sheet(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        columns=columns.named,
        unused=columns.unused,
        rows=rows,
        remarks=(*_overfull(cells, columns), *_remarks(rows)),
    )


def outputs_in(text: str) -> tuple[Output, ...]:
    """Return what a text orders, each once, in the order it is said."""
    found = (hit.meaning for hit in find("outputs", read_text(text)))
    return cast(tuple[Output, ...], tuple(dict.fromkeys(found)))


def some(names: list[str]) -> str:
    """Return a few of ``names`` for a sentence."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _row(number: int, cells: list[str], columns: Columns) -> Row:
    def cell(meaning: str) -> str:
        return columns.cell(meaning, cells)

    photo, name, kind = cell("photo"), cell("name"), cell("category")
    price, asked = _price(cell("price"), cell("currency") or columns.currency)
    outputs, odd = _outputs(cell("outputs"))
    market = _market(cell("market")) or _market(cell("outputs"))
    remarks = [*odd, *_unknown("market", cell("market"), market)]
    return Row(
        number=number,
        sku=(cell("sku") or PurePosixPath(photo.replace("\\", "/")).stem or f"row {number}")[:120],
        photo=photo,
        name=" ; ".join(filter(None, [name, kind, asked])),
        category=category_of(kind) or category_of(name),
        price=price,
        brand=cell("brand")[:60],
        style=cell("style"),
        outputs=outputs,
        market=market,
        remarks=tuple(remarks),
    )


def _price(cell: str, currency: str) -> tuple[str | None, str]:
    """Return the price with its currency; or nothing, and the words that stand in its place ("on request")."""
    if not cell:
        return None, ""
    if not _FIGURE.search(cell) or highest_price((), (cell,)) is None:  # "on request": "on" is ten in Turkish
        return None, f"price {cell}"
    return (cell if states_currency(cell) or not currency else f"{cell} {currency}"), ""


def _outputs(cell: str) -> tuple[tuple[Output, ...], list[str]]:
    """Return what a row orders, and a sentence for each part that is not understood or not done as it is written."""
    remarks = []
    parts = [part.strip() for part in _BETWEEN.split(cell) if part.strip()]
    for part in parts:
        if not outputs_in(part):
            remarks.append(f"“{part[:40]}” is nothing that I make of a sheet.")
        elif re.search(r"\b[2-9]\b", part):
            remarks.append(f"Of “{part[:40]}” there is one: a sheet gives one of each.")
    return tuple(dict.fromkeys(output for part in parts for output in outputs_in(part))), remarks


def _market(cell: str) -> Market | None:
    hits = find("markets", read_text(cell))
    return cast(Market, hits[0].meaning) if hits else None


def _unknown(what: str, cell: str, read: object) -> list[str]:
    return [f"“{cell[:40]}” is no {what} that I know."] if cell and read is None else []


def _overfull(cells: list[list[str]], columns: Columns) -> tuple[str, ...]:
    """Return a sentence about rows that go on behind the last heading: a divider stands within a cell."""
    width = len(columns.headings)
    rows = [str(number) for number, row in enumerate(cells, start=1) if number > columns.row + 1 and any(row[width:])]
    return (
        (f"Longer than the headings, and cut off there: row {some(rows)}; put such cells in quotes.",) if rows else ()
    )


def _remarks(rows: tuple[Row, ...]) -> tuple[str, ...]:
    """Return what is odd about the sheet as a whole."""
    several = [sku for sku, count in Counter(row.sku for row in rows).items() if count > 1]
    odd = Counter(remark for row in rows for remark in row.remarks)
    said = [f"{remark} ({count} rows)" if count > 1 else remark for remark, count in odd.items()]
    if several:
        said.insert(0, f"In more than one row: {some(several)}; rows that say the same are done once.")
    return tuple(said)
