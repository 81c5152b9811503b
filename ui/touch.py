"""The touch-up editor's routes: each asks whose talk it is, and gives back the part of the cut-out that changed."""

import json
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from agent.app import Assistant
from agent.touches import Touches
from tools.engines.shown import Window, shown_part, step_of
from tools.invalid import say_invalid
from tools.specs.touch import MOST_STROKES, Stroke
from tools.touching import OpenTouchUp
from ui.owned import NOT_KEPT, NOTHING, check_owner, read_body, said
from ui.thumbs import small_copy
from ui.tray import Tray

MOST_BYTES = 32_768
"""Of one stroke: its longest list of points takes half of it."""
TOO_LONG = "This stroke is too long: lift the brush now and then."
Work = Callable[[OpenTouchUp], Response]


class TouchRoutes:
    """What the routes need; ``router`` holds them. An error's ``detail`` is one sentence."""

    def __init__(self, assistant: Assistant, tray: Tray) -> None:
        self._assistant = assistant
        self._tray = tray
        self._touches = Touches(assistant)
        self.router = APIRouter(prefix="/touch")
        for method, path, endpoint in (
            ("POST", "/{thread}/{name}", self.open),
            ("GET", "/{thread}/{id}/photo", self.photo),
            ("GET", "/{thread}/{id}/cutout", self.cutout),
            ("POST", "/{thread}/{id}/stroke", self.stroke),
            ("POST", "/{thread}/{id}/undo", self.undo),
            ("POST", "/{thread}/{id}/afresh", self.afresh),
            ("POST", "/{thread}/{id}/done", self.done),
            ("POST", "/{thread}/{id}/cancel", self.cancel),
        ):
            self.router.add_api_route(path, endpoint, methods=[method], response_class=Response)

    def open(self, request: Request, thread: str, name: str) -> Response:
        """Open the touch-up of an upload, of a made picture's product, or of a photo that waits to be sent."""
        check_owner(request, thread)
        file = self._tray.find(thread, name)
        if file is None and name not in dict(self._assistant.store.ledger.assets(thread)):
            raise NOTHING
        id = said(lambda: self._touches.open_file(thread, file) if file else self._touches.open(thread, name))
        return self._with(thread, id, lambda opened: JSONResponse(_form(id, opened), headers=NOT_KEPT))

    def photo(self, request: Request, thread: str, id: str) -> Response:
        """Send the photo as it is shown beneath."""
        check_owner(request, thread)

        def send(opened: OpenTouchUp) -> Response:
            height, width = opened.rgba.shape[:2]
            side = -(-max(height, width) // step_of(height, width))
            photo = small_copy(opened.photo.images.read(opened.photo.product.id), side)
            return Response(photo, media_type="image/jpeg", headers=NOT_KEPT)

        return self._with(thread, id, send)

    def cutout(self, request: Request, thread: str, id: str) -> Response:
        """Send the cut-out as it is now."""
        check_owner(request, thread)
        return self._with(thread, id, lambda opened: _part(opened, _all_of(opened)))

    async def stroke(self, request: Request, thread: str, id: str) -> Response:
        """Draw one stroke and send what changed."""
        check_owner(request, thread)
        stroke = _read(await read_body(request, MOST_BYTES, TOO_LONG))
        return await run_in_threadpool(self._with, thread, id, lambda opened: _part(opened, opened.draw(stroke)))

    def undo(self, request: Request, thread: str, id: str) -> Response:
        """Take the last stroke back and send what changed."""
        check_owner(request, thread)
        return self._with(thread, id, lambda opened: _part(opened, opened.undo()))

    def afresh(self, request: Request, thread: str, id: str) -> Response:
        """Go back to the cut-out as it was made, and send it."""
        check_owner(request, thread)

        def send(opened: OpenTouchUp) -> Response:
            opened.start_over()
            return _part(opened, _all_of(opened))

        return self._with(thread, id, send)

    def done(self, request: Request, thread: str, id: str) -> Response:
        """Keep what was drawn with the product."""
        check_owner(request, thread)
        return JSONResponse({"cutout_sha256": said(lambda: self._touches.keep(thread, id))}, headers=NOT_KEPT)

    def cancel(self, request: Request, thread: str, id: str) -> Response:
        """Let go of what was drawn."""
        check_owner(request, thread)
        self._touches.close(thread, id)
        return Response(status_code=204)

    def _with(self, thread: str, id: str, work: Work) -> Response:
        def held() -> Response:
            with self._touches.at(thread, id) as opened:
                return work(opened)

        return said(held)


def _read(body: bytes) -> Stroke:
    try:
        return Stroke.model_validate_json(body)
    except ValidationError as error:
        raise HTTPException(400, f"This stroke cannot be drawn: {say_invalid(error)}") from error


def _all_of(opened: OpenTouchUp) -> Window:
    height, width = opened.rgba.shape[:2]
    return slice(0, height), slice(0, width)


def _part(opened: OpenTouchUp, window: Window | None) -> Response:
    """Send the window of the cut-out as it is shown, with its place and what can be taken back."""
    headers = NOT_KEPT | {"x-strokes": str(len(opened.strokes)), "x-undo": str(int(opened.can_undo))}
    if window is None:
        return Response(status_code=204, headers=headers)
    png, place = shown_part(opened.rgba, window, step_of(*opened.rgba.shape[:2]))
    return Response(png, media_type="image/png", headers=headers | {"x-place": json.dumps(place)})


def _form(id: str, opened: OpenTouchUp) -> dict[str, Any]:
    """Return what the editor has to know; lengths and boxes in pixels of the photo but for ``shown``."""
    height, width = opened.rgba.shape[:2]
    step = step_of(height, width)
    return {
        "id": id,
        "size": [width, height],
        "shown": [-(-width // step), -(-height // step)],
        "step": step,
        "unsure": [list(box) for box in opened.photo.product.unsure],
        "strokes": len(opened.strokes),
        "most": MOST_STROKES,
    }
