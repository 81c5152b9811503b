"""What a person typed, into briefs: pictures with roles, threads, files of briefs."""

import json
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from tools.errors import BadRequest
from tools.invalid import say_invalid
from tools.specs.brief import Brief, BriefImage, ThreadState
from tools.specs.recipe import Recipe
from tools.specs.words import Role

GIVEN_ROLES = ("product", "person", "inspiration")
DESCRIBED = "what:"


def read_image(text: str) -> BriefImage:
    """Return the picture of ``PATH``, ``PATH:role`` or ``what:role:words``.

    A path may hold colons: only the last one counts, and only before one of the three roles.
    """
    if text.startswith(DESCRIBED):
        role, _, words = text.removeprefix(DESCRIBED).partition(":")
        if role not in get_args(Role):
            raise BadRequest(f"In what:role:words the role is one of {', '.join(get_args(Role))}, not {role[:40]!r}.")
        return BriefImage.model_validate({"role": role, "what": words})
    path, _, role = text.rpartition(":")
    if path and role in GIVEN_ROLES:
        return BriefImage.model_validate({"role": role, "path": path})
    return BriefImage(path=text)


def with_recipe(text: str | None, recipe: Path | None) -> str | None:
    """Return what was typed with the recipe of a file behind it. Raises ``BadRequest`` for what is no recipe."""
    if recipe is None:
        return text
    try:
        given = json.loads(read_text(recipe))
        Recipe.model_validate(given)
    except ValidationError as error:
        raise BadRequest(f"{recipe.name} is no recipe: {say_invalid(error)}") from error
    except ValueError as error:
        raise BadRequest(f"{recipe.name} is no recipe: it is not JSON.") from error
    return f"{text or ''} {json.dumps(given)}".strip()


def make_brief(fields: dict[str, Any]) -> Brief:
    """Return the brief, or raise ``BadRequest`` with what is wrong with it."""
    try:
        return Brief.model_validate(fields)
    except ValidationError as error:
        raise BadRequest(f"The brief cannot be used: {say_invalid(error)}") from error


def read_state(path: Path) -> ThreadState:
    """Return the thread in a JSON file. Raises ``BadRequest``."""
    try:
        return ThreadState.model_validate_json(read_text(path))
    except ValidationError as error:
        raise BadRequest(f"{path.name} is not a thread's state: {say_invalid(error)}") from error


def read_briefs(path: Path) -> list[tuple[str, Brief]]:
    """Return (id, brief) of each line of a JSONL file. Raises ``BadRequest`` naming the first bad line."""
    briefs = []
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        if line.strip():
            briefs.append(_read_line(line, f"Line {number} of {path.name}"))
    if not briefs:
        raise BadRequest(f"{path.name} holds no briefs: write one JSON object a line.")
    return briefs


def _read_line(line: str, where: str) -> tuple[str, Brief]:
    try:
        row = json.loads(line)
        fields = {name: row[name] for name in ("images", "thread", "price", "brand", "max_credits") if name in row}
        return str(row["id"]), Brief.model_validate({"text": row["brief"], **fields})
    except ValidationError as error:
        raise BadRequest(f"{where}: {say_invalid(error)}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BadRequest(f"{where} is not a JSON object with at least id and brief.") from error


def read_text(path: Path) -> str:
    """Return a text file. Raises ``BadRequest``."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadRequest(f"{path} cannot be read ({error.strerror}); check its name.") from error
    except UnicodeDecodeError as error:
        raise BadRequest(f"{path} is not a text file in UTF-8.") from error
