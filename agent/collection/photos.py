"""The photos of a sheet: beside it in a folder, packed in a zip, or uploaded with it; found by name or by SKU."""

import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePosixPath

from agent.text import fold
from tools.errors import BadRequest

PHOTOS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".tif", ".tiff", ".bmp", ".gif", ".avif"})
MOST_FILES = 50_000
MOST_BYTES = 60_000_000
"""A photo may be as large as on the page."""
_ADDRESS = re.compile(r"^[a-z][a-z0-9+]*://", re.IGNORECASE)
_BETWEEN = re.compile(r"[^\w]+|_")
Read = Callable[[], bytes]


@dataclass(frozen=True)
class Photos:
    """Photos by their path within ``where``, a name for sentences. Nothing is read before it is asked for."""

    where: str
    files: Mapping[str, Read]
    _paths: dict[str, list[str]] = field(default_factory=dict)
    _names: dict[str, list[str]] = field(default_factory=dict)
    _stems: dict[str, list[str]] = field(default_factory=dict)
    _begun: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in sorted(self.files):
            pure = PurePosixPath(path)
            self._paths.setdefault(fold(path), []).append(path)
            self._names.setdefault(fold(pure.name), []).append(path)
            self._stems.setdefault(_plain(pure.stem), []).append(path)
            for begun in _beginnings(pure.stem):
                self._begun.setdefault(begun, []).append(path)

    def find(self, named: str, sku: str) -> str:
        """Return the path of a row's photo. Raises ``BadRequest`` when there is none, or when several could be it."""
        if not named:
            return self._by_sku(sku)
        if _ADDRESS.match(named):
            raise BadRequest(f"{_short(named)} is an address: put the photo itself beside the sheet and name its file.")
        wanted = named.replace("\\", "/")
        pure = PurePosixPath(wanted)
        if ".." in pure.parts:
            raise BadRequest(f"{_short(named)} leads out of {self.where}: put the photo beside the sheet.")
        path = fold(re.sub(r"^(?:\./)+", "", wanted))
        stem = pure.stem if pure.suffix.lower() in PHOTOS else pure.name
        for kept, key in ((self._paths, path), (self._names, fold(pure.name)), (self._stems, _plain(stem))):
            if found := kept.get(key):
                return _only(found, named)
        raise BadRequest(f"There is no photo {_short(named)} in {self.where}.")

    def read(self, path: str) -> bytes:
        """Return a photo's file. Raises ``BadRequest`` when it cannot be read."""
        return self.files[path]()

    def _by_sku(self, sku: str) -> str:
        """Return the photo called like the SKU, else the first of those whose name begins with it."""
        wanted = _plain(sku)
        if found := self._stems.get(wanted):
            return _only(found, sku)
        if begun := self._begun.get(wanted):
            return begun[0]
        raise BadRequest(f"There is no photo called {_short(sku)} in {self.where}, and the sheet names none.")


def photos_in(folder: Path) -> Photos:
    """Return the photos in a folder and its folders. Links that lead out of it are passed over.

    Raises ``BadRequest`` when it cannot be listed.
    """
    root = folder.resolve()
    if not root.is_dir():
        raise BadRequest(f"There is no folder {folder}; name the photos' folder, or a zip of them, with --photos.")
    files: dict[str, Read] = {}
    for path in islice(_listed(root), MOST_FILES):
        files[path.relative_to(root).as_posix()] = _reader(path)
    return Photos(folder.name or str(folder), files)


def photos_packed(data: Callable[[], zipfile.ZipFile], where: str) -> Photos:
    """Return the photos in a zip; ``data`` opens it. Raises ``BadRequest`` when it is damaged."""
    try:
        with data() as packed:
            entries = packed.infolist()[:MOST_FILES]
    except (zipfile.BadZipFile, OSError) as error:
        raise BadRequest(f"{where} is no zip, or is damaged: pack the photos anew.") from error
    shown = (each for each in entries if not each.is_dir() and _is_photo(PurePosixPath(each.filename)))
    return Photos(where, {each.filename: _unpacker(data, each, where) for each in shown})


def together(photos: Iterable[Photos], where: str) -> Photos:
    """Return several lots of photos as one; of the same path the first counts."""
    files: dict[str, Read] = {}
    for each in photos:
        files = {**each.files, **files}
    return Photos(where, files)


def _is_photo(path: PurePosixPath) -> bool:
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return path.suffix.lower() in PHOTOS and not hidden


def _listed(root: Path) -> Iterable[Path]:
    for folder, inner, names in os.walk(root):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder) / name
            within = not path.is_symlink() or path.resolve().is_relative_to(root)
            if within and _is_photo(PurePosixPath(name)):
                yield path


def _reader(path: Path) -> Read:
    def read() -> bytes:
        from tools.engines.decode import read_photo_file

        return read_photo_file(path)

    return read


def _unpacker(data: Callable[[], zipfile.ZipFile], entry: zipfile.ZipInfo, where: str) -> Read:
    def read() -> bytes:
        name = PurePosixPath(entry.filename).name
        if entry.file_size > MOST_BYTES:
            raise BadRequest(f"{name} in {where} is larger than {MOST_BYTES // 1_000_000} MB: export it smaller.")
        try:
            with data() as packed, packed.open(entry) as file:
                return file.read(MOST_BYTES)
        except (
            zipfile.BadZipFile,
            OSError,
            RuntimeError,
            NotImplementedError,
            EOFError,
            ValueError,
            zlib.error,
        ) as error:
            raise BadRequest(f"{name} in {where} cannot be unpacked: pack it anew, without a password.") from error

    return read


def _plain(stem: str) -> str:
    """Return a file's or a product's name as far as two spellings of it agree."""
    return " ".join(_BETWEEN.sub(" ", fold(stem)).split())


def _beginnings(stem: str) -> list[str]:
    """Return what the name begins with, word by word: a photo R-1_2 is one of R-1."""
    words = _plain(stem).split()
    return [" ".join(words[:count]) for count in range(1, len(words))]


def _only(found: list[str], named: str) -> str:
    if len(found) > 1:
        raise BadRequest(f"{_short(named)} may be {found[0]} or {found[1]}: write the folder before the name.")
    return found[0]


def _short(named: str) -> str:
    return repr(named if len(named) <= 60 else named[:57] + "…")
