"""The web application: the page at ``/``, pictures under ``/files``, all behind the guard and the entrance."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from agent.app import Assistant
from agent.live import Live
from agent.owners import Owners
from agent.settings import Settings
from ui.quiet_gradio import quiet_gradio

if TYPE_CHECKING:
    from fastapi import APIRouter, FastAPI


def make_app(assistant: Assistant, settings: Settings, routers: "Iterable[APIRouter]" = ()) -> "FastAPI":
    """Return the application. ``app.state.live`` runs the turns; close it when the server has stopped.

    ``routers`` come before the page, which takes every path that is left. Raises ``BadRequest``.
    """
    home = assistant.store.home
    quiet_gradio(home / "page")
    from fastapi import FastAPI

    from ui.entrance import Entrance
    from ui.files import Files
    from ui.fit import FitRoutes
    from ui.guard import LOOPBACK, Guard
    from ui.look_routes import LookRoutes
    from ui.page import make_page, mount
    from ui.touch import TouchRoutes
    from ui.tray import Tray
    from ui.visit import Visits

    owners = Owners(home, settings.password.get_secret_value() if settings.password else None)
    live, tray = Live(assistant), Tray(home / "tray")
    visits = Visits(assistant, live, tray, owners, _reader(settings))
    app = FastAPI(title="Parure", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.live, app.state.owners = live, owners
    for router in (*routers, Files(assistant, live, tray).router, TouchRoutes(assistant, tray).router,
                   LookRoutes(assistant).router, FitRoutes(assistant).router):  # fmt: skip
        app.include_router(router)
    mount(app, make_page(visits))
    app.add_middleware(Entrance, owners=owners, find=visits.newest)
    app.add_middleware(Guard, hosts=None if owners.locked else LOOPBACK)  # added last, asked first
    return app


def _reader(settings: Settings) -> str:
    """Return the host of the language model that may see thumbnails, or nothing."""
    sees = settings.llm_images and settings.llm_url and settings.llm_model
    return (urlsplit(settings.llm_url or "").hostname or "") if sees else ""
