"""Touched-up cut-outs: one a product and owner, so that nobody's hand is seen in another's pictures."""

from tools.specs.base import canonical_json
from tools.specs.touch import TouchUp
from tools.store.database import Database


class Touches:
    """One row for each owner's touch-up of each product."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, owner: str, product: str) -> TouchUp | None:
        """Return what ``owner`` touched up on the photo with this SHA-256."""
        body = self._database.one("SELECT body FROM touches WHERE owner = ? AND product = ?", owner, product)
        return None if body is None else TouchUp.model_validate_json(body)

    def save(self, owner: str, product: str, touched: TouchUp) -> None:
        """Keep a touch-up in the place of an earlier one."""
        sql = "INSERT OR REPLACE INTO touches (owner, product, body) VALUES (?, ?, ?)"
        self._database.write(sql, owner, product, canonical_json(touched))

    def drop(self, owner: str, product: str) -> None:
        """Go back to the cut-out as it was made."""
        self._database.write("DELETE FROM touches WHERE owner = ? AND product = ?", owner, product)
