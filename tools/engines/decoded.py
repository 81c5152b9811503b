"""The pictures that were decoded and placed last, by the hashes of their files: once for all who need them.

A picture is made from the photo and the cut-out, and its receipt is measured against the same two files. What is given
back is read-only and is what doing it anew would give; a file that differs in one bit is another one.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from tools.engines.composite import Placed, place
from tools.engines.decode import Photo, decode, decode_rgba
from tools.engines.image import Bytes8
from tools.specs.steps import Placement

PHOTOS = 200_000_000
"""Bytes of pixels that are kept: a photo of 12 MP and its cut-out take 84 million."""

PLACED = 40_000_000
"""Bytes of placed products that are kept: one in a frame of 4 MP takes 32 million."""

AT_ONCE = threading.BoundedSemaphore(2)
"""Files decoded at a time: ten people who drop a photo each would keep the page itself waiting for a core."""

T = TypeVar("T")


class Kept(Generic[T]):
    """A bounded memory; what was used longest ago leaves first. Safe to share between threads."""

    def __init__(self, limit: int, weigh: Callable[[T], int]) -> None:
        """``limit`` is in bytes, ``weigh`` says how many a thing takes. Two things are kept whatever they weigh."""
        self._limit = limit
        self._weigh = weigh
        self._lock = threading.Lock()
        self._things: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what ``make`` gave for ``key`` before, or gives now."""
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
        made = make()
        with self._lock:
            self._things[key] = made
            while len(self._things) > 2 and self.size > self._limit:
                self._things.popitem(last=False)
        return made

    @property
    def size(self) -> int:
        """Bytes that are kept now."""
        return sum(self._weigh(thing) for thing in self._things.values())


def weigh_photo(photo: Photo) -> int:
    """Return the bytes of a photo's pixels."""
    return photo.pixels.nbytes + (0 if photo.alpha is None else photo.alpha.nbytes)


def _weigh_placed(placed: Placed) -> int:
    return placed.source.nbytes + placed.foreground.nbytes + placed.alpha.nbytes + placed.core.nbytes


_PHOTOS: Kept[Photo] = Kept(PHOTOS, weigh_photo)
_PLACED: Kept[Placed] = Kept(PLACED, _weigh_placed)


def decoded(data: bytes, name: str = "the file", kept: Kept[Photo] = _PHOTOS) -> Photo:
    """Return ``decode(data, name)``."""
    return decoded_file(_sha256(data), lambda: data, name, kept)


def decoded_file(sha256: str, read: Callable[[], bytes], name: str, kept: Kept[Photo] = _PHOTOS) -> Photo:
    """Return ``decode(read(), name)`` of the file of that hash."""

    def make() -> Photo:
        with AT_ONCE:
            return decode(read(), name)

    return kept.get(("photo", sha256), make)


def decoded_rgba(data: bytes, name: str = "the file", kept: Kept[Photo] = _PHOTOS) -> Bytes8:
    """Return ``decode_rgba(data, name)``, H×W×4."""
    return decoded_rgba_file(_sha256(data), lambda: data, name, kept)


def decoded_rgba_file(sha256: str, read: Callable[[], bytes], name: str, kept: Kept[Photo] = _PHOTOS) -> Bytes8:
    """Return ``decode_rgba(read(), name)``, H×W×4, of the file of that hash."""

    def make() -> Photo:
        with AT_ONCE:
            return Photo(decode_rgba(read(), name))

    return kept.get(("rgba", sha256), make).pixels


def keep_decoded(sha256: str, rgba: Bytes8, kept: Kept[Photo] = _PHOTOS) -> None:
    """Keep H×W×4 ``rgba``, read-only, as what the file of that hash decodes to: who just wrote it knows."""
    kept.get(("rgba", sha256), lambda: Photo(rgba))


@dataclass(frozen=True)
class Product:
    """A photo (H×W×3) and its cut-out (H×W×4), decoded, with the SHA-256 of the file that each came from."""

    source: Bytes8
    cutout: Bytes8
    source_sha256: str
    cutout_sha256: str


def placed_once(
    product: Product, placement: Placement, width: int, height: int, kept: Kept[Placed] = _PLACED
) -> Placed:
    """Return ``place`` of the product in a frame of width × height pixels."""

    def make() -> Placed:
        placed = place(product.source, product.cutout, placement, width, height)
        for pixels in (placed.source, placed.foreground, placed.alpha, placed.core):
            pixels.setflags(write=False)
        return placed

    return kept.get((product.source_sha256, product.cutout_sha256, placement, width, height), make)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
