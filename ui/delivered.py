"""Pictures out of the store, as files with telling names; results in the form of ``--json``."""

import os
import re
from pathlib import Path
from typing import Any

from agent.run import RunResult
from tools.errors import BadRequest
from tools.specs.asset import Asset
from tools.specs.plan import Plan
from ui.door import Desk
from ui.words import error_form

_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


def ready(folder: Path) -> Path:
    """Make the folder and return it. Raises ``BadRequest`` before any work is done for nothing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    if not os.access(folder, os.W_OK):
        raise BadRequest(f"Nothing can be written to {folder}; name another with --out.")
    return folder


def write_file(path: Path, data: bytes) -> Path:
    """Write a whole file or none. Raises ``BadRequest``."""
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise _unwritable(path, error) from error
    return path


def plan_form(plan: Plan) -> dict[str, Any]:
    """Return the plan as CONTRACT.md writes it."""
    return plan.model_dump(mode="json")


def run_form(result: RunResult, folder: Path, assistant: Desk) -> dict[str, Any]:
    """Copy what was made to ``folder`` and return the run as CONTRACT.md writes it."""
    made = [_asset_form(name, asset, result.plan.category, folder, assistant) for name, asset in result.made]
    form = plan_form(result.plan) | {"reply": result.reply, "thread": result.thread, "assets": made}
    form |= {"seconds": round(result.seconds, 3)}
    return form if result.error is None else form | error_form(result.error)


def _asset_form(name: str, asset: Asset, category: str | None, folder: Path, assistant: Desk) -> dict[str, Any]:
    path = write_file(folder / _telling(name, asset, category), assistant.picture(asset.sha256))
    cutout = None
    if asset.cutout_sha256 is not None:
        kept = assistant.picture(asset.cutout_sha256)
        cutout = write_file(folder / f"cutout-{asset.cutout_sha256[:8]}.png", kept)
    form: dict[str, Any] = {}
    if asset.poster_sha256 is not None:
        poster = write_file(path.with_suffix(".png"), assistant.picture(asset.poster_sha256))
        form["poster"] = str(poster)
    return form | {
        "id": asset.id,
        "name": name,
        "path": str(path),
        "tool": asset.tool,
        "width": asset.width,
        "height": asset.height,
        "recipe": asset.recipe and asset.recipe.model_dump(mode="json"),
        "receipt": asset.receipt and asset.receipt.model_dump(mode="json"),
        "cutout": cutout and str(cutout),
    }


def _telling(name: str, asset: Asset, category: str | None) -> str:
    """Return a file name such as ring-travertine-a1-3f2a9c.png; the hash keeps two threads' files apart."""
    scene = asset.recipe.scene if asset.recipe else None
    where = asset.tool if scene is None else scene.backdrop if scene.stance else scene.surface
    words = [category or "picture", where, name, asset.id[:6]]
    return "-".join(_NOT_A_LETTER.sub("_", word.lower()) for word in words) + f".{asset.suffix}"


def _unwritable(path: Path, error: OSError) -> BadRequest:
    return BadRequest(f"{path} cannot be written ({error.strerror}); name another place with --out.")
