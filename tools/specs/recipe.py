"""Everything that makes one picture again. An edit is a new recipe with a parent."""

from typing import Any, Literal, TypeVar

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from tools.specs.base import Spec, digest, without_unsaid
from tools.specs.clip import Clip
from tools.specs.scene import Scene
from tools.specs.steps import Crop, DevelopStep, OwnShadow, Placement
from tools.specs.words import Category, Engine, Mode
from tools.specs.worn import Worn

PROGRAM = "parure 0.1.9"
"""Part of what a picture depends on: another version may render the same scene another way."""

LATER = frozenset({"kind", "clip", "shared", "worn"})
"""Fields that came after the first recipes."""

Pose = Literal["standing", "lying"]
Step = TypeVar("Step", bound=Spec)


class Shared(Spec):
    """The empty set that the pictures of a campaign share: built round the first one's product, which is told here.

    Of that product only its outline counts: its cut-out, where it lay in the same frame, how thick it is, its kind.
    ``for_placement`` is where this recipe's own product stands on that set: moved, or in another frame, it has a set of
    its own.
    """

    cutout_sha256: str
    placement: Placement
    thickness_mm: float = Field(gt=0)
    kind: Category | None = None
    size: tuple[int, int]
    for_placement: Placement


class Recipe(Spec):
    """Version 1. ``geometry()`` is what a plate depends on; ``develop`` is what changes without a render."""

    version: Literal[1] = 1
    tool: str
    source_sha256: str
    cutout_sha256: str
    mode: Mode = "exact"
    engine: Engine = "studio"
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    placement: Placement
    scene: Scene | None = None
    pose: Pose = "standing"
    frame_mm: float = Field(100.0, gt=0, description="width of the frame at the product, in millimetres")
    thickness_mm: float = Field(20.0, gt=0, description="how far the product rises or reaches back, in millimetres")
    kind: Category | None = Field(None, description="what the product is: how high each part of it lies")
    develop: tuple[DevelopStep, ...] = ()
    samples: int = Field(8, ge=1, le=1024)
    seed: int = 0
    parent: str | None = None
    program: str = PROGRAM
    clip: Clip | None = Field(None, description="how the picture moves; nothing: it is still")
    shared: Shared | None = Field(None, description="the campaign's set; nothing: one of its own")
    worn: Worn | None = Field(None, description="how the product lies on a person's photo, which is the picture then")

    @model_serializer(mode="wrap")
    def _without_what_is_unsaid(self, plain: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return without_unsaid(self, plain(self), LATER)

    @property
    def sha256(self) -> str:
        """The recipe's identity."""
        return digest(self)

    def geometry(self) -> "Recipe":
        """Return the part that a rendered plate depends on: no develop steps, parent, tool, grade, clip, crop."""
        mode = "exact" if self.mode == "graded" else self.mode
        told: dict[str, Any] = {"develop": (), "parent": None, "tool": "", "mode": mode, "clip": None}
        if (crop := self.step(Crop)) is not None:
            told |= {name: getattr(crop, name) for name in ("width", "height", "placement", "frame_mm")}
        frame = self.model_copy(update=told)
        return frame.model_copy(update={"shared": frame.stands_on})

    @property
    def stands_on(self) -> Shared | None:
        """The shared set that the picture is made on; nothing when it has its own, or the product was moved."""
        shared = self.shared
        here = shared is not None and (shared.for_placement, shared.size) == (self.placement, (self.width, self.height))
        return shared if here else None

    def emptied(self) -> "Recipe":
        """Return the geometry of the set that this one stands on, with the product that it was built round."""
        frame = self.geometry()
        if (shared := frame.stands_on) is None:
            return frame
        first = {
            "source_sha256": shared.cutout_sha256, "cutout_sha256": shared.cutout_sha256, "kind": shared.kind,
            "placement": shared.placement, "thickness_mm": shared.thickness_mm, "shared": None,
        }  # fmt: skip
        return frame.model_copy(update=first)

    @property
    def on_ground(self) -> bool:
        """Whether the product stands on plain ground with a shadow of its own, in place of a set."""
        return self.scene is None and (self.tool == "white_studio" or self.step(OwnShadow) is not None)

    def step(self, kind: type[Step]) -> Step | None:
        """Return the first develop step of a kind."""
        return next((step for step in self.develop if isinstance(step, kind)), None)
