"""How a photographed product lies on a photographed person, in numbers from which it is made and verified again."""

import math
from typing import Annotated, Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from tools.specs.base import Spec, without_unsaid
from tools.specs.words import Engine

Place = Annotated[float, Field(ge=-1e5, le=1e5, allow_inf_nan=False)]
Length = Annotated[float, Field(gt=0.0, le=1e5, allow_inf_nan=False)]
Degrees = Annotated[float, Field(ge=-360.0, le=360.0, allow_inf_nan=False)]
Shade = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
"""How much of its light a thing loses where the limb turns it out of sight; such pixels are no core."""
LATER = frozenset({"shade", "bar_mm", "painted", "hints"})
"""Fields that came after the first try-ons."""
ScaleSource = Literal["face", "hand", "wrist", "given"]


class Wrap(Spec):
    """A straight thing laid round a limb, which is a cylinder: a watch with its strap open, a ring seen from above.

    All lengths are pixels of the frame. ``x``, ``y`` is the middle on the limb's axis; ``turn`` is the direction across
    the limb, in degrees clockwise from the right, that ``along`` of the photo (from ``at``, likewise) is laid on.
    Within ``rigid`` of the middle nothing bends. ``bow`` is how far the ends fall back along the limb, in radii.
    """

    op: Literal["wrap"] = "wrap"
    x: Place
    y: Place
    turn: Degrees
    radius: Length
    rigid: Annotated[float, Field(ge=0.0, le=1e5)] = 0.0
    bow: Annotated[float, Field(ge=-1.0, le=1.0)] = 0.0
    at: tuple[Place, Place]
    along: Degrees
    scale: Length = Field(description="pixels of the photo to a pixel of the frame")
    shade: Shade = 0.0

    @model_serializer(mode="wrap")
    def _without_what_is_unsaid(self, plain: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return without_unsaid(self, plain(self), LATER)


class Loop(Spec):
    """A ring of links photographed as it lies, unrolled and laid round a limb: a bracelet.

    ``middle`` of the photo, ``radii`` of its links' middle line at equal angles clockwise from the right, ``front`` the
    angle that faces the camera; the rest as of ``Wrap``.
    """

    op: Literal["loop"] = "loop"
    x: Place
    y: Place
    turn: Degrees
    radius: Length
    bow: Annotated[float, Field(ge=-1.0, le=1.0)] = 0.0
    middle: tuple[Place, Place]
    radii: tuple[Length, ...] = Field(min_length=8, max_length=360)
    front: Degrees
    scale: Length = Field(description="pixels of the photo to a pixel of the frame, along the middle line")
    shade: Shade = 0.0

    @model_serializer(mode="wrap")
    def _without_what_is_unsaid(self, plain: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return without_unsaid(self, plain(self), LATER)

    @property
    def mean_radius(self) -> float:
        """Pixels of the photo."""
        return sum(self.radii) / len(self.radii)


class Flat(Spec):
    """A thing that keeps its shape: earrings, bags, spectacles. ``matrix`` takes the frame to the photo, row by row.

    It is a homography; its determinant is positive, so that nothing is ever mirrored. ``part`` is the box (x, y, width,
    height) of the photo that is shown, where it is one piece of several.
    """

    op: Literal["flat"] = "flat"
    matrix: tuple[float, float, float, float, float, float, float, float, float]
    part: tuple[int, int, int, int] | None = None


Warp = Annotated[Wrap | Loop | Flat, Field(discriminator="op")]


class BodyShadow(Spec):
    """The contact shadow on the body: moved by ``x``, ``y`` and blurred by ``sigma`` pixels; ``strength`` at most."""

    x: Annotated[float, Field(ge=-200.0, le=200.0, allow_inf_nan=False)]
    y: Annotated[float, Field(ge=-200.0, le=200.0, allow_inf_nan=False)]
    sigma: Annotated[float, Field(gt=0.0, le=100.0, allow_inf_nan=False)]
    strength: Annotated[float, Field(ge=0.0, le=0.9, allow_inf_nan=False)]

    @property
    def reach(self) -> int:
        """Pixels beyond the product that it may darken."""
        return math.ceil(3.0 * self.sigma + math.hypot(self.x, self.y)) + 1


class BodyScale(Spec):
    """Pixels of the frame to a millimetre of the body; ``plus_minus`` is the share within which nine of ten lie."""

    px_per_mm: Length
    plus_minus: Annotated[float, Field(ge=0.0, le=1.0)]
    source: ScaleSource


class PaintedPerson(Spec):
    """A person whom a model painted and who does not exist: by which engine and model, after what words and seed.

    ``tries`` counts the pictures that were asked for; ``hints`` are what the check found in the one that was taken,
    each by its kind (a second product, text) and its place.
    """

    engine: Engine
    model: str
    words: str
    seed: int
    tries: int = Field(1, ge=1)
    hints: tuple[str, ...] = ()

    @model_serializer(mode="wrap")
    def _without_what_is_unsaid(self, plain: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return without_unsaid(self, plain(self), LATER)


class Worn(Spec):
    """A product worn. The frame is the person's photo, resized once by ``person_scale`` and cut at ``left``, ``top``.

    ``masks_sha256`` is a PNG of the frame: red, where the body takes shadow; green, where it lies before the product.
    ``softness`` is the standard deviation in pixels of the blur that makes the product as sharp as the photo.
    """

    person_sha256: str
    person_scale: float = Field(gt=0.0, le=4.0)
    left: int = 0
    top: int = 0
    part: str
    warps: tuple[Warp, ...] = Field(min_length=1, max_length=2)
    masks_sha256: str
    shadow: BodyShadow
    softness: Annotated[float, Field(ge=0.0, le=20.0)] = 0.0
    scale: BodyScale
    size_mm: Length = Field(description="the product's size: case, width, length or height, by its kind")
    size_plus_minus: Annotated[float, Field(ge=0.0, le=1.0)] = 0.0
    bar_mm: float | None = Field(None, gt=0.0, le=1000.0, description="length of a scale bar drawn into the picture")
    painted: PaintedPerson | None = Field(None, description="the person was painted by a model; nothing: a photo")

    @model_serializer(mode="wrap")
    def _without_what_is_unsaid(self, plain: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return without_unsaid(self, plain(self), LATER)


class WornProof(Spec):
    """What was measured of a try-on's file, and the map it was made by.

    ``untouched`` pixels lie outside the contact zone; ``most_changed`` of them by 8-bit steps: 0, or it is no try-on.
    """

    worn: Worn
    zone: tuple[int, int, int, int] = Field(description="the box of the contact zone: x, y, width, height")
    untouched: int = Field(ge=0)
    most_changed: int = Field(ge=0, le=255)
