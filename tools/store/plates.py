"""Rendered plates kept for the next edit: linear HDR RGB as half floats, the oldest unused ones leave first."""

import io
import os
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.store.atomic import Workplace

TWO_GIGABYTES = 2_000_000_000
_KEY = re.compile(r"[0-9a-zA-Z_-]{1,128}")
_LARGEST_HALF = 65504.0


class Plates:
    """A bounded cache on disk; losing it costs a render and nothing else."""

    def __init__(self, root: Path, workplace: Workplace, limit: int = TWO_GIGABYTES) -> None:
        """``limit`` is the total size in bytes."""
        self._root = root
        self._workplace = workplace
        self._limit = limit

    def get(self, key: str) -> NDArray[np.float32] | None:
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

    def put(self, key: str, plate: NDArray[np.float32]) -> NDArray[np.float32]:
        """Keep ``plate`` and return it as ``get`` will give it again, rounded to half floats.

        Develop from what is returned: then the first picture and one made from the cache have the same bytes.
        """
        half = np.clip(plate, -_LARGEST_HALF, _LARGEST_HALF).astype(np.float16)
        buffer = io.BytesIO()
        np.save(buffer, half, allow_pickle=False)
        self._workplace.write(buffer.getvalue(), self._path(key))
        self._trim()
        return half.astype(np.float32)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a plate's key: {key!r}")
        return self._root / f"{key}.npy"

    def _trim(self) -> None:
        """Remove the plates used longest ago until the rest fits; the newest always stays."""
        kept = sorted((path.stat().st_mtime_ns, path.stat().st_size, path) for path in self._root.glob("*.npy"))
        total = sum(size for _, size, _ in kept)
        for _, size, path in kept[:-1]:
            if total <= self._limit:
                return
            path.unlink(missing_ok=True)
            total -= size
