"""Work behind the pictures: while nobody needs the cores, the lights of the last pictures are rendered one by one.

An edit of light is a sum then. Who comes meanwhile does not wait: what is under way is dropped at once, with its
process and its memory, and begun again when all is quiet.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from tools.engines.image import Image
from tools.engines.progress import Cancelled, Progress, Report
from tools.engines.studio.shots import Footage, Shot
from tools.errors import ParureError
from tools.nearness import near_key
from tools.specs.base import digest
from tools.specs.recipe import Recipe
from tools.specs.words import LightName
from tools.store.plates import Lights, Plates

QUIET = 2.0
"""Seconds for which nobody has needed the cores before work behind begins: a picture may be one of several."""

LOOK_AGAIN = 0.1

PATIENCE = 30.0
"""Seconds for which one who needs lights that are just being rendered waits for them; then they are begun anew."""

MOST = 4
"""Pictures whose lights are wanted at a time; of more, the oldest are passed over."""

Product = Callable[[], Image]


def _silent(_: Progress) -> None:
    """Tell nobody."""


class Spare(Protocol):
    """A studio with a process of its own, which gets the cores that nobody else wants."""

    def lights(self, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> dict[LightName, Image]:
        """Return one plate for each light of the set; see ``tools.context.Studio``."""
        ...

    def film(
        self, recipe: Recipe, product: Image, shots: tuple[Shot, ...], report: Report, cancelled: Cancelled
    ) -> Footage:
        """Return further plates of the set and how near it is; see ``tools.context.Studio``."""
        ...

    def drop(self) -> None:
        """End what is under way, at once."""
        ...

    def close(self) -> None:
        """End the process."""
        ...


class Behind:
    """Renders the lights of the sets that were ``wanted`` last, the newest first, while ``idle``."""

    def __init__(self, spare: Spare, plates: Plates, idle: Callable[[], bool], quiet: float = QUIET) -> None:
        """``idle`` says whether nobody works or waits; ``quiet`` is in seconds."""
        self._spare = spare
        self._plates = plates
        self._idle = idle
        self._quiet = quiet
        self._changed = threading.Condition()
        self._wanted: OrderedDict[str, tuple[Recipe, Product]] = OrderedDict()
        self._under_way: str | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self._progress: Progress | None = None

    def want(self, recipe: Recipe, product: Product) -> None:
        """Render the lights of ``recipe``'s set when there is time; ``product`` gives its H×W×4 then."""
        geometry = recipe.geometry()
        key = digest(geometry)
        if self._plates.has_lights(key):
            return
        with self._changed:
            self._wanted[key] = (geometry, product)
            self._wanted.move_to_end(key)
            while len(self._wanted) > MOST:
                self._wanted.popitem(last=False)
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def stand_aside(self) -> None:
        """Drop what is under way: somebody needs the cores."""
        with self._changed:
            busy = self._under_way is not None
        if busy:
            self._spare.drop()

    def finish(self, recipe: Recipe, report: Report, cancelled: Cancelled) -> Lights | None:
        """Return the lights of ``recipe`` if they are just being rendered, once they are; else nothing."""
        key = digest(recipe.geometry())
        with self._changed:
            if self._under_way != key:
                return None
            self._progress = None
        until, said = time.monotonic() + PATIENCE, None
        while True:
            with self._changed:
                if self._under_way != key or cancelled() or time.monotonic() >= until:
                    break
                self._changed.wait(LOOK_AGAIN)
                progress = self._progress
            if progress is not None and progress is not said:
                report(progress)  # here, not where it is rendered: a talk is written to from its own thread alone
                said = progress
        return self._plates.lights(key)

    def close(self) -> None:
        """End what is under way and begin nothing more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self.stand_aside()
        if self._thread is not None:
            self._thread.join()
        self._spare.close()

    def _work(self) -> None:
        while self._wait():
            with self._changed:
                key, (recipe, product) = next(reversed(self._wanted.items()))
                self._under_way = key
            done = False
            try:
                done = self._rendered(key, recipe, product)
            finally:
                with self._changed:
                    self._under_way = None
                    if done:
                        self._wanted.pop(key, None)
                    left = bool(self._wanted)
                    self._changed.notify_all()
            if not left:
                self._spare.close()  # its memory is given back

    def _rendered(self, key: str, recipe: Recipe, product: Product) -> bool:
        """Keep the lights, and how near the set is; return whether nothing more is to be done, failures included."""
        with suppress(ParureError, OSError):
            pixels, near = product(), near_key(recipe)
            if not self._plates.has(near):
                self._plates.put(near, self._spare.film(recipe, pixels, (), _silent, lambda: not self._may()).nearness)
            made = self._spare.lights(recipe, pixels, self._told, lambda: not self._may())
            self._plates.put_lights(key, made)
            return True
        return self._may()  # it was not dropped: it cannot be rendered

    def _told(self, progress: Progress) -> None:
        self._progress = progress

    def _may(self) -> bool:
        return self._idle() and not self._closed

    def _wait(self) -> bool:
        """Wait until something is wanted and nobody has worked for a while; return whether to go on."""
        since = time.monotonic()
        while True:
            with self._changed:
                if self._closed:
                    return False
                if not self._wanted:
                    self._changed.wait()
                    since = time.monotonic()
                    continue
            if not self._idle():
                since = time.monotonic()
            elif time.monotonic() - since >= self._quiet:
                return True
            time.sleep(LOOK_AGAIN)
