"""Fair order between owners: who asks for much waits for those who ask for little."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio

from agent.app import Assistant
from agent.planner import OfflinePlanner
from agent.policy import allow
from agent.queue import FairQueue, QueuedCutter, QueuedStudio, owner_of
from agent.run import Watch
from tools.engines.progress import Progress
from tools.errors import ToolFailed
from tools.prices import price
from tools.registry import Registry
from tools.specs.recipe import Recipe
from tools.store.store import Store

PATIENCE = 30.0


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


class Line:
    """A queue whose jobs write down their names, one after the other; the first waits for ``open``."""

    def __init__(self) -> None:
        self.queue = FairQueue()
        self.done: list[str] = []
        self.places: dict[str, list[int]] = {}
        self.open = threading.Event()
        self._pool = ThreadPoolExecutor(32)
        self._jobs = []

    def add(self, owner: str, number: int = 1, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Put a job in; return when it runs or has been told its place."""
        name = f"{owner}{number}"
        places = self.places.setdefault(name, [])
        started = threading.Event()

        def work() -> None:
            with self.queue.turn(owner, places.append, cancelled):
                started.set()
                assert self.open.wait(PATIENCE)
                self.done.append(name)

        self._jobs.append(self._pool.submit(work))
        until(lambda: started.is_set() or bool(places) or self._jobs[-1].done())

    def finish(self) -> list[str]:
        self.open.set()
        for job in self._jobs:
            job.result(PATIENCE)
        self._pool.shutdown()
        return self.done


@pytest.mark.parametrize(("thread", "owner"), [("ada.7f3", "ada"), ("run-1", "run-1"), ("ada.a.b", "ada")])
def test_an_owner_is_what_stands_before_the_dot(thread: str, owner: str) -> None:
    assert owner_of(thread) == owner


def test_nobody_waits_for_more_than_one_job_of_a_greedy_owner() -> None:
    line = Line()
    for number in range(1, 6):
        line.add("greedy", number)
    for owner in "abcdefghi":
        line.add(owner)
    done = line.finish()
    for owner in "abcdefghi":
        before = done[: done.index(f"{owner}1")]
        assert sum(name.startswith("greedy") for name in before) == 1
    assert [name for name in done if name.startswith("greedy")] == [f"greedy{number}" for number in range(1, 6)]


def test_owners_take_turns_and_each_keeps_his_order() -> None:
    line = Line()
    for owner, count in (("a", 3), ("b", 2), ("c", 1)):
        for number in range(1, count + 1):
            line.add(owner, number)
    assert line.finish() == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_each_is_told_how_many_come_before_it() -> None:
    line = Line()
    for owner, number in (("a", 1), ("a", 2), ("b", 1), ("c", 1), ("b", 2)):
        line.add(owner, number)
    told = {name: places[-1:] for name, places in line.places.items()}
    until(lambda: line.places["a2"][-1] == 3)
    assert told["b1"] == [1]
    assert told["c1"] == [2]
    assert told["b2"] == [4]
    assert line.finish() == ["a1", "b1", "c1", "a2", "b2"]


def test_a_cancel_ends_the_wait_and_leaves_the_line_whole() -> None:
    line = Line()
    gone = threading.Event()
    line.add("a")
    line.add("b", cancelled=gone.is_set)
    line.add("c")
    gone.set()
    until(lambda: line._jobs[1].done())
    with pytest.raises(ToolFailed, match="waited for its turn"):
        line._jobs.pop(1).result()
    assert line.finish() == ["a1", "c1"]


def test_a_job_that_fails_lets_the_next_one_in() -> None:
    queue = FairQueue()
    with pytest.raises(ZeroDivisionError), queue.turn("a", lambda _: None, lambda: False):
        raise ZeroDivisionError
    with queue.turn("b", lambda _: None, lambda: False):
        pass


def test_renders_wait_with_a_word_and_only_one_runs() -> None:
    queue, slow = FairQueue(), FakeStudio(passes=4, seconds=0.05)
    told: list[Progress] = []
    recipe = Recipe.model_validate(
        {
            "tool": "t",
            "source_sha256": "0",
            "cutout_sha256": "0",
            "width": 4,
            "height": 4,
            "placement": {"scale": 1.0, "x": 0, "y": 0},
        }
    )

    def render(owner: str) -> None:
        QueuedStudio(slow, queue, owner).render(recipe, np.zeros((4, 4, 4), np.float32), told.append, lambda: False)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(render, "ab"))
    assert sum(now.stage == "waiting, 1 before this one" for now in told) == 1
    assert [now.share for now in told if now.stage == "render"] == [0.25, 0.5, 0.75, 1.0] * 2


def test_a_cutter_tells_who_looks_on() -> None:
    queue = FairQueue()
    told: list[Progress] = []
    watch = Watch(report=told.append, cancelled=lambda: bool(told))
    cutter = QueuedCutter(FakeCutter(), queue, "b", watch)
    with queue.turn("a", lambda _: None, lambda: False), pytest.raises(ToolFailed, match="waited"):
        cutter.cut(np.zeros((8, 8, 3), np.float32))
    assert told[0].stage == "waiting, 1 before this one"
    assert cutter.cut(np.zeros((8, 8, 3), np.float32)).alpha.shape == (8, 8)


def test_the_assistant_hands_out_engines_that_wait_in_one_line(store: Store) -> None:
    assistant = Assistant(store, Registry(allow, price), OfflinePlanner(), lambda: (FakeCutter(), FakeStudio()))
    one, other = assistant.context("ada.1"), assistant.context("bo.1")
    assert isinstance(one.cutter, QueuedCutter)
    assert isinstance(other.cutter, QueuedCutter)
    assert (one.cutter.owner, other.cutter.owner) == ("ada", "bo")
    assert one.cutter.queue is other.cutter.queue
    assert isinstance(one.studio, QueuedStudio)
    assert one.studio.queue is not one.cutter.queue
