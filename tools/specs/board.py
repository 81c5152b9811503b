"""What a moodboard says: colours, light, and a leaning to surfaces and backdrops."""

from typing import Literal

from pydantic import Field

from tools.specs.base import Spec
from tools.specs.scene import HexColor
from tools.specs.words import Backdrop, LightFrom, Surface

Temperature = Literal["warm", "neutral", "cool"]
Contrast = Literal["low", "medium", "high"]
Softness = Literal["hard", "soft"]
Side = Literal["left", "right", "top", "none"]
Key = Literal["high", "middle", "low"]


class Swatch(Spec):
    """A colour of the board, its name, the share of the pictures that it covers, and where it lies in them."""

    color: HexColor
    name: str
    share: float = Field(ge=0.0, le=1.0)
    height: float = Field(0.5, ge=0.0, le=1.0, description="its middle: 0 at the foot of the pictures, 1 at the top")


class LightRead(Spec):
    """The light as numbers: what the words of a board are decided from, and what boards are compared by."""

    warmth: float = Field(description="log2 of red over blue in the light's colour; 0 neutral, over 0 warm")
    contrast: float = Field(ge=0.0, le=1.0, description="spread of lightness, 5th to 95th percentile")
    hardness: float = Field(ge=0.0, le=1.0, description="0 under an even sky, 1 in bare sun")
    lean: float = Field(ge=-1.0, le=1.0, description="side the light comes from: -1 left, 1 right")
    lift: float = Field(ge=-1.0, le=1.0, description="1 from above, -1 from below")
    lightness: float = Field(ge=0.0, le=1.0, description="middle lightness")


class Feel(Spec):
    """How colourful, grainy and full pictures are."""

    saturation: float = Field(0.0, ge=0.0, description="mean OKLab chroma: 0 grey, 0.05 calm, 0.15 loud")
    grain: float = Field(0.0, ge=0.0, description="standard deviation of its grain in sRGB units of 0..1")
    density: float = Field(0.0, ge=0.0, le=1.0, description="share that things cover: 0 empty, 1 full")

    @property
    def words(self) -> str:
        """What stands out, such as ``, colourful, grainy, empty``; nothing where nothing does."""
        colour = ", muted" if self.saturation < 0.02 else ", colourful" if self.saturation > 0.09 else ""
        room = ", empty" if self.density < 0.2 else ", full" if self.density > 0.8 else ""
        return colour + (", grainy" if self.grain > 0.007 else "") + room


class Board(Spec):
    """One to eight inspiration pictures, read. ``palette`` has the most telling colour first, at most five."""

    palette: tuple[Swatch, ...] = Field(min_length=1, max_length=5)
    temperature: Temperature
    contrast: Contrast
    softness: Softness
    side: Side
    key: Key
    surfaces: tuple[Surface, ...] = ()
    backdrops: tuple[Backdrop, ...] = ()
    light: LightRead
    feel: Feel | None = Field(None, description="nothing on boards that were kept before it was read")

    @property
    def words(self) -> str:
        """One line, such as ``warm, low key, hard light from the left; sand, rust, ivory``."""
        aim = {"none": "", "top": " from above"}.get(self.side, f" from the {self.side}")
        key = "" if self.key == "middle" else f", {self.key} key"
        contrast = "" if self.contrast == "medium" else f", {self.contrast} contrast"
        names = ", ".join(dict.fromkeys(swatch.name for swatch in self.palette))
        feel = self.feel.words if self.feel else ""
        return f"{self.temperature}{key}{contrast}, {self.softness} light{aim}{feel}; {names}"


def side_of_light(side: Side) -> LightFrom | None:
    """Return the side as a scene names it; nothing where the board does not tell."""
    return None if side == "none" else side
