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

    def look(self, product: str) -> tuple[bytes, bytes] | None:
        """Return where in its photo the product is, and its cut-out's traits (or none: b""), if that was looked at."""
        sql = "SELECT outline, cutout FROM appearances WHERE product = ? AND cutout IS NOT NULL"
        rows = self._database.rows(sql, product)
        return (bytes(rows[0][0]), bytes(rows[0][1])) if rows else None

    def save_look(self, product: str, outline: bytes, cutout: bytes) -> None:
        """Keep both with the traits, which are there."""
        sql = "UPDATE appearances SET outline = ?, cutout = ? WHERE product = ?"
        self._database.write(sql, outline, cutout, product)
