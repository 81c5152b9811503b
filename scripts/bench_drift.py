"""Measure that edits do not wear a product: chains of ten random edits, and a plain inpainting loop beside them.

    python scripts/bench_drift.py [--image examples/ring.jpg] [--chains 50] [--torch PYTHON]

One process with the real engines in a home of its own. Each edit is random in kind and amount: tones, lights, blur and
crop, undone ones among them; none needs a new render, but for the plates of the lights. The largest difference of the
product's core to its photo is what the receipt of each saved file states, measured on the file. ``--torch``: a Python
that has torch and diffusers, which runs ``inpainting_loop.py``; without it a tiny random autoencoder in NumPy stands
for the mechanism: each round into fewer numbers, a little noise as of a sampler, back, and to 8 bits. Neither is a
measurement of any model.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage

from agent.app import build
from agent.settings import Settings
from bench_edits import DEVELOP, LIGHTS, ONLY_MORE, Edit, picture_of
from tools.specs.asset import Asset

STEPS = 10
PATCH, LATENT, NOISE = 8, 96, 2.0
"""The stand-in's patches, the numbers that each becomes (of 192), and the sampler's noise in 8-bit steps."""

PLACED = ("blur", "zoom")
FARTHEST = 0.9
"""How far a chain turns one thing in all."""


def main() -> None:
    """Print both curves; exit 1 when an edit moved a pixel of the product."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--image", type=Path, default=Path("examples/ring.jpg"))
    parser.add_argument("--chains", type=int, default=50)
    parser.add_argument("--torch", default=sys.executable)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        assistant = build(Settings(home=Path(scratch) / "home"), previews=True)
        try:
            first, edit = picture_of(assistant, options.image)
            curve = drift(edit, first, options.chains)
        finally:
            assistant.close()
    print(f"core max_diff after edit 1..{STEPS}: {' '.join(map(str, curve))} ({options.chains} chains)", flush=True)
    loop = [options.torch, str(Path(__file__).with_name("inpainting_loop.py")), "--image", str(options.image)]
    if subprocess.run(loop, check=False).returncode:
        off = loop_drift(np.asarray(PillowImage.open(options.image).convert("RGB").resize((512, 512))))
        print("the same of a loop through a tiny random autoencoder: " + " ".join(map(str, off)))
    if max(curve, default=0):
        raise SystemExit("missed: drift")


def drift(edit: Edit, first: Asset, chains: int) -> list[int]:
    """Return the largest max_diff over all chains after each of ten random edits in a row; 255 for another mode."""
    chance, worst = random.Random(7), [0] * STEPS
    for _ in range(chains):
        now = first
        turned: dict[str, float] = {}
        for step in range(STEPS):
            name = chance.choice((*DEVELOP, *LIGHTS, *PLACED))
            amount = round(chance.choice((-1, 1)) * chance.uniform(0.05, 0.6), 3)
            if name in ONLY_MORE:
                amount = abs(amount)
            amount = within(name, turned.get(name, 0.0), amount)
            turned[name] = round(turned.get(name, 0.0) + amount, 3)
            now = edit(now.id, {name: amount})
            assert now.receipt is not None
            worst[step] = max(worst[step], now.receipt.max_diff if now.receipt.mode == "exact" else 255)
    return worst


def within(name: str, before: float, amount: float) -> float:
    """Return ``amount``, or one that goes back, so that an edit changes something and needs no new render."""
    if name == "zoom":
        return 0.3 if before <= 0.0 else -before
    least = 0.0 if name in (*ONLY_MORE, "blur") else -FARTHEST
    small = -0.1 if before > least + 0.1 else 0.1
    return next((each for each in (amount, -amount) if least <= before + each <= FARTHEST), small)


def loop_drift(photo: NDArray[np.uint8]) -> list[int]:
    """Return the largest difference to ``photo`` (H×W×3) after each round of a loop that encodes and decodes it all."""
    chance = np.random.default_rng(7)
    basis = np.linalg.qr(chance.standard_normal((PATCH * PATCH * 3, LATENT)))[0]
    rows, columns = photo.shape[0] // PATCH, photo.shape[1] // PATCH
    whole = photo[: rows * PATCH, : columns * PATCH].astype(np.float64)
    now, curve = whole, []
    for _ in range(STEPS):
        patches = now.reshape(rows, PATCH, columns, PATCH, 3).swapaxes(1, 2).reshape(rows * columns, -1)
        mean = patches.mean(axis=1, keepdims=True)
        latent = (patches - mean) @ basis + chance.normal(0.0, NOISE, (len(patches), LATENT))
        back = np.clip(np.rint(latent @ basis.T + mean), 0, 255).reshape(rows, columns, PATCH, PATCH, 3)
        now = back.swapaxes(1, 2).reshape(whole.shape)
        curve.append(int(np.abs(now - whole).max()))
    return curve


if __name__ == "__main__":
    main()
