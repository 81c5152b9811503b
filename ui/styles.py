"""`parure styles`: a brand's remembered looks, listed, shown, forgotten, renamed, merged, and as files."""

import json
from pathlib import Path
from typing import Any

from tools.errors import BadRequest
from ui.attached import read_text
from ui.delivered import write_file
from ui.door import Desk

DEFAULT_FILE = "styles.json"


def styles_done(desk: Desk, action: str, names: list[str], given: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return (what is told, the JSON form) of an action. ``given``: brand, out, replace. Raises any of the errors."""
    told: dict[str, Any] = {"brand": given.get("brand") or "", "names": names}
    if action == "import":
        if len(names) != 1:
            raise BadRequest("Name the file: `parure styles import FILE --brand NAME`.")
        told = told | {"names": [], "text": read_text(Path(names[0])), "replace": bool(given.get("replace"))}
    result = desk.styles(action, told)
    if action == "import" and result.data["kept"]:
        return f"{result.text} --replace puts the file's there.", result.data
    if action != "export":
        return result.text, result.data
    path = Path(given.get("out") or DEFAULT_FILE)
    if path.is_dir():
        raise BadRequest(f"{path} is a folder; name a JSON file with --out.")
    write_file(path, json.dumps(result.data, ensure_ascii=False, indent=1).encode())
    count = len(result.data["styles"])
    return f"{count} looks are in {path}.", {"path": str(path), "styles": count}
