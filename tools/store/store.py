"""The store: all that is kept under ``PARURE_HOME``."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from tools.errors import BadRequest
from tools.store.atomic import Workplace
from tools.store.database import Database
from tools.store.images import Images
from tools.store.ledger import Ledger
from tools.store.plates import FOUR_GIGABYTES, Plates
from tools.store.turns import Turns


@dataclass(frozen=True)
class Store:
    """Pictures, ledger, plates and turns of one home."""

    home: Path
    images: Images
    ledger: Ledger
    plates: Plates
    turns: Turns
    _database: Database
    _workplace: Workplace

    @classmethod
    def open(cls, home: Path, plates_limit: int = FOUR_GIGABYTES) -> "Store":
        """Open, or make, the store in ``home``; sweep what killed processes left. ``plates_limit`` is in bytes.

        Raises ``BadRequest`` when the folder cannot be written or its ledger cannot be read.
        """
        home = home.expanduser()
        try:
            home.mkdir(parents=True, exist_ok=True)
            workplace = Workplace(home / "working")
            database = Database(home / "ledger.sqlite")
        except OSError as error:
            raise BadRequest(
                f"The folder {home} cannot be written ({error.strerror}); set PARURE_HOME to one that can."
            ) from error
        except sqlite3.Error as error:
            raise BadRequest(
                f"The ledger {home / 'ledger.sqlite'} cannot be opened ({error}); "
                "put back a copy of it, or set PARURE_HOME to another folder."
            ) from error
        ledger = Ledger(database, workplace.owner)
        for owner in workplace.dead():
            ledger.calls.interrupt(owner)
            workplace.sweep(owner)
        images = Images(home / "images", workplace)
        plates, turns = Plates(home / "plates", workplace, plates_limit), Turns(home / "turns")
        return cls(home, images, ledger, plates, turns, database, workplace)

    def close(self) -> None:
        """Close the ledger and give the working folder back; what still runs counts as interrupted."""
        self.ledger.calls.interrupt(self._workplace.owner)
        self._database.close()
        self._workplace.leave()
