"""Credits: what was granted and what was charged, once per key."""

import uuid
from sqlite3 import Connection

from tools.errors import BadRequest, BudgetExceeded
from tools.store.database import Database

MOST_AT_ONCE = 1_000_000_000
_BALANCE = "SELECT coalesce(sum(amount), 0) FROM credits"
_UNLIMITED = "SELECT count(*) FROM flags WHERE name = 'unlimited' AND value = '1'"


class Credits:
    """The account of this machine. 1 credit is 1 cent of what the work would cost elsewhere."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def balance(self) -> int | None:
        """Return what is left, ``None`` when unlimited."""
        return None if self._database.one(_UNLIMITED) else int(self._database.one(_BALANCE))

    def charge(self, key: str, tool: str, credits: int) -> None:
        """Take ``credits`` once per ``key``. Raises ``BudgetExceeded``; then nothing is taken."""
        with self._database.transaction() as connection:
            self.charge_within(connection, key, tool, credits)

    def charge_within(self, connection: Connection, key: str, tool: str, credits: int) -> None:
        """``charge`` as a part of a wider transaction."""
        if credits < 0:
            raise ValueError("a charge is not negative")
        if connection.execute("SELECT 1 FROM credits WHERE key = ?", (key,)).fetchone() is not None:
            return
        # While unlimited the work is noted at no cost, so that counting can begin again where it stopped.
        cost = 0 if connection.execute(_UNLIMITED).fetchone()[0] else credits
        left = int(connection.execute(_BALANCE).fetchone()[0])
        if cost > left:
            raise BudgetExceeded(
                f"{tool} costs {credits} credits and {left} are left; `parure credits add N` adds more."
            )
        connection.execute("INSERT INTO credits (key, tool, amount) VALUES (?, ?, ?)", (key, tool, -cost))

    def grant(self, credits: int) -> None:
        """Add ``credits``. Raises ``BadRequest`` outside 1 to a billion."""
        if not 1 <= credits <= MOST_AT_ONCE:
            raise BadRequest(f"Credits to add must be a number from 1 to {MOST_AT_ONCE}.")
        sql = "INSERT INTO credits (key, tool, amount) VALUES (?, 'grant', ?)"
        self._database.write(sql, f"grant-{uuid.uuid4().hex}", credits)

    def set_unlimited(self, unlimited: bool) -> None:
        """Stop or start counting."""
        sql = "INSERT OR REPLACE INTO flags (name, value) VALUES ('unlimited', ?)"
        self._database.write(sql, str(int(unlimited)))
