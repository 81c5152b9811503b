"""What is done to a picture one after the other: its placement, and the steps that develop it."""

from typing import Annotated, Literal

from pydantic import Field

from tools.specs.base import Spec
from tools.specs.scene import HexColor
from tools.specs.words import LightName

Share = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
Pixels = Annotated[float, Field(ge=-2.0, le=1e5, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=-4.0, le=4.0, allow_inf_nan=False)]


class Placement(Spec):
    """Where the photo lies in the picture: one resize, one whole-pixel shift of its top-left corner.

    ``rotation``, in degrees clockwise, turns the resized photo about its own middle, and the two are one resampling
    then; it is 0 in the mode ``exact``.
    """

    scale: float = Field(gt=0.0, le=8.0)
    x: int
    y: int
    rotation: float = 0.0


class Exposure(Spec):
    """Brightness of the set in stops."""

    op: Literal["exposure"] = "exposure"
    stops: Amount


class WhiteBalance(Spec):
    """Colour of the set: ``warmth`` along blue to amber, ``tint`` along green to magenta."""

    op: Literal["white_balance"] = "white_balance"
    warmth: Amount = 0.0
    tint: Amount = 0.0


class WhitePoint(Spec):
    """The photo's own white, linear RGB with luminance 1: a set of neutral light takes it on."""

    op: Literal["white_point"] = "white_point"
    rgb: tuple[Amount, Amount, Amount]


class Contrast(Spec):
    """Steepness of the set's tones round the middle."""

    op: Literal["contrast"] = "contrast"
    amount: Amount


class Saturation(Spec):
    """Colourfulness of the set."""

    op: Literal["saturation"] = "saturation"
    amount: Amount


class Vignette(Spec):
    """Fall-off of light to the corners."""

    op: Literal["vignette"] = "vignette"
    amount: Amount


class Grain(Spec):
    """Standard deviation of film grain, in sRGB units of 0..1."""

    op: Literal["grain"] = "grain"
    sigma: Amount


class Blur(Spec):
    """Softness of the set, standard deviation in pixels, so that it is as sharp as the photo."""

    op: Literal["blur"] = "blur"
    sigma: Amount


class Defocus(Spec):
    """The set more out of focus than it was rendered, by how near each part of it is; ``amount`` as ``Scene.blur``."""

    op: Literal["defocus"] = "defocus"
    amount: Share


class Crop(Spec):
    """A part of the plate fills the frame. What it was cut from: the plate's ``width``, ``height``, ``frame_mm``, and
    the product's ``placement`` there. ``window``: left, top, width and height of the part in the plate's pixels.
    """

    op: Literal["crop"] = "crop"
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    placement: Placement
    frame_mm: float = Field(gt=0, allow_inf_nan=False)
    window: tuple[Pixels, Pixels, Pixels, Pixels]


class Toning(Spec):
    """The set's tones drawn towards two colours, ``dark`` and ``light``, and keeping their lightness: a palette grade.

    ``amount``: 0 not at all, 1 as far as a grade goes.
    """

    op: Literal["toning"] = "toning"
    dark: HexColor
    light: HexColor
    amount: Share = 0.5


class Relight(Spec):
    """One light of the set brighter or dimmer by ``stops`` (-8: out) and in another colour, as ``WhiteBalance``.

    A plate of it is the sum of the plates of its lights. Where ``light`` is ``fill``, exposure follows: what the key
    lights stays as bright. A light that the set has not got changes nothing.
    """

    op: Literal["relight"] = "relight"
    light: LightName
    stops: Annotated[float, Field(ge=-8.0, le=3.0, allow_inf_nan=False)] = 0.0
    warmth: Amount = 0.0
    tint: Amount = 0.0


class Grade(Spec):
    """Mode ``graded`` only, and the one step that is the product's: its exposure in stops, its white balance as gains.

    The gains are linear RGB, the same for every pixel of it. The set is not touched by this step.
    """

    op: Literal["grade"] = "grade"
    stops: Amount = 0.0
    rgb: tuple[Amount, Amount, Amount]


class Contact(Spec):
    """The dark line on the set where the product touches: 0 none, 1 as a retoucher draws it."""

    op: Literal["contact"] = "contact"
    strength: Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]


class OwnShadow(Spec):
    """The product's own shadow on plain ground. ``strength`` is its darkest opacity, ``side`` where it falls to."""

    op: Literal["own_shadow"] = "own_shadow"
    strength: Annotated[float, Field(ge=0.0, le=0.35, allow_inf_nan=False)]
    side: Annotated[float, Field(ge=-1.0, le=1.0, allow_inf_nan=False)] = 0.0
    spread: Annotated[float, Field(ge=0.25, le=4.0, allow_inf_nan=False)] = 1.0


class Paper(Spec):
    """A plain ground of one colour, or one that runs from ``top`` to ``bottom``, in place of a set."""

    op: Literal["paper"] = "paper"
    top: HexColor
    bottom: HexColor


class OwnBackdrop(Spec):
    """The person's own photo in place of a set, filling the frame; ``blur`` is a standard deviation in pixels."""

    op: Literal["own_backdrop"] = "own_backdrop"
    sha256: str
    blur: Annotated[float, Field(ge=0.0, le=200.0, allow_inf_nan=False)] = 0.0


class Painted(Spec):
    """The set as a model painted it, in place of the rendered one; what of a recipe was developed before lies in it.

    ``sha256`` names the kept picture of the frame (PNG), so that the recipe gives its picture again without the model;
    ``origin_sha256`` one whose red, green and blue say how much of each pixel is the photo, the studio, the model.
    ``photo_white`` and ``white`` are the product photo's white and the painted set's, linear RGB. ``tries`` counts the
    pictures that were asked for, ``seed`` is the one that was taken; ``hints`` names what the check found in it.
    """

    op: Literal["painted"] = "painted"
    sha256: str
    origin_sha256: str
    model: str
    words: str = ""
    seed: int = 0
    tries: int = Field(1, ge=1)
    photo_white: tuple[Amount, Amount, Amount] = (1.0, 1.0, 1.0)
    white: tuple[Amount, Amount, Amount] = (1.0, 1.0, 1.0)
    hints: tuple[str, ...] = ()


class Continued(Spec):
    """The photo whole, and its own plain backdrop carried on beyond its edges (``engines/continued.py``)."""

    op: Literal["continued"] = "continued"


class PhotoView(Spec):
    """How the person's own photo lies in the frame, and what of it is in focus.

    ``window`` is the part of it that fills the frame: left, top, width, height in shares of the photo. ``horizon`` is
    the row of its eye level in shares of the frame's height (beyond 0..1: out of view). ``far`` and ``least`` are radii
    of the blur in pixels, at the horizon and everywhere; the product's foot is in focus, wherever it is moved to.
    """

    op: Literal["photo_view"] = "photo_view"
    window: tuple[Share, Share, Share, Share] = (0.0, 0.0, 1.0, 1.0)
    horizon: Annotated[float, Field(ge=-20.0, le=20.0, allow_inf_nan=False)] = 0.4
    far: Annotated[float, Field(ge=0.0, le=400.0, allow_inf_nan=False)] = 0.0
    least: Annotated[float, Field(ge=0.0, le=400.0, allow_inf_nan=False)] = 0.0


class CastShadow(Spec):
    """The product's shadow on the level ground of a photo. ``strength`` is the share of light that it takes, at most.

    ``azimuth`` and ``elevation`` say where the light stands, in degrees: azimuth 0 is the camera's side, 90 the right,
    180 behind. ``softness`` runs from bare sun (0) to an overcast sky (1); ``horizon`` as in ``PhotoView``;
    ``thickness`` is how far the product reaches back, or rises when it lies, in shares of its longer side.
    """

    op: Literal["cast_shadow"] = "cast_shadow"
    azimuth: Annotated[float, Field(ge=-180.0, le=180.0, allow_inf_nan=False)]
    elevation: Annotated[float, Field(ge=1.0, le=90.0, allow_inf_nan=False)]
    softness: Share
    strength: Annotated[float, Field(ge=0.0, le=0.9, allow_inf_nan=False)]
    horizon: Annotated[float, Field(ge=-20.0, le=20.0, allow_inf_nan=False)] = 0.4
    thickness: Share = 0.2


class Inside(Spec):
    """A second photo of a hollow product, laid behind the first: it shows in the opening and nowhere else.

    ``opening`` is the box (x, y, width, height) of the frame in which it may show.
    """

    op: Literal["inside"] = "inside"
    source_sha256: str
    cutout_sha256: str
    placement: Placement
    opening: tuple[int, int, int, int]


DevelopStep = Annotated[
    Exposure
    | WhitePoint
    | WhiteBalance
    | Contrast
    | Saturation
    | Toning
    | Vignette
    | Grain
    | Blur
    | Defocus
    | Crop
    | Relight
    | Contact
    | Grade
    | OwnShadow
    | Paper
    | OwnBackdrop
    | PhotoView
    | CastShadow
    | Inside
    | Painted
    | Continued,
    Field(discriminator="op"),
]
