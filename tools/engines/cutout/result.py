"""What a cut-out is."""

from dataclasses import dataclass

import numpy as np

from tools.engines.encode import encode_png
from tools.engines.image import Bytes8, Image, Mask, to_bytes


@dataclass(frozen=True)
class Packed:
    """A cut-out as it is kept: H×W×4, 8-bit sRGB with straight alpha, colour 0 where alpha is 0; and its PNG."""

    rgba: Bytes8
    png: bytes


@dataclass(frozen=True)
class CutOut:
    """``foreground`` is H×W×3 sRGB without the old backdrop's colour, ``alpha`` H×W, both of the photo's size.

    ``unsure`` holds boxes (x, y, width, height) in pixels worth a second look; ``confidence`` runs 0..1;
    ``plain`` says that the backdrop could be modelled, ``backdrop`` is its mean colour (sRGB, 3 numbers); ``packed``
    what ``pack`` would give, where it was made while nobody waited.
    """

    alpha: Mask
    foreground: Image
    confidence: float
    unsure: tuple[tuple[int, int, int, int], ...] = ()
    instances: int = 1
    advice: tuple[str, ...] = ()
    plain: bool = True
    backdrop: tuple[float, float, float] = (1.0, 1.0, 1.0)
    packed: Packed | None = None


def pack(cutout: CutOut) -> Packed:
    """Return ``cutout`` as it is kept."""
    if cutout.packed is not None:
        return cutout.packed
    alpha = to_bytes(cutout.alpha)
    colours = np.where(alpha[..., None] > 0, to_bytes(cutout.foreground), 0).astype(np.uint8)
    rgba = np.dstack([colours, alpha])
    rgba.setflags(write=False)
    return Packed(rgba, encode_png(rgba))
