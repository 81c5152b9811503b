"""Styles that brands had remembered, on Chroma: by words, and by what their pictures look like.

One process owns the folder at a time, since two on one Chroma folder have crashed each other; a lock beside it tells.
Chroma is opened when the first style is asked for.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import Any

from filelock import FileLock, Timeout

from tools.errors import ToolFailed
from tools.specs.base import canonical_json
from tools.specs.style import Style, StyleHit, same
from tools.store import chroma
from tools.store.nearness import Telling, nearness

WORDS, PICTURES = "style_words", "style_pictures"
PATIENCE = 5.0
"""Seconds that a second process waits for the first to let go."""
LEAST_NOTE = 24
"""Characters of a note that is no other's by chance."""
Reduce = Callable[[str], frozenset[str]]
"""Gives what a text is about, in words that are the same in every language."""


def as_it_is(text: str) -> frozenset[str]:
    """Return nothing: texts are then compared by their meaning and letters alone."""
    return frozenset()


class StyleMemory:
    """The remembered styles of a home, or of the Chroma server at ``url``. Every question is about one brand.

    Any method raises ``ToolFailed`` when another process has the folder or Chroma cannot go on, and
    ``EngineUnavailable`` when the server is away. Safe to share between threads.
    """

    def __init__(self, folder: Path, url: str | None = None, reduce: Reduce = as_it_is) -> None:
        """Nothing is opened yet. ``reduce`` gives what a note or a question is about."""
        self._folder = folder
        self._url = url
        self._reduce = reduce
        self._one_at_a_time = RLock()
        self._owner = FileLock(str(folder.with_suffix(".lock")), thread_local=False)
        self._fresh = folder.with_suffix(".new")
        self._wiping = folder.with_suffix(".wiping")

    def remember(self, style: Style, look: Sequence[float] | None) -> None:
        """Keep ``style`` in the place of one of the same brand and name. ``look`` is its board as numbers."""
        key, row = _key(style.brand, style.name), {"brand": same(style.brand), "style": canonical_json(style)}
        with self._opened() as (words, pictures):
            words.upsert(ids=[key], documents=[_text(style)], metadatas=[row])
            if look is None:
                pictures.delete(ids=[key])
            else:
                pictures.upsert(ids=[key], embeddings=[list(look)], metadatas=[row])

    def recall(self, brand: str, words: str, most: int = 3) -> tuple[StyleHit, ...]:
        """Return the brand's styles that suit ``words``, best first; one that is named in them scores 1."""
        with self._opened() as (kept, _):
            named = self._named(brand, words)
            found = self._near(kept, brand, words)
        known = {same(style.name) for style in named}
        hits = [StyleHit(style=style, score=1.0) for style in named]
        return tuple(hits + [hit for hit in found if same(hit.style.name) not in known])[:most]

    def meant(self, brand: str, words: str) -> tuple[Style, ...]:
        """Return the brand's styles that ``words`` may mean: those named in them, the longest name first and alone if
        it holds the others; else those that are of at least half as many of their themes as the best one."""
        named = self._named(brand, words)
        if named:
            rest = [style for style in named[1:] if not _says(same(named[0].name), same(style.name))]
            return (named[0], *rest)
        asked = self._reduce(words)
        shared = [(len(asked & self._reduce(_text(style))), style) for style in self.all(brand)]
        best = max((count for count, _ in shared), default=0)
        return tuple(style for count, style in shared if best and 2 * count >= best)

    def alike(self, brand: str, look: Sequence[float], most: int = 3) -> tuple[StyleHit, ...]:
        """Return the brand's styles whose pictures are most like a board, best first."""
        with self._opened() as (_, pictures):
            return _nearest(pictures, brand, most, query_embeddings=[list(look)])

    def find(self, brand: str, name: str) -> Style | None:
        """Return the style of this brand and name."""
        with self._opened() as (words, _):
            got = words.get(ids=[_key(brand, name)], include=["metadatas"])
        return next(iter(_of(brand, got["metadatas"])), None)

    def all(self, brand: str) -> tuple[Style, ...]:
        """Return the brand's styles by name."""
        with self._opened() as (words, _):
            got = words.get(where={"brand": same(brand)}, include=["metadatas"])
        return tuple(sorted(_of(brand, got["metadatas"]), key=lambda style: same(style.name)))

    def brands(self) -> tuple[str, ...]:
        """Return the brands that have styles, by name, each as its first style spells it."""
        with self._opened() as (words, _):
            got = words.get(include=["metadatas"])
        spelled = {same(style.brand): style.brand for style in reversed(_styles(got["metadatas"]))}
        return tuple(spelled[brand] for brand in sorted(spelled))

    def forget(self, brand: str, name: str) -> bool:
        """Take a style out, and off the disk; return whether there was one.

        Chroma keeps what was deleted in its log, its search index and its vector files. So what is left is copied into
        a new folder and the old one removed; a mark is set first, so that a killed process's successor does it again.
        A server's disk is its keeper's.
        """
        with self._opened() as collections:
            known = self.find(brand, name) is not None
            if known and self._url is None:
                self._wiping.touch()
            for collection in collections:
                collection.delete(ids=[_key(brand, name)])
            if known and self._url is None:
                self._wipe()
        return known

    def traces(self, style: Style) -> int:
        """Return how many files of the folder hold the style's key or its note; a server's disk is its keeper's."""
        if self._url is not None:
            return 0
        notes = {other.note for other in self.all(style.brand)}
        needles = [_key(style.brand, style.name).encode()]
        needles += [style.note.encode()] if len(style.note) >= LEAST_NOTE and style.note not in notes else []
        files = [path for path in self._folder.rglob("*") if path.is_file()]
        return sum(any(needle in path.read_bytes() for needle in needles) for path in files)

    def close(self) -> None:
        """Close Chroma, if it was opened, and let the folder go."""
        with self._one_at_a_time:
            if "_client" in self.__dict__:
                chroma.close(self._client)
                del self._client
                if self._url is None:
                    chroma.blank_unused(self._folder)
            self._owner.release(force=True)

    def _named(self, brand: str, words: str) -> list[Style]:
        """Return the brand's styles whose name stands in ``words``, the longest name first."""
        said = [style for style in self.all(brand) if _says(same(words), same(style.name))]
        return sorted(said, key=lambda style: -len(style.name))

    def _near(self, kept: Any, brand: str, words: str) -> list[StyleHit]:
        """Return all of the brand's styles, the one nearest to ``words`` first: a brand has tens, not millions."""
        got = kept.get(where={"brand": same(brand)}, include=["metadatas", "documents", "embeddings"])
        styles = _styles(got["metadatas"])
        ours = [place for place, style in enumerate(styles) if same(style.brand) == same(brand)]
        if not ours:
            return []
        looks = [self._telling(got["documents"][place], got["embeddings"][place]) for place in ours]
        scores = nearness(self._telling(words, chroma.sentence(words)), looks)
        hits = [StyleHit(style=styles[place], score=round(score, 4)) for place, score in zip(ours, scores, strict=True)]
        return sorted(hits, key=lambda hit: -hit.score)

    def _telling(self, text: str, vector: Any) -> Telling:
        return Telling(chroma.of_unit_length(vector), self._reduce(text), text)

    @contextmanager
    def _opened(self) -> Iterator[tuple[Any, Any]]:
        """Give (words, pictures), and nobody else meanwhile."""
        with self._one_at_a_time, chroma.translated(self._url or str(self._folder)):
            client = self._client
            yield chroma.collection(client, WORDS), chroma.collection(client, PICTURES)

    @cached_property
    def _client(self) -> Any:
        if self._url is not None:
            return chroma.served(self._url)
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._owner.acquire(timeout=PATIENCE)
        except Timeout as timeout:
            raise ToolFailed(
                "Another Parure has this home's styles open. Close it, or give both a server by PARURE_CHROMA_URL."
            ) from timeout
        if not self._folder.exists() and self._fresh.exists():
            self._fresh.rename(self._folder)  # killed between the two last strokes of a wipe
        client = chroma.embedded(self._folder)
        return self._wiped(client) if self._wiping.exists() else client

    def _wipe(self) -> None:
        client = self._client
        del self._client
        self.__dict__["_client"] = self._wiped(client)

    def _wiped(self, client: Any) -> Any:
        """Copy what is kept into a new folder, put that in the old one's place, and return its client."""
        shutil.rmtree(self._fresh, ignore_errors=True)
        fresh = chroma.embedded(self._fresh)
        for name in (WORDS, PICTURES):
            chroma.copy(chroma.collection(client, name), chroma.collection(fresh, name))
        chroma.close(fresh)
        chroma.blank_unused(self._fresh)
        chroma.close(client)
        shutil.rmtree(self._folder)
        self._fresh.rename(self._folder)
        self._wiping.unlink(missing_ok=True)
        return chroma.embedded(self._folder)


def _nearest(collection: Any, brand: str, most: int, **query: Any) -> tuple[StyleHit, ...]:
    if collection.count() == 0:
        return ()
    got = collection.query(where={"brand": same(brand)}, n_results=most, include=["metadatas", "distances"], **query)
    scores = [round(1.0 - float(distance), 4) for distance in got["distances"][0]]
    pairs = zip(_styles(got["metadatas"][0]), scores, strict=True)
    return tuple(StyleHit(style=style, score=score) for style, score in pairs if same(style.brand) == same(brand))


def _styles(rows: Any) -> list[Style]:
    return [Style.model_validate_json(row["style"]) for row in rows or ()]


def _of(brand: str, rows: Any) -> list[Style]:
    """Return the styles of ``rows`` that are the brand's: a second look at what Chroma was asked for."""
    return [style for style in _styles(rows) if same(style.brand) == same(brand)]


def _key(brand: str, name: str) -> str:
    return hashlib.sha256(json.dumps([same(brand), same(name)]).encode()).hexdigest()[:32]


def _text(style: Style) -> str:
    """Return what words are compared with: the name, the note, and the set and the light in words."""
    wish = style.wish
    parts = (wish.surface, wish.backdrop, wish.light, *wish.props, wish.mood)
    scene = " ".join(part.replace("_", " ") for part in parts if part)
    board = style.board.words if style.board else ""
    return ". ".join(filter(None, [style.name, style.note, scene, board]))


def _says(line: str, name: str) -> bool:
    """Return whether a name stands in a line as words of its own; scripts without spaces need no space."""
    at = line.find(name) if name else -1
    while at >= 0:
        before, after = line[:at][-1:], line[at + len(name) :][:1]
        if not (_joins(before, name[0]) or _joins(name[-1], after)):
            return True
        at = line.find(name, at + 1)
    return False


def _joins(first: str, second: str) -> bool:
    return first.isalnum() and second.isalnum() and not (first > "\u2e80" or second > "\u2e80")
