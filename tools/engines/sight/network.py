"""A small network trained on ImageNet, as numbers: EfficientNet-Lite0 (Tan and Le, 2019), 4 MB in 8 bits.

``weights/CARD.md`` says where the weights come from and how the file was made.
"""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tools.engines.image import Image, check_image
from tools.engines.session import open_session
from tools.engines.sight.weights import weights_path

SIDE = 224

Numbers = NDArray[np.float32]


class Seen(NamedTuple):
    """``features`` N×1280 and ``logits`` N×1000 of ImageNet's classes."""

    features: Numbers
    logits: Numbers


def see(pictures: tuple[Image, ...]) -> Seen:
    """Return what the network makes of ``pictures``, each 224×224×3 sRGB. Raises ``EngineUnavailable``."""
    for picture in pictures:
        check_image(picture, channels=(3,))
    stack = np.stack(pictures).transpose(0, 3, 1, 2).astype(np.float32)
    features, logits = _session().run(None, {"image": np.ascontiguousarray(stack)})
    return Seen(features, logits)


@lru_cache(maxsize=1)
def _session() -> Any:
    return open_session(weights_path("imagenet.onnx"))
