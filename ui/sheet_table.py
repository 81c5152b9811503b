"""What became of a sheet, as a table in the talk."""

from collections.abc import Mapping
from html import escape

from tools.specs.asset import Asset
from tools.specs.sheet import SkuLine

MOST_LINES = 200
"""Lines of a sheet that the page shows; the file has all of them."""


def sheet_table(thread: str, lines: tuple[SkuLine, ...], assets: Mapping[str, Asset]) -> str:
    """Return a line a product, each picture a link where the talk knows it (``assets`` by their short names)."""
    if not lines:
        return ""
    names = {asset.id: name for name, asset in assets.items()}
    rows = "".join(_row(thread, line, names) for line in lines[:MOST_LINES])
    more = len(lines) - MOST_LINES
    rest = f'<p class="quiet">{more} more lines are in the file.</p>' if more > 0 else ""
    head = "".join(f"<th>{name}</th>" for name in ("SKU", "", "pictures", "credits", "seconds"))
    whole = f'<a href="./files/{thread}/collection.zip" download>Download all pictures and the table</a>'
    return f'<table class="sheet"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{rest}<p>{whole}</p>'


def _row(thread: str, line: SkuLine, names: Mapping[str, str]) -> str:
    made = ", ".join(_picture(thread, output, names.get(asset)) for output, asset in line.made)
    why = f'<div class="why">{escape(line.text)}</div>' if line.text else ""
    seconds = f"{line.seconds:.0f}" if line.seconds else ""
    cells = (escape(line.sku), line.status, f"{made}{why}", str(line.credits or ""), seconds)
    return f'<tr class="{line.status}">' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _picture(thread: str, output: str, name: str | None) -> str:
    return f'<a href="./files/{thread}/{name}" target="_blank">{output}</a>' if name else output
