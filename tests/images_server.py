"""A scripted images service on loopback: each act answers one request, and keeps what it was asked."""

import base64
import json
from collections.abc import Callable
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler
from typing import Any

from loopback import Loopback

Act = Callable[["ImagesServer", BaseHTTPRequestHandler], None]


def answered(handler: BaseHTTPRequestHandler, code: int, told: Any, **headers: str) -> None:
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    handler.send_response(code)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def b64(picture: bytes, read: int = 0, written: int = 0) -> Act:
    told: dict[str, Any] = {"created": 1, "data": [{"b64_json": base64.b64encode(picture).decode()}]}
    if read or written:
        details = {"image_tokens": read, "text_tokens": 0}
        told["usage"] = {"input_tokens": read, "output_tokens": written, "total_tokens": read + written,
                         "input_tokens_details": details}  # fmt: skip
    return lambda server, handler: answered(handler, 200, told)


def by_url(picture: bytes, url: str = "") -> Act:
    """Answer with an address, at which ``picture`` lies if it is our own."""

    def act(server: "ImagesServer", handler: BaseHTTPRequestHandler) -> None:
        server.files["/made.png"] = picture
        answered(handler, 200, {"created": 1, "data": [{"url": url or server.url.replace("/v1", "/made.png")}]})

    return act


def failing(code: int, kind: str = "", message: str = "no", **headers: str) -> Act:
    told = {"error": {"message": message, "code": kind or None, "type": "error"}}
    return lambda server, handler: answered(handler, code, told, **headers)


def told(body: Any) -> Act:
    return lambda server, handler: answered(handler, 200, body)


def silent(server: "ImagesServer", handler: BaseHTTPRequestHandler) -> None:
    server.over.wait(30)


class ImagesServer(Loopback):
    """Plays ``acts``, one a request, the last one for ever; keeps the forms it was sent: name to bytes."""

    def __init__(self, *acts: Act) -> None:
        self._acts = list(acts)
        self.forms: list[list[tuple[str, bytes]]] = []
        self.keys: list[str] = []
        self.files: dict[str, bytes] = {}
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                server.keys.append(self.headers.get("Authorization", ""))
                server.forms.append(_form(self))
                act = server._acts.pop(0) if len(server._acts) > 1 else server._acts[0]
                act(server, self)
                self.close_connection = True

            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(server.files[self.path])

            def log_message(self, *args: object) -> None:
                pass

        super().__init__(Handler)


def _form(handler: BaseHTTPRequestHandler) -> list[tuple[str, bytes]]:
    body = handler.rfile.read(int(handler.headers.get("Content-Length", "0")))
    head = f"Content-Type: {handler.headers['Content-Type']}\r\n\r\n".encode()
    parts = BytesParser(policy=HTTP).parsebytes(head + body).iter_parts()
    found = []
    for part in parts:
        name = part.get_param("name", header="content-disposition")
        found.append((str(name), part.get_payload(decode=True) or b""))
    return found
