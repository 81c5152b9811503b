"""Pictures that were dropped on the page and not sent yet, each with what it is for."""

import hashlib
import re
import secrets
import shutil
import threading
import time
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast, get_args

from agent.collection.cells import is_file, is_sheet, read_cells
from agent.collection.photos import photos_packed
from agent.pictures import sort_pictures
from agent.spelling import understand
from agent.uploads import name_words
from tools.errors import BadRequest
from tools.specs.brief import Brief, BriefImage
from tools.specs.words import Role

MOST = 32
"""Files that a message takes: a product, and up to 30 photos of who wears it."""
MOST_WITH_SHEET = 60
"""Files that a message with a sheet, or a zip of photos, takes."""
WEEK = 7 * 24 * 3600.0
_UNSAFE = re.compile(r"[^\w.\- ]+")


@dataclass(frozen=True)
class Attached:
    """One picture waiting to be sent; with the role ``unknown`` the planner works out what it is."""

    id: str
    path: Path
    role: Role
    sha256: str = ""

    @property
    def suffix(self) -> str:
        """The file's ending, without its dot."""
        return self.path.suffix.lower().lstrip(".")

    @property
    def image(self) -> BriefImage:
        """The picture as the brief names it."""
        return BriefImage(role=self.role, path=str(self.path))


class Tray:
    """What each thread's next message will bring, under ``folder``; a file leaves when its turn is over."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._waiting: dict[str, tuple[Attached, ...]] = {}
        self._held: dict[str, tuple[Attached, ...]] = {}
        self._consent: set[str] = set()
        self._asked: set[str] = set()
        self._shown: set[str] = set()
        _sweep(folder)

    def add(self, thread: str, file: Path, name: str) -> None:
        """Take a file over by moving it here. Raises ``BadRequest`` when there are too many or it is no picture."""
        with self._lock:
            waiting = self._waiting.get(thread, ())
            with_sheet = any(is_file(each.suffix) for each in waiting)
            with_sheet = with_sheet or is_file(Path(name).suffix.lower().lstrip("."))
            if len(waiting) >= (most := MOST_WITH_SHEET if with_sheet else MOST):
                more = "" if with_sheet else " For a collection drop its sheet in first, or a zip of the photos."
                raise BadRequest(f"A message takes {most} pictures; send these first.{more}")
            _check(file)
            id = secrets.token_hex(8)
            path = self._folder / thread / id / (_UNSAFE.sub("_", Path(name).name)[-100:] or "picture")
            path.parent.mkdir(parents=True, mode=0o700)
            shutil.move(file, path)
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            self._waiting[thread] = (*waiting, Attached(id, path, guess_role(name), sha256))

    def copy(self, thread: str, sample: Path) -> None:
        """Put a sample product in, and nothing else."""
        self.clear(thread)
        draft = self._folder / f"{secrets.token_hex(8)}{sample.suffix}"
        draft.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(sample, draft)
        self.add(thread, draft, sample.name)
        self.set_role(thread, self.waiting(thread)[0].id, "product")

    def waiting(self, thread: str) -> tuple[Attached, ...]:
        """Return the pictures that wait, in order."""
        return self._waiting.get(thread, ())

    def set_role(self, thread: str, id: str, role: str) -> None:
        """Say what a picture is for; a word that is no role is passed over."""
        if role not in get_args(Role):
            return
        with self._lock:
            chosen = cast(Role, role)
            changed = (replace(each, role=chosen) if each.id == id else each for each in self.waiting(thread))
            self._waiting[thread] = tuple(changed)

    def remove(self, thread: str, id: str) -> None:
        """Take a picture back."""
        with self._lock:
            gone = tuple(each for each in self.waiting(thread) if each.id == id)
            self._waiting[thread] = tuple(each for each in self.waiting(thread) if each.id != id)
        _discard(gone)

    def clear(self, thread: str) -> None:
        """Take all of them back."""
        _discard(self.waiting(thread))
        self.empty(thread)

    def empty(self, thread: str) -> None:
        """Forget what waits, because it was sent; tell ``over`` when the turn is."""
        with self._lock:
            self._waiting.pop(thread, None)
            self._consent.discard(thread)
            self._asked.discard(thread)

    def over(self, thread: str, sent: tuple[Attached, ...], asked: bool) -> None:
        """Remove the files that were sent; a turn that asked something goes on with them when it is answered."""
        with self._lock:
            held = (*self._held.pop(thread, ()), *sent)
            if asked:
                self._held[thread] = held
        if not asked:
            _discard(held)

    def consents(self, thread: str) -> bool:
        """Say whether the word for a person's photo was given."""
        return thread in self._consent

    def set_consent(self, thread: str, given: bool) -> None:
        """Note or withdraw that word."""
        (self._consent.add if given else self._consent.discard)(thread)
        self._asked.discard(thread)

    def is_asked(self, thread: str) -> bool:
        """Say whether a message waits for that word alone."""
        return thread in self._asked

    def ask_consent(self, thread: str, places: tuple[int, ...]) -> None:
        """Note that a message could not go without that word; what lies at ``places`` is a person's photo."""
        for place in places:
            self.set_role(thread, self.waiting(thread)[place].id, "person")
        self._asked.add(thread)

    def shows(self, thread: str) -> bool:
        """Say whether small copies of this talk's photos may go to the language model: not before that is said."""
        return thread in self._shown

    def set_shown(self, thread: str, given: bool) -> None:
        """Note or withdraw that word; it holds for the talk."""
        (self._shown.add if given else self._shown.discard)(thread)

    def find(self, thread: str, id: str) -> Path | None:
        """Return the file of a picture that waits or whose turn is under way."""
        folder = self._folder / thread / id
        if not re.fullmatch(r"[0-9a-f]{16}", id) or not folder.is_dir():
            return None
        return next(folder.iterdir(), None)


def guess_role(name: str) -> Role:
    """Return what a file's name says of it, as the planner reads it; ``unknown`` when that is nothing."""
    image = BriefImage(what=name_words(Path(name)))
    found = sort_pictures(Brief(images=(image,)), understand(""))
    if found.products:
        return "product"
    return "person" if found.person else "inspiration" if found.inspiration else "unknown"


def _check(file: Path) -> None:
    """Raise ``BadRequest`` when the file cannot be decoded; it is gone then."""
    from tools.engines.decode import read_photo_file
    from tools.engines.decoded import decoded

    try:
        if is_sheet(file.name):
            read_cells(file.read_bytes(), file.name)
        elif is_file(file.suffix.lower().lstrip(".")):
            photos_packed(lambda: zipfile.ZipFile(file), file.name)
        else:
            decoded(read_photo_file(file), file.name)
    except BadRequest:
        file.unlink(missing_ok=True)
        raise


def _discard(pictures: tuple[Attached, ...]) -> None:
    for picture in pictures:
        shutil.rmtree(picture.path.parent, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what was never sent; a turn that was cut off or waits for an answer needs its files."""
    for picture in folder.glob("*/*"):
        if time.time() - picture.stat().st_mtime > WEEK:
            shutil.rmtree(picture, ignore_errors=True)
