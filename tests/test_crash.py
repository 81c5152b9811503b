"""kill -9 in the middle of a render, and at every other place of a turn."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeCutter, FakeStudio, ScriptedPlanner, encoded, fake_allow, fake_price, paint, photo, shoot

from agent.app import Assistant
from agent.telling import Teller
from tools.registry import Registry
from tools.specs.brief import Brief
from tools.specs.plan import Plan, Step
from tools.store.said import Transcript
from tools.store.store import Store

PATIENCE = 60.0
PAINT = Plan(category="ring", credits=4, steps=(Step(tool="paint", args={"product": "img1"}),))
SHOOT = Plan(category="ring", credits=4, steps=(Step(tool="shoot", args={"product": "img1"}),))


def talk(home: Path, studio: FakeStudio, *plans: Plan) -> Assistant:
    registry = Registry(fake_allow, fake_price, (paint, shoot))
    return Assistant(Store.open(home), registry, ScriptedPlanner(*plans), lambda: (FakeCutter(), studio))


def two_messages(home: Path, file: Path, studio: FakeStudio) -> Assistant:
    assistant = talk(home, studio, PAINT, SHOOT)
    assistant.run(Brief.model_validate({"text": "paint", "images": [{"path": str(file), "role": "product"}]}), "t")
    assistant.run(Brief.model_validate({"text": "shoot it"}), "t")
    return assistant


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A home whose process was killed between 'running' and 'done' of its second message."""
    file = tmp_path / "ring.png"
    file.write_bytes(encoded(photo(), "PNG"))
    code = (
        "import sys; from pathlib import Path; from fakes import FakeStudio; from test_crash import two_messages; "
        "two_messages(Path(sys.argv[1]), Path(sys.argv[2]), FakeStudio(1000, 0.2))"
    )
    home = tmp_path / "home"
    process = subprocess.Popen([sys.executable, "-c", code, str(home), str(file)], stderr=subprocess.PIPE)
    store = Store.open(home)
    deadline = time.monotonic() + PATIENCE
    while ("shoot", "running") not in store.ledger.calls.statuses("t"):
        assert process.poll() is None, process.communicate()[1].decode()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.kill()
    process.communicate()
    store.close()
    return home


def test_the_next_start_is_clean_and_nothing_was_charged(killed: Path) -> None:
    store = Store.open(killed)
    ledger = store.ledger
    assert ledger.calls.statuses("t") == (("paint", "done"), ("shoot", "interrupted"))
    assert ledger.balance() == 96
    assert [name for name, _ in ledger.assets("t")] == ["img1", "a1"]
    for _, asset in ledger.assets("t"):
        assert store.images.read(asset.sha256)
    assert ledger.state("t").history == ("paint",)
    held = [path for path in (killed / "working").iterdir() if path.name != "door"]
    assert {path.stem for path in held} == {store._workplace.owner}
    store.close()


def test_the_same_message_goes_on_where_it_was(killed: Path) -> None:
    assistant = talk(killed, FakeStudio(), SHOOT)
    result = assistant.run(Brief.model_validate({"text": "shoot it"}), "t")
    assert [name for name, _ in result.made] == ["a2"]
    assert assistant.store.ledger.balance() == 92
    assistant.close()


PLACES = {
    "plan": (ScriptedPlanner, "plan", False),
    "render": (FakeStudio, "render", True),
    "paid": (Teller, "ended", False),
    "reply": (Transcript, "say", False),
    "replied": (Transcript, "say", True),
}
"""Where a turn dies: at this method, before it has done its work or (True) after it."""


def die_at(place: str) -> None:
    """Have this process kill itself at a place of ``PLACES``, as soon as Parure's own side of the talk is told."""
    owner, name, after = PLACES[place]
    real = getattr(owner, name)

    def dying(*args: Any, **kwargs: Any) -> Any:
        theirs = name == "say" and args[2].side == "person"
        done = real(*args, **kwargs) if after or theirs else None
        if not theirs:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(owner, name, dying)


def shoot_and_die(home: Path, file: Path, place: str) -> None:
    """Send one message that makes one picture, and die on the way."""
    assistant = talk(home, FakeStudio(), SHOOT)
    die_at(place)
    assistant.run(Brief.model_validate({"text": "shoot", "images": [{"path": str(file), "role": "product"}]}), "t")


@pytest.mark.parametrize("place", PLACES)
def test_a_turn_killed_anywhere_goes_on_and_is_paid_and_told_once(place: str, tmp_path: Path) -> None:
    file = tmp_path / "ring.png"
    file.write_bytes(encoded(photo(), "PNG"))
    code = (
        "import sys; from pathlib import Path; from test_crash import shoot_and_die; "
        "shoot_and_die(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "home"), str(file), place]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assistant = talk(tmp_path / "home", FakeStudio(), SHOOT)
    list(assistant.resume("t"))
    ledger = assistant.store.ledger
    assert [name for name, _ in ledger.assets("t")] == ["img1", "a1"]
    assert ledger.balance() == 96
    assert [(said.side, said.text, said.made) for said in ledger.said.read("t")] == [
        ("person", "shoot", ()),
        ("parure", "Shot.", ("a1",)),
    ]
    assert assistant.pending("t") is None
    assert list(assistant.resume("t")) == []
    assistant.close()
