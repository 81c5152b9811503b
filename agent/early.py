"""Cut-outs that are begun before their brief is sent, each in its own thread, while nobody else needs the cores."""

import hashlib
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from agent.ahead import AheadCutter
from agent.priority import stand_back
from agent.queue import FairQueue, owner_of
from agent.uploads import read_upload
from tools.context import Context
from tools.engines.decoded import decoded
from tools.errors import ParureError
from tools.product_photo import is_outdated, read_early
from tools.store.store import Store

PASSED_OVER = (ParureError, OSError, ValueError, MemoryError, sqlite3.Error)
"""What may stop a cut-out that nobody has asked for yet: the turn that asks will say it, or the program ends."""


class Early:
    """Begins with photos that will be sent; what comes of it stays in memory."""

    def __init__(
        self, store: Store, cuts: FairQueue, cutter: Callable[[], AheadCutter], context: Callable[[str], Context]
    ) -> None:
        self._store, self._cuts, self._cutter, self._context = store, cuts, cutter, context
        self._threads: list[threading.Thread] = []

    def start(self, photo: Path, thread: str, wake: bool = True) -> None:
        """``cut`` in a thread of its own."""
        self._threads = [each for each in self._threads if each.is_alive()]
        self._threads.append(threading.Thread(target=self.cut, args=(photo, thread, wake), daemon=True))
        self._threads[-1].start()

    def cut(self, photo: Path, thread: str, wake: bool = True) -> None:
        """Cut a product out that will be sent, and ``wake`` the studio, if nobody else needs the cores.

        A file that is no photo is passed over: its turn will say so.
        """
        if not self._cuts.idle:
            return
        with suppress(*PASSED_OVER), self._cuts.turn(owner_of(thread), lambda _: None, lambda: False):
            if wake:
                stand_back()  # a page is there
                self._context(thread).studio.warm_up()
            data = read_upload(photo)
            sha256 = hashlib.sha256(data).hexdigest()
            product = self._store.ledger.product(sha256)
            pixels = decoded(data, photo.name)
            if pixels.alpha is None and is_outdated(product):
                packed = self._cutter().cut_early(pixels.pixels)
                if packed is not None:
                    read_early(sha256, pixels.pixels, packed)

    def end(self) -> None:
        """Wait for what was begun."""
        for each in self._threads:
            each.join()
