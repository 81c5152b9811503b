"""The command that puts a product on a person: a brief of two photos, and what became of it."""

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.run import RunResult, Watch
from tools.errors import BadRequest, ParureError
from ui.attached import make_brief, read_image
from ui.delivered import ready, write_file
from ui.door import Desk

_POINT = re.compile(r"[01](\.\d{1,4})?,[01](\.\d{1,4})?")


@dataclass(frozen=True)
class Wearing:
    """What is put on whom, as it was said on the command line."""

    product: Path
    person: Path
    out: Path
    kind: str | None
    placement: str | None
    size_mm: float | None
    ring_size: str | None
    handles: tuple[str, ...]
    scale_bar: bool = False


def put_on(
    assistant: Desk, wearing: Wearing, consent: bool, thread: str, watch: Watch
) -> tuple[dict[str, Any], ParureError | None]:
    """Return the form of CONTRACT's try-on, and the error that ended it. Raises ``BadRequest`` for bad files."""
    ready(wearing.out.parent)
    pictures = tuple(
        read_image(f"{path}:{role}") for path, role in ((wearing.product, "product"), (wearing.person, "person"))
    )
    brief = make_brief({"text": words_of(wearing), "images": pictures})
    result = assistant.run(brief, thread, True, consent, watch)
    made = next((asset for _, asset in result.made if asset.tool == "try_on"), None)
    if made is None or made.recipe is None or made.recipe.worn is None:
        error = result.error or BadRequest(_why(result))
        return {"placed": False, "reason": error.sentence, "scale": None, "asset": None}, error
    write_file(wearing.out, assistant.picture(made.sha256))
    scale = made.recipe.worn.scale
    worn = made.recipe.worn
    off = math.hypot(worn.size_plus_minus, scale.plus_minus)
    form: dict[str, Any] = {
        "placed": True,
        "reason": result.reply,
        "scale": {"px_per_mm": scale.px_per_mm, "plus_minus": scale.plus_minus, "source": scale.source},
        "size": {"mm": worn.size_mm, "plus_minus": round(off, 4), "text": f"{worn.size_mm:.1f} mm ± {off:.0%}"},
        "asset": {"id": made.id, "path": str(wearing.out), "width": made.width, "height": made.height},
    }
    form["asset"] |= {"receipt": made.receipt and made.receipt.model_dump(mode="json")}
    return form, None


def words_of(wearing: Wearing) -> str:
    """Return the brief in words. Raises ``BadRequest`` for a handle that is no point."""
    for handle in wearing.handles:
        if not _POINT.fullmatch(handle):
            raise BadRequest(f"{handle[:40]!r} is no handle: write X,Y as shares of the photo, such as 0.41,0.38.")
    said = [f"show this {wearing.kind or ''} worn on the {wearing.placement or 'person'}"]
    said += [f"{wearing.size_mm:g} mm"] if wearing.size_mm else []
    said += [wearing.ring_size] if wearing.ring_size else []
    said += ["with a scale bar"] if wearing.scale_bar else []
    said += [f"@{handle}" for handle in wearing.handles]
    return ", ".join(" ".join(part.split()) for part in said)


def _why(result: RunResult) -> str:
    return result.plan.question or result.reply or "Nothing was put on."


def say_worn(form: dict[str, Any]) -> str:
    """Return the form for a person to read."""
    return f"{form['asset']['path']}\n{form['reason']}" if form["placed"] else form["reason"]
