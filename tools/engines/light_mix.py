"""A plate lit otherwise: a weighted sum of the plates of its lights, without a render. Arrays in, arrays out."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tools.engines.bands import banded, times
from tools.engines.color import Colours
from tools.engines.image import Image
from tools.specs.words import LightName

Plate = NDArray[np.float32] | NDArray[np.float16]
"""H×W×3, linear."""

LEAST = np.float32(1e-6)


def summed(plates: Mapping[LightName, Plate], weights: Mapping[LightName, Colours]) -> Image:
    """Return the sum of ``plates`` (H×W×3 linear each), each times its weight: a tint (3 numbers, linear RGB).

    A light without a weight is as it was. Raises ``ValueError`` when there is no plate.
    """
    if not plates:
        raise ValueError("a sum of plates needs one")
    total: Image | None = None
    for name, plate in plates.items():
        part = plate.astype(np.float32)
        if name in weights:
            part *= np.asarray(weights[name], np.float32)
        total = part if total is None else np.add(total, part, out=total)
    assert total is not None
    return total


def mixed(plate: Image, plates: Mapping[LightName, Plate], weights: Mapping[LightName, Colours]) -> Image:
    """Return ``plate`` (H×W×3 linear, all lights together) with each of its lights times its weight.

    Weights of 1 give ``plate`` itself: what its noise and its grain differ in from the sum stays in it, darkened where
    the light is, never brightened. Nothing is below 0. Plates may be half floats.
    """
    if all(np.allclose(weight, 1.0, atol=1e-6) for weight in weights.values()):
        return plate
    if not plates:
        raise ValueError("a sum of plates needs one")
    unchanged = [name for name in plates if name not in weights]

    def band(rows: slice) -> Image:
        whole = np.zeros_like(plate[rows])
        wished = np.zeros_like(whole)
        for name in plates:
            part = plates[name][rows].astype(np.float32)
            whole += part
            wished += part if name in unchanged else times(part, weights[name])
        rest = plate[rows] - whole
        rest *= np.minimum(wished / np.maximum(whole, LEAST), np.float32(1))
        wished += rest
        return np.maximum(wished, np.float32(0), out=wished)

    return banded(plate.shape, band)
