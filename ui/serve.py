"""``parure serve``: the page on this machine, or beyond it with a password."""

import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from agent.settings import Settings
from tools.errors import BadRequest
from ui.words import tell

if TYPE_CHECKING:
    from fastapi import FastAPI

LOOPBACK = ("127.0.0.1", "localhost", "::1")
NEEDS_PASSWORD = "{host} can be reached from other machines: set PARURE_PASSWORD first, or leave --host out."
FIRST_PAGE = 4.0
"""Seconds after the start in which the page loads; what the first message needs is loaded after them."""

LAST_WORDS = 2
"""Seconds that open connections get when the server stops."""


def serve(host: str, port: int) -> None:
    """Serve the page until it is stopped. Raises ``BadRequest`` for a host or port that cannot be."""
    from agent.app import build
    from agent.settings import read_settings
    from ui.home import served_from

    settings = read_settings()
    check_host(host, settings)
    listener = listen(host, port)
    with served_from(settings.home, *listener.getsockname()[:2]) as served:
        assistant = build(settings, previews=True)
        ready = threading.Timer(FIRST_PAGE, assistant.get_ready)
        ready.daemon = True
        try:
            from ui.api import make_api
            from ui.app import make_app

            app = make_app(assistant, settings, [make_api(assistant, served.token)])
            ready.start()
            run(app, listener, tell)
        finally:
            ready.cancel()  # nothing is loaded into what is being closed
            assistant.close()


def check_host(host: str, settings: Settings) -> None:
    """Raise ``BadRequest`` when other machines could reach the page and no password is set."""
    if host not in LOOPBACK and settings.password is None:
        raise BadRequest(NEEDS_PASSWORD.format(host=host))


def listen(host: str, port: int) -> socket.socket:
    """Return a socket on ``host``; port 0 is any that is free. Raises ``BadRequest`` when it is taken."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or error
        raise BadRequest(f"{host}:{port} cannot be used ({why}); give another with --host or --port.") from error


def run(app: "FastAPI", listener: socket.socket, say: Callable[[str], None]) -> None:
    """Serve ``app`` on ``listener`` until it is stopped; what is under way is cancelled then."""
    import uvicorn

    config = uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=LAST_WORDS)
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    say(f"Parure is at http://{shown}:{port}")
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        app.state.live.close()
