"""Where an accessory is on a busy backdrop, by the project's own network (``training/``, ``weights/CARD.md``), 384 px.

A small U²-Net that has seen drawn accessories only. It finds rings, chains and watches where u2netp takes the table,
and misses dark leather and cushions that u2netp finds: each is one vote of two.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

import numpy as np

from tools.engines.cutout.lab import resize
from tools.engines.cutout.saliency import box_of
from tools.engines.image import Image, Mask
from tools.engines.session import open_session
from tools.engines.sight.weights import weights_path

SIDE = 384
ZOOMED = 0.85
"""Share of the second look, at the found box, in the answer."""


def accessory(image: Image) -> Mask:
    """Return how much each pixel looks like the product, H×W 0..1, for H×W×3 sRGB. Raises ``EngineUnavailable``."""
    whole = _both_ways(image)
    box = box_of(whole)
    if box is None:
        return whole
    fused = whole * (1.0 - ZOOMED)  # outside the box the second look saw nothing
    fused[box] += ZOOMED * _both_ways(np.ascontiguousarray(image[box]))
    return fused


@lru_cache(maxsize=1)
def _session() -> Any:
    """Return the one session."""
    return open_session(weights_path("parure_cutout.onnx"))


def _both_ways(image: Image) -> Mask:
    """Return the mean over the picture and its mirror image, at the picture's size."""
    _session()
    with ThreadPoolExecutor(2) as both:
        straight, mirrored = both.map(_once, (image, image[:, ::-1]))
    seen = (straight + mirrored[:, ::-1]) / 2.0
    return resize(np.ascontiguousarray(seen, np.float32), (image.shape[0], image.shape[1]))


def _once(image: Image) -> Mask:
    """Return the answer's alpha, 384×384; its other layer, what is see-through, is not used."""
    small = resize(np.ascontiguousarray(image), (SIDE, SIDE))
    feed = {"image": np.ascontiguousarray(small.transpose(2, 0, 1)[None], np.float32)}
    return np.asarray(_session().run(["answer"], feed)[0][0, 0], np.float32)
