"""The one SQLite file: opened once per process, shared between threads behind a lock."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from tools.errors import ToolFailed
from tools.store.migrations import migrate

BUSY_SECONDS = 30.0


class Database:
    """Short statements on one connection; several processes may hold one each (write-ahead log).

    A full disk, or a lock that another process holds for longer than ``patience``, raises ``ToolFailed``.
    """

    def __init__(self, path: Path, patience: float = BUSY_SECONDS) -> None:
        """Open and migrate; ``patience`` is in seconds. Raises ``sqlite3.Error``."""
        self._lock = RLock()
        self._connection = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA secure_delete = ON")  # what is forgotten is overwritten, not only unlinked
        migrate(self._connection)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return all rows of a question."""
        with self._lock, _said():
            return self._connection.execute(sql, values).fetchall()

    def one(self, sql: str, *values: Any) -> Any:
        """Return the first column of the first row, or ``None``."""
        with self._lock, _said():
            row = self._connection.execute(sql, values).fetchone()
        return None if row is None else row[0]

    def write(self, sql: str, *values: Any) -> int:
        """Run one statement in a transaction of its own and return how many rows it changed."""
        with self.transaction() as connection:
            return connection.execute(sql, values).rowcount

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it or none; the write lock is taken at once, so that what is read inside stays true."""
        with self._lock, _said():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def compact(self) -> None:
        """Write the file anew and empty its log, so that no old page of either holds what was taken out."""
        with self._lock, _said():
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise ToolFailed(
            f"The ledger cannot be used now ({error}); see that the disk has room and try again."
        ) from error
