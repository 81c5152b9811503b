"""Where an accessory is on a busy backdrop, by the project's own network (``training/``, ``weights/CARD.md``), 384 px.

A small U²-Net that has seen drawn accessories only. It finds rings, chains and watches where u2netp takes the table,
and misses dark leather and cushions that u2netp finds: each is one vote of two.
"""

from functools import lru_cache, partial
from typing import Any

import numpy as np

from tools.engines.cutout.lab import resize
from tools.engines.cutout.looks import close_look, two_looks
from tools.engines.image import Image, Mask
from tools.engines.session import open_session
from tools.engines.sight.weights import weights_path

SIDE = 384
ZOOMED = 0.85
"""Share of the second look, at the found box, in the answer."""


def accessory(image: Image, near: Mask | None = None) -> Mask:
    """Return how much each pixel looks like the product, H×W 0..1, for H×W×3 sRGB.

    ``near`` is where it is, if another network knows (H×W 0..1): half the work. Raises ``EngineUnavailable``.
    """
    once = partial(_once, _session())
    return two_looks(image, once, ZOOMED) if near is None else close_look(image, once, near)


@lru_cache(maxsize=1)
def _session() -> Any:
    """Return the one session."""
    return open_session(weights_path("parure_cutout.onnx"))


def _once(session: Any, image: Image) -> Mask:
    """Return the answer's alpha, 384×384; its other layer, what is see-through, is not used."""
    small = resize(np.ascontiguousarray(image), (SIDE, SIDE))
    feed = {"image": np.ascontiguousarray(small.transpose(2, 0, 1)[None], np.float32)}
    return np.asarray(session.run(["answer"], feed)[0][0, 0], np.float32)
