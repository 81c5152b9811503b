"""What all commands share: options of the same name, and the way to the assistant."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from agent.app import Assistant
    from ui.door import Desk

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output and nothing else.")]
Brand = Annotated[str | None, typer.Option(help="The brand it is for.")]


def desk_of_home() -> "closing[Desk]":
    """Return, for a ``with`` block, the door to the home's page where one is open, else the assistant itself."""
    from agent.settings import read_settings
    from ui.home import serving

    if (served := serving(read_settings().home)) is None:
        desk: Desk = _built()
        return closing(desk)
    from ui.door import Door

    return closing(Door(served))


def assistant_of_home() -> "closing[Assistant]":
    """Return the assistant itself for a ``with`` block; its worker ends with it."""
    return closing(_built())


def _built() -> "Assistant":
    from agent.app import build
    from agent.settings import read_settings

    return build(read_settings())
