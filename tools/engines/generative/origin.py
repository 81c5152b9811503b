"""Where each pixel of a picture came from: the product's photo, the path tracer, a model."""

from dataclasses import dataclass

import numpy as np

from tools.engines.image import Bytes8, Mask

FULL = 255


@dataclass(frozen=True)
class Shares:
    """Shares of a picture's pixels, together 1."""

    photograph: float
    path_tracer: float
    model: float


def origin(alpha: Bytes8, by_studio: Mask) -> Bytes8:
    """Return H×W×3: 255 times the share of the photo (red), the path tracer (green) and the model (blue), together 255.

    ``alpha`` (H×W) is the placed product's, ``by_studio`` (H×W, 0..1) the studio's share of what is behind it.
    """
    rest = FULL - alpha
    studio = np.minimum(np.rint(rest * by_studio).astype(np.uint8), rest)
    return np.dstack([alpha, studio, rest - studio])


def shares(mask: Bytes8) -> Shares:
    """Return the shares that a mask of ``origin`` (H×W×3) tells."""
    photo, studio, model = (float(round(mask[..., channel].mean(dtype=np.float64) / FULL, 6)) for channel in range(3))
    return Shares(photo, studio, model)
