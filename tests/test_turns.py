"""Two messages of one talk at once: the second waits, says so, and goes on from what the first one left."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from fakes import FakeStudio, encoded, photo
from test_crash import PAINT, talk

from agent.run import Watch
from tools.errors import ToolFailed
from tools.specs.brief import Brief
from tools.store.store import Store
from tools.store.turns import Turns

PATIENCE = 60.0


def ignore() -> None:
    """Hear that there is a wait, and do nothing."""


def test_a_second_process_waits_with_a_word_and_finds_what_the_first_made(tmp_path: Path) -> None:
    file, home = tmp_path / "ring.png", tmp_path / "home"
    file.write_bytes(encoded(photo(), "PNG"))
    code = (
        "import sys; from pathlib import Path; from fakes import FakeStudio; from test_crash import two_messages; "
        "two_messages(Path(sys.argv[1]), Path(sys.argv[2]), FakeStudio(10, 0.2))"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(home), str(file)])
    assistant = talk(home, FakeStudio(), PAINT)
    deadline = time.monotonic() + PATIENCE
    while ("shoot", "running") not in assistant.store.ledger.calls.statuses("t"):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    said: list[str] = []
    brief = Brief.model_validate({"text": "paint again", "images": [{"path": str(file), "role": "product"}]})
    result = assistant.run(brief, "t", watch=Watch(tell=said.append))
    assert process.wait(PATIENCE) == 0
    assert len(said) == 1
    assert "conversation t is still under way" in said[0]
    assert assistant.store.ledger.state("t").history == ("paint", "shoot it", "paint again")
    assert result.error is None
    assistant.close()


def test_another_talk_does_not_wait(tmp_path: Path) -> None:
    turns = Turns(tmp_path)
    waits: list[str] = []
    with turns.take("a", ignore, lambda: False), turns.take("b/../ü", lambda: waits.append("b"), lambda: False):
        assert waits == []


def test_who_waits_may_give_up_and_the_holder_is_not_harmed(tmp_path: Path) -> None:
    turns = Turns(tmp_path)
    with turns.take("a", ignore, lambda: False):
        with pytest.raises(ToolFailed, match="Cancelled"), turns.take("a", ignore, lambda: True):
            pass
        held: list[str] = []
        waiter = threading.Thread(target=_hold, args=(turns, held))
        waiter.start()
        time.sleep(0.3)
        assert held == []
    waiter.join(PATIENCE)
    assert held == ["a"]


def test_a_turn_ends_with_an_error(store: Store) -> None:
    with pytest.raises(ValueError, match="x"), store.turns.take("a", ignore, lambda: False):
        raise ValueError("x")
    with store.turns.take("a", pytest.fail, lambda: False):
        pass


def _hold(turns: Turns, held: list[str]) -> None:
    with turns.take("a", ignore, lambda: False):
        held.append("a")
