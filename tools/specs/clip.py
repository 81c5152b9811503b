"""What a clip is: how its camera or its light goes, how long it takes."""

from typing import Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from tools.specs.base import Spec, without_unsaid

Motion = Literal["push_in", "pull_out", "orbit", "pan", "light_sweep", "focus_pull"]


class Clip(Spec):
    """How a picture moves. ``loop``: it ends where it began, so that it can be played over and over.

    ``words`` are what a model that made the whole clip was told.
    """

    motion: Motion = "push_in"
    seconds: float = Field(5.0, ge=2.0, le=10.0, allow_inf_nan=False)
    fps: Literal[24, 30] = 24
    loop: bool = False
    words: str | None = None

    @model_serializer(mode="wrap")
    def _without_what_is_unsaid(self, plain: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return without_unsaid(self, plain(self), ("words",))

    @property
    def frames(self) -> int:
        """How many pictures it has."""
        return round(self.seconds * self.fps)


class ClipProof(Spec):
    """What was measured on a clip's file, read again. Differences are CIEDE2000 over the product's core.

    ``checked`` frames, every twelfth, were held against the photo as it was moved for each.
    """

    frames: int = Field(ge=1)
    fps: float = Field(gt=0)
    seconds: float = Field(gt=0)
    codec: str
    pixel_format: str
    faststart: bool
    checked: int = Field(ge=0)
    mean_difference: float = Field(ge=0.0)
    largest_difference: float = Field(ge=0.0, description="the 99th percentile of the worst frame")
