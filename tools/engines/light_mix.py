"""A plate lit otherwise: a weighted sum of the plates of its lights, without a render. Arrays in, arrays out."""

from collections.abc import Mapping

import numpy as np

from tools.engines.color import Colours
from tools.engines.image import Image
from tools.specs.words import LightName

LEAST = np.float32(1e-6)


def summed(plates: Mapping[LightName, Image], weights: Mapping[LightName, Colours]) -> Image:
    """Return the sum of ``plates`` (H×W×3 linear each), each times its weight: a tint (3 numbers, linear RGB).

    A light without a weight is as it was. Raises ``ValueError`` when there is no plate.
    """
    if not plates:
        raise ValueError("a sum of plates needs one")
    total: Image | None = None
    for name, plate in plates.items():
        weight = weights.get(name)
        part = plate if weight is None else plate * np.asarray(weight, np.float32)
        total = part.astype(np.float32) if total is None else np.add(total, part, out=total)
    assert total is not None
    return total


def mixed(plate: Image, plates: Mapping[LightName, Image], weights: Mapping[LightName, Colours]) -> Image:
    """Return ``plate`` (H×W×3 linear, all lights together) with each of its lights times its weight.

    Weights of 1 give ``plate`` itself: what its noise and its grain differ in from the sum stays in it, darkened where
    the light is, never brightened. Nothing is below 0.
    """
    if all(np.allclose(weight, 1.0, atol=1e-6) for weight in weights.values()):
        return plate
    whole, wished = summed(plates, {}), summed(plates, weights)
    rest = plate - whole
    rest *= np.minimum(wished / np.maximum(whole, LEAST), np.float32(1))
    return np.maximum(np.add(wished, rest, out=wished), np.float32(0))
