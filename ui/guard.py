"""Who may speak to the page at all: Host and Origin are checked before any route, Gradio's own included.

Any web page that somebody has open can post to 127.0.0.1, and a foreign name can be made to point there (DNS
rebinding). So a request must name this machine, and must come from a page of ours or from no page at all.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SAFE = frozenset({"GET", "HEAD"})
FROM_HERE = frozenset({"same-origin", "none"})
MOST_BYTES = 64 * 1024 * 1024
GRADIO = "/gradio_api/"
OPEN_TO_PAGE = (
    "queue/join", "queue/data", "upload", "upload_progress", "heartbeat/", "cancel", "reset", "startup-events",
    "theme.css", "app_id", "info",
)  # fmt: skip
"""What our page needs of Gradio's routes. Its file and proxy routes are none: files go out by ``ui/files.py``."""
CLOSED = ("/monitoring", "/runs", "/login_check", "/token", "/user")
SENT_ALONG = {
    "content-security-policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
"""Gradio's templates need eval; nothing may be fetched from, or sent to, another host, whatever a text contains."""


class Guard:
    """ASGI middleware. ``hosts`` are the names this machine may be called by; none: any, since a password guards it."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str] | None = LOOPBACK) -> None:
        self._app = app
        self._hosts = None if hosts is None else frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with one sentence."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        status, why = self._judge(scope)
        if not why:
            await self._app(scope, _bounded(receive), _with_headers(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": why})
        else:
            await PlainTextResponse(why, status)(scope, receive, _with_headers(send))

    def _judge(self, scope: Scope) -> tuple[int, str]:
        """Return a status and the reason for it, or an empty reason when the request may pass."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._hosts is not None and _name(host) not in self._hosts:
            return 403, "This page answers to 127.0.0.1 and localhost only; open it by one of these."
        if not _from_here(headers, host, scope.get("method", "")):
            return 403, "Another web page sent this; open Parure's own page and do it there."
        if not headers.get("content-length", "0").isdigit() or int(headers.get("content-length", "0")) > MOST_BYTES:
            return 413, "This is too big: a picture may have 60 MB."
        if _is_closed(scope["path"]):
            return 404, "There is nothing here."
        return 200, ""


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _from_here(headers: Headers, host: str, method: str) -> bool:
    """Say whether the request comes from our page, from an address bar, or from a program that is no browser."""
    origin = headers.get("origin")
    if origin is not None:
        return origin in (f"http://{host}", f"https://{host}")
    site = headers.get("sec-fetch-site")
    if site is None or site in FROM_HERE:
        return True
    return method in SAFE and headers.get("sec-fetch-mode") == "navigate"  # a link that leads here


def _is_closed(path: str) -> bool:
    if path.startswith(GRADIO):
        rest = path.removeprefix(GRADIO)
        return not any(rest == name or (name.endswith("/") and rest.startswith(name)) for name in OPEN_TO_PAGE)
    return any(path == name or path.startswith(f"{name}/") for name in CLOSED)


def _bounded(receive: Receive) -> Receive:
    """Return ``receive`` that ends the connection when a body without a length grows too big."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if taken > MOST_BYTES else message

    return bounded


def _with_headers(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SENT_ALONG.items():
                headers.setdefault(name, value)
        await send(message)

    return with_headers
