"""What a cut-out is."""

from dataclasses import dataclass

from tools.engines.image import Image, Mask


@dataclass(frozen=True)
class CutOut:
    """``foreground`` is H×W×3 sRGB without the old backdrop's colour, ``alpha`` H×W, both of the photo's size.

    ``unsure`` holds boxes (x, y, width, height) in pixels worth a second look; ``confidence`` runs 0..1;
    ``plain`` says that the backdrop could be modelled, ``backdrop`` is its mean colour (sRGB, 3 numbers).
    """

    alpha: Mask
    foreground: Image
    confidence: float
    unsure: tuple[tuple[int, int, int, int], ...] = ()
    instances: int = 1
    advice: tuple[str, ...] = ()
    plain: bool = True
    backdrop: tuple[float, float, float] = (1.0, 1.0, 1.0)
