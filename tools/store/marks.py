"""Marks on a brand's pictures: how each was changed and liked, from which the next one's defaults follow."""

from tools.specs.base import canonical_json
from tools.specs.style import same
from tools.specs.taste import Mark
from tools.store.database import Database

MOST = 60
"""Pictures of a brand that are looked back on."""


class Marks:
    """One row for each of a brand's pictures; ``brand`` is spelled in any case."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, brand: str, mark: Mark) -> None:
        """Keep ``mark``, or put it in the place of the one on the same picture."""
        sql = (
            "INSERT INTO marks (brand, asset, body) VALUES (?, ?, ?) "
            "ON CONFLICT (brand, asset) DO UPDATE SET body = excluded.body"
        )
        self._database.write(sql, same(brand), mark.asset, canonical_json(mark))

    def of(self, brand: str) -> tuple[Mark, ...]:
        """Return the brand's marks, the newest picture first."""
        sql = "SELECT body FROM marks WHERE brand = ? ORDER BY place DESC LIMIT ?"
        return tuple(Mark.model_validate_json(row[0]) for row in self._database.rows(sql, same(brand), MOST))

    def find(self, brand: str, asset: str) -> Mark | None:
        """Return the mark on one of the brand's pictures."""
        body = self._database.one("SELECT body FROM marks WHERE brand = ? AND asset = ?", same(brand), asset)
        return None if body is None else Mark.model_validate_json(body)

    def remove(self, brand: str, asset: str) -> None:
        """Take a picture out: it was taken back."""
        self._database.write("DELETE FROM marks WHERE brand = ? AND asset = ?", same(brand), asset)

    def forget_liked(self, brand: str) -> int:
        """Leave of the brand's marks only which sets were made; return how many told more."""
        liked = [mark for mark in self._all(brand) if mark != _bare(mark)]
        for mark in liked:
            self.note(brand, _bare(mark))
        if liked:
            self._database.compact()
        return len(liked)

    def rename_style(self, brand: str, old: str, new: str) -> None:
        """Put ``new`` in the place of the style ``old``, brand/name each; nothing where ``new`` is empty."""
        for mark in self._all(brand):
            if same(mark.style.replace("/", " ")) == same(old.replace("/", " ")):
                self.note(brand, mark.model_copy(update={"style": new}))

    def _all(self, brand: str) -> list[Mark]:
        rows = self._database.rows("SELECT body FROM marks WHERE brand = ? ORDER BY place", same(brand))
        return [Mark.model_validate_json(row[0]) for row in rows]


def _bare(mark: Mark) -> Mark:
    return Mark(asset=mark.asset, parent=mark.parent, scene=mark.scene, style=mark.style, threads=mark.threads)
