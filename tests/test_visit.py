"""What the page shows a visitor, without a browser: a screen that was read early must not undo what came later."""

import asyncio
from pathlib import Path

from fakes import FakeCutter, FakeStudio, encoded, photo

from agent.app import Assistant
from agent.live import Live
from agent.owners import Owners, new_owner, new_talk, thread_of
from agent.planner import OfflinePlanner
from agent.policy import allow
from tools.prices import price
from tools.registry import Registry
from tools.store.store import Store
from ui.looking import MOST, Looking
from ui.tray import Tray
from ui.visit import View, Visits


async def _screens(visits: Visits, thread: str) -> list[View]:
    return [view async for view in visits.follow(thread)]


def test_a_screen_read_before_an_upload_does_not_empty_the_tray(store: Store, tmp_path: Path) -> None:
    assistant = Assistant(store, Registry(allow, price), OfflinePlanner(), lambda: (FakeCutter(), FakeStudio()))
    live = Live(assistant)
    visits = Visits(assistant, live, Tray(tmp_path / "tray"), Owners(tmp_path))
    thread = thread_of(new_owner(), new_talk())
    assert thread is not None
    file = tmp_path / "ring.png"
    file.write_bytes(encoded(photo(), "PNG"))
    try:
        quiet = asyncio.run(_screens(visits, thread))
        assert visits.attach(thread, [str(file)]) == []
        assert "ring.png" in visits.tray_of(thread)
        visits.send(thread, "the ring on slate, 1:1")
        working = asyncio.run(_screens(visits, thread))
    finally:
        live.close()
    assert quiet
    assert len(working) > 2
    assert "chat" in working[-1]
    assert not [view for view in (*quiet, *working) if "tray" in view]


def test_what_is_chosen_while_a_turn_is_under_way_stays_until_something_is_said() -> None:
    looking, drawn = Looking(), {"viewer": "a2", "gallery": "a1 a2", "chat": ["a2"]}
    assert looking.news("tab", drawn) == drawn
    assert looking.news("tab", drawn) == {"chat": ["a2"]}
    assert looking.news("another", drawn) == drawn
    looking.choose("tab", "a2", "a1")
    assert looking.chosen("tab") == ("a2", "a1")
    assert looking.chosen("another") == (None, None)
    looking.said("tab")
    assert looking.chosen("tab") == (None, None)


def test_what_is_about_to_be_chosen_from_is_not_drawn_anew() -> None:
    looking, more = Looking(), {"viewer": "a2, or a3", "gallery": "a1 a2 a3"}
    looking.choose("tab", "a2", "a1")
    looking.hold("tab", "a2")
    assert looking.chosen("tab") == ("a2", "a1")
    assert looking.news("tab", more) == {"gallery": "a1 a2 a3"}
    looking.hold("tab", "a1")
    assert looking.chosen("tab") == ("a1", None)
    looking.choose("tab", "a1", "a3")
    assert looking.news("tab", more) == {"viewer": "a2, or a3"}


def test_pages_that_were_left_are_forgotten() -> None:
    looking = Looking()
    for number in range(MOST + 1):
        looking.choose(f"tab{number}", "a1")
    assert looking.chosen("tab0") == (None, None)
    assert looking.chosen(f"tab{MOST}") == ("a1", None)
    looking.loaded(f"tab{MOST}")
    assert looking.chosen(f"tab{MOST}") == (None, None)
