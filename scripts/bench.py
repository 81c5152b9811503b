"""Time what a person waits for, through the command line: cut-outs, a first and a second picture, an edit.

    python scripts/bench.py [--parure .venv/bin/parure] [--image examples/ring.jpg]

The preview is timed by bench_page.py: only the page shows one.
Memory is the largest sum over the command and all processes it started (Linux; a dash elsewhere).
"""

import argparse
import os
import resource
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from processes import spent

BRIEF = "solitaire ring on warm travertine, leaf shadows, 4:5"
STEPS = 25
FORWARD = 6.0e12
"""Floating-point operations of one forward pass of SDXL's UNet at 1024² (2.6e9 parameters; published counts)."""


@dataclass(frozen=True)
class Row:
    """One measured command. ``seconds`` of the wall, ``cpu`` of all processes, ``peak`` bytes or nothing."""

    name: str
    seconds: float
    cpu: float
    peak: int | None
    code: int


def main() -> None:
    """Run the table in a home of its own, so that the first picture is a cold one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parure", default="parure", help="the command line to measure")
    parser.add_argument("--image", type=Path, default=Path("examples/ring.jpg"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        os.environ["PARURE_HOME"] = str(folder / "home")
        rows = [measure(name, [options.parure, *command]) for name, command in _commands(options.image, folder)]
    print(f"{'what':<24}{'wall s':>9}{'CPU s':>9}{'peak MB':>10}")
    for row in rows:
        peak = "-" if row.peak is None else f"{row.peak / 1e6:.0f}"
        failed = "" if row.code == 0 else f"   exit {row.code}"
        print(f"{row.name:<24}{row.seconds:>9.2f}{row.cpu:>9.2f}{peak:>10}{failed}")
    print(beside_inpaint(next(row.seconds for row in rows if row.name == "picture, warm")))
    raise SystemExit(max(row.code for row in rows))


def _commands(image: Path, folder: Path) -> list[tuple[str, list[str]]]:
    small = folder / "small.png"
    with Image.open(image) as photo:
        photo.resize((1176, 880), Image.Resampling.LANCZOS).save(small)
    run = ["run", "--thread", "bench", "--out", str(folder / "out"), "--json"]
    first = [*run, BRIEF, "--image", f"{image}:product"]
    cut = ["--out", str(folder / "cutout.png"), "--json"]
    return [
        ("start (--help)", ["--help"]),
        ("cut-out, cold, 1 MP", ["mask", str(small), *cut]),
        ("cut-out, 1 MP", ["mask", str(small), *cut]),
        ("cut-out, 12 MP", ["mask", str(image), *cut]),
        ("picture, cold", first),
        ("picture, warm", [*first, "--max-credits", "50"]),
        ("picture, 2k", [*run, f"{BRIEF}, 2k", "--image", f"{image}:product", "--max-credits", "50"]),
        ("edit: make it warmer", [*run, "make it warmer"]),
    ]


def measure(name: str, command: list[str]) -> Row:
    """Run ``command`` to its end and return what it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    peaks = [0]
    watcher = threading.Thread(target=_watch, args=(process, peaks))
    watcher.start()
    code = process.wait()
    seconds = time.monotonic() - begun
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Row(name, seconds, cpu, peaks[0] or None, code)


def gemm_rate(side: int = 2048, times: int = 3) -> float:
    """Return the float32 operations a second of this machine's fastest matrix product of ``times``."""
    one = np.random.default_rng(0).random((side, side), dtype=np.float32)
    best = min(_timed(one) for _ in range(times))
    return 2.0 * side**3 / best


def _timed(one: NDArray[np.float32]) -> float:
    begun = time.perf_counter()
    one @ one
    return time.perf_counter() - begun


def beside_inpaint(seconds: float) -> str:
    """Return the line that sets a picture's ``seconds`` beside one SDXL-sized inpaint on this machine.

    No weights are here: the inpaint is its operations over the machine's matrix rate, which no program reaches, so
    the ratio is the least it could be. 1024², ``STEPS`` steps with guidance, two forward passes a step.
    """
    rate = gemm_rate()
    least = STEPS * 2 * FORWARD / rate
    return (
        f"one {STEPS}-step SDXL-sized inpaint would take at least {least:.0f} s here ({STEPS} x 2 x "
        f"{FORWARD / 1e12:.0f} TFLOP at the {rate / 1e9:.0f} GFLOP/s of float32 matrices, not run): "
        f"{least / seconds:.1f} times a warm picture"
    )


def _watch(process: subprocess.Popen[bytes], peaks: list[int]) -> None:
    while process.poll() is None:
        peaks[0] = max(peaks[0], spent(process.pid)[1])
        time.sleep(0.05)


if __name__ == "__main__":
    main()
