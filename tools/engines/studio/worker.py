"""The warm render worker: a process of its own that keeps Mitsuba loaded, reports progress, and may die.

It is spawned, never forked. It ends when its pipe closes, and a watch in it ends it when its parent is gone, so
that a kill -9 of the program leaves nothing behind. A bad libLLVM takes only the worker along.
"""

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from tools.engines.image import Image
from tools.engines.progress import Cancelled, Progress, Report
from tools.engines.studio.backend import release
from tools.engines.studio.shots import Footage, Shot
from tools.errors import ParureError, ToolFailed
from tools.specs.recipe import Recipe
from tools.specs.words import LightName

if TYPE_CHECKING:
    from tools.engines.studio.job import KeptSet

T = TypeVar("T")

JOBS_BEFORE_RECYCLING = 24
"""Mitsuba's memory grows by some 300 MB in five sets; a worker is replaced after this many."""

WATCH_SECONDS = 0.5

LEAST_URGENT = 19
"""The nice value of work that comes after everybody else's."""


@dataclass(frozen=True)
class Job:
    """One set to render: ``product`` is H×W×4 sRGB, the whole frame; ``preview`` if somebody looks at one.

    ``apart``: each light by itself. With ``shots`` it is a clip's footage that is wanted, with none of them only how
    near the set is; of a ``shared`` set it is the empty one or, where that is given, the product on it.
    """

    recipe: Recipe
    product: Image
    preview: bool = False
    apart: bool = False
    shots: tuple[Shot, ...] | None = None
    shared: bool = False
    empty: Image | None = None


@dataclass(frozen=True)
class Done(Generic[T]):
    """What was rendered: a plate (H×W×3 linear), one for each light by its name, or a clip's footage."""

    made: T


@dataclass(frozen=True)
class Failed:
    """A sentence about what went wrong, and the kind of error it was."""

    error: ParureError


class StoppedError(Exception):
    """Nobody waits for this job any more."""


def _watch_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(WATCH_SECONDS)
    os._exit(1)


def _run(connection: Connection, job: Job, folder: Path, kept: "KeptSet") -> Done[Any] | Failed:
    from tools.engines.studio.footage import render_footage
    from tools.engines.studio.job import render_job
    from tools.engines.studio.light_plates import render_lights
    from tools.engines.studio.patch import render_empty, render_on

    def tick(progress: Progress) -> None:
        connection.send(progress)
        if connection.poll():
            raise StoppedError

    try:
        if job.empty is not None:
            return Done(render_on(job.empty, job.recipe, job.product, folder, tick, kept))
        if job.shared:
            return Done(render_empty(job.recipe, job.product, folder, tick, kept))
        kept.forget()
        if job.apart:
            return Done(render_lights(job.recipe, job.product, folder, tick))
        if job.shots is not None:
            return Done(render_footage(job.recipe, job.product, job.shots, folder, tick))
        return Done(render_job(job.recipe, job.product, folder, tick, job.preview))
    except ParureError as error:
        return Failed(error)
    except (RuntimeError, ValueError, MemoryError) as error:
        return Failed(ToolFailed(f"The set could not be rendered ({error}). Try a smaller size or another surface."))


def _load() -> None:
    """Load what every job needs, while the parent still cuts out or reads."""
    import tools.engines.studio.job  # noqa: F401
    from tools.engines.studio.backend import start

    start()


def stand_last() -> None:
    """Let this process come after all others. It still gets on where others leave the cores no rest: slowly."""
    if hasattr(os, "nice"):
        os.nice(LEAST_URGENT)


def serve(connection: Connection, parent: int, folder: str, last: bool = False) -> None:
    """Take jobs from ``connection`` until it closes, after everybody else if ``last``: the worker's main function."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's Ctrl-C is the parent's to answer
    if last:
        stand_last()
    threading.Thread(target=_watch_parent, args=(parent,), daemon=True).start()
    with contextlib.suppress(ParureError):  # the job that cannot do without will say it
        _load()
    from tools.engines.studio.job import KeptSet

    kept = KeptSet()
    try:
        while True:
            job = connection.recv()
            if not isinstance(job, Job):
                continue  # a stop that came after its job had ended
            try:
                connection.send(_run(connection, job, Path(folder), kept))
            except StoppedError:
                connection.recv()
                connection.send(Failed(ToolFailed("The render was cancelled.")))
            release()
    except (EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        return


class WarmStudio:
    """The studio behind a worker that is started with the first job, or before it, and kept. One job at a time."""

    def __init__(self, folder: Path, previews: bool = True, last: bool = False) -> None:
        """``folder`` is the home, for textures; ``previews`` if somebody looks at a small picture first.

        ``last``: it gets the cores that nobody else wants.
        """
        self._folder = folder
        self._previews = previews
        self._last = last
        self._lock = threading.Lock()
        self._process: Any = None
        self._connection: Connection | None = None
        self._jobs = 0

    def render(self, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> Image:
        """Return the plate of ``recipe`` round ``product``; see ``tools.context.Studio``."""
        return cast(Image, self._made(Job(recipe, product, self._previews), report, cancelled))

    def lights(self, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> dict[LightName, Image]:
        """Return one plate for each light of the set, by name; see ``tools.context.Studio``."""
        return cast(dict[LightName, Image], self._made(Job(recipe, product, apart=True), report, cancelled))

    def film(
        self, recipe: Recipe, product: Image, shots: tuple[Shot, ...], report: Report, cancelled: Cancelled
    ) -> Footage:
        """Return further plates of the set of ``recipe``; see ``tools.context.Studio``."""
        return cast(Footage, self._made(Job(recipe, product, shots=shots), report, cancelled))

    def empty(self, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> Image:
        """Return the plate of a shared set with nothing on it; see ``tools.context.Studio``."""
        return cast(Image, self._made(Job(recipe, product, shared=True), report, cancelled))

    def on_set(self, empty: Image, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> Image:
        """Return the plate of a shared set with a product on it; see ``tools.context.Studio``."""
        return cast(Image, self._made(Job(recipe, product, shared=True, empty=empty), report, cancelled))

    def drop(self) -> None:
        """End the job that is under way, and the worker with it, at once: its caller gets a ``ToolFailed``."""
        process = self._process
        if process is not None:
            process.kill()

    def _made(self, job: Job, report: Report, cancelled: Cancelled) -> Any:
        with self._lock:
            connection = self._ready()
            self._jobs += 1
            try:
                connection.send(job)
                return self._wait(connection, report, cancelled)
            except (EOFError, BrokenPipeError, ConnectionResetError) as error:
                self._end()
                raise ToolFailed(
                    "The render worker stopped in the middle of its work. Nothing was charged; try again, "
                    "and run `parure doctor` if it happens twice."
                ) from error

    def warm_up(self) -> None:
        """Start the worker, if none runs, and return at once: it loads while others work."""
        if self._lock.acquire(blocking=False):
            try:
                self._ready()
            finally:
                self._lock.release()

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            self._end()

    def _ready(self) -> Connection:
        if self._process is not None and (not self._process.is_alive() or self._jobs >= JOBS_BEFORE_RECYCLING):
            self._end()
        if self._connection is None:
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            told = (theirs, os.getpid(), str(self._folder), self._last)
            self._process = context.Process(target=serve, args=told, daemon=True)
            self._process.start()
            theirs.close()
            self._connection, self._jobs = ours, 0
        return self._connection

    def _wait(self, connection: Connection, report: Report, cancelled: Cancelled) -> Any:
        stopping = False
        while True:
            if not stopping and cancelled():
                connection.send("stop")
                stopping = True
            if not connection.poll(0.1):
                continue
            message = connection.recv()
            if isinstance(message, Done):
                return message.made
            if isinstance(message, Failed):
                raise message.error
            report(message)

    def _end(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.join(timeout=1.0)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
        self._process, self._connection = None, None
