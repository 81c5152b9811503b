"""What language models were asked, in tokens, and what it cost."""

from dataclasses import dataclass, replace

from tools.store.database import Database


@dataclass(frozen=True)
class Spent:
    """One answer of a model, or the sum of several.

    ``cents`` is missing where nobody told a price. ``counted`` is false where a server told no numbers and the tokens
    were reckoned from the letters.
    """

    read: int
    written: int
    cents: float | None = None
    counted: bool = True

    def priced(self, read: float | None, written: float | None) -> "Spent":
        """Return it with its cost, from the dollars that a million tokens cost to read and to write."""
        if read is None and written is None:
            return self
        return replace(self, cents=((read or 0.0) * self.read + (written or 0.0) * self.written) / 10_000)


class Spending:
    """One row an answer. It is no charge: credits are the pictures'."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, model: str, spent: Spent) -> None:
        """Keep what one answer took."""
        self._database.write(
            "INSERT INTO answers (model, tokens_read, tokens_written, cents, counted) VALUES (?, ?, ?, ?, ?)",
            *(model, spent.read, spent.written, spent.cents, int(spent.counted)),
        )

    def by_model(self) -> tuple[tuple[str, int, Spent], ...]:
        """Return (model, answers, what they took together) by the model's name."""
        rows = self._database.rows(
            "SELECT model, count(*), sum(tokens_read), sum(tokens_written), sum(cents), min(counted)"
            " FROM answers GROUP BY model ORDER BY model"
        )
        return tuple((model, count, Spent(read, written, cents, bool(all_)))
                     for model, count, read, written, cents, all_ in rows)  # fmt: skip
