"""Files that are whole or absent, and the folder in which they are prepared.

Every process that opens a store holds a lock on a folder of its own under ``PARURE_HOME/working``. The system
drops the lock when the process ends, however it ends; so a folder whose lock can be taken was left by a dead one.
"""

import os
import shutil
import uuid
from pathlib import Path

from filelock import FileLock, Timeout

from tools.errors import ToolFailed


class Workplace:
    """This process's folder for files under way. ``owner`` is its name."""

    def __init__(self, root: Path) -> None:
        """Take a folder under ``root``. Raises ``OSError`` when that cannot be written."""
        root.mkdir(parents=True, exist_ok=True)
        self._root = root
        self.owner = uuid.uuid4().hex
        self.folder = root / self.owner
        self._lock = FileLock(str(root / f"{self.owner}.lock"), thread_local=False)
        with FileLock(str(root / "door")):
            self._lock.acquire(timeout=0)
            self.folder.mkdir()

    def dead(self) -> tuple[str, ...]:
        """Return the owners whose process ended without ``leave``."""
        with FileLock(str(self._root / "door")):
            return tuple(lock.stem for lock in sorted(self._root.glob("*.lock")) if self._is_dead(lock))

    def sweep(self, owner: str) -> None:
        """Remove what a dead process had under way."""
        shutil.rmtree(self._root / owner, ignore_errors=True)
        (self._root / f"{owner}.lock").unlink(missing_ok=True)

    def _is_dead(self, lock: Path) -> bool:
        if lock.stem == self.owner:
            return False
        probe = FileLock(str(lock), thread_local=False)
        try:
            probe.acquire(timeout=0)
        except Timeout:
            return False
        probe.release()
        return True

    def write(self, data: bytes, target: Path) -> None:
        """Put ``data`` at ``target``: written beside, flushed to the disk, then renamed in one stroke.

        Raises ``ToolFailed`` when the disk does not take it.
        """
        draft = self.folder / uuid.uuid4().hex
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
            if os.name == "posix":
                _flush_folder(target.parent)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise ToolFailed(f"{target.parent} does not take the file ({error.strerror}); make room there.") from error

    def leave(self) -> None:
        """Give the folder back; what was not finished in it goes."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.release()
        Path(self._lock.lock_file).unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
