"""Time ten people who use one page at once, each over HTTP as a browser would, without ten browsers' weight.

    python scripts/bench_people.py [--parure .venv/bin/parure] [--people 10]

Everybody opens the page, takes a sample, sends a brief and follows the talk until the picture is there. Somebody new
asks for the page twice a second meanwhile. Memory is the largest sum over the server and its workers.
"""

import argparse
import asyncio
import json
import os
import re
import secrets
import subprocess
import tempfile
import threading
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bench_page import Server, served

SURFACES = ("travertine", "marble", "slate", "linen", "plaster", "wood", "sand", "velvet", "concrete", "terrazzo")
SAMPLES = ("ring", "watch", "bag", "sunglasses", "earrings", "scarf")
PATIENCE = httpx.Timeout(600.0)
ADDRESS = re.compile(r"/files/[^\"'?&\\]+/small")


@dataclass
class Person:
    """Somebody at the page: a cookie of their own, and when things stood on the screen, in seconds after sending."""

    client: httpx.AsyncClient
    number: int
    session: str = field(default_factory=lambda: secrets.token_hex(5))
    talk: dict[str, str] = field(default_factory=dict)
    calls: dict[tuple[str | None, str], int] = field(default_factory=dict)
    shown: dict[int, list[str]] = field(default_factory=dict)
    heard: float = 0.0
    done: float = 0.0
    chat: str = ""
    tiles: tuple[str, ...] = ()

    @property
    def surface(self) -> str:
        """What this one asks for."""
        return SURFACES[self.number % len(SURFACES)]

    async def come(self) -> None:
        """Open the page and read which of its parts calls what."""
        page = (await self.client.get("/", follow_redirects=True)).raise_for_status()
        self.talk = dict(page.url.params)
        config = (await self.client.get("/config")).raise_for_status().json()
        names = {part["id"]: part.get("props", {}).get("elem_id") for part in config["components"]}
        self.calls = {
            (names.get(target), kind): each["id"] for each in config["dependencies"] for target, kind in each["targets"]
        }
        self.shown = {each["id"]: [names[i] for i in each["outputs"]] for each in config["dependencies"]}

    async def call(self, part: str, kind: str, data: list[Any], told: Any = None) -> AsyncIterator[dict[str, Any]]:
        """Do what a click does and give what each part shows, as it changes."""
        index = self.calls[part, kind]
        body = {"data": data, "event_data": told, "fn_index": index, "session_hash": self.session}
        (await self.client.post("/gradio_api/queue/join", json=body, params=self.talk)).raise_for_status()
        whole: list[Any] = []
        async with self.client.stream("GET", "/gradio_api/queue/data", params={"session_hash": self.session}) as lines:
            async for line in lines.aiter_lines():
                if not line.startswith("data:"):
                    continue
                message = json.loads(line[5:])
                if message["msg"] in ("process_generating", "process_completed") and message["output"].get("data"):
                    whole = _merged(whole, message["output"]["data"])
                    yield dict(zip(self.shown[index], whole, strict=True))
                if message["msg"] == "process_completed":
                    if not message["success"]:
                        raise RuntimeError(str(message["output"])[:300])
                    return

    async def ask(self) -> None:
        """Take a sample, send a brief, and follow the talk to its end."""
        told = {"name": SAMPLES[self.number % len(SAMPLES)]}
        async for _ in self.call("samples", "click", [], told):
            pass
        text = f"person {self.number}: on {self.surface}, 1:1"
        began = time.perf_counter()
        async for parts in self.call("box", "submit", [{"text": text, "files": []}]):
            self.chat = json.dumps(parts.get("chat"))
            if not self.heard and text in self.chat:
                self.heard = time.perf_counter() - began
            self.tiles = tuple(sorted(set(ADDRESS.findall(json.dumps(parts.get("gallery"))))))
            if self.tiles and not self.done:
                self.done = time.perf_counter() - began

    def mixed(self, others: "list[Person]") -> bool:
        """Return whether anything of somebody else stands here, or the own picture does not."""
        strange = any(f"person {other.number}:" in self.chat for other in others if other is not self)
        shared = any(set(self.tiles) & set(other.tiles) for other in others if other is not self)
        return strange or shared or not self.tiles or self.surface not in self.chat


def _merged(old: list[Any], new: list[Any]) -> list[Any]:
    """Return the parts after ``new``: Gradio sends each generated value whole first and then as changes to it."""
    if not old or len(old) != len(new):
        return new
    return [_patched(before, after) for before, after in zip(old, new, strict=True)]


def _patched(before: Any, after: Any) -> Any:
    changes = isinstance(after, list) and all(isinstance(each, list) and len(each) == 3 for each in after)
    if not changes:
        return after
    value = before
    for act, path, part in after:
        value = _changed(value, path, act, part)
    return value


def _changed(value: Any, path: list[Any], act: str, part: Any) -> Any:
    if not path:
        return value + part if act == "append" else part
    copy = value.copy()
    first, rest = path[0], path[1:]
    if not rest and act == "add":
        copy.insert(first, part) if isinstance(copy, list) else copy.update({first: part})
    elif not rest and act == "delete":
        del copy[first]
    else:
        copy[first] = _changed(copy[first], rest, act, part)
    return copy


def _keep_asking(server: Server, done: threading.Event) -> None:
    """Ask for the page twice a second, as somebody who comes now, and keep how long each answer took."""
    while not done.wait(0.5):
        began = time.perf_counter()
        httpx.get(server.url, follow_redirects=True, timeout=PATIENCE).raise_for_status()
        server.answers.append(time.perf_counter() - began)


async def several(server: Server, count: int) -> None:
    """Print how ``count`` people fare who all send a brief at once."""
    people = [
        Person(httpx.AsyncClient(base_url=server.url, timeout=PATIENCE, limits=httpx.Limits()), number)
        for number in range(count)
    ]
    for person in people:
        await person.come()
    done = threading.Event()
    asking = asyncio.create_task(asyncio.to_thread(_keep_asking, server, done))
    await asyncio.gather(*(person.ask() for person in people))
    done.set()
    await asking
    answers = sorted(server.answers)
    print(f"{count} people at once")
    print(f"{'  own words shown, at most':<44}{max(person.heard for person in people):>8.2f} s")
    print(f"{'  the page answers: median, most':<44}{answers[len(answers) // 2]:>8.2f} s{answers[-1]:>8.2f} s")
    print(f"  pictures after {' '.join(f'{person.done:.0f}' for person in people)} s, in the order of sending")
    print(f"  talks that hold another's things, or not their own picture: {sum(p.mixed(people) for p in people)}")
    for person in people:
        await person.client.aclose()


def main() -> None:
    """Run the table in a home of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parure", default="parure", help="the command line to measure")
    parser.add_argument("--people", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        subprocess.run(
            [options.parure, "doctor", "--prepare"], env={**os.environ, "PARURE_HOME": str(home)}, check=True
        )
        with served(options.parure, home) as server:
            httpx.get(server.url, follow_redirects=True, timeout=PATIENCE).raise_for_status()  # the page is there
            asyncio.run(several(server, options.people))
            print(f"{'most memory, server and workers':<44}{server.peak / 1e6:>8.0f} MB")


if __name__ == "__main__":
    main()
