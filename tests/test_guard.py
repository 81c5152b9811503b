"""Who gets in: Host and Origin, size, Gradio's own routes, the cookie, the password, hosts beyond this machine."""

import stat
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from typer.testing import CliRunner

from agent.owners import Owners, new_owner, new_talk, owns, thread_of
from tools.errors import BadRequest
from ui.cli import app as command_line
from ui.entrance import Entrance
from ui.guard import LOOPBACK, MOST_BYTES, Guard
from ui.serve import listen

HERE = "http://127.0.0.1:7860"
EVIL = "https://evil.example"
FRESH = "000000000000"


async def _page(request: Request) -> PlainTextResponse:
    await request.body()
    return PlainTextResponse("page")


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


def _inner() -> Starlette:
    return Starlette(routes=[Route("/{path:path}", _page, methods=["GET", "POST"]), WebSocketRoute("/ws", _socket)])


def _guarded(hosts: frozenset[str] | None = LOOPBACK) -> TestClient:
    return TestClient(Guard(_inner(), hosts), base_url=HERE)


def _visitor(home: Path, password: str | None = None) -> tuple[TestClient, Owners]:
    owners = Owners(home, password)
    client = TestClient(Entrance(_inner(), owners, lambda _: FRESH), base_url=HERE, follow_redirects=False)
    return client, owners


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {}, 200),
        ("GET", {"host": "localhost:7860"}, 200),
        ("GET", {"host": "[::1]:7860"}, 200),
        ("GET", {"host": "evil.example"}, 403),
        ("GET", {"host": "127.0.0.1.evil.example:7860"}, 403),
        ("GET", {"host": "[::1"}, 403),
        ("GET", {"host": ""}, 403),
        ("POST", {"origin": HERE}, 200),
        ("POST", {"origin": EVIL}, 403),
        ("POST", {"origin": "null"}, 403),
        ("POST", {"origin": "http://127.0.0.1:9999"}, 403),
        ("POST", {"origin": "http://localhost:7860"}, 403),
        ("GET", {"origin": EVIL}, 403),
        ("POST", {"sec-fetch-site": "cross-site"}, 403),
        ("POST", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, 403),
        ("POST", {"sec-fetch-site": "same-site"}, 403),
        ("POST", {"sec-fetch-site": "same-origin"}, 200),
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, 403),
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, 200),
        ("POST", {"content-length": str(MOST_BYTES + 1)}, 413),
        ("POST", {"content-length": "-1"}, 413),
    ],
)
def test_only_this_machine_and_our_own_page_may_speak(method: str, headers: dict[str, str], status: int) -> None:
    assert _guarded().request(method, "/anything", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/gradio_api/queue/join", 200),
        ("/gradio_api/heartbeat/abc", 200),
        ("/gradio_api/upload", 200),
        ("/gradio_api/file=/etc/passwd", 404),
        ("/gradio_api/file/x", 404),
        ("/gradio_api/proxy=https://evil.example/x", 404),
        ("/gradio_api/run/predict", 404),
        ("/gradio_api/vibe-edit", 404),
        ("/gradio_api/upload/../file=x", 404),
        ("/monitoring", 404),
        ("/runs", 404),
    ],
)
def test_of_gradio_only_what_the_page_needs_is_open(path: str, status: int) -> None:
    assert _guarded().get(path).status_code == status


def test_a_foreign_page_gets_no_websocket() -> None:
    with pytest.raises(WebSocketDisconnect), _guarded().websocket_connect("/ws", headers={"origin": EVIL}):
        pass
    with _guarded().websocket_connect("/ws", headers={"origin": HERE, "host": "127.0.0.1:7860"}):
        pass


def test_nothing_from_another_host_may_be_loaded() -> None:
    headers = _guarded().get("/").headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "*" not in headers["content-security-policy"]


def test_behind_a_password_any_name_will_do_and_any_origin_will_not() -> None:
    client = _guarded(None)
    assert client.get("/", headers={"host": "studio.lan"}).status_code == 200
    assert client.post("/", headers={"host": "studio.lan", "origin": "https://studio.lan"}).status_code == 200
    assert client.post("/", headers={"host": "studio.lan", "origin": EVIL}).status_code == 403


def test_who_comes_first_gets_a_cookie_and_a_talk(tmp_path: Path) -> None:
    client, owners = _visitor(tmp_path)
    first = client.get("/")
    assert first.status_code == 303
    assert first.headers["location"] == f"/?talk={FRESH}"
    cookie = first.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=strict", "Path=/"))
    owner = owners.read(first.cookies[owners.cookie])
    assert owner is not None
    again = client.get("/")
    assert owners.read(again.cookies.get(owners.cookie) or client.cookies[owners.cookie]) == owner
    assert client.get(f"/?talk={FRESH}").text == "page"


def test_a_link_from_elsewhere_does_not_make_a_new_owner(tmp_path: Path) -> None:
    client, _ = _visitor(tmp_path)
    answer = client.get("/", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"})
    assert "set-cookie" not in answer.headers
    assert 'http-equiv="refresh"' in answer.text


def test_a_cookie_is_ours_whole_or_not_at_all(tmp_path: Path) -> None:
    owners, owner = Owners(tmp_path / "a"), new_owner()
    value = owners.sign(owner)
    assert owners.read(value) == owner
    assert Owners(tmp_path / "a").read(value) == owner
    for wrong in (
        None,
        "",
        owner,
        f"{owner}.",
        value[:-1],
        value + "0",
        f"{new_owner()}.{value[25:]}",
        "ü.ü",
        "../x.y",
    ):
        assert owners.read(wrong) is None
    assert Owners(tmp_path / "b").read(value) is None
    assert Owners(tmp_path / "b").cookie != owners.cookie
    assert stat.S_IMODE((tmp_path / "a" / "page.secret").stat().st_mode) == 0o600


def test_a_damaged_secret_is_said(tmp_path: Path) -> None:
    (tmp_path / "page.secret").write_bytes(b"short")
    with pytest.raises(BadRequest, match="damaged"):
        Owners(tmp_path)


def test_an_owner_has_talks_and_nobody_elses() -> None:
    mine, yours = new_owner(), new_owner()
    thread = thread_of(mine, new_talk())
    assert thread is not None
    assert owns(mine, thread)
    assert not owns(yours, thread)
    assert not owns(None, thread)
    assert thread_of(mine, "../../x") is None
    assert not owns(mine, f"{mine}.../x")


def test_without_the_password_there_is_a_form_and_nothing_else(tmp_path: Path) -> None:
    client, owners = _visitor(tmp_path, "moon ✨")
    assert client.get("/").headers["location"] == "/login"
    for path in ("/files/x/a1", "/gradio_api/queue/join", "/config", "/assets/x.js"):
        assert client.get(path).status_code == 401
    assert "password" in client.get("/login").text
    wrong = client.post("/login", data={"password": "<b>"})
    assert wrong.status_code == 401
    assert "set-cookie" not in wrong.headers
    assert client.post("/login", content=b"x" * 10_000).status_code == 413
    right = client.post("/login", data={"password": "moon ✨"})
    assert right.status_code == 303
    assert owners.read(right.cookies[owners.cookie]) is not None
    assert client.get(f"/?talk={FRESH}").text == "page"


def test_a_cookie_from_before_the_password_does_not_count(tmp_path: Path) -> None:
    assert Owners(tmp_path, "new").read(Owners(tmp_path).sign(new_owner())) is None


def test_the_door_of_the_command_line_has_a_key_of_its_own(tmp_path: Path) -> None:
    assert _visitor(tmp_path, "moon")[0].get("/api/plan").text == "page"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.20", "studio.lan"])
def test_beyond_this_machine_a_password_is_needed(host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARURE_HOME", str(tmp_path))
    monkeypatch.delenv("PARURE_PASSWORD", raising=False)
    result = CliRunner().invoke(command_line, ["serve", "--host", host])
    assert result.exit_code == 2
    assert "PARURE_PASSWORD" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_taken_port_is_said() -> None:
    with listen("127.0.0.1", 0) as first, pytest.raises(BadRequest, match="--port"):
        listen("127.0.0.1", first.getsockname()[1])
