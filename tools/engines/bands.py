"""Work on a picture a band of rows at a time: what is made on the way stays in the cores' caches, and all cores work.

NumPy lets go of the interpreter in its loops. Bands do not depend on how many cores there are, so that results do not.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from tools.engines.color import Colours
from tools.engines.image import Image

ROWS = 64
"""Rows of a band: some hundred kilobytes of a picture a thousand pixels wide."""


def banded(shape: tuple[int, ...], work: Callable[[slice], Image]) -> Image:
    """Return the picture of ``shape`` (H×W×…) of which ``work`` gives the rows of each slice, as float32.

    ``work`` is called from several threads at once.
    """
    made = np.empty(shape, np.float32)

    def into(first: int) -> None:
        rows = slice(first, min(first + ROWS, shape[0]))
        made[rows] = work(rows)

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for _ in pool.map(into, range(0, shape[0], ROWS)):
            pass
    return made


def times(part: Image, gain: Colours) -> Image:
    """Return ``part`` (h×W×3, whole rows) times ``gain`` (3 numbers): NumPy's own way takes three numbers at a time."""
    height, width = part.shape[:2]
    return (part.reshape(height, -1) * np.tile(np.asarray(gain, np.float32), width)).reshape(part.shape)
