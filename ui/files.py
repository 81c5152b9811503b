"""Pictures to the page: each route asks whose talk it is, and anything that is not the visitor's is not there."""

import re
from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import StreamingResponse

from agent.app import Assistant
from agent.live import Live
from agent.owners import owns, talk_of
from tools.errors import ParureError
from tools.specs.asset import Asset
from ui.collection_files import COLLECTION, pack
from ui.samples import SAMPLES, sample_path
from ui.thumbs import Thumbs, glance, sketch, small_copy
from ui.tray import Tray

TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "gif": "image/gif"}
CLIP = "video/mp4"
FOR_EVER = {"cache-control": "private, max-age=31536000, immutable"}
"""A short name in a talk means the same bytes always."""
NOT_KEPT = {"cache-control": "no-store"}
TINY = 240
_RANGE = re.compile(r"bytes=(?=\d|-\d)(\d{0,18})-(\d{0,18})")
NOTHING = HTTPException(404, "There is no such picture.")


class Files:
    """What the routes need; ``router`` holds them."""

    def __init__(self, assistant: Assistant, live: Live, tray: Tray) -> None:
        self._assistant = assistant
        self._live = live
        self._tray = tray
        self._thumbs = Thumbs(assistant.store.images)
        self.router = APIRouter(prefix="/files")
        for path, endpoint in (
            ("/sample/{name}", self.sample),
            ("/{thread}/preview", self.preview),
            (f"/{{thread}}/{COLLECTION}", self.collection),
            ("/{thread}/tray/{id}", self.attached),
            ("/{thread}/{name}", self.whole),
            ("/{thread}/{name}/small", self.small),
            ("/{thread}/{name}/placed", self.placed),
            ("/{thread}/{name}/recipe", self.recipe),
        ):
            self.router.add_api_route(path, endpoint, methods=["GET"], response_class=Response)

    def whole(self, request: Request, thread: str, name: str) -> Response:
        """Send a picture as it is kept."""
        asset = self._find(request, thread, name)
        kind = CLIP if asset.moves else TYPES.get(asset.suffix)
        headers = dict(FOR_EVER)
        if kind is None or "download" in request.query_params:
            file = f"parure-{talk_of(thread)[:4]}-{name}.{asset.suffix}"
            headers["content-disposition"] = f'attachment; filename="{file}"'
        sent = _sent(lambda: self._assistant.picture(asset.sha256), kind or "application/octet-stream", headers)
        return _part(sent, request.headers.get("range", "")) if asset.moves else sent

    def small(self, request: Request, thread: str, name: str) -> Response:
        """Send a small copy of a picture."""
        asset = self._find(request, thread, name)
        return _sent(lambda: self._thumbs.small(asset.poster_sha256 or asset.sha256), "image/jpeg", FOR_EVER)

    def placed(self, request: Request, thread: str, name: str) -> Response:
        """Send the product photo as it lies in a picture."""
        asset = self._find(request, thread, name)
        recipe = asset.recipe
        if recipe is None or asset.moves:
            raise NOTHING
        return _sent(lambda: self._thumbs.placed(recipe), "image/jpeg", FOR_EVER)

    def recipe(self, request: Request, thread: str, name: str) -> Response:
        """Send what makes a picture again, as JSON; pasted into a message with a photo, it is made with that."""
        recipe = self._find(request, thread, name).recipe
        if recipe is None:
            raise NOTHING
        headers = {"content-disposition": f'attachment; filename="parure-{name}-recipe.json"'} | FOR_EVER
        return Response(recipe.model_dump_json(indent=1), media_type="application/json", headers=headers)

    def collection(self, request: Request, thread: str) -> Response:
        """Send the pictures of a talk's sheets in a zip, with the report."""
        packed = pack(self._assistant.store, _own(request, thread))
        if packed is None:
            raise NOTHING
        headers = {"content-disposition": f'attachment; filename="{COLLECTION}"'} | NOT_KEPT
        return StreamingResponse(packed, media_type="application/zip", headers=headers)

    def preview(self, request: Request, thread: str) -> Response:
        """Send the newest small picture of what is being made."""
        talk = self._live.talk(_own(request, thread))
        image = talk.preview() if talk is not None else None
        if image is None:
            raise NOTHING
        return Response(sketch(image), media_type="image/jpeg", headers=NOT_KEPT)

    def attached(self, request: Request, thread: str, id: str) -> Response:
        """Send a small copy of a picture that waits to be sent."""
        path = self._tray.find(_own(request, thread), id)
        if path is None:
            raise NOTHING
        return _sent(lambda: small_copy(path.read_bytes(), TINY), "image/jpeg", FOR_EVER)

    def sample(self, name: str) -> Response:
        """Send a small copy of a sample product."""
        path = sample_path(name)
        if name not in SAMPLES or path is None:
            raise NOTHING
        return _sent(lambda: glance(path, TINY), "image/jpeg", FOR_EVER)

    def _find(self, request: Request, thread: str, name: str) -> Asset:
        """Return the picture by its name in the talk: no hash, and nobody else's talk, leads to one."""
        asset = dict(self._assistant.store.ledger.assets(_own(request, thread))).get(name)
        if asset is None:
            raise NOTHING
        return asset


def url(thread: str, name: str, form: str = "") -> str:
    """Return a picture's address; ``form`` is empty, ``small``, ``placed`` or ``recipe``."""
    return f"/files/{thread}/{name}{'/' if form else ''}{form}"


def attached_url(thread: str, path: Path) -> str:
    """Return the address of the small copy of a picture that was attached."""
    return f"/files/{thread}/tray/{path.parent.name}"


def _own(request: Request, thread: str) -> str:
    if not owns(getattr(request.state, "owner", None), thread):
        raise NOTHING
    return thread


def _sent(make: Callable[[], bytes], kind: str, headers: dict[str, str]) -> Response:
    try:
        return Response(make(), media_type=kind, headers=headers)
    except (ParureError, FileNotFoundError) as error:
        raise NOTHING from error


def _part(whole: Response, asked: str) -> Response:
    """Return the bytes of a clip that a player asks for (RFC 9110, 14.2), or all: it jumps about."""
    whole.headers["accept-ranges"] = "bytes"
    match = _RANGE.fullmatch(asked)
    if match is None:
        return whole
    size, (first, last) = len(whole.body), match.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        return Response(status_code=416, headers={"content-range": f"bytes */{size}"})
    kept = {name: value for name, value in whole.headers.items() if name != "content-length"}
    body = bytes(whole.body[start : end + 1])
    return Response(body, 206, kept | {"content-range": f"bytes {start}-{end}/{size}"}, whole.media_type)
