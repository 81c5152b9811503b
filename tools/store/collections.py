"""Collections: to which sheets a person agreed, and what became of each output of each row."""

from tools.specs.sheet import RowOutcome
from tools.store.database import Database


class Collections:
    """One row per thread and piece of work; a killed run goes on with what is not done there.

    Work is named by what is made of what, not by the sheet or the line: a sheet in which one row was put right makes
    that row alone.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def agree(self, thread: str, sheet: str, credits: int) -> None:
        """Note that the person agreed to the sheet (its SHA-256) at this price."""
        sql = "INSERT OR REPLACE INTO agreements (thread, sheet, credits) VALUES (?, ?, ?)"
        self._database.write(sql, thread, sheet, credits)

    def agreed(self, thread: str, sheet: str) -> int | None:
        """Return the price that was agreed to, or nothing."""
        found = self._database.one("SELECT credits FROM agreements WHERE thread = ? AND sheet = ?", thread, sheet)
        return None if found is None else int(found)

    def save(self, thread: str, work: str, outcome: RowOutcome) -> None:
        """Keep what became of an output; what was known of it before is replaced."""
        sql = "INSERT OR REPLACE INTO outcomes (thread, work, output, status, look, body) VALUES (?, ?, ?, ?, ?, ?)"
        body = outcome.model_dump_json()
        self._database.write(sql, thread, work, outcome.output, outcome.status, outcome.look, body)

    def done(self, thread: str, work: str) -> RowOutcome | None:
        """Return what came of a piece of work that is done."""
        body = self._database.one(
            "SELECT body FROM outcomes WHERE thread = ? AND work = ? AND status = 'done'", thread, work
        )
        return None if body is None else RowOutcome.model_validate_json(body)

    def first_of(self, thread: str, look: str) -> str | None:
        """Return the id of the picture with which a look began in the thread: the others are taken on its set."""
        sql = "SELECT body FROM outcomes WHERE thread = ? AND look = ? AND status = 'done' ORDER BY place LIMIT 1"
        body = self._database.one(sql, thread, look)
        return None if body is None else RowOutcome.model_validate_json(body).asset

    def all(self, thread: str) -> tuple[RowOutcome, ...]:
        """Return what is known of the thread's sheets, in the order in which it came to its end."""
        rows = self._database.rows("SELECT body FROM outcomes WHERE thread = ? ORDER BY place", thread)
        return tuple(RowOutcome.model_validate_json(row[0]) for row in rows)
