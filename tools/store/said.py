"""What was said in each talk, so that a page that loads again shows it again."""

from typing import Any

from tools.specs.said import Said
from tools.store.database import Database


class Transcript:
    """One row for each side of a turn; written again, it is the same row."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def say(self, thread: str, said: Said) -> None:
        """Keep ``said``, or put it in the place of what that side said in that turn."""
        sql = "INSERT OR REPLACE INTO said (thread, turn, side, body) VALUES (?, ?, ?, ?)"
        self._database.write(sql, thread, said.turn, said.side, said.model_dump_json())

    def read(self, thread: str) -> tuple[Said, ...]:
        """Return what was said in ``thread``, oldest first; a person speaks first in a turn."""
        sql = "SELECT body FROM said WHERE thread = ? ORDER BY turn, side = 'parure'"
        return tuple(Said.model_validate_json(row[0]) for row in self._database.rows(sql, thread))

    def next_turn(self, thread: str) -> int:
        """Return the number of the thread's next turn, from 0: a turn that got no reply is begun again as itself."""
        last: Any = self._database.one("SELECT max(turn) FROM said WHERE thread = ? AND side = 'parure'", thread)
        return 0 if last is None else int(last) + 1

    def threads(self, prefix: str) -> tuple[str, ...]:
        """Return the talks whose name begins with ``prefix``, the one spoken in last first."""
        sql = "SELECT thread FROM said WHERE substr(thread, 1, ?) = ? GROUP BY thread ORDER BY max(rowid) DESC"
        return tuple(row[0] for row in self._database.rows(sql, len(prefix), prefix))
