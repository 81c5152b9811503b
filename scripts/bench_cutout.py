"""Time the cut-out itself, warm: a sample at 1, 4 and 12 MP, on its own backdrop and laid on a busy one.

    python scripts/bench_cutout.py [--image examples/ring.jpg] [--runs 5] [--megapixels 1 4 12]

Seconds are the least, the median and the 95th percentile of the wall, on as many cores as there are; ``CPU s`` is
what all of them spent in the least run, which hardly depends on what else runs. ``peak MB`` is the most memory that
the process ever held up to then: sizes come in rising order. ``scripts/bench.py`` times the commands as a whole.
"""

import argparse
import resource
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tools.engines.cutout.network import accessory
from tools.engines.cutout.pipeline import ClassicCutter

Pixels = NDArray[np.uint8]

PATCHES = 9
"""Patches of colour along the busy backdrop's shorter side."""


def main() -> None:
    """Print one row per size and backdrop."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--image", type=Path, default=Path("examples/ring.jpg"), help="beside it lies NAME_matte.png")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--megapixels", type=float, nargs="+", default=[1.0, 4.0, 12.0])
    options = parser.parse_args()
    cutter = ClassicCutter(second=accessory)
    print(f"{'what':<18}{'least s':>9}{'median s':>10}{'p95 s':>8}{'CPU s':>8}{'peak MB':>10}")
    for size in sorted(options.megapixels):
        plain, busy = pictures(options.image, size)
        for name, picture in (("plain", plain), ("busy", busy)):
            print(f"{f'{size:g} MP, {name}':<18}{row(cutter, picture, options.runs)}", flush=True)


def pictures(path: Path, megapixels: float) -> tuple[Pixels, Pixels]:
    """Return the sample at ``megapixels``, H×W×3, as it is and with patches of colour in place of its backdrop."""
    with Image.open(path) as photo, Image.open(path.with_name(f"{path.stem}_matte.png")) as matte:
        factor = (megapixels * 1e6 / (photo.width * photo.height)) ** 0.5
        shape = (round(photo.width * factor), round(photo.height * factor))
        own = photo.convert("RGB").resize(shape, Image.Resampling.LANCZOS)
        share = matte.convert("L").resize(shape, Image.Resampling.LANCZOS)
    colours = np.random.default_rng(5).integers(30, 226, (PATCHES, PATCHES + 3, 3)).astype(np.uint8)
    patches = Image.fromarray(colours).resize(shape, Image.Resampling.NEAREST)
    return np.asarray(own), np.asarray(Image.composite(own, patches, share))


def row(cutter: ClassicCutter, picture: Pixels, runs: int) -> str:
    """Return the figures of ``runs`` cut-outs of ``picture``, after one that is not counted."""
    cutter.cut(picture)
    times = []
    for _ in range(runs):
        begun, spent = time.perf_counter(), time.process_time()
        cutter.cut(picture)
        times.append((time.perf_counter() - begun, time.process_time() - spent))
    wall = [seconds for seconds, _ in times]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    least, cpu = min(times)
    return f"{least:>9.2f}{np.median(wall):>10.2f}{np.percentile(wall, 95):>8.2f}{cpu:>8.2f}{peak:>10.0f}"


if __name__ == "__main__":
    main()
