"""Cut-outs and renders wait in one line for the cores, and no owner's many jobs keep another's few waiting."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from agent.behind import Behind
from agent.run import Watch
from tools.context import Cutter, Studio
from tools.engines.cutout.result import CutOut
from tools.engines.image import Bytes8, Image
from tools.engines.memory import give_back
from tools.engines.progress import Cancelled, Progress, Report
from tools.engines.studio.shots import Footage, Shot
from tools.errors import ToolFailed
from tools.specs.recipe import Recipe
from tools.specs.words import LightName

LOOK_AGAIN = 0.2
"""Seconds between two looks at whether anybody still waits."""
CANCELLED = "Cancelled while it waited for its turn; nothing was charged."


def owner_of(thread: str) -> str:
    """Return who a thread's work is for: what stands before the first dot, else the thread itself."""
    return thread.partition(".")[0]


class FairQueue:
    """One job at a time, round robin between owners, first come first served within one.

    An owner goes behind all who wait when his job ends, not when it begins: who comes while a greedy owner's job is
    under way waits for that one and no other of his.
    """

    def __init__(self, comes: Callable[[], None] = lambda: None) -> None:
        """``comes`` is called whenever a job lines up: what is less urgent stands aside."""
        self._comes = comes
        self._changed = threading.Condition()
        self._waiting: dict[str, deque[object]] = {}
        self._rotation: deque[str] = deque()
        self._running: str | None = None

    @contextmanager
    def turn(self, owner: str, waiting: Callable[[int], None], cancelled: Cancelled) -> Iterator[None]:
        """Hold the queue for a ``with`` block. ``waiting`` hears how many jobs come before this one, as that changes.

        Raises ``ToolFailed`` when it is cancelled while it waits.
        """
        ticket = object()
        self._join(owner, ticket)
        self._comes()
        try:
            self._wait(owner, ticket, waiting, cancelled)
        except BaseException:
            self._leave(owner, ticket)
            raise
        try:
            yield
        finally:
            self._end(owner)

    @property
    def idle(self) -> bool:
        """Whether nobody works or waits."""
        with self._changed:
            return self._running is None and not self._waiting

    def _join(self, owner: str, ticket: object) -> None:
        with self._changed:
            self._waiting.setdefault(owner, deque()).append(ticket)
            if owner not in self._rotation and owner != self._running:
                self._rotation.append(owner)

    def _wait(self, owner: str, ticket: object, waiting: Callable[[int], None], cancelled: Cancelled) -> None:
        told = -1
        while True:
            with self._changed:
                before = self._before(owner, ticket)
                if before == 0:
                    self._begin(owner)
                    return
                if before == told:
                    self._changed.wait(LOOK_AGAIN)
            if cancelled():
                raise ToolFailed(CANCELLED)
            if before != told:
                waiting(before)
                told = before

    def _before(self, owner: str, ticket: object) -> int:
        """Return how many jobs come before ``ticket``, the one under way included."""
        busy = self._running is not None
        order = [*self._rotation, *([self._running] if self._running in self._waiting else [])]
        mine, rounds = order.index(owner), self._waiting[owner].index(ticket)
        # in each round everybody gets one job; in the last one only those who stand ahead
        turns = [rounds + (place < mine) for place in range(len(order))]
        return busy + sum(
            rounds if name == owner else min(len(self._waiting[name]), most)
            for name, most in zip(order, turns, strict=True)
        )

    def _begin(self, owner: str) -> None:
        self._waiting[owner].popleft()
        self._rotation.remove(owner)
        self._running = owner

    def _end(self, owner: str) -> None:
        with self._changed:
            self._running = None
            self._line_up(owner)
            self._changed.notify_all()

    def _leave(self, owner: str, ticket: object) -> None:
        with self._changed:
            self._waiting[owner].remove(ticket)
            if not self._waiting[owner] and owner in self._rotation:
                self._rotation.remove(owner)
            if not self._waiting[owner] and owner != self._running:
                del self._waiting[owner]
            self._changed.notify_all()

    def _line_up(self, owner: str) -> None:
        """Put an owner whose job ended behind the others, or forget him when nothing of his waits."""
        if self._waiting[owner]:
            self._rotation.append(owner)
        else:
            del self._waiting[owner]


@dataclass(frozen=True)
class QueuedCutter:
    """A cutter whose cut-outs wait their turn; made for one owner and one who looks on."""

    cutter: Cutter
    queue: FairQueue
    owner: str
    watch: Watch

    def cut(self, image: Image | Bytes8) -> CutOut:
        """Return the cut-out of ``image`` (H×W×3 sRGB, 0..1 or 8 bit).

        Raises ``ToolFailed`` when it is cancelled while it waits.
        """
        with self.queue.turn(self.owner, telling(self.watch.report), self.watch.cancelled):
            cutout = self.cutter.cut(image)
            give_back()
            return cutout


@dataclass(frozen=True)
class QueuedStudio:
    """A studio whose renders wait their turn; made for one owner. ``behind`` may be rendering what is asked for."""

    studio: Studio
    queue: FairQueue
    owner: str
    behind: Behind | None = None

    def render(self, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> Image:
        """Return the plate as ``Studio.render`` does. Raises ``ToolFailed`` when cancelled, waiting included."""
        give_back()  # what laying the product out took: the wait may be long
        with self.queue.turn(self.owner, telling(report), cancelled):
            return self.studio.render(recipe, product, report, cancelled)

    def lights(self, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> dict[LightName, Image]:
        """Return the plates of the lights as ``Studio.lights`` does. Raises ``ToolFailed`` as ``render``."""
        if self.behind is not None and (made := self.behind.finish(recipe, report, cancelled)):
            return {name: plate.astype(np.float32) for name, plate in made.items()}
        give_back()
        with self.queue.turn(self.owner, telling(report), cancelled):
            return self.studio.lights(recipe, product, report, cancelled)

    def film(
        self, recipe: Recipe, product: Image, shots: tuple[Shot, ...], report: Report, cancelled: Cancelled
    ) -> Footage:
        """Return a clip's footage as ``Studio.film`` does. Raises ``ToolFailed`` when cancelled, waiting included."""
        give_back()
        with self.queue.turn(self.owner, telling(report), cancelled):
            return self.studio.film(recipe, product, shots, report, cancelled)

    def empty(self, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> Image:
        """Return what ``Studio.empty`` does. Raises ``ToolFailed`` when cancelled, waiting included."""
        give_back()
        with self.queue.turn(self.owner, telling(report), cancelled):
            return self.studio.empty(recipe, product, report, cancelled)

    def on_set(self, empty: Image, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> Image:
        """Return what ``Studio.on_set`` does. Raises ``ToolFailed`` when cancelled, waiting included."""
        give_back()
        with self.queue.turn(self.owner, telling(report), cancelled):
            return self.studio.on_set(empty, recipe, product, report, cancelled)

    def warm_up(self) -> None:
        """Begin to get ready, without waiting: it takes nothing from the one who renders."""
        self.studio.warm_up()

    def close(self) -> None:
        """End the worker, if there is one."""
        self.studio.close()


def telling(report: Report) -> Callable[[int], None]:
    """Return what tells a waiting job's place as progress."""
    return lambda before: report(Progress(f"waiting, {before} before this one", 0.0))
