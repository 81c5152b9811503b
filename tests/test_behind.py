"""Work behind the pictures: only while all is quiet, dropped at once when somebody comes, then begun again."""

import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from fakes import FakeStudio

from agent.behind import MOST, Behind
from agent.queue import FairQueue, QueuedStudio
from tools.engines.image import Image
from tools.engines.progress import Cancelled, Progress, Report
from tools.engines.studio.shots import Footage, Shot
from tools.errors import ToolFailed
from tools.specs.base import digest
from tools.specs.recipe import Recipe
from tools.specs.scene import Scene
from tools.specs.steps import Placement
from tools.specs.words import LightName
from tools.store.plates import Plates
from tools.store.store import Store


class FakeSpare:
    """Renders as ``FakeStudio`` does when it is let; a dropped job fails."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.dropped = 0
        self.closed = 0
        self.go = threading.Event()
        self._drop = threading.Event()

    def lights(self, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> dict[LightName, Image]:
        self.begun.append(digest(recipe))
        self._drop.clear()
        while not self.go.wait(0.01):
            report(Progress("render", 0.5))
            if self._drop.is_set():
                raise ToolFailed("The render worker stopped.")
        return FakeStudio().lights(recipe, product, report, cancelled)

    def film(
        self, recipe: Recipe, product: Image, shots: tuple[Shot, ...], report: Report, cancelled: Cancelled
    ) -> Footage:
        return FakeStudio().film(recipe, product, shots, report, cancelled)

    def drop(self) -> None:
        self.dropped += 1
        self._drop.set()

    def close(self) -> None:
        self.closed += 1


def recipe(seed: int = 0) -> Recipe:
    scene = Scene(surface="plaster", backdrop="wall", light="softbox")
    return Recipe(
        tool="t", source_sha256="s", cutout_sha256="c", width=8, height=8, scene=scene, seed=seed,
        placement=Placement(scale=1.0, x=0, y=0),
    )  # fmt: skip


def product() -> Image:
    return np.zeros((8, 8, 4), np.float32)


def until(true: Callable[[], bool], seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def parts(store: Store) -> Iterator[tuple[Behind, FakeSpare, FairQueue, Plates]]:
    spare = FakeSpare()
    behind: list[Behind] = []
    queue = FairQueue(lambda: behind[0].stand_aside())
    behind.append(Behind(spare, store.plates, lambda: queue.idle, quiet=0.05))
    yield behind[0], spare, queue, store.plates
    spare.go.set()
    behind[0].close()


Parts = tuple[Behind, FakeSpare, FairQueue, Plates]


def test_what_is_wanted_is_there_after_a_while_and_the_process_ends(parts: Parts) -> None:
    behind, spare, _, plates = parts
    spare.go.set()
    behind.want(recipe(), product)
    until(lambda: plates.has_lights(digest(recipe().geometry())))
    until(lambda: spare.closed == 1)
    behind.want(recipe(), product)
    time.sleep(0.2)
    assert len(spare.begun) == 1, "it is there already"


def test_who_comes_takes_the_cores_at_once_and_it_begins_again(parts: Parts) -> None:
    behind, spare, queue, plates = parts
    behind.want(recipe(), product)
    until(lambda: len(spare.begun) == 1)
    with queue.turn("somebody", lambda _: None, lambda: False):
        assert spare.dropped == 1
        time.sleep(0.2)
        assert len(spare.begun) == 1, "nothing is begun while somebody works"
    until(lambda: len(spare.begun) == 2)
    spare.go.set()
    until(lambda: plates.has_lights(digest(recipe().geometry())))


def test_the_newest_comes_first_and_of_many_the_oldest_are_passed_over(parts: Parts) -> None:
    behind, spare, queue, plates = parts
    keys = [digest(recipe(seed).geometry()) for seed in range(MOST + 2)]
    with queue.turn("somebody", lambda _: None, lambda: False):
        for seed in range(MOST + 2):
            behind.want(recipe(seed), product)
        spare.go.set()
    until(lambda: len(spare.begun) == MOST and spare.closed > 0)
    assert spare.begun == keys[:1:-1]
    assert [plates.has_lights(key) for key in keys] == [False, False] + [True] * MOST


def test_lights_that_are_just_being_rendered_are_waited_for(parts: Parts) -> None:
    behind, spare, queue, _ = parts
    studio = FakeStudio()
    behind.want(recipe(), product)
    until(lambda: len(spare.begun) == 1)
    threading.Timer(0.1, spare.go.set).start()
    queued = QueuedStudio(studio, queue, "me", behind)
    made = queued.lights(recipe(), product(), lambda _: None, lambda: False)
    assert set(made) == {"key", "fill"}
    assert (studio.renders, spare.dropped) == (0, 0)


def test_other_lights_are_rendered_at_once(parts: Parts) -> None:
    behind, spare, queue, _ = parts
    studio = FakeStudio()
    behind.want(recipe(), product)
    until(lambda: len(spare.begun) == 1)
    made = QueuedStudio(studio, queue, "me", behind).lights(recipe(1), product(), lambda _: None, lambda: False)
    assert set(made) == {"key", "fill"}
    assert (studio.renders, spare.dropped) == (1, 1)


def test_a_set_that_cannot_be_rendered_is_given_up(parts: Parts) -> None:
    behind, spare, _, _ = parts

    def gone() -> Image:
        raise ToolFailed("gone")

    behind.want(recipe(), gone)
    until(lambda: spare.closed == 1)
    assert spare.begun == []


def test_who_waits_is_told_in_their_own_thread(parts: Parts) -> None:
    """A talk can be written to from its own thread alone: told from another, the work behind it would stop for good."""
    behind, spare, _, _ = parts
    told: list[int] = []

    def report(_: Progress) -> None:
        told.append(threading.get_ident())
        spare.go.set()

    behind.want(recipe(), product)
    until(lambda: len(spare.begun) == 1)
    assert behind.finish(recipe(), report, lambda: False) is not None
    assert told
    assert set(told) == {threading.get_ident()}
