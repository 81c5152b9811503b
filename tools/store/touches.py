"""Touched-up cut-outs: one a product, piece of it and owner, so that nobody's hand is seen in another's pictures."""

from tools.specs.base import canonical_json
from tools.specs.product import Product
from tools.specs.touch import TouchUp
from tools.store.database import Database

WHOLE = ""
"""The piece of a touch-up of all that was cut out."""


class Touches:
    """One row for each owner's touch-up of each piece of a product: another piece's stays as it was left."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, owner: str, product: Product) -> TouchUp | None:
        """Return what ``owner`` touched up on ``product``, of the piece that is chosen of it now."""
        return self._find(owner, product.id, piece_of(product))

    def find_whole(self, owner: str, product: Product) -> TouchUp | None:
        """Return what ``owner`` touched up on ``product`` while no piece was chosen."""
        return self._find(owner, product.id, WHOLE)

    def save(self, owner: str, product: Product, touched: TouchUp) -> None:
        """Keep a touch-up in the place of an earlier one of the same piece."""
        sql = "INSERT OR REPLACE INTO touches (owner, product, piece, body) VALUES (?, ?, ?, ?)"
        self._database.write(sql, owner, product.id, piece_of(product), canonical_json(touched))

    def drop(self, owner: str, product: Product) -> None:
        """Go back to the cut-out as it was made."""
        sql = "DELETE FROM touches WHERE owner = ? AND product = ? AND piece = ?"
        self._database.write(sql, owner, product.id, piece_of(product))

    def _find(self, owner: str, product: str, piece: str) -> TouchUp | None:
        sql = "SELECT body FROM touches WHERE owner = ? AND product = ? AND piece = ?"
        body = self._database.one(sql, owner, product, piece)
        return None if body is None else TouchUp.model_validate_json(body)


def piece_of(product: Product) -> str:
    """Return the piece that is chosen, ``WHOLE`` for all of it."""
    return WHOLE if product.piece in (None, "all") else str(product.piece)
