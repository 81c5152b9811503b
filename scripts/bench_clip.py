"""How long is a clip waited for, and does it hold still? Each motion once without plates, once with them.

    python scripts/bench_clip.py [--seconds 4] [--motions push_in light_sweep] [--photo examples/ring.jpg]

Prints the seconds, the product's difference from the photo in the file, and the largest step of brightness between two
frames of the corners. ``--home`` keeps the plates for a second run.
"""

import argparse
import sys
import tempfile
import time
from itertools import pairwise

import numpy as np

from agent.app import Assistant, build
from agent.settings import Settings
from tools.engines.clip.mp4 import read_frames
from tools.specs.asset import Asset
from tools.specs.brief import Brief

BRIEF = "the product on travertine, soft window light, 4:5"
LIMITS = {False: 120.0, True: 60.0}
"""Seconds of a clip of 4 s at 1080×1350 without plates and with them, on two idle cores."""

CORNER = 0.06
"""Share of the frame's sides that a corner takes."""


def flicker(data: bytes) -> float:
    """Return the largest step of a corner's mean brightness between two frames, in steps of 255."""
    light = []
    for _, frame in read_frames(data):
        high, wide = (max(4, round(CORNER * side)) for side in frame.shape[:2])
        light.append([frame[:high, :wide].mean(), frame[:high, -wide:].mean()])
    return max(float(np.abs(np.subtract(b, a)).max()) for a, b in pairwise(light))


def clip(assistant: Assistant, still: Asset, motion: str, seconds: float) -> tuple[float, Asset]:
    """Make a clip of ``still``; return the seconds that it took, and it."""
    started = time.perf_counter()
    args = {"asset": still.id, "motion": motion, "seconds": seconds}
    outcome = assistant.registry.call("video", args, assistant.context("bench"))
    if outcome.error is not None:
        raise outcome.error
    return time.perf_counter() - started, outcome.assets[0]


def main() -> int:
    """Run the bench; 1 when something took too long."""
    read = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    read.add_argument("--seconds", type=float, default=4.0)
    read.add_argument("--motions", nargs="+", default=["push_in", "light_sweep"])
    read.add_argument("--photo", default="examples/ring.jpg")
    read.add_argument("--home")
    given = read.parse_args()
    slow = 0
    with tempfile.TemporaryDirectory() as folder:
        assistant = build(Settings.model_validate({"home": given.home or folder}))
        assistant.store.ledger.set_unlimited(True)
        images = [{"path": given.photo, "role": "product"}]
        made = assistant.run(Brief.model_validate({"text": BRIEF, "images": images}), "bench", yes=True).made
        if not made:
            raise SystemExit("The brief made no picture to make clips of.")
        for motion in given.motions:
            for kept in (False, True):
                took, asset = clip(assistant, made[0][1], motion, given.seconds + 0.25 * kept)
                proof = asset.receipt.clip if asset.receipt else None
                off = proof.mean_difference if proof else float("nan")
                still = flicker(assistant.picture(asset.sha256))
                plates = "with plates" if kept else "without"
                print(
                    f"{motion:12s} {plates:12s} {asset.width}×{asset.height} {took:6.1f} s (≤ {LIMITS[kept]:.0f})  "
                    f"product ΔE {off:.2f}  corners {still:.2f}/255"
                )
                slow += took > LIMITS[kept]
        assistant.close()
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main())
