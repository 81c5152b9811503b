"""What the editors' routes share: whose talk it is, how much is read, and an error as an answer with its sentence."""

from collections.abc import Callable
from typing import TypeVar

from fastapi import HTTPException, Request

from agent.owners import owns
from tools.errors import BadRequest, ParureError

NOT_KEPT = {"cache-control": "no-store"}
NOTHING = HTTPException(404, "There is no such picture.")
T = TypeVar("T")


def check_owner(request: Request, thread: str) -> None:
    """Raise a 404 when the ``thread`` is somebody else's."""
    if not owns(getattr(request.state, "owner", None), thread):
        raise NOTHING


def said(work: Callable[[], T]) -> T:
    """Return what ``work`` gives; one of our errors becomes an answer with its sentence."""
    try:
        return work()
    except ParureError as error:
        raise HTTPException(400 if isinstance(error, BadRequest) else 409, error.sentence) from error


async def read_body(request: Request, most: int, too_long: str) -> bytes:
    """Return what was sent, a 413 that says ``too_long`` when it has more than ``most`` bytes."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise HTTPException(413, too_long)
    return body
