"""The set around a product, as plain data that a person could write by hand."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from tools.specs.base import Spec
from tools.specs.words import Backdrop, Camera, Light, LightFrom, Prop, Surface

HexColor = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Support = Literal["ground", "slab", "podium", "steps"]


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
