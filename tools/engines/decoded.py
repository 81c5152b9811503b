"""The pictures that were decoded last, by the hash of their files: one file is decoded once for all who need it.

A picture is made from the photo and the cut-out, and its receipt is measured against the same two files. What is given
back is read-only and is what decoding the bytes anew would give; a file that differs in one bit is another one.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable

from tools.engines.decode import Photo, decode, decode_rgba
from tools.engines.image import Bytes8

LIMIT = 200_000_000
"""Bytes of pixels that are kept: a photo of 12 MP and its cut-out take 84 million."""


class Kept:
    """A bounded memory; what was used longest ago leaves first. Safe to share between threads."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._photos: OrderedDict[tuple[str, bytes], Photo] = OrderedDict()

    def get(self, data: bytes, kind: str, read: Callable[[], Photo]) -> Photo:
        """Return what ``read`` made of ``data`` for ``kind`` before, or makes of it now."""
        key = (kind, hashlib.sha256(data).digest())
        with self._lock:
            if key in self._photos:
                self._photos.move_to_end(key)
                return self._photos[key]
        photo = read()
        with self._lock:
            self._photos[key] = photo
            while len(self._photos) > 1 and self.size > self._limit:
                self._photos.popitem(last=False)
            if self.size > self._limit:
                self._photos.clear()
        return photo

    @property
    def size(self) -> int:
        """Bytes of pixels that are kept now."""
        return sum(p.pixels.nbytes + (0 if p.alpha is None else p.alpha.nbytes) for p in self._photos.values())


_KEPT = Kept()


def decoded(data: bytes, name: str = "the file", kept: Kept = _KEPT) -> Photo:
    """Return ``decode(data, name)``."""
    return kept.get(data, "photo", lambda: decode(data, name))


def decoded_rgba(data: bytes, name: str = "the file", kept: Kept = _KEPT) -> Bytes8:
    """Return ``decode_rgba(data, name)``, H×W×4."""
    return kept.get(data, "rgba", lambda: Photo(decode_rgba(data, name))).pixels
