"""Pictures by the SHA-256 of their bytes: ``images/ab/cdef….png``. Written once, never changed."""

import hashlib
import re
from pathlib import Path

from tools.errors import BadRequest, ToolFailed
from tools.store.atomic import Workplace

_SHA256 = re.compile(r"[0-9a-f]{64}")
_SUFFIX = re.compile(r"[a-z0-9]{1,8}")


class Images:
    """The folder of pictures."""

    def __init__(self, root: Path, workplace: Workplace) -> None:
        self._root = root
        self._workplace = workplace

    def put(self, data: bytes, suffix: str) -> str:
        """Keep ``data`` and return its SHA-256. The same bytes are kept once, under the first suffix given."""
        ending = suffix.lower().lstrip(".")
        if not _SUFFIX.fullmatch(ending):
            raise ValueError(f"not a file ending: {suffix!r}")
        sha256 = hashlib.sha256(data).hexdigest()
        if self._find(sha256) is None:
            self._workplace.write(data, self._root / sha256[:2] / f"{sha256[2:]}.{ending}")
        return sha256

    def path(self, sha256: str) -> Path:
        """Return where the picture lies. Raises ``BadRequest`` when it is not kept here."""
        found = self._find(sha256)
        if found is None:
            raise BadRequest(f"The picture {sha256[:16]} is not in this store; upload it again.")
        return found

    def read(self, sha256: str) -> bytes:
        """Return the bytes. Raises ``BadRequest`` when absent, ``ToolFailed`` when they are no longer the same."""
        data = self.path(sha256).read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ToolFailed(f"The kept picture {sha256[:16]} is damaged on disk; upload it again.")
        return data

    def remove(self, sha256: str) -> bool:
        """Take a picture off the disk; return whether it was there."""
        found = self._find(sha256)
        if found is not None:
            found.unlink()
        return found is not None

    def _find(self, sha256: str) -> Path | None:
        if not _SHA256.fullmatch(sha256):
            raise BadRequest("A kept picture is named by the 64 hex digits of its SHA-256.")
        return next(iter(sorted((self._root / sha256[:2]).glob(f"{sha256[2:]}.*"))), None)
