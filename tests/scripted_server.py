"""An OpenAI-compatible server on loopback that answers as a script says, and misbehaves where the script does."""

import contextlib
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

from loopback import Loopback

Act = Callable[[BaseHTTPRequestHandler, threading.Event], None]
SLICE = 7


def say(text: str) -> Act:
    """Stream ``text`` in small pieces."""

    def act(handler: BaseHTTPRequestHandler, gone: threading.Event) -> None:
        _begin(handler)
        for at in range(0, len(text), SLICE):
            _send(handler, {"content": text[at : at + SLICE]})
        _end(handler)

    return act


def call(*calls: tuple[str, Any], text: str = "", index: int | None = None) -> Act:
    """Stream native tool calls, their arguments in pieces; with ``index`` each of them carries that one."""

    def act(handler: BaseHTTPRequestHandler, gone: threading.Event) -> None:
        _begin(handler)
        if text:
            _send(handler, {"content": text})
        for number, (name, args) in enumerate(calls):
            place = number if index is None else index
            written = args if isinstance(args, str) else json.dumps(args)
            first = {"index": place, "id": f"call_{number}", "type": "function", "function": {"name": name}}
            _send(handler, {"tool_calls": [first | {"function": {"name": name, "arguments": written[:SLICE]}}]})
            for at in range(SLICE, len(written), SLICE):
                piece = {"index": place, "function": {"arguments": written[at : at + SLICE]}}
                _send(handler, {"tool_calls": [piece]})
        _end(handler, "tool_calls")

    return act


def status(code: int, text: str = "no", **headers: str) -> Act:
    """Answer with an error."""

    def act(handler: BaseHTTPRequestHandler, gone: threading.Event) -> None:
        body = json.dumps({"error": {"message": text}}).encode()
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return act


def raw(*parts: bytes, kind: str = "text/event-stream") -> Act:
    """Send bytes as they are and close."""

    def act(handler: BaseHTTPRequestHandler, gone: threading.Event) -> None:
        _begin(handler, kind)
        for part in parts:
            handler.wfile.write(part)

    return act


def cut(text: str) -> Act:
    """Begin to answer and close the connection in the middle of the stream."""

    def act(handler: BaseHTTPRequestHandler, gone: threading.Event) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        line = _line({"content": text})
        handler.wfile.write(f"{len(line):x}\r\n".encode() + line + b"\r\n50\r\nda")

    return act


def silence(headers: bool = False) -> Act:
    """Say nothing, before or after the headers, until the test is over."""

    def act(handler: BaseHTTPRequestHandler, gone: threading.Event) -> None:
        if headers:
            _begin(handler)
        gone.wait(60)

    return act


def endless(piece: bytes, pause: float) -> Act:
    """Send ``piece`` again and again until the client has gone."""

    def act(handler: BaseHTTPRequestHandler, gone: threading.Event) -> None:
        _begin(handler)
        while not gone.wait(pause):
            handler.wfile.write(piece)
            handler.wfile.flush()

    return act


def content(text: str) -> bytes:
    """Return a line of the stream that carries ``text``."""
    return _line({"content": text})


class ScriptedServer(Loopback):
    """Plays ``acts``, one a request, the last one for ever; keeps the bodies and headers of the requests it saw."""

    def __init__(self, *acts: Act) -> None:
        self._acts = list(acts)
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", "0"))
                server.bodies.append(json.loads(self.rfile.read(length)))
                server.headers.append({name.lower(): value for name, value in self.headers.items()})
                act = server._acts.pop(0) if len(server._acts) > 1 else server._acts[0]
                with contextlib.suppress(OSError):  # the client has hung up, as it should
                    act(self, server.over)
                self.close_connection = True

            def log_message(self, *args: object) -> None:
                pass

        super().__init__(Handler)


def _begin(handler: BaseHTTPRequestHandler, kind: str = "text/event-stream") -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    handler.end_headers()
    handler.wfile.flush()


def _line(delta: dict[str, Any], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def _send(handler: BaseHTTPRequestHandler, delta: dict[str, Any]) -> None:
    handler.wfile.write(_line(delta))


def _end(handler: BaseHTTPRequestHandler, finish: str = "stop") -> None:
    handler.wfile.write(_line({}, finish) + b"data: [DONE]\n\n")
