"""The routes of the points that a product hangs from on a person's photo: opened, and drawn anew with each drag."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from agent.app import Assistant
from agent.fittings import Fittings
from tools.engines.encode import encode_jpeg
from tools.errors import BadRequest
from tools.fitting import OpenFitting, begun
from tools.invalid import say_invalid
from tools.try_on import TryOnArgs
from ui.owned import NOT_KEPT, check_owner, read_body, said

MOST_BYTES = 2_048


class FitRoutes:
    """What the routes need; ``router`` holds them. An error's ``detail`` is one sentence."""

    def __init__(self, assistant: Assistant) -> None:
        self._fittings = Fittings(assistant)
        self.router = APIRouter(prefix="/fit")
        self.router.add_api_route("/{thread}/{product}/{person}", self.open, methods=["POST"], response_class=Response)
        self.router.add_api_route("/{thread}/{id}", self.draw, methods=["PUT"], response_class=Response)

    def open(self, request: Request, thread: str, product: str, person: str) -> Response:
        """Open the product on the person, and say where its points begin."""
        check_owner(request, thread)
        id, opened = said(lambda: self._fittings.open(thread, product, person))
        return JSONResponse(_form(id, opened), headers=NOT_KEPT)

    async def draw(self, request: Request, thread: str, id: str) -> Response:
        """Send the picture as these points and this size make it."""
        check_owner(request, thread)
        body = await read_body(request, MOST_BYTES, "These are too many points.")
        return await run_in_threadpool(said, lambda: self._drawn(thread, id, body))

    def _drawn(self, thread: str, id: str, body: bytes) -> Response:
        opened = self._fittings.find(thread, id)
        try:
            args = TryOnArgs.model_validate_json(body)
        except ValidationError as error:
            raise BadRequest(f"That cannot be drawn: {say_invalid(error)}") from error
        picture, laid = opened.draw(args)
        told = (
            f"{laid.sized} {laid.size_mm:.1f} mm, scale from the {laid.scale.source} within {laid.scale.plus_minus:.0%}"
        )
        headers = NOT_KEPT | {"x-size-mm": f"{laid.size_mm:.1f}", "x-told": told}
        return Response(encode_jpeg(picture), media_type="image/jpeg", headers=headers)


def _form(id: str, opened: OpenFitting) -> dict[str, Any]:
    """Return what the editor has to know; points are shares of the photo."""
    height, width = opened.frame.shape[:2]
    return {
        "id": id,
        "kind": opened.category.replace("_", " "),
        "size": [width, height],
        "points": begun(opened),
        "fewest": opened.points[0],
        "most": opened.points[1],
        "hint": opened.hint,
    }
