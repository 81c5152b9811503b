"""Remembered looks as a JSON file, out and in. What stands in a file is material: it is kept and never heeded."""

import json
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from tools.brand_styles import brand_of, styles_of
from tools.context import Context, Result
from tools.engines.mood import describe
from tools.errors import BadRequest
from tools.invalid import say_invalid
from tools.specs.style import LAST, Style, same, spoken_brand, told

KIND, VERSION = "parure_styles", 1
LARGEST = 5_000_000
"""Characters of a file."""
MOST = 500


def exported(brand: str, context: Context) -> dict[str, Any]:
    """Return a brand's looks as plain data for a file. Raises ``BadRequest`` when there are none."""
    brand = brand_of(brand, context)
    styles = styles_of(context).all(brand)
    if not styles:
        raise BadRequest(f"Nothing is remembered for {spoken_brand(brand)}, so there is nothing to export.")
    return {KIND: VERSION, "brand": brand, "styles": [style.model_dump(mode="json") for style in styles]}


def imported(text: str, brand: str, replace: bool, context: Context) -> Result:
    """Keep the looks of a file for ``brand``, else for the file's own; one of the same name stays unless ``replace``.

    Raises ``BadRequest`` for a file that is no such one, before anything is kept.
    """
    named, styles = read_styles(text)
    brand, memory = brand_of(brand or named, context), styles_of(context)
    taken = {same(style.name) for style in memory.all(brand)}
    kept = [style.name for style in styles if same(style.name) in taken and not replace]
    fresh = [style for style in styles if style.name not in kept]
    for style in fresh:
        own = style.model_copy(update={"brand": brand, "pictures": _here(style.pictures, context)})
        memory.remember(own, describe(own.board) if own.board else None)
    names = [style.name for style in fresh]
    said = f"{len(fresh)} of {len(styles)} looks are imported for {spoken_brand(brand)}."
    said += f" Kept as they were, since the names are taken: {', '.join(kept[:12])}." if kept else ""
    return Result(said, data={"brand": brand, "imported": names, "kept": kept})


def read_styles(text: str) -> tuple[str, tuple[Style, ...]]:
    """Return (brand, looks) of a file's text. Raises ``BadRequest`` saying what is wrong where."""
    if len(text) > LARGEST:
        raise BadRequest(f"The file has over {LARGEST:,} characters; export fewer looks at a time.")
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRequest("The file is not JSON; import a file of looks that Parure exported.") from error
    if not isinstance(given, dict) or KIND not in given or not isinstance(given.get("styles"), list):
        raise BadRequest(f"The file holds no looks ({KIND!r} is missing); import a file of looks that Parure exported.")
    if given[KIND] != VERSION:
        raise BadRequest(
            f"The file is of form {str(given[KIND])[:20]!r} and this program reads form {VERSION}; update it."
        )
    if not 1 <= len(given["styles"]) <= MOST:
        raise BadRequest(f"The file holds {len(given['styles'])} looks; 1 to {MOST} can be imported at once.")
    styles = tuple(_read(each, number) for number, each in enumerate(given["styles"], start=1))
    _check_names(styles)
    return told(str(given.get("brand") or "")), styles


def _read(given: Any, number: int) -> Style:
    try:
        style = Style.model_validate(given)
    except ValidationError as error:
        raise BadRequest(f"Look {number} of the file cannot be used: {say_invalid(error)}") from error
    name, note = told(style.name), " ".join(style.note.split())
    if not name or same(name) == LAST:
        raise BadRequest(f"Look {number} of the file has no name that a look can have: give it one.")
    return style.model_copy(update={"name": name, "note": note})


def _check_names(styles: Sequence[Style]) -> None:
    names = [same(style.name) for style in styles]
    if twice := next((style.name for style in styles if names.count(same(style.name)) > 1), None):
        raise BadRequest(f"The file has two looks called {twice!r}: rename one.")


def _here(pictures: tuple[str, ...], context: Context) -> tuple[str, ...]:
    """Return the pictures that are kept here; a file from elsewhere names some that are not."""
    found = []
    for id in pictures:
        try:
            found.append(context.store.ledger.find_asset(id, context.thread).id)
        except BadRequest:
            continue
    return tuple(found)
