"""Open the page in a browser as soon as it answers, where there is a browser to open it in.

python scripts/open_page.py [PORT]
"""

import os
import socket
import sys
import time
import webbrowser

PATIENCE = 60.0
LOOK_AGAIN = 0.2


def main() -> None:
    """Wait for the page, then open it. Says nothing: the address is told by the server."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 7860
    if has_screen() and answers(port):
        webbrowser.open(f"http://127.0.0.1:{port}")


def has_screen() -> bool:
    """Return whether a window can be opened: a browser for the terminal would take the server's own."""
    return sys.platform in ("darwin", "win32") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def answers(port: int) -> bool:
    """Return whether something listens at the port before patience ends."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), LOOK_AGAIN).close()
        except OSError:
            time.sleep(LOOK_AGAIN)
        else:
            return True
    return False


if __name__ == "__main__":
    main()
