"""One message at a time in a talk: whoever comes second, in another thread or process, waits.

The system drops a lock when its process ends, however it ends, so a killed run leaves nobody waiting.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from tools.errors import ToolFailed

LOOK_AGAIN = 0.2
"""Seconds between two looks at whether the talk is free, and at whether anybody still waits."""


class Turns:
    """The locks of a home's talks, one file each."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @contextmanager
    def take(self, thread: str, waiting: Callable[[], None], cancelled: Callable[[], bool]) -> Iterator[None]:
        """Hold the talk ``thread`` for a ``with`` block. ``waiting`` is called once when somebody else holds it.

        Raises ``ToolFailed`` when it is cancelled while it waits.
        """
        self._root.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(thread.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        lock = FileLock(str(self._root / f"{name}.lock"), thread_local=False)
        if not _taken(lock, 0.0):
            waiting()
            while not _taken(lock, LOOK_AGAIN):
                if cancelled():
                    raise ToolFailed("Cancelled while an earlier message of this conversation was under way.")
        try:
            yield
        finally:
            lock.release()


def _taken(lock: FileLock, seconds: float) -> bool:
    try:
        lock.acquire(timeout=seconds)
    except Timeout:
        return False
    return True
