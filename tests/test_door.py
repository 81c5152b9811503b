"""One owner per home: while a page serves it, the command line goes through its door and says the same."""

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from fakes import FakeCutter, FakeStudio, encoded, photo
from fastapi import FastAPI
from typer.testing import CliRunner

from agent.app import Assistant
from agent.planner import OfflinePlanner
from agent.policy import allow
from agent.run import Watch
from tools.errors import BadRequest
from tools.prices import price
from tools.registry import Registry
from tools.specs.brief import Brief
from tools.store.store import Store
from ui.cli import app
from ui.door import Door
from ui.home import NOTE, Served, served_from, serving

PATIENCE = 30.0


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARURE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ring.png").write_bytes(encoded(photo(900, 900), "PNG"))
    return tmp_path / "home"


def parure(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def make(home: Path, studio: FakeStudio) -> Assistant:
    return Assistant(Store.open(home), Registry(allow, price), OfflinePlanner(), lambda: (FakeCutter(), studio))


@contextmanager
def page(home: Path, studio: FakeStudio | None = None) -> Iterator[tuple[Served, Assistant]]:
    """Serve the door of ``home`` on a free port of this machine, as ``parure serve`` does."""
    import uvicorn

    from ui.api import make_api

    assistant = make(home, studio or FakeStudio())
    listener = socket.create_server(("127.0.0.1", 0))
    with served_from(home, *listener.getsockname()) as served:
        api = FastAPI()
        api.include_router(make_api(assistant, served.token))
        server = uvicorn.Server(uvicorn.Config(api, log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield served, assistant
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
            listener.close()
            assistant.close()


def answer(*words: str) -> tuple[int, object, str]:
    """Return exit code, JSON answer without its seconds, and what was said beside it."""
    code, out, err = parure(*words, "--json")
    form = json.loads(out)
    form.pop("seconds", None)
    return code, form, err


RING = ("--image", "ring.png:product")


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "my ring on slate, 4:5", *RING, "--thread", "t"),
        ("plan", "my ring on slate", "--image", "nowhere.png:product"),
        ("plan", "ring on slate", "--image", "what:product:a silver ring"),
        ("run", "my ring on slate", "--thread", "t"),
        ("run", "my ring on slate", *RING, "--max-credits", "1", "--thread", "t"),
        ("run", "on her", "--image", "ring.png:person", "--thread", "t"),
        ("run", "my ring on slate", *RING, "--price", "250000EUR", "--thread", "t"),
        ("classify", "nowhere.png"),
        ("verify", "ring.png"),
    ],
)
def test_a_command_says_the_same_through_the_door(words: tuple[str, ...], home: Path, tmp_path: Path) -> None:
    alone = answer(*words)
    shutil.rmtree(home, ignore_errors=True)
    with page(home):
        assert answer(*words) == alone


def test_a_run_through_the_door_makes_the_same_pictures_and_files(home: Path, tmp_path: Path) -> None:
    briefs = [
        {"text": "my ring on slate, 1:1", "images": [{"path": "ring.png", "role": "product"}]},
        {"text": "warmer"},
    ]
    alone = make(tmp_path / "alone", FakeStudio())
    expected = [alone.run(Brief.model_validate(brief), "t") for brief in briefs]
    alone.close()
    with page(home) as (_, assistant):
        code, first, _ = answer("run", "my ring on slate, 1:1", *RING, "--thread", "t", "--out", "made")
        assert code == 0
        assert isinstance(first, dict)
        found = [assistant.store.ledger.find_asset("a1", "t"), None]
        code = answer("run", "warmer", "--thread", "t", "--out", "made")[0]
        assert code == 0
        found[1] = assistant.store.ledger.find_asset("a2", "t")
        assert assistant.store.ledger.balance() == 96
        assert parure("verify", first["assets"][0]["path"])[0] == 0
    assert [asset.sha256 for asset in found if asset] == [result.made[0][1].sha256 for result in expected]
    assert first["assets"][0]["path"].startswith("made/ring-slate-a1-")
    assert Path(first["assets"][0]["path"]).read_bytes()[:4] == b"\x89PNG"
    assert Path(first["assets"][0]["cutout"]).exists()


def test_progress_and_words_come_through(home: Path) -> None:
    told: list[str] = []
    with page(home, FakeStudio(passes=3)) as (served, _):
        door = Door(served)
        brief = Brief.model_validate({"text": "my ring on slate", "images": [{"path": "ring.png", "role": "product"}]})
        result = door.run(brief, "t", watch=Watch(report=lambda now: told.append(now.stage)))
        door.close()
    assert result.made
    assert told.count("render") == 3


def test_leaving_ends_the_work_at_the_next_pass(home: Path) -> None:
    studio = FakeStudio(passes=2000, seconds=0.02)
    with page(home, studio) as (served, assistant):
        door = Door(served)
        seen: list[str] = []
        watch = Watch(report=lambda now: seen.append(now.stage), cancelled=lambda: "render" in seen)
        brief = Brief.model_validate({"text": "my ring on slate", "images": [{"path": "ring.png", "role": "product"}]})
        with pytest.raises(KeyboardInterrupt):
            door.run(brief, "t", watch=watch)
        door.close()
        until(lambda: ("reference_shoot", "failed") in assistant.store.ledger.calls.statuses("t"))
        assert assistant.store.ledger.balance() == 100


def test_the_door_opens_to_the_token_only(home: Path) -> None:
    with page(home) as (served, _):
        cookies = {"token": served.token, "authorization": f"Bearer {served.token}"}
        with httpx.Client(base_url=served.address, cookies=cookies, trust_env=False) as client:
            for key in (None, "", "Bearer", "Bearer wrong", f"Basic {served.token}", served.token):
                headers = {} if key is None else {"authorization": key}
                for route in ("plan", "run", "classify", "mask", "verify", "quote", "batch"):
                    done = client.post(f"/api/{route}", json={"path": "/etc/hostname"}, headers=headers)
                    assert done.status_code == 401, (route, key)
                assert client.get(f"/api/picture/{'0' * 64}", headers=headers).status_code == 401


def test_a_wrong_call_is_a_sentence(home: Path) -> None:
    with page(home) as (served, _):
        keys = {"authorization": f"Bearer {served.token}"}
        with httpx.Client(base_url=served.address, headers=keys, trust_env=False) as client:
            lines = client.post("/api/mask", json={"path": "ring.png"}).text.splitlines()
            assert "absolute" in json.loads(lines[-1])["error"]["sentence"]
            assert client.post("/api/run", json={"brief": {}, "thread": ""}).status_code == 422
            assert client.get("/api/picture/..%2F..%2Fserve.json").status_code == 404


def test_the_note_is_its_owners_alone_and_goes_with_the_page(home: Path) -> None:
    with page(home) as (served, _):
        assert stat.S_IMODE((home / NOTE).stat().st_mode) == 0o600
        assert serving(home) == served
        assert served.pid == os.getpid()
        with pytest.raises(BadRequest, match=f"open already at {served.address}"), served_from(home, "127.0.0.1", 1):
            pytest.fail("two pages of one home")
    assert not (home / NOTE).exists()
    assert serving(home) is None


def test_what_a_killed_page_left_is_ignored(home: Path) -> None:
    """The lock goes with its process; the note stays, and so does another program's process of the same number."""
    code = (
        "import os, sys; from pathlib import Path; from ui.home import served_from\n"
        "with served_from(Path(sys.argv[1]), '127.0.0.1', 9): os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(home)], check=False, timeout=60)
    assert done.returncode == 9
    assert (home / NOTE).exists()
    assert serving(home) is None
    assert parure("plan", "my ring on slate", *RING)[0] == 0


def test_a_page_that_does_not_answer_is_a_sentence(home: Path) -> None:
    free = socket.create_server(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    with served_from(home, "127.0.0.1", port):
        code, _, err = parure("plan", "my ring on slate", *RING)
    assert code == 2
    assert f"http://127.0.0.1:{port} does not answer" in err
    assert "Traceback" not in err


def test_a_note_that_cannot_be_read_is_a_sentence(home: Path) -> None:
    with served_from(home, "127.0.0.1", 9):
        (home / NOTE).write_text("{")
        code, _, err = parure("plan", "my ring on slate")
    assert code == 2
    assert NOTE in err


@pytest.mark.parametrize(
    ("host", "address"),
    [("0.0.0.0", "http://127.0.0.1:8"), ("::", "http://[::1]:8"), ("192.168.1.5", "http://192.168.1.5:8")],
)
def test_a_page_for_everybody_is_reached_on_this_machine(host: str, address: str) -> None:
    assert Served(1, host, 8, "t").address == address


def test_credits_and_refusals_are_read_while_a_page_is_open(home: Path) -> None:
    with page(home):
        assert json.loads(parure("credits", "add", "5", "--json")[1]) == {"credits": 105, "unlimited": False}
        assert json.loads(parure("refusals", "--json")[1]) == {"refusals": []}
