"""How far the work is, on standard error; and Ctrl-C, which ends it cleanly."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING

from ui.words import note

if TYPE_CHECKING:
    from agent.run import Watch
    from tools.specs.sheet import RowOutcome


@contextmanager
def watching(quiet: bool, row: "Callable[[RowOutcome], None]" = lambda _: None) -> Iterator["Watch"]:
    """Yield who looks on; ``row`` hears what became of a sheet's rows.

    A bar is drawn on a terminal only, and not when ``quiet``.

    The first Ctrl-C asks the work to stop at the next pass, the second one stops it at once; either way
    ``KeyboardInterrupt`` leaves this block.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from agent.run import Watch

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    shown = not quiet and sys.stderr.isatty()
    with _cancel_on_interrupt() as cancelled:
        with Progress(*columns, console=Console(stderr=True), transient=True, disable=not shown) as bar:
            task = bar.add_task("starting", total=1.0)
            yield Watch(
                lambda now: bar.update(task, description=now.stage, completed=now.share), cancelled.is_set, note, row
            )
        if cancelled.is_set():
            raise KeyboardInterrupt


@contextmanager
def _cancel_on_interrupt() -> Iterator[Event]:
    cancelled = Event()

    def once(number: int, frame: FrameType | None) -> None:
        if cancelled.is_set():
            raise KeyboardInterrupt
        cancelled.set()

    before = signal.signal(signal.SIGINT, once)
    try:
        yield cancelled
    finally:
        signal.signal(signal.SIGINT, before)
