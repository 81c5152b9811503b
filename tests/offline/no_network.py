"""Network off: in the tests' process and, through PYTHONPATH, in every Python process that they start."""

import os
import sys
from pathlib import Path
from typing import Any

RECORD = "PARURE_TEST_CONTACTS"
_LOOKED_UP = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")


def is_loopback(host: Any) -> bool:
    text = host.decode(errors="replace") if isinstance(host, bytes) else str(host or "")
    return text in ("", "localhost", "::1", "0.0.0.0") or text.startswith("127.")


def guard(event: str, args: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto") and isinstance(args[1], tuple):
        host = args[1][0]
    elif event in _LOOKED_UP:
        host = args[0]
    else:
        return
    if not is_loopback(host):
        if record := os.environ.get(RECORD):
            with Path(record).open("a") as file:
                file.write(f"{event} {host}\n")
        raise ConnectionRefusedError(f"the network is off in tests: {event} {host}")


sys.addaudithook(guard)
