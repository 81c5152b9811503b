"""Time the page in a real browser: ready, first preview, first picture, an edit.

    python scripts/bench_page.py [--parure .venv/bin/parure] [--typing 10]

Needs the extra ``dev`` and Debian's Chromium. Memory is the largest sum over the server and its workers.
"""

import argparse
import os
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from processes import spent

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
]
PATIENCE = 400_000
"""Milliseconds."""


@dataclass
class Server:
    """A server under way: its address, and the most memory it and its workers held, in bytes."""

    url: str
    process: subprocess.Popen[bytes]
    peak: int = 0
    answers: list[float] = field(default_factory=list)


@contextmanager
def served(parure: str, home: Path) -> Iterator[Server]:
    """Start ``parure serve`` in ``home`` on a free port and end it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PARURE_HOME": str(home)}
    command = [parure, "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    server = Server(f"http://127.0.0.1:{port}", process)
    threading.Thread(target=_watch_memory, args=(server,), daemon=True).start()
    try:
        _wait_for(port, process)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(port: int, process: "subprocess.Popen[bytes]", patience: float = 60.0) -> None:
    """Return when somebody listens at ``port``. Raises ``TimeoutError`` when nobody does in ``patience`` seconds."""
    until = time.perf_counter() + patience
    while process.poll() is None and time.perf_counter() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1.0):
            return
        time.sleep(0.03)
    raise TimeoutError("the server does not listen")


def _watch_memory(server: Server) -> None:
    while server.process.poll() is None:
        server.peak = max(server.peak, spent(server.process.pid)[1])
        time.sleep(0.5)


def blank(browser: Browser) -> Page:
    """Return an empty page of somebody new."""
    page = browser.new_context(viewport={"width": 1400, "height": 950}).new_page()
    page.set_default_timeout(PATIENCE)
    return page


def opened(page: Page, server: Server) -> Page:
    """Return ``page`` at the server's address, once the samples can be clicked."""
    page.goto(server.url, wait_until="domcontentloaded")
    page.locator(".samples button").first.wait_for()
    return page


def send(page: Page, text: str, sample: str | None = None, typing: float = 0.0) -> tuple[float, float]:
    """Send a message and return (when, on the clock; the seconds until it stands in the chat).

    With a sample product, the message is sent ``typing`` seconds after that one lay in the tray.
    """
    if sample is not None:
        page.locator(f'.samples button[data-name="{sample}"]').click()
        page.locator(".card").first.wait_for()
        time.sleep(typing)
    page.locator("#box textarea").fill(text)
    began = time.perf_counter()
    page.locator("#box textarea").press("Enter")
    page.locator("#chat").get_by_text(text).first.wait_for()
    return began, time.perf_counter() - began


def one_person(pages: tuple[Page, Page], server: Server, started: float, typing: float) -> None:
    """Print what one person waits for; on the second page somebody else draws the warm picture."""
    page = opened(pages[0], server)
    print(f"{'page ready after the command':<44}{time.perf_counter() - started:>8.2f} s")
    for name, surface in (("first picture (cold)", "marble"), ("second picture (warm)", "travertine")):
        began, _ = send(page, f"the ring on {surface}, soft window light, 4:5", "ring", typing)
        page.locator(".work .preview").wait_for()
        preview = time.perf_counter() - began
        page.locator(".tile").first.wait_for()
        print(f"{name + ': preview, picture':<44}{preview:>8.2f} s{time.perf_counter() - began:>8.2f} s")
        if name.startswith("first"):
            page = opened(pages[1], server)
    began, _ = send(page, "make it warmer")
    page.wait_for_function("document.querySelectorAll('.tile').length > 1")
    print(f"{'make it warmer':<44}{time.perf_counter() - began:>8.2f} s")
    page.context.close()


def main() -> None:
    """Run the table in a home of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parure", default="parure", help="the command line to measure")
    parser.add_argument("--typing", type=float, default=10.0, help="seconds that the one person types a brief")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        home = Path(scratch) / "home"
        subprocess.run(
            [options.parure, "doctor", "--prepare"], env={**os.environ, "PARURE_HOME": str(home)}, check=True
        )
        pages = blank(browser), blank(browser)  # a browser is open, as most people's is
        started = time.perf_counter()
        with served(options.parure, home) as server:
            one_person(pages, server, started, options.typing)
            print(f"{'most memory, server and workers':<44}{server.peak / 1e6:>8.0f} MB")


if __name__ == "__main__":
    main()
