"""Independent work on several cores. Each piece is a pure function of its own input, so their number changes nothing.

numpy, scipy, OpenCV and onnxruntime let go of the interpreter while they work.
"""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Input = TypeVar("Input")
Output = TypeVar("Output")

THREADS = min(4, os.cpu_count() or 1)
"""How many pieces are worked on at once: more would hold more memory than they save time."""


def at_once(work: Callable[[Input], Output], pieces: Iterable[Input], threads: int = THREADS) -> list[Output]:
    """Return what ``work`` gives for each of ``pieces``, in their order; the first error is raised."""
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, pieces))
