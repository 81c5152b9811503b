"""How long is a clip waited for, and does it hold still? Each motion once without plates, once with them.

    python scripts/bench_clip.py [--seconds 4] [--motions push_in light_sweep] [--photo examples/ring.jpg]

Prints the seconds of the wall, half of those of all cores (the least that two idle ones take), the product's difference
from the photo in the file, and what is seen of the motion. Flicker: the largest step of a corner's brightness between
two frames, of 255; bound ``FLICKER`` where nothing moves. Parallax: how much farther than the set behind it the product
goes in the frame from the first to the last, in pixels (both followed by their corners). Shadow: how far the middle of
what is dark on the ground beside the product moves. ``--home`` keeps the plates for a second run.
"""

import argparse
import os
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from agent.app import Assistant, build
from agent.settings import Settings
from processes import spent
from tools.engines.clip.mp4 import read_frames
from tools.engines.composite import place
from tools.engines.decoded import decoded_rgba
from tools.specs.asset import Asset
from tools.specs.brief import Brief

BRIEF = "the product on travertine, soft window light, 4:5"
LIMITS = {False: 120.0, True: 60.0}
"""Seconds of a clip of 4 s at 1080×1350 without plates and with them, on two idle cores."""

CORNER = 0.06
"""Share of the frame's sides that a corner takes."""

FLICKER = 1.0
"""Steps of 255 that a corner's mean brightness may differ by from one frame to the next, while light and set stand."""

EVERY, ROOM, ABOVE_FOOT = 6, 8, 0.85
"""Frames from one look at a moving clip to the next; pixels round the product, and the share of its height, in which no
set is followed, or from which down on none is: the ground goes along at the foot."""

STANDING = ("focus_pull",)
"""Motions in which nothing but the focus changes."""


Box = tuple[int, int, int, int]


def flicker(data: bytes) -> float:
    """Return the largest step of a corner's mean brightness between two frames, in steps of 255."""
    light = []
    for _, frame in read_frames(data):
        high, wide = (max(4, round(CORNER * side)) for side in frame.shape[:2])
        light.append([frame[:high, :wide].mean(), frame[:high, -wide:].mean()])
    return max(float(np.abs(np.subtract(b, a)).max()) for a, b in pairwise(light))


def parallax(data: bytes, box: Box) -> float:
    """Return how much farther the product goes than the set behind it, first frame to last: the mean of its corners.

    In pixels. Each is followed by its corners from frame to frame (Lucas and Kanade) and fitted by turn and size.
    """
    import cv2

    frames = [cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for _, frame in read_frames(data, EVERY)]
    left, top, right, bottom = box
    thing, behind = np.zeros_like(frames[0]), np.zeros_like(frames[0])
    thing[top:bottom, left:right] = 255
    behind[: round(top + ABOVE_FOOT * (bottom - top))] = 255
    behind[max(0, top - ROOM) :, max(0, left - ROOM) : right + ROOM] = 0
    corners = np.array([(x, y, 1.0) for x in (left, right) for y in (top, bottom)]).T
    apart = (followed(frames, thing) - followed(frames, behind)) @ corners
    return float(np.hypot(*apart).mean())


def followed(frames: list[NDArray[np.uint8]], where: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the similarity (2×3) that what is seen ``where`` (H×W) in the first of ``frames`` (grey) comes by."""
    import cv2

    first = cv2.goodFeaturesToTrack(frames[0], 400, 0.005, 6, mask=where)
    if first is None:
        return np.full((2, 3), np.nan)
    at, known = first, np.ones(len(first), bool)
    for before, after in pairwise(frames):
        at, found, _ = cv2.calcOpticalFlowPyrLK(before, after, at, None, winSize=(31, 31))
        known &= found[:, 0] > 0
    way, _ = cv2.estimateAffinePartial2D(first[known], at[known], ransacReprojThreshold=2.0)
    return np.full((2, 3), np.nan) if way is None else np.asarray(way, np.float64)


def shadow_way(data: bytes, box: Box) -> float:
    """Return how far the middle of what is dark on the ground beside the product moves, in pixels."""
    left, _, right, bottom = box
    wide = right - left
    places = []
    for _, frame in read_frames(data, 6):
        light = frame.astype(np.float32).mean(-1)
        row = light[max(0, bottom - wide // 8) : bottom + wide // 8].mean(0)
        row[left:right] = np.median(row)
        dark = np.clip(np.percentile(row, 60) - row, 0.0, None)
        places.append(float((dark * np.arange(dark.size)).sum() / max(float(dark.sum()), 1e-6)))
    return max(places) - min(places)


def box_of(asset: Asset, assistant: Assistant) -> Box:
    """Return the left, top, right and bottom of the product in the first frame of a clip."""
    recipe = asset.recipe
    assert recipe is not None
    cutout = decoded_rgba(assistant.store.images.read(recipe.cutout_sha256), "the cut-out")
    alpha = place(np.ascontiguousarray(cutout[..., :3]), cutout, recipe.placement, recipe.width, recipe.height).alpha
    rows, columns = (np.flatnonzero((alpha > 127).any(axis)) for axis in (1, 0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


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
    read.add_argument("--out", type=Path, help="a folder for the clips")
    given = read.parse_args()
    os.setsid()
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
                before = spent(os.getsid(0))[0]
                took, asset = clip(assistant, made[0][1], motion, given.seconds + 0.25 * kept)
                half = (spent(os.getsid(0))[0] - before) / 2
                proof = asset.receipt.clip if asset.receipt else None
                off = proof.mean_difference if proof else float("nan")
                data = assistant.picture(asset.sha256)
                still, box = flicker(data), box_of(asset, assistant)
                moved = shadow_way(data, box) if motion == "light_sweep" else parallax(data, box)
                how = "shadow" if motion == "light_sweep" else "parallax"
                plates = "with plates" if kept else "without"
                print(
                    f"{motion:12s} {plates:12s} {asset.width}×{asset.height} {took:6.1f} s {half:6.1f} s idle "
                    f"(≤ {LIMITS[kept]:.0f})  product ΔE {off:.2f}  corners {still:.2f}/255  {how} {moved:.1f} px"
                )
                slow += min(took, half) > LIMITS[kept] or (motion in STANDING and still > FLICKER)
                if given.out is not None:
                    given.out.mkdir(parents=True, exist_ok=True)
                    (given.out / f"{motion}.mp4").write_bytes(data)
        assistant.close()
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main())
