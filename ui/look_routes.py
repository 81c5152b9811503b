"""A brand's remembered looks on the page: listed, and out and in as a file. Each route asks whose talk it is."""

import json
from collections.abc import Callable
from html import escape
from typing import Any, TypeVar

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from agent.app import Assistant
from agent.owners import owns
from tools.errors import BadRequest, ParureError
from tools.specs.style import spoken_brand
from tools.style_files import LARGEST

NOT_KEPT = {"cache-control": "no-store"}
NOTHING = HTTPException(404, "There is no such conversation.")
FILE = "parure-looks.json"
T = TypeVar("T")


class LookRoutes:
    """What the routes need; ``router`` holds them. An error's ``detail`` is one sentence."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self.router = APIRouter(prefix="/looks")
        for method, path, endpoint in (
            ("GET", "/{thread}", self.listed),
            ("GET", "/{thread}/file", self.out),
            ("POST", "/{thread}/file", self.into),
        ):
            self.router.add_api_route(path, endpoint, methods=[method], response_class=Response)

    def listed(self, request: Request, thread: str) -> Response:
        """Send the looks of the talk's brand as markup."""
        given = self._given(request, thread)
        forms = _said(lambda: self._assistant.styles("list", given, thread)).data["styles"]
        return Response(
            looks(thread, spoken_brand(given["brand"] or ""), forms), media_type="text/html", headers=NOT_KEPT
        )

    def out(self, request: Request, thread: str) -> Response:
        """Send the looks as a file."""
        given = self._given(request, thread)
        data = _said(lambda: self._assistant.styles("export", given, thread)).data
        headers = {"content-disposition": f'attachment; filename="{FILE}"'} | NOT_KEPT
        return Response(json.dumps(data, ensure_ascii=False, indent=1), media_type="application/json", headers=headers)

    async def into(self, request: Request, thread: str) -> Response:
        """Take the looks of a file over and say what became of them."""
        given = self._given(request, thread) | {"replace": "replace" in request.query_params}
        text = await _text(request)
        told = await run_in_threadpool(_said, lambda: self._assistant.styles("import", given | {"text": text}, thread))
        return JSONResponse({"text": told.text}, headers=NOT_KEPT)

    def _given(self, request: Request, thread: str) -> dict[str, Any]:
        if not owns(getattr(request.state, "owner", None), thread):
            raise NOTHING
        return {"brand": self._assistant.store.ledger.state(thread).brand}


def looks(thread: str, who: str, forms: list[dict[str, Any]]) -> str:
    """Return the remembered looks with what can be done with each; ``forms`` as of ``tools.brand_facts.style_form``."""
    lines = "".join(f"<li>{_look(form)}</li>" for form in forms)
    none = "" if forms else "<p>None yet. Say “remember this as …” under a picture you like.</p>"
    name = "" if who in ("", "you") else f"<p>{escape(who)}</p>"
    out = f'<a href="/looks/{thread}/file" download="{FILE}">Export</a>' if forms else ""
    return (
        f"{name}<ul>{lines}</ul>{none}<p class=file>{out}"
        f'<label>Import<input type="file" accept=".json" data-import="/looks/{thread}/file" hidden></label></p>'
        '<label class="replace"><input type="checkbox"> Replace those of the same name</label><output></output>'
    )


def _look(form: dict[str, Any]) -> str:
    name = escape(str(form["name"]))
    dots = "".join(f'<i style="background:{escape(str(color))}"></i>' for color in form["palette"][:5])
    parts = (form["surface"], f"{form['light']} light" if form["light"] else None)
    told = ", ".join(str(part).replace("_", " ") for part in parts if part) or str(form["note"])[:80]
    used = f" · used {form['used']}×" if form["used"] else ""
    return (
        f'<b>{name}</b> <span class="dots">{dots}</span><small>{escape(told)}{used}</small>'
        f'<button data-act="fill" data-text="in our {name} look">Use</button>'
        f'<button data-act="say" data-text="forget our {name} look">Forget</button>'
    )


async def _text(request: Request) -> str:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > 4 * LARGEST:
            raise HTTPException(413, "This file is too large to be one of looks.")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise HTTPException(400, "The file is no text; import a file of looks that Parure exported.") from error


def _said(work: Callable[[], T]) -> T:
    """Return what ``work`` gives; one of our errors becomes an answer with its sentence."""
    try:
        return work()
    except ParureError as error:
        raise HTTPException(400 if isinstance(error, BadRequest) else 409, error.sentence) from error
