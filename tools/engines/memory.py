"""Memory that was freed, given back to the system: the C library keeps it for each thread that worked."""

import ctypes
import sys
from functools import cache
from typing import Any

TRIM_THRESHOLD, TOP_PAD, MMAP_THRESHOLD, ARENA_MAX = -1, -2, -3, -8
"""Options of glibc's ``mallopt`` (malloc.h)."""


def give_back() -> None:
    """Give freed memory back, where the C library is one that keeps it (glibc); some milliseconds."""
    if (trim := _trim()) is not None:
        trim(0)


@cache
def one_heap() -> None:
    """Let all threads share one heap that grows and shrinks by ``give_back`` alone, where the C library is glibc.

    Else each run of a network asks the system for fresh pages, 64,000 of them: a fifth of its time.
    """
    if (option := _of_libc("mallopt")) is not None:
        for name, value in (
            (ARENA_MAX, 1),
            (MMAP_THRESHOLD, 1 << 30),
            (TRIM_THRESHOLD, (1 << 31) - 1),
            (TOP_PAD, 1 << 26),
        ):
            option(name, value)


@cache
def _trim() -> Any:
    return _of_libc("malloc_trim")


def _of_libc(name: str) -> Any:
    return getattr(ctypes.CDLL(None), name, None) if sys.platform.startswith("linux") else None
