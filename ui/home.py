"""One owner per home: while the page is served, its process says here where it is, and the command line goes there."""

import ipaddress
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.errors import BadRequest

if TYPE_CHECKING:
    from filelock import FileLock

NOTE = "serve.json"
LOCK = "serve.lock"
PATIENCE = 2.0
"""Seconds that a server waits for the lock: a command that looks whether anybody holds it has it for a moment."""


@dataclass(frozen=True)
class Served:
    """Where a home's page is served, and the token that opens its door to programs of the same user."""

    pid: int
    host: str
    port: int
    token: str

    @property
    def address(self) -> str:
        """The address, as this machine reaches it."""
        host = ipaddress.ip_address(self.host)
        if host.is_unspecified:
            host = ipaddress.ip_address("127.0.0.1" if host.version == 4 else "::1")
        return f"http://[{host}]:{self.port}" if host.version == 6 else f"http://{host}:{self.port}"


@contextmanager
def served_from(home: Path, host: str, port: int) -> Iterator[Served]:
    """Own ``home`` for a ``with`` block and write down that it is served at ``host`` (an IP address) and ``port``.

    Raises ``BadRequest`` when another process serves it. The system gives the lock back however the process ends.
    """
    from filelock import Timeout

    home = home.expanduser()
    lock = _lock(home)
    try:
        lock.acquire(timeout=PATIENCE)
    except Timeout:
        served = _noted(home)
        where = f" at {served.address}" if served else ""
        raise BadRequest(f"The page of {home} is open already{where}; use that one, or stop it first.") from None
    try:
        served = Served(os.getpid(), host, port, secrets.token_urlsafe(32))
        _write(home / NOTE, served)
        yield served
    finally:
        (home / NOTE).unlink(missing_ok=True)
        lock.release()


def serving(home: Path) -> Served | None:
    """Return where ``home`` is served, or nothing when nobody does. What a killed server left behind counts as nothing.

    Raises ``BadRequest`` when somebody serves it and does not say where.
    """
    home = home.expanduser()
    if not (home / NOTE).exists() or _free(home):
        return None
    served = _noted(home)
    if served is None and not _free(home):
        raise BadRequest(
            f"{home / NOTE} cannot be read while the page is open; stop `parure serve` and start it again."
        )
    return served


def _lock(home: Path) -> "FileLock":
    from filelock import FileLock

    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadRequest(f"The folder {home} cannot be made ({error.strerror}); set PARURE_HOME to another.") from error
    return FileLock(str(home / LOCK), thread_local=False)


def _free(home: Path) -> bool:
    from filelock import Timeout

    lock = _lock(home)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    lock.release()
    return True


def _noted(home: Path) -> Served | None:
    try:
        return Served(**json.loads((home / NOTE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _write(path: Path, served: Served) -> None:
    """Write the note whole or not at all, for its owner's eyes only."""
    draft = path.with_name(f".{path.name}.{served.pid}")
    try:
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(asdict(served), file)
        draft.replace(path)
    except OSError as error:
        raise BadRequest(f"{path} cannot be written ({error.strerror}); see that the folder is yours.") from error
