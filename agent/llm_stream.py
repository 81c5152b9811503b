"""A streamed answer put together: its text, and its tool calls as they were written. Pure."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

MOST_WHITE = 300
"""White space in a row after which nothing more is awaited: weak models run on in it until their limit."""
MOST_CHARACTERS = 24_000


@dataclass(frozen=True)
class Said:
    """What the model answered: prose or JSON in ``text``, (name, arguments as JSON text) for each native call.

    ``whole`` is false when the stream ended without saying that it was over. ``tokens`` are those read and written, as
    the server counted them.
    """

    text: str = ""
    calls: tuple[tuple[str, str], ...] = ()
    whole: bool = True
    tokens: tuple[int, int] | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing but white space."""
        return not self.text.strip() and not self.calls


class _Function(BaseModel):
    name: str | None = None
    arguments: Any = None


class _CallPiece(BaseModel):
    index: int | None = None
    id: str | None = None
    function: _Function | None = None


class _Delta(BaseModel):
    content: str | None = None
    tool_calls: list[_CallPiece] | None = None


class _Choice(BaseModel):
    delta: _Delta | None = None
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Piece(BaseModel):
    choices: list[_Choice] | None = None
    usage: _Usage | None = None


@dataclass
class _Call:
    id: str | None
    name: str = ""
    arguments: list[str] = field(default_factory=list)


@dataclass
class _Gathering:
    text: list[str] = field(default_factory=list)
    calls: list[_Call] = field(default_factory=list)
    _open: dict[int, _Call] = field(default_factory=dict)
    white: int = 0
    length: int = 0
    tokens: tuple[int, int] | None = None

    def add(self, delta: _Delta) -> None:
        if delta.content:
            self.text.append(delta.content)
            self._count(delta.content)
        for piece in delta.tool_calls or ():
            self._add_call(piece)

    def _add_call(self, piece: _CallPiece) -> None:
        function = piece.function or _Function()
        place = piece.index if piece.index is not None else len(self.calls) - 1
        call = self._open.get(place)
        if call is None or (call.arguments and function.name and piece.id != call.id):
            call = self._open[place] = _Call(piece.id)  # some servers give every call the same index
            self.calls.append(call)
        call.name += function.name or ""
        if function.arguments is not None:
            given = function.arguments
            written = given if isinstance(given, str) else json.dumps(given)
            call.arguments.append(written)
            self._count(written)

    def _count(self, written: str) -> None:
        self.length += len(written)
        kept = written.rstrip()
        self.white = len(written) - len(kept) if kept else self.white + len(written)

    @property
    def enough(self) -> bool:
        return self.white > MOST_WHITE or self.length > MOST_CHARACTERS

    def said(self, whole: bool) -> Said:
        calls = tuple((call.name, "".join(call.arguments)) for call in self.calls)
        return Said("".join(self.text), tuple(call for call in calls if call[0]), whole, self.tokens)


def gather(pieces: Iterable[Any]) -> Said:
    """Return the answer of a stream of plain chunks; what runs on in white space or for ever is cut there.

    Raises ``pydantic.ValidationError`` for a chunk of another form.
    """
    gathering, whole = _Gathering(), False
    for piece in pieces:
        read = _Piece.model_validate(piece)
        if read.usage:
            gathering.tokens = (read.usage.prompt_tokens, read.usage.completion_tokens)
        for choice in (read.choices or ())[:1]:
            if choice.delta:
                gathering.add(choice.delta)
            whole = whole or choice.finish_reason is not None
        if gathering.enough:
            return gathering.said(whole=True)
    return gathering.said(whole)
