"""How long does each product of a campaign take? Several photos, one look, one after the other, in one process.

    python scripts/bench_campaign.py [--look warm_travertine] [--image examples/ring.jpg] [--count 4] [--photos …]

Without photos of its own it takes ``--image`` for the first product, and makes the others of it: narrower or lower by a
few per cent, and paler, so that each is another photo with a cut-out of its own.
Prints for each product the seconds from its photo to the kept picture: of the wall, and half of those of all cores,
which is the least that two idle ones take; then where the wall's went, by the stages that are told. Last the most
memory that the process and its worker held. Exit 1 when the second to the last picture take more than ``LIMIT`` s in
the median.
"""

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path

from PIL import Image, ImageEnhance

from agent.app import Assistant, build
from agent.run import Watch
from agent.settings import Settings
from agent.uploads import keep_uploads
from processes import spent
from tools.engines.progress import Progress
from tools.shared_set import prepare
from tools.specs.brief import Brief

LIMIT = 8.0
MOST = 3e9
"""Bytes that all of it may hold."""

THREAD = "bench.campaign"
LONGEST = 1600
"""Pixels along the longer side of a made photo."""


class Clock:
    """The seconds of the wall by stage: each word of progress ends the stage before it."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = defaultdict(float)
        self._stage, self._since = "seen and cut out", time.perf_counter()

    def hear(self, progress: Progress) -> None:
        """Take a word of progress."""
        now = time.perf_counter()
        self.stages[self._stage] += now - self._since
        self._stage, self._since = progress.stage, now

    def stop(self) -> str:
        """End the last stage and return the line of all."""
        self.hear(Progress("end", 1.0))
        return "  ".join(f"{name} {seconds:.1f}" for name, seconds in self.stages.items() if seconds >= 0.05)


class Peak(threading.Thread):
    """Watches how much is held, until ``over`` is set."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.over, self.most = threading.Event(), 0

    def run(self) -> None:
        """Look ten times a second."""
        while not self.over.wait(0.1):
            self.most = max(self.most, spent(os.getsid(0))[1])


def main() -> int:
    """Run the bench; 1 when something took too long or too much."""
    read = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    read.add_argument("--look", default="warm_travertine")
    read.add_argument("--image", type=Path, default=Path("examples/ring.jpg"))
    read.add_argument("--count", type=int, default=4)
    read.add_argument("--photos", nargs="+", default=[])
    read.add_argument("--home")
    read.add_argument("--out", type=Path, help="a folder for the pictures")
    given = read.parse_args()
    os.setsid()
    watching = Peak()
    watching.start()
    with tempfile.TemporaryDirectory() as folder:
        assistant = build(Settings.model_validate({"home": given.home or folder}))
        assistant.store.ledger.set_unlimited(True)
        photos = given.photos or others(given.image, given.count, Path(folder))
        rows = _campaign(assistant, photos, given.look, given.out)
        assistant.close()
    watching.over.set()
    later = rows[1:] or rows
    wall, half = (statistics.median(row[at] for row in later) for at in (0, 1))
    slowest = max(row[1] for row in later)
    print(f"second to last: median {wall:.1f} s of the wall, {half:.1f} s on two idle cores (slowest {slowest:.1f})")
    print(f"most memory: {watching.most / 1e9:.2f} GB")
    return int(min(wall, half) > LIMIT or watching.most > MOST)


def others(image: Path, count: int, folder: Path) -> list[str]:
    """Write ``count`` photos that differ from ``image``, but for the first, and return their paths."""
    made = []
    with Image.open(image) as opened:
        photo = opened.convert("RGB")
    photo.thumbnail((LONGEST, LONGEST))
    for number in range(count):
        less = 1.0 - 0.025 * number
        size = (photo.width, round(photo.height * less)) if number % 2 else (round(photo.width * less), photo.height)
        made.append(str(folder / f"{image.stem}-{number + 1}.jpg"))
        paler = ImageEnhance.Color(photo.resize(size)).enhance(1.0 - 0.15 * number)
        paler.save(made[-1], quality=95)
    return made


def _campaign(assistant: Assistant, photos: list[str], look: str, out: Path | None) -> list[tuple[float, float]]:
    """Return the seconds of the wall, and half those of all cores, of each picture."""
    rows: list[tuple[float, float]] = []
    like: str | None = None
    for number, path in enumerate(photos):
        brief = Brief.model_validate({"text": "", "images": [{"path": path, "role": "product"}]})
        asset = keep_uploads(brief, assistant.store, THREAD)[0].asset
        clock = Clock()
        begun, before, own = time.perf_counter(), spent(os.getsid(0))[0], time.process_time()
        assistant.registry.call("classify", {"image": asset.id, "cut": True}, assistant.context(THREAD))
        clock.hear(Progress("laid out", 0.0))
        args = {"product": asset.id, "scene": {"look": look}, "like": like}
        outcome = assistant.registry.call("reference_shoot", args, assistant.context(THREAD, Watch(clock.hear)))
        if outcome.error is not None:
            raise outcome.error
        rows.append((time.perf_counter() - begun, (spent(os.getsid(0))[0] - before) / 2))
        rendered = rows[-1][1] - (time.process_time() - own) / 2
        made = outcome.assets[0]
        if like is None and made.recipe is not None:
            like = made.id
            prepare(made.recipe, assistant.context(THREAD))
            print(f"{'its empty set':30s}{time.perf_counter() - begun - rows[-1][0]:6.1f} s", flush=True)
        shared = " shared" if made.recipe is not None and made.recipe.shared else "       "
        print(f"{Path(path).stem[:28]:30s}{rows[-1][0]:6.1f} s{rows[-1][1]:6.1f} s, {rendered:.1f} s rendering{shared}")
        print(f"    {clock.stop()}", flush=True)
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{number:02d}-{Path(path).stem[:20]}.png").write_bytes(assistant.picture(made.sha256))
    return rows


if __name__ == "__main__":
    sys.exit(main())
