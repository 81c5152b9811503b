"""What a tool is handed, what it hands back, and the smallest protocols of the engines it may call."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from tools.engines.cutout.result import CutOut
from tools.engines.generative.task import Ability, Motion, Painted, Task
from tools.engines.image import Bytes8, Image, Mask
from tools.engines.person.outline import cut_person
from tools.engines.person.seen import Onlooker, landmarks
from tools.engines.progress import Cancelled, Report
from tools.engines.studio.shots import Footage, Shot
from tools.specs.asset import Asset
from tools.specs.recipe import Recipe
from tools.specs.sheet import Order
from tools.specs.style import Style, StyleHit
from tools.specs.words import Engine, LightName
from tools.store.store import Store


class Cutter(Protocol):
    """Cuts a product out of its photo."""

    def cut(self, image: Image | Bytes8) -> CutOut:
        """Return the cut-out of ``image`` (H×W×3 sRGB, 0..1 or 8 bit), of the same size."""
        ...


class Studio(Protocol):
    """Renders the set around a placed product."""

    def render(self, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> Image:
        """Return the plate: linear HDR RGB of recipe.height × recipe.width × 3, metered, without the product.

        ``product`` is the placed cut-out (H×W×4 sRGB, straight alpha, the whole frame). Shadow, contact and
        reflection of its stand-in are in the plate. Where the recipe shares a set, a fifth channel is the alpha of the
        product that the set was built round. Raises ``ToolFailed`` when cancelled.
        """
        ...

    def lights(self, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> dict[LightName, Image]:
        """Return one plate for each light of the set, by name, as ``render``; together they are what that renders."""
        ...

    def film(
        self, recipe: Recipe, product: Image, shots: tuple[Shot, ...], report: Report, cancelled: Cancelled
    ) -> Footage:
        """Return what ``shots`` show of the same set, and how near it is; ``product`` and errors as of ``render``.

        Without a shot nothing is rendered.
        """
        ...

    def empty(self, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> Image:
        """Return the plate of the set that ``recipe`` shares with nothing on it; ``product`` (H×W×5) as ``render``."""
        ...

    def on_set(self, empty: Image, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> Image:
        """Return the plate with ``product`` (H×W×5) on that set, whose plate is ``empty``; errors as of ``render``."""
        ...

    def warm_up(self) -> None:
        """Begin to get ready for a render that will come, and return at once."""
        ...

    def close(self) -> None:
        """End the worker, if there is one."""
        ...


class Painter(Protocol):
    """Paints by a trained model. What it is asked depends on what it can, never on its name."""

    @property
    def abilities(self) -> frozenset[Ability]:
        """What the model takes. Raises ``EngineUnavailable`` when there is none, with what would bring it."""
        ...

    def paint(self, task: Task, report: Report, cancelled: Cancelled) -> Painted:
        """Return the painted picture, of the start's size.

        Raises ``EngineUnavailable`` when the model cannot be used here, ``ToolFailed`` when cancelled, within one step,
        or when it declines.
        """
        ...

    def move(self, motion: Motion, report: Report, cancelled: Cancelled) -> tuple[Image, ...]:
        """Return the frames of a clip, each of the start's size. Raises as ``paint``."""
        ...


class Styles(Protocol):
    """The looks that brands had remembered. Brands and names differ by more than their spelling's case."""

    def remember(self, style: Style, look: Sequence[float] | None) -> None:
        """Keep ``style`` in the place of one of the same brand and name; ``look`` is its board as numbers."""
        ...

    def recall(self, brand: str, words: str, most: int = 3) -> tuple[StyleHit, ...]:
        """Return the brand's styles that suit ``words``, best first; one that is named in them scores 1."""
        ...

    def alike(self, brand: str, look: Sequence[float], most: int = 3) -> tuple[StyleHit, ...]:
        """Return the brand's styles whose pictures are most like a board, best first."""
        ...

    def meant(self, brand: str, words: str) -> tuple[Style, ...]:
        """Return the brand's styles that ``words`` may mean: the one named in them, else those they plainly tell of."""
        ...

    def find(self, brand: str, name: str) -> Style | None:
        """Return the style of this brand and name."""
        ...

    def all(self, brand: str) -> tuple[Style, ...]:
        """Return the brand's styles by name."""
        ...

    def brands(self) -> tuple[str, ...]:
        """Return the brands that have styles, by name."""
        ...

    def forget(self, brand: str, name: str) -> bool:
        """Take a style out, and off the disk; return whether there was one."""
        ...

    def traces(self, style: Style) -> int:
        """Return how many files of the memory still hold a style that was taken out."""
        ...

    def close(self) -> None:
        """Let go of what was opened."""
        ...


class Sheets(Protocol):
    """Carries a sheet of products out."""

    def carry(self, sheet: Asset, order: Order, context: "Context") -> "Result":
        """Make what the sheet orders and is not made yet. Raises ``BadRequest`` when nobody agreed to its price."""
        ...


Outline = Callable[[Bytes8, Bytes8, Mask], CutOut | None]
Wanted = Callable[[Recipe, Callable[[], Image]], None]


def unwanted(recipe: Recipe, product: Callable[[], Image]) -> None:
    """Pass over a set whose lights nobody will render before they are asked for."""


@dataclass(frozen=True)
class Context:
    """All that a tool may touch. ``thread`` names the talk it works for.

    ``styles`` and ``sheets`` are missing where nobody asks.
    ``painters`` are the generative engines that are set up, by the engine's name.
    ``behind`` is told of a new set whose lights will be wanted one by one, and has its product's pixels made then.
    ``onlooker`` finds hands and faces on a person's photo, ``outline`` cuts the person out with what they wear.
    ``owner`` is whose touched-up cut-outs hold; empty is whoever works at the machine itself.
    """

    store: Store
    cutter: Cutter
    studio: Studio
    thread: str
    report: Report = field(default=lambda _: None)
    cancelled: Cancelled = field(default=lambda: False)
    styles: Styles | None = None
    owner: str = ""
    sheets: Sheets | None = None
    behind: Wanted = unwanted
    painters: Mapping[Engine, Painter] = field(default_factory=dict)
    onlooker: Onlooker = field(default_factory=landmarks)
    outline: Outline = cut_person


@dataclass(frozen=True)
class Result:
    """Assets made, data for the model, one sentence for the person.

    ``spent``: credits of calls made within it; ``charged``: what a hosted engine took beside the tool's own price.
    """

    text: str
    assets: tuple[Asset, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    spent: int = 0
    charged: int = 0
