"""Memory that was freed, given back to the system: the C library keeps it for each thread that worked."""

import ctypes
import sys
from functools import cache
from typing import Any


def give_back() -> None:
    """Give freed memory back, where the C library is one that keeps it (glibc); some milliseconds."""
    if (trim := _trim()) is not None:
        trim(0)


@cache
def _trim() -> Any:
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
