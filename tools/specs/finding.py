"""What a measured look at a picture found, with a fix on offer."""

from pydantic import Field

from tools.specs.base import Spec

CUTOUT = "cutout"
"""The check whose finding offers a touch-up."""


class Finding(Spec):
    """One thing that is off in one picture."""

    asset: str = Field(description="the picture's short name in the thread")
    check: str = Field(description="what was measured, for example clipping")
    value: float
    limit: float
    text: str = Field(description="one sentence for the person")
    fix: str | None = Field(None, description="what to say to have it put right, for example 'closer'")
