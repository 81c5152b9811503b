"""What refused products look like, as the engine that knows them again packed it."""

from tools.store.database import Database


class Appearances:
    """One row a refused product: its traits and, once somebody had to look, where in the photo it is."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def has(self, product: str, version: int) -> bool:
        """Say whether this version of the engine looked at the photo with this id."""
        sql = "SELECT 1 FROM appearances WHERE product = ? AND version = ?"
        return self._database.one(sql, product, version) is not None

    def traits(self, product: str) -> bytes:
        """Return the traits of a photo that was looked at."""
        return bytes(self._database.one("SELECT traits FROM appearances WHERE product = ?", product))

    def save(self, product: str, version: int, traits: bytes) -> None:
        """Keep the traits in the place of an older version's."""
        sql = "INSERT OR REPLACE INTO appearances (product, version, traits) VALUES (?, ?, ?)"
        self._database.write(sql, product, version, traits)

    def outline(self, product: str) -> bytes | None:
        """Return where in its photo the product is, if that was looked at."""
        body = self._database.one("SELECT outline FROM appearances WHERE product = ?", product)
        return None if body is None else bytes(body)

    def save_outline(self, product: str, outline: bytes) -> None:
        """Keep that with the traits, which are there."""
        self._database.write("UPDATE appearances SET outline = ? WHERE product = ?", outline, product)
