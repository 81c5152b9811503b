"""Turns run on whoever looks: in order within a talk, to their end, cancelled cleanly, and again after a cut."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes import FakeStudio, encoded, photo
from test_crash import PAINT, SHOOT, talk

from agent import live as module
from agent.app import Assistant
from agent.events import Message, Replied, Started, Working
from agent.live import Failed, Live, LiveEvent, Sent
from tools.engines.image import Image
from tools.engines.progress import Cancelled, Progress, Report
from tools.errors import BadRequest
from tools.specs.brief import Brief
from tools.specs.plan import Plan
from tools.specs.recipe import Recipe

PATIENCE = 20.0
Make = Callable[..., tuple[Assistant, Live]]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[tuple[Assistant, Live]] = []

    def build(studio: FakeStudio, *plans: Plan) -> tuple[Assistant, Live]:
        assistant = talk(tmp_path / "home", studio, *(plans or (SHOOT,)))
        made.append((assistant, Live(assistant)))
        return made[-1]

    yield build
    for assistant, live in made:
        live.close()
        assistant.close()


@pytest.fixture
def ring(tmp_path: Path) -> str:
    (tmp_path / "ring.png").write_bytes(encoded(photo(), "PNG"))
    return str(tmp_path / "ring.png")


def message(text: str, ring: str | None = None, thread: str = "t") -> Message:
    images = [{"path": ring, "role": "product"}] if ring else []
    return Message(Brief.model_validate({"text": text, "images": images}), thread)


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_two_messages_run_in_order_and_everybody_hears_all_of_it(make: Make, ring: str) -> None:
    _, live = make(FakeStudio(4, 0.05), SHOOT, PAINT)
    under_way = live.send(message("shoot it", ring))
    live.send(message("paint it"))
    first: list[LiveEvent] = list(live.follow("t"))
    assert [event.text for event in first if isinstance(event, Sent)] == [
        "shoot it",
        "paint it",
    ]
    assert [event.tool for event in first if isinstance(event, Started)] == ["shoot", "paint"]
    assert all(event.result.error is None for event in first if isinstance(event, Replied))
    assert isinstance(first[-1], Replied)
    assert list(under_way.follow()) == first
    assert list(under_way.follow(3)) == first[3:]
    assert not live.busy("t")
    assert list(live.follow("t")) == []


def test_a_turn_goes_on_when_its_listener_leaves(make: Make, ring: str) -> None:
    assistant, live = make(FakeStudio(4, 0.05))
    live.send(message("shoot it", ring))
    for event in live.follow("t"):
        if isinstance(event, Working):
            break
    until(lambda: not live.busy("t"))
    assert assistant.store.ledger.state("t").assets == ("a1",)


def test_cancel_ends_what_runs_and_what_waits_and_charges_nothing(make: Make, ring: str) -> None:
    assistant, live = make(FakeStudio(50, 0.05))
    done: list[str] = []
    under_way = live.send(message("shoot it", ring), lambda: done.append("first"))
    live.send(message("paint it"), lambda: done.append("second"))
    until(lambda: any(isinstance(event, Working) for event in under_way.events))
    live.cancel("t")
    events = list(under_way.follow())
    assert [type(event) for event in events if isinstance(event, Replied | Failed)] == [Replied, Failed]
    assert done == ["first", "second"]
    assert assistant.store.ledger.balance() == 100
    said = assistant.store.ledger.said.read("t")
    assert said[-1].text == "Cancelled before it began."
    assert said[-2].text == "paint it"


def test_too_many_are_turned_away_and_nothing_is_lost(make: Make, ring: str) -> None:
    _, live = make(FakeStudio(100, 0.05))
    for _ in range(module.MOST_OF_ONE):
        live.send(message("shoot it", ring))
    with pytest.raises(BadRequest, match="let them finish"):
        live.send(message("one more"))
    for number in range(module.MOST - module.MOST_OF_ONE):
        live.send(message("shoot it", ring, f"t{number}"))
    with pytest.raises(BadRequest, match="in a minute"):
        live.send(message("one more", None, "late"))
    assert not live.busy("late")


def test_one_owner_leaves_room_for_others(make: Make, ring: str) -> None:
    _, live = make(FakeStudio(100, 0.05))
    for number in range(module.MOST_OF_OWNER):
        live.send(message("shoot it", ring, f"greedy.{number}"))
    with pytest.raises(BadRequest, match="12 of your messages wait"):
        live.send(message("shoot it", ring, "greedy.more"))
    live.send(message("shoot it", ring, "modest.0"))
    assert live.busy("modest.0")


class Previewing(FakeStudio):
    """Sends small pictures while it works."""

    def render(self, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> Image:
        for share in (0.1, 0.2, 0.3):
            report(Progress("preview", share, product[..., :3]))
        return super().render(recipe, product, report, cancelled)


def test_only_the_newest_preview_is_kept(make: Make, ring: str) -> None:
    _, live = make(Previewing(4, 0.05))
    under_way = live.send(message("shoot it", ring))
    until(lambda: under_way.preview() is not None and under_way.over)
    working = [event for event in under_way.events if isinstance(event, Working)]
    assert sum(event.progress.preview is not None for event in working) == 1


class Stopping(FakeStudio):
    """Goes down with its program in the middle of a render."""

    def render(self, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> Image:
        raise KeyboardInterrupt


def test_a_turn_that_was_cut_off_goes_on_once_when_it_is_looked_at(make: Make, ring: str, tmp_path: Path) -> None:
    cut = talk(tmp_path / "home", Stopping(), SHOOT)
    with pytest.raises(KeyboardInterrupt):
        cut.run(message("shoot it", ring).brief, "t")
    cut.close()
    again, live = make(FakeStudio())
    under_way = live.resume("t")
    assert under_way is not None
    events = list(under_way.follow())
    assert isinstance(events[0], Sent)
    assert events[0].text == "shoot it"
    assert isinstance(events[-1], Replied)
    assert again.store.ledger.state("t").assets == ("a1",)
    assert again.store.ledger.balance() == 96
    assert live.resume("t") is None


def test_there_is_nothing_to_resume_in_a_quiet_talk(make: Make) -> None:
    _, live = make(FakeStudio())
    assert live.resume("t") is None
    live.cancel("t")
    assert not live.busy("t")
