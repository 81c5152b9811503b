"""What a forgotten style left in the ledger: the calls that named it and the talk about it."""

import json
import re
from sqlite3 import Connection
from typing import Any

from tools.specs.style import Style, own_brand, same
from tools.store.database import Database

FORGOTTEN = "(forgotten)"
_TOOLS = ("remember_style", "recall_style", "forget_style", "correct_style", "merge_styles", "know_brand")
_LOOKS = (
    r"\blooks?\b|st[iy]le?|stijl|estil|\bforget|remember|vergiss|oubli|olvid|dimentic|esque[cç]|vergeet|unut|hatırla|"
    r"tarz|görünüm|スタイル|ルック|忘|覚え|风格|记住"
)
"""Words for a look, or for keeping and forgetting one."""

_FIXED = frozenset({
    "look", "surface", "backdrop", "light", "light_from", "props", "camera", "palette", "tool", "side", "assets",
    "images", "made", "category", "last_tool",
})  # fmt: skip
"""Fields that hold words of the contract and never a person's: a look called Sand leaves the surface alone."""

_PAGE = re.compile(r"([0-9a-f]{24})\.[0-9a-f]{12}")
"""A talk on the page: its owner, and its id."""


class Redaction:
    """Words struck out of a home's one SQLite file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def strike(self, style: Style, thread: str) -> None:
        """Put ``(forgotten)`` in the place of every text that tells of ``style``, and leave no old page on the disk.

        Looked through are the calls of all threads, and what was said in those in which the style was remembered,
        recalled, used or, as in ``thread``, forgotten. A name such as Spring is a common word elsewhere: there a text
        is struck only in talks of the same brand, and where it speaks of a look too.
        """
        telling = _pattern(style)
        with self._database.transaction() as connection:
            about = {thread} | _strike_calls(connection, style, telling)
            brands = connection.execute("SELECT name, json_extract(state, '$.brand') FROM threads").fetchall()
            ours = {name for name, brand in brands if _brand(name, brand) == same(style.brand)}
            patterns = {name: _beside_a_look(telling) for name in ours} | {name: telling for name in about}
            _strike_talk(connection, ("said", "body", "thread"), patterns)
            _strike_talk(connection, ("threads", "state", "name"), patterns)
        self._database.compact()


def _strike_calls(connection: Connection, style: Style, telling: re.Pattern[str]) -> set[str]:
    """Strike the calls about the style, and return their threads."""
    threads = set()
    rows = connection.execute("SELECT key, thread, tool, args, outcome FROM calls").fetchall()
    for key, thread, tool, args, outcome in rows:
        if _concerns(style, telling, thread, (tool, args, outcome)):
            threads.add(thread)
            sql = "UPDATE calls SET args = ?, outcome = ? WHERE key = ?"
            connection.execute(sql, (_struck(args, telling), _struck(outcome, telling), key))
    return threads


def _strike_talk(connection: Connection, place: tuple[str, str, str], patterns: dict[str, re.Pattern[str]]) -> None:
    """Strike a column of JSON by each thread's pattern; ``place`` is its table, its name, and the column of threads."""
    table, column, where = place
    for thread, telling in patterns.items():
        rows = connection.execute(f"SELECT rowid, {column} FROM {table} WHERE {where} = ?", (thread,)).fetchall()
        for rowid, body in rows:
            if (struck := _struck(body, telling)) != body:
                connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (struck, rowid))


def _brand(thread: str, brand: str | None) -> str:
    """Return the brand of a talk: of one that names none its owner's house, or the machine's."""
    page = _PAGE.fullmatch(thread)
    return same(own_brand(brand or "", page[1] if page else ""))


def _pattern(style: Style) -> re.Pattern[str]:
    """Return what a text about the style holds: its name as words of its own, its note, or brand/name."""
    name = r"\s+".join(re.escape(word) for word in style.name.split())
    told = [rf"(?<![^\W_]){name}(?![^\W_])" if name.isascii() else name, re.escape(style.ref)]
    if style.note:
        told.append(r"\s+".join(re.escape(word) for word in style.note.split()))
    return re.compile("|".join(told), re.IGNORECASE)


def _beside_a_look(telling: re.Pattern[str]) -> re.Pattern[str]:
    """Return the pattern of a text that holds ``telling`` and a word for a look, or for forgetting one."""
    return re.compile(rf"(?=.*(?:{telling.pattern})).*(?:{_LOOKS})", re.IGNORECASE | re.DOTALL)


def _concerns(style: Style, telling: re.Pattern[str], thread: str, call: tuple[str, str, str]) -> bool:
    """Return whether a call is about the style: one of its brand that tells of it, or a picture made in it."""
    tool, args, outcome = call
    given = json.loads(args)
    if tool in _TOOLS:
        ours = same(style.brand) == _brand(thread, str(given.get("brand", "")))
        return ours and any(telling.search(text) for text in (*_leaves(given), *_leaves(_read(outcome))))
    return same(str(given.get("style") or "").replace("/", " ")) == same(style.ref.replace("/", " "))


def _struck(text: str, telling: re.Pattern[str]) -> str:
    """Return a column's text, JSON or a sentence, with what tells struck out; the very same one if nothing does."""
    if not _is_json(text):
        return _leaf(text, telling)
    value = json.loads(text)
    struck = _redacted(value, telling)
    return text if struck == value else json.dumps(struck, ensure_ascii=False)


def _redacted(value: Any, telling: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return _leaf(value, telling)
    if isinstance(value, list):
        return [_redacted(item, telling) for item in value]
    if isinstance(value, dict):
        return {name: item if name in _FIXED else _redacted(item, telling) for name, item in value.items()}
    return value


def _leaf(text: str, telling: re.Pattern[str]) -> str:
    return FORGOTTEN if telling.search(" ".join(text.split())) else text


def _read(text: str) -> Any:
    return json.loads(text) if _is_json(text) else text


def _is_json(text: str) -> bool:
    """Return whether a column holds JSON; a failed call's outcome is a sentence."""
    return text.startswith(("{", "["))


def _leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in _leaves(item)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in _leaves(item)]
    return [value] if isinstance(value, str) else []
