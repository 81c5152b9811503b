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
