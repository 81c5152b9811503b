"""Whose talks are whose on the page: a random name in a signed cookie, and the one check of what it may see."""

import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path

from tools.errors import BadRequest

SECRET_BYTES = 32
_OWNER = re.compile(r"[0-9a-f]{24}")
_TALK = re.compile(r"[0-9a-f]{12}")


class Owners:
    """Signs and reads the cookie. With a password only those who gave it hold a cookie that reads."""

    def __init__(self, home: Path, password: str | None = None) -> None:
        """Read, or make, the secret in ``home`` (mode 0600). Raises ``BadRequest`` when that cannot be."""
        self._key = _secret(home.expanduser() / "page.secret")
        self._password = password or ""

    @property
    def cookie(self) -> str:
        """The cookie's name, another for each home: two servers on one machine leave each other's alone."""
        return f"parure_{self._mac('cookie')[:8]}"

    @property
    def locked(self) -> bool:
        """Whether a password is asked."""
        return bool(self._password)

    def admits(self, password: str) -> bool:
        """Say whether this is the password, in a time that does not tell how much of it is right."""
        return hmac.compare_digest(password.encode(), self._password.encode())

    def sign(self, owner: str) -> str:
        """Return the cookie's value for ``owner``."""
        return f"{owner}.{self._mac(owner + self._password)}"

    def read(self, value: str | None) -> str | None:
        """Return the owner in a cookie's value, or nothing when it was not signed here."""
        owner = (value or "").partition(".")[0]
        if not _OWNER.fullmatch(owner):
            return None
        return owner if hmac.compare_digest((value or "").encode(), self.sign(owner).encode()) else None

    def _mac(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()


def new_owner() -> str:
    """Return a name that nobody can guess."""
    return secrets.token_hex(12)


def new_talk() -> str:
    """Return the id of a new talk, as it stands in the page's address."""
    return secrets.token_hex(6)


def thread_of(owner: str, talk: str) -> str | None:
    """Return the thread's name of an owner's talk, or nothing when ``talk`` is no id."""
    return f"{owner}.{talk}" if _TALK.fullmatch(talk) else None


def talk_of(thread: str) -> str:
    """Return the id of a thread's talk."""
    return thread.partition(".")[2]


def owner_in(thread: str) -> str:
    """Return the owner of a talk on the page; of any other thread none: that is work at the machine itself."""
    owner, _, talk = thread.partition(".")
    return owner if _OWNER.fullmatch(owner) and _TALK.fullmatch(talk) else ""


def owns(owner: str | None, thread: str) -> bool:
    """Say whether the thread is the owner's."""
    return owner is not None and thread_of(owner, talk_of(thread)) == thread


def _secret(path: Path) -> bytes:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(secrets.token_bytes(SECRET_BYTES))
        except FileExistsError:
            path.chmod(0o600)
        key = path.read_bytes()
    except OSError as error:
        raise BadRequest(f"{path} cannot be used ({error.strerror}); see that the folder is yours.") from error
    if len(key) != SECRET_BYTES:
        raise BadRequest(f"{path} is damaged; remove it (the page then knows nobody's earlier conversations).")
    return key
