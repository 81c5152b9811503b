"""Commands that look at one picture or a folder of them."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from agent.doctor import Finding
from agent.models import Model, size_of
from agent.run import NOTHING_MORE, Watch
from tools.context import Result
from tools.errors import BadRequest, ParureError
from tools.specs.product import Classification, Product
from ui.attached import read_text
from ui.delivered import ready, write_file
from ui.door import Desk

MASK_FIELDS = ("confidence", "unsure", "instances", "advice")
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".heic", ".heif")


def classify_each(assistant: Desk, paths: list[Path]) -> list[dict[str, Any]]:
    """Return one form a photo. Raises the first error."""
    return [{"path": str(path), **_classification(assistant.look("classify", path))} for path in paths]


def _classification(result: Result) -> dict[str, Any]:
    known = {name: result.data[name] for name in Classification.model_fields if name in result.data}
    return Classification.model_validate(known).model_dump(mode="json")


def read_marks(keep: list[str] | None, erase: list[str] | None, strokes: Path | None, afresh: bool) -> dict[str, Any]:
    """Return what the mask tool is told of a person's marks. Raises ``BadRequest``."""
    told: dict[str, Any] = {name: [_mark(text) for text in given] for name, given in _given(keep, erase)}
    if strokes is not None:
        try:
            told["strokes"] = json.loads(read_text(strokes))
        except ValueError as error:
            raise BadRequest(f"{strokes.name} is not JSON: write a list of strokes.") from error
    return told | ({"afresh": True} if afresh else {})


def _given(keep: list[str] | None, erase: list[str] | None) -> list[tuple[str, list[str]]]:
    return [(name, given) for name, given in (("keep", keep), ("erase", erase)) if given]


def _mark(text: str) -> list[int]:
    if not re.fullmatch(r"-?\d{1,6},-?\d{1,6}(,-?\d{1,6},-?\d{1,6})?", text):
        raise BadRequest(f"{text[:40]!r} is no mark: write a point as X,Y or a box as X,Y,WIDTH,HEIGHT, in pixels.")
    return [int(part) for part in text.split(",")]


def mask_one(
    assistant: Desk, path: Path, out: Path, watch: Watch, marks: Mapping[str, Any] = NOTHING_MORE
) -> dict[str, Any]:
    """Cut one photo out into the file ``out``; ``marks`` as of ``read_marks``. Raises any of the five errors."""
    if out.is_dir():
        raise BadRequest(f"{out} is a folder; name a PNG file with --out.")
    ready(out.parent)
    result = assistant.look("mask", path, watch, marks)
    write_file(out, assistant.picture(result.data["cutout_sha256"]))
    return {"path": str(out), **{name: result.data.get(name) for name in MASK_FIELDS}}


def mask_folder(assistant: Desk, folder: Path, out: Path, watch: Watch) -> dict[str, Any]:
    """Cut out every photo of ``folder`` into ``out``; one that fails is told and the rest go on."""
    if not folder.is_dir():
        raise BadRequest(f"{folder} is not a folder; name one that holds photos.")
    photos = sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURES)
    if not photos:
        raise BadRequest(f"{folder} holds no photos ({', '.join(PICTURES)}).")
    ready(out)
    stems = [path.stem for path in photos]
    forms: list[dict[str, Any]] = []
    for path in photos:
        if watch.cancelled():
            break
        name = path.stem if stems.count(path.stem) == 1 else path.name
        try:
            form = mask_one(assistant, path, out / f"{name}.png", watch)
        except ParureError as error:
            form = {"path": None, "error": error.sentence}
        forms.append({"image": str(path), **form})
    return {"images": forms, "failed": sum("error" in form for form in forms)}


def verify_one(assistant: Desk, path: Path) -> dict[str, Any]:
    """Return what a fresh measurement of the picture shows; an unknown picture is a difference, too."""
    try:
        proof = assistant.verify(path)
    except BadRequest as error:
        return {"ok": False, "path": str(path), "asset": None, "differences": [error.sentence], "receipt": None}
    return {
        "ok": not proof.differences,
        "path": str(path),
        "asset": proof.asset.id,
        "differences": list(proof.differences),
        "receipt": proof.fresh.model_dump(mode="json"),
    }


def refusal_form(product: Product) -> dict[str, Any]:
    """Return a refused product as ``--json`` shows it."""
    refusal = product.refusal.model_dump(mode="json") if product.refusal else {}
    return {"product": product.id, "category": product.category, **refusal, "known_as": product.known_as}


def say_lifted(lifted: tuple[Product, ...]) -> str:
    """Return what is told of a lifted refusal: the named product's, and of how many photos of it."""
    more = len(lifted) - 1
    photos = f" and of {more} photo{'s' if more > 1 else ''} in which it was known again" if more else ""
    return f"The refusal of {lifted[0].id[:16]}{photos} is lifted."


def finding_form(finding: Finding) -> dict[str, Any]:
    """Return a finding of the doctor; what is there needs nothing."""
    return asdict(finding) | {"needs": "" if finding.there else finding.needs}


def show_finding(form: dict[str, Any]) -> str:
    """Return a finding's form for a person to read."""
    line = f"{'ok' if form['there'] else '--'}  {form['name']}: {form['found']}"
    return line if form["there"] else f"{line}. {form['needs']}"


def model_form(model: Model) -> dict[str, Any]:
    """Return a model as ``--json`` shows it."""
    return asdict(model)


def show_model(model: Model) -> str:
    """Return a model for a person to read."""
    line = f"{'ok' if model.there else '--'}  {model.name}: {model.use}. {size_of(model)}, {model.licence}"
    return line if model.there else f"{line}. {model.needs}"
