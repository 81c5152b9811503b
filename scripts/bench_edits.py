"""Time edits, and measure what they promise: develop and light edits, the lights behind a picture, sums, drift.

    python scripts/bench_edits.py [--image examples/ring.jpg] [--each 9] [--chains 50] [--scenes 30]

One process with the real engines in a home of its own, as the page has them. ``lights after picture``: from the reply
until the set's lights lie there one by one. Sums: the plates of the lights against all lights together, 256 samples per
pixel, 10 log10(1 / MSE) of linear values up to white. Drift: chains of ten random edits; the largest difference of the
product's core to its photo, as the receipt of each saved file states it. Beside it what the mechanism of a plain
inpainting loop does to such pixels. No weights are here, so a tiny random autoencoder stands for it: each round into
fewer numbers, a little noise as of a sampler, back, and to 8 bits. It is no measurement of any model.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage

from agent.app import Assistant, build
from agent.settings import Settings
from agent.uploads import keep_uploads
from tools.context import Context
from tools.engines.image import Image
from tools.engines.light_mix import summed
from tools.engines.studio.resolve import Photo, resolve
from tools.engines.studio.worker import WarmStudio
from tools.specs.asset import Asset
from tools.specs.base import digest
from tools.specs.brief import Brief
from tools.specs.recipe import Placement, Recipe
from tools.specs.scene import SceneWish
from tools.specs.words import Look

THREAD = "bench.edits"
DEVELOP = ("warmth", "exposure", "contrast", "saturation", "tint", "grain", "vignette")
LIGHTS = ("shadow", "key", "fill", "key_warmth", "fill_warmth", "daytime")
SAMPLES, SIDE = 256, 160
ONLY_MORE = ("grain", "vignette")
"""What a picture without any has none to take away of."""
STEPS = 10
PATCH, LATENT, NOISE = 8, 96, 2.0
"""The stand-in's patches, the numbers that each becomes (of 192), and the sampler's noise in 8-bit steps."""

LONGEST = 300.0
"""Seconds that the lights are waited for."""

Edit = Callable[[str, Mapping[str, float]], Asset]


def main() -> None:
    """Print the tables; exit 1 when a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--image", type=Path, default=Path("examples/ring.jpg"))
    parser.add_argument("--each", type=int, default=9, help="edits of a kind")
    parser.add_argument("--chains", type=int, default=50)
    parser.add_argument("--scenes", type=int, default=30)
    options = parser.parse_args()
    missed: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        assistant = build(Settings(home=Path(scratch) / "home"), previews=True)
        try:
            missed += _edits(assistant, options.image, options.each, options.chains)
        finally:
            assistant.close()
        missed += _sums(Path(scratch), options.scenes)
    if missed:
        raise SystemExit("missed: " + "; ".join(missed))


def _edits(assistant: Assistant, image: Path, each: int, chains: int) -> list[str]:
    """Print times of edits and of the lights behind, and the drift of chains; return what missed its bound."""
    assistant.store.ledger.set_unlimited(True)
    context = assistant.context(THREAD)
    first = _picture(assistant, context, image)
    after = _waited(assistant, first)

    def edit(asset: str, changes: Mapping[str, float]) -> Asset:
        outcome = assistant.registry.call("edit", {"asset": asset, "changes": dict(changes)}, context)
        if outcome.result is None:
            raise SystemExit(f"{dict(changes)}: {outcome.error}")
        return outcome.result.assets[0]

    times = {"develop": _timed(edit, first, DEVELOP, each), "light": _timed(edit, first, LIGHTS, each)}
    print(f"{'edits of':<12}{'median s':>10}{'slowest s':>11}{'number':>8}")
    for kind, seconds in times.items():
        print(f"{kind:<12}{statistics.median(seconds):>10.2f}{max(seconds):>11.2f}{len(seconds):>8}")
    print(f"lights after picture: {after:.0f} s")
    curve = _drift(edit, first, chains)
    print("drift, core max_diff after edit 1.." + f"{STEPS}: {' '.join(map(str, curve))} ({chains} chains)")
    loop = loop_drift(np.asarray(PillowImage.open(image).convert("RGB").resize((512, 512))))
    print("the same of a loop through a tiny random autoencoder: " + " ".join(map(str, loop)))
    missed = [f"{kind} edits" for kind, seconds in times.items() if statistics.median(seconds) > 0.7]
    return missed + (["lights after picture"] if after > 60 else []) + (["drift"] if max(curve, default=0) else [])


def _picture(assistant: Assistant, context: Context, image: Path) -> Asset:
    brief = Brief.model_validate({"text": "ring", "images": [{"path": str(image), "role": "product"}]})
    upload = keep_uploads(brief, assistant.store, THREAD)[0]
    args = {"product": upload.asset.id, "scene": {"look": "warm_travertine"}}
    outcome = assistant.registry.call("reference_shoot", args, context)
    if outcome.result is None:
        raise SystemExit(str(outcome.error))
    return outcome.result.assets[0]


def _waited(assistant: Assistant, asset: Asset) -> float:
    """Return the seconds until the lights of a picture's set are kept."""
    assert asset.recipe is not None
    begun, key = time.monotonic(), digest(asset.recipe.geometry())
    while not assistant.store.plates.has_lights(key):
        if time.monotonic() - begun > LONGEST:
            raise SystemExit(f"the lights were not there after {LONGEST:.0f} s")
        time.sleep(0.1)
    return time.monotonic() - begun


def _timed(edit: Edit, asset: Asset, names: Sequence[str], each: int) -> list[float]:
    seconds = []
    for number in range(each):
        begun = time.monotonic()
        edit(asset.id, {names[number % len(names)]: 0.2 + 0.5 * number / each})
        seconds.append(time.monotonic() - begun)
    return seconds


def _drift(edit: Edit, asset: Asset, chains: int) -> list[int]:
    """Return the largest max_diff over all chains after each of ten random edits in a row."""
    chance, worst = random.Random(7), [0] * STEPS
    for _ in range(chains):
        now = asset
        for step in range(STEPS):
            name = chance.choice(DEVELOP + LIGHTS)
            sign = 1 if name in ONLY_MORE else chance.choice((-1, 1))
            now = edit(now.id, {name: round(sign * chance.uniform(0.05, 0.6), 3)})
            assert now.receipt is not None
            worst[step] = max(worst[step], now.receipt.max_diff)
    return worst


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


def _sums(home: Path, scenes: int) -> list[str]:
    """Print how near the sums of the lights come to all lights together; return what missed its bound."""
    studio = WarmStudio(home / "sums", previews=False)
    found: list[tuple[float, str]] = []
    try:
        for number in range(scenes):
            look = get_args(Look)[number % len(get_args(Look))]
            found.append((_likeness(studio, look, number), look))
    finally:
        studio.close()
    if found:
        values = [value for value, _ in found]
        print(
            f"sum of the lights, {len(found)} scenes at {SAMPLES} spp: least {min(found)[0]:.1f} dB ({min(found)[1]}), "
            f"median {statistics.median(values):.1f} dB"
        )
    return [f"sum of {look}: {value:.1f} dB" for value, look in found if value < 36.0]


def _likeness(studio: WarmStudio, look: Look, seed: int) -> float:
    scene = resolve(SceneWish(look=look), Photo(softness=(0.1, 0.5, 0.9)[seed % 3]))
    recipe = Recipe(
        tool="reference_shoot", source_sha256="s", cutout_sha256="c", width=SIDE, height=SIDE, scene=scene, seed=seed,
        placement=Placement(scale=1.0, x=0, y=0), samples=SAMPLES,
    )  # fmt: skip
    given: tuple[Any, ...] = (recipe, _box(), lambda _: None, lambda: False)
    whole, lights = studio.render(*given), studio.lights(*given)
    error = np.clip(summed(lights, {}), 0, 1) - np.clip(whole, 0, 1)
    return float(-10 * np.log10(max(float(np.mean(error**2)), 1e-12)))


def _box() -> Image:
    """Return a grey box that stands in the middle of the frame, H×W×4."""
    made = np.full((SIDE, SIDE, 4), 0.5, np.float32)
    made[..., 3] = 0
    made[round(0.4 * SIDE) : round(0.75 * SIDE), round(0.38 * SIDE) : round(0.62 * SIDE), 3] = 1
    return made


if __name__ == "__main__":
    main()
