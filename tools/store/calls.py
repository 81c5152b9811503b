"""Calls of tools: begun, done or failed, and what became of those a killed process left."""

from tools.store.credits import Credits
from tools.store.database import Database


class Calls:
    """One row per call. A call that is done is not run again, and is charged in the same stroke that ends it."""

    def __init__(self, database: Database, credits: Credits, owner: str) -> None:
        self._database = database
        self._credits = credits
        self._owner = owner

    def done(self, key: str) -> str | None:
        """Return the outcome (JSON) that a call with this key had, or ``None`` when it has to be run."""
        outcome = self._database.one("SELECT outcome FROM calls WHERE key = ? AND status = 'done'", key)
        return None if outcome is None else str(outcome)

    def begin(self, key: str, thread: str, tool: str, args: str) -> None:
        """Note that the call runs in this process; ``args`` is JSON."""
        self._database.write(
            "INSERT OR REPLACE INTO calls (key, thread, tool, args, owner, status) VALUES (?, ?, ?, ?, ?, 'running')",
            *(key, thread, tool, args, self._owner),
        )

    def finish(self, key: str, tool: str, outcome: str, credits: int) -> None:
        """Note the outcome (JSON) and take the credits, both or neither. Raises ``BudgetExceeded``."""
        with self._database.transaction() as connection:
            self._credits.charge_within(connection, key, tool, credits)
            sql = "UPDATE calls SET status = 'done', outcome = ? WHERE key = ?"
            connection.execute(sql, (outcome, key))

    def fail(self, key: str, sentence: str) -> None:
        """Note why the call came to nothing."""
        self._database.write(
            "UPDATE calls SET status = 'failed', outcome = ? WHERE key = ? AND status = 'running'", sentence, key
        )

    def interrupt(self, owner: str) -> None:
        """Mark what a dead process left running. It is never charged."""
        sql = "UPDATE calls SET status = 'interrupted' WHERE owner = ? AND status = 'running'"
        self._database.write(sql, owner)

    def statuses(self, thread: str) -> tuple[tuple[str, str], ...]:
        """Return (tool, status) of a thread's calls, oldest first."""
        rows = self._database.rows("SELECT tool, status FROM calls WHERE thread = ? ORDER BY rowid", thread)
        return tuple((tool, status) for tool, status in rows)

    def spent(self, thread: str) -> int:
        """Return the credits that a thread's calls were charged."""
        sql = "SELECT coalesce(-sum(amount), 0) FROM credits JOIN calls USING (key) WHERE thread = ?"
        return int(self._database.one(sql, thread))
