"""The generative engines that the settings name; none is loaded before a picture is asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from agent.queue import FairQueue, telling
from agent.settings import Settings
from agent.weights import weights_folder
from tools.context import Painter
from tools.engines.generative.task import Ability, Motion, Painted, Task
from tools.engines.image import Image
from tools.engines.memory import give_back
from tools.engines.progress import Cancelled, Report
from tools.specs.words import Engine
from tools.store.spending import Spent
from tools.store.store import Store


def painters_of(settings: Settings, store: Store) -> dict[Engine, Painter]:
    """Return the painters that are set, by the engine's name; what a service takes is noted in the ledger."""
    painters: dict[Engine, Painter] = {}
    if (folder := weights_folder(settings)) is not None:
        from tools.engines.generative.diffusion import DiffusionPainter

        painters["diffusion"] = DiffusionPainter(folder)
    if settings.images_url and settings.images_model:
        painters["remote"] = _hosted(settings, store)
    return painters


def _hosted(settings: Settings, store: Store) -> Painter:
    from tools.engines.generative.hosted import HostedPainter, Prices, Service

    def note(model: str, read: int, written: int, cents: float | None) -> None:
        store.ledger.spending.note(model, Spent(read, written, cents))

    prices = Prices(settings.images_price_read, settings.images_price_written, settings.images_price)
    key = settings.images_key.get_secret_value() if settings.images_key else ""
    return HostedPainter(Service(str(settings.images_url), str(settings.images_model), key, prices), note)


@dataclass(frozen=True)
class QueuedPainter:
    """A painter whose pictures wait their turn behind renders; made for one owner."""

    painter: Painter
    queue: FairQueue
    owner: str

    @property
    def abilities(self) -> frozenset[Ability]:
        """As ``Painter.abilities``."""
        return self.painter.abilities

    def paint(self, task: Task, report: Report, cancelled: Cancelled) -> Painted:
        """Return the picture as ``Painter.paint``. Raises ``ToolFailed`` when cancelled, waiting included."""
        give_back()
        with self.queue.turn(self.owner, telling(report), cancelled):
            return self.painter.paint(task, report, cancelled)

    def move(self, motion: Motion, report: Report, cancelled: Cancelled) -> tuple[Image, ...]:
        """Return the frames as ``Painter.move``. Raises ``ToolFailed`` when cancelled, waiting included."""
        give_back()
        with self.queue.turn(self.owner, telling(report), cancelled):
            return self.painter.move(motion, report, cancelled)


def queued(painters: Mapping[Engine, Painter], queue: FairQueue, owner: str) -> dict[Engine, Painter]:
    """Return ``painters`` whose pictures wait their turn in ``queue``."""
    return {engine: QueuedPainter(painter, queue, owner) for engine, painter in painters.items()}
