"""Errors into sentences and exit codes; results onto standard output. Nothing else writes there."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer

from tools.errors import ParureError

CANCELLED = 130
"""128 + SIGINT, as shells have it."""


def emit(value: dict[str, Any]) -> None:
    """Write the one JSON object of ``--json``."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def tell(text: str) -> None:
    """Write what was asked for, for a person."""
    typer.echo(text)


def note(text: str) -> None:
    """Write a sentence beside the result, on standard error."""
    typer.echo(text, err=True)


def agrees(form: dict[str, Any], as_json: bool) -> bool:
    """Ask the ``question`` of ``form`` where somebody sits at a terminal; elsewhere show it, and take it for no."""
    if as_json:
        emit(form)
        return False
    if sys.stdin.isatty() and sys.stdout.isatty():
        return typer.confirm(form["question"])
    tell(f"{form['question']} (--yes)")
    return False


@contextmanager
def spoken(as_json: bool) -> Iterator[None]:
    """End the command with the sentence and the exit code of one of our errors, never with a traceback."""
    try:
        yield
    except ParureError as error:
        note(error.sentence)
        if as_json:
            emit(error_form(error))
        raise typer.Exit(error.exit_code) from None
    except KeyboardInterrupt:
        note("Cancelled; nothing was charged for what was not finished.")
        raise typer.Exit(CANCELLED) from None


def error_form(error: ParureError) -> dict[str, Any]:
    """Return an error as ``--json`` shows it."""
    return {"error": error.sentence, "kind": type(error).__name__, "exit_code": error.exit_code}
