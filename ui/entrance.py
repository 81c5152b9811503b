"""The way in: a visitor gets a signed cookie, gives the password where one is set, and lands in a talk."""

import asyncio
from collections.abc import Callable
from html import escape
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from agent.owners import Owners, new_owner
from ui.looks import LOGIN, STYLE

YEAR = 365 * 24 * 3600
SLOW_DOWN = 1.0
MOST_FORM_BYTES = 4096
TALK = "talk"
AGAIN = '<!doctype html><meta http-equiv="refresh" content="0"><title>Parure</title>'
Find = Callable[[str], str]


class Entrance:
    """ASGI middleware behind the guard. ``/api/`` has its own key and passes; ``find`` gives an owner's newest talk."""

    def __init__(self, app: ASGIApp, owners: Owners, find: Find) -> None:
        self._app = app
        self._owners = owners
        self._find = find

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in, or answer it."""
        if scope["type"] != "http" or scope["path"].startswith("/api/"):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        owner = self._owners.read(request.cookies.get(self._owners.cookie))
        answer = await self._answer(request, owner)
        scope.setdefault("state", {})["owner"] = owner
        await (answer or self._app)(scope, receive, send)

    async def _answer(self, request: Request, owner: str | None) -> Response | None:
        """Return what is sent instead of the page, or nothing."""
        path = request.url.path
        if path == "/login":
            return await self._login(request)
        if path != "/":
            locked_out = self._owners.locked and owner is None
            return PlainTextResponse("Log in first, on the page.", 401) if locked_out else None
        if owner is None and request.headers.get("sec-fetch-site") == "cross-site":
            return HTMLResponse(AGAIN)  # a link from elsewhere brings no strict cookie; the page asks again by itself
        if owner is None and self._owners.locked:
            return RedirectResponse("/login", 303)
        if owner is None or not request.query_params.get(TALK):
            return self._into_talk(request, owner or new_owner())
        return None

    def _into_talk(self, request: Request, owner: str) -> Response:
        talk = request.query_params.get(TALK) or self._find(owner)
        answer = RedirectResponse(f"/?{urlencode({TALK: talk})}", 303)
        return self._remember(answer, owner, request)

    async def _login(self, request: Request) -> Response:
        if not self._owners.locked:
            return RedirectResponse("/", 303)
        if request.method != "POST":
            return _form("")
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_FORM_BYTES:
                return _form("That is too long for a password.", 413)
        given = parse_qs(body.decode("utf-8", "replace")).get("password", [""])[0]
        if not self._owners.admits(given):
            await asyncio.sleep(SLOW_DOWN)
            return _form("This is not the password.", 401)
        return self._remember(RedirectResponse("/", 303), new_owner(), request)

    def _remember(self, answer: Response, owner: str, request: Request) -> Response:
        secure = request.url.scheme == "https"
        value = self._owners.sign(owner)
        answer.set_cookie(self._owners.cookie, value, YEAR, httponly=True, samesite="strict", secure=secure)
        answer.headers["cache-control"] = "no-store"
        return answer


def _form(wrong: str, status: int = 200) -> Response:
    said = f'<p role="alert">{escape(wrong)}</p>' if wrong else ""
    return HTMLResponse(LOGIN.replace("{style}", STYLE).replace("{wrong}", said), status)
