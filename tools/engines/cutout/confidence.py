"""How far a cut-out can be trusted, calibrated: how likely it is a good one.

A linear model of the logarithm of its error (mean absolute alpha difference over the picture), fitted to pictures of
our own with exact mattes (``training/confidence.py``), then a logistic curve over it (Platt 1999).
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from tools.engines.cutout.backdrop import Backdrop
from tools.engines.cutout.lab import Region, fitted, resize
from tools.engines.cutout.morphology import filled
from tools.engines.cutout.overlooked import believed
from tools.engines.cutout.signs import NAMES, SIDE, SURE, Opinions, largest, read_signs
from tools.engines.image import Image, Mask

GOOD = 0.01
"""Mean absolute alpha difference over the picture up to which a cut-out is good: one pixel of a hundred wrong."""

LACKING, PART = 0.49, 0.1
"""Trust at most in a cut-out that seems to lack a part, and the area of one in that of the cut-out from which on it
counts: of our own pictures on which it did, half were good. It is under the half from which on nobody is asked."""

WEIGHTS = "confidence.json"
"""Name of the model in ``tools/engines/weights``."""


@dataclass(frozen=True)
class Model:
    """Weights of the signs, and the curve from the predicted log error to the share of good cut-outs."""

    weights: NDArray[np.float64]
    constant: float
    slope: float
    turn: float

    def error(self, signs: NDArray[np.float64]) -> float:
        """Return the natural logarithm of the expected error."""
        return float(signs @ self.weights + self.constant)

    def good(self, signs: NDArray[np.float64]) -> float:
        """Return 0..1: of cut-outs with such signs, how many are good."""
        return float(1.0 / (1.0 + np.exp(np.clip(self.slope * (self.error(signs) - self.turn), -30.0, 30.0))))


@cache
def shipped() -> Model:
    """Return the fitted model that comes with the package."""
    told = json.loads((files("tools.engines") / "weights" / WEIGHTS).read_text(encoding="utf-8"))
    weights = np.array([told["weights"].get(name, 0.0) for name in NAMES])
    return Model(weights, told["constant"], told["slope"], told["turn"])


def confidence(image: Image, alpha: Mask, mask: Region, opinions: Opinions, backdrop: Backdrop) -> float:
    """Return 0..1: how likely no more than one pixel of a hundred is wrong; 0 where no product was found.

    ``image`` is H×W×3 sRGB, ``alpha`` the matte, ``mask`` what it was made of, ``opinions`` the networks'; all of the
    working size.
    """
    if not mask.any():
        return 0.0
    good = shipped().good(read_signs(image, alpha, mask, opinions, backdrop))
    return min(good, LACKING) if lacks(mask, opinions.first) else good


def lacks(mask: Region, first: Mask) -> bool:
    """Return whether the cut-out lacks a part that the ``first`` network (H×W 0..1), if it seems to know, sees."""
    shape = fitted(mask.shape, SIDE)
    seen, found = resize(first, shape), resize(mask.astype(np.float32), shape) > 0.5
    if not believed(seen, found):
        return False
    return largest((seen > SURE) & ~filled(found)) > PART * float(found.mean())
