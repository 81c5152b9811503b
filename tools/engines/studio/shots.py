"""What a clip asks of a set, and what comes of it; plain data that goes to the worker and back."""

from dataclasses import dataclass

from tools.engines.image import Image, Mask
from tools.specs.words import LightName

Tints = tuple[tuple[LightName, tuple[float, float, float]], ...]
"""What each light of a set is multiplied by, linear RGB; a light that is not named is as the set has it."""


@dataclass(frozen=True)
class Shot:
    """One render of a set. ``product``: with the stand-in, or the empty set. ``room``: pixels more on the left and on
    the right, above and below. ``turn``: degrees by which the key goes round the product. ``focus``: where the lens is
    sharp, as a share of the product's distance; ``samples``: rays a pixel, nothing for the recipe's. ``lights``: what
    was changed of them.
    """

    product: bool = True
    room: tuple[int, int] = (0, 0)
    turn: float = 0.0
    focus: float = 1.0
    samples: int | None = None
    lights: Tints = ()


@dataclass(frozen=True)
class Footage:
    """A plate a shot, H×W×3 linear, all metered alike, and how near the empty set is, H×W, with the first one's room.

    Nearness is the product's distance over the place's, along the axis: 1 on the product's plane, 0 at infinity.
    """

    plates: tuple[Image, ...]
    nearness: Mask
