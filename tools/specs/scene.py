"""The set around a product, as plain data that a person could write by hand."""

from typing import Annotated, Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, StringConstraints, model_serializer

from tools.specs.base import Spec, without_unsaid
from tools.specs.words import Backdrop, Camera, Caption, Display, Holder, Leaf, Light, LightFrom, Look, Prop, Surface

HexColor = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Support = Literal["ground", "slab", "podium", "steps"]
Polish = Annotated[
    float | None,
    Field(ge=0.0, le=1.0, description="finish of stone, wood, leather, plaster: 0 matt, 0.5 honed, 1 polished"),
]


class SceneWish(Spec):
    """What a brief says of the set. What it leaves open stays ``None`` and is decided by the look."""

    look: Look | None = Field(None, description="a named look to start from; what else is said changes it")
    surface: Surface | None = Field(None, description="what the product rests on")
    backdrop: Backdrop | None = Field(None, description="what is behind it")
    light: Light | None = Field(None, description="the kind of light")
    light_from: LightFrom | None = Field(None, description="the side the key light comes from")
    props: tuple[Prop, ...] = Field((), description="things on the set")
    camera: Camera | None = Field(None, description="the camera's view")
    display: Display | None = Field(None, description="how it is shown: only if the brief says so")
    leaf: Leaf | None = Field(None, description="whose leaves the leaf shadow is of")
    palette: tuple[HexColor, ...] = Field((), description="all colours that are said of the set, #rrggbb")
    surface_color: HexColor | None = Field(None, description="the colour that is said of the surface")
    backdrop_color: HexColor | None = Field(None, description="the colour that is said of the backdrop")
    prop_color: HexColor | None = Field(None, description="the colour that is said of cloth, flowers or ceramics")
    contrast: float | None = Field(None, ge=-1.0, le=1.0, description="depth of the shadows that a mood asks for")
    blur: float | None = Field(None, ge=-1.0, le=1.0, description="+ a shallower depth of field, - a deeper one")
    mood: str = Field("", max_length=400, description="free words, mapped to light, surface, palette, contrast")
    place: str | None = Field(
        None, max_length=200, description="a place in free words; to change a background, a photo: img2"
    )
    polish: Polish = None
    caption: Caption | None = Field(None, description="the side of the picture that is left free for words")

    @property
    def loose(self) -> tuple[HexColor, ...]:
        """The colours that are said of the set as a whole, and of no thing in it."""
        own = (self.surface_color, self.backdrop_color, self.prop_color)
        return tuple(color for color in self.palette if color not in own)


LATER = frozenset(
    {
        "leaf", "prop_tint", "arrangement", "light_turn", "light_lift", "polish", "display", "caption", "key_azimuth",
        "key_elevation", "holder", "own_light", "stance",
    }
)  # fmt: skip
"""Fields that came after the first recipes: unsaid they are left out of the canonical form, so that old recipes keep
their names."""


class Stance(Spec):
    """Where the camera and the floor are, of a person before a set.

    ``eye``: the row of the camera's height, in shares of the frame's; ``floor_mm``: how far under the frame's lower
    edge the floor lies, at the person; below 0 their feet are in the picture.
    """

    eye: float = Field(ge=-1.0, le=2.0, allow_inf_nan=False)
    floor_mm: float = Field(ge=-5000.0, le=5000.0, allow_inf_nan=False)


class Scene(Spec):
    """A set with nothing left open. The same scene, product, placement and seed give the same picture."""

    look: str | None = None
    surface: Surface
    surface_tint: HexColor | None = None
    support: Support = "ground"
    backdrop: Backdrop
    backdrop_tint: HexColor | None = None
    light: Light
    light_from: LightFrom = "left"
    props: tuple[Prop, ...] = ()
    camera: Camera = "front"
    palette: tuple[HexColor, ...] = ()
    brightness: float = Field(
        0.9, ge=0.02, le=1.5, description="linear luminance that metering gives the lit part of a white ball"
    )
    warmth: float = Field(0.0, ge=-1.0, le=1.0, description="colour of the light against the photo's white")
    shadow: float = Field(0.0, ge=-1.0, le=1.0, description="depth of the shadows: less fill or more")
    blur: float = Field(0.5, ge=0.0, le=1.0, description="aperture: 0 all sharp, 1 shallow")
    polish: Polish = None
    display: Display | None = Field(
        None, description="how the product is shown; nothing: it stands or lies, by its pose"
    )
    holder: Holder | None = Field(
        None, description="the form of what carries it; nothing: the usual one of its display"
    )
    leaf: Leaf | None = Field(None, description="whose leaves throw the leaf shadow; nothing: as the seed has it")
    prop_tint: HexColor | None = Field(None, description="colour of cloth, flowers and ceramics among the props")
    caption: Caption | None = Field(None, description="the side that is left free for words: nothing stands there")
    arrangement: int = Field(0, ge=0, le=3, description="which of the places beside the product the props take first")
    light_turn: float = Field(0.0, ge=-30.0, le=30.0, description="degrees by which the key is turned to the back")
    light_lift: float = Field(0.0, ge=-12.0, le=25.0, description="degrees by which the key is raised")
    key_azimuth: float | None = Field(
        None, ge=-180.0, le=180.0, description="where the key stands: 0 the camera's side, 90 the right, 180 behind"
    )
    key_elevation: float | None = Field(None, ge=0.0, le=90.0, description="its height in degrees above the horizon")
    own_light: float | None = Field(
        None, ge=0.0, le=1.0, description="softness of the product's own light in a dark or coloured set; nothing: none"
    )
    stance: Stance | None = Field(None, description="of a person before the set: camera and floor; nothing: no person")

    @model_serializer(mode="wrap")
    def _without_what_is_unsaid(self, plain: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return without_unsaid(self, plain(self), LATER)
