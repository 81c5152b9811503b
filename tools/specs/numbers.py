"""Amounts of change in light and colour, as an edit and a wish give them."""

from typing import Annotated

from pydantic import Field

from tools.specs.base import Spec

Amount = Annotated[float, Field(ge=-1.0, le=1.0, allow_inf_nan=False)]


class Numbers(Spec):
    """What develops a set another way. Each runs from -1 to 1 and adds to what is there; 0 changes nothing."""

    warmth: Amount = Field(0.0, description="+ warmer, - cooler")
    exposure: Amount = Field(0.0, description="+ brighter, - darker")
    contrast: Amount = Field(0.0, description="+ more contrast")
    saturation: Amount = Field(0.0, description="+ more colourful")
    tint: Amount = Field(0.0, description="+ magenta, - green")
    grain: Amount = Field(0.0, description="+ more film grain")

    vignette: Amount = Field(0.0, description="+ darker corners")

    def plus(self, other: "Numbers") -> "Numbers":
        """Return both together, each within its bounds."""
        sums = {name: getattr(self, name) + getattr(other, name) for name in Numbers.model_fields}
        return Numbers(**{name: max(-1.0, min(1.0, round(value, 6))) for name, value in sums.items()})


class LightNumbers(Numbers):
    """What lights a set another way, light by light; the plates of its lights give it without a new render."""

    shadow: Amount = Field(0.0, description="+ deeper shadows, - softer")
    key: Amount = Field(0.0, description="the main light, sun or window: + brighter, - dimmer")
    fill: Amount = Field(0.0, description="the light in the shadows: + more, - less")
    rim: Amount = Field(0.0, description="the light on the edges, from behind; -1 is out")
    wall: Amount = Field(0.0, description="the light on the backdrop, or from its window or sky; -1 is out")
    glow: Amount = Field(0.0, description="candles, neon, lamps in the picture; -1 is out")
    key_warmth: Amount = Field(0.0, description="the main light alone: + warmer, - cooler")
    fill_warmth: Amount = Field(0.0, description="the light in the shadows alone: + warmer, - cooler")
    daytime: Amount = Field(0.0, description="of daylight: + later in the day, - towards noon")
