"""Time edits: of tones, of light, of focus and crop, and how soon the lights of a picture's set are there.

    python scripts/bench_edits.py [--image examples/ring.jpg] [--each 9]

One process with the real engines in a home of its own, as the page has them. ``lights after picture``: from the reply
until the set's lights lie there one by one. An edit's time is that of the call that a plan makes: read, developed, laid
back, saved, opened again and measured. Memory is this process and the render workers, at most (Linux).
"""

import argparse
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from agent.app import Assistant, build
from agent.settings import Settings
from agent.uploads import keep_uploads
from tools.specs.asset import Asset
from tools.specs.base import digest
from tools.specs.brief import Brief

THREAD = "bench.edits"
DEVELOP = ("warmth", "exposure", "contrast", "saturation", "tint", "grain", "vignette")
LIGHTS = ("shadow", "key", "fill", "key_warmth", "fill_warmth", "daytime")
FRAMED = ("blur", "zoom")
ONLY_MORE = ("grain", "vignette")
"""What a picture without any has none to take away of."""

LONGEST = 300.0
"""Seconds that the lights are waited for."""

BOUND, LIGHTS_BOUND, MOST = 0.7, 60.0, 3e9
"""Seconds of an edit and until the lights are there, and bytes, at most."""

Edit = Callable[[str, Mapping[str, Any]], Asset]


def main() -> None:
    """Print the table; exit 1 when a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--image", type=Path, default=Path("examples/ring.jpg"))
    parser.add_argument("--each", type=int, default=9, help="edits of a kind")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, peak() as most:
        assistant = build(Settings(home=Path(scratch) / "home"), previews=True)
        try:
            missed = _edits(assistant, options.image, options.each)
        finally:
            assistant.close()
    print(f"peak memory: {most[0] / 1e9:.2f} GB")
    missed += ["memory"] if most[0] > MOST else []
    if missed:
        raise SystemExit("missed: " + ", ".join(missed))


def picture_of(assistant: Assistant, image: Path) -> tuple[Asset, Edit]:
    """Return (a picture of the product in ``image``, what edits a picture: its id and its changes)."""
    assistant.store.ledger.set_unlimited(True)
    context = assistant.context(THREAD)
    brief = Brief.model_validate({"text": "ring", "images": [{"path": str(image), "role": "product"}]})
    upload = keep_uploads(brief, assistant.store, THREAD)[0]

    def call(tool: str, args: dict[str, Any]) -> Asset:
        outcome = assistant.registry.call(tool, args, context)
        if outcome.result is None:
            raise SystemExit(f"{args}: {outcome.error}")
        return outcome.result.assets[0]

    first = call("reference_shoot", {"product": upload.asset.id, "scene": {"look": "warm_travertine"}})
    return first, lambda asset, changes: call("edit", {"asset": asset, "changes": dict(changes)})


def waited(assistant: Assistant, asset: Asset) -> float:
    """Return the seconds until the lights of a picture's set are kept."""
    assert asset.recipe is not None
    begun, key = time.monotonic(), digest(asset.recipe.geometry())
    while not assistant.store.plates.has_lights(key):
        if time.monotonic() - begun > LONGEST:
            raise SystemExit(f"the lights were not there after {LONGEST:.0f} s")
        time.sleep(0.1)
    return time.monotonic() - begun


def _edits(assistant: Assistant, image: Path, each: int) -> list[str]:
    """Print times of edits and of the lights behind; return what missed its bound."""
    first, edit = picture_of(assistant, image)
    after = waited(assistant, first)
    kinds = {"develop": DEVELOP, "light": LIGHTS, "blur, crop": FRAMED}
    times = {kind: _timed(edit, first, names, each) for kind, names in kinds.items()}
    print(f"{'edits of':<12}{'median s':>10}{'slowest s':>11}{'number':>8}")
    for kind, seconds in times.items():
        print(f"{kind:<12}{statistics.median(seconds):>10.2f}{max(seconds):>11.2f}{len(seconds):>8}")
    print(f"lights after picture: {after:.0f} s")
    missed = [f"{kind} edits" for kind, seconds in times.items() if statistics.median(seconds) > BOUND]
    return missed + (["lights after picture"] if after > LIGHTS_BOUND else [])


def _timed(edit: Edit, asset: Asset, names: Sequence[str], each: int) -> list[float]:
    seconds = []
    for number in range(each):
        begun = time.monotonic()
        edit(asset.id, {names[number % len(names)]: round(0.2 + 0.5 * number / each, 3)})
        seconds.append(time.monotonic() - begun)
    return seconds


@contextmanager
def peak() -> Iterator[list[float]]:
    """Give a list whose one number is the most memory in bytes that this process and its children had meanwhile."""
    most, done = [0.0], threading.Event()

    def look() -> None:
        while not done.wait(0.2):
            most[0] = max(most[0], _memory())

    watch = threading.Thread(target=look, daemon=True)
    watch.start()
    try:
        yield most
    finally:
        done.set()
        watch.join()


def _memory() -> float:
    """Return the resident bytes of this process and all below it; 0 where the system does not tell."""
    total, todo, page = 0.0, [os.getpid()], os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
    while todo:
        folder = Path("/proc") / str(todo.pop())
        try:
            total += int((folder / "statm").read_text().split()[1]) * page
            for task in (folder / "task").iterdir():
                todo += map(int, (task / "children").read_text().split())
        except (OSError, ValueError, IndexError):
            continue
    return total


if __name__ == "__main__":
    main()
