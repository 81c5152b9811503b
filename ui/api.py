"""The HTTP door of a served home, for programs of the same user: the command line goes through it.

Every route asks for the token of the home's ``serve.json`` in the Authorization header, never for a cookie, so that no
web page can use it. Answers are NDJSON: ``{"progress": …}``, ``{"told": …}`` and, of a sheet, ``{"row": …}`` while it
works, ``{}`` now and then to see whether anybody still listens, then one ``{"result": …}`` or ``{"error": …}``.
"""

import asyncio
import json
import secrets
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, HTTPException
from fastapi.responses import Response, StreamingResponse

from agent.app import Assistant
from agent.carried import error_form
from agent.collection.opening import SheetCall
from agent.run import Watch
from tools.engines.progress import Progress
from tools.errors import BadRequest, ParureError, ToolFailed
from ui.wire import (
    Form,
    PathCall,
    PlanCall,
    RunCall,
    StylesCall,
    proof_form,
    result_form,
    run_result_form,
)

BEAT = 0.5
"""Seconds between two lines at most: how long it takes to notice that nobody listens any more."""
LOOKING_TOOLS = ("classify", "mask")
FAULT = "The page's program stopped on a fault of its own; its log says more."
Work = Callable[[Watch], Form]


def make_api(assistant: Assistant, token: str) -> APIRouter:
    """Return the routes under ``/api``, open to whoever holds ``token``."""
    router = APIRouter(prefix="/api", dependencies=[Depends(_asks_for(token))])

    @router.post("/plan")
    async def plan(call: PlanCall) -> StreamingResponse:
        """Say what would be done."""
        return _streamed(lambda watch: assistant.plan(call.brief, call.thread).model_dump(mode="json"))

    @router.post("/run")
    async def run(call: RunCall) -> StreamingResponse:
        """Carry a message out."""
        return _streamed(
            lambda watch: run_result_form(assistant.run(call.brief, call.thread, call.yes, call.consent, watch))
        )

    @router.post("/quote")
    async def quote(call: SheetCall) -> StreamingResponse:
        """Say what a sheet would cost."""
        return _streamed(lambda watch: assistant.quote(_absolute_sheet(call)).model_dump(mode="json"))

    @router.post("/batch")
    async def batch(call: SheetCall) -> StreamingResponse:
        """Carry a sheet out."""
        return _streamed(lambda watch: assistant.collect(_absolute_sheet(call), watch).model_dump(mode="json"))

    @router.post("/verify")
    async def verify(call: PathCall) -> StreamingResponse:
        """Measure a picture's receipt again."""
        return _streamed(lambda watch: proof_form(assistant.verify(_absolute(call.path))))

    @router.post("/styles")
    async def styles(call: StylesCall) -> StreamingResponse:
        """Do something with a brand's remembered looks."""
        return _streamed(lambda watch: result_form(assistant.styles(call.action, call.given)))

    @router.get("/picture/{sha256}")
    def picture(sha256: str) -> Response:
        """Give a kept file's bytes."""
        try:
            return Response(assistant.picture(sha256), media_type="application/octet-stream")
        except ParureError as error:
            raise HTTPException(404, error.sentence) from error

    for tool in LOOKING_TOOLS:
        _add_look(router, assistant, tool)
    return router


def _add_look(router: APIRouter, assistant: Assistant, tool: str) -> None:
    async def look(call: PathCall) -> StreamingResponse:
        return _streamed(lambda watch: result_form(assistant.look(tool, _absolute(call.path), watch, call.args)))

    router.add_api_route(f"/{tool}", look, methods=["POST"], name=tool)


def _asks_for(token: str) -> Callable[[str], None]:
    def check(authorization: Annotated[str, Header()] = "") -> None:
        if not secrets.compare_digest(authorization.encode(), f"Bearer {token}".encode()):
            raise HTTPException(401, "The token of this home's serve.json is needed.")

    return check


def _absolute(path: str) -> Path:
    if not Path(path).is_absolute():
        raise BadRequest(f"{path} is no absolute path: the server works in another folder than you.")
    return Path(path)


def _absolute_sheet(call: SheetCall) -> SheetCall:
    for path in filter(None, [call.sheet, call.photos]):
        _absolute(path)
    return call


def _streamed(work: Work) -> StreamingResponse:
    return StreamingResponse(_lines(work), media_type="application/x-ndjson", headers={"cache-control": "no-store"})


async def _lines(work: Work) -> AsyncIterator[str]:
    """Do the work in a thread of its own and give its lines; when nobody listens any more it is cancelled."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[Form] = asyncio.Queue()
    left = threading.Event()

    def put(line: Form) -> None:
        if not left.is_set():  # the loop may have ended with the server by then
            loop.call_soon_threadsafe(lines.put_nowait, line)

    watch = Watch(
        lambda now: put({"progress": _progress_form(now)}),
        left.is_set,
        lambda text: put({"told": text}),
        lambda row: put({"row": row.model_dump(mode="json")}),
    )
    threading.Thread(target=_do, args=(work, watch, put), name="door").start()
    coming = asyncio.ensure_future(lines.get())
    try:
        while True:
            done, _ = await asyncio.wait({coming}, timeout=BEAT)
            line = coming.result() if done else {}
            if done:
                coming = asyncio.ensure_future(lines.get())
            yield json.dumps(line, default=str) + "\n"
            if "result" in line or "error" in line:
                return
    finally:
        left.set()
        coming.cancel()


def _do(work: Work, watch: Watch, put: Callable[[Form], None]) -> None:
    """Do the work and put its last line, whatever happens; a fault of the program goes on to the log."""
    line: Form = {"error": error_form(ToolFailed(FAULT))}
    try:
        line = {"result": work(watch)}
    except ParureError as error:
        line = {"error": error_form(error)}
    finally:
        put(line)


def _progress_form(now: Progress) -> dict[str, Any]:
    return {"stage": now.stage, "share": now.share}
