"""Pictures that are kept, and the proof of how they were made."""

from typing import Any

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from tools.specs.base import Spec, without_unsaid
from tools.specs.clip import ClipProof
from tools.specs.recipe import Recipe
from tools.specs.steps import Placement
from tools.specs.words import Engine, Mode
from tools.specs.worn import WornProof


class Origin(Spec):
    """Shares of a picture's pixels by where they came from; ``mask_sha256`` names the mask that says it of each.

    It is a PNG: red is the photograph's share, green the path tracer's, blue the model's.
    """

    photograph: float
    path_tracer: float
    model: float
    mask_sha256: str


class Receipt(Spec):
    """What was measured on the saved file, opened again. ``max_diff`` is in 8-bit steps over the core."""

    mode: Mode
    engine: Engine
    core_pixels: int = Field(ge=0)
    core_share: float = Field(ge=0.0, le=1.0)
    max_diff: int = Field(ge=0, le=255)
    source_sha256: str
    cutout_sha256: str
    pixels_sha256: str
    output_sha256: str
    placement: Placement
    seed: int
    seconds: float = Field(ge=0.0)
    cast_gap: float | None = Field(description="CIEDE2000 between the photo's white and the set's light")
    clip: ClipProof | None = Field(None, description="of a clip: what was measured on its file")
    origin: Origin | None = Field(None, description="whose pixels are whose; nothing of a plain tile")
    worn: WornProof | None = Field(None, description="of a try-on: its map, and what was measured of the person")

    @model_serializer(mode="wrap")
    def _without_what_is_unsaid(self, plain: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return without_unsaid(self, plain(self), ("clip", "origin", "worn"))


class Asset(Spec):
    """Bytes on disk named by their SHA-256, plus what made them. ``id`` is its first 16 hex digits."""

    id: str
    sha256: str
    suffix: str = Field(description="file ending without the dot, for example png")
    width: int
    height: int
    tool: str = Field(description="the tool that made it, or upload")
    parent: str | None = Field(None, description="id of the asset it was made from")
    recipe: Recipe | None = None
    receipt: Receipt | None = None
    cutout_sha256: str | None = None
    note: str = Field("", description="for an upload its file name")
    poster_sha256: str | None = Field(None, description="of a clip: the picture that stands for it")

    @property
    def moves(self) -> bool:
        """Whether it is a clip, and no picture."""
        return self.suffix == "mp4"
