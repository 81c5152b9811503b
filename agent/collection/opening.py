"""A collection's files: a sheet on this machine, and its photos beside it, in another folder or in a zip."""

import zipfile
from pathlib import Path

from pydantic import Field

from agent.collection.carrying import Collection
from agent.collection.cells import MOST_BYTES, is_sheet
from agent.collection.photos import Photos, photos_in, photos_packed
from agent.collection.reading import read_sheet
from tools.errors import BadRequest
from tools.specs.base import Spec
from tools.specs.sheet import Order

THREAD = "collection"
"""Where sheets of the command line work, unless another thread is named: there nothing is made a second time."""


class SheetCall(Spec):
    """A sheet to quote or to carry out. Paths are this machine's; ``photos`` is a folder or a zip of them."""

    sheet: str = Field(min_length=1, max_length=4096)
    photos: str | None = Field(None, max_length=4096)
    order: Order = Order()
    thread: str = Field(THREAD, min_length=1, max_length=200)


def opened(call: SheetCall) -> Collection:
    """Read the sheet and list its photos. Raises ``BadRequest``."""
    path = Path(call.sheet)
    return Collection(read_sheet(_bytes(path), path.name), _photos(call, path), call.order)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_file() and path.stat().st_size > MOST_BYTES and is_sheet(path.name):
            raise BadRequest(f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB: divide it.")
        return path.read_bytes()
    except IsADirectoryError as error:
        raise BadRequest(f"{path} is a folder: name the sheet in it, a CSV or an XLSX.") from error
    except OSError as error:
        raise BadRequest(f"{path} cannot be read ({error.strerror}); check its name.") from error


def _photos(call: SheetCall, sheet: Path) -> Photos:
    if call.photos is None:
        return photos_in(sheet.absolute().parent)
    photos = Path(call.photos)
    if photos.suffix.lower() == ".zip":
        return photos_packed(lambda: zipfile.ZipFile(photos), photos.name)
    return photos_in(photos)
