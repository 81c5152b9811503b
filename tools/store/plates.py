"""Rendered plates kept for the next edit: linear HDR RGB as half floats, the oldest unused ones leave first.

A plate of all lights is one file, the plates of each light of a set are one more: they are there together or not.
"""

import contextlib
import io
import os
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from tools.specs.words import LightName
from tools.store.atomic import Workplace

Plate = NDArray[np.float32]
Half = NDArray[np.float16]
Lights = dict[LightName, Half]

FOUR_GIGABYTES = 4_000_000_000
_KEY = re.compile(r"[0-9a-zA-Z_-]{1,128}")
_LARGEST_HALF = 65504.0


class Plates:
    """A bounded cache on disk; losing it costs a render and nothing else."""

    def __init__(self, root: Path, workplace: Workplace, limit: int = FOUR_GIGABYTES) -> None:
        """``limit`` is the total size in bytes."""
        self._root = root
        self._workplace = workplace
        self._limit = limit
        self._last: tuple[str, tuple[int, int], Lights] | None = None

    def get(self, key: str) -> Plate | None:
        """Return the plate H×W×3 kept under ``key``, or nothing; an unreadable file counts as nothing and goes."""
        path = self._path(key)
        try:
            plate = np.load(path, allow_pickle=False)
            os.utime(path)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, EOFError):
            path.unlink(missing_ok=True)
            return None
        return np.asarray(plate, dtype=np.float32)

    def has(self, key: str) -> bool:
        """Say whether a plate is kept, without reading it."""
        return self._path(key).is_file()

    def put(self, key: str, plate: Plate) -> Plate:
        """Keep ``plate`` and return it as ``get`` will give it again, rounded to half floats.

        Develop from what is returned: then the first picture and one made from the cache have the same bytes.
        """
        half = _half(plate)
        buffer = io.BytesIO()
        np.save(buffer, half, allow_pickle=False)
        self._workplace.write(buffer.getvalue(), self._path(key))
        self._trim()
        return half.astype(np.float32)

    def lights(self, key: str) -> Lights | None:
        """Return the plate (H×W×3, half floats, read-only) of each light kept under ``key``, by name, or nothing.

        As ``get``; the lights that were read last stay in memory, for who changes light changes it again.
        """
        path = self._path(key, "npz")
        try:
            found = path.stat()
            file = (found.st_ino, found.st_size)
            os.utime(path)
            last = self._last
            if last is not None and last[:2] == (key, file):
                return dict(last[2])
            with np.load(path, allow_pickle=False) as kept:
                plates = {name: np.asarray(kept[name], np.float16) for name in get_args(LightName) if name in kept}
        except FileNotFoundError:
            return None
        except (OSError, ValueError, EOFError, zipfile.BadZipFile):
            path.unlink(missing_ok=True)
            return None
        for plate in plates.values():
            plate.setflags(write=False)
        self._last = (key, file, plates)
        return dict(plates)

    def light_names(self, key: str) -> tuple[LightName, ...] | None:
        """Return which lights are kept under ``key``, without reading their plates; nothing when none are."""
        with (
            contextlib.suppress(OSError, ValueError, zipfile.BadZipFile),
            zipfile.ZipFile(self._path(key, "npz")) as kept,
        ):
            there = kept.namelist()
            return tuple(name for name in get_args(LightName) if f"{name}.npy" in there)
        return None

    def has_lights(self, key: str) -> bool:
        """Say whether the plates of the lights are kept, without reading them."""
        return self._path(key, "npz").is_file()

    def put_lights(self, key: str, plates: Mapping[LightName, Plate]) -> Lights:
        """Keep the plates of all lights of a set and return them as ``lights`` will give them again."""
        halves = {name: _half(plate) for name, plate in plates.items()}
        buffer = io.BytesIO()
        np.savez(buffer, allow_pickle=False, **{str(name): half for name, half in halves.items()})
        self._workplace.write(buffer.getvalue(), self._path(key, "npz"))
        self._trim()
        return halves

    def remove(self, key: str) -> bool:
        """Remove all that is kept under ``key``; return whether anything was."""
        there = [path for path in (self._path(key), self._path(key, "npz")) if path.is_file()]
        for path in there:
            path.unlink(missing_ok=True)
        self._last = None
        return bool(there)

    def _path(self, key: str, suffix: str = "npy") -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a plate's key: {key!r}")
        return self._root / f"{key}.{suffix}"

    def _trim(self) -> None:
        """Remove the plates used longest ago until the rest fits; the newest always stays."""
        kept = sorted((found.st_mtime_ns, found.st_size, path) for path, found in self._found())
        total = sum(size for _, size, _ in kept)
        for _, size, path in kept[:-1]:
            if total <= self._limit:
                return
            path.unlink(missing_ok=True)
            total -= size

    def _found(self) -> Iterator[tuple[Path, os.stat_result]]:
        """Yield all kept files; one that another process removes meanwhile is passed over."""
        for path in self._root.glob("*.np[yz]"):
            with contextlib.suppress(FileNotFoundError):
                yield path, path.stat()


def _half(plate: Plate) -> Half:
    return np.clip(plate, -_LARGEST_HALF, _LARGEST_HALF).astype(np.float16)
