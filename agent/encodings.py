"""Plain words inside codes that anybody can undo: base64, hexadecimal, escapes of pages and programs, rot13, Morse."""

import base64
import binascii
import html
import re
from codecs import decode
from collections.abc import Iterator
from urllib.parse import unquote

SHORTEST = 12
"""Fewer letters of a code hold no sentence."""
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_HEX = re.compile(r"(?:(?:0x|\\x)?[0-9a-fA-F]{2}[\s,:]?){6,}")
_ESCAPE = re.compile(r"\\u\{?([0-9a-fA-F]{4,6})\}?|\\x([0-9a-fA-F]{2})|U\+([0-9a-fA-F]{4,6})\s?")
_BITS = re.compile(r"(?:[01]{8}\s?){5,}")
_MORSE = re.compile(r"(?:[.\-·−–]{1,5}[ /|]+){4,}[.\-·−–]{1,5}")
_CODES = (
    ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.. "
    "----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----."
)
_OF_MORSE = dict(zip(_CODES.split(), "abcdefghijklmnopqrstuvwxyz0123456789", strict=True))


def hidden(raw: str) -> Iterator[str]:
    """Give each reading of ``raw`` in which something was decoded, the rest as it stands. Never raises."""
    for undo in (_unescaped, _from_base64, _from_hex, _from_bits, _from_morse, _from_rot13):
        if (plain := undo(raw)) != raw:
            yield plain


def _unescaped(raw: str) -> str:
    plain = html.unescape(raw) if re.search(r"&#?\w+;", raw) else raw
    plain = unquote(plain) if re.search(r"(?:%[0-9a-fA-F]{2}){2}", plain) else plain
    return _ESCAPE.sub(lambda match: _letter(int(next(filter(None, match.groups())), 16)), plain)


def _letter(code: int) -> str:
    return chr(code) if 31 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _from_base64(raw: str) -> str:
    return _BASE64.sub(lambda match: _words_of(_base64(match.group())) or match.group(), raw)


def _base64(code: str) -> bytes:
    filled = code.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(filled + "=" * (-len(filled) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _from_hex(raw: str) -> str:
    return _HEX.sub(lambda match: _words_of(_hex(match.group())) or match.group(), raw)


def _hex(code: str) -> bytes:
    digits = re.sub(r"0x|\\x|[\s,:]", "", code)
    return bytes.fromhex(digits) if len(digits) % 2 == 0 else b""


def _from_bits(raw: str) -> str:
    def read(match: re.Match[str]) -> str:
        bits = re.sub(r"\s", "", match.group())
        data = bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))
        return _words_of(data) or match.group()

    return _BITS.sub(read, raw)


def _words_of(data: bytes) -> str:
    """Return ``data`` as text when it is one: letters for the most part, none of them unprintable."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    letters = sum(map(str.isalpha, text))
    fit = len(text) > 3 and all(letter.isprintable() or letter in "\r\n\t" for letter in text)
    return f" {text} " if fit and letters >= 0.5 * len(text) else ""


def _from_morse(raw: str) -> str:
    def read(match: re.Match[str]) -> str:
        signs = match.group().translate(str.maketrans("·−–|", ".--/"))
        words = [[_OF_MORSE.get(sign, "?") for sign in word.split()] for word in re.split(r"/| {2,}", signs)]
        text = " ".join("".join(word) for word in words)
        return f" {text} " if "?" not in text else match.group()

    return _MORSE.sub(read, raw)


def _from_rot13(raw: str) -> str:
    return decode(raw, "rot13") if re.search(r"(?i)rot[\s-]?13|caesar|cäsar|césar|cesare?\b", raw) else raw
