"""What a tool is handed, what it hands back, and the smallest protocols of the engines it may call."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from tools.engines.cutout.result import CutOut
from tools.engines.image import Image
from tools.engines.progress import Cancelled, Report
from tools.specs.asset import Asset
from tools.specs.recipe import Recipe
from tools.store.store import Store


class Cutter(Protocol):
    """Cuts a product out of its photo."""

    def cut(self, image: Image) -> CutOut:
        """Return the cut-out of ``image`` (H×W×3 sRGB), of the same size."""
        ...


class Studio(Protocol):
    """Renders the set around a placed product."""

    def render(self, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> Image:
        """Return the plate: linear HDR RGB of recipe.height × recipe.width × 3, metered, without the product.

        ``product`` is the placed cut-out (H×W×4 sRGB, straight alpha, the whole frame). Shadow, contact and
        reflection of its stand-in are in the plate. Raises ``ToolFailed`` when cancelled.
        """
        ...

    def warm_up(self) -> None:
        """Begin to get ready for a render that will come, and return at once."""
        ...

    def close(self) -> None:
        """End the worker, if there is one."""
        ...


@dataclass(frozen=True)
class Context:
    """All that a tool may touch. ``thread`` names the talk it works for."""

    store: Store
    cutter: Cutter
    studio: Studio
    thread: str
    report: Report = field(default=lambda _: None)
    cancelled: Cancelled = field(default=lambda: False)


@dataclass(frozen=True)
class Result:
    """Assets made, data for the model, one sentence for the person."""

    text: str
    assets: tuple[Asset, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
