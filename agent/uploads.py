"""A person's files, from their paths into the store and the brief."""

import re
from dataclasses import dataclass
from pathlib import Path

from agent.collection.cells import is_file, is_sheet
from tools.context import Context
from tools.errors import BadRequest
from tools.registry import Registry
from tools.specs.asset import Asset
from tools.specs.brief import Brief
from tools.specs.plan import Plan
from tools.specs.product import Classification
from tools.store.ledger import UPLOAD
from tools.store.store import Store

MOST_IMAGES = 32
MOST_WITH_SHEET = 100
"""Files that may come with a sheet of products; more photos come in a zip."""
MOST_BYTES_OF_A_ZIP = 300_000_000
CONSENT = (
    "A person's photo needs your word that they agreed (or are you): attach it again and tick the "
    "box below it, or on the command line give --consent."
)
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_CAMERA_NAME = re.compile(r"(?i)\b(img|dsc|dscf|pxl|mvimg|image|photo|pexels|unsplash|screenshot|copy|final|\d+)\b")


@dataclass(frozen=True)
class Upload:
    """One attached file: its place among the brief's images, its name in the thread, its record."""

    place: int
    name: str
    asset: Asset


def read_upload(path: Path) -> bytes:
    """Return the bytes of a picture file. Raises ``BadRequest`` with a sentence for a wrong path."""
    from tools.engines.decode import read_photo_file

    return read_photo_file(path)


def read_file(path: Path) -> bytes:
    """Return the bytes of a sheet or a zip. Raises ``BadRequest`` with a sentence for a wrong path."""
    try:
        if path.stat().st_size > MOST_BYTES_OF_A_ZIP:
            raise BadRequest(f"{path.name} is larger than {MOST_BYTES_OF_A_ZIP // 1_000_000} MB: send it in parts.")
        return path.read_bytes()
    except OSError as error:
        raise BadRequest(f"{path} cannot be read ({error.strerror}); check its name.") from error


def check_files(brief: Brief) -> None:
    """Raise ``BadRequest`` when a picture is only described in words."""
    for place, image in enumerate(brief.images, start=1):
        if image.path is None:
            raise BadRequest(f"img{place} is only described: to make pictures, give the file itself.")


def keep_uploads(brief: Brief, store: Store, thread: str) -> tuple[Upload, ...]:
    """Check, decode and keep the brief's files; a bad one ends it before any is kept. Raises ``BadRequest``."""
    from tools.engines.decoded import decoded

    most = MOST_WITH_SHEET if any(image.path and is_sheet(image.path) for image in brief.images) else MOST_IMAGES
    if len(brief.images) > most:
        raise BadRequest(f"{len(brief.images)} pictures are too many for one message; send at most {most}.")
    files: list[tuple[int, Path, bytes, tuple[int, int]]] = []
    for place, image in enumerate(brief.images):
        if image.path is not None:
            path = Path(image.path)
            if is_file(path.suffix.lstrip(".").lower()):
                files.append((place, path, read_file(path), (0, 0)))
                continue
            data = read_upload(path)
            height, width = decoded(data, path.name).pixels.shape[:2]
            files.append((place, path, data, (width, height)))
    kept = tuple(Upload(place, *_keep(path, data, size, store, thread)) for place, path, data, size in files)
    for upload in kept:
        store.ledger.hide(upload.asset.id, thread, brief.images[upload.place].hidden)
    return kept


def keep_photo(data: bytes, name: str, store: Store, thread: str) -> tuple[str, Asset]:
    """Check, decode and keep one photo; return its short name in the thread and its record. Raises ``BadRequest``."""
    from tools.engines.decoded import decoded

    height, width = decoded(data, name).pixels.shape[:2]
    return _keep(Path(name), data, (width, height), store, thread)


def _keep(path: Path, data: bytes, size: tuple[int, int], store: Store, thread: str) -> tuple[str, Asset]:
    ending = path.suffix.lower()
    sha256 = store.images.put(data, ending if _SUFFIX.fullmatch(ending) else "img")
    asset = Asset(
        id=sha256[:16],
        sha256=sha256,
        suffix=store.images.path(sha256).suffix.lstrip("."),
        width=size[0],
        height=size[1],
        tool=UPLOAD,
        parent=None,
        note=path.name[:200],
    )
    return store.ledger.save_asset(asset, thread), asset


def check_consent(brief: Brief, plan: Plan, uploads: tuple[Upload, ...], consent: bool, store: Store) -> None:
    """Keep the uploader's word for each person's photo. Raises ``BadRequest`` when it was never given."""
    named = {str(step.args.get("person")) for step in plan.steps}
    named |= {str(name) for step in plan.steps for name in step.args.get("people", ())}
    for upload in uploads:
        if brief.images[upload.place].role == "person" or f"img{upload.place + 1}" in named:
            if consent:
                store.ledger.give_consent(upload.asset.id)
            if not store.ledger.has_consent(upload.asset.id):
                raise BadRequest(CONSENT)


def described(brief: Brief) -> Brief:
    """Return the brief with the words of each file's name where nobody said what the picture shows.

    They are material: a name that reads like an order is only searched for the names of things.
    """
    images = tuple(
        image if image.what or image.path is None else image.model_copy(update={"what": name_words(Path(image.path))})
        for image in brief.images
    )
    return brief.model_copy(update={"images": images})


def name_words(path: Path) -> str:
    """Return the words in a file's name, without a camera's or a photo site's own."""
    words = re.sub(r"[\W_]+", " ", path.stem)
    return " ".join(_CAMERA_NAME.sub(" ", words).split())[:120]


def looked_at(brief: Brief, uploads: tuple[Upload, ...], registry: Registry, context: Context) -> Brief:
    """Return the brief with what the classifier saw in each product or unknown picture added to its words."""
    images = list(brief.images)
    for upload in uploads:
        image = images[upload.place]
        if image.role in ("product", "unknown"):
            outcome = registry.call("classify", {"image": upload.asset.id}, context)
            seen = _seen(outcome.result.data if outcome.result else {})
            images[upload.place] = image.model_copy(update={"what": " ".join(filter(None, [image.what, seen]))})
    return brief.model_copy(update={"images": tuple(images)})


def _seen(data: dict[str, object]) -> str:
    found = Classification.model_validate({key: data[key] for key in Classification.model_fields if key in data})
    if found.category is None or found.question is not None:
        return ""
    return found.category.replace("_", " ") + (", worn" if found.worn else "")
