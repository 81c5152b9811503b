"""The set around a product, as plain data that a person could write by hand."""

from typing import Annotated, Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, StringConstraints, model_serializer

from tools.specs.base import Spec
from tools.specs.words import Backdrop, Camera, Light, LightFrom, Prop, Surface

HexColor = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Support = Literal["ground", "slab", "podium", "steps"]
Polish = Annotated[
    float | None,
    Field(ge=0.0, le=1.0, description="finish of stone, wood, leather, plaster: 0 matt, 0.5 honed, 1 polished"),
]


def _asked(plain: dict[str, Any]) -> dict[str, Any]:
    """Return ``plain`` without a finish that was not asked for: older recipes keep their digests."""
    return {name: value for name, value in plain.items() if name != "polish" or value is not None}


class SceneWish(Spec):
    """What a brief says of the set. What it leaves open stays ``None`` and is decided by the look."""

    look: str | None = Field(None, description="name of a tuned look to start from")
    surface: Surface | None = Field(None, description="what the product rests on")
    backdrop: Backdrop | None = Field(None, description="what is behind it")
    light: Light | None = Field(None, description="the kind of light")
    light_from: LightFrom | None = Field(None, description="the side the key light comes from")
    props: tuple[Prop, ...] = Field((), description="things on the set")
    camera: Camera | None = Field(None, description="the camera's view")
    palette: tuple[HexColor, ...] = Field((), description="colours of the set, #rrggbb")
    mood: str = Field("", max_length=400, description="free words, mapped to light, surface, palette, contrast")
    place: str | None = Field(
        None, max_length=200, description="a place in free words; to change a background, a photo: img2"
    )
    polish: Polish = None

    @model_serializer(mode="wrap")
    def _plain(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return _asked(handler(self))


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

    @model_serializer(mode="wrap")
    def _plain(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return _asked(handler(self))
