"""What the columns of a sheet hold: their headings, in ten languages, as meanings."""

import re
from dataclasses import dataclass

from agent.scan import find
from agent.text import PAUSE, read_text
from prompts import lexicon
from tools.errors import BadRequest

MOST_TITLES = 10
"""Rows that may stand above the headings."""
NAMING = ("sku", "photo")
"""A sheet has one of these, or its rows name nothing."""
LONGEST_HEADING = 80
_MARK = re.compile(r"\b[A-Z]{3}\b|[€£$¥₺₹]")


@dataclass(frozen=True)
class Columns:
    """Where the headings stand (from 0), and the column (from 0) of each meaning; ``unused`` are the other headings."""

    row: int
    headings: tuple[str, ...]
    places: dict[str, int]

    @property
    def named(self) -> dict[str, str]:
        """The heading that was taken for each meaning."""
        return {meaning: self.headings[place] for meaning, place in self.places.items()}

    @property
    def unused(self) -> tuple[str, ...]:
        """Headings that mean nothing here."""
        taken = set(self.places.values())
        return tuple(name for place, name in enumerate(self.headings) if name and place not in taken)

    @property
    def currency(self) -> str:
        """The currency that the price's heading names, as written; empty when it names none."""
        heading = self.headings[self.places["price"]] if "price" in self.places else ""
        found = _MARK.search(heading.upper())
        return found.group() if found else ""

    def cell(self, meaning: str, row: list[str]) -> str:
        """Return what ``row`` says there; empty when the sheet has no such column, or the row ends before it."""
        place = self.places.get(meaning, len(row))
        return row[place] if place < len(row) else ""


def read_columns(rows: list[list[str]], name: str) -> Columns:
    """Find the headings among the first rows. Raises ``BadRequest`` when none names a SKU or a photo."""
    read = [_columns(number, row) for number, row in enumerate(rows[:MOST_TITLES])]
    best = max(read, key=lambda columns: len(columns.places), default=None)
    if best is None or not any(meaning in best.places for meaning in NAMING):
        seen = ", ".join(cell[:LONGEST_HEADING] for row in rows[:1] for cell in row if cell) or "nothing"
        raise BadRequest(
            f"{name} needs a row of headings with at least SKU or photo in it; its first row says: {seen}."
        )
    return best


def _columns(number: int, row: list[str]) -> Columns:
    headings = tuple(cell[:LONGEST_HEADING] for cell in row)
    places: dict[str, int] = {}
    for exact in (True, False):  # "photo" before "photo credits"
        for place, heading in enumerate(headings):
            meaning = _meaning(heading, exact)
            if meaning and meaning not in places and place not in places.values():
                places[meaning] = place
    return Columns(number, headings, places)


def _meaning(heading: str, exact: bool) -> str | None:
    text = read_text(heading.replace("_", " "))
    words = [token for token in text.tokens if token != PAUSE]
    hits = find("columns", text)
    if exact:
        return next((hit.meaning for hit in hits if hit.width == len(words)), None)
    order = list(lexicon("columns"))
    return min((hit.meaning for hit in hits), key=order.index, default=None)
