"""What a model that paints is asked and what it gives back: arrays, words, a seed. No model is named here."""

from dataclasses import dataclass
from typing import Literal

from tools.engines.image import Image, Mask, check_image, check_mask

Ability = Literal["inpaint", "image_to_image", "depth", "words", "references", "video"]
"""What a model can take: a mask, a start, a depth map, an order in words, further pictures; and whether it moves."""


@dataclass(frozen=True)
class Task:
    """One picture to paint.

    ``start`` (H×W×3 sRGB, 0..1) is the picture as the studio made it, product included; ``mask`` (H×W) is 1 where the
    model may paint. ``depth`` (H×W, 1 nearest) and ``references`` (h×w×3 each) are for models that take them.
    ``strength`` is how far it may go from the start: 0 not at all, 1 wherever the words lead. Deterministic models
    give the same picture for the same ``seed``.
    """

    start: Image
    mask: Mask
    words: str
    seed: int = 0
    strength: float = 0.85
    depth: Mask | None = None
    references: tuple[Image, ...] = ()

    def __post_init__(self) -> None:
        """Raise ``TypeError`` or ``ValueError`` when a picture breaks the contract."""
        check_image(self.start, "start", (3,))
        check_mask(self.mask, "mask")
        if self.mask.shape != self.start.shape[:2]:
            raise ValueError(f"start and mask differ in size: {self.start.shape[:2]} and {self.mask.shape}")
        if self.depth is not None and check_mask(self.depth, "depth").shape != self.mask.shape:
            raise ValueError(f"depth and mask differ in size: {self.depth.shape} and {self.mask.shape}")


@dataclass(frozen=True)
class Painted:
    """What a model painted: ``image`` (H×W×3 sRGB) of the start's size, and the name of the ``model``.

    ``cents`` is what a service charged, nothing where it did not tell; ``read`` and ``written`` are its tokens.
    """

    image: Image
    model: str
    cents: float | None = 0.0
    read: int = 0
    written: int = 0


@dataclass(frozen=True)
class Motion:
    """A clip to make of a picture ``start`` (H×W×3 sRGB): ``frames`` of it, as ``words`` say."""

    start: Image
    words: str
    frames: int
    seed: int = 0
