"""Mitsuba, found and started. The one place that imports it.

A libLLVM below 19 aborts the whole process instead of raising, so the library is chosen before the first import
and its version is read from its file name; without one the slower ``scalar_rgb`` variant is taken, and said.
"""

import gc
import os
import re
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

from tools.engines.memory import give_back
from tools.errors import EngineUnavailable

OLDEST_LLVM = 19

DENOISE_THREADS = "4"
"""Open Image Denoise sums in an order that follows its thread count: a fixed one gives the same bytes everywhere."""

_VERSION = re.compile(r"libLLVM[-.](?:so\.)?(\d+)")


def llvm_version(path: Path) -> int | None:
    """Return the major version that the (resolved) file's name tells, or nothing."""
    match = _VERSION.search(path.resolve().name)
    return int(match.group(1)) if match else None


def find_llvm() -> Path | None:
    """Return a libLLVM of version 19 or newer: the one that is set, or the one that came by pip."""
    named = os.environ.get("DRJIT_LIBLLVM_PATH")
    candidates = [Path(named)] if named else []
    for folder in (Path(sys.prefix) / "lib", Path(sys.prefix) / "lib64", Path(sys.prefix) / "Library" / "bin"):
        candidates += sorted(folder.glob("libLLVM*.so*")) + sorted(folder.glob("libLLVM*.dylib"))
        candidates += sorted(folder.glob("LLVM*.dll"))
    for path in candidates:
        version = llvm_version(path) if path.is_file() else None
        if version is not None and version >= OLDEST_LLVM:
            return path
    return None


@cache
def start() -> ModuleType:
    """Import Mitsuba in its fastest variant that works here, and return the module."""
    os.environ["OIDN_NUM_THREADS"] = DENOISE_THREADS
    library = find_llvm()
    if library is not None:
        os.environ["DRJIT_LIBLLVM_PATH"] = str(library)
    else:
        os.environ.pop("DRJIT_LIBLLVM_PATH", None)
    try:
        import mitsuba
    except ImportError as error:
        raise EngineUnavailable("The studio needs Mitsuba: install it with `pip install mitsuba`.") from error
    mitsuba.set_variant("llvm_ad_rgb" if library is not None else "scalar_rgb")
    mitsuba.set_log_level(mitsuba.LogLevel.Error)
    return mitsuba


def set_threads(count: int) -> None:
    """Use ``count`` threads for rendering."""
    start()
    import drjit

    drjit.set_thread_count(count)


def release() -> None:
    """Give back what the last set took: Dr.Jit keeps freed memory for the next one, and sets hold each other."""
    if "drjit" not in sys.modules:
        return
    import drjit

    gc.collect()
    drjit.flush_malloc_cache()
    give_back()
