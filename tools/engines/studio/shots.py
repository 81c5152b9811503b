"""What a clip asks of a set, and what comes of it; plain data that goes to the worker and back."""

from dataclasses import dataclass

from tools.engines.image import Image, Mask


@dataclass(frozen=True)
class Shot:
    """One render of a set. ``product``: with the stand-in, or the empty set. ``room``: pixels more on the left and on
    the right, above and below. ``turn``: degrees by which the key goes round the product. ``focus``: where the lens is
    sharp, as a share of the product's distance; ``samples``: rays a pixel, nothing for the recipe's.
    """

    product: bool = True
    room: tuple[int, int] = (0, 0)
    turn: float = 0.0
    focus: float = 1.0
    samples: int | None = None


@dataclass(frozen=True)
class Footage:
    """A plate a shot, H×W×3 linear, all metered alike, and how near the empty set is, H×W, with the first one's room.

    Nearness is the product's distance over the place's, along the axis: 1 on the product's plane, 0 at infinity.
    """

    plates: tuple[Image, ...]
    nearness: Mask
